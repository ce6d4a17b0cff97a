"""What is asked once the key works, and on which other ways the key is tried when it does not."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.support.paced import Pace
from wizard.checks.context import Context, World
from wizard.checks.endpoint_choice import target
from wizard.core.cause import Confidence
from wizard.core.codes import CheckId
from wizard.core.endpoint import LOCAL_PORT, SERVICE_PORT, Endpoint, remote_endpoint
from wizard.core.evidence import (
    Answer,
    AnsweredBy,
    Content,
    Evidence,
    Failure,
    Opinion,
    SecondOpinion,
    Status,
)
from wizard.core.keys import KeyPair
from wizard.core.machine import (
    Place,
    RawListener,
    RawProcess,
    RawService,
    Role,
    ServiceState,
    StartType,
    System,
    Unreadable,
    UnreadableReason,
)
from wizard.core.mode import Mode
from wizard.core.secret import Secret
from wizard.core.sentences import KnownSentence
from wizard.core.text import Translator
from wizard.core.version import Version
from wizard.diagnosis.judge import SLOW_MS, Verdict, judge, next_step
from wizard.probe.preferences import program_version
from wizard.runs import opinions
from wizard.runs import run as runs
from wizard.runs.opinions import opinions_elsewhere
from wizard.runs.request import Request
from wizard.runs.run import run
from wizard.simulator import wire_answer as wire
from wizard.simulator.pretend_office import PretendOffice
from wizard.simulator.recorded_system import RecordedSystem
from wizard.simulator.scenarios import SCENARIOS
from wizard.windows.machine_reader import MachineReader
from wizard.windows.system import NoWindows, this_system

if TYPE_CHECKING:
    from collections.abc import Callable

    from wizard.simulator.scenario import Scenario

KEYS = KeyPair(Secret("CANARYDEV0000001"), Secret("CANARYCUS0000001"))
HEALTHY = SCENARIOS["healthy"]


ALL = (Mode.REMOTE, Mode.API_SERVICE, Mode.LOCAL)


def go(
    scenario: Scenario, mode: Mode = Mode.REMOTE, system: System | None = None, **asked: object
) -> tuple[Evidence, list[float], list[str]]:
    """Run against a pretend office; the evidence, the pauses, and what was asked with the key."""
    pace = Pace()
    with PretendOffice(scenario, pace_s=0) as office:
        request = Request(Endpoint(mode, "http", "127.0.0.1", office.port), KEYS)
        world = World(pacer=pace.pacer, environ={}, machine=lambda: MachineReader(system or this_system()))
        evidence = asyncio.run(run(replace(request, **asked), world, lambda _: None))  # type: ignore[arg-type]
        keyed = [seen.path.rpartition("/")[2] for seen in office.calls if seen.had_key]
    return evidence, pace.slept, keyed


def result(evidence: Evidence, identity: str) -> Status:
    return next(r.status for r in evidence.checks if r.id == identity)


def test_a_vendor_that_needs_no_more_costs_nobody_a_pause() -> None:
    for wanted in ((), ("ApiReadAll",)):
        evidence, slept, keyed = go(HEALTHY, permissions=wanted)
        assert (keyed, slept) == (["patients"], [])
        assert evidence.od_version is None


def test_rights_and_version_are_asked_for_at_the_keys_own_pace() -> None:
    evidence, slept, keyed = go(
        HEALTHY, permissions=("ApiReadAll", "ApiComm"), minimum_version=Version((22, 2))
    )
    assert keyed == ["patients", "securityperms", "preferences"]
    assert slept == [5.0, 1.0]  # the tier is known after the second call
    assert (result(evidence, CheckId.LIVE_RIGHTS), result(evidence, CheckId.LIVE_VERSION)) == (
        Status.PASSED,
        Status.PASSED,
    )
    assert evidence.od_version is not None
    assert evidence.od_version >= Version((22, 2))
    assert judge(evidence).verdict is Verdict.CONNECTED


def test_a_key_that_may_only_read_keeps_the_slow_pace() -> None:
    scenario = replace(HEALTHY, rights=frozenset({"ApiReadAll"}))
    evidence, slept, _ = go(scenario, permissions=("ApiComm",), minimum_version=Version((99, 1)))
    assert slept == [5.0, 5.0]
    judgement = judge(evidence)
    assert judgement.verdict is Verdict.WARNINGS
    assert judgement.exit_code == 4
    assert [f.code for f in judgement.findings] == [
        "connected.with-warnings",
        "permission.missing",
        "office.version-too-old",
    ]
    words = [Translator().translate(f.because[0]) for f in judgement.findings[1:]]
    assert "ApiComm" in words[0]
    assert "99.1" in words[1]


def test_inside_the_office_both_are_asked_without_a_pause() -> None:
    evidence, slept, keyed = go(HEALTHY, Mode.API_SERVICE)
    assert (keyed, slept) == (["patients", "securityperms", "preferences"], [])
    assert dict(next(r.evidence for r in evidence.checks if r.id == CheckId.LIVE_RIGHTS))["pace_s"] == 0


@pytest.mark.parametrize(
    ("only", "skip", "keyed"),
    [
        (("live.*",), (), ["patients", "securityperms", "preferences"]),
        ((CheckId.LIVE_PATIENTS,), (), ["patients"]),
        ((CheckId.LIVE_PATIENTS, CheckId.LIVE_VERSION), (), ["patients", "preferences"]),
        ((), (CheckId.LIVE_RIGHTS,), ["patients"]),
        ((CheckId.LIVE_RIGHTS,), (), ["patients", "securityperms"]),  # asked once the key works
    ],
)
def test_they_can_be_chosen(only: tuple[str, ...], skip: tuple[str, ...], keyed: list[str]) -> None:
    assert go(HEALTHY, only=only, skip=skip, permissions=("ApiComm",))[2] == keyed


def test_nothing_more_is_asked_where_the_key_does_not_work() -> None:
    evidence, _, keyed = go(
        SCENARIOS["key-not-assigned"], permissions=("ApiComm",), minimum_version=Version((22, 2))
    )
    assert keyed == ["patients"]
    assert evidence.od_version is None


@pytest.mark.parametrize(
    ("raw", "version"),
    [
        (b'[{"PrefNum":1,"PrefName":"ProgramVersion","ValueString":"25.4.48.0"}]', "25.4.48.0"),
        (b'\xef\xbb\xbf[{"PrefName":"ProgramVersion","ValueString":" 24.3 "}]', "24.3"),
        (b'[{"PrefName":"PracticeTitle","ValueString":"24.3"}]', ""),
        (b'[{"PrefName":"ProgramVersion","ValueString":"secret"}]', ""),
        (b'[{"PrefName":"ProgramVersion"}]', ""),
        (b'[{"PrefName":"ProgramVersion","ValueString":"24.3"},{"PrefName":"x","ValueString":"y"}]', ""),
        (b"[]", ""),
        (b"{}", ""),
        (b"[1]", ""),
        (b"[" * 100_000, ""),
        (b"\xff", ""),
    ],
)
def test_only_a_version_is_read_of_the_preferences(raw: bytes, version: str) -> None:
    assert program_version(raw) == version


# --- Other ways ---


def answered(
    status: int | None,
    said: KnownSentence = KnownSentence.NOTHING,
    by: AnsweredBy = AnsweredBy.OPEN_DENTAL,
    **more: object,
) -> Answer:
    base = Answer("GET", "/patients", status, Content.JSON_STRING, by, said=said)
    return replace(base, **more)  # type: ignore[arg-type]  # names of its fields


@pytest.mark.parametrize(
    ("answer", "asked"),
    [
        (answered(400, KnownSentence.ECONNECTOR_DOWN), True),
        (answered(400, KnownSentence.ECONNECTOR_TWICE), True),
        (answered(400), True),
        (answered(401), True),
        (answered(503), True),
        (answered(504), True),
        (answered(None, by=AnsweredBy.NOBODY, failure=Failure.NO_ANSWER), True),
        (answered(None, by=AnsweredBy.NOBODY, failure=Failure.DROPPED), False),
        (answered(401, KnownSentence.NOT_ASSIGNED), False),
        (answered(401, KnownSentence.DISABLED_BY_CUSTOMER), False),
        (answered(403, by=AnsweredBy.MIDDLEBOX), False),
        (answered(404), False),
        (answered(429), False),
        (answered(200, content=Content.JSON_LIST), False),
    ],
)
def test_when_the_key_is_tried_on_other_ways(answer: Answer, asked: bool) -> None:
    assert opinions_elsewhere(answer, Mode.REMOTE) == ((Opinion.SERVICE, Opinion.LOCAL) if asked else ())
    assert opinions_elsewhere(answer, Mode.API_SERVICE) == ((Opinion.LOCAL,) if asked else ())
    assert opinions_elsewhere(answer, Mode.LOCAL) == ((Opinion.SERVICE,) if asked else ())


def beside(monkeypatch: pytest.MonkeyPatch, what: Opinion, mode: Mode) -> Callable[[int], None]:
    """Puts a pretend office's port in the place of one of the office's own ways."""

    def put(port: int) -> None:
        async def endpoint(_context: object, _modes: object, way: Opinion) -> Endpoint:
            return Endpoint(mode, "http", "127.0.0.1", port if way is what else 9)

        monkeypatch.setattr(opinions, "_office_endpoint", endpoint)

    return put


def open_dentals(port: int) -> RecordedSystem:
    """A PC on which a port is Open Dental's, by Windows' own driver (http.sys)."""
    service = RawService(
        "OpenDentalAPIService",
        r"C:\Open Dental\OpenDentalAPIService\OpenDentalAPIService.exe",
        ServiceState.RUNNING,
        StartType.AUTOMATIC,
    )
    return RecordedSystem(
        (service,), (RawProcess("OpenDental.exe", here=True),), listening={port: (RawListener(4),)}
    )


def test_no_key_goes_on_a_way_that_nobody_chose(monkeypatch: pytest.MonkeyPatch) -> None:
    for modes in ((Mode.REMOTE,), (Mode.REMOTE, Mode.API_SERVICE)):
        put = beside(monkeypatch, Opinion.LOCAL, Mode.LOCAL)
        with PretendOffice(HEALTHY, pace_s=0) as other:
            put(other.port)
            evidence, _, _ = go(
                SCENARIOS["econnector-not-running"], system=open_dentals(other.port), modes=modes
            )
            assert other.calls == []
        assert evidence.opinions == ()


def test_a_list_from_a_port_whose_owner_is_not_known_proves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nobody can be asked whose a port is, Open Dental's own form lets the key go, and no more."""
    put = beside(monkeypatch, Opinion.LOCAL, Mode.LOCAL)
    with PretendOffice(HEALTHY, pace_s=0) as other:
        put(other.port)
        evidence, _, _ = go(SCENARIOS["econnector-not-running"], system=NoWindows(), modes=ALL)
    (opinion,) = evidence.opinions
    assert opinion.answer.succeeded
    assert not opinion.known
    first = judge(evidence).findings[0]
    assert not any("works" in Translator().translate(line) for line in first.because)


