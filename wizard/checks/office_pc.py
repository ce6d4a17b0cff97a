"""The checks of this PC: Open Dental on it, its role, and what keeps a PC from working. They only read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.checks.asked import HERE
from wizard.checks.check import Check, Group
from wizard.checks.office_words import WHY, answered, named
from wizard.core.codes import CheckId, Code
from wizard.core.endpoint import LOCAL_PORT
from wizard.core.evidence import Status
from wizard.core.machine import Kind, Knock, Program, Role
from wizard.core.mode import Mode
from wizard.core.outcome import Outcome
from wizard.core.text import T, Text
from wizard.core.version import Version
from wizard.windows.reader import FOLDERS

if TYPE_CHECKING:
    from collections.abc import Callable

    from wizard.checks.context import Context

OLDEST = {Mode.REMOTE: Version((21, 1)), Mode.LOCAL: Version((22, 1)), Mode.SERVICE: Version((22, 2))}
"""Open Dental's first version with each kind of API (facts, section 5)."""
LEAST_FREE = 2 * 2**30
"""Bytes free below which a drive is nearly full."""
LEAST_PART = 0.02
"""The same as a part of the drive; the smaller of the two counts."""
DEADLINE_S = 5.0


@answered
async def installed(context: Context) -> Outcome:
    """Find OpenDental.exe and read its version."""
    programs = await context.asked.programs()
    if not programs:
        place = await context.asked.place()
        if place.role is Role.CLOUD:
            return Outcome(
                Status.PASSED, T("Open Dental Cloud is used on this PC."), evidence=(("cloud", True),)
            )
        return Outcome(
            Status.SKIPPED,
            T("It was not found on this PC. What has to be done in Open Dental is done on a PC that has it."),
            evidence=(("found", 0),),
        )
    return _version(programs, context)


def _version(programs: tuple[Program, ...], context: Context) -> Outcome:
    version = programs[0].version
    found: tuple[tuple[str, str | int], ...] = (("found", len(programs)),)
    if version is None:
        return Outcome(
            Status.PASSED, T("Open Dental is installed; its version could not be read."), evidence=found
        )
    evidence = (*found, ("version", str(version)))
    short = ".".join(map(str, version.parts[:3]))
    if version < OLDEST[context.endpoint.mode]:
        words = T(
            "Open Dental {version} is installed; this connection needs {needed} or later.",
            version=short, needed=str(OLDEST[context.endpoint.mode]),
        )  # fmt: skip
        return Outcome(Status.FAILED, words, Code.OFFICE_VERSION_TOO_OLD, evidence)
    if context.floor is not None and version < context.floor:
        words = T(
            "Open Dental {version} is installed; the program needs {needed} or later.",
            version=short, needed=str(context.floor),
        )  # fmt: skip
        return Outcome(Status.WARNED, words, Code.OFFICE_VERSION_TOO_OLD, evidence)
    if len(programs) > 1:
        words = T("Open Dental {version} is installed, and another one beside it.", version=short)
    else:
        words = T("Open Dental {version} is installed.", version=short)
    folder = programs[0].folder
    shown = T("Open Dental {version} is installed in {folder}.", version=short, folder=folder)
    usual = folder.lower() in map(str.lower, FOLDERS)
    return Outcome(Status.PASSED, words, None, evidence, None if usual else shown)


@answered
async def running(context: Context) -> Outcome:
    """Ask the Local API whether somebody is logged on; look for the process where it does not answer."""
    runs = await context.asked.running()
    said = await context.asked.knock(HERE, LOCAL_PORT)
    evidence = (("process", runs.open_dental), ("port", str(said)))
    if said is Knock.ANSWERS:
        return Outcome(Status.PASSED, T("Open Dental is open, and somebody is logged on."), None, evidence)
    code = Code.LOCAL_API_CLOSED
    if said is Knock.OTHER_NAME:
        words = T("A program listens at the Local API's port, but under another name or address.")
        code = Code.API_SERVICE_OTHER_NAME
    elif not runs.open_dental:
        words = T("Open Dental is closed on this PC.")
    elif said in (Knock.MUTE, Knock.SILENT):
        words, code = T("Open Dental is open, but its Local API does not answer."), Code.LOCAL_API_STUCK
    else:
        words = T("Open Dental is open, but its Local API is not: nobody is logged on, or it is older.")
    if context.endpoint.mode is Mode.LOCAL:
        return Outcome(Status.FAILED, words, code, evidence)
    return Outcome(Status.SKIPPED, words, None, evidence)


