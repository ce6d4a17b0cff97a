"""The live call over real HTTP: what leaves this PC, what is read, and what is never kept."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
import threading
import time
import traceback
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

import pytest

from wizard.core.codes import Code
from wizard.core.endpoint import Endpoint
from wizard.core.evidence import Answer, AnsweredBy, Content, Failure, PageKind
from wizard.core.keys import KeyPair
from wizard.core.mode import Mode
from wizard.core.proxy_setting import Proxy, ProxyFlaw, ProxySource
from wizard.core.redact import Redactor
from wizard.core.route import Route
from wizard.core.secret import Secret
from wizard.core.text import T
from wizard.probe.arriving import CAP
from wizard.probe.client import Caller
from wizard.simulator import patients
from wizard.simulator import wire_answer as wire
from wizard.simulator.patients import CANARY_PATIENT
from wizard.simulator.pretend_office import PretendOffice
from wizard.simulator.scenario import Scenario
from wizard.simulator.scenarios import SCENARIOS

if TYPE_CHECKING:
    from collections.abc import Iterator

DEV, CUS = "CANARYDEV0000001", "CANARYCUS0000001"
KEYS = KeyPair(Secret(DEV), Secret(CUS))
REDACTOR = Redactor([KEYS.developer, KEYS.customer])
HEALTHY = SCENARIOS["healthy"]


def everyone(answer: wire.WireAnswer) -> Scenario:
    return Scenario("test", T("test"), Code.UNKNOWN, everyone=answer)


def route_to(port: int, mode: Mode = Mode.REMOTE, proxy: Proxy | None = None) -> Route:
    return Route(Endpoint(mode, "http", "127.0.0.1", port), (proxy,))


def ask(scenario: Scenario, what: str = "patients", deadline_s: float = 5.0) -> tuple[Answer, PretendOffice]:
    async def call(port: int) -> Answer:
        caller, route = Caller(), route_to(port)
        try:
            match what:
                case "keyless":
                    return await caller.patients(route, None, deadline_s, REDACTOR)
                case "securityperms":
                    return await caller.securityperms(route, KEYS, deadline_s)
                case _:
                    return await caller.patients(route, KEYS, deadline_s)
        finally:
            await caller.aclose()

    with PretendOffice(scenario, pace_s=0) as office:
        answer = asyncio.run(call(office.port))
    assert office.faults == ()
    return answer, office


class Recorder:
    """A raw server that keeps each request's bytes and answers ``[]``."""

    def __init__(self) -> None:
        self.requests: list[bytes] = []

    @contextlib.contextmanager
    def serve(self) -> Iterator[int]:
        with socket.create_server(("127.0.0.1", 0)) as listener:

            def work() -> None:
                with contextlib.suppress(OSError):
                    while True:
                        connection, _ = listener.accept()
                        with connection:
                            request = b""
                            while b"\r\n\r\n" not in request:
                                request += connection.recv(4096) or b"\r\n\r\n"
                            self.requests.append(request)
                            connection.sendall(
                                b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n[]"
                            )

            thread = threading.Thread(target=work)
            thread.start()
            try:
                yield listener.getsockname()[1]
            finally:
                listener.shutdown(socket.SHUT_RDWR)
                thread.join()


def recorded(keys: KeyPair | None) -> tuple[str, list[tuple[str, str]]]:
    recorder = Recorder()

    async def call(port: int) -> Answer:
        caller, route = Caller(), route_to(port)
        try:
            return await caller.patients(route, keys, 5, REDACTOR)
        finally:
            await caller.aclose()

    with recorder.serve() as port:
        assert asyncio.run(call(port)).succeeded
    (request,) = recorder.requests
    line, *headers = request.decode("ascii").split("\r\n\r\n")[0].split("\r\n")
    return line, [(name.lower(), value) for name, _, value in (h.partition(": ") for h in headers)]


def test_exactly_the_promised_header_filter_and_limit_leave() -> None:
    line, headers = recorded(KEYS)
    method, target, version = line.split(" ")
    url = urlsplit(target)
    assert (method, url.path, version) == ("GET", "/api/v1/patients", "HTTP/1.1")
    assert parse_qsl(url.query, strict_parsing=True) == [
        ("LName", "zz-connect-wizard-matches-nobody"),
        ("FName", "zz-connect-wizard"),
        ("Limit", "1"),
    ]
    assert [value for name, value in headers if name == "authorization"] == [f"ODFHIR {DEV}/{CUS}"]
    sent = dict(headers)
    assert len(sent) == len(headers)
    assert sent["content-type"] == "application/json"
    assert sent["accept-encoding"] == "identity"
    assert sent["user-agent"] == "connect-wizard"
    assert set(sent) == {
        "host",
        "accept",
        "accept-encoding",
        "connection",
        "content-type",
        "user-agent",
        "authorization",
    }
    assert DEV not in target


