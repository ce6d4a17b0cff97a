"""Offices that break and heal by a script, watched on a virtual clock: what is seen, what is called when."""

from __future__ import annotations

import asyncio
import io
import json
import sys
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from tests.support.office import CANARY_CUSTOMER, CANARY_DEVELOPER, remote_launch
from tests.support.virtual import VirtualClock
from wizard.checks.context import World
from wizard.core.codes import Code
from wizard.core.endpoint import Endpoint
from wizard.core.mode import Mode
from wizard.main import main
from wizard.probe.pace import UNKNOWN_TIER_S, Pacer
from wizard.runs.diagnoser import Diagnoser
from wizard.runs.key_choice import typed_keys
from wizard.runs.office_look import OfficeLook
from wizard.runs.watch import Watch
from wizard.runs.watch_events import LookCrashed, Looked, Looking, Waiting, WatchEnd
from wizard.simulator.office_script import STOPPED, Play, Script, begins_with
from wizard.simulator.pretend_office import PretendOffice
from wizard.simulator.pretend_pc import pretend_pc
from wizard.store import resources
from wizard.windows.machine_reader import MachineReader

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from wizard.runs.watch_events import WatchEvent

KEYS = typed_keys(CANARY_CUSTOMER, CANARY_DEVELOPER, None)
PAIR = f"{CANARY_DEVELOPER}/{CANARY_CUSTOMER}\n"
MINUTE, HOUR = 60.0, 3600.0
BEGAN = VirtualClock().time


async def nobody(_name: str) -> list[str]:
    """A network without names."""
    raise OSError


class Watched:
    """An office by a script, watched; everything in it goes by one virtual clock.

    Args:
        script: What is the matter when.
        mode: How it is reached.
        given: Further arguments of the watch.
    """

    def __init__(self, script: Script, mode: Mode = Mode.REMOTE, **given: Any) -> None:  # noqa: ANN401 - of Watch
        self.clock = clock = VirtualClock()
        self.office = PretendOffice(begins_with(script), now=clock.now)
        self._play = Play(script, self.office, clock.now)
        self._mode, self._given = mode, {"minutes": 60, **given}
        self.told: list[WatchEvent] = []
        self.when: dict[int, float] = {}
        self.watch: Watch | None = None

    def _tell(self, event: WatchEvent) -> None:
        self.when[len(self.told)] = self.clock.time - BEGAN
        self.told.append(event)
        self.heard(event)

    def heard(self, event: WatchEvent) -> None:
        """What else is done with an event."""

    def run(self) -> WatchEnd:
        """Watch it to the end."""
        self._play.advance()
        self.clock.on_move = self._play.advance
        world = World(
            pacer=Pacer(self.clock.now, self.clock.sleep),
            machine=lambda: MachineReader(pretend_pc(self.office.scenario.id)),
            look_up=nobody,
            environ={},
        )
        setup = remote_launch(self.office).setup._replace(
            endpoint=lambda: Endpoint(self._mode, "http", "127.0.0.1", self.office.port), world=lambda: world
        )
        look = OfficeLook(Diagnoser(setup), KEYS)
        self.watch = Watch(look, self.clock, pace_s=look.pace_s, **self._given)
        try:
            return asyncio.run(self.watch.run(self._tell))
        finally:
            self.office.stop()

    @property
    def keyed(self) -> list[float]:
        """When calls with the key came, in seconds after the beginning."""
        return [at_s - BEGAN for at_s, call in self.office.timed_calls if call.had_key]

    @property
    def live(self) -> list[float]:
        """When live calls came."""
        return [
            at_s - BEGAN
            for at_s, call in self.office.timed_calls
            if call.had_key and call.path.endswith("/patients")
        ]

    @property
    def changes(self) -> list[tuple[Code, ...]]:
        """What was new in each look in which something was."""
        return [event.changes.new for event in self.told if isinstance(event, Looked) and event.changes.new]


