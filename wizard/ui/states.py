"""The five states that a person meets, each with word, shape and colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.core.cause import Who
from wizard.core.evidence import Status
from wizard.core.text import T
from wizard.ui.status import StatusKind

if TYPE_CHECKING:
    from wizard.core.text import Text

PASSED = (StatusKind.GOOD, T("Passed"))
NEEDS_YOU = (StatusKind.NEEDS_YOU, T("Needs you"))
NEEDS_OTHER = (StatusKind.NEEDS_OTHER, T("Needs someone else"))
UNKNOWN = (StatusKind.UNKNOWN, T("Could not check"))
NOT_NEEDED = (StatusKind.NOT_NEEDED, T("Not needed"))
WAITING = (StatusKind.WAITING, T("Waiting"))

_STATES = {
    Status.PASSED: PASSED,
    Status.SKIPPED: NOT_NEEDED,
    Status.UNKNOWN: UNKNOWN,
    Status.CRASHED: UNKNOWN,
    Status.BLOCKED: (StatusKind.WAITING, T("Not checked")),
}


def state(status: Status, who: tuple[Who, ...] = ()) -> tuple[StatusKind, Text]:
    """Mark and word of a status; ``who`` can act decides whose turn a failure is."""
    if status in (Status.FAILED, Status.WARNED):
        return NEEDS_YOU if not who or who[0] is Who.OFFICE else NEEDS_OTHER
    return _STATES[status]