def test_the_control_call_is_the_same_without_a_key() -> None:
    line, headers = recorded(None)
    with_key = recorded(KEYS)
    assert line == with_key[0]
    assert not {"authorization", "proxy-authorization", "cookie"} & {name for name, _ in headers}
    assert [h for h in with_key[1] if h[0] not in ("authorization", "host")] == [
        h for h in headers if h[0] != "host"
    ]


def test_the_office_sees_the_same() -> None:
    for what, path, had_key, names in (
        ("patients", "/api/v1/patients", True, ("LName", "FName", "Limit")),
        ("keyless", "/api/v1/patients", False, ("LName", "FName", "Limit")),
        ("securityperms", "/api/v1/securityperms", True, ()),
    ):
        _, office = ask(HEALTHY, what)
        (seen,) = office.calls
        assert (seen.method, seen.path, seen.had_key, seen.query_keys) == ("GET", path, had_key, names)


def test_the_filter_matches_none_of_the_invented_patients() -> None:
    answer, _ = ask(HEALTHY)
    assert (answer.succeeded, answer.rows, answer.answered_by) == (True, 0, AnsweredBy.OPEN_DENTAL)


@pytest.mark.parametrize("name", sorted(SCENARIOS))
def test_no_patient_and_no_key_is_in_any_answer(name: str) -> None:
    slow = name in ("silent", "slow-but-healthy")
    for what in ("patients",) if slow else ("patients", "keyless", "securityperms"):
        deadline = 0.4 if name == "silent" else 5.0
        answer, office = ask(SCENARIOS[name], what, deadline)
        shown = repr(answer)
        for word in (CANARY_PATIENT, "Exampleton", "000-00-", "Pretend-0", DEV, CUS, DEV.lower(), DEV[::-1]):
            assert word not in shown
        assert len(office.calls) == 1
        assert (answer.method, answer.path) == (
            "GET",
            f"/{'securityperms' if what == 'securityperms' else 'patients'}",
        )


def test_rows_that_come_all_the_same_are_counted() -> None:
    answer, _ = ask(SCENARIOS["healthy-with-rows"])
    assert (answer.succeeded, answer.rows, answer.server_text) == (True, 100, None)


def ask_raw(*pieces: bytes, pause_s: float = 0.0) -> Answer:
    """Ask a server that sends these bytes as they stand."""

    def talk() -> None:
        connection, _ = listener.accept()
        with connection:
            connection.recv(65536)
            for piece in pieces:
                connection.sendall(piece)
                time.sleep(pause_s)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=talk)
        thread.start()
        try:
            return asyncio.run(_once(route_to(listener.getsockname()[1])))
        finally:
            thread.join()


@pytest.mark.parametrize("pieces", [1, 7, 1000])
def test_rows_are_counted_whatever_pieces_they_come_in(pieces: int) -> None:
    body = wire.json_answer(list(patients.everybody())).body
    size = len(body) // pieces + 1
    chunks = [body[i : i + size] for i in range(0, len(body), size)]
    answer = ask_raw(
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        *(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks),
        b"0\r\n\r\n",
    )
    assert (answer.rows, answer.succeeded) == (250, True)


def test_a_long_list_after_a_blank_is_counted_whole() -> None:
    body = b" " * 10 + wire.json_answer(list(patients.everybody())).body
    head = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body)
    answer = ask_raw(head + body[:10], body[10:], pause_s=0.1)
    assert (answer.rows, answer.succeeded) == (250, True)


async def _once(route: Route, deadline_s: float = 5.0) -> Answer:
    caller = Caller()
    try:
        return await caller.patients(route, KEYS, deadline_s)
    finally:
        await caller.aclose()


@pytest.mark.parametrize(
    "location", ["/elsewhere", "http://127.0.0.1:{port}/api/v1/patients", "https://www.example.com/x", ""]
)
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_never_followed(location: str, status: int) -> None:
    async def call() -> Answer:
        return await _once(route_to(office.port))

    office = PretendOffice(HEALTHY)
    with office:
        target = location.format(port=office.port)
        office.scenario = everyone(wire.nothing(status, ("Location", target)))
        answer = asyncio.run(call())
        assert len(office.calls) == 1
    assert answer.status == status
    assert not answer.succeeded
    assert answer.redirect_elsewhere is ("example.com" in location)


@pytest.mark.parametrize("location", ["http://[bad", "http://a:b:c/"])
def test_a_redirect_to_no_address_is_still_a_redirect(location: str) -> None:
    answer, _ = ask(everyone(wire.nothing(302, ("Location", location))))
    assert (answer.status, answer.failure) == (302, None)


