"""The checks of this office in one table, with the one about the way that Open Dental's own window takes."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from wizard.checks.check import Check, Group
from wizard.checks.office_pc import DEADLINE_S, PC_CHECKS
from wizard.checks.office_server import SERVER_CHECKS
from wizard.checks.office_words import answered, look_there
from wizard.checks.reach import race
from wizard.core.codes import CheckId, Code
from wizard.core.endpoint import is_address
from wizard.core.evidence import Status
from wizard.core.machine import Knock, Role
from wizard.core.mode import Mode
from wizard.core.outcome import Outcome
from wizard.core.text import T
from wizard.windows.knock import CONNECT_S

if TYPE_CHECKING:
    from wizard.checks.context import Context

SETUP_HOST, SETUP_PORT = "www.patientviewer.com", 49997
"""What Open Dental's API Setup window calls when it opens; without it, it closes with an error."""


@answered
async def setup_window(context: Context) -> Outcome:
    """Connect to the address that API Setup needs, and close the connection again."""
    place = await context.asked.place()
    if place.role is Role.CLOUD:
        return look_there(place)
    if not await context.asked.programs():
        words = T("That window opens in Open Dental, which is not on this PC.")
        return Outcome(Status.SKIPPED, words)
    said = await context.asked.knock(SETUP_HOST, SETUP_PORT, http=False)
    evidence = (("port", str(said)),)
    if said is Knock.OPEN:
        words = T("Open Dental's API Setup window can reach what it needs.")
        return Outcome(Status.PASSED, words, None, evidence)
    await context.ready()
    if context.proxy is not None:
        words = T("Port {port} is not open directly; the proxy may let Open Dental through.", port=SETUP_PORT)
        return Outcome(Status.UNKNOWN, words, None, evidence)
    if said is Knock.NO_NAME or not await _way_is_open(context):
        return Outcome(Status.UNKNOWN, T("The way to the internet has to work first."), None, evidence)
    words = T(
        "The API Setup window cannot open on this PC: {host} does not answer at port {port}.",
        host=SETUP_HOST, port=SETUP_PORT,
    )  # fmt: skip
    return Outcome(Status.WARNED, words, Code.API_SETUP_WINDOW_BLOCKED, evidence)


async def _way_is_open(context: Context) -> bool:
    """Whether Open Dental itself is reached; where it is not, a second red row would say nothing new."""
    if context.endpoint.mode is not Mode.REMOTE:
        return True
    host, port = context.first_hop
    try:
        async with asyncio.timeout(CONNECT_S):
            addresses = (host,) if is_address(host) else await context.world.look_up(host)
            return (await race(addresses, port, context.world.connect, CONNECT_S)).address is not None
    except (OSError, TimeoutError, UnicodeError):
        return False


SETUP_CHECK = Check(
    CheckId.PREREQ_SETUP_WINDOW_PORT,
    T("What API Setup needs"),
    T("Connects to www.patientviewer.com:49997 and closes it again; only where Open Dental is installed."),
    (),
    DEADLINE_S,
    setup_window,
    Group.WAY,
    T("Waiting for port 49997"),
    minor=True,
)

OFFICE: tuple[Check, ...] = (*PC_CHECKS, *SERVER_CHECKS, SETUP_CHECK)
"""In the order in which they are shown; none of them waits for the way to Open Dental."""
