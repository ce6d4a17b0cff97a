"""A narrowed look asks less than a whole one and says the same."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.machines import machine
from tests.support.office import CANARY_CUSTOMER, CANARY_DEVELOPER, remote_launch, vendor
from wizard.checks.context import World
from wizard.core.codes import CheckId, Code
from wizard.core.endpoint import local_endpoint
from wizard.core.events import CheckStarted
from wizard.core.evidence import CheckResult, Evidence, Status
from wizard.core.machine import DiskSpace, SleepTimeouts
from wizard.core.mode import Mode
from wizard.core.text import T
from wizard.core.version import Version
from wizard.probe.pace import Pacer
from wizard.runs.carried import NOTHING_CARRIED, carried_over
from wizard.runs.diagnoser import Diagnoser
from wizard.runs.key_choice import typed_keys
from wizard.runs.request import Request
from wizard.runs.run_events import CheckExplained
from wizard.runs.way_checks import PREREQUISITES
from wizard.simulator.pretend_office import PretendOffice
from wizard.simulator.pretend_pc import pretend_pc
from wizard.simulator.scenarios import SCENARIOS
from wizard.windows.machine_reader import MachineReader

if TYPE_CHECKING:
    from wizard.runs.run_events import RunEvent
    from wizard.runs.run_result import RunResult
    from wizard.simulator.recorded_system import RecordedSystem

KEYS = typed_keys(CANARY_CUSTOMER, CANARY_DEVELOPER, None)
WAY = {check.id for check in PREREQUISITES}
OF_TIME = {"took_ms", "started", "reference", "timings_ms", "ahead_s"}
UNCOMMON = ("slow-but-healthy", "silent", "endless", "oversized")
"""Slow ones, of which one comparison is enough."""
HEALED_PC = pretend_pc("healthy")


async def nobody(_name: str) -> list[str]:
    """A network without names."""
    raise OSError


def without_time(part: Any) -> Any:  # noqa: ANN401 - any part of a document
    """The same document but for what time decides."""
    if isinstance(part, dict):
        return {key: without_time(value) for key, value in part.items() if key not in OF_TIME}
    if isinstance(part, list):
        return [without_time(one) for one in part]
    return re.sub(r"\bin \d+ ms\b", "in 0 ms", part) if isinstance(part, str) else part


@dataclass
class Clock:
    """Time that only a sleep moves, so that no test waits for the pace."""

    time: float = 1000.0

    async def sleep(self, seconds: float) -> None:
        """Be later at once."""
        self.time += seconds


class Visits:
    """Runs against one pretend office and PC that change between them."""

    def __init__(self, office: PretendOffice, system: RecordedSystem) -> None:
        self.office, self.system = office, system
        self.asked: list[list[CheckId]] = []
        self.told: list[CheckExplained] = []
        self.only: tuple[str, ...] = ()
        clock = Clock()
        world = World(
            pacer=Pacer(lambda: clock.time, clock.sleep),
            machine=lambda: MachineReader(self.system),
            look_up=nobody,
        )
        profile = vendor()._replace(minimum_version=Version.parse("24.3.1.0"))
        self._diagnoser = Diagnoser(
            remote_launch(office, profile=profile).setup._replace(world=lambda: world)
        )

    async def look(self, since: RunResult | None = None) -> RunResult:
        """Run, after an earlier result or whole."""
        asked: list[CheckId] = []
        self.asked.append(asked)
        self.told.clear()

        def tell(event: RunEvent) -> None:
            if isinstance(event, CheckStarted):
                asked.append(event.id)
            if isinstance(event, CheckExplained):
                self.told.append(event)

        deadline_s = 0.3 if self.office.scenario.id == "silent" else None
        return await self._diagnoser.live(KEYS, tell, only=self.only, since=since, deadline_s=deadline_s)


def same(one: RunResult, other: RunResult) -> bool:
    """Whether both say the same: on the screen, in the document, and of this office's PCs."""
    assert without_time(one.document) == without_time(other.document)
    assert [cause.code for cause in one.shown_causes] == [cause.code for cause in other.shown_causes]
    assert [cause.steps for cause in one.shown_causes] == [cause.steps for cause in other.shown_causes]
    assert one.by_check.keys() == other.by_check.keys()
    for name in ("server", "server_here", "installed", "mode"):
        assert getattr(one.evidence, name) == getattr(other.evidence, name)
    return True


