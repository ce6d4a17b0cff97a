"""Verdicts on what the checks of the server found.

On a workstation the absence of a service is no fault: it is looked for on the server, which is named.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.core.codes import Code
from wizard.core.evidence import Status
from wizard.core.facts import reported
from wizard.core.machine import Role, Service, ServiceState, StartType
from wizard.core.mode import Mode
from wizard.core.outcome import Outcome
from wizard.core.text import N, T, Text, paragraph
from wizard.diagnosis.verdicts.naming_server import look_there, naming_server
from wizard.diagnosis.verdicts.pc_verdicts import short_version

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wizard.core.facts.server_facts import EconnectorFacts, OtherServicesFacts, SleepFacts
    from wizard.core.version import Version

Meaning = tuple[Status, Text, Code | None]


def econnector_verdict(facts: EconnectorFacts) -> Outcome:
    """Whether the eConnector runs, and one only, in Open Dental's version."""
    if facts.elsewhere:
        return look_there(facts)
    needed = facts.mode is Mode.REMOTE
    one = facts.one
    if one is None:
        evidence = reported(facts, facts.COUNTED)
        words = T("No eConnector is installed on this PC, the server.")
        if needed:
            return Outcome(Status.FAILED, words, Code.ECONNECTOR_NOT_RUNNING, evidence)
        return Outcome(Status.SKIPPED, not_needed(words), None, evidence)
    if facts.left_over:
        return naming_server(
            Status.SKIPPED,
            lambda server: T("An old one is stopped on this PC. Look on {server}.", server=server),
            facts.place.server,
            evidence=reported(facts, facts.COUNTED),
        )
    status, words, code = _several(facts.services) or _one(one, facts.program)
    if code is None or needed:
        return Outcome(status, words, code, reported(facts))
    return Outcome(Status.SKIPPED, not_needed(words), None, reported(facts))


def _several(found: tuple[Service, ...]) -> Meaning | None:
    """What more than one eConnector on this PC means; None where it means nothing."""
    running = tuple(service for service in found if service.runs)
    if len(running) > 1 and not _each_its_own(running):
        words = N(
            "{n} eConnector runs on this PC; an office may have one only.",
            "{n} eConnectors run on this PC; an office may have one only.",
            len(running),
        )
        return Status.WARNED, words, Code.ECONNECTOR_DUPLICATE
    if len(found) > len(running) == 1 and not _each_its_own(found):
        words = N(
            "{n} eConnector is installed on this PC; one of them runs.",
            "{n} eConnectors are installed on this PC; one of them runs.",
            len(found),
        )
        return Status.WARNED, words, Code.ECONNECTOR_DUPLICATE
    if len(running) > 1 and all(service.start is StartType.AUTOMATIC for service in running):
        words = N(
            "{n} eConnector runs, each for an Open Dental folder of its own.",
            "{n} eConnectors run, each for an Open Dental folder of its own.",
            len(running),
        )
        return Status.PASSED, words, None
    return None


def _one(one: Service, program: Version | None) -> Meaning:
    """What an eConnector's state means."""
    if one.differs(program):
        words = T(
            "The eConnector is version {its}, Open Dental is {program}.",
            its=short_version(one.version),
            program=short_version(one.folder_version or program),
        )
        # a running one was started before the versions came to differ; it will not start again
        return Status.WARNED if one.runs else Status.FAILED, words, Code.ECONNECTOR_VERSION_MISMATCH
    if one.runs and one.start in (StartType.MANUAL, StartType.DISABLED):
        words = T("The eConnector runs, but it does not start by itself when this PC is restarted.")
        return Status.WARNED, words, Code.ECONNECTOR_NOT_AUTOMATIC
    if one.state in (ServiceState.UNKNOWN, ServiceState.STARTING):
        words = T("Windows does not tell whether the eConnector runs.")
        starting = T("The eConnector is being started. Check again in a minute.")
        return Status.UNKNOWN, starting if one.state is ServiceState.STARTING else words, None
    if one.runs:
        return Status.PASSED, T("The eConnector runs on this PC."), None
    if one.start is StartType.DISABLED:
        words = T("The eConnector is stopped, and its start is disabled in Windows.")
    elif one.state is ServiceState.PAUSED:
        words = T("The eConnector is paused on this PC.")
    else:
        words = T("The eConnector is stopped on this PC.")
    return Status.FAILED, words, Code.ECONNECTOR_NOT_RUNNING


def _each_its_own(found: Sequence[Service]) -> bool:
    """Whether each lies in an Open Dental folder of its own, as a server with several databases has it."""
    folders = {service.folder.lower() for service in found}
    return "" not in folders and len(folders) == len(found)


def not_needed(words: Text) -> Text:
    """The same, where the connection goes another way."""
    return paragraph(words, T("This connection does not need it."))


def others_verdict(facts: OtherServicesFacts) -> Outcome:
    """Whether the database's service runs on the server; OpenDentalService is only told of."""
    evidence = reported(facts)
    none = not facts.databases and not facts.helpers
    if facts.role is Role.CLOUD or (facts.role is not Role.SERVER and none):
        return look_there(facts)
    if facts.role is Role.SERVER and facts.database == "stopped":
        words = T("The database's service is stopped on this PC, the server.")
        return Outcome(Status.FAILED, words, Code.OFFICE_DATABASE_STOPPED, evidence)
    lines = {
        "running": T("The database's service runs."),
        "stopped": T("A database's service is stopped here; it is not the one in use."),
        "missing": T("No database's service with a known name is on this PC."),
    }
    notes = {
        "running": T("OpenDentalService runs too."),
        "stopped": T("OpenDentalService is stopped; the connection does not need it."),
        "missing": T("OpenDentalService is not installed; the connection does not need it."),
    }
    words = paragraph(lines[facts.database], notes[facts.open_dental_service])
    return Outcome(Status.PASSED, words, None, evidence)


def sleep_verdict(facts: SleepFacts) -> Outcome:
    """Whether the PC that has to answer falls asleep."""
    if facts.sleep is None:
        return look_there(facts)
    first = min((s for s in facts.sleep if s), default=0)
    if first:
        words = N(
            "This PC, the server, goes to sleep after {n} minute without use.",
            "This PC, the server, goes to sleep after {n} minutes without use.",
            max(1, round(first / 60)),
        )
        return Outcome(Status.WARNED, words, Code.OFFICE_SLEEPS, reported(facts))
    return Outcome(Status.PASSED, T("This PC does not go to sleep by itself."), None, reported(facts))
