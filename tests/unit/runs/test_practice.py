"""Whose practice a key opens: asked once, at the key's pace, where the right is there, told to nobody."""

from __future__ import annotations

import asyncio
import json
import logging
from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from tests.support.office import CANARY_CUSTOMER, CANARY_DEVELOPER, remote_launch
from tests.support.paced import Pace
from wizard.checks.context import World
from wizard.core.codes import CheckId, Code
from wizard.core.endpoint import Endpoint, local_endpoint
from wizard.core.evidence import (
    READ_ALL,
    Answer,
    AnsweredBy,
    CheckResult,
    Content,
    Disowned,
    Evidence,
    Status,
)
from wizard.core.facts.live_facts import RightsFacts
from wizard.core.keys import KeyPair
from wizard.core.mode import Mode
from wizard.core.practice_title import Practice
from wizard.core.secret import Secret
from wizard.core.text import T
from wizard.diagnosis.judge import Verdict
from wizard.diagnosis.layers import Layer
from wizard.probe.client import Caller
from wizard.runs import practice
from wizard.runs.diagnoser import Diagnoser
from wizard.runs.key_choice import typed_keys
from wizard.runs.practice import ask_practice, may_ask
from wizard.simulator import api
from wizard.simulator.pretend_office import PretendOffice
from wizard.simulator.scenarios import SCENARIOS
from wizard.windows.machine_reader import MachineReader
from wizard.windows.system import NoWindows

if TYPE_CHECKING:
    from wizard.checks.context import Context
    from wizard.core.route import Route
    from wizard.runs.run_result import RunResult
    from wizard.simulator.scenario import Scenario

KEYS = KeyPair(Secret(CANARY_DEVELOPER), Secret(CANARY_CUSTOMER))
HEALTHY = SCENARIOS["healthy"]
CANARY_TITLE = "CANARY PRACTICE of Zanzibar"
GOOD = Answer("GET", "/patients", 200, Content.JSON_LIST, AnsweredBy.OPEN_DENTAL, rows=0)
CONNECTED = Evidence(Mode.REMOTE, probe=GOOD)


def asked(
    scenario: Scenario, seen: Evidence = CONNECTED, mode: Mode = Mode.REMOTE
) -> tuple[Practice | None, list[float], list[str]]:
    """What is told after a call of the key a second ago, the pauses, and what was asked with the key."""
    pace = Pace()
    pace.pacer.of(KEYS.customer).called()
    pace.time += 1
    with PretendOffice(scenario, pace_s=0) as office:
        world = World(pacer=pace.pacer, environ={}, machine=lambda: MachineReader(NoWindows()))
        place = Endpoint(mode, "http", "127.0.0.1", office.port)
        practice = asyncio.run(ask_practice(world, place, KEYS, seen))
        keyed = [seen.path.rpartition("/")[2] for seen in office.calls if seen.had_key]
    return practice, pace.slept, keyed


def test_one_call_is_made_at_the_keys_pace() -> None:
    assert asked(HEALTHY) == (Practice(api.TITLE), [4.0], ["preferences"])
    assert asked(SCENARIOS["other-office"])[0] == Practice(SCENARIOS["other-office"].title)


def test_a_refusal_is_no_answer_and_no_cause() -> None:
    assert asked(SCENARIOS["title-refused"]) == (None, [4.0], ["preferences"])


@pytest.mark.parametrize("scenario", ["silent", "hq-503", "captive-portal-page", "oversized", "throttled"])
def test_an_office_that_fails_meanwhile_is_asked_nothing_more(scenario: str) -> None:
    office = replace(SCENARIOS[scenario], delay_s=0)
    assert asked(replace(office, preferences=office.patients))[0] is None


def test_a_long_pause_that_open_dental_asked_for_is_not_waited_for() -> None:
    pace = Pace()
    pace.pacer.of(KEYS.customer).called(600)
    with PretendOffice(HEALTHY) as office:
        world = World(pacer=pace.pacer, environ={})
        place = Endpoint(Mode.REMOTE, "http", "127.0.0.1", office.port)
        assert asyncio.run(ask_practice(world, place, KEYS, CONNECTED)) is None
        assert (office.calls, pace.slept) == ([], [])