def test_a_body_past_the_cap_is_not_read_to_its_end() -> None:
    answer, _ = ask(SCENARIOS["oversized"])
    assert answer.failure is Failure.OVERSIZED
    assert not answer.succeeded
    just, _ = ask(everyone(wire.WireAnswer(body=b"[" + b" " * (CAP - 2) + b"]")))
    assert (just.succeeded, just.rows) == (True, 0)
    over, _ = ask(everyone(wire.WireAnswer(body=b"[" + b" " * (CAP - 1) + b"]")))
    assert over.failure is Failure.OVERSIZED


@pytest.mark.parametrize("status", [200, 400, 503])
def test_a_body_without_an_end_ends(status: int) -> None:
    endless = wire.WireAnswer(status, body=b"x" * 20_000, opening=b"[", behaviour=wire.Behaviour.ENDLESS)
    start = time.monotonic()
    answer, _ = ask(everyone(endless), deadline_s=120)
    assert time.monotonic() - start < 60
    assert answer.failure is Failure.OVERSIZED


def test_a_body_that_drips_ends_with_the_deadline() -> None:
    drip = wire.WireAnswer(body=b" ", opening=b"[", behaviour=wire.Behaviour.ENDLESS, pause_s=0.02)
    start = time.monotonic()
    answer, _ = ask(everyone(drip), deadline_s=0.4)
    assert time.monotonic() - start < 30
    assert answer.failure in (Failure.NO_ANSWER, Failure.OVERSIZED)


def test_silence_ends_with_the_deadline() -> None:
    start = time.monotonic()
    answer, _ = ask(SCENARIOS["silent"], deadline_s=0.3)
    assert 0.2 < time.monotonic() - start < 30
    assert (answer.failure, answer.status, answer.content) == (Failure.NO_ANSWER, None, Content.NONE)
    assert answer.took_ms >= 250


def test_a_hung_call_can_be_cancelled_at_once() -> None:
    async def call(office: PretendOffice) -> float:
        caller, route = Caller(), route_to(office.port)
        task = asyncio.create_task(caller.patients(route, KEYS, 60))
        while not office.calls:  # noqa: ASYNC110 - the office is another thread
            await asyncio.sleep(0.01)
        start = time.monotonic()
        task.cancel()
        with pytest.raises(asyncio.CancelledError) as caught:
            await task
        assert not chain_holds(caught.value, DEV, CUS)
        await caller.aclose()
        return time.monotonic() - start

    with PretendOffice(SCENARIOS["silent"]) as office:
        assert asyncio.run(call(office)) < 30


def test_a_body_that_never_ends_can_be_cancelled_too() -> None:
    async def call(office: PretendOffice) -> float:
        caller, route = Caller(), route_to(office.port)
        task = asyncio.create_task(caller.patients(route, KEYS, 60))
        while not office.calls:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.1)
        start = time.monotonic()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await caller.aclose()
        return time.monotonic() - start

    drip = wire.WireAnswer(body=b" ", opening=b"[", behaviour=wire.Behaviour.ENDLESS, pause_s=0.05)
    with PretendOffice(everyone(drip)) as office:
        assert asyncio.run(call(office)) < 30


def chain_holds(problem: BaseException | None, *words: str) -> bool:
    seen: list[BaseException] = []
    waiting = [problem]
    while waiting:
        current = waiting.pop()
        if current is None or any(current is s for s in seen):
            continue
        seen.append(current)
        waiting += [current.__cause__, current.__context__]
        shown = repr(current) + str(current) + repr(current.args)
        if any(word in shown for word in words):
            return True
    return any(word in "".join(traceback.format_exception(problem)) for word in words if problem)


