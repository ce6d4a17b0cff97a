"""Exceptions become failures; the real ones are made on loopback, none of them is invented."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import itertools
import shutil
import socket
import ssl
import subprocess
import threading
from typing import TYPE_CHECKING

import httpx
import pytest

from wizard.core.endpoint import Endpoint
from wizard.core.evidence import Answer, AnsweredBy, Failure
from wizard.core.keys import KeyPair
from wizard.core.mode import Mode
from wizard.core.redact import Redactor
from wizard.core.secret import Secret
from wizard.probe import failures
from wizard.probe.client import Caller
from wizard.simulator.office import PretendOffice
from wizard.simulator.scenarios import SCENARIOS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

DEV, CUS = "CANARYDEV0000001", "CANARYCUS0000001"
KEYS = KeyPair(Secret(DEV), Secret(CUS))


@contextlib.contextmanager
def peer(talk: Callable[[socket.socket], None]) -> Iterator[int]:
    """A loopback port; every connection is handed to ``talk`` and closed."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.05)
        stop = threading.Event()

        def serve() -> None:
            while not stop.is_set():
                with contextlib.suppress(OSError):
                    connection, _ = listener.accept()
                    with connection:
                        connection.settimeout(2)
                        talk(connection)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield listener.getsockname()[1]
        finally:
            stop.set()
            thread.join()


def ask(
    port: int, scheme: str = "http", host: str = "127.0.0.1", tls: ssl.SSLContext | None = None
) -> Answer:
    async def call() -> Answer:
        made = tls or ssl.create_default_context()
        endpoint = Endpoint(Mode.REMOTE, scheme, host, port)
        caller = Caller(endpoint, Redactor([KEYS.developer, KEYS.customer]), tls=lambda: made)
        try:
            return await caller.patients(KEYS, 3)
        finally:
            await caller.aclose()

    return asyncio.run(call())


def test_a_port_that_refuses(closed_port: int) -> None:
    answer = ask(closed_port)
    assert (answer.failure, answer.status, answer.answered_by) == (Failure.REFUSED, None, AnsweredBy.NOBODY)


def test_a_connection_that_is_closed_without_a_word() -> None:
    with peer(lambda connection: None) as port:  # noqa: ARG005
        assert ask(port).failure is Failure.DROPPED


def test_a_connection_that_is_reset() -> None:
    def reset(connection: socket.socket) -> None:
        connection.recv(4096)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")

    with peer(reset) as port:
        assert ask(port).failure is Failure.DROPPED


