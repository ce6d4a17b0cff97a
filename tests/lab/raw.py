"""A server that misbehaves on the wire, in one way per process; the standard library only.

    raw.py BEHAVIOUR ADDRESS PORT [--pem FILE] [--keyed-only]

With ``--keyed-only`` a call without a key gets the refusal that Open Dental documents.
"""

from __future__ import annotations

import argparse
import gzip
import socket
import ssl
import struct
import threading
import time
import zlib
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

FLOOD = 128 * 1024 * 1024
_REFUSAL = b'"The Authorization header is missing."'
_ROW = b'{"PatNum":1,"LName":"Example","FName":"Pat","Note":"' + b"x" * 400 + b'"}'


def whole(status: str, body: bytes, *headers: bytes) -> bytes:
    """One HTTP answer."""
    lines = [
        b"HTTP/1.1 " + status.encode(),
        b"Content-Type: application/json",
        b"Content-Length: %d" % len(body),
        *headers,
    ]
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


def _reset(connection: socket.socket) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def _forever(connection: socket.socket) -> None:
    with suppress(OSError):
        while connection.recv(4096):
            pass


# --- before any secure channel


def _early_reset(connection: socket.socket) -> None:
    connection.recv(4096)
    _reset(connection)


def _early_close(connection: socket.socket) -> None:
    connection.recv(4096)


def _banner(connection: socket.socket) -> None:
    connection.sendall(b"SSH-2.0-OpenSSH_9.2\r\n")
    connection.recv(4096)


def _resolver(address: str, port: int, code: int) -> None:
    """A name server that answers every question with one response code."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind((address, port))
        while True:
            asked, whence = server.recvfrom(2048)
            flags = bytes((0x81, 0x80 | code))
            end = asked.index(0, 12) + 5  # the question ends with its type and class
            with suppress(OSError):
                server.sendto(asked[:2] + flags + b"\0\1" + b"\0" * 6 + asked[12:end], whence)


_A, _AAAA = b"\0\1", b"\0\x1c"
_SILENCE = {"": b"", "ipv4": _A, "ipv6": _AAAA}


def _slow_names(address: str, port: int, delay_s: float, answer: str, silent_about: bytes) -> None:
    """A name server that gives every question of one kind the same address, some time later.

    Args:
        address: Where.
        port: UDP port.
        delay_s: Seconds before each answer.
        answer: The address; an IPv4 question gets an IPv4 one only, and an IPv6 question an IPv6 one.
        silent_about: Type of the questions that are never answered; empty for none.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind((address, port))
        while True:
            asked, whence = server.recvfrom(2048)
            end = asked.index(0, 12) + 5
            if asked[end - 4 : end - 2] == silent_about:
                continue
            threading.Timer(delay_s, server.sendto, (_named(asked, answer), whence)).start()


def _named(asked: bytes, answer: str) -> bytes:
    end = asked.index(0, 12) + 5
    question = asked[12:end]
    found = b""
    kind, family = (_AAAA, socket.AF_INET6) if ":" in answer else (_A, socket.AF_INET)
    if question[-4:-2] == kind:  # the name again by its place, type, class, lifetime, length, address
        packed = socket.inet_pton(family, answer)
        found = b"\xc0\x0c" + kind + b"\0\1\0\0\0\x3c" + len(packed).to_bytes(2, "big") + packed
    return asked[:2] + b"\x81\x80\0\1" + (b"\0\1" if found else b"\0\0") + b"\0" * 4 + question + found


# --- after the request was read


