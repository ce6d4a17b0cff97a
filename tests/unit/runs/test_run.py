"""A run against a real pretend office: the pace, the second opinions, what stays when it is broken off."""

from __future__ import annotations

import asyncio
import socket
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.paced import Pace
from wizard.checks.context import World
from wizard.checks.endpoint_choice import target
from wizard.core.codes import CheckId, Code
from wizard.core.endpoint import (
    LOCAL_PORT,
    REMOTE_HOST,
    SERVICE_PORT,
    Endpoint,
    EndpointError,
    remote_endpoint,
)
from wizard.core.events import CallDone, CallStarted, CheckDone, Event, Pacing
from wizard.core.evidence import (
    Answer,
    AnsweredBy,
    Content,
    Evidence,
    Failure,
    KeyProblem,
    Opinion,
    SecondOpinion,
    Status,
)
from wizard.core.keys import KeyPair
from wizard.core.mode import Mode
from wizard.core.route import Route
from wizard.core.secret import Secret
from wizard.core.sentences import KnownSentence
from wizard.core.text import T
from wizard.core.version import Version
from wizard.probe.client import Caller
from wizard.probe.pace import Pacer
from wizard.runs.opinions import wanted_opinions
from wizard.runs.request import DEADLINES, Request
from wizard.runs.run import run
from wizard.runs.way_checks import PREREQUISITES
from wizard.simulator import wire_answer as wire
from wizard.simulator.pretend_office import PretendOffice
from wizard.simulator.scenario import Scenario
from wizard.simulator.scenarios import SCENARIOS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wizard.core.redact import Redactor

KEYS = KeyPair(Secret("CANARYDEV0000001"), Secret("CANARYCUS0000001"))


@dataclass
class Ran:
    evidence: Evidence
    events: list[Event]
    kept: list[Evidence]
    calls: list[tuple[str, bool]]
    pace: Pace


def go(scenario: Scenario, mode: Mode = Mode.REMOTE, pace: Pace | None = None, **asked: object) -> Ran:
    pace = pace or Pace()
    events: list[Event] = []
    kept: list[Evidence] = []
    with PretendOffice(scenario, pace_s=0) as office:
        endpoint = Endpoint(mode, "http", "127.0.0.1", office.port)
        request = replace(Request(endpoint, KEYS), **asked)  # type: ignore[arg-type]  # names of its fields
        evidence = asyncio.run(run(request, World(pacer=pace.pacer, environ={}), events.append, kept.append))
        calls = [(seen.path.rpartition("/")[2], seen.had_key) for seen in office.calls]
    return Ran(evidence, events, kept, calls, pace)


def opinions(evidence: Evidence) -> list[Opinion]:
    return [opinion.what for opinion in evidence.opinions]


def answered(
    status: int | None,
    content: Content = Content.JSON_STRING,
    by: AnsweredBy = AnsweredBy.OPEN_DENTAL,
    said: KnownSentence = KnownSentence.NOTHING,
    failure: Failure | None = None,
) -> Answer:
    return Answer("GET", "/patients", status, content, by, said=said, failure=failure)


KEYLESS, PERMS = Opinion.KEYLESS, Opinion.SECURITYPERMS
WEB = (Content.HTML, AnsweredBy.MIDDLEBOX)