@pytest.mark.parametrize(
    "words",
    [
        b"SSH-2.0-OpenSSH_9.9\r\n",
        b"\x00\x01\x02\r\n\r\n",
        b"HTTP/1.1 2",
        b"HTTP/1.1 200 OK\r\nContent-Le",
        b"HTTP/1.1 abc OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n[{}",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n[]",
        b"HTTP/1.1 200 OK\r\n\r\n[{}",
    ],
)
def test_an_answer_that_is_no_http_or_cut_off(words: bytes) -> None:
    def talk(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(words)
        with contextlib.suppress(OSError):
            connection.shutdown(socket.SHUT_WR)
            while connection.recv(4096):
                pass

    with peer(talk) as port:
        answer = ask(port)
    assert answer.failure is Failure.DROPPED
    assert not answer.succeeded


def test_a_plain_server_does_not_shake_hands() -> None:
    with PretendOffice(SCENARIOS["healthy"]) as office:
        answer = ask(office.port, "https")
        assert answer.failure is Failure.TLS_HANDSHAKE
        assert office.seen == []


def test_a_server_that_hangs_up_on_the_handshake() -> None:
    def hangs_up(connection: socket.socket) -> None:
        connection.recv(4096)

    with peer(hangs_up) as port:
        assert ask(port, "https").failure is Failure.TLS_HANDSHAKE


OPENSSL = pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl to make a certificate with")


CONFIG = """
[ca]
default_ca = own
[own]
dir = {folder}
database = {folder}/index.txt
new_certs_dir = {folder}
serial = {folder}/serial
default_md = sha256
policy = any
x509_extensions = extensions
[any]
commonName = supplied
[req]
distinguished_name = name
[name]
[extensions]
basicConstraints = critical, CA:TRUE
subjectAltName = {name}
"""


def certificate(folder: Path, years: tuple[int, int], name: str) -> ssl.SSLContext:
    """A self-made certificate, valid from one year's start to another's; OpenSSL's ``ca`` alone sets both."""
    config, key, request, own = (folder / n for n in ("config", "key.pem", "request.pem", "certificate.pem"))
    config.write_text(CONFIG.format(folder=folder, name=name))
    (folder / "index.txt").write_text("")
    (folder / "serial").write_text("01\n")
    curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", "/CN=office"]
    validity = ["-startdate", f"{years[0]}0101000000Z", "-enddate", f"{years[1]}0101000000Z"]
    commands: tuple[list[str | Path], ...] = (
        ["req", "-new", *curve, "-keyout", key, "-out", request],
        ["ca", "-batch", "-selfsign", "-notext", "-keyfile", key, "-in", request, "-out", own, *validity],
    )
    for command in commands:
        subprocess.run(["openssl", *command, "-config", config], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(own, key)
    return context


@OPENSSL
@pytest.mark.parametrize(
    ("years", "name", "trusted", "failure"),
    [
        ((2020, 2049), "IP:127.0.0.1", True, None),
        ((2020, 2049), "IP:127.0.0.1", False, Failure.TLS_UNTRUSTED),
        ((2020, 2049), "DNS:other.example", True, Failure.TLS_WRONG_HOST),
        ((2020, 2049), "IP:127.0.0.2", True, Failure.TLS_WRONG_HOST),
        ((2020, 2021), "IP:127.0.0.1", True, Failure.TLS_EXPIRED),
        ((2048, 2049), "IP:127.0.0.1", True, Failure.TLS_NOT_YET_VALID),
    ],
)
def test_a_certificate(
    tmp_path: Path,
    years: tuple[int, int],
    name: str,
    trusted: bool,
    failure: Failure | None,
) -> None:
    context = certificate(tmp_path, years, name)
    trust = ssl.create_default_context(cafile=tmp_path / "certificate.pem" if trusted else None)
    with PretendOffice(SCENARIOS["healthy"], tls=context) as office:
        answer = ask(office.port, "https", tls=trust)
    assert answer.failure is failure
    assert answer.succeeded is (failure is None)
    assert office.seen == [] or failure is None  # no key left this PC over a channel that is not trusted


def verification(code: int) -> ssl.SSLCertVerificationError:
    problem = ssl.SSLCertVerificationError(1, "certificate verify failed")
    problem.verify_code = code
    return problem


def raised(outer: BaseException, *inner: BaseException) -> BaseException:
    """``outer`` raised while ``inner`` was handled, as the libraries do."""
    chain = [outer, *inner]
    for this, before in itertools.pairwise(chain):
        this.__context__ = before
    return outer


@pytest.mark.parametrize(
    ("problem", "direct", "proxied"),
    [
        (
            raised(httpx.ConnectError(""), socket.gaierror(socket.EAI_NONAME, "")),
            Failure.NAME_NOT_FOUND,
            Failure.PROXY_UNREACHABLE,
        ),
        (
            raised(httpx.ConnectError(""), ConnectionRefusedError()),
            Failure.REFUSED,
            Failure.PROXY_UNREACHABLE,
        ),
        (
            raised(httpx.ConnectError(""), OSError(errno.ENETUNREACH, "")),
            Failure.UNREACHABLE,
            Failure.PROXY_UNREACHABLE,
        ),
        (
            raised(httpx.ConnectError(""), OSError(errno.EHOSTUNREACH, "")),
            Failure.UNREACHABLE,
            Failure.PROXY_UNREACHABLE,
        ),
        (httpx.ConnectError(""), Failure.UNREACHABLE, Failure.PROXY_UNREACHABLE),
        (httpx.ConnectTimeout(""), Failure.UNREACHABLE, Failure.PROXY_UNREACHABLE),
        (raised(httpx.ConnectError(""), ConnectionResetError()), Failure.DROPPED, Failure.PROXY_UNREACHABLE),
        (
            raised(httpx.ConnectError(""), verification(9)),
            Failure.TLS_NOT_YET_VALID,
            Failure.TLS_NOT_YET_VALID,
        ),
        (raised(httpx.ConnectError(""), verification(10)), Failure.TLS_EXPIRED, Failure.TLS_EXPIRED),
        (raised(httpx.ConnectError(""), verification(18)), Failure.TLS_UNTRUSTED, Failure.TLS_UNTRUSTED),
        (raised(httpx.ConnectError(""), verification(20)), Failure.TLS_UNTRUSTED, Failure.TLS_UNTRUSTED),
        (raised(httpx.ConnectError(""), verification(62)), Failure.TLS_WRONG_HOST, Failure.TLS_WRONG_HOST),
        (raised(httpx.ConnectError(""), verification(64)), Failure.TLS_WRONG_HOST, Failure.TLS_WRONG_HOST),
        (raised(httpx.ConnectError(""), ssl.SSLError(1, "x")), Failure.TLS_HANDSHAKE, Failure.TLS_HANDSHAKE),
        (
            raised(httpx.ConnectError(""), OSError(), ssl.SSLEOFError(8, "x")),
            Failure.TLS_HANDSHAKE,
            Failure.TLS_HANDSHAKE,
        ),
        (BaseExceptionGroup("", [ValueError(), verification(10)]), Failure.TLS_EXPIRED, Failure.TLS_EXPIRED),
        (httpx.ReadError(""), Failure.DROPPED, Failure.DROPPED),
        (httpx.WriteError(""), Failure.DROPPED, Failure.DROPPED),
        (httpx.RemoteProtocolError(""), Failure.DROPPED, Failure.DROPPED),
        (httpx.ReadTimeout(""), Failure.NO_ANSWER, Failure.NO_ANSWER),
        (httpx.ProxyError("407 Proxy Authentication Required"), Failure.PROXY_SIGN_IN, Failure.PROXY_SIGN_IN),
        (httpx.ProxyError("502 Bad Gateway"), Failure.PROXY_UNREACHABLE, Failure.PROXY_UNREACHABLE),
        (httpx.UnsupportedProtocol(""), Failure.INTERNAL, Failure.PROXY_BAD_SETTING),
        (httpx.InvalidURL(""), Failure.INTERNAL, Failure.PROXY_BAD_SETTING),
        (httpx.LocalProtocolError(f"bad header {DEV}"), Failure.INTERNAL, Failure.INTERNAL),
        (ValueError(CUS), Failure.INTERNAL, Failure.INTERNAL),
        (RuntimeError(), Failure.INTERNAL, Failure.INTERNAL),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else str(value),
)
def test_each_exception_is_one_failure(problem: BaseException, direct: Failure, proxied: Failure) -> None:
    assert failures.classify(problem, proxied=False) is direct
    assert failures.classify(problem, proxied=True) is proxied


def test_the_whole_deadline_is_silence() -> None:
    assert failures.classify(TimeoutError(), proxied=False) is Failure.NO_ANSWER


def test_the_whole_deadline_is_silence_behind_a_proxy_too() -> None:
    assert failures.classify(TimeoutError(), proxied=True) is Failure.NO_ANSWER


def test_a_chain_that_bites_its_tail_ends() -> None:
    first, second = ValueError(), RuntimeError()
    first.__context__, second.__cause__ = second, first
    assert failures.classify(first, proxied=False) is Failure.INTERNAL


@pytest.mark.parametrize(
    ("words", "status"),
    [("407 Proxy", 407), ("503", 503), ("600 x", None), ("", None), ("x 407", None), ("4071", None)],
)
def test_the_status_of_a_proxys_refusal(words: str, status: int | None) -> None:
    assert failures.proxy_status(httpx.ProxyError(words)) == status