def test_a_bare_list_without_a_key_gets_no_key_and_proves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    put = beside(monkeypatch, Opinion.LOCAL, Mode.LOCAL)
    with PretendOffice(replace(HEALTHY, everyone=wire.json_answer([])), pace_s=0) as other:
        put(other.port)
        for system in (NoWindows(), open_dentals(other.port)):
            evidence, _, _ = go(SCENARIOS["econnector-not-running"], system=system, modes=ALL)
            assert evidence.opinions == ()
        assert not any(seen.had_key for seen in other.calls)


@pytest.mark.parametrize(
    ("what", "mode", "words"),
    [
        (Opinion.LOCAL, Mode.LOCAL, "in the Open Dental that runs here"),
        (Opinion.SERVICE, Mode.API_SERVICE, "through the API Service"),
    ],
)
def test_a_key_that_works_on_this_pc_leaves_only_the_econnector(
    monkeypatch: pytest.MonkeyPatch, what: Opinion, mode: Mode, words: str
) -> None:
    put = beside(monkeypatch, what, mode)
    with PretendOffice(HEALTHY, pace_s=0) as other:
        put(other.port)
        evidence, slept, keyed = go(
            SCENARIOS["econnector-not-running"], system=open_dentals(other.port), modes=ALL
        )
        assert [seen.had_key for seen in other.calls] == [False, True]
    assert [o.what for o in evidence.opinions] == [what]
    assert (keyed, slept) == (["patients"], [])  # no pause: the other way is not limited
    first = judge(evidence).findings[0]
    assert (first.code, first.confidence) == ("econnector.not-running", Confidence.CERTAIN)
    said = " ".join(Translator().translate(line) for line in first.because)
    assert words in said
    assert "only the way through the eConnector is broken" in said