def told(*rights: tuple[str, bool]) -> Evidence:
    """A success whose key's rights were told."""
    facts = RightsFacts(replace(GOOD, rights=rights))
    check = CheckResult(CheckId.LIVE_RIGHTS, Status.PASSED, T("told"), facts=facts)
    return replace(CONNECTED, checks=(check,))


def test_it_is_asked_only_where_the_right_to_read_is_there() -> None:
    assert may_ask(CONNECTED)  # the live call itself needs that right
    assert may_ask(told((READ_ALL, True)))
    assert may_ask(told())
    assert not may_ask(told((READ_ALL, False), ("ApiComm", True)))
    assert not may_ask(Evidence(Mode.REMOTE))
    assert not may_ask(replace(CONNECTED, probe=replace(GOOD, status=401)))
    assert asked(HEALTHY, told((READ_ALL, False))) == (None, [], [])


@pytest.mark.parametrize("takes_key", [False, True])
def test_on_a_port_of_the_office_the_key_stays_where_nobody_known_listens(
    monkeypatch: pytest.MonkeyPatch, *, takes_key: bool
) -> None:
    calls: list[bool] = []

    async def who_answers(context: Context) -> SimpleNamespace:
        known = replace(context.route, identified=takes_key)
        return SimpleNamespace(takes_key=takes_key, route=known)

    async def practice_title(_self: Caller, route: Route, *_more: object) -> Answer:
        calls.append(route.takes_key)
        return replace(GOOD, practice=Practice("Smile Dental"))

    async def dialled(context: Context) -> Route:
        return context.route

    monkeypatch.setattr(practice, "who_answers", who_answers)
    monkeypatch.setattr(practice, "dialled", dialled)
    monkeypatch.setattr(Caller, "practice_title", practice_title)
    world = World(pacer=Pace().pacer, environ={})
    told = asyncio.run(ask_practice(world, local_endpoint(), KEYS, CONNECTED))
    assert (told is not None, calls) == (takes_key, [True] * takes_key)


def answered(scenario: Scenario, caplog: pytest.LogCaptureFixture) -> tuple[RunResult, Practice | None]:
    """A run of an office with the canary's title, and what it told of the title afterwards."""
    with PretendOffice(replace(scenario, title=CANARY_TITLE)) as office, caplog.at_level(logging.DEBUG):
        diagnoser = Diagnoser(remote_launch(office).setup)

        async def both() -> tuple[RunResult, Practice | None]:
            result = await diagnoser.live(typed_keys(CANARY_CUSTOMER, CANARY_DEVELOPER, None))
            return result, await diagnoser.practice(KEYS, result)

        return asyncio.run(both())


def test_the_title_is_in_nothing_but_the_answer(caplog: pytest.LogCaptureFixture) -> None:
    result, practice = answered(HEALTHY, caplog)
    assert practice == Practice(CANARY_TITLE)
    for one in (result, *map(result.disowned, Disowned)):
        told = json.dumps(one.document) + one.as_report() + repr(one) + repr(one.evidence)
        said = [one.translator.translate(text) for cause in one.shown_causes for text in cause.because]
        assert "CANARY PRACTICE" not in told + " ".join(said)
    assert "CANARY" not in caplog.text + repr(practice)


def test_a_run_that_was_disowned_is_the_same_run_with_another_verdict(
    caplog: pytest.LogCaptureFixture,
) -> None:
    result, _ = answered(HEALTHY, caplog)
    assert result.connected
    other = result.disowned(Disowned.REMOVED)
    assert [cause.code for cause in other.written_causes][:1] == [Code.KEY_OTHER_OFFICE]
    assert (other.judgement.verdict, other.judgement.exit_code) == (Verdict.FAILED, 3)
    assert (other.connected, other.key_refused, other.at) == (False, True, result.at)
    assert other.document["run"] == result.document["run"]
    assert other.document["verdict"] == "failed"
    assert {state.layer for state in other.layers if state.status is Status.FAILED} == {Layer.OFFICE}
    kept = [result.disowned(how).written_causes[0].because[0] for how in Disowned]
    assert len({result.translator.translate(text) for text in kept}) == len(Disowned)
