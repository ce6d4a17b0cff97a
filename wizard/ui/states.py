"""The five states that a person meets, each with word, shape and colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.core.cause import Who
from wizard.core.evidence import Status
from wizard.core.text import T
from wizard.ui.status import Mark

if TYPE_CHECKING:
    from wizard.core.text import Text

PASSED = (Mark.GOOD, T("Passed"))
NEEDS_YOU = (Mark.NEEDS_YOU, T("Needs you"))
NEEDS_OTHER = (Mark.NEEDS_OTHER, T("Needs someone else"))
UNKNOWN = (Mark.UNKNOWN, T("Could not check"))
NOT_NEEDED = (Mark.NOT_NEEDED, T("Not needed"))
WAITING = (Mark.WAITING, T("Waiting"))

_STATES = {
    Status.PASSED: PASSED,
    Status.SKIPPED: NOT_NEEDED,
    Status.UNKNOWN: UNKNOWN,
    Status.CRASHED: UNKNOWN,
    Status.BLOCKED: (Mark.WAITING, T("Not checked")),
}


def state(status: Status, who: tuple[Who, ...] = ()) -> tuple[Mark, Text]:
    """Mark and word of a status; ``who`` can act decides whose turn a failure is."""
    if status in (Status.FAILED, Status.WARNED):
        return NEEDS_YOU if not who or who[0] is Who.OFFICE else NEEDS_OTHER
    return _STATES[status]