@pytest.mark.parametrize(
    ("answer", "wanted"),
    [
        (answered(200, Content.JSON_LIST), ()),
        (answered(401), (PERMS,)),
        (answered(401, Content.EMPTY, AnsweredBy.UNKNOWN), (KEYLESS, PERMS)),
        (answered(401, *WEB), (KEYLESS,)),
        (answered(403), (KEYLESS, PERMS)),
        (answered(403, Content.EMPTY, AnsweredBy.UNKNOWN), (KEYLESS, PERMS)),
        (answered(403, *WEB), (KEYLESS,)),
        (answered(403, said=KnownSentence.NO_PERMISSION), (KEYLESS, PERMS)),
        (answered(401, said=KnownSentence.NO_PERMISSION), (PERMS,)),
        (answered(400), (KEYLESS,)),
        (answered(500), (KEYLESS,)),
        (answered(503, Content.EMPTY, AnsweredBy.UNKNOWN), (KEYLESS,)),
        (answered(504, Content.HTML, AnsweredBy.UNKNOWN), (KEYLESS,)),
        (answered(302, Content.EMPTY, AnsweredBy.MIDDLEBOX), (KEYLESS,)),
        (answered(200, *WEB), (KEYLESS,)),
        *((answered(status), ()) for status in (404, 407, 410, 429, 511)),
        (answered(None, Content.NONE, AnsweredBy.NOBODY, failure=Failure.NO_ANSWER), (KEYLESS,)),
        (answered(None, Content.NONE, AnsweredBy.NOBODY, failure=Failure.REFUSED), ()),
        (answered(200, Content.JSON_OTHER, failure=Failure.OVERSIZED), ()),
        *(
            (answered(401, said=said), ())
            for said in KnownSentence
            if said not in (KnownSentence.NOTHING, KnownSentence.NO_PERMISSION)
        ),
    ],
)
def test_which_second_opinions_an_answer_calls_for(answer: Answer, wanted: tuple[Opinion, ...]) -> None:
    assert wanted_opinions(answer) == wanted


@given(
    st.none() | st.integers(100, 599),
    st.sampled_from(Content),
    st.sampled_from(AnsweredBy),
    st.sampled_from(KnownSentence),
    st.none() | st.sampled_from(Failure),
)
@settings(deadline=None)
def test_at_most_three_distinct_opinions_and_none_over_a_dead_line(
    status: int | None, content: Content, by: AnsweredBy, said: KnownSentence, failure: Failure | None
) -> None:
    answer = answered(status, content, by, said, failure)
    wanted = wanted_opinions(answer)
    assert len(wanted) == len(set(wanted)) <= 3
    assert not (answer.succeeded and wanted)
    if by is AnsweredBy.MIDDLEBOX or status is None:
        assert PERMS not in wanted  # the key is not sent again to whoever stands between


def test_a_healthy_run() -> None:
    ran = go(SCENARIOS["healthy"])
    assert ran.evidence.probe is not None
    assert ran.evidence.probe.succeeded
    assert opinions(ran.evidence) == []
    assert ran.calls.count(("patients", True)) == 1
    assert ran.calls.count(("patients", False)) == 1  # for the clock
    assert ran.pace.slept == []
    assert {result.id for result in ran.evidence.checks} >= {
        "prereq.proxy",
        "prereq.name",
        "prereq.port",
        "prereq.secure-channel",
        "prereq.clock",
    }
    assert ran.kept[-1] == ran.evidence
    assert any(kept.probe is None and kept.checks for kept in ran.kept)


def test_a_refused_key_is_asked_for_its_rights_after_the_pace() -> None:
    ran = go(SCENARIOS["permission-401"])
    assert opinions(ran.evidence) == [PERMS]
    assert ran.pace.slept == [5.0]
    assert Pacing(5.0) in ran.events
    keyed = [path for path, had_key in ran.calls if had_key]
    assert keyed == ["patients", "securityperms"]
    perms = ran.evidence.opinion(PERMS)
    assert perms is not None
    assert dict(perms.rights)["ApiComm"]
    assert not dict(perms.rights)["ApiReadAll"]


def test_the_control_call_is_made_once_a_run_whoever_asks() -> None:
    ran = go(SCENARIOS["permission-403-empty"])
    assert opinions(ran.evidence) == [KEYLESS, PERMS]
    assert ran.calls.count(("patients", False)) == 1


