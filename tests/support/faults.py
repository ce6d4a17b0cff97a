"""Faults of an office that can be healed, and looks at it before and after, by real runs.

A fault that no pretend office plays (a name that is not found, a clock that is years off) is written down as
the facts of its check, and judged by that check's verdict.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypedDict
from unittest.mock import patch

from tests.support.machines import machine
from tests.support.office import CANARY_CUSTOMER, CANARY_DEVELOPER, vendor
from wizard.checks.context import World
from wizard.core.codes import CheckId, Code
from wizard.core.endpoint import Endpoint, remote_endpoint
from wizard.core.evidence import Answer, Certificate, CheckResult, Evidence, Failure, KeyProblem, Status
from wizard.core.facts.channel_facts import ChannelFacts
from wizard.core.facts.way_facts import FamilyOutcome, NameFacts, PortFacts
from wizard.core.keys import Keys
from wizard.core.machine import PortAnswer, SleepTimeouts
from wizard.core.mode import Mode
from wizard.core.route import Route
from wizard.core.text import T, Translator
from wizard.diagnosis.verdicts.channel_verdicts import channel
from wizard.diagnosis.verdicts.name_verdict import name
from wizard.diagnosis.verdicts.port_verdict import port
from wizard.probe.pace import Pacer
from wizard.runs.diagnoser import Diagnoser
from wizard.runs.key_choice import typed_keys
from wizard.runs.setup import Setup
from wizard.simulator.pretend_office import PretendOffice
from wizard.simulator.scenarios import SCENARIOS
from wizard.windows.machine_reader import MachineReader

if TYPE_CHECKING:
    from collections.abc import Callable

    from wizard.core.facts import CheckFacts
    from wizard.core.outcome import Outcome
    from wizard.simulator.recorded_system import RecordedSystem

KEYS = typed_keys(CANARY_CUSTOMER, CANARY_DEVELOPER, None)
WAY = (
    CheckId.PREREQ_PROXY,
    CheckId.PREREQ_NAME,
    CheckId.PREREQ_PORT,
    CheckId.PREREQ_SECURE_CHANNEL,
    CheckId.PREREQ_CLOCK,
)
_PATIENCE_S = 0.3  # with an office that never answers


def _as_recorded(system: RecordedSystem) -> RecordedSystem:
    return system


@dataclass(frozen=True, eq=False)
class Fault:
    """One thing that is wrong.

    Attributes:
        code: What its cure has to prove.
        about: What is played, for the page.
        scenario: The pretend office's.
        state: The recorded PC while it is wrong; ``well`` is the same PC without it.
        change: What is different on that PC beside its file.
        keys: What the run is given.
        closed: Nothing listens where Open Dental is called.
        way: What the checks of the way find, written down.
        warns: By itself it breaks nothing today.
    """

    code: Code
    about: str
    scenario: str = "healthy"
    state: str = "server"
    well: str = "server"
    change: Callable[[RecordedSystem], RecordedSystem] = field(default_factory=lambda: _as_recorded)
    mode: Mode = Mode.REMOTE
    keys: Keys = KEYS
    closed: bool = False
    way: tuple[CheckResult, ...] = ()
    warns: bool = False

    @property
    def played(self) -> str:
        """By what, for the page."""
        if self.way:
            return "facts of the check"
        parts = [f"`{self.scenario}`"] if self.scenario != "healthy" else []
        parts += [f"PC `{self.state}`"] if self.state != self.well else []
        parts += ["a setting of the PC"] if self.change is not _as_recorded else []
        return " and ".join(parts) or "the given key"


def _judged(identity: CheckId, facts: CheckFacts, verdict: Callable[..., Outcome]) -> CheckResult:
    outcome = verdict(facts)
    return CheckResult(identity, outcome.status, outcome.summary, outcome.code, facts=facts)


ROUTE = Route(remote_endpoint(), (None,))
GOOD_WAY = (
    _judged(CheckId.PREREQ_NAME, NameFacts(ROUTE, addresses=2, took_s=0.1), name),
    _judged(CheckId.PREREQ_PORT, PortFacts(ROUTE, (("ipv4", FamilyOutcome.OPEN),), reached=True), port),
    CheckResult(CheckId.PREREQ_SECURE_CHANNEL, Status.PASSED, T("Trusted."), facts=ChannelFacts(ROUTE)),
    CheckResult(CheckId.PREREQ_CLOCK, Status.PASSED, T("Right.")),
)


def _broken_at(result: CheckResult) -> tuple[CheckResult, ...]:
    """The way as far as a check that failed, and blocked behind it, as a run leaves it."""
    place = [check.id for check in GOOD_WAY].index(result.id)
    blocked = (
        CheckResult(check.id, Status.BLOCKED, T("Blocked."), blocked_by=result.id)
        for check in GOOD_WAY[place + 1 :]
    )
    return (*GOOD_WAY[:place], result, *blocked)


_FUTURE = Certificate("DigiCert", "DigiCert", 3.95e9, 5e9, top=("DigiCert Inc", "DigiCert Global Root G2"))
_BEHIND = Answer("GET", "/", 400, clock_ahead_s=-7e7)
OFFLINE = _broken_at(_judged(CheckId.PREREQ_NAME, NameFacts(ROUTE, control=False), name))
NAME_BLOCKED = _broken_at(_judged(CheckId.PREREQ_NAME, NameFacts(ROUTE, control=True), name))
CATCHES_ALL = _broken_at(
    _judged(CheckId.PREREQ_NAME, NameFacts(ROUTE, addresses=1, sinkhole=True, catches_all=True), name)
)
REFUSED = _broken_at(
    _judged(CheckId.PREREQ_PORT, PortFacts(ROUTE, (("ipv4", FamilyOutcome.REFUSED),), outside=True), port)
)
CLOCK_OFF = _broken_at(
    _judged(
        CheckId.PREREQ_SECURE_CHANNEL,
        ChannelFacts(
            replace(ROUTE, certificate=_FUTURE),
            Answer("GET", "/", failure=Failure.TLS_NOT_YET_VALID, certificate=_FUTURE),
            (_BEHIND, _BEHIND),
            now=3.9e9,
        ),
        channel,
    )
)


def _slept(system: RecordedSystem) -> RecordedSystem:
    return replace(system, power=SleepTimeouts(1800, 0))


def _restart(system: RecordedSystem) -> RecordedSystem:
    key = r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\WindowsUpdate\Auto Update\RebootRequired"
    return replace(system, registry={**system.registry, key: {}})


def _full(system: RecordedSystem) -> RecordedSystem:
    return replace(system, drive=system.drive._replace(free=900_000_000))


class _Pc(TypedDict):
    state: str
    well: str


_WORKSTATION = _Pc(state="workstation", well="workstation")

CURABLE: tuple[Fault, ...] = (
    Fault(
        Code.ECONNECTOR_NOT_RUNNING,
        "The eConnector is stopped.",
        "econnector-not-running",
        "econnector-stopped",
    ),
    Fault(
        Code.ECONNECTOR_NOT_RUNNING,
        "The same, seen from a workstation.",
        "econnector-not-running",
        **_WORKSTATION,
    ),
    Fault(
        Code.ECONNECTOR_NOT_RUNNING,
        "It is stopped, and only 503 is told.",
        "econnector-503",
        "econnector-stopped",
    ),
    Fault(
        Code.ECONNECTOR_NOT_RUNNING, "Its start is disabled.", "econnector-not-running", "econnector-disabled"
    ),
    Fault(Code.ECONNECTOR_DUPLICATE, "Two eConnectors run.", "econnector-duplicate", "econnector-twice"),
    Fault(
        Code.ECONNECTOR_VERSION_MISMATCH,
        "It has another version and is stopped.",
        "econnector-not-running",
        "econnector-other-version",
    ),
    Fault(
        Code.ECONNECTOR_NOT_AUTOMATIC, "It does not start by itself.", state="econnector-manual", warns=True
    ),
    Fault(Code.KEY_REJECTED, "The key is refused.", "key-rejected"),
    Fault(Code.KEY_NOT_ASSIGNED, "The key is not added.", "key-not-assigned"),
    Fault(Code.KEY_DISABLED_BY_CUSTOMER, "The office disabled the key.", "key-disabled-by-customer"),
    Fault(Code.KEY_MISSING, "No key was given.", keys=Keys(problem=KeyProblem.MISSING)),
    Fault(Code.KEY_MALFORMED, "What was given is no key.", keys=Keys(problem=KeyProblem.MALFORMED)),
    Fault(
        Code.KEY_IS_DEVELOPER_KEY,
        "The developer key was given.",
        keys=Keys(problem=KeyProblem.IS_DEVELOPER_KEY),
    ),
    Fault(Code.API_NOT_ENABLED, "The API is off in Open Dental.", "api-not-enabled"),
    Fault(Code.OFFICE_TIMEOUT, "The office does not answer in time.", "office-timeout", **_WORKSTATION),
    Fault(
        Code.OFFICE_VERSION_TOO_OLD, "Open Dental is too old for the call.", "office-version", **_WORKSTATION
    ),
    Fault(Code.OFFICE_UNREACHABLE, "The office is not reached, and why is not told.", "office-unreachable"),
    Fault(Code.OFFICE_DATABASE_STOPPED, "The database is stopped.", "office-unreachable", "database-stopped"),
    Fault(Code.OFFICE_SLEEPS, "The server may sleep.", change=_slept, warns=True),
    Fault(Code.OFFICE_SLEEPS, "The server may sleep, and does not answer.", "office-timeout", change=_slept),
    Fault(Code.OFFICE_DISK_FULL, "The drive is nearly full.", change=_full, warns=True),
    Fault(Code.OFFICE_DISK_FULL, "It is, and the office is not reached.", "office-unreachable", change=_full),
    Fault(Code.OFFICE_RESTART_PENDING, "A restart is pending.", change=_restart, warns=True),
    Fault(Code.OFFICE_RESTART_PENDING, "It is, and nothing is answered.", "office-timeout", change=_restart),
    Fault(Code.CLOCK_SKEWED, "The clock is two hours off.", "clock-off", warns=True),
    Fault(Code.CLOCK_ZONE, "The time zone is none.", state="unknown-zone", well="workstation", warns=True),
    Fault(Code.TLS_CLOCK, "The clock is two years behind.", way=CLOCK_OFF),
    Fault(Code.NETWORK_OFFLINE, "No name is found at all.", way=OFFLINE),
    Fault(
        Code.NETWORK_CAPTIVE_PORTAL, "A guest network sends to its sign-in page.", "captive-portal-redirect"
    ),
    Fault(Code.NETWORK_CAPTIVE_PORTAL, "A guest network answers every name itself.", way=CATCHES_ALL),
    Fault(Code.NETWORK_NO_ANSWER, "The connection opens, and nothing comes.", "silent", **_WORKSTATION),
    Fault(
        Code.LOCAL_API_CLOSED,
        "Open Dental is closed.",
        state="closed",
        well="workstation",
        mode=Mode.LOCAL,
        closed=True,
    ),
    Fault(Code.LOCAL_API_STUCK, "Open Dental hangs.", "silent", "stuck", "workstation", mode=Mode.LOCAL),
    Fault(
        Code.API_SERVICE_NOT_RUNNING,
        "The API Service is gone.",
        state="api-service-missing-service-mode",
        mode=Mode.API_SERVICE,
        closed=True,
    ),
)
"""Every cause that an office can heal, some in more than one form."""


@dataclass
class _Time:
    """Time that only a sleep moves, so that no test waits for the pace."""

    now: float = 1000.0

    async def sleep(self, seconds: float) -> None:
        self.now += seconds


async def _nobody(_name: str) -> list[str]:
    raise OSError


def play(fault: Fault, looks: str) -> list[Evidence]:
    """Look at an office again and again, by real runs of one Diagnoser.

    Args:
        fault: What is wrong with it.
        looks: A letter each: ``x`` is the fault, ``o`` the office without it, ``h`` the PC without it while
            the answer is still the old one.
    """
    time, seen = _Time(), []
    system = machine(fault.well).system
    world = World(
        pacer=Pacer(lambda: time.now, time.sleep),
        environ={},
        machine=lambda: MachineReader(system),
        look_up=_nobody,
    )
    quick = patch.multiple("wizard.runs.run", OPINION_S=_PATIENCE_S)
    with PretendOffice(SCENARIOS["healthy"], pace_s=0) as office, quick:
        at = Endpoint(fault.mode, "http", "127.0.0.1", office.port)
        here = f"127.0.0.1:{office.port}"
        setup = Setup(Translator(), vendor(), endpoint=lambda: at, world=lambda: world)
        diagnoser = Diagnoser(setup)

        async def looked() -> None:
            nonlocal system
            for look in looks:
                recorded = machine(fault.state if look == "x" else fault.well).system
                system = fault.change(recorded) if look == "x" else recorded
                if look != "x" or not fault.closed:
                    system = replace(system, ports={**system.ports, here: PortAnswer.ANSWERS})
                office.scenario = SCENARIOS["healthy" if look == "o" else fault.scenario]
                if fault.closed:
                    office.stop()
                    if look != "x":
                        office.start()
                silent = office.scenario.id == "silent"
                result = await diagnoser.live(
                    fault.keys if look == "x" else KEYS,
                    skip=WAY if silent else (),
                    deadline_s=_PATIENCE_S if silent else None,
                )
                seen.append(on_way(result.evidence, fault.way if look == "x" else GOOD_WAY))

        asyncio.run(looked())
    return seen


def on_way(evidence: Evidence, way: tuple[CheckResult, ...]) -> Evidence:
    """The same look over the way to the hosted API, which loopback has not; no call over a broken one."""
    if evidence.mode is not Mode.REMOTE or not way:
        return evidence
    clock = next((check for check in evidence.checks if check.id is CheckId.PREREQ_CLOCK), None)
    held = any(check.status is Status.FAILED for check in way)
    if clock is not None and not held:
        way = (*way[:-1], clock)
    checks = (*(check for check in evidence.checks if check.id not in WAY), *way)
    if held:
        checks = tuple(check for check in checks if not check.id.is_live)
        return replace(evidence, checks=checks, probe=None, opinions=())
    return replace(evidence, checks=checks)
