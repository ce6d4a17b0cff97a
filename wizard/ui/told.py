"""What the window is told beyond the run's own events: an outcome together with what it means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wizard.core.events import CheckDone

if TYPE_CHECKING:
    from collections.abc import Callable

    from wizard.diagnosis.explained import Cause
    from wizard.ui.engine import Result


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckExplained(CheckDone):
    """A check that found something, so that its row is right from the moment it shows.

    Attributes:
        cause: Who can act, and what to do.
        so_far: Makes the run as far as it had come, with the cause's pictures, for whoever looks at it.
    """

    cause: Cause
    so_far: Callable[[], Result]
