"""Who answers on a port of this office: no key goes to a port only because of its number."""

from __future__ import annotations

import asyncio
import os
import socket
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest

from wizard.checks import office_names
from wizard.checks.context import OPINION_S, Context, World
from wizard.checks.endpoint_choice import named_endpoint, target
from wizard.checks.identity import who_answers
from wizard.core.cause import Confidence
from wizard.core.codes import CheckId
from wizard.core.endpoint import Endpoint, api_service_endpoint, remote_endpoint
from wizard.core.evidence import Answer, AnsweredBy, Content, Evidence, Failure, Status
from wizard.core.facts.live_facts import IdentityFacts, PortIdentity
from wizard.core.keys import KeyPair
from wizard.core.machine import (
    PcNames,
    PortOwner,
    RawListener,
    RawProcess,
    RawService,
    ServiceState,
    StartType,
    Unreadable,
    UnreadableReason,
)
from wizard.core.mode import Mode
from wizard.core.route import Route
from wizard.core.secret import Secret
from wizard.core.text import Translator
from wizard.diagnosis.judge import judge
from wizard.diagnosis.layers import Layer, layers
from wizard.probe.client import Caller
from wizard.runs.key_in_use import TimeLeft
from wizard.runs.request import Request
from wizard.runs.run import run
from wizard.simulator import wire_answer as wire
from wizard.simulator.pretend_office import PretendOffice
from wizard.simulator.recorded_system import RecordedSystem
from wizard.simulator.scenarios import SCENARIOS
from wizard.windows.hosts_file import in_hosts
from wizard.windows.machine_reader import MachineReader
from wizard.windows.system import NoWindows

if TYPE_CHECKING:
    from wizard.core.machine import System

KEYS = KeyPair(Secret("CANARYDEV0000001"), Secret("CANARYCUS0000001"))
HEALTHY = SCENARIOS["healthy"]
FOLDER = r"C:\Program Files (x86)\Open Dental"
API = rf"{FOLDER}\OpenDentalAPIService\OpenDentalAPIService.exe"
RUNS = RawService("OpenDentalAPIService", f'"{API}"', ServiceState.RUNNING, StartType.AUTOMATIC)
STOPPED = RUNS._replace(state=ServiceState.STOPPED)
HERE = RawProcess("OpenDental.exe", rf"{FOLDER}\OpenDental.exe", here=True)
PORT = 30223


def pc(*listeners: RawListener, port: int = PORT, **more: object) -> RecordedSystem:
    return replace(RecordedSystem(listening={port: listeners}), **more)  # type: ignore[arg-type]  # names of its fields


@pytest.mark.parametrize(
    ("system", "mode", "owner"),
    [
        (pc(RawListener(900, API)), Mode.API_SERVICE, PortOwner.OPEN_DENTAL),
        (pc(RawListener(900, API.upper())), Mode.API_SERVICE, PortOwner.OPEN_DENTAL),
        (pc(RawListener(900, rf"{FOLDER}\OpenDental.exe")), Mode.LOCAL, PortOwner.OPEN_DENTAL),
        (pc(RawListener(900, r"C:\Users\eve\OpenDental.exe")), Mode.LOCAL, PortOwner.OTHER),
        (pc(RawListener(900, r"C:\Users\eve\x\OpenDentalAPIService.exe")), Mode.API_SERVICE, PortOwner.OTHER),
        (pc(RawListener(900, rf"{FOLDER}\python.exe")), Mode.API_SERVICE, PortOwner.OTHER),
        (
            pc(RawListener(900)),
            Mode.API_SERVICE,
            PortOwner.UNKNOWN,
        ),  # another user's, of which nothing is told
        (pc(), Mode.API_SERVICE, PortOwner.UNKNOWN),
        (pc(RawListener(4), raw_services=(RUNS,)), Mode.API_SERVICE, PortOwner.OPEN_DENTAL),
        (pc(RawListener(4), raw_services=(STOPPED,)), Mode.API_SERVICE, PortOwner.OTHER),
        (pc(RawListener(4), raw_processes=(HERE,)), Mode.API_SERVICE, PortOwner.OTHER),
        (pc(RawListener(4), raw_processes=(HERE,)), Mode.LOCAL, PortOwner.OPEN_DENTAL),
        (pc(RawListener(4), raw_processes=(HERE._replace(here=False),)), Mode.LOCAL, PortOwner.OTHER),
        (pc(RawListener(4), raw_processes=(HERE._replace(here=None),)), Mode.LOCAL, PortOwner.OTHER),
        (pc(RawListener(4), raw_services=(RUNS,)), Mode.LOCAL, PortOwner.OTHER),
        # somebody listens at another address of the same port: which of both answers cannot be told
        (pc(RawListener(900, API), RawListener(901)), Mode.API_SERVICE, PortOwner.OTHER),
        (
            pc(RawListener(4), RawListener(77, r"C:\x.exe"), raw_services=(RUNS,)),
            Mode.API_SERVICE,
            PortOwner.OTHER,
        ),
    ],
)
def test_whose_a_port_of_this_pc_is(system: RecordedSystem, mode: Mode, owner: PortOwner) -> None:
    assert MachineReader(system).owner(PORT, mode) is owner


