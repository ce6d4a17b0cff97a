"""The checks of the server: Open Dental's services, and what puts the server to sleep. All of them only read.

On a workstation the absence of a service is no fault: it is looked for on the server, which is named.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.checks.asked import HERE
from wizard.checks.check import Check, Group
from wizard.checks.office_pc import DEADLINE_S
from wizard.checks.office_words import answered, look_there, named
from wizard.core.codes import CheckId, Code
from wizard.core.evidence import Status
from wizard.core.machine import Job, Knock, Place, Role, Service, Start, State
from wizard.core.mode import Mode
from wizard.core.outcome import Facts, Outcome
from wizard.core.text import N, T, Text, paragraph
from wizard.core.version import Version

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wizard.checks.context import Context

Verdict = tuple[Status, Text, Code | None]

_SERVICE_FROM = (Version((24, 3, 61)), Version((24, 4, 33)), Version((25, 1, 2)))
"""From these on Open Dental's manual calls the API Service required for every integration."""

OTHER_NAME = Code.API_SERVICE_OTHER_NAME
_LISTENS = T("A program listens at the API Service's port, but under another name or address.")


async def _services(context: Context, job: Job) -> tuple[Service, ...]:
    return tuple(service for service in await context.asked.services() if service.job is job)


async def _version(context: Context) -> Version | None:
    programs = await context.asked.programs()
    return programs[0].version if programs else None


@answered
async def econnector(context: Context) -> Outcome:
    """Look for the eConnector's service, by its program as well as by its name."""
    place, found = await context.asked.place(), await _services(context, Job.ECONNECTOR)
    if place.role is Role.CLOUD or (not found and place.role is not Role.SERVER):
        return look_there(place)
    needed = context.endpoint.mode is Mode.REMOTE
    if not found:
        evidence: Facts = (("role", str(place.role)), ("installed", 0), ("running", 0))
        words = T("No eConnector is installed on this PC, the server.")
        if needed:
            return Outcome(Status.FAILED, words, Code.ECONNECTOR_NOT_RUNNING, evidence)
        return Outcome(Status.SKIPPED, _not_needed(words), None, evidence)
    if place.role is Role.WORKSTATION and not any(s.runs for s in found):
        return named(
            Status.SKIPPED,
            lambda server: T("An old one is stopped on this PC. Look on {server}.", server=server),
            place.server,
            evidence=(("role", str(place.role)), ("installed", len(found)), ("running", 0)),
        )
    return _found_econnector(found, await _version(context), place, needed=needed)


def _found_econnector(
    found: tuple[Service, ...], program: Version | None, place: Place, *, needed: bool
) -> Outcome:
    running = tuple(service for service in found if service.runs)
    one = (running or found)[0]
    differs = one.differs(program)
    evidence: Facts = (
        ("role", str(place.role)),
        ("installed", len(found)),
        ("running", len(running)),
        ("state", str(one.state)),
        ("start", str(one.start)),
        ("same_version", not differs),
        *((("version", str(one.version)),) if one.version else ()),
    )
    status, words, code = _several(found, running) or _one(one, program, differs=differs)
    if code is None or needed:
        return Outcome(status, words, code, evidence)
    return Outcome(Status.SKIPPED, _not_needed(words), None, evidence)


def _several(found: tuple[Service, ...], running: tuple[Service, ...]) -> Verdict | None:
    """What more than one eConnector on this PC means; None where it means nothing."""
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
    if len(running) > 1 and all(service.start is Start.AUTOMATIC for service in running):
        words = N(
            "{n} eConnector runs, each for an Open Dental folder of its own.",
            "{n} eConnectors run, each for an Open Dental folder of its own.",
            len(running),
        )
        return Status.PASSED, words, None
    return None


def _one(one: Service, program: Version | None, *, differs: bool) -> Verdict:
    """What an eConnector's state means."""
    if differs:
        words = T(
            "The eConnector is version {its}, Open Dental is {program}.",
            its=_short(one.version),
            program=_short(one.beside or program),
        )
        # a running one was started before the versions came to differ; it will not start again
        return Status.WARNED if one.runs else Status.FAILED, words, Code.ECONNECTOR_VERSION_MISMATCH
    if one.runs and one.start in (Start.MANUAL, Start.DISABLED):
        words = T("The eConnector runs, but it does not start by itself when this PC is restarted.")
        return Status.WARNED, words, Code.ECONNECTOR_NOT_AUTOMATIC
    if one.state in (State.UNKNOWN, State.STARTING):
        words = T("Windows does not tell whether the eConnector runs.")
        starting = T("The eConnector is being started. Check again in a minute.")
        return Status.UNKNOWN, starting if one.state is State.STARTING else words, None
    if one.runs:
        return Status.PASSED, T("The eConnector runs on this PC."), None
    if one.start is Start.DISABLED:
        words = T("The eConnector is stopped, and its start is disabled in Windows.")
    elif one.state is State.PAUSED:
        words = T("The eConnector is paused on this PC.")
    else:
        words = T("The eConnector is stopped on this PC.")
    return Status.FAILED, words, Code.ECONNECTOR_NOT_RUNNING