@dataclass
class Case:
    """A script and what has to come of it.

    Attributes:
        script: What is the matter when.
        codes: First causes, one after the other.
        live: When the live calls come.
        mode: How it is reached.
        minutes: How long it is watched at most.
    """

    script: Script
    codes: Sequence[Code]
    live: Sequence[float]
    mode: Mode = Mode.REMOTE
    minutes: float = 60


def every(pause: float, until: float, first: float = 0.0) -> list[float]:
    """Times at equal distances, the last one included."""
    return [first + pause * n for n in range(round((until - first) / pause) + 1)]


CASES = {
    "stopped and started": Case(
        Script.of("econnector-not-running", [("healthy", 40)]),
        [Code.ECONNECTOR_NOT_RUNNING, Code.CONNECTED],
        every(30, 60),
    ),
    "gone and back": Case(
        Script.of(STOPPED, [("healthy", 40)]), [Code.NETWORK_REFUSED, Code.CONNECTED], [45]
    ),
    "key assigned late": Case(
        Script.of("key-not-assigned", [("healthy", 15 * MINUTE)]),
        [Code.KEY_NOT_ASSIGNED, Code.CONNECTED],
        every(75, 15 * MINUTE),
    ),
    "throttled": Case(
        Script.of("throttled", [("healthy", 20)]), [Code.HQ_THROTTLED, Code.CONNECTED], every(7, 21)
    ),
    "guest network": Case(
        Script.of("captive-portal-page", [("healthy", 100)]),
        [Code.NETWORK_CAPTIVE_PORTAL, Code.CONNECTED],
        every(15, 105),
    ),
    "server asleep": Case(
        Script.of("office-timeout", [("healthy", 20 * MINUTE)]),
        [Code.OFFICE_TIMEOUT, Code.CONNECTED],
        every(30, 20 * MINUTE),
    ),
    "one after the other": Case(
        Script.of("captive-portal-page", [("key-not-assigned", 20), ("healthy", 180)]),
        [Code.NETWORK_CAPTIVE_PORTAL, Code.KEY_NOT_ASSIGNED, Code.CONNECTED],
        [0, 15, 30, 105, 180],
    ),
    "six hours": Case(
        Script.of("key-not-assigned", [("healthy", 6 * HOUR)]),
        [Code.KEY_NOT_ASSIGNED, Code.CONNECTED],
        every(30 * MINUTE, 6 * HOUR),
        Mode.LOCAL,
        minutes=7 * 60,
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_it_turns_green_by_itself_with_these_calls_and_no_other(name: str) -> None:
    case = CASES[name]
    office = Watched(case.script, case.mode, minutes=case.minutes)
    assert office.run() is WatchEnd.CONNECTED
    assert [new[0] for new in office.changes] == list(case.codes)
    assert office.live == pytest.approx(case.live)
    apart = UNKNOWN_TIER_S if case.mode is Mode.REMOTE else 0.0
    assert all(later - sooner >= apart for sooner, later in pairwise(office.keyed))
    assert not any(isinstance(event, LookCrashed) for event in office.told)
    cures = [event.cure for event in office.told if isinstance(event, Looked) and event.cure]
    assert [cure.named for cure in cures] == [case.codes[0]]


@pytest.mark.parametrize("every_s", [0.1, 6.0])
def test_nothing_makes_it_call_more_often_than_the_key_may(every_s: float) -> None:
    """A person who never leaves the button alone, and a key whose refusal calls for second opinions."""

    class Impatient(Watched):
        def heard(self, event: WatchEvent) -> None:
            if isinstance(event, Looking | Waiting | Looked) and self.watch is not None:
                self.watch.check_now()
                self.watch.check_now()

    office = Impatient(Script.of("key-rejected", [("throttled", 60), ("healthy", 120)]), every_s=every_s)
    assert office.run() is WatchEnd.CONNECTED
    assert all(later - sooner >= UNKNOWN_TIER_S for sooner, later in pairwise(office.keyed))
    throttled = [at_s for at_s in office.keyed if 60 <= at_s < 120]
    assert all(later - sooner >= 7 for sooner, later in pairwise(throttled))
    looks = [event for event in office.told if isinstance(event, Looking | Looked)]
    assert [type(event) for event in looks] == [Looking, Looked] * (len(looks) // 2)  # never two at once


def test_a_narrowed_look_asks_the_office_less_and_is_told_the_same() -> None:
    office = Watched(Script.of("key-not-assigned"), minutes=5)
    assert office.run() is WatchEnd.TIME_UP
    looked = [event for event in office.told if isinstance(event, Looked)]
    assert not any(event.changes.any for event in looked[1:])
    started = [str(getattr(event, "id", "")) for event in office.told]
    assert started.count("prereq.time-zone") == 1
    assert started.count("prereq.setup-window-port") == 1
    assert started.count("prereq.port") == len(looked) == 5
    assert len({event.result.reference for event in looked}) == 1  # somebody reads it out on the phone


def test_it_goes_on_over_a_network_that_goes_and_comes() -> None:
    turns = [(STOPPED, 40), ("captive-portal-redirect", 100), (STOPPED, 160), ("healthy", 200)]
    office = Watched(Script.of("key-not-assigned", turns))
    assert office.run() is WatchEnd.CONNECTED
    assert [new[0] for new in office.changes] == [
        Code.KEY_NOT_ASSIGNED,
        Code.NETWORK_REFUSED,
        Code.NETWORK_CAPTIVE_PORTAL,
        Code.NETWORK_REFUSED,
        Code.CONNECTED,
    ]


SCHEMA = json.loads(resources.path("schema/check-1.schema.json").read_text("utf-8"))
INSIDE = {
    "stopped and started": (Script.of("econnector-not-running", [("healthy", 40)]), 3),
    "gone and back": (Script.of(STOPPED, [("healthy", 40)]), 1),
    "key assigned late": (Script.of("key-not-assigned", [("healthy", 15 * MINUTE)]), 2),
    "throttled": (Script.of("throttled", [("healthy", 20)]), 4),
    "guest network": (Script.of("captive-portal-page", [("healthy", 100)]), 8),
    "server asleep": (Script.of("office-timeout", [("healthy", 20 * MINUTE)]), 41),
    "six hours": (Script.of("key-rejected", [("healthy", 6 * HOUR)]), 13),
}
"""Scripts as an office's own API Service plays them, and how many live calls they take."""


@pytest.mark.parametrize("name", INSIDE)
def test_the_command_follows_them_too(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    script, calls = INSIDE[name]
    for variable in ("HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "LOCALAPPDATA", "APPDATA"):
        monkeypatch.setenv(variable, str(tmp_path))
    clock = VirtualClock()
    monkeypatch.setattr("wizard.runs.watch.PcClock", lambda: clock)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(PAIR.encode())))
    office = PretendOffice(begins_with(script), now=clock.now, pace_s=0)
    play = Play(script, office, clock.now)
    monkeypatch.setattr("wizard.checks.context.this_system", lambda: pretend_pc(office.scenario.id))
    play.advance()
    clock.on_move = play.advance
    try:
        host = f"127.0.0.1:{office.port}"
        assert main(["watch", "--json", "--key-stdin", "--host", host, "--for", "500"]) == 0
    finally:
        office.stop()
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    for document in found:
        jsonschema.Draft202012Validator(SCHEMA).validate(document)
    assert [document["verdict"] for document in found] == ["failed", "connected"]
    assert found[1]["watch"]["cure"]["named"] == found[0]["causes"][0]["code"]
    assert found[1]["watch"]["changes"]["new"] == ["connected"]
    live = [call for call in office.calls if call.had_key and call.path.endswith("/patients")]
    assert len(live) == calls