def test_a_folder_counts_only_where_open_dental_is_installed_and_not_where_it_runs() -> None:
    eve = r"C:\Users\eve\OpenDental.exe"
    system = pc(RawListener(900, eve), raw_processes=(RawProcess("OpenDental.exe", eve, here=True),))
    assert MachineReader(system).owner(PORT, Mode.LOCAL) is PortOwner.OTHER


@pytest.mark.parametrize(
    "unreadable", [{"registry": UnreadableReason.DENIED}, {"services": UnreadableReason.DENIED}]
)
def test_one_place_that_cannot_be_looked_at_hides_no_owner(unreadable: dict[str, UnreadableReason]) -> None:
    driver = pc(RawListener(4), raw_processes=(HERE,), raw_services=(RUNS,), unreadable=unreadable)
    assert MachineReader(driver).owner(PORT, Mode.LOCAL) is PortOwner.OPEN_DENTAL
    by_path = pc(RawListener(900, API), unreadable=unreadable)
    assert MachineReader(by_path).owner(PORT, Mode.API_SERVICE) is PortOwner.OPEN_DENTAL
    foreign = pc(RawListener(900, r"C:\Users\eve\OpenDental.exe"), unreadable=unreadable)
    with pytest.raises(Unreadable):
        MachineReader(foreign).owner(PORT, Mode.LOCAL)


def test_a_service_tells_its_folder_where_the_registry_is_not_readable() -> None:
    elsewhere = r"D:\Dental\OpenDentalAPIService\OpenDentalAPIService.exe"
    known = RUNS._replace(command=f'"{elsewhere}"')
    system = pc(
        RawListener(900, elsewhere), raw_services=(known,), unreadable={"registry": UnreadableReason.DENIED}
    )
    assert MachineReader(system).owner(PORT, Mode.API_SERVICE) is PortOwner.OPEN_DENTAL


def test_elsewhere_nobody_can_be_asked() -> None:
    with pytest.raises(Unreadable):
        MachineReader(NoWindows()).owner(PORT, Mode.API_SERVICE)


OWN_FORM = wire.sentence(401, "401 Not Authorized")
DRIVER = wire.html_answer(404, "<title>Not Found</title>", ("Server", "Microsoft-HTTPAPI/2.0"))
KNOWN, FOREIGN, UNTOLD, LINUX = "known", "foreign", "untold", "linux"


def system_of(kind: str, port: int) -> System:
    if kind == LINUX:
        return NoWindows()
    if kind == UNTOLD:
        return RecordedSystem(unreadable={"listeners": UnreadableReason.DENIED})
    listener = RawListener(4) if kind == KNOWN else RawListener(900, r"C:\Users\eve\x.exe")
    return pc(listener, port=port, raw_services=(RUNS,))