def test_ways_on_which_nothing_listens_are_no_opinions() -> None:
    evidence, _, _ = go(SCENARIOS["econnector-not-running"])
    assert evidence.opinions == ()


def test_a_key_that_works_elsewhere_is_no_proof_for_a_refusal() -> None:
    refused = answered(401)
    works = SecondOpinion(Opinion.LOCAL, answered(200, content=Content.JSON_LIST))
    first = judge(Evidence(Mode.REMOTE, probe=refused, opinions=(works,))).findings[0]
    assert first.code == "key.rejected"
    assert any("six hours" in Translator().translate(line) for line in first.because)


def test_a_key_that_works_elsewhere_says_nothing_of_the_econnector_where_the_way_is_closed() -> None:
    """Neither Open Dental's cloud nor the eConnector has answered: only what was seen is said."""
    silent = answered(None, by=AnsweredBy.NOBODY, failure=Failure.NO_ANSWER, content=Content.NONE)
    works = SecondOpinion(Opinion.LOCAL, answered(200, content=Content.JSON_LIST))
    first = judge(Evidence(Mode.REMOTE, probe=silent, opinions=(works,))).findings[0]
    lines = [Translator().translate(line) for line in first.because]
    assert any("same key works" in line for line in lines)
    assert not any("eConnector" in line or "six hours" in line for line in lines)


