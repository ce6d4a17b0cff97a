"""What a run tells to whoever listens: the events of its checks and calls, each check with its meaning."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from wizard.core.events import CallDone, CallStarted, CheckDone, CheckStarted, Pacing
from wizard.core.record import record

if TYPE_CHECKING:
    from wizard.core.evidence import Evidence
    from wizard.diagnosis.explained import Cause
    from wizard.runs.run_result import RunResult


@record(kw_only=True)
class CheckExplained(CheckDone):
    """A check has its outcome, and what that means by itself: a row is right from the moment it shows.

    Attributes:
        cause: Who can act, and what to do; None where there is nothing to do. May name the server PC, so it
            is for this PC's screen only.
        evidence: What the checks of the run had seen by then.
        so_far: Makes the result of the run as far as it had come by then.
    """

    cause: Cause | None
    evidence: Evidence
    so_far: Callable[[], RunResult]


RunEvent = CheckStarted | CheckExplained | Pacing | CallStarted | CallDone
OnEvent = Callable[[RunEvent], None]


def unheard(_event: RunEvent) -> None:
    """Listen to nothing."""