@pytest.mark.parametrize(
    ("answer", "kind", "who"),
    [
        (OWN_FORM, KNOWN, PortIdentity.OPEN_DENTAL),
        (OWN_FORM, FOREIGN, PortIdentity.SOMEBODY_ELSE),
        (OWN_FORM, UNTOLD, PortIdentity.NOT_KNOWN),
        (OWN_FORM, LINUX, PortIdentity.LIKE_OPEN_DENTAL),
        (wire.sentence(400, "Bad request."), LINUX, PortIdentity.LIKE_OPEN_DENTAL),
        # another refusal is believed only where the owner is known
        (wire.sentence(403, "Forbidden."), LINUX, PortIdentity.NOT_KNOWN),
        (wire.sentence(403, "Forbidden."), KNOWN, PortIdentity.OPEN_DENTAL),
        (wire.sentence(503, "Failed to communicate with the API service: "), LINUX, PortIdentity.NOT_KNOWN),
        (wire.sentence(503, "Failed to communicate with the API service: "), KNOWN, PortIdentity.OPEN_DENTAL),
        (wire.nothing(401), LINUX, PortIdentity.NOT_KNOWN),
        (wire.nothing(401), KNOWN, PortIdentity.OPEN_DENTAL),
        (wire.json_answer({"error": "no key"}, 401), LINUX, PortIdentity.NOT_KNOWN),
        # a success without a key, a page or another product is never Open Dental's, whoever owns the port
        (wire.json_answer([]), KNOWN, PortIdentity.SOMEBODY_ELSE),
        (wire.json_answer([{}]), LINUX, PortIdentity.SOMEBODY_ELSE),
        (wire.sentence(200, "hello"), KNOWN, PortIdentity.SOMEBODY_ELSE),
        (wire.nothing(204), LINUX, PortIdentity.SOMEBODY_ELSE),
        (wire.nothing(302, ("Location", "http://127.0.0.1/login")), KNOWN, PortIdentity.SOMEBODY_ELSE),
        (wire.html_answer(401, "<title>Router</title>"), KNOWN, PortIdentity.SOMEBODY_ELSE),
        (wire.json_answer([], 401), KNOWN, PortIdentity.SOMEBODY_ELSE),
        (DRIVER, KNOWN, PortIdentity.NOBODY),
        (wire.WireAnswer(behaviour=wire.Behaviour.RESET), KNOWN, PortIdentity.NOBODY),
    ],
)
def test_who_is_there(answer: wire.WireAnswer, kind: str, who: PortIdentity) -> None:
    async def ask(port: int) -> PortIdentity:
        world = World(environ={}, machine=lambda: MachineReader(system_of(kind, port)))
        context = Context.of(
            world, Endpoint(Mode.API_SERVICE, "http", "127.0.0.1", port), None, lambda _: None
        )
        try:
            return (await who_answers(context)).who
        finally:
            await context.aclose()

    with PretendOffice(replace(HEALTHY, everyone=answer), pace_s=0) as office:
        assert asyncio.run(ask(office.port)) is who
        assert not any(seen.had_key for seen in office.calls)


@pytest.mark.parametrize(("port", "asked"), [(30222, Mode.LOCAL), (30223, Mode.API_SERVICE)])
def test_whose_a_port_should_be_is_told_by_its_number(
    monkeypatch: pytest.MonkeyPatch, port: int, asked: Mode
) -> None:
    seen: list[object] = []

    class Machine(MachineReader):
        def owner(self, port: int, mode: Mode) -> PortOwner:
            seen.append((port, mode))
            return PortOwner.OPEN_DENTAL

    async def keyless(_self: Context) -> Answer:
        return Answer("GET", "/patients", 401, Content.JSON_STRING, AnsweredBy.OPEN_DENTAL)

    async def ask() -> PortIdentity:
        world = World(environ={}, machine=lambda: Machine(RecordedSystem()))
        context = Context.of(world, api_service_endpoint("127.0.0.1", port), None, lambda _: None)
        try:
            return (await who_answers(context)).who
        finally:
            await context.aclose()

    monkeypatch.setattr(Context, "keyless", keyless)
    assert asyncio.run(ask()) is PortIdentity.OPEN_DENTAL
    assert seen == [(port, asked)]


def gated(
    monkeypatch: pytest.MonkeyPatch, answer: wire.WireAnswer | None, kind: str, mode: Mode = Mode.API_SERVICE
) -> tuple[Evidence, int]:
    """A run on a port as if it were 30223; the evidence, and how many calls had a key."""
    scenario = HEALTHY if answer is None else replace(HEALTHY, everyone=answer)
    with PretendOffice(scenario, pace_s=0) as office:
        monkeypatch.setattr("wizard.core.endpoint._OFFICE_PORTS", (office.port,))
        world = World(environ={}, machine=lambda: MachineReader(system_of(kind, office.port)))
        request = Request(Endpoint(mode, "http", "127.0.0.1", office.port), KEYS, modes=(mode,))
        evidence = asyncio.run(run(request, world, lambda _: None))
        return evidence, sum(seen.had_key for seen in office.calls)