def _reset_mid(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 90000\r\n\r\n[")
    connection.sendall(_ROW)
    time.sleep(0.2)  # what was sent is read before the reset
    raw = connection
    if isinstance(connection, ssl.SSLSocket):
        raw = socket.socket(fileno=connection.detach())
    _reset(raw)


def _truncated(connection: socket.socket) -> None:
    connection.sendall(
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 90000\r\n\r\n[" + _ROW
    )


def _half_status(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 2")


def _flood(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n[")
    piece = (_ROW + b",") * 2000
    with suppress(OSError):
        for _ in range(FLOOD // len(piece)):
            connection.sendall(piece)


def _flood_html(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 503 Unavailable\r\nContent-Type: text/html\r\n\r\n<html><body>")
    with suppress(OSError):
        for _ in range(FLOOD // 1_000_000):
            connection.sendall(b"<p>wait</p>" * 90_000)


def _drip(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n[")
    with suppress(OSError):
        while True:
            connection.sendall(b" ")
            time.sleep(0.3)


def _hang(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 90000\r\n\r\n")
    _forever(connection)


def _endless_header(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    with suppress(OSError):
        for number in range(1_000_000):
            connection.sendall(b"X-%d: 1\r\n" % number)
            time.sleep(0.2)


def _huge_header(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nX-Huge: ")
    with suppress(OSError):
        for _ in range(64):
            connection.sendall(b"a" * 1_000_000)
        connection.sendall(b"\r\nContent-Length: 2\r\n\r\n[]")


def _bomb(connection: socket.socket) -> None:
    packer = zlib.compressobj(9, wbits=31)
    piece = packer.compress(b"[" + (_ROW + b",") * 1000)
    connection.sendall(
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\n\r\n" + piece
    )
    blank = (_ROW + b",") * 20_000
    with suppress(OSError):
        for _ in range(64):  # about half a gigabyte in the end
            connection.sendall(packer.compress(blank))
        connection.sendall(packer.flush())


def _bomb_error(connection: socket.socket) -> None:
    body = gzip.compress(b'"' + b"0" * 100_000_000 + b'"', 9)
    connection.sendall(whole("400 Bad Request", body, b"Content-Encoding: gzip"))


def _lies(connection: socket.socket) -> None:
    connection.recv(4096)
    connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
    connection.recv(4096)
    connection.sendall(b"HTTP/1.1 403 Forbidden\r\nContent-Type: text/html\r\n\r\n<html>Access denied</html>")


def _zscaler(connection: socket.socket) -> None:
    connection.recv(4096)
    page = b"<html><h1>This site is not allowed</h1></html>"
    connection.sendall(
        b"HTTP/1.1 403 Forbidden\r\nServer: Zscaler/6.2\r\nContent-Type: text/html\r\n"
        b"Content-Length: %d\r\n\r\n" % len(page) + page
    )


def _to_the_way(status: str, *headers: bytes, page: bytes = b"") -> Callable[[socket.socket], None]:
    """Answer a request for the way (CONNECT) with a status, and with a page where there is one."""
    head = [b"HTTP/1.1 " + status.encode(), b"Content-Length: %d" % len(page), b"Connection: close", *headers]
    if page:
        head.append(b"Content-Type: text/html")
    answer = b"\r\n".join(head) + b"\r\n\r\n" + page

    def answers(connection: socket.socket) -> None:
        connection.recv(4096)
        connection.sendall(answer)

    return answers


_FORM = b"<html><h1>Sign in</h1><form><input type=password></form></html>"
_SIGN_IN_AT = b"Location: https://login.office.example/?back=api.opendental.com"


def _odd_head(connection: socket.socket) -> None:
    """A refusal through a cache that sets a space before its colon."""
    body = b'"The office\'s eConnector is not running. Please contact the office to start their eConnector."'
    connection.sendall(
        b"HTTP/1.1 400 Bad Request\r\nX-Cache : MISS\r\nno header at all\r\nContent-Length : %d\r\n\r\n"
        % len(body)
        + body
    )


def _odd_proxy(connection: socket.socket) -> None:
    connection.recv(4096)
    connection.sendall(
        b"HTTP/1.1 403 Forbidden\r\nX-Cache : MISS\r\nServer: Zscaler/6.2\r\n\r\n<h1>Not allowed</h1>"
    )


AT_ONCE: dict[str, Callable[[socket.socket], None]] = {
    "reset": _early_reset,
    "close": _early_close,
    "silent": _forever,
    "banner": _banner,
    "lies": _lies,
    "zscaler": _zscaler,
    "way-400": _to_the_way("400 Bad Request"),
    "way-400-page": _to_the_way("400 Bad Request", page=b"<html><h1>400 Bad Request</h1></html>"),
    "way-404": _to_the_way("404 Not Found", page=b"<html><h1>404 Not Found</h1></html>"),
    "way-405": _to_the_way("405 Method Not Allowed", b"Allow: GET, HEAD"),
    "way-200-page": _to_the_way("200 OK", page=b"<html><h1>Welcome</h1></html>"),
    "way-301": _to_the_way("301 Moved Permanently", b"Location: /"),
    "way-401": _to_the_way("401 Unauthorized", b'WWW-Authenticate: Basic realm="x"'),
    "way-302": _to_the_way("302 Found", _SIGN_IN_AT),
    "way-307-page": _to_the_way("307 Temporary Redirect", _SIGN_IN_AT, page=_FORM),
    "way-511": _to_the_way("511 Network Authentication Required", page=_FORM),
    "odd-proxy": _odd_proxy,
}
CALLED: dict[str, Callable[[socket.socket], None]] = {
    "healthy": lambda c: c.sendall(whole("200 OK", b"[]")),
    "no-answer": _forever,
    "reset-mid": _reset_mid,
    "truncated": _truncated,
    "no-status": lambda _: None,
    "half-status": _half_status,
    "flood": _flood,
    "flood-html": _flood_html,
    "drip": _drip,
    "hang": _hang,
    "endless-header": _endless_header,
    "huge-header": _huge_header,
    "bomb": _bomb,
    "bomb-error": _bomb_error,
    "gzip": lambda c: c.sendall(whole("200 OK", gzip.compress(b"[]"), b"Content-Encoding: gzip")),
    "gzip-mislabelled": lambda c: c.sendall(whole("200 OK", b"[]", b"Content-Encoding: gzip")),
    "br-mislabelled": lambda c: c.sendall(whole("200 OK", b"[]", b"Content-Encoding: br")),
    "deflate": lambda c: c.sendall(whole("200 OK", zlib.compress(b"[]"), b"Content-Encoding: deflate")),
    "nonsense": lambda c: c.sendall(b"this is no answer at all\r\n\r\n"),
    "odd-head": _odd_head,
    "identity": lambda c: c.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: identity\r\n\r\n[]"),
    "garbled": lambda c: c.sendall(b"HTTP/1.1 MISS from cache\r\nContent-Length: 2\r\n\r\n[]"),
    "other-name": lambda c: c.sendall(
        whole(
            "400 Bad Request",
            b"<HTML><BODY><h2>Bad Request - Invalid Hostname</h2><hr><p>HTTP Error 400. The request hostname "
            b"is invalid.</p></BODY></HTML>",
            b"Server: Microsoft-HTTPAPI/2.0",
        )
    ),
    "http-sys": lambda c: c.sendall(
        whole(
            "503 Service Unavailable",
            b"<HTML><BODY><h2>Service Unavailable</h2><p>HTTP Error 503. The service is unavailable."
            b"</p></BODY></HTML>",
            b"Server: Microsoft-HTTPAPI/2.0",
        )
    ),
}


def _relay(connection: socket.socket, to: int, delay_s: float) -> None:
    """Pass bytes on to another port, each direction some time later."""
    with socket.create_connection(("127.0.0.1", to)) as behind:
        for source, target in ((connection, behind), (behind, connection)):
            threading.Thread(target=_pass_on, args=(source, target, delay_s), daemon=True).start()
        while connection.fileno() >= 0 and behind.fileno() >= 0:
            time.sleep(1)


def _pass_on(source: socket.socket, target: socket.socket, delay_s: float) -> None:
    with suppress(OSError):
        while piece := source.recv(65536):
            time.sleep(delay_s)
            target.sendall(piece)
        target.shutdown(socket.SHUT_WR)


RESOLVER = {"servfail": 2, "nxdomain": 3, "refused": 5}


def _serve(connection: socket.socket, behaviour: str, tls: ssl.SSLContext | None, keyed_only: bool) -> None:
    with suppress(OSError, ssl.SSLError), connection:
        if behaviour in AT_ONCE:
            AT_ONCE[behaviour](connection)
            return
        channel = tls.wrap_socket(connection, server_side=True) if tls else connection
        with channel:
            read = b""
            while True:
                while b"\r\n\r\n" not in read:
                    if not (piece := channel.recv(65536)):
                        return
                    read += piece
                head, _, read = read.partition(b"\r\n\r\n")
                if keyed_only and b"\r\nauthorization: odfhir" not in head.lower():
                    channel.sendall(whole("400 Bad Request", _REFUSAL))
                    continue
                CALLED[behaviour](channel)
                if behaviour not in ("healthy", "http-sys", "other-name"):
                    return


def main() -> None:
    """Serve until killed."""
    parser = argparse.ArgumentParser(description="Misbehaves.")
    parser.add_argument("behaviour", choices=[*AT_ONCE, *CALLED, *RESOLVER, "relay", "slow-names"])
    parser.add_argument("address")
    parser.add_argument("port", type=int)
    parser.add_argument("--pem")
    parser.add_argument("--keyed-only", action="store_true")
    parser.add_argument("--to", type=int, default=0)
    parser.add_argument("--answer", default="")
    parser.add_argument("--delay-ms", type=int, default=0)
    parser.add_argument("--silent-about", choices=_SILENCE, default="")
    asked = parser.parse_args()
    if asked.behaviour in RESOLVER:
        _resolver(asked.address, asked.port, RESOLVER[asked.behaviour])
    if asked.behaviour == "slow-names":
        silence = _SILENCE[asked.silent_about]
        _slow_names(asked.address, asked.port, asked.delay_ms / 1000, asked.answer, silence)
    tls = None
    if asked.pem:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.set_ciphers("DEFAULT:@SECLEVEL=0")  # a certificate that is too weak can be shown, too
        tls.load_cert_chain(asked.pem)
    family = socket.AF_INET6 if ":" in asked.address else socket.AF_INET
    with socket.socket(family) as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind((asked.address, asked.port))
        server.listen(64)
        while True:
            connection, _ = server.accept()
            if asked.behaviour == "relay":
                work = partial(_relay, connection, asked.to, asked.delay_ms / 1000)
            else:
                work = partial(_serve, connection, asked.behaviour, tls, asked.keyed_only)
            threading.Thread(target=work, daemon=True).start()


if __name__ == "__main__":
    main()