def _each_its_own(found: Sequence[Service]) -> bool:
    """Whether each lies in an Open Dental folder of its own, as a server with several databases has it."""
    folders = {service.folder.lower() for service in found}
    return "" not in folders and len(folders) == len(found)


def _not_needed(words: Text) -> Text:
    return paragraph(words, T("This connection does not need it."))


@answered
async def api_service(context: Context) -> Outcome:
    """Look for the API Service here, or knock at the server's port."""
    place, found = await context.asked.place(), await _services(context, Job.API)
    if place.role is Role.CLOUD:
        return look_there(place)
    if place.role is Role.WORKSTATION:
        return await _api_from_afar(context, place)
    if place.role is Role.UNKNOWN and not found:
        return look_there(place)
    return await _api_here(context, found)


async def _api_here(context: Context, found: tuple[Service, ...]) -> Outcome:
    said = await context.asked.knock(HERE, context.endpoint.service_port)
    program = await _version(context)
    one = next((service for service in found if service.runs), found[0] if found else None)
    differs = one is not None and one.differs(program)
    evidence: Facts = (
        ("installed", len(found)),
        ("running", sum(service.runs for service in found)),
        ("port", str(said)),
        ("same_version", not differs),
    )
    if said is Knock.ANSWERS:
        if one is None:
            return Outcome(Status.PASSED, T("The API Service answers on this PC."), None, evidence)
        if differs:
            words = T(
                "The API Service answers, but its version {its} is not Open Dental's {program}.",
                its=_short(one.version), program=_short(one.beside or program),
            )  # fmt: skip
            return Outcome(Status.PASSED, words, None, evidence)
        return Outcome(Status.PASSED, T("The API Service runs on this PC and answers."), None, evidence)
    if said is Knock.OTHER_NAME:
        return _as_needed(context, program, Outcome(Status.FAILED, _LISTENS, OTHER_NAME, evidence))
    if one is None:
        words = T("The API Service is not installed on this PC.")
    elif one.runs:
        words = T(
            "The API Service runs, but does not answer at port {port}.", port=context.endpoint.service_port
        )
    elif differs:
        words = T(
            "The API Service is stopped; its version {its} is not Open Dental's {program}.",
            its=_short(one.version), program=_short(one.beside or program),
        )  # fmt: skip
    else:
        words = T("The API Service is stopped on this PC.")
    return _as_needed(context, program, Outcome(Status.FAILED, words, Code.API_SERVICE_NOT_RUNNING, evidence))


async def _api_from_afar(context: Context, place: Place) -> Outcome:
    port = context.endpoint.service_port
    said = await context.asked.knock(place.server, port)
    program = await _version(context)
    evidence: Facts = (("role", str(place.role)), ("port", str(said)))
    server = place.server
    if said in (Knock.ANSWERS, Knock.OPEN):
        return named(
            Status.PASSED, lambda name: T("The API Service on {server} answers.", server=name), server,
            evidence=evidence,
        )  # fmt: skip
    if said is Knock.NO_NAME:
        return named(
            Status.UNKNOWN, lambda name: T("The name of {server} was not found from this PC.", server=name),
            server, evidence=evidence,
        )  # fmt: skip
    if said is Knock.OTHER_NAME:
        outcome = named(
            Status.FAILED,
            lambda name: T("A program listens at port {port} of {server}, but under another name or address.",
                           port=port, server=name),
            server, OTHER_NAME, evidence,
        )  # fmt: skip
        return _as_needed(context, program, outcome)
    if said in (Knock.REFUSED, Knock.WINDOWS):
        outcome = named(
            Status.FAILED,
            lambda name: T("{server} is on, but no API Service answers there.", server=name),
            server, Code.API_SERVICE_NOT_RUNNING, evidence,
        )  # fmt: skip
        return _as_needed(context, program, outcome)
    if context.endpoint.mode is Mode.SERVICE:
        return named(
            Status.FAILED,
            lambda name: T("No answer at port {port} of {server}.", port=port, server=name),
            server, Code.API_SERVICE_FIREWALLED, evidence,
        )  # fmt: skip
    return named(
        Status.UNKNOWN,
        lambda name: T(
            "No answer at port {port} of {server}: a firewall may be in the way, or that PC is off.",
            port=port, server=name,
        ),
        server, evidence=evidence,
    )  # fmt: skip