@pytest.mark.parametrize("kind", [KNOWN, LINUX])
def test_a_key_goes_to_open_dental(monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    evidence, keyed = gated(monkeypatch, None, kind)
    assert evidence.probe is not None
    assert evidence.probe.succeeded
    assert keyed >= 1


@pytest.mark.parametrize(
    ("answer", "kind", "sure"),
    [
        (None, FOREIGN, Confidence.LIKELY),
        (None, UNTOLD, Confidence.POSSIBLE),
        (wire.json_answer([]), KNOWN, Confidence.LIKELY),
        (wire.html_answer(200, "<title>Router</title>"), LINUX, Confidence.LIKELY),
        (wire.nothing(401), LINUX, Confidence.POSSIBLE),
    ],
)
def test_the_key_stays_and_what_could_not_be_seen_is_said(
    monkeypatch: pytest.MonkeyPatch, answer: wire.WireAnswer | None, kind: str, sure: Confidence
) -> None:
    evidence, keyed = gated(monkeypatch, answer, kind)
    assert keyed == 0
    assert evidence.probe is None
    assert evidence.opinions == ()
    judgement = judge(evidence)
    assert judgement.exit_code == 3
    found = next(f for f in judgement.findings if f.code == "answer.not-open-dental")
    assert found.confidence is sure
    assert "not sent" in Translator().translate(found.because[0])
    state = next(s for s in layers(evidence, judgement) if s.layer is Layer.OPEN_DENTAL)
    assert state.status is Status.FAILED
    assert "not sent" in Translator().translate(state.text)


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (DRIVER, "api-service.not-running"),
        (wire.WireAnswer(behaviour=wire.Behaviour.RESET), "network.dropped"),
    ],
)
def test_where_nobody_is_there_the_answer_itself_is_judged(
    monkeypatch: pytest.MonkeyPatch, answer: wire.WireAnswer, code: str
) -> None:
    evidence, keyed = gated(monkeypatch, answer, KNOWN)
    assert keyed == 0
    assert judge(evidence).findings[0].code == code


def test_no_call_with_a_key_is_made_to_a_port_that_nobody_has_looked_at() -> None:
    async def ask() -> Failure | None:
        caller, route = Caller(), Route(api_service_endpoint())
        assert not route.takes_key
        try:
            return (await caller.patients(route, KEYS, 1)).failure
        finally:
            await caller.aclose()

    assert asyncio.run(ask()) is Failure.INTERNAL


@pytest.mark.parametrize(
    ("shared", "asked_s", "waits_s"),
    [(True, None, 20.0), (True, 90.0, 90.0), (False, 90.0, OPINION_S)],
)
def test_a_slow_office_has_as_long_for_the_knock_as_for_the_call(
    monkeypatch: pytest.MonkeyPatch, shared: bool, asked_s: float | None, waits_s: float
) -> None:
    waited: dict[bool, float] = {}

    async def patients(
        _self: Caller, _route: Route, keys: KeyPair | None, deadline_s: float, _redactor: object = None
    ) -> Answer:
        waited[keys is not None] = deadline_s
        if keys is None:
            return Answer("GET", "/patients", 401, Content.JSON_STRING, AnsweredBy.OPEN_DENTAL)
        return Answer("GET", "/patients", 200, Content.JSON_LIST, AnsweredBy.OPEN_DENTAL)

    async def connects(_host: str, _port: int) -> None:
        return

    monkeypatch.setattr(Caller, "patients", patients)
    world = World(environ={}, connect=connects, machine=lambda: MachineReader(NoWindows()))
    endpoint = api_service_endpoint() if shared else Endpoint(Mode.API_SERVICE, "http", "127.0.0.1", 8080)
    request = Request(endpoint, KEYS, only=("live.*", "prereq.clock"), deadline_s=asked_s)
    evidence = asyncio.run(run(request, world, lambda _: None))
    assert evidence.probe is not None
    assert evidence.probe.succeeded
    assert waited == {False: waits_s, True: asked_s or 20.0}


def test_the_knock_takes_no_time_from_the_call(monkeypatch: pytest.MonkeyPatch) -> None:
    left: list[float] = []

    def lasts(seconds: float) -> TimeLeft:
        left.append(seconds)
        return TimeLeft(seconds)

    async def who(context: Context) -> IdentityFacts:
        return IdentityFacts(
            context.route, PortIdentity.NOBODY, Answer("GET", "/patients", failure=Failure.NO_ANSWER)
        )

    monkeypatch.setattr("wizard.runs.run.TimeLeft", lasts)
    monkeypatch.setattr("wizard.runs.live_call.who_answers", who)
    request = Request(api_service_endpoint(), KEYS, only=("live.*",), deadline_s=6000.0)
    asyncio.run(run(request, World(environ={}, machine=lambda: MachineReader(NoWindows())), lambda _: None))
    assert 11_000 < left[0] < 12_100