@pytest.mark.parametrize("name", sorted(SCENARIOS))
def test_a_narrowed_look_says_the_same_as_a_whole_one_and_sees_what_was_mended(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    scenario = SCENARIOS[name]
    if name == "silent":
        monkeypatch.setattr("wizard.runs.run.OPINION_S", 0.3)

    async def visits() -> None:
        first = await office.look()
        again = await office.look(first)
        assert same(again, await office.look())
        assert set(office.asked[1]) < set(office.asked[0])
        office.office.scenario, office.system = SCENARIOS["healthy"], HEALED_PC
        healed = await office.look(again)
        assert healed.connected
        assert name in UNCOMMON or same(healed, await office.look())

    with PretendOffice(replace(scenario, delay_s=scenario.delay_s / 10), pace_s=0) as served:
        office = Visits(served, pretend_pc("healthy"))
        asyncio.run(visits())


@pytest.mark.parametrize("name", ["econnector-not-running", "econnector-duplicate"])
def test_on_the_server_itself_too(name: str) -> None:
    async def visits() -> None:
        first = await office.look()
        assert first.evidence.server_here
        again = await office.look(first)
        assert same(again, await office.look())
        office.office.scenario = SCENARIOS["healthy"]
        healed = await office.look(again)
        assert healed.connected
        assert healed.evidence.server_here

    with PretendOffice(SCENARIOS[name], pace_s=0) as served:
        office = Visits(served, pretend_pc(name))
        asyncio.run(visits())


def test_the_way_and_whatever_was_not_well_are_asked_again() -> None:
    async def visits() -> tuple[RunResult, RunResult]:
        first = await office.look()
        return first, await office.look(first)

    with PretendOffice(SCENARIOS["key-not-assigned"], pace_s=0) as served:
        office = Visits(served, machine("econnector-stopped").system)
        first, again = asyncio.run(visits())
    whole, narrowed = map(set, office.asked)
    assert whole >= narrowed >= WAY
    not_well = {c.id for c in first.evidence.checks if c.status not in (Status.PASSED, Status.SKIPPED)}
    assert CheckId.PREREQ_ECONNECTOR_SERVICE in not_well <= narrowed
    # what goes on and off while somebody mends is looked at each time, well or not
    assert {CheckId.PREREQ_API_SERVICE, CheckId.PREREQ_OPEN_DENTAL_RUNNING} <= narrowed
    assert CheckId.PREREQ_TIME_ZONE in whole - narrowed
    assert whole - narrowed <= {CheckId.PREREQ_TIME_ZONE, CheckId.PREREQ_SETUP_WINDOW_PORT}
    assert [c.id for c in again.evidence.checks] == [c.id for c in first.evidence.checks]


def test_what_goes_wrong_meanwhile_is_seen() -> None:
    async def visits() -> RunResult:
        first = await office.look()
        full = DiskSpace(2**20, 500 * 2**30)
        office.system = replace(office.system, power=SleepTimeouts(600, 600), drive=full)
        return await office.look(first)

    with PretendOffice(SCENARIOS["econnector-not-running"], pace_s=0) as served:
        office = Visits(served, pretend_pc("econnector-not-running"))
        found = {check.code for check in asyncio.run(visits()).evidence.checks}
    assert {Code.OFFICE_SLEEPS, Code.OFFICE_DISK_FULL} <= found


def passed(identity: CheckId, status: Status = Status.PASSED, code: Code | None = None) -> CheckResult:
    """A result."""
    return CheckResult(identity, status, T("seen"), code)


ZONE = passed(CheckId.PREREQ_TIME_ZONE)


def kept(evidence: Evidence, **asked: Any) -> set[CheckId]:  # noqa: ANN401 - fields of Request
    """Which results are carried over."""
    request = Request(**{"endpoint": local_endpoint(), **asked})
    return {result.id for result in carried_over(evidence, request).checks}


def test_another_server_or_another_version_is_seen() -> None:
    async def visits() -> RunResult:
        first = await office.look()
        assert first.evidence.server == "DENTAL-SRV"
        files = {path: text.replace(b"DENTAL-SRV", b"MOVED") for path, text in office.system.files.items()}
        versions = dict.fromkeys(office.system.versions, "25.4.48.0")
        office.system = replace(office.system, files=files, versions=versions)
        return await office.look(first)

    with PretendOffice(SCENARIOS["key-not-assigned"], pace_s=0) as served:
        office = Visits(served, pretend_pc("healthy"))
        again = asyncio.run(visits()).evidence
    assert again.server == "MOVED"
    assert str(again.installed) == "25.4.48.0"


def test_nothing_comes_from_another_way_or_from_what_was_not_asked_for() -> None:
    evidence = Evidence(Mode.REMOTE, (ZONE,))
    assert carried_over(evidence, Request(local_endpoint())) == NOTHING_CARRIED
    assert kept(Evidence(Mode.LOCAL, (ZONE,)), skip=(ZONE.id,)) == set()
    assert kept(Evidence(Mode.LOCAL, (ZONE,)), only=("prereq.disk",)) == set()


@pytest.mark.parametrize("status", list(Status))
def test_only_what_passed_or_was_not_needed_is_carried_over(status: Status) -> None:
    evidence = Evidence(Mode.LOCAL, (passed(CheckId.PREREQ_TIME_ZONE, status),))
    assert bool(kept(evidence)) is (status in (Status.PASSED, Status.SKIPPED))


def test_the_server_is_known_from_the_first_event_on_though_nobody_asks_for_it() -> None:
    async def visits() -> RunResult:
        first = await office.look()
        office.only = ("prereq.time-zone", "prereq.restart-pending")
        return await office.look(first)

    with PretendOffice(SCENARIOS["key-not-assigned"], pace_s=0) as served:
        office = Visits(served, pretend_pc("healthy"))
        again = asyncio.run(visits())
    assert office.asked[1] == [CheckId.PREREQ_RESTART_PENDING]
    assert again.evidence.server == "DENTAL-SRV"
    (told,) = office.told
    assert told.server == "DENTAL-SRV"
    assert [check.id for check in told.evidence.checks] == [
        CheckId.PREREQ_TIME_ZONE,
        CheckId.PREREQ_RESTART_PENDING,
    ]


def test_a_look_that_fails_remembers_which_version_the_office_told_of() -> None:
    told = Version.parse("25.4.48.0")

    async def visits() -> RunResult:
        first = await office.look()
        return await office.look(replace(first, evidence=replace(first.evidence, od_version=told)))

    with PretendOffice(SCENARIOS["key-not-assigned"], pace_s=0) as served:
        office = Visits(served, pretend_pc("healthy"))
        assert asyncio.run(visits()).evidence.od_version == told


def test_the_version_that_the_office_told_is_not_forgotten() -> None:
    told = Version.parse("25.4.48.0")
    evidence = Evidence(Mode.LOCAL, od_version=told)
    assert carried_over(evidence, Request(local_endpoint())).od_version == told
