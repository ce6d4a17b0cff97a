"""What answers where the proxy should be: its refusals, its sign-in, and servers that are no proxy at all."""

from __future__ import annotations

import asyncio
import socket
from typing import TYPE_CHECKING

import pytest

from tests.support.peer import peer
from tests.support.run_checks import run_checks
from wizard.checks.context import Context, World
from wizard.core.endpoint import remote_endpoint
from wizard.core.evidence import Evidence, Failure, Status
from wizard.core.mode import Mode
from wizard.core.route import Route
from wizard.core.text import Translator
from wizard.diagnosis.judge import judge
from wizard.probe.client import Caller
from wizard.probe.failures import refused_way
from wizard.probe.proxy import ways
from wizard.runs.way_checks import PREREQUISITES

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from wizard.core.evidence import Answer, CheckResult

SIGN_IN, BAD, BLOCKED = "proxy.sign-in-required", "proxy.bad-setting", "proxy.blocked"
PORTAL = "network.captive-portal"
FORM = b"<html><form><input type=password></form></html>"
PLAIN = b"<html><h1>Bad Request</h1></html>"


def answer_of(status: str, *heads: str, body: bytes = b"") -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *heads]
    if body:
        lines.append("Content-Type: text/html")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def answering(words: bytes) -> AbstractContextManager[int]:
    """A loopback port that answers whatever it is asked with the same words."""

    def talk(connection: socket.socket) -> None:
        if connection.recv(65536):
            connection.sendall(words)
            connection.shutdown(socket.SHUT_WR)
            while connection.recv(4096):
                pass

    return peer(talk)


def way(words: bytes) -> CheckResult:
    """What the check of the connection says of a proxy that answers so."""

    async def look(world: World) -> tuple[CheckResult, ...]:
        context = Context.of(world, remote_endpoint(), None, lambda _: None)
        try:
            return await run_checks([c for c in PREREQUISITES if c.id == "prereq.port"], context)
        finally:
            await context.aclose()

    with answering(words) as port:
        (result,) = asyncio.run(look(World(environ={"HTTPS_PROXY": f"http://127.0.0.1:{port}"})))
    return result


ANSWERS = [
    *((answer_of(f"{status} x"), BAD) for status in (400, 404, 405, 501)),
    *((answer_of(f"{status} x", body=PLAIN), BAD) for status in (400, 404, 405, 501)),
    # 405 and 501 are a web server's, whoever made it; a proxy's mark makes the others a refusal
    (answer_of("405 x", "Server: Zyxel"), BAD),
    (answer_of("400 x", "Proxy-Agent: Some/1.0"), BLOCKED),
    (answer_of("404 x", "Via: 1.1 office"), BLOCKED),
    (answer_of("400 x", "Server: squid/5.7", "X-Squid-Error: ERR_INVALID_REQ 0"), BLOCKED),
    (answer_of("401 x", 'WWW-Authenticate: Basic realm="x"'), SIGN_IN),
    (answer_of("401 x"), SIGN_IN),
    (answer_of("407 x", "Proxy-Authenticate: Negotiate"), SIGN_IN),
    (answer_of("302 x", "Location: https://login.office.example/?u=1"), SIGN_IN),
    (answer_of("302 x", "Location: https://10.0.0.1:4443/fgtauth?0a1b"), SIGN_IN),
    (answer_of("307 x", "Location: /signin", body=FORM), SIGN_IN),
    (answer_of("303 x", "Location: https://gateway.office.example/"), SIGN_IN),
    (answer_of("301 x", "Location: https://127.0.0.1/"), BAD),
    (answer_of("308 x", "Location: /index.html"), BAD),
    (answer_of("302 x", "Location: http://blocked.office.example/denied"), BLOCKED),
    (answer_of("511 x", body=FORM), PORTAL),
    (answer_of("511 x"), PORTAL),
    (answer_of("403 x", body=b"<html>Access denied</html>"), BLOCKED),
    (answer_of("503 x"), BLOCKED),
    (answer_of("200 OK", body=PLAIN), BAD),
    (answer_of("200 OK", body=FORM), BAD),
    (answer_of("200 Connection established"), None),
    (answer_of("200 Connection established", "Content-Type: text/html"), None),
]


@pytest.mark.parametrize(("words", "code"), ANSWERS)
def test_an_answer_to_the_request_for_the_way(words: bytes, code: str | None) -> None:
    result = way(words)
    assert result.code == code
    assert result.status is (Status.FAILED if code else Status.PASSED)
    assert Translator().translate(result.summary)


def test_a_web_server_in_the_proxys_place_is_told_with_the_settings_source() -> None:
    result = way(answer_of("405 Method Not Allowed"))
    said = Translator().translate(result.summary)
    assert "web server" in said
    assert "HTTPS_PROXY" in said
    assert result.shown is not None  # the front desk's row is shorter, without the status
    assert Translator().translate(result.shown) == "The proxy setting of this PC cannot be used."


def test_the_kinds_of_sign_in_are_told_of_a_401_too() -> None:
    result = way(answer_of("401 x", "WWW-Authenticate: Negotiate", "WWW-Authenticate: NTLM"))
    assert dict(result.evidence)["sign_in"] == "NTLM, Negotiate"


@pytest.mark.parametrize(
    ("status", "code"),
    [
        *((status, BAD) for status in (400, 404, 405, 501)),
        *((status, SIGN_IN) for status in (301, 302, 307, 401, 407)),
        *((status, BLOCKED) for status in (403, 451, 502, 503)),
        (511, PORTAL),
    ],
)
def test_a_live_call_judges_by_the_status_alone(status: int, code: str) -> None:
    async def call(port: int) -> Answer:
        route = Route(remote_endpoint(), ways(remote_endpoint(), {"HTTPS_PROXY": f"http://127.0.0.1:{port}"}))
        caller = Caller()
        try:
            return await caller.patients(route, None, 5)
        finally:
            await caller.aclose()

    with answering(answer_of(f"{status} x")) as port:
        first = judge(Evidence(Mode.REMOTE, probe=asyncio.run(call(port)))).findings[0]
    assert first.code == code


@pytest.mark.parametrize(
    ("status", "failure"),
    [
        *((status, Failure.PROXY_SIGN_IN) for status in (301, 302, 303, 307, 308, 401, 407)),
        *((status, Failure.PROXY_BAD_SETTING) for status in (400, 404, 405, 501)),
        *((status, Failure.PROXY_UNREACHABLE) for status in (None, 403, 500, 502, 503, 504)),
    ],
)
def test_a_refusal_by_its_status(status: int | None, failure: Failure) -> None:
    assert refused_way(status) is failure