def test_silence_while_open_dental_answers_without_a_key_is_the_offices() -> None:
    silent = answered(None, by=AnsweredBy.NOBODY, failure=Failure.NO_ANSWER, content=Content.NONE)
    control = SecondOpinion(Opinion.KEYLESS, answered(401))
    codes = [
        (f.code, f.confidence)
        for f in judge(Evidence(Mode.REMOTE, probe=silent, opinions=(control,))).findings
    ]
    assert codes[:2] == [("network.no-answer", Confidence.LIKELY), ("office.timeout", Confidence.LIKELY)]


def test_a_slow_success_is_a_warning() -> None:
    quick = answered(200, content=Content.JSON_LIST, took_ms=SLOW_MS - 1)
    assert judge(Evidence(Mode.REMOTE, probe=quick)).verdict is Verdict.CONNECTED
    slow = judge(Evidence(Mode.REMOTE, probe=replace(quick, took_ms=SLOW_MS)))
    assert slow.verdict is Verdict.WARNINGS
    assert len(slow.findings[0].because) == 2


# --- The order of the profile ---


@pytest.mark.parametrize(
    ("order", "open_ports", "mode"),
    [
        ((Mode.REMOTE, Mode.API_SERVICE), {SERVICE_PORT}, Mode.REMOTE),
        ((Mode.API_SERVICE, Mode.REMOTE), {SERVICE_PORT}, Mode.API_SERVICE),
        ((Mode.API_SERVICE, Mode.REMOTE), set(), Mode.REMOTE),
        ((Mode.LOCAL, Mode.API_SERVICE, Mode.REMOTE), {SERVICE_PORT}, Mode.API_SERVICE),
        ((Mode.LOCAL, Mode.API_SERVICE), {LOCAL_PORT, SERVICE_PORT}, Mode.LOCAL),
        ((Mode.API_SERVICE, Mode.LOCAL), set(), Mode.API_SERVICE),
    ],
)
def test_auto_takes_the_first_way_that_is_there(
    order: tuple[Mode, ...], open_ports: set[int], mode: Mode
) -> None:
    async def connect(_host: str, port: int) -> None:
        if port not in open_ports:
            raise ConnectionRefusedError

    assert asyncio.run(target(World(connect=connect, environ={}), None, None, order)).mode is mode


def office(role: Role, server: str = "") -> World:
    """A PC whose configuration says where the server is, in an office whose names are known."""

    class Machine:
        def place(self) -> Place:
            if role is Role.UNKNOWN:
                raise Unreadable(UnreadableReason.NOT_WINDOWS)
            return Place(role, server=server)

    async def look_up(host: str) -> list[str]:
        return {"SERVER": ["192.168.1.9"], "OUTSIDE": ["20.1.2.3"]}.get(host) or _unknown(host)

    def _unknown(host: str) -> list[str]:
        raise OSError(host)

    return World(environ={}, look_up=look_up, machine=Machine)  # type: ignore[arg-type]  # asked for a place only


@pytest.mark.parametrize(
    ("role", "server", "host"),
    [
        (Role.WORKSTATION, "SERVER", "192.168.1.9"),
        (Role.WORKSTATION, "GONE", "127.0.0.1"),
        (Role.WORKSTATION, "OUTSIDE", "127.0.0.1"),  # the key never goes there
        (Role.SERVER, "", "127.0.0.1"),
        (Role.UNKNOWN, "", "127.0.0.1"),
    ],
)
def test_the_api_service_is_called_where_this_pc_says_the_server_is(
    role: Role, server: str, host: str
) -> None:
    assert asyncio.run(target(office(role, server), Mode.API_SERVICE, None)).host == host


