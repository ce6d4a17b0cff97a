"""Verdicts on what the checks of this PC found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.core.codes import Code
from wizard.core.evidence import Status
from wizard.core.facts import reported
from wizard.core.machine import DatabaseWay, PortAnswer, Role
from wizard.core.mode import Mode
from wizard.core.outcome import Outcome
from wizard.core.text import T, Text
from wizard.core.version import Version
from wizard.diagnosis.verdicts.naming_server import naming_server
from wizard.diagnosis.verdicts.unanswered_verdict import WHY

if TYPE_CHECKING:
    from collections.abc import Callable

    from wizard.core.facts.pc_facts import (
        DiskFacts,
        InstalledFacts,
        RestartFacts,
        RoleFacts,
        RunningFacts,
        ZoneFacts,
    )

OLDEST = {Mode.REMOTE: Version((21, 1)), Mode.LOCAL: Version((22, 1)), Mode.API_SERVICE: Version((22, 2))}
"""Open Dental's first version with each kind of API (facts, section 5)."""
LEAST_FREE = 2 * 2**30
"""Bytes free below which a drive is nearly full."""
LEAST_PART = 0.02
"""The same as a part of the drive; the smaller of the two counts."""


def installed_verdict(facts: InstalledFacts) -> Outcome:
    """Whether an Open Dental is there, and new enough for this connection and for the program."""
    if facts.cloud:
        return Outcome(
            Status.PASSED,
            T("Open Dental Cloud is used on this PC."),
            evidence=reported(facts, facts.CLOUD),
        )
    evidence = reported(facts)
    if not facts.programs:
        words = T(
            "It was not found on this PC. What has to be done in Open Dental is done on a PC that has it."
        )
        return Outcome(Status.SKIPPED, words, evidence=evidence)
    if facts.version is None:
        words = T("Open Dental is installed; its version could not be read.")
        return Outcome(Status.PASSED, words, evidence=evidence)
    return _too_old(facts, facts.version) or _installed(facts, facts.version)


def _too_old(facts: InstalledFacts, version: Version) -> Outcome | None:
    evidence = reported(facts)
    if version < OLDEST[facts.mode]:
        words = T(
            "Open Dental {version} is installed; this connection needs {needed} or later.",
            version=short_version(version), needed=str(OLDEST[facts.mode]),
        )  # fmt: skip
        return Outcome(Status.FAILED, words, Code.OFFICE_VERSION_TOO_OLD, evidence)
    if facts.floor is not None and version < facts.floor:
        words = T(
            "Open Dental {version} is installed; the program needs {needed} or later.",
            version=short_version(version), needed=str(facts.floor),
        )  # fmt: skip
        return Outcome(Status.WARNED, words, Code.OFFICE_VERSION_TOO_OLD, evidence)
    return None


def _installed(facts: InstalledFacts, version: Version) -> Outcome:
    if facts.found > 1:
        words = T(
            "Open Dental {version} is installed, and another one beside it.", version=short_version(version)
        )
    else:
        words = T("Open Dental {version} is installed.", version=short_version(version))
    folder = facts.programs[0].folder
    shown = T(
        "Open Dental {version} is installed in {folder}.", version=short_version(version), folder=folder
    )
    return Outcome(Status.PASSED, words, None, reported(facts), None if facts.usual_folder else shown)


def running_verdict(facts: RunningFacts) -> Outcome:
    """Whether Open Dental is open and somebody logged on, which only the Local API needs."""
    evidence, said = reported(facts), facts.port
    if said is PortAnswer.ANSWERS:
        return Outcome(Status.PASSED, T("Open Dental is open, and somebody is logged on."), None, evidence)
    code = Code.LOCAL_API_CLOSED
    if said is PortAnswer.OTHER_NAME:
        words = T("A program listens at the Local API's port, but under another name or address.")
        code = Code.API_SERVICE_OTHER_NAME
    elif not facts.process:
        words = T("Open Dental is closed on this PC.")
    elif said in (PortAnswer.MUTE, PortAnswer.SILENT):
        words, code = T("Open Dental is open, but its Local API does not answer."), Code.LOCAL_API_STUCK
    else:
        words = T("Open Dental is open, but its Local API is not: nobody is logged on, or it is older.")
    if facts.mode is Mode.LOCAL:
        return Outcome(Status.FAILED, words, code, evidence)
    return Outcome(Status.SKIPPED, words, None, evidence)


def role_verdict(facts: RoleFacts) -> Outcome:
    """What this PC is, and who is the server."""
    place, evidence = facts.place, reported(facts)
    if place.role is Role.CLOUD:
        words = T("The server is at Open Dental: this is Open Dental Cloud.")
        return Outcome(Status.PASSED, words, None, evidence)
    if place.role is Role.SERVER:
        words = T("This PC is the server.")
        shown = T("This PC is the server, with the database **{name}**.", name=place.database)
        return Outcome(Status.PASSED, words, None, evidence, shown if place.database else None)
    if place.role is Role.WORKSTATION:
        return naming_server(Status.PASSED, _workstation(place.kind), place.server, evidence=evidence)
    if place.why is None and place.kind is None:
        words = T("Without Open Dental on it, this PC cannot tell which one is the server.")
        return Outcome(Status.SKIPPED, words, None, evidence)
    if place.why is not None:
        words = WHY[place.why]
    elif place.kind is DatabaseWay.STRING:
        words = T("Open Dental's settings name the server beside a password, so they are not read.")
    else:
        words = T("Open Dental on this PC has not been given a database yet.")
    return Outcome(Status.UNKNOWN, words, None, evidence)


def _workstation(kind: DatabaseWay | None) -> Callable[[str | Text], Text]:
    if kind is DatabaseWay.MIDDLE_TIER:
        return lambda server: T("This PC works through the middle tier on {server}.", server=server)
    return lambda server: T("This is a workstation. The server is {server}.", server=server)


def restart_verdict(facts: RestartFacts) -> Outcome:
    """Whether a restart is due."""
    if facts.pending:
        words = T("Windows on this PC waits for a restart.")
        return Outcome(Status.WARNED, words, Code.OFFICE_RESTART_PENDING, reported(facts))
    return Outcome(Status.PASSED, T("Windows does not wait for a restart."), None, reported(facts))


def disk_verdict(facts: DiskFacts) -> Outcome:
    """Whether the drive is nearly full."""
    if facts.free < min(LEAST_FREE, facts.total * LEAST_PART):
        words = T("The drive of Open Dental has {free} GB left.", free=facts.free_gb)
        return Outcome(Status.WARNED, words, Code.OFFICE_DISK_FULL, reported(facts))
    words = T("The drive of Open Dental has room: {free} GB.", free=facts.free_gb)
    return Outcome(Status.PASSED, words, None, reported(facts))


def zone_verdict(facts: ZoneFacts) -> Outcome:
    """Whether Windows knows the time zone, and follows its summer time."""
    if not facts.known:
        words = T("This PC's time zone is not one that Windows knows.")
        return Outcome(Status.WARNED, words, Code.CLOCK_ZONE, reported(facts))
    if facts.summer and facts.summer_off:
        words = T("This PC's time zone has summer time, but the switch to it is turned off.")
        return Outcome(Status.WARNED, words, Code.CLOCK_ZONE, reported(facts))
    return Outcome(Status.PASSED, T("The time zone is set sensibly."), None, reported(facts))


def short_version(version: Version | None) -> str:
    """The three parts of a version that people use; ``?`` where there is none."""
    return ".".join(map(str, version.parts[:3])) if version else "?"
