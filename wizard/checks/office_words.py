"""What the checks of this office share: how an unanswered question reads, and where to look instead."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING

from wizard.core.evidence import Status
from wizard.core.machine import Place, Role, Unreadable, Why
from wizard.core.outcome import Outcome
from wizard.core.text import T, Text

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from wizard.checks.context import Context
    from wizard.core.codes import Code

WHY: dict[Why, Text] = {
    Why.NOT_WINDOWS: T("Only Windows can be asked this."),
    Why.DENIED: T("Windows does not let this user look."),
    Why.BROKEN: T("Windows gave no answer that could be used."),
    Why.MALFORMED: T("The settings file of Open Dental on this PC could not be read."),
}
SERVER = T("the server PC")
"""What the server is called where its name must not be told."""


def answered(ask: Callable[[Context], Awaitable[Outcome]]) -> Callable[[Context], Awaitable[Outcome]]:
    """Turn a question that was not answered into "could not check", with the reason."""

    @wraps(ask)
    async def asked(context: Context) -> Outcome:
        try:
            return await ask(context)
        except Unreadable as problem:
            return Outcome(Status.UNKNOWN, WHY[problem.why], evidence=(("why", str(problem.why)),))

    return asked


def named(
    status: Status,
    msgid: Callable[[str | Text], Text],
    server: str,
    code: Code | None = None,
    evidence: tuple[tuple[str, str | int | float | bool], ...] = (),
) -> Outcome:
    """An outcome that names the server in the window, and nowhere else.

    Args:
        status: Outcome.
        msgid: Makes the sentence from what the server is called.
        server: Its name.
        code: Cause code.
        evidence: For reports.
    """
    shown = msgid(f"**{server}**") if server else None
    return Outcome(status, msgid(SERVER), code, evidence, shown)


def look_there(place: Place) -> Outcome:
    """Why a service that is not on this PC is no fault."""
    evidence = (("role", str(place.role)),)
    if place.role is Role.CLOUD:
        return Outcome(Status.SKIPPED, T("In Open Dental Cloud this runs at Open Dental."), evidence=evidence)
    if place.role is Role.WORKSTATION:
        return named(
            Status.SKIPPED, lambda server: T("Look on {server}: it runs there.", server=server), place.server,
            evidence=evidence,
        )  # fmt: skip
    if place.why is not None:
        return Outcome(Status.UNKNOWN, WHY[place.why], evidence=evidence)
    if place.kind is not None:
        return Outcome(
            Status.UNKNOWN, T("Not found on this PC, and it is not known which PC is the server."),
            evidence=evidence,
        )  # fmt: skip
    return Outcome(
        Status.SKIPPED, T("Not on this PC, and neither is Open Dental. Look on the server PC."),
        evidence=evidence,
    )  # fmt: skip