def _as_needed(context: Context, program: Version | None, outcome: Outcome) -> Outcome:
    """A fault where the connection goes through it, a warning where Open Dental's manual asks for it."""
    if context.endpoint.mode is Mode.SERVICE:
        return outcome
    if program is not None and _manual_asks(program):
        return Outcome(Status.WARNED, outcome.summary, outcome.code, outcome.evidence, outcome.shown)
    return Outcome(
        Status.SKIPPED,
        _not_needed(outcome.summary),
        None,
        outcome.evidence,
        _not_needed(outcome.shown) if outcome.shown else None,
    )


def _manual_asks(program: Version) -> bool:
    line = next((v for v in _SERVICE_FROM if v.parts[:2] == program.parts[:2]), None)
    return program >= (line or _SERVICE_FROM[-1])


@answered
async def others(context: Context) -> Outcome:
    """Look at OpenDentalService and the database's service."""
    place = await context.asked.place()
    databases = await _services(context, Job.DATABASE)
    helpers = await _services(context, Job.OPEN_DENTAL)
    evidence: Facts = (
        ("database", _runs(databases)),
        ("open_dental_service", _runs(helpers)),
        ("role", str(place.role)),
    )
    if place.role is Role.CLOUD or (place.role is not Role.SERVER and not databases and not helpers):
        return look_there(place)
    if place.role is Role.SERVER and databases and not any(s.runs for s in databases):
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
    words = paragraph(lines[_runs(databases)], notes[_runs(helpers)])
    return Outcome(Status.PASSED, words, None, evidence)


def _runs(found: Sequence[Service]) -> str:
    if not found:
        return "missing"
    return "running" if any(service.runs for service in found) else "stopped"


@answered
async def sleep(context: Context) -> Outcome:
    """Look whether the PC with the eConnector falls asleep."""
    place = await context.asked.place()
    if place.role is not Role.SERVER and not any(s.runs for s in await _services(context, Job.ECONNECTOR)):
        return look_there(place)
    found = await context.asked.sleep()
    evidence = (("sleeps_s", found.sleeps_s), ("hibernates_s", found.hibernates_s))
    first = min((s for s in (found.sleeps_s, found.hibernates_s) if s), default=0)
    if first:
        words = N(
            "This PC, the server, goes to sleep after {n} minute without use.",
            "This PC, the server, goes to sleep after {n} minutes without use.",
            max(1, round(first / 60)),
        )
        return Outcome(Status.WARNED, words, Code.OFFICE_SLEEPS, evidence)
    return Outcome(Status.PASSED, T("This PC does not go to sleep by itself."), None, evidence)


def _short(version: Version | None) -> str:
    return ".".join(map(str, version.parts[:3])) if version else "?"


SERVER_CHECKS: tuple[Check, ...] = (
    Check(
        CheckId.PREREQ_ECONNECTOR_SERVICE,
        T("eConnector"),
        T("Lists the Windows services: name, state, start type, program and its version."),
        (),
        DEADLINE_S,
        econnector,
        Group.SERVER,
        T("Waiting for the list of services"),
    ),
    Check(
        CheckId.PREREQ_API_SERVICE,
        T("API Service"),
        T("Looks in the same list, and asks its port of this PC or of the server without any key."),
        (),
        DEADLINE_S,
        api_service,
        Group.SERVER,
        T("Waiting for the API Service of the server"),
    ),
    Check(
        CheckId.PREREQ_OTHER_SERVICES,
        T("Database and OpenDentalService"),
        T("Looks in the same list for the database's service and for OpenDentalService."),
        (),
        DEADLINE_S,
        others,
        Group.SERVER,
        T("Waiting for the list of services"),
        minor=True,
    ),
    Check(
        CheckId.PREREQ_SLEEP,
        T("Sleep"),
        T("Reads after how long this PC sleeps on mains power."),
        (),
        DEADLINE_S,
        sleep,
        Group.SERVER,
        T("Waiting for Windows"),
        minor=True,
    ),
)
"""In the order in which they are shown."""