@pytest.mark.parametrize("mode", [Mode.API_SERVICE, Mode.LOCAL])
def test_inside_the_office_nobody_waits(mode: Mode) -> None:
    ran = go(SCENARIOS["permission-401"], mode)
    assert opinions(ran.evidence) == [PERMS]
    assert ran.pace.slept == []
    assert not any(isinstance(event, Pacing) for event in ran.events)


def test_the_pace_outlives_a_run() -> None:
    pace = Pace()
    pacer = pace.pacer

    async def twice(port: int) -> None:
        world = World(pacer=pacer, environ={})
        for _ in range(2):
            await run(Request(Endpoint(Mode.REMOTE, "http", "127.0.0.1", port), KEYS), world, lambda _: None)

    with PretendOffice(SCENARIOS["healthy"], pace_s=0) as office:
        asyncio.run(twice(office.port))
    assert pace.slept == [5.0]


def test_a_longer_wait_that_open_dental_asked_for_is_kept() -> None:
    pace = Pace()
    pacer = pace.pacer

    async def twice(port: int) -> None:
        world = World(pacer=pacer, environ={})
        for _ in range(2):
            await run(
                Request(
                    Endpoint(Mode.REMOTE, "http", "127.0.0.1", port), KEYS, only=(CheckId.LIVE_PATIENTS,)
                ),
                world,
                lambda _: None,
            )

    with PretendOffice(SCENARIOS["throttled"]) as office:
        asyncio.run(twice(office.port))
    assert pace.slept == [7.0]


def test_the_events_tell_the_run() -> None:
    ran = go(SCENARIOS["permission-401"])
    calls = [e for e in ran.events if isinstance(e, CallStarted | CallDone | Pacing)]
    assert [type(e) for e in calls] == [CallStarted, CallDone, Pacing, CallStarted, CallDone]
    assert [getattr(e, "opinion", None) for e in calls] == [None, None, None, PERMS, PERMS]
    done = {e.result.id for e in ran.events if isinstance(e, CheckDone)}
    assert done == {result.id for result in ran.evidence.checks}


@pytest.mark.parametrize("problem", [ConnectionRefusedError(), TimeoutError(), OSError(113, "no route")])
def test_no_key_leaves_while_the_network_is_down(problem: Exception) -> None:
    async def connect(_host: str, _port: int) -> None:
        raise problem

    events: list[Event] = []
    with PretendOffice(SCENARIOS["healthy"]) as office:
        request = Request(Endpoint(Mode.REMOTE, "http", "127.0.0.1", office.port), KEYS)
        evidence = asyncio.run(run(request, World(connect=connect, environ={}), events.append))
        assert office.calls == []
    assert evidence.probe is None
    assert not any(isinstance(event, CallStarted) for event in events)
    assert {r.id: r.status for r in evidence.checks}[CheckId.PREREQ_PORT] is Status.FAILED


def test_no_key_leaves_while_the_name_is_unknown() -> None:
    async def look_up(_host: str) -> Sequence[str]:
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    async def connect(_host: str, _port: int) -> None:
        pytest.fail("nothing is connected to")

    evidence = asyncio.run(
        run(
            Request(remote_endpoint(), KEYS),
            World(look_up=look_up, connect=connect, environ={}),
            lambda _: None,
        )
    )
    assert evidence.probe is None
    assert [r.code for r in evidence.checks if r.code] == ["network.offline"]


def test_no_key_leaves_over_a_channel_that_is_not_trusted() -> None:
    with PretendOffice(SCENARIOS["healthy"]) as office:
        request = Request(Endpoint(Mode.REMOTE, "https", "127.0.0.1", office.port), KEYS)
        evidence = asyncio.run(run(request, look_up(), lambda _: None))
        assert office.calls == []
    assert evidence.probe is None
    assert [r.code for r in evidence.checks if r.code] == ["tls.handshake"]


