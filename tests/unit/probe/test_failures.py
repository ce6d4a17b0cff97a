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
from typing import TYPE_CHECKING

import httpx
import pytest

from tests.support.peer import peer
from wizard.core.endpoint import Endpoint
from wizard.core.evidence import Answer, AnsweredBy, Evidence, Failure, PageKind
from wizard.core.keys import KeyPair
from wizard.core.mode import Mode
from wizard.core.route import Route
from wizard.core.secret import Secret
from wizard.core.sentences import KnownSentence
from wizard.core.text import Translator
from wizard.diagnosis.judge import judge
from wizard.probe import failures
from wizard.probe.client import Caller
from wizard.simulator.pretend_office import PretendOffice
from wizard.simulator.scenarios import SCENARIOS

if TYPE_CHECKING:
    from pathlib import Path

DEV, CUS = "CANARYDEV0000001", "CANARYCUS0000001"
KEYS = KeyPair(Secret(DEV), Secret(CUS))


def ask(
    port: int,
    scheme: str = "http",
    host: str = "127.0.0.1",
    tls: ssl.SSLContext | None = None,
    deadline_s: float = 3,
) -> Answer:
    async def call() -> Answer:
        made = tls or ssl.create_default_context()
        endpoint = Endpoint(Mode.REMOTE, scheme, host, port)
        caller = Caller(lambda: made)
        try:
            return await caller.patients(Route(endpoint), KEYS, deadline_s)
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


def ask_twice(port: int) -> list[Answer]:
    """Two calls of one caller, which keeps the connection between them where it may."""

    async def call() -> list[Answer]:
        caller, route = Caller(), Route(Endpoint(Mode.REMOTE, "http", "127.0.0.1", port))
        try:
            return [await caller.patients(route, keys, 3) for keys in (None, KEYS)]
        finally:
            await caller.aclose()

    return asyncio.run(call())


