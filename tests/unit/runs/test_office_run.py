"""The office's checks in a run: together, within their time, and with nothing said that must not be."""

from __future__ import annotations

import asyncio
import contextlib
import json
import threading
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.support.machines import CANARY, NAMES, machine
from tests.support.office import CANARY_CUSTOMER, CANARY_DEVELOPER
from wizard.checks.context import World
from wizard.core.codes import CheckId
from wizard.core.endpoint import Endpoint, remote_endpoint
from wizard.core.evidence import Evidence, Status
from wizard.core.keys import KeyPair
from wizard.core.machine import Unreadable
from wizard.core.mode import Mode
from wizard.core.secret import Secret
from wizard.diagnosis.judge import judge
from wizard.main import main
from wizard.runs.office_checks import OFFICE
from wizard.runs.registry import CHECKS
from wizard.runs.request import Request
from wizard.runs.run import run
from wizard.simulator.pretend_office import PretendOffice
from wizard.simulator.pretend_pc import pretend_pc
from wizard.simulator.recorded_system import RecordedSystem
from wizard.simulator.scenarios import SCENARIOS
from wizard.windows.machine_reader import MachineReader

if TYPE_CHECKING:
    from collections.abc import Callable

    from wizard.core.machine import RawService, System

KEYS = KeyPair(Secret(CANARY_DEVELOPER), Secret(CANARY_CUSTOMER))


def go(
    system: System, scenario: str = "healthy", *, keys: KeyPair | None = None, **asked: object
) -> Evidence:
    with PretendOffice(SCENARIOS[scenario], pace_s=0) as office:
        world = World(machine=lambda: MachineReader(system), environ={})
        request = Request(Endpoint(Mode.REMOTE, "http", "127.0.0.1", office.port), keys, **asked)  # type: ignore[arg-type]  # names of its fields
        return asyncio.run(run(request, world, lambda _: None))


class Slow(RecordedSystem):
    """Every question that is asked of Windows takes a while, as on a PC under load."""

    WAIT_S = 0.05

    def _ask(self, question: str) -> None:
        time.sleep(self.WAIT_S)
        super()._ask(question)


def test_the_whole_page_settles_in_the_time_of_its_slowest_check() -> None:
    recorded = machine("server").system
    slow = Slow(*(getattr(recorded, name) for name in RecordedSystem.__dataclass_fields__))
    world = World(machine=lambda: MachineReader(slow), environ={})

    async def timed(port: int) -> tuple[Evidence, float]:
        start = time.monotonic()
        request = Request(Endpoint(Mode.REMOTE, "http", "127.0.0.1", port), only=("prereq.*",))
        return await run(request, world, lambda _: None), time.monotonic() - start

    with PretendOffice(SCENARIOS["healthy"], pace_s=0) as office:
        evidence, took = asyncio.run(timed(office.port))
    slowest = max(result.took_ms for result in evidence.checks) / 1000
    assert len(evidence.checks) == len(CHECKS)
    assert slowest >= Slow.WAIT_S
    # one after the other they would take as long as all of them together, however busy this machine is
    assert took < sum(result.took_ms for result in evidence.checks) / 1000 / 2


class Hangs(RecordedSystem):
    """Windows never answers about services."""

    over = threading.Event()

    def services(self) -> tuple[RawService, ...]:
        self.over.wait(120)
        return ()


def test_a_question_that_hangs_is_unknown_after_its_deadline_and_holds_nothing_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert {check.deadline_s for check in OFFICE} == {5.0}
    quick = tuple(replace(check, deadline_s=0.3) for check in CHECKS if check.id.startswith("prereq."))
    monkeypatch.setattr("wizard.runs.run.CHECKS", quick)
    recorded = machine("server").system
    system = Hangs(*(getattr(recorded, name) for name in RecordedSystem.__dataclass_fields__))
    system.over.clear()
    try:
        start = time.monotonic()
        evidence = go(system, keys=KEYS)
        assert time.monotonic() - start < 60
    finally:
        system.over.set()
    found = {result.id: result for result in evidence.checks}
    assert found[CheckId.PREREQ_ECONNECTOR_SERVICE].status is Status.UNKNOWN
    assert found[CheckId.PREREQ_RESTART_PENDING].status is Status.PASSED
    assert judge(evidence).exit_code == 0
    assert evidence.probe is not None


def test_the_servers_name_is_kept_for_the_window() -> None:
    assert go(machine("workstation").system).server == "DENTAL-SRV"
    here = go(machine("server").system)
    assert (here.server, here.server_here) == ("", True)


def test_a_missing_connection_is_one_root_cause() -> None:
    async def refuses(_host: str, _port: int) -> None:
        raise ConnectionRefusedError

    world = World(
        machine=lambda: MachineReader(machine("neglected-server").system), environ={}, connect=refuses
    )
    request = Request(Endpoint(Mode.REMOTE, "http", "127.0.0.1", 9), only=("prereq.*",))
    found = {r.id: r for r in asyncio.run(run(request, world, lambda _: None)).checks}
    assert found[CheckId.PREREQ_SETUP_WINDOW_PORT].status is Status.UNKNOWN
    assert [r.id for r in found.values() if r.status is Status.FAILED] == ["prereq.port"]  # one root cause