# --- Names ---


async def _nothing(name: str) -> list[str]:
    raise OSError(name)


async def _server(_name: str) -> list[str]:
    return ["192.168.1.9"]


def test_a_name_that_only_the_network_around_knows_gets_no_key() -> None:
    broadcast = asyncio.run(named_endpoint(World(environ={}, find=_nothing, look_up=_server), "server"))
    assert (broadcast.host, broadcast.by_broadcast) == ("192.168.1.9", True)
    known = asyncio.run(named_endpoint(World(environ={}, find=_server, look_up=_nothing), "server"))
    assert not known.by_broadcast

    async def connects(_host: str, _port: int) -> None:
        return

    world = World(environ={}, connect=connects, machine=lambda: MachineReader(NoWindows()))
    evidence = asyncio.run(run(Request(broadcast, KEYS, only=("live.*",)), world, lambda _: None))
    assert evidence.probe is None
    assert [c.id for c in evidence.checks] == [CheckId.LIVE_IDENTITY]
    drawn = {state.layer: state.status for state in layers(evidence, judge(evidence))}
    assert drawn[Layer.OPEN_DENTAL] is Status.FAILED
    (found,) = judge(evidence).findings
    assert (found.code, found.confidence) == ("answer.not-open-dental", Confidence.POSSIBLE)
    assert "asking around" in Translator().translate(found.because[0])


def test_a_dns_that_is_slow_does_not_hide_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """While DNS is still asked, the network around has answered: that is told, and no key follows."""

    async def never(_name: str) -> list[str]:
        await asyncio.Event().wait()
        return []

    monkeypatch.setattr("wizard.checks.endpoint_choice._LOOK_UP_S", 0.05)
    found = asyncio.run(named_endpoint(World(environ={}, find=never, look_up=_server), "server"))
    assert (found.host, found.by_broadcast) == ("192.168.1.9", True)
    known = asyncio.run(named_endpoint(World(environ={}, find=_server, look_up=never), "server"))
    assert not known.by_broadcast


def test_auto_passes_over_a_port_that_is_somebody_elses(monkeypatch: pytest.MonkeyPatch) -> None:
    with PretendOffice(replace(HEALTHY, everyone=wire.json_answer([])), pace_s=0) as office:
        squatted = Endpoint(Mode.LOCAL, "http", "127.0.0.1", office.port)
        monkeypatch.setattr(
            "wizard.checks.endpoint_choice._MAKERS",
            {Mode.LOCAL: lambda: squatted, Mode.REMOTE: remote_endpoint},
        )
        chosen = asyncio.run(target(World(environ={}), None, None, (Mode.LOCAL, Mode.REMOTE)))
        assert chosen == remote_endpoint()
        assert asyncio.run(target(World(environ={}), None, None, (Mode.LOCAL,))) is squatted
        assert not any(seen.had_key for seen in office.calls)


HOSTS = b"""\xef\xbb\xbf# a comment
192.168.1.9  Dental-Srv dental-srv.example  # 10.0.0.1 other
fd00::9 dental-srv
127.0.0.1 localhost
nonsense dental-srv
10.0.0.7
"""


def test_the_hosts_file_is_read() -> None:
    assert in_hosts(HOSTS, "DENTAL-SRV") == ("192.168.1.9", "fd00::9")
    assert in_hosts(HOSTS, "dental-srv.example.") == ("192.168.1.9",)
    assert in_hosts(HOSTS, "other") == in_hosts(HOSTS, "10.0.0.7") == in_hosts(b"", "x") == ()