INSTALLED = {r"C:\Program Files (x86)\Open Dental\OpenDental.exe": "25.1.10.0"}
CONFIG = r"C:\Program Files (x86)\Open Dental\FreeDentalConfig.xml"
STOPPED_API = RawService(
    "OpenDentalAPIService",
    r"C:\Program Files (x86)\Open Dental\OpenDentalAPIService\OpenDentalAPIService.exe",
    ServiceState.STOPPED,
    StartType.AUTOMATIC,
)


def settings_of(server: bytes) -> RecordedSystem:
    words = b"<ConnectionSettings><DatabaseConnection><ComputerName>%b</ComputerName><Database>od</Database>"
    end = b"</DatabaseConnection></ConnectionSettings>"
    return RecordedSystem(versions=INSTALLED, files={CONFIG: words % server + end})


@pytest.mark.parametrize(
    ("system", "stands_in"),
    [
        (NoWindows(), True),  # nothing is told
        (RecordedSystem(unreadable={"content": UnreadableReason.DENIED}, versions=INSTALLED), True),
        (RecordedSystem(versions=INSTALLED), True),
        (RecordedSystem(versions=INSTALLED, raw_services=(STOPPED_API,)), False),
        (settings_of(b"localhost"), False),
        (settings_of(b"GONE"), True),
    ],
)
def test_where_the_server_is_not_known_it_is_said_that_this_pc_was_asked(
    system: System, stands_in: bool
) -> None:
    async def refuses(_host: str, _port: int) -> None:
        raise ConnectionRefusedError

    async def unknown(host: str) -> list[str]:
        raise OSError(host)

    async def go() -> tuple[Endpoint, Evidence]:
        world = World(
            environ={}, look_up=unknown, find=unknown, connect=refuses, machine=lambda: MachineReader(system)
        )
        endpoint = await target(world, Mode.API_SERVICE, None)
        request = Request(endpoint, KEYS, only=("prereq.port",), modes=(Mode.API_SERVICE,))
        return endpoint, await run(request, world, lambda _: None)

    endpoint, evidence = asyncio.run(go())
    assert (endpoint.host, endpoint.stands_in) == ("127.0.0.1", stands_in)
    (found,) = judge(evidence).findings
    assert found.code == "api-service.not-running"
    said = Translator().translate(found.because[0])
    assert ("Only this PC was asked" in said) is stands_in
    assert found.confidence is (Confidence.POSSIBLE if stands_in else Confidence.LIKELY)


# --- Bounds ---


def test_a_run_makes_no_further_calls_once_its_time_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "RUN_S", 0.0)
    evidence, _, keyed = go(SCENARIOS["permission-401"])
    assert evidence.probe is not None
    assert keyed == ["patients"]
    assert evidence.opinions == ()


def test_a_test_begun_too_soon_waits_and_still_has_its_whole_time() -> None:
    pace = Pace()
    pace.pacer.of(KEYS.customer).called(600)
    with PretendOffice(HEALTHY, pace_s=0) as office:
        request = Request(Endpoint(Mode.REMOTE, "http", "127.0.0.1", office.port), KEYS)
        asyncio.run(run(request, World(pacer=pace.pacer, environ={}), lambda _: None))
        assert [seen.had_key for seen in office.calls].count(True) == 1
    assert pace.slept == [600.0]


def test_what_somebody_in_between_asks_for_is_no_pause_for_the_key() -> None:
    blocked = replace(
        SCENARIOS["blocked-503"],
        everyone=wire.html_answer(503, "<title>Blocked</title><p>Access denied</p>", ("Retry-After", "3600")),
    )
    pace = Pace()
    with PretendOffice(blocked, pace_s=0) as office:
        request = Request(Endpoint(Mode.REMOTE, "http", "127.0.0.1", office.port), KEYS)
        asyncio.run(run(request, World(pacer=pace.pacer, environ={}), lambda _: None))
    assert pace.pacer.of(KEYS.customer).wait_s(Mode.REMOTE) <= 5.0