def test_without_a_key_only_the_checks_run() -> None:
    ran = go(SCENARIOS["healthy"], keys=None, key_problem=KeyProblem.MISSING, key_detail=T("none"))
    assert ran.evidence.probe is None
    assert (ran.evidence.key_problem, ran.evidence.key_detail) == (KeyProblem.MISSING, T("none"))
    assert not any(had_key for _, had_key in ran.calls)
    assert ran.evidence.checks


@pytest.mark.parametrize(
    ("only", "skip", "ids", "live"),
    [
        ((), (), 5, True),
        (("prereq.*",), (), 5, False),
        ((CheckId.LIVE_PATIENTS,), (), 0, True),
        ((), (CheckId.LIVE_PATIENTS,), 5, False),
        ((), ("prereq.*",), 0, True),
        (("prereq.clock",), (), 1, False),
        (("prereq.clock", CheckId.LIVE_PATIENTS), (), 1, True),
        ((), ("live*", "prereq.c*"), 4, False),
        (("*",), ("*",), 0, False),
    ],
)
def test_what_is_asked_for_is_run(only: tuple[str, ...], skip: tuple[str, ...], ids: int, live: bool) -> None:
    ran = go(SCENARIOS["healthy"], only=only, skip=skip)
    way = [r for r in ran.evidence.checks if r.id in {check.id for check in PREREQUISITES}]
    assert len(way) == ids
    assert (ran.evidence.probe is not None) is live


def test_the_deadline_is_the_modes_own_or_the_one_given() -> None:
    assert DEADLINES == {Mode.REMOTE: 65.0, Mode.API_SERVICE: 20.0, Mode.LOCAL: 20.0}
    ran = go(SCENARIOS["silent"], only=(CheckId.LIVE_PATIENTS,), deadline_s=0.2)
    assert ran.evidence.probe is not None
    assert ran.evidence.probe.failure is Failure.NO_ANSWER
    assert ran.evidence.probe.took_ms < 30_000


def test_a_run_that_is_broken_off_in_the_live_call_keeps_what_was_seen() -> None:
    async def broken_off(office: PretendOffice) -> tuple[list[Evidence], Pacer]:
        kept: list[Evidence] = []
        pacer = Pace().pacer
        request = Request(
            Endpoint(Mode.REMOTE, "http", "127.0.0.1", office.port), KEYS, skip=("prereq.clock",)
        )
        task = asyncio.create_task(run(request, World(pacer=pacer, environ={}), lambda _: None, kept.append))
        while not any(seen.had_key for seen in office.calls):  # noqa: ASYNC110 - the office is another thread
            await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asyncio.wait_for(task, 1)
        return kept, pacer

    with PretendOffice(SCENARIOS["silent"]) as office:
        kept, pacer = asyncio.run(broken_off(office))
    assert {r.id for r in kept[-1].checks} == {
        "prereq.proxy",
        "prereq.name",
        "prereq.port",
        "prereq.secure-channel",
    }
    assert kept[-1].probe is None
    assert (
        pacer.of(KEYS.customer).wait_s(Mode.REMOTE) == 5.0
    )  # a call that was broken off counts all the same


def test_a_run_that_is_broken_off_in_a_second_opinion_keeps_the_live_answer() -> None:
    async def broken_off(port: int) -> list[Evidence]:
        kept: list[Evidence] = []
        waits = asyncio.Event()

        async def sleep(_seconds: float) -> None:
            waits.set()
            await asyncio.Event().wait()

        request = Request(Endpoint(Mode.REMOTE, "http", "127.0.0.1", port), KEYS)
        world = World(pacer=Pacer(lambda: 1000.0, sleep), environ={})
        task = asyncio.create_task(run(request, world, lambda _: None, kept.append))
        await waits.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return kept

    with PretendOffice(SCENARIOS["permission-401"], pace_s=0) as office:
        kept = asyncio.run(broken_off(office.port))
    assert kept[-1].probe is not None
    assert kept[-1].probe.status == 401
    assert kept[-1].opinions == ()


