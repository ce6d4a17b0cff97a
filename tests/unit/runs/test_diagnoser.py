"""One diagnosis, from profile and keys to a result, as commands and windows call it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from tests.support.machines import machine
from tests.support.office import CANARY_CUSTOMER, CANARY_DEVELOPER, quick_world, remote_launch, vendor
from wizard.checks.context import World
from wizard.core.codes import CheckId, Code
from wizard.core.endpoint import Endpoint
from wizard.core.events import CallStarted, CheckDone
from wizard.core.evidence import KeyProblem
from wizard.core.keys import Keys
from wizard.core.machine import Place, Role, Unreadable, UnreadableReason
from wizard.core.mode import Mode
from wizard.core.profile import GENERIC
from wizard.core.text import Translator
from wizard.diagnosis.judge import Verdict
from wizard.diagnosis.layers import Layer
from wizard.runs import diagnoser, run_clock
from wizard.runs.destination import CannotBeginError, Destination, Missing, Target, find_destination
from wizard.runs.diagnoser import Diagnoser
from wizard.runs.key_choice import typed_keys
from wizard.runs.run_events import CheckExplained
from wizard.runs.setup import Setup
from wizard.simulator.pretend_office import PretendOffice
from wizard.simulator.scenarios import SCENARIOS
from wizard.windows.machine_reader import MachineReader

if TYPE_CHECKING:
    from wizard.runs.run_events import RunEvent
    from wizard.runs.run_result import RunResult

KEYS = typed_keys(CANARY_CUSTOMER, CANARY_DEVELOPER, None)
REMOTE_ONLY = vendor()._replace(modes=(Mode.REMOTE,))
SAY = Translator().translate


async def nobody(_name: str) -> list[str]:
    """A network without names."""
    raise OSError


def live(scenario: str, keys: Keys = KEYS, state: str = "workstation") -> tuple[RunResult, list[RunEvent]]:
    """A run against a pretend office on a recorded PC, and what it told."""
    heard: list[RunEvent] = []
    with PretendOffice(SCENARIOS[scenario]) as office:
        world = replace(quick_world(), machine=lambda: MachineReader(machine(state).system), look_up=nobody)
        setup = remote_launch(office).setup._replace(world=lambda: world)
        return asyncio.run(Diagnoser(setup).live(keys, heard.append)), heard


def test_a_result_has_every_form_of_one_document() -> None:
    result, _ = live("key-not-assigned")
    assert result.document["exit_code"] == result.judgement.exit_code == 3
    assert [cause["code"] for cause in result.document["causes"]] == [c.code for c in result.written_causes]
    assert result.reference == result.document["run"]["reference"]
    assert f"report {result.written_causes[0].ref}-{result.reference}" in result.as_report()
    assert (result.connected, result.key_refused) == (False, True)
    assert {state.layer for state in result.layers} == set(Layer)
    assert CANARY_CUSTOMER not in repr(result)


def test_only_the_causes_of_the_screen_name_the_server() -> None:
    result, _ = live("econnector-not-running")
    assert result.evidence.server == "DENTAL-SRV"
    shown, written = (
        " ".join(SAY(step) for cause in causes for step in cause.steps)
        for causes in (result.shown_causes, result.written_causes)
    )
    assert "**DENTAL-SRV**" in shown
    assert "DENTAL-SRV" not in written + result.as_report() + str(result.document)
    assert [cause.code for cause in result.shown_causes] == [cause.code for cause in result.written_causes]


def test_the_screen_names_the_button_of_this_version_and_a_document_both() -> None:
    """A kept document is read beside any Open Dental, and stays comparable with those of before."""
    result, _ = live("key-not-assigned")
    assert str(result.evidence.installed) == "24.3.45.0"
    shown, written = (SAY(causes[0].steps[2]) for causes in (result.shown_causes, result.written_causes))
    assert "click **Save**; the X" in shown
    assert "click **Save** (**Close** up to 23.2); the X" in written


def test_where_no_server_is_named_causes_are_put_into_words_once() -> None:
    result, _ = live("key-not-assigned", state="absent")
    assert result.evidence.server == ""
    assert result.shown_causes is result.written_causes


def test_each_check_is_told_with_its_cause_and_with_what_was_seen_by_then() -> None:
    result, heard = live("clock-off", state="econnector-stopped")
    told = [event for event in heard if isinstance(event, CheckDone)]
    assert {type(event) for event in told} == {CheckExplained}
    assert {event.result.id for event in told} == {check.id for check in result.evidence.checks}
    with_cause = {event.result.id: event.cause.code for event in told if event.cause}
    assert with_cause == {identity: cause.code for identity, cause in result.by_check.items()}
    assert with_cause[CheckId.PREREQ_CLOCK] is Code.CLOCK_SKEWED
    for number, event in enumerate(told, start=1):
        assert event.evidence.checks == tuple(one.result for one in told[:number])
    assert told[2].so_far().evidence is told[2].evidence


def test_a_cancelled_run_gives_what_was_seen() -> None:
    with PretendOffice(SCENARIOS["silent"]) as office:
        setup = remote_launch(office).setup

        async def cancelled() -> RunResult:
            task = asyncio.current_task()
            assert task is not None

            def tell(event: RunEvent) -> None:
                if isinstance(event, CallStarted):
                    task.cancel()

            seen: list[RunResult] = []
            with pytest.raises(asyncio.CancelledError):
                await Diagnoser(setup).live(KEYS, tell, when_cancelled=seen.append)
            return seen[0]

        result = asyncio.run(cancelled())
    assert result.evidence.interrupted
    assert result.evidence.probe is None
    assert [check.id for check in result.evidence.checks][:2] == [CheckId.PREREQ_PROXY, CheckId.PREREQ_NAME]
    assert result.judgement.exit_code == result.document["exit_code"] == 130


def test_a_deadline_around_a_run_is_one() -> None:
    seen: list[RunResult] = []
    with PretendOffice(SCENARIOS["silent"]) as office:

        async def in_time() -> None:
            async with asyncio.timeout(None) as deadline:

                def tell(event: RunEvent) -> None:
                    if isinstance(event, CallStarted):
                        deadline.reschedule(asyncio.get_running_loop().time())

                diagnoser = Diagnoser(remote_launch(office).setup)
                await diagnoser.live(KEYS, tell, when_cancelled=seen.append)

        with pytest.raises(TimeoutError):
            asyncio.run(in_time())
    assert [result.judgement.exit_code for result in seen] == [130]


def test_a_cancelled_task_is_cancelled_for_whoever_waits_for_it() -> None:
    with PretendOffice(SCENARIOS["silent"]) as office:

        async def ended() -> bool:
            begun = asyncio.Event()
            diagnoser = Diagnoser(remote_launch(office).setup)
            run = asyncio.create_task(diagnoser.live(KEYS, lambda _: begun.set()))
            await begun.wait()
            run.cancel()
            await asyncio.gather(run, return_exceptions=True)
            return run.cancelled()

        assert asyncio.run(ended())


def test_prerequisites_need_no_key_and_make_no_live_call() -> None:
    with PretendOffice(SCENARIOS["key-not-assigned"]) as office:
        result = asyncio.run(Diagnoser(remote_launch(office).setup).prerequisites())
    assert result.evidence.probe is None
    assert all(not check.id.is_live for check in result.evidence.checks)
    assert result.judgement.verdict is not Verdict.CONNECTED


@pytest.mark.parametrize(("only", "told"), [(("prereq.clock",), False), (("live.*",), True), ((), True)])
def test_a_missing_key_counts_only_where_one_is_needed(only: tuple[str, ...], told: bool) -> None:
    missing = Keys(problem=KeyProblem.MISSING)
    with PretendOffice(SCENARIOS["healthy"]) as office:
        result = asyncio.run(Diagnoser(remote_launch(office).setup).live(missing, only=only))
    assert any(cause.code is Code.KEY_MISSING for cause in result.written_causes) == told


def test_a_run_that_looks_for_whom_to_ask_begins_before_that(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1000.0]

    async def finds(setup: Setup, world: World, wanted: Destination) -> Target:
        now[0] += 3.0
        return await find_destination(setup, world, wanted)

    monkeypatch.setattr(run_clock, "time", SimpleNamespace(perf_counter=lambda: now[0]))
    monkeypatch.setattr(diagnoser, "find_destination", finds)
    result, _ = live("healthy")
    assert result.document["run"]["took_ms"] == 3000


def find(wanted: Destination, state: str, **changed: object) -> Target:
    world = World(
        machine=lambda: MachineReader(machine(state).system), environ={}, look_up=nobody, find=nobody
    )
    setup = Setup(Translator(), GENERIC, world=lambda: world)._replace(**changed)  # type: ignore[arg-type]  # its fields
    return asyncio.run(Diagnoser(setup).find(wanted))


@pytest.mark.parametrize(
    ("wanted", "state", "profile", "missing"),
    [
        (Destination(Mode.API_SERVICE, "NOBODY"), "absent", GENERIC, Missing.HOST),
        (Destination(Mode.LOCAL, "SRV2"), "absent", GENERIC, Missing.HOST),
        (Destination(Mode.API_SERVICE, may_guess=False), "absent", GENERIC, Missing.SERVER),
        (Destination(Mode.LOCAL), "absent", REMOTE_ONLY, Missing.WAY_NOT_NAMED),
        (Destination(None, "SRV2"), "absent", REMOTE_ONLY, Missing.WAY_NOT_NAMED),
    ],
)
def test_a_run_that_cannot_begin_says_what_is_missing(
    wanted: Destination, state: str, profile: object, missing: Missing
) -> None:
    with pytest.raises(CannotBeginError) as refused:
        find(wanted, state, profile=profile)
    assert refused.value.missing is missing


def test_a_server_that_this_pc_names_is_no_guess() -> None:
    async def find_server(_host: str) -> list[str]:
        return ["192.168.1.9"]

    class Workstation:
        def place(self) -> Place:
            return Place(Role.WORKSTATION, server="SERVER")

    world = World(machine=Workstation, environ={}, look_up=find_server)  # type: ignore[arg-type]  # asked for a place only
    setup = Setup(Translator(), GENERIC, world=lambda: world)
    wanted = Destination(Mode.API_SERVICE, may_guess=False)
    assert asyncio.run(Diagnoser(setup).find(wanted)).endpoint.host == "192.168.1.9"


def test_this_pc_is_asked_in_the_servers_place_where_that_is_allowed() -> None:
    assert find(Destination(Mode.API_SERVICE), "absent").endpoint.loopback
    assert find(Destination(Mode.API_SERVICE, may_guess=False), "server").endpoint.loopback
    assert find(Destination(), "absent") == Target(find(Destination(), "absent").endpoint, (Mode.REMOTE,))


def test_an_address_that_is_given_is_called_on_the_ways_that_were_chosen() -> None:
    endpoint = Endpoint(Mode.REMOTE, "http", "127.0.0.1", 1)
    assert find(Destination(Mode.LOCAL), "absent", endpoint=lambda: endpoint) == (endpoint, (Mode.LOCAL,))


def test_a_pc_that_does_not_say_what_it_is_stands_in_for_no_server() -> None:
    class Closed:
        def place(self) -> Place:
            raise Unreadable(UnreadableReason.DENIED)

        def services(self) -> tuple[object, ...]:
            raise Unreadable(UnreadableReason.DENIED)

    world = World(machine=Closed, environ={}, look_up=nobody)  # type: ignore[arg-type]  # what is asked of a reader
    with pytest.raises(CannotBeginError) as refused:
        find(Destination(Mode.API_SERVICE, may_guess=False), "absent", world=lambda: world)
    assert refused.value.missing is Missing.SERVER


def test_keys_are_kept_and_read_in_the_setups_own_keychain() -> None:
    with PretendOffice(SCENARIOS["healthy"]) as office:
        diagnoser = Diagnoser(remote_launch(office).setup)
        assert KEYS.pair is not None
        assert asyncio.run(diagnoser.keep(KEYS.pair)).home
        assert asyncio.run(diagnoser.keychain()).customer == KEYS.pair.customer


def test_a_clock_at_the_calendars_end_has_no_zone(monkeypatch: pytest.MonkeyPatch) -> None:
    class Last(datetime):
        @classmethod
        def now(cls, _zone: object = None) -> Last:
            return cls(9999, 12, 31, 23, 59, 59)

        def astimezone(self, _zone: object = None) -> Last:
            raise OverflowError

    monkeypatch.setattr("wizard.runs.local_time.datetime", Last)
    assert live("healthy")[0].at.tzinfo is None