def test_a_short_name_is_never_asked_for_by_itself(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asked: list[str] = []

    def getaddrinfo(host: str, *_: object, **__: object) -> list[tuple[object, ...]]:
        asked.append(host)
        if host != "server.two.example.":
            raise OSError(host)
        return [(2, 1, 6, "", ("192.168.1.9", 0))]

    hosts, resolver = tmp_path / "hosts", tmp_path / "resolv.conf"
    hosts.write_bytes(HOSTS)
    resolver.write_text("nameserver 127.0.0.53\nsearch one.example two.example local office.local\n")
    monkeypatch.setattr(office_names, "_HOSTS", hosts)
    monkeypatch.setattr(office_names, "_RESOLVER", resolver)
    monkeypatch.setattr("socket.getaddrinfo", getaddrinfo)
    monkeypatch.setattr(office_names, "this_system", NoWindows)
    assert office_names.find_pc("dental-srv") == ("192.168.1.9", "fd00::9")
    assert office_names.find_pc("localhost") == ("127.0.0.1",)
    assert office_names.find_pc("server.local") == ()
    assert asked == []
    assert office_names.find_pc("Server") == ("192.168.1.9",)
    assert list(dict.fromkeys(asked)) == ["server.one.example.", "server.two.example."]
    assert office_names.find_pc("gone.example") == ()
    resolver.unlink()
    assert office_names.find_pc("server") == ()


@pytest.mark.parametrize("four", [["192.168.1.9"], ["20.1.2.3"], []])
def test_ipv6_is_asked_for_only_where_ipv4_leads_to_no_office(
    monkeypatch: pytest.MonkeyPatch, four: list[str]
) -> None:
    asked: list[int] = []

    def getaddrinfo(host: str, _port: None, kind: int, _type: int) -> list[tuple[object, ...]]:
        asked.append(kind)
        told = four if kind == socket.AF_INET else ["fd00::9"]
        if not told:
            raise OSError(host)
        return [(kind, 1, 6, "", (address, 0)) for address in told]

    monkeypatch.setattr("socket.getaddrinfo", getaddrinfo)
    monkeypatch.setattr(office_names, "this_system", NoWindows)
    monkeypatch.setattr(office_names, "_HOSTS", Path(os.devnull))
    inside = four == ["192.168.1.9"]
    assert office_names.find_pc("server.example") == (*four, *(() if inside else ("fd00::9",)))
    assert asked == ([socket.AF_INET] if inside else [socket.AF_INET, socket.AF_INET6])


@pytest.mark.parametrize(
    "why", [UnreadableReason.DENIED, UnreadableReason.BROKEN, UnreadableReason.MALFORMED]
)
def test_on_windows_an_unreadable_hosts_file_is_replaced_by_no_other(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, why: UnreadableReason
) -> None:
    class Locked(NoWindows):
        def find(self, _name: str) -> NoReturn:
            raise Unreadable(why)

    hosts = tmp_path / "hosts"  # on Windows this path is C:\\etc\\hosts, which any user can make
    hosts.write_bytes(HOSTS)
    monkeypatch.setattr(office_names, "_HOSTS", hosts)
    monkeypatch.setattr(office_names, "this_system", Locked)
    monkeypatch.setattr(office_names, "_by_dns", lambda _name: ("10.0.0.66",))
    assert office_names.find_pc("dental-srv") == office_names.find_pc("other") == ()


def test_on_windows_the_hosts_file_and_dns_are_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office_names, "this_system", lambda: RecordedSystem(names={"server": ("10.0.0.5",)}))
    assert office_names.find_pc("SERVER.") == ("10.0.0.5",)
    assert office_names.find_pc("gone") == ()


def test_an_address_of_this_pc_is_this_pc() -> None:
    reader = MachineReader(RecordedSystem(here=PcNames(("me",), ("192.168.1.9",))))
    assert reader.is_here("192.168.1.9")
    assert reader.is_here("127.0.0.1")
    assert reader.is_here("::ffff:192.168.1.9")
    assert reader.is_here("::ffff:127.0.0.1")
    assert not reader.is_here("192.168.1.10")
    assert not reader.is_here("::ffff:192.168.1.10")


def test_a_loopback_address_written_as_ipv6_is_held_against_the_ports_owner(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def keyless(_self: Context) -> Answer:
        return Answer("GET", "/patients", 401, Content.JSON_STRING, AnsweredBy.OPEN_DENTAL)

    async def ask() -> PortIdentity:
        world = World(environ={}, machine=lambda: MachineReader(system_of(FOREIGN, PORT)))
        context = Context.of(world, api_service_endpoint("::ffff:127.0.0.1"), None, lambda _: None)
        try:
            return (await who_answers(context)).who
        finally:
            await context.aclose()

    monkeypatch.setattr(Context, "keyless", keyless)
    assert asyncio.run(ask()) is PortIdentity.SOMEBODY_ELSE