@pytest.mark.parametrize(
    ("state", "scenario", "first"),
    [
        ("econnector-stopped", "econnector-503", "econnector.not-running"),
        ("econnector-stopped", "office-timeout", "econnector.not-running"),
        ("econnector-other-version", "econnector-not-running", "econnector.version-mismatch"),
        ("econnector-twice", "office-unreachable", "econnector.duplicate"),
        ("econnector-stopped", "key-not-assigned", "key.not-assigned"),
        ("workstation", "econnector-not-running", "econnector.not-running"),
    ],
)
def test_a_whole_run_weighs_the_service_in(state: str, scenario: str, first: str) -> None:
    judgement = judge(go(machine(state).system, scenario, keys=KEYS))
    assert judgement.findings[0].code == first


def test_a_running_service_and_a_healthy_control_call_lower_the_503() -> None:
    away = judge(go(machine("workstation").system, "econnector-503", keys=KEYS))
    here = judge(go(machine("server").system, "econnector-503", keys=KEYS))
    assert away.findings[0].code == "econnector.not-running"
    assert here.findings[0].code != "econnector.not-running"
    assert "econnector.not-running" in [f.code for f in here.findings]


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_the_pretend_pc_changes_no_verdict_of_a_scenario(scenario: str) -> None:
    """The demo's first cause is the one that the scenario promises, whatever its PC adds."""
    if SCENARIOS[scenario].expected.startswith("connected") or scenario.startswith("econnector-"):
        system = pretend_pc(scenario)
        evidence = go(system, scenario, keys=KEYS)
        assert judge(evidence).findings[0].code == SCENARIOS[scenario].expected
    else:
        reader = MachineReader(pretend_pc(scenario))
        assert reader.place().server == "DENTAL-SRV"
        assert reader.services() == ()


class Loud(RecordedSystem):
    """Every answer fails with a text that must not come out."""

    def services(self) -> tuple[RawService, ...]:
        raise ValueError(CANARY)

    def content(self, path: str, most: int) -> bytes | None:
        raise ValueError(f"{CANARY} {path} {most}")


def test_a_check_that_breaks_is_told_by_its_kind_only() -> None:
    recorded = machine("server").system
    system = Loud(*(getattr(recorded, name) for name in RecordedSystem.__dataclass_fields__))
    evidence = go(system, only=("prereq.*",))
    assert CANARY not in repr(evidence)
    assert Status.CRASHED in {result.status for result in evidence.checks}


def calls_of(system: System) -> list[Callable[[], object]]:
    reader = MachineReader(system)
    return [reader.place, reader.programs, reader.services, reader.running, reader.zone, reader.disk]


@pytest.mark.parametrize("name", NAMES)
def test_the_reader_raises_only_what_it_says(name: str) -> None:
    for ask in calls_of(machine(name).system):
        with contextlib.suppress(Unreadable):
            ask()


@pytest.fixture
def as_this_pc(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Puts a recorded state in the place of the PC that the tests run on."""

    def put(name: str) -> None:
        monkeypatch.setattr("wizard.checks.context.this_system", lambda: machine(name).system)

    return put


@pytest.mark.parametrize("name", ["workstation", "server", "middle-tier", "config-broken", "german"])
def test_the_command_tells_neither_a_password_nor_a_name(
    name: str,
    as_this_pc: Callable[[str], None],
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    as_this_pc(name)
    with PretendOffice(SCENARIOS["healthy"]) as office:
        host = f"127.0.0.1:{office.port}"
        for form in (["--json"], ["--verbose"]):
            assert main(["check", "--only", "prereq.*", "--host", host, *form]) in (0, 3)
    told = "".join(capfd.readouterr()) + caplog.text
    assert "prereq.role" in told
    for word in (CANARY, "dental-srv", "DENTAL-SRV", "müller", "MÜLLER", "Praxis", "192.168", "C:\\"):
        assert word not in told


def test_the_command_runs_one_check_alone(
    as_this_pc: Callable[[str], None], capfd: pytest.CaptureFixture[str]
) -> None:
    as_this_pc("econnector-disabled")
    with PretendOffice(SCENARIOS["healthy"]) as office:
        host = f"127.0.0.1:{office.port}"
        only = ["--only", "prereq.econnector-service", "--host", host, "--json"]
        assert main(["check", *only]) == 0  # not needed in Service mode
        service = json.loads(capfd.readouterr().out)
    assert [check["id"] for check in service["checks"]] == ["prereq.econnector-service"]
    assert service["checks"][0]["status"] == "skipped"
    assert "does not need it" in service["checks"][0]["summary"]
    assert main(["check", "--only", "prereq.econnector-service", "--json"]) == 3
    found = json.loads(capfd.readouterr().out)
    assert found["causes"][0]["code"] == "econnector.not-running"
    assert found["causes"][0]["steps"][0].startswith("On this PC, click")
    assert found["checks"][0]["evidence"]["start"] == "disabled"


def test_a_proxy_may_let_open_dental_through() -> None:
    environ = {"HTTPS_PROXY": "http://127.0.0.1:9"}
    world = World(machine=lambda: MachineReader(machine("neglected-server").system), environ=environ)
    request = Request(remote_endpoint(), only=("prereq.setup-window-port",))
    (result,) = asyncio.run(run(request, world, lambda _: None)).checks
    assert (result.status, result.code) == (Status.UNKNOWN, None)


def test_the_list_of_checks_says_what_each_needs_and_reads(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["list", "checks", "--json"]) == 0
    rows = {row["id"]: row for row in json.loads(capfd.readouterr().out)}
    assert set(rows) == {*(check.id for check in CHECKS), "live.patients", "live.rights", "live.version"}
    assert all(row["reads"] for row in rows.values())
    assert "FreeDentalConfig.xml" in rows["prereq.role"]["reads"]
    assert rows["prereq.clock"]["needs"] == "prereq.secure-channel, prereq.port"
