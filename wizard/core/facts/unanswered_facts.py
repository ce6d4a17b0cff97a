"""What is known of a check that did not get as far as its own facts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from wizard.core.facts import AllowList, CheckFacts

if TYPE_CHECKING:
    from wizard.core.machine import UnreadableReason


@dataclass(frozen=True, slots=True)
class Unanswered(CheckFacts):
    """This PC gave no answer.

    Attributes:
        why: The reason.
    """

    REPORT: ClassVar[AllowList] = {"why": "why"}

    why: UnreadableReason


@dataclass(frozen=True, slots=True)
class TimedOut(CheckFacts):
    """The check did not end within its time.

    Attributes:
        deadline_s: Seconds that it had.
    """

    deadline_s: float


@dataclass(frozen=True, slots=True)
class Crashed(CheckFacts):
    """The check itself failed.

    Attributes:
        error: Name of the exception's class; its words may be anybody's.
    """

    REPORT: ClassVar[AllowList] = {"error": "error"}

    error: str
