"""What is known of a check that did not get as far as its own facts."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from wizard.core.facts import AllowList, CheckFacts
from wizard.core.record import record

if TYPE_CHECKING:
    from wizard.core.machine import UnreadableReason


@record
class Unanswered(CheckFacts):
    """This PC gave no answer.

    Attributes:
        why: The reason.
    """

    REPORT: ClassVar[AllowList] = {"why": "why"}

    why: UnreadableReason


@record
class TimedOut(CheckFacts):
    """The check did not end within its time.

    Attributes:
        deadline_s: Seconds that it had.
    """

    deadline_s: float


@record
class Crashed(CheckFacts):
    """The check itself failed.

    Attributes:
        error: Name of the exception's class; its words may be anybody's.
    """

    REPORT: ClassVar[AllowList] = {"error": "error"}

    error: str
