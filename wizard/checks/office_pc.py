"""The questions to this PC: Open Dental on it, its role, and what keeps a PC from working. They only read.

Each raises Unreadable where this PC does not answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.checks.pc_answers import HERE
from wizard.core.endpoint import LOCAL_PORT
from wizard.core.facts.pc_facts import (
    DiskFacts,
    InstalledFacts,
    RestartFacts,
    RoleFacts,
    RunningFacts,
    ZoneFacts,
)
from wizard.core.machine import Role
from wizard.windows.machine_reader import FOLDERS

if TYPE_CHECKING:
    from wizard.checks.context import Context


async def installed(context: Context) -> InstalledFacts:
    """Find OpenDental.exe and read its version."""
    mode, floor = context.endpoint.mode, context.floor
    programs = await context.pc.programs()
    if not programs:
        place = await context.pc.place()
        return InstalledFacts(mode, floor, cloud=place.role is Role.CLOUD)
    usual = programs[0].folder.lower() in map(str.lower, FOLDERS)
    return InstalledFacts(mode, floor, programs, usual_folder=usual)


async def running(context: Context) -> RunningFacts:
    """Look for the process, and ask the Local API, which answers while somebody is logged on."""
    runs = await context.pc.running()
    port = await context.pc.knock(HERE, LOCAL_PORT)
    return RunningFacts(context.endpoint.mode, runs.open_dental, port)


async def role(context: Context) -> RoleFacts:
    """Read from Open Dental's settings which PC is the server."""
    return RoleFacts(await context.pc.place())


async def restart(context: Context) -> RestartFacts:
    """Look whether Windows waits for a restart."""
    return RestartFacts(await context.pc.restart_pending())


async def disk(context: Context) -> DiskFacts:
    """Look how much room the drive of Open Dental has."""
    return DiskFacts(*await context.pc.disk())


async def zone(context: Context) -> ZoneFacts:
    """Read the settings of the time zone."""
    return ZoneFacts(*await context.pc.zone())