def test_another_keys_tier_is_not_known() -> None:
    pacer = Pace().pacer
    first = pacer.of(Secret("FIRSTKEY00000001"))
    first.tier([("ApiReadAll", True), ("ApiComm", True)])
    assert first.apart_s == 1.0
    assert pacer.of(Secret("FIRSTKEY00000001")).apart_s == 1.0
    other = pacer.of(Secret("OTHERKEY00000002"))
    assert other.apart_s == 5.0
    other.tier([("ApiReadAll", True), ("PatientRead", True)])  # an old name says nothing of the tier
    assert other.apart_s == 5.0


@pytest.mark.parametrize(
    ("look_up", "connect", "code"),
    [
        (False, None, "network.name-blocked"),
        (True, ConnectionRefusedError(), "network.refused"),
        (True, OSError(101, "unreachable"), "network.unreachable"),
    ],
)
def test_a_live_call_without_its_checks_ends_with_the_layer_that_failed(
    look_up: bool, connect: OSError | None, code: str
) -> None:
    async def names(_host: str) -> list[str]:
        if not look_up:
            raise OSError("unknown")
        return ["20.1.2.3"]

    async def connects(_host: str, _port: int) -> None:
        if connect is not None:
            raise connect

    world = World(environ={}, look_up=names, connect=connects)
    evidence = asyncio.run(
        run(Request(remote_endpoint(), KEYS, only=(CheckId.LIVE_PATIENTS,)), world, lambda _: None)
    )
    assert judge(evidence).findings[0].code == code


def test_a_key_goes_to_the_server_by_itself_only_where_the_vendors_program_sends_it_there() -> None:
    async def where(modes: tuple[Mode, ...]) -> str:
        context = Context.of(office(Role.WORKSTATION, "SERVER"), remote_endpoint(), KEYS, lambda _: None)
        await context.pc.place()
        try:
            return (await opinions._office_endpoint(context, modes, Opinion.SERVICE)).host
        finally:
            await context.aclose()

    assert asyncio.run(where((Mode.REMOTE,))) == "127.0.0.1"
    assert asyncio.run(where((Mode.REMOTE, Mode.API_SERVICE))) == "192.168.1.9"


@pytest.mark.parametrize(
    ("answer", "host"),
    [
        (Place(Role.WORKSTATION, server="SERVER"), "192.168.1.9"),
        (Place(Role.SERVER, server="SERVER"), "127.0.0.1"),
        (Unreadable(UnreadableReason.DENIED), "127.0.0.1"),
        (LookupError(), "127.0.0.1"),
        (None, "127.0.0.1"),  # no answer at all
    ],
)
def test_this_pc_is_asked_where_the_key_goes_whether_or_not_a_check_has_asked_before(
    answer: Place | Exception | None, host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opinions, "PLACE_S", 60.0 if answer else 0.05)
    ended = threading.Event()

    class Machine:
        def place(self) -> Place:
            if answer is None:
                ended.wait(60.0)
                raise Unreadable(UnreadableReason.DENIED)
            if isinstance(answer, Exception):
                raise answer
            return answer

    async def where() -> str:
        world = replace(office(Role.UNKNOWN), machine=Machine)  # type: ignore[arg-type]  # asked for a place only
        context = Context.of(world, remote_endpoint(), KEYS, lambda _: None)
        try:
            return (await opinions._office_endpoint(context, ALL, Opinion.SERVICE)).host
        finally:
            ended.set()
            await context.aclose()

    assert asyncio.run(where()) == host


@pytest.mark.parametrize("content", [Content.EMPTY, Content.TEXT])
def test_a_403_that_needs_no_key_is_not_called_the_keys(content: Content) -> None:
    refused = answered(403, by=AnsweredBy.UNKNOWN, content=content)
    control = SecondOpinion(Opinion.KEYLESS, refused)
    judgement = judge(Evidence(Mode.REMOTE, probe=refused, opinions=(control,)))
    assert "key.rejected" not in [f.code for f in judgement.findings]
    assert "proxy.blocked" in [f.code for f in judgement.findings]
    said = " ".join(Translator().translate(line) for line in judgement.findings[0].because)
    assert "the way to Open Dental is open" not in said


def test_a_run_that_was_broken_off_is_not_said_to_have_been_left_out() -> None:
    told = [
        Translator().translate(next_step(judge(Evidence(Mode.REMOTE, interrupted=stopped))))
        for stopped in (True, False)
    ]
    assert "interrupted" in told[0]
    assert "leaving it out" in told[1]