@answered
async def role(context: Context) -> Outcome:
    """Read from Open Dental's settings which PC is the server."""
    place = await context.asked.place()
    kind = (("kind", str(place.kind)),) if place.kind else ()
    engine = (("engine", place.engine),) if place.engine else ()
    evidence = (("role", str(place.role)), *kind, *engine)
    if place.role is Role.CLOUD:
        return Outcome(
            Status.PASSED, T("The server is at Open Dental: this is Open Dental Cloud."), None, evidence
        )
    if place.role is Role.SERVER:
        words = T("This PC is the server.")
        shown = T("This PC is the server, with the database **{name}**.", name=place.database)
        return Outcome(Status.PASSED, words, None, evidence, shown if place.database else None)
    if place.role is Role.WORKSTATION:
        return named(Status.PASSED, _workstation(place.kind), place.server, evidence=evidence)
    if place.why is None and place.kind is None:
        words = T("Without Open Dental on it, this PC cannot tell which one is the server.")
        return Outcome(Status.SKIPPED, words, None, evidence)
    if place.why is not None:
        words = WHY[place.why]
    elif place.kind is Kind.STRING:
        words = T("Open Dental's settings name the server beside a password, so they are not read.")
    else:
        words = T("Open Dental on this PC has not been given a database yet.")
    return Outcome(Status.UNKNOWN, words, None, evidence)


def _workstation(kind: Kind | None) -> Callable[[str | Text], Text]:
    if kind is Kind.MIDDLE_TIER:
        return lambda server: T("This PC works through the middle tier on {server}.", server=server)
    return lambda server: T("This is a workstation. The server is {server}.", server=server)


@answered
async def restart(context: Context) -> Outcome:
    """Look whether Windows waits for a restart."""
    pending = await context.asked.restart_pending()
    evidence = (("pending", pending),)
    if pending:
        words = T("Windows on this PC waits for a restart.")
        return Outcome(Status.WARNED, words, Code.OFFICE_RESTART_PENDING, evidence)
    return Outcome(Status.PASSED, T("Windows does not wait for a restart."), None, evidence)


@answered
async def disk(context: Context) -> Outcome:
    """Look how much room the drive of Open Dental has."""
    drive = await context.asked.disk()
    free = round(drive.free / 2**30, 1)
    evidence = (("free_gb", free), ("total_gb", round(drive.total / 2**30)))
    if drive.free < min(LEAST_FREE, drive.total * LEAST_PART):
        words = T("The drive of Open Dental has {free} GB left.", free=free)
        return Outcome(Status.WARNED, words, Code.OFFICE_DISK_FULL, evidence)
    return Outcome(
        Status.PASSED, T("The drive of Open Dental has room: {free} GB.", free=free), None, evidence
    )


@answered
async def zone(context: Context) -> Outcome:
    """Look whether the time zone is one that Windows knows, and whether it follows summer time."""
    found = await context.asked.zone()
    evidence = (("known", found.known), ("summer", found.summer), ("summer_off", found.summer_off))
    if not found.known:
        words = T("This PC's time zone is not one that Windows knows.")
        return Outcome(Status.WARNED, words, Code.CLOCK_ZONE, evidence)
    if found.summer and found.summer_off:
        words = T("This PC's time zone has summer time, but the switch to it is turned off.")
        return Outcome(Status.WARNED, words, Code.CLOCK_ZONE, evidence)
    return Outcome(Status.PASSED, T("The time zone is set sensibly."), None, evidence)


PC_CHECKS: tuple[Check, ...] = (
    Check(
        CheckId.PREREQ_OPEN_DENTAL_INSTALLED,
        T("Open Dental on this PC"),
        T(
            "Looks for OpenDental.exe in the usual folders, beside its services, as a process and among the "
            "installed programs; reads its version."
        ),
        (),
        DEADLINE_S,
        installed,
        Group.PC,
        T("Looking for Open Dental"),
    ),
    Check(
        CheckId.PREREQ_OPEN_DENTAL_RUNNING,
        T("Log-on to Open Dental"),
        T("Looks for the process and asks 127.0.0.1:30222 without any key."),
        (),
        DEADLINE_S,
        running,
        Group.PC,
        T("Waiting for Open Dental on this PC"),
    ),
    Check(
        CheckId.PREREQ_ROLE,
        T("Server or workstation"),
        T(
            "Reads the computer's name and the database's name and type, or the middle tier's address, in "
            "FreeDentalConfig.xml, and nothing else of it."
        ),
        (),
        DEADLINE_S,
        role,
        Group.PC,
        T("Looking for the server's name"),
    ),
    Check(
        CheckId.PREREQ_RESTART_PENDING,
        T("Restart"),
        T("Looks for two registry keys that are there while Windows waits for a restart."),
        (),
        DEADLINE_S,
        restart,
        Group.PC,
        T("Waiting for Windows"),
        minor=True,
    ),
    Check(
        CheckId.PREREQ_DISK,
        T("Room on the drive"),
        T("Asks how full the drive of Open Dental is."),
        (),
        DEADLINE_S,
        disk,
        Group.PC,
        T("Waiting for the drive"),
        minor=True,
    ),
    Check(
        CheckId.PREREQ_TIME_ZONE,
        T("Time zone"),
        T("Reads the time zone's settings in the registry."),
        (),
        DEADLINE_S,
        zone,
        Group.PC,
        T("Waiting for Windows"),
        minor=True,
    ),
)
"""In the order in which they are shown."""
