"""A key while a run calls with it: its pace, and the time that the run has left for its calls."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from wizard.core.record import record

if TYPE_CHECKING:
    from wizard.core.keys import KeyPair
    from wizard.core.mode import Mode
    from wizard.probe.pace import Pace

LEAST_S = 1.0
"""Seconds left of a run's time, so that another call is worth it."""

_PATIENCE_S = 10.0


class TimeLeft:
    """The time that one run has left.

    Args:
        seconds: How long it may take from now on.
    """

    def __init__(self, seconds: float) -> None:
        self._now = asyncio.get_running_loop().time
        self._ends_at = self._now() + seconds

    @property
    def seconds(self) -> float:
        """Seconds that are left; negative once it is over."""
        return self._ends_at - self._now()

    def lengthen(self, seconds: float) -> None:
        """Grant the run some more."""
        self._ends_at += seconds


@record
class KeyInUse:
    """What a call with a key needs beside its route.

    Attributes:
        keys: Both keys.
        pace: The customer key's own.
        left: The run's time.
    """

    keys: KeyPair
    pace: Pace
    left: TimeLeft

    def worth_a_call(self, mode: Mode) -> bool:
        """Whether the pause before another call with the key is short, and the run lasts beyond it.

        Open Dental may have asked for a long one.
        """
        wait = self.pace.wait_s(mode)
        return wait <= _PATIENCE_S and wait + LEAST_S <= self.left.seconds
