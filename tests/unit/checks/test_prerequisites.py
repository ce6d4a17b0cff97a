"""The prerequisites in a world of the test's own making: names, connections, clocks."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from functools import partial

import pytest

from tests.support.peer import peer
from tests.support.run_checks import run_checks
from wizard.checks.context import CONTROL_HOST, Context, World
from wizard.core.endpoint import REMOTE_HOST, Endpoint, api_service_endpoint, local_endpoint, remote_endpoint
from wizard.core.evidence import CLOCK_LIMIT_S, Answer, CheckResult, PageKind, Status
from wizard.core.mode import Mode
from wizard.core.proxy_setting import ProxyFlaw
from wizard.core.system_proxy import SystemProxy
from wizard.core.text import Translator
from wizard.diagnosis.verdicts.proxy_in_force_verdicts import _FLAWS
from wizard.runs.way_checks import PREREQUISITES
from wizard.simulator import wire_answer as wire
from wizard.simulator.pretend_office import PretendOffice
from wizard.simulator.scenarios import SCENARIOS
from wizard.store.catalogue import Catalogue

LookUp = Callable[[str], Awaitable[Sequence[str]]]
Connect = Callable[[str, int], Awaitable[None]]
PUBLIC = "20.1.2.3"
PROXY = {"HTTPS_PROXY": "https://proxy.office:3128"}


def names(known: dict[str, list[str]]) -> LookUp:
    async def look_up(host: str) -> Sequence[str]:
        if host not in known:
            raise socket.gaierror(socket.EAI_NONAME, "unknown")
        return known[host]

    return look_up


def connects(problem: Exception | None = None, asked: list[tuple[str, int]] | None = None) -> Connect:
    async def connect(host: str, port: int) -> None:
        if asked is not None:
            asked.append((host, port))
        if problem is not None:
            raise problem

    return connect


def look(endpoint: Endpoint, world: World, *only: str) -> dict[str, CheckResult]:
    async def go() -> tuple[CheckResult, ...]:
        context = Context.of(world, endpoint, None, lambda _: None)
        try:
            return await run_checks([c for c in PREREQUISITES if not only or c.id in only], context)
        finally:
            await context.aclose()

    return {result.id: result for result in asyncio.run(go())}


def name_check(known: dict[str, list[str]], environ: dict[str, str] | None = None) -> CheckResult:
    world = World(environ=environ or {}, look_up=names(known), connect=connects())
    return look(remote_endpoint(), world, "prereq.name")["prereq.name"]


def test_a_name_that_is_found() -> None:
    result = name_check({REMOTE_HOST: [PUBLIC, "2606:4700::1"]})
    assert (result.status, result.code, result.evidence) == (Status.PASSED, None, (("addresses", 2),))


def test_nothing_resolves_so_the_pc_is_offline() -> None:
    result = name_check({})
    assert (result.status, result.code) == (Status.FAILED, "network.offline")
    assert result.evidence == (("control", False),)


def test_only_one_name_is_blocked() -> None:
    result = name_check({CONTROL_HOST: [PUBLIC]})
    assert (result.status, result.code) == (Status.FAILED, "network.name-blocked")
    assert result.evidence == (("control", True),)


@pytest.mark.parametrize(
    "addresses",
    [
        ["0.0.0.0"],
        ["127.0.0.1"],
        ["::1"],
        ["::"],
        ["10.0.0.1"],
        ["192.168.1.1", "fd00::1"],
        ["fe80::1%eth0"],
    ],
)
def test_a_sinkhole(addresses: list[str]) -> None:
    result = name_check({REMOTE_HOST: addresses})
    assert (result.status, result.code) == (Status.FAILED, "network.name-blocked")
    assert all(address not in repr(result.evidence) for address in addresses)


def test_one_public_address_among_others_will_do() -> None:
    assert name_check({REMOTE_HOST: ["10.0.0.1", PUBLIC]}).status is Status.PASSED


def test_the_proxys_name_is_looked_up_in_place_of_open_dentals() -> None:
    result = name_check({"proxy.office": ["10.0.0.9"]}, PROXY)
    assert result.status is Status.PASSED  # a proxy may well be inside
    assert "proxy.office" not in Translator().translate(result.summary)
    result = name_check({REMOTE_HOST: [PUBLIC], CONTROL_HOST: [PUBLIC]}, PROXY)
    assert (result.status, result.code) == (Status.FAILED, "proxy.unreachable")
    assert "proxy.office" not in Translator().translate(result.summary)


def test_an_address_needs_no_name() -> None:
    world = World(environ={}, look_up=names({}), connect=connects())
    for endpoint in (local_endpoint(), api_service_endpoint("192.168.1.9"), api_service_endpoint("fd00::1")):
        assert look(endpoint, world, "prereq.name")["prereq.name"].status is Status.SKIPPED


@pytest.mark.parametrize("address", ["100.64.0.7", "198.18.0.7", PUBLIC])
def test_an_address_that_an_agent_hands_out_is_no_sinkhole(address: str) -> None:
    assert name_check({REMOTE_HOST: [address]}).status is Status.PASSED


def test_a_sign_in_page_on_the_web_explains_a_port_that_turns_away(monkeypatch: pytest.MonkeyPatch) -> None:
    async def plain(_context: Context, host: str) -> Answer:
        return Answer("GET", "/", 200, page=PageKind.SIGN_IN if host == CONTROL_HOST else PageKind.NONE)

    monkeypatch.setattr(Context, "first_page", plain)
    world = World(environ={}, look_up=names({REMOTE_HOST: [PUBLIC]}), connect=connects(REFUSED))
    assert look(remote_endpoint(), world)["prereq.port"].code == "network.captive-portal"


REFUSED = ConnectionRefusedError()


@pytest.mark.parametrize(
    ("endpoint", "problem", "code"),
    [
        (remote_endpoint(), REFUSED, "network.refused"),
        (api_service_endpoint(), REFUSED, "api-service.not-running"),
        (local_endpoint(), REFUSED, "local-api.closed"),
        (remote_endpoint(), OSError(113, "no route"), "network.unreachable"),
        (remote_endpoint(), TimeoutError(), "network.unreachable"),
        (api_service_endpoint("192.168.1.9"), TimeoutError(), "api-service.firewalled"),
        (api_service_endpoint("192.168.1.9"), OSError(113, "no route"), "api-service.firewalled"),
        (local_endpoint(), TimeoutError(), "local-api.stuck"),
        (remote_endpoint(), None, None),
    ],
)
def test_a_port(endpoint: Endpoint, problem: Exception | None, code: str | None) -> None:
    asked: list[tuple[str, int]] = []
    world = World(environ={}, look_up=names({REMOTE_HOST: [PUBLIC]}), connect=connects(problem, asked))
    found = look(endpoint, world, "prereq.name", "prereq.port")
    assert found["prereq.port"].code == code
    assert found["prereq.port"].status is (Status.FAILED if code else Status.PASSED)
    assert asked[0] == (PUBLIC if endpoint.mode is Mode.REMOTE else endpoint.host, endpoint.port)


@pytest.mark.parametrize("problem", [REFUSED, TimeoutError(), OSError(113, "no route")])
def test_a_proxy_that_does_not_answer(problem: Exception) -> None:
    asked: list[tuple[str, int]] = []
    world = World(environ=PROXY, look_up=names({"proxy.office": [PUBLIC]}), connect=connects(problem, asked))
    assert look(remote_endpoint(), world, "prereq.port")["prereq.port"].code == "proxy.unreachable"
    assert asked == [(PUBLIC, 3128)]


def through(scenario: str, *only: str) -> dict[str, CheckResult]:
    """What the checks say of a proxy that answers every request for the way as a pretend office would."""
    with PretendOffice(SCENARIOS[scenario]) as office:
        world = World(environ={"HTTPS_PROXY": f"http://127.0.0.1:{office.port}"})
        return look(remote_endpoint(), world, *only)


def test_a_proxy_that_wants_a_sign_in_says_of_which_kind() -> None:
    found = through("proxy-sign-in")
    result = found["prereq.port"]
    assert (result.status, result.code) == (Status.FAILED, "proxy.sign-in-required")
    assert dict(result.evidence)["sign_in"] == "Basic, Negotiate"
    assert "Negotiate" in Translator().translate(result.summary)
    assert found["prereq.secure-channel"].blocked_by == "prereq.port"


@pytest.mark.parametrize(
    ("scenario", "status", "words"),
    [
        ("blocked-403", 403, "(Squid) does not open the way"),
        ("blocked-502", 502, "(Zscaler) could not reach"),
        ("blocked-503", 503, "could not reach"),
    ],
)
def test_a_proxy_that_refuses_the_way_is_named(scenario: str, status: int, words: str) -> None:
    result = through(scenario, "prereq.port")["prereq.port"]
    assert (result.status, result.code) == (Status.FAILED, "proxy.blocked")
    assert dict(result.evidence)["proxy_status"] == status
    assert words in Translator().translate(result.summary)


def test_a_proxy_that_breaks_off() -> None:
    assert through("dropped-reset", "prereq.port")["prereq.port"].code == "proxy.unreachable"


def test_what_speaks_another_protocol_where_a_proxy_is_set_is_none() -> None:
    found = through("dropped-not-http", "prereq.port")["prereq.port"]
    assert (found.code, Translator().translate(found.summary)) == (
        "proxy.bad-setting",
        "What answers at the proxy's address is no proxy.",
    )


@pytest.mark.parametrize(
    ("head", "code"),
    [
        (b"HTTP/1.0 200 OK\r\nX-Cache : MISS\r\nno header\r\nTransfer-Encoding: identity\r\n\r\n", None),
        (b"\r\nHTTP/1.1 200\n\n", None),
        (b"HTTP/1.1 407 Sign in\r\nX-Cache : MISS\r\n\r\n", "proxy.sign-in-required"),
        (b"HTTP/1.1 503 Busy\r\nX-Cache : MISS\r\nContent-Length: -1\r\n\r\n", "proxy.blocked"),
        (b"HTTP/1.1 MISS\r\n\r\n", "answer.not-open-dental"),
    ],
)
def test_a_proxys_word_is_read_as_browsers_read_it(head: bytes, code: str | None) -> None:
    def talk(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(head)

    with peer(talk) as port:
        world = World(environ={"HTTPS_PROXY": f"http://127.0.0.1:{port}"})
        assert look(remote_endpoint(), world, "prereq.port")["prereq.port"].code == code


def test_which_proxy_is_in_force_and_who_says_so() -> None:
    world = World(environ={}, system_proxy=lambda _url: SystemProxy())
    assert "No proxy" in Translator().translate(
        look(remote_endpoint(), world, "prereq.proxy")["prereq.proxy"].summary
    )
    for automatic, source in ((True, "script"), (False, "system")):
        said = SystemProxy("p:1", automatic=automatic)
        world = World(environ={}, system_proxy=partial(lambda answer, _url: answer, said))
        result = look(remote_endpoint(), world, "prereq.proxy")["prereq.proxy"]
        assert (result.status, dict(result.evidence)) == (Status.PASSED, {"proxy": True, "source": source})
    world = World(environ={}, system_proxy=lambda _url: SystemProxy(trouble=True))
    result = look(remote_endpoint(), world, "prereq.proxy")["prereq.proxy"]
    assert result.status is Status.PASSED
    assert dict(result.evidence)["script_failed"]
    assert look(local_endpoint(), world, "prereq.proxy")["prereq.proxy"].status is Status.SKIPPED


def test_a_configuration_script_that_hangs_holds_nothing_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wizard.checks.ways.PROXY_S", 0.1)
    release = threading.Event()

    def hangs(_url: str) -> SystemProxy:
        release.wait(10)
        return SystemProxy("never:1")

    try:
        result = look(remote_endpoint(), World(environ={}, system_proxy=hangs), "prereq.proxy")[
            "prereq.proxy"
        ]
    finally:
        release.set()
    assert result.status is Status.PASSED
    assert dict(result.evidence) == {"proxy": False, "script_failed": True}


def test_a_proxy_setting_that_cannot_be_used_says_where_it_came_from() -> None:
    asked: list[tuple[str, int]] = []
    world = World(
        environ={"HTTPS_PROXY": "socks5://u:CANARYPASSWORD@p:1"},
        look_up=names({REMOTE_HOST: [PUBLIC]}),
        connect=connects(None, asked),
    )
    result = look(remote_endpoint(), world)["prereq.proxy"]
    assert (result.status, result.code) == (Status.FAILED, "proxy.bad-setting")
    assert dict(result.evidence) == {"proxy": True, "source": "environment", "flaw": "scheme"}
    assert "HTTPS_PROXY, an environment variable" in Translator().translate(result.summary)
    assert asked == []
    assert "CANARY" not in repr(result)


@pytest.mark.parametrize("flaw", list(ProxyFlaw))
def test_every_flaw_of_a_setting_has_words(flaw: ProxyFlaw) -> None:
    said = Translator().translate(_FLAWS[flaw])
    assert said.endswith(".")
    assert len(said.split()) <= 16


def test_how_a_sign_in_a_password_is_written_is_told_where_it_stands_otherwise() -> None:
    world = World(environ={"ALL_PROXY": "http://office:12#CANARY@host"})
    result = look(remote_endpoint(), world, "prereq.proxy")["prereq.proxy"]
    said = Translator().translate(result.summary)
    assert result.code == "proxy.bad-setting"
    assert result.shown is not None
    assert Translator().translate(result.shown) == "The proxy setting of this PC cannot be used."
    assert "has to be written as a code" in said
    assert "ALL_PROXY" in said
    steps = " ".join(Catalogue().entry("proxy.bad-setting").steps)
    for sign, code in {"#": "%23", "@": "%40", ":": "%3A", "/": "%2F", "%": "%25"}.items():
        assert f"{sign} as {code}" in steps
        assert code not in said  # once on a card
    assert "CANARY" not in repr(result)


def test_a_bad_proxy_setting_is_named_even_where_no_outside_name_resolves() -> None:
    world = World(environ={"HTTPS_PROXY": "socks5://proxy.office:1"}, look_up=names({}), connect=connects())
    found = look(remote_endpoint(), world)
    assert [r.code for r in found.values() if r.code] == ["proxy.bad-setting"]


def test_nothing_above_a_broken_layer_is_asked() -> None:
    asked: list[tuple[str, int]] = []
    world = World(environ={}, look_up=names({}), connect=connects(None, asked))
    found = look(remote_endpoint(), world)
    assert [found[c.id].status for c in PREREQUISITES] == [
        Status.PASSED,
        Status.FAILED,
        Status.BLOCKED,
        Status.BLOCKED,
        Status.BLOCKED,
    ]
    assert {found[c.id].blocked_by for c in PREREQUISITES[2:]} == {"prereq.name"}
    assert asked == []


def pretend(port: int, scheme: str = "http") -> Endpoint:
    return Endpoint(Mode.REMOTE, scheme, "127.0.0.1", port)


@pytest.mark.parametrize(
    ("off", "status", "words"),
    [
        (0.0, Status.PASSED, "agrees"),
        (CLOCK_LIMIT_S - 20, Status.PASSED, "agrees"),
        (-CLOCK_LIMIT_S + 20, Status.PASSED, "agrees"),
        (CLOCK_LIMIT_S + 20, Status.WARNED, "5 minutes ahead"),
        (-CLOCK_LIMIT_S - 20, Status.WARNED, "5 minutes behind"),
        (7000.0, Status.WARNED, "117 minutes ahead"),
        (7300.0, Status.WARNED, "2 hours ahead"),
        (-90000.0, Status.WARNED, "25 hours behind"),
        (-30 * 86400.0, Status.WARNED, "30 days behind"),
    ],
)
def test_the_clocks_are_compared(off: float, status: Status, words: str) -> None:
    scenario = replace(SCENARIOS["healthy"], clock_s=-off)
    with PretendOffice(scenario) as office:
        result = look(pretend(office.port), World(environ={}))["prereq.clock"]
        assert [seen.had_key for seen in office.calls] == [False]
    assert result.status is status
    assert result.code == ("clock.skewed" if status is Status.WARNED else None)
    assert words in Translator().translate(result.summary)
    assert abs(float(dict(result.evidence)["ahead_s"]) - off) < 3


def test_where_no_answer_came_none_is_said_to_have_told_no_time() -> None:
    scenario = replace(SCENARIOS["healthy"], everyone=wire.WireAnswer(behaviour=wire.Behaviour.RESET))
    with PretendOffice(scenario, pace_s=0) as office:
        result = look(pretend(office.port), World(environ={}))["prereq.clock"]
    assert result.status is Status.UNKNOWN
    assert Translator().translate(result.summary).startswith("No answer came")


def test_an_answer_without_a_time_leaves_the_clock_unknown() -> None:
    with PretendOffice(SCENARIOS["dropped-not-http"]) as office:
        assert look(pretend(office.port), World(environ={}))["prereq.clock"].status is Status.UNKNOWN


def test_inside_the_office_no_secure_channel_is_needed() -> None:
    with PretendOffice(SCENARIOS["healthy"]) as office:
        assert look(pretend(office.port), World(environ={}))["prereq.secure-channel"].status is Status.SKIPPED


def test_a_handshake_that_fails_is_the_secure_channels() -> None:
    with PretendOffice(SCENARIOS["healthy"]) as office:
        found = look(pretend(office.port, "https"), World(environ={}, look_up=names({})))
    result = found["prereq.secure-channel"]
    assert (result.status, result.code) == (Status.FAILED, "tls.handshake")
    assert dict(result.evidence) == {"failure": "tls-handshake"}
    assert found["prereq.clock"].status is Status.BLOCKED


@pytest.mark.parametrize("scenario", ["proxy-sign-in", "blocked-403"])
def test_a_proxy_that_does_not_open_the_way_proves_no_secure_channel(scenario: str) -> None:
    assert through(scenario, "prereq.secure-channel")["prereq.secure-channel"].status is Status.UNKNOWN


def test_every_check_says_what_it_reads() -> None:
    assert [c.id for c in PREREQUISITES] == [
        "prereq.proxy",
        "prereq.name",
        "prereq.port",
        "prereq.secure-channel",
        "prereq.clock",
    ]
    seen: set[str] = set()
    for check in PREREQUISITES:
        assert Translator().translate(check.title)
        assert Translator().translate(check.reads)
        assert set(check.needs) <= seen  # so that a list read from above reads as a chain
        seen.add(check.id)
