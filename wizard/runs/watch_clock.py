"""The clock of a watch, so that a test can have another one: seconds that only grow, and the time of day."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Protocol

from wizard.runs.local_time import local_now

if TYPE_CHECKING:
    from datetime import datetime


class WatchClock(Protocol):
    """Tells a watch the time."""

    def now(self) -> float:
        """Seconds that only grow, also while this PC sleeps."""

    def wall(self) -> datetime:
        """Local time of day, which may jump."""

    async def sleep(self, seconds: float) -> None:
        """Wait; longer where this PC sleeps meanwhile."""


class PcClock:
    """This PC's clock."""

    def now(self) -> float:
        """Seconds that only grow, also while this PC sleeps: Linux needs another clock for that than Windows.

        No clock that somebody can set: a time of day that jumps changes nothing.
        """
        boot = getattr(time, "CLOCK_BOOTTIME", None)
        return time.monotonic() if boot is None else time.clock_gettime(boot)

    def wall(self) -> datetime:
        """Local time of day."""
        return local_now()

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await asyncio.sleep(seconds)