@pytest.mark.parametrize(
    "odd",
    [
        f" {CUS}",
        f"{CUS} ",
        f"{CUS}\n",
        f"{CUS}\r\nX-Evil: 1",
        f"{CUS}\x00",
        f"{CUS}é",
        f"{CUS}Ж",
        f"{CUS}\ud800",
        "",
    ],
)
def test_a_key_that_no_header_can_hold_is_a_failure_and_prints_nowhere(
    odd: str, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    """The clean-up lets none of these through; should one come all the same, httpx would print it."""

    async def call(port: int) -> Answer:
        caller, route = Caller(), route_to(port)
        try:
            return await caller.patients(route, KeyPair(Secret(DEV), Secret(odd)), 5)
        finally:
            await caller.aclose()

    with PretendOffice(HEALTHY) as office:
        answer = asyncio.run(call(office.port))
    shown = repr(answer) + "".join(capsys.readouterr()) + caplog.text
    assert CUS not in shown
    assert DEV not in shown
    assert answer.failure is Failure.INTERNAL or answer.status is not None


def test_a_refused_header_is_not_logged_either(caplog: pytest.LogCaptureFixture) -> None:
    async def call(port: int) -> None:
        caller, route = Caller(), route_to(port)
        await caller.patients(route, KeyPair(Secret(DEV), Secret(f"{CUS}\n")), 5)
        await caller.aclose()

    with caplog.at_level(0), PretendOffice(HEALTHY) as office:
        asyncio.run(call(office.port))
    assert CUS not in caplog.text


def test_nothing_is_logged_of_a_key(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(0):
        ask(HEALTHY)
        ask(SCENARIOS["dropped-reset"])
    assert DEV not in caplog.text
    assert CUS not in caplog.text


def test_at_most_one_ssl_context_is_made(closed_port: int) -> None:
    made: list[ssl.SSLContext] = []

    def tls() -> ssl.SSLContext:
        made.append(ssl.create_default_context())
        return made[-1]

    async def call(scheme: str) -> None:
        caller, route = Caller(tls), Route(Endpoint(Mode.REMOTE, scheme, "127.0.0.1", closed_port))
        for _ in range(3):
            assert (await caller.patients(route, KEYS, 5)).failure is Failure.REFUSED
        await caller.aclose()

    asyncio.run(call("http"))
    assert made == []  # it takes time, and is of no use without https
    asyncio.run(call("https"))
    assert len(made) == 1
    assert made[0].verify_mode is ssl.CERT_REQUIRED
    assert made[0].check_hostname


def test_one_connection_serves_a_run() -> None:
    async def call(port: int) -> list[Answer]:
        caller, route = Caller(), route_to(port)
        answers = [
            await caller.patients(route, None, 5, REDACTOR),
            await caller.patients(route, KEYS, 5),
            await caller.securityperms(route, KEYS, 5),
        ]
        await caller.aclose()
        return answers

    with PretendOffice(HEALTHY) as office:
        first, *others = asyncio.run(call(office.port))
    assert first.status == 400
    assert all(answer.timings.connect == 0 for answer in others)
    assert others[1].rights
    assert all(answer.answered_by is AnsweredBy.OPEN_DENTAL for answer in others)


def test_the_environment_has_no_say(monkeypatch: pytest.MonkeyPatch, closed_port: int) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "HTTPS_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{closed_port}")
    monkeypatch.setenv("SSLKEYLOGFILE", "")
    answer, _ = ask(HEALTHY)
    assert answer.succeeded
    assert not answer.proxied


def test_a_setting_that_cannot_be_used_calls_nobody() -> None:
    bad = Proxy("socks5://127.0.0.1:1", ProxySource.ENVIRONMENT, ProxyFlaw.SCHEME)
    with PretendOffice(HEALTHY) as office:
        answer = asyncio.run(_once(route_to(office.port, proxy=bad)))
        assert office.calls == []
    assert (answer.failure, answer.proxied) == (Failure.PROXY_BAD_SETTING, True)


@pytest.mark.parametrize(
    ("scenario", "status", "failure", "page"),
    [
        ("proxy-sign-in", 407, Failure.PROXY_SIGN_IN, PageKind.NONE),
        ("blocked-403", 403, None, PageKind.BLOCK),
        ("blocked-503", 503, None, PageKind.BLOCK),
        ("dropped-reset", None, Failure.DROPPED, PageKind.NONE),
    ],
)
def test_a_proxy_that_does_not_open_the_way(
    scenario: str, status: int | None, failure: Failure | None, page: PageKind
) -> None:
    with PretendOffice(SCENARIOS[scenario]) as office:
        setting = Proxy(
            f"http://127.0.0.1:{office.port}",
            ProxySource.ENVIRONMENT,
            None,
            host="127.0.0.1",
            port=office.port,
        )
        target = Endpoint(Mode.REMOTE, "https", "api.opendental.com", 443)
        answer = asyncio.run(_once(Route(target, (setting,))))
        assert [seen.method for seen in office.calls] == ["CONNECT"]
        assert not any(seen.had_key for seen in office.calls)  # the key is for the far end alone
    assert (answer.status, answer.failure, answer.page, answer.proxied) == (status, failure, page, True)


def test_a_proxy_that_refuses(closed_port: int) -> None:
    setting = Proxy(
        f"http://127.0.0.1:{closed_port}", ProxySource.ENVIRONMENT, None, host="127.0.0.1", port=closed_port
    )
    target = Endpoint(Mode.REMOTE, "https", "api.opendental.com", 443)
    answer = asyncio.run(_once(Route(target, (setting,))))
    assert answer.failure is Failure.PROXY_UNREACHABLE


def test_timings_are_told_per_layer() -> None:
    slow = replace(HEALTHY, delay_s=0.2)
    answer, _ = ask(slow)
    assert answer.timings.first_byte >= 190
    assert answer.timings.tls == 0
    assert answer.took_ms >= answer.timings.first_byte
    assert answer.timings.dns == 0