def test_a_run_asks_for_at_most_three_second_opinions(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Opinion] = []

    async def opinion(_context: object, _request: object, _key: object, what: Opinion) -> SecondOpinion:
        asked.append(what)
        refused = Answer("GET", "/patients", 401, Content.JSON_STRING, AnsweredBy.OPEN_DENTAL)
        return SecondOpinion(what, refused)

    monkeypatch.setattr("wizard.runs.opinions.opinion", opinion)
    ran = go(SCENARIOS["permission-403"], modes=tuple(Mode))
    assert asked == opinions(ran.evidence) == [KEYLESS, PERMS, Opinion.SERVICE]


@pytest.mark.parametrize("scenario", ["permission-403", "permission-401", "key-rejected", "hq-500"])
def test_second_opinions_never_overlap(scenario: str) -> None:
    calls = [event for event in go(SCENARIOS[scenario]).events if isinstance(event, (CallStarted, CallDone))]
    assert len(calls) >= 4
    for started, done in zip(calls[::2], calls[1::2], strict=True):
        assert (type(started), type(done)) == (CallStarted, CallDone)
        assert started.opinion is done.opinion


def test_two_runs_of_one_program_never_have_two_calls_of_a_key_in_flight(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    flying = most = 0
    plain = Caller.patients

    async def patients(
        self: Caller, route: Route, keys: KeyPair | None, deadline_s: float, redactor: Redactor | None = None
    ) -> Answer:
        nonlocal flying, most
        flying += keys is not None
        most = max(most, flying)
        try:
            await asyncio.sleep(0.05)
            return await plain(self, route, keys, deadline_s, redactor)
        finally:
            flying -= keys is not None

    async def both(port: int) -> list[Evidence]:
        request = Request(
            Endpoint(Mode.REMOTE, "http", "127.0.0.1", port), KEYS, only=(CheckId.LIVE_PATIENTS,)
        )
        world = World(pacer=Pace().pacer, environ={})
        return await asyncio.gather(*(run(request, world, lambda _: None) for _ in range(3)))

    monkeypatch.setattr(Caller, "patients", patients)
    with PretendOffice(SCENARIOS["healthy"], pace_s=0) as office:
        ran = asyncio.run(both(office.port))
    assert [one.probe.succeeded for one in ran if one.probe] == [True, True, True]
    assert most == 1


def test_after_a_question_that_was_not_answered_none_follows_it(monkeypatch: pytest.MonkeyPatch) -> None:
    async def silent(_self: Caller, _route: Route, _keys: KeyPair, _deadline_s: float) -> Answer:
        return Answer("GET", "/securityperms", failure=Failure.NO_ANSWER)

    monkeypatch.setattr(Caller, "securityperms", silent)
    ran = go(SCENARIOS["healthy"], permissions=("ApiComm",), minimum_version=Version.parse("22.2"))
    assert [result.id for result in ran.evidence.checks if result.id.startswith("live.")] == ["live.rights"]
    assert ("preferences", True) not in ran.calls


def test_nothing_goes_on_after_a_run() -> None:
    async def once(port: int) -> set[asyncio.Task[object]]:
        before = asyncio.all_tasks()
        world = World(pacer=Pace().pacer, environ={})
        await run(Request(Endpoint(Mode.REMOTE, "http", "127.0.0.1", port), KEYS), world, lambda _: None)
        return asyncio.all_tasks() - before

    with PretendOffice(SCENARIOS["permission-403"], pace_s=0) as office:
        assert asyncio.run(once(office.port)) == set()


def look_up(**known: list[str]) -> World:
    async def ask(host: str) -> Sequence[str]:
        if host not in known:
            raise socket.gaierror(socket.EAI_NONAME, "unknown")
        return known[host]

    return World(look_up=ask, environ={})


@pytest.mark.parametrize(
    ("mode", "host", "where"),
    [
        (None, None, (Mode.REMOTE, REMOTE_HOST, 443)),
        (Mode.REMOTE, None, (Mode.REMOTE, REMOTE_HOST, 443)),
        (Mode.API_SERVICE, None, (Mode.API_SERVICE, "127.0.0.1", SERVICE_PORT)),
        (Mode.LOCAL, None, (Mode.LOCAL, "127.0.0.1", LOCAL_PORT)),
        (None, "192.168.1.9", (Mode.API_SERVICE, "192.168.1.9", SERVICE_PORT)),
        (Mode.API_SERVICE, "192.168.1.9:30222", (Mode.API_SERVICE, "192.168.1.9", LOCAL_PORT)),
        (None, "server", (Mode.API_SERVICE, "10.0.0.5", SERVICE_PORT)),
        (None, "server:30223", (Mode.API_SERVICE, "10.0.0.5", SERVICE_PORT)),
        (None, "six", (Mode.API_SERVICE, "fd00::5", SERVICE_PORT)),
        (None, "[::1]:99", (Mode.API_SERVICE, "::1", 99)),
    ],
)
def test_what_is_called(mode: Mode | None, host: str | None, where: tuple[Mode, str, int]) -> None:
    world = look_up(server=["fd00::5", "10.0.0.5"], six=["fd00::5"])
    endpoint = asyncio.run(target(world, mode, host))
    assert (endpoint.mode, endpoint.host, endpoint.port) == where


@pytest.mark.parametrize(
    ("mode", "host"),
    [
        (Mode.REMOTE, "server"),
        (Mode.LOCAL, "127.0.0.1"),
        (None, "8.8.8.8"),
        (None, "outside"),
        (None, "empty"),
        (None, "unknown"),
        (None, "http://server"),
        (None, "server:0"),
        (None, "server:8080"),
        (None, "192.168.1.9:443"),
        (None, "169.254.169.254"),
        (None, "fd00:ec2::254"),
        (None, "metadata"),
        (None, ""),
        (None, "a" * 300),
    ],
)
def test_what_is_never_called(mode: Mode | None, host: str) -> None:
    world = look_up(
        outside=["8.8.8.8"], server=["10.0.0.5"], empty=[], metadata=["169.254.169.254", "fd20:ce::254"]
    )
    with pytest.raises(EndpointError):
        asyncio.run(target(world, mode, host))


def test_of_a_pc_with_a_public_address_too_only_the_private_one_is_called() -> None:
    world = look_up(server=["2600::5", "192.168.1.9", "8.8.8.8"])
    assert asyncio.run(target(world, None, "server")).host == "192.168.1.9"


def test_a_name_that_cannot_be_encoded_is_not_found() -> None:
    async def refuses(_host: str) -> Sequence[str]:
        raise UnicodeError("label too long")

    with pytest.raises(EndpointError, match="was not found"):
        asyncio.run(target(World(look_up=refuses, environ={}), None, "ä" * 80))


def test_a_silent_office_behind_a_proxy_is_not_the_proxys_fault() -> None:
    """The proxy takes the call and says nothing: here the pretend office stands for both."""
    from wizard.core.proxy_setting import Proxy, ProxySource
    from wizard.probe.client import Caller

    async def ask(port: int) -> Answer:
        setting = Proxy(
            f"http://127.0.0.1:{port}", ProxySource.ENVIRONMENT, None, host="127.0.0.1", port=port
        )
        caller, route = Caller(), Route(Endpoint(Mode.REMOTE, "http", "127.0.0.1", 9), (setting,))
        try:
            return await caller.patients(route, KEYS, 0.3)
        finally:
            await caller.aclose()

    silent = Scenario(
        "test", T("test"), Code.UNKNOWN, everyone=wire.WireAnswer(behaviour=wire.Behaviour.SILENT)
    )
    with PretendOffice(silent) as office:
        assert asyncio.run(ask(office.port)).failure is Failure.NO_ANSWER