@pytest.mark.parametrize("reset", [False, True])
@pytest.mark.parametrize(
    "head", [b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n", b"HTTP/1.1 200 OK\rContent-Length: 2\r\r"]
)
def test_a_connection_that_was_kept_and_closed_is_no_break(head: bytes, reset: bool) -> None:
    calls = itertools.count()

    def once(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(head + b"[]")
        connection.recv(65536)  # the next call comes, and is never read by anybody
        if reset:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        next(calls)

    with peer(once) as port:
        answers = ask_twice(port)
    assert [answer.failure for answer in answers] == [None, None]
    assert answers[1].succeeded
    assert next(calls) == 2  # on a new connection, and no more often


def test_a_connection_that_breaks_after_it_was_kept_and_began_to_answer_is_a_break() -> None:
    def breaks(connection: socket.socket) -> None:
        for words in (b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]", b"HTTP/1.1 2"):
            connection.recv(65536)
            connection.sendall(words)

    with peer(breaks) as port:
        answers = ask_twice(port)
    assert [answer.failure for answer in answers] == [None, Failure.DROPPED]


def said(words: bytes, *, stays: bool = False, deadline_s: float = 3) -> Answer:
    """What is made of these bytes, from a server that then hangs up or, worse, does not."""

    def talk(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(words)
        with contextlib.suppress(OSError):
            if not stays:
                connection.shutdown(socket.SHUT_WR)
            while connection.recv(4096):
                pass

    with peer(talk) as port:
        return ask(port, deadline_s=deadline_s)


@pytest.mark.parametrize(
    "words",
    [
        b"HTTP/1.1 2",
        b"HTTP/1.1 200 OK\r\nContent-Le",
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n[{}",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n[]",
        b"HTTP/1.1 200 OK\r\n\r\n[{}",
    ],
)
def test_an_answer_that_is_cut_off(words: bytes) -> None:
    answer = said(words)
    assert answer.failure is Failure.DROPPED
    assert not answer.succeeded


@pytest.mark.parametrize(
    "words",
    [
        b"SSH-2.0-OpenSSH_9.9\r\n",
        b"\x00\x01\x02\r\n\r\n",
        b"\x15\x03\x01\x00\x02\x02\x46",
        b"[]",
        b"<html>Access denied</html>",
        b"HTTP/1.1 abc OK\r\n\r\n",
        b"HTTP/" + b"9" * 9000 + b".1 200 OK\r\n\r\n[]",
        b"HTTP/1.1\r\n\r\n[]",
        b"HTTP says nothing HTTP/1.1 200 OK\r\n\r\n[]",
        b"HTTP/1.1 101 Switching Protocols\r\n\r\n",
        b"HTTP/1.1 20 OK\r\n\r\n[]",
        b"HTTP/1.1 2000 OK\r\n\r\n[]",
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n[]",
    ],
)
@pytest.mark.parametrize("stays", [False, True])
def test_an_answer_beyond_reading_is_somebody_elses_and_nothing_was_cut(words: bytes, stays: bool) -> None:
    answer = said(words, stays=stays)
    assert answer.failure is Failure.UNREADABLE
    (first, *_) = judge(Evidence(Mode.REMOTE, probe=answer)).findings
    assert first.code == "answer.not-open-dental"
    assert "device on the way" in Translator().translate(first.because[0])


_DOWN = b'"The office\'s eConnector is not running."'


@pytest.mark.parametrize("stays", [False, True])
@pytest.mark.parametrize(
    "head",
    [
        b"HTTP/1.1 %d X\r\nX-Cache : MISS\r\nno colon\r\nContent-Length : %d\r\n\r\n",
        b"HTTP/1.1 %d X\r\nContent-Length: 1\r\nContent-Length: %d\r\n\r\n",
        b"HTTP/1.1 %d X\r\nTransfer-Encoding: identity\r\nX: %d\r\n\r\n",
        b"HTTP/1.1 %d X\r\nTransfer-Encoding: chunked\r\nContent-Length: %d\r\n\r\n",
        b"http/1.0 %d\nContent-Length: %d\n\n",
    ],
)
def test_the_body_decides_whatever_its_head_is_like(head: bytes, stays: bool) -> None:
    assert said(head % (200, 2) + b"[]", stays=stays).succeeded
    down = said(head % (400, len(_DOWN)) + _DOWN, stays=stays)
    assert (down.failure, down.status, down.said) == (None, 400, KnownSentence.ECONNECTOR_DOWN)


def test_words_without_an_end_of_their_own_are_still_an_answer_when_the_connection_is_cut() -> None:
    # what was promised never comes, and what went wrong has been said
    down = said(b'HTTP/1.1 400 X\r\nContent-Length: 900\r\n\r\n"Something that nobody knows."')
    assert (down.failure, down.server_text) == (None, "Something that nobody knows.")
    page = said(b"HTTP/1.1 403 X\r\nContent-Length: 900\r\n\r\n<html><h1>Blocked by FortiGuard</h1>")
    assert (page.failure, page.page, page.product) == (None, PageKind.BLOCK, "FortiGuard")


@pytest.mark.parametrize("end", ["", '"', " and more"])
def test_an_answer_that_is_out_of_time_keeps_the_sentence_that_it_carried(end: str) -> None:
    body = f'"API key has not been assigned.{end}'.encode()
    late = said(b"HTTP/1.1 401 X\r\nContent-Length: 900\r\n\r\n" + body, stays=True, deadline_s=0.6)
    assert (late.failure, late.status, late.said) == (None, 401, KnownSentence.NOT_ASSIGNED)
    assert judge(Evidence(Mode.REMOTE, probe=late)).findings[0].code == "key.not-assigned"


def test_an_answer_that_is_out_of_time_without_a_known_sentence_is_none() -> None:
    late = said(b'HTTP/1.1 401 X\r\nContent-Length: 900\r\n\r\n"Something', stays=True, deadline_s=0.6)
    assert late.failure in (Failure.NO_ANSWER, Failure.OVERSIZED)


def test_headers_without_end_are_too_much() -> None:
    assert said(b"HTTP/1.1 200 OK\r\n" + b"X-More: 1\r\n" * 20_000).failure is Failure.OVERSIZED
    assert said(b"HTTP/1.1 200 OK\r\nX: " + b"a" * 200_000).failure is Failure.OVERSIZED
    assert said(b"HTTP/1.1 102 Processing\r\n\r\n" * 20_000).failure is Failure.OVERSIZED


def test_a_plain_server_does_not_shake_hands() -> None:
    with PretendOffice(SCENARIOS["healthy"]) as office:
        answer = ask(office.port, "https")
        assert answer.failure is Failure.TLS_HANDSHAKE
        assert office.calls == []


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
    assert office.calls == [] or failure is None  # no key left this PC over a channel that is not trusted


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
    assert failures.failure_of(problem, proxied=False) is direct
    assert failures.failure_of(problem, proxied=True) is proxied


def test_the_whole_deadline_is_silence() -> None:
    assert failures.failure_of(TimeoutError(), proxied=False) is Failure.NO_ANSWER


def test_the_whole_deadline_is_silence_behind_a_proxy_too() -> None:
    assert failures.failure_of(TimeoutError(), proxied=True) is Failure.NO_ANSWER


def test_a_chain_that_bites_its_tail_ends() -> None:
    first, second = ValueError(), RuntimeError()
    first.__context__, second.__cause__ = second, first
    assert failures.failure_of(first, proxied=False) is Failure.INTERNAL


@pytest.mark.parametrize(
    ("words", "status"),
    [("407 Proxy", 407), ("503", 503), ("600 x", None), ("", None), ("x 407", None), ("4071", None)],
)
def test_the_status_of_a_proxys_refusal(words: str, status: int | None) -> None:
    assert failures.proxy_status(httpx.ProxyError(words)) == status
