"""What the window is told of a check that found something: the run's own event, with pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.core.record import record
from wizard.runs.run_events import CheckExplained

if TYPE_CHECKING:
    from collections.abc import Callable

    from wizard.diagnosis.explained import Cause
    from wizard.runs.look_here import SeenThere
    from wizard.ui.shown_result import ShownResult


@record(kw_only=True)
class CheckShown(CheckExplained):
    """A check that found something, as a row shows it.

    Attributes:
        cause: Who can act, and what to do.
        so_far: Makes the run as far as it had come, with the cause's pictures, for whoever looks at it.
    """

    cause: Cause
    so_far: Callable[[], ShownResult]


@record
class LookShown:
    """A look of a watch has ended; ``result`` as the window shows it."""

    result: ShownResult


@record
class ThereShown:
    """What was found on the PC to which a code was carried; ``result`` with the pictures of its cause."""

    look: SeenThere
    result: ShownResult
