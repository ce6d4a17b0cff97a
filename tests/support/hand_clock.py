"""A clock that only the test moves: a watch waits until it does."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime, timedelta

_NEAR = 1e-6  # what sums of seconds may be apart
_PATIENCE_S = 10.0

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


class HandClock:
    """Stands still until it is moved, by the thread of the test; sleeps end once it has gone far enough.

    Attributes:
        time: Seconds since some moment.
    """

    def __init__(self) -> None:
        self.time = 1000.0
        self._sleeping: list[float] = []

    def now(self) -> float:
        """Seconds that only grow."""
        return self.time

    def wall(self) -> datetime:
        """Local time of day."""
        return NOON + timedelta(seconds=self.time - 1000.0)

    async def sleep(self, seconds: float) -> None:
        """Wait until it was moved far enough."""
        until = self.time + seconds
        self._sleeping.append(until - _NEAR)
        try:
            while self.time < until - _NEAR:  # noqa: ASYNC110 - moved on another thread
                await asyncio.sleep(0.002)
        finally:
            self._sleeping.remove(until - _NEAR)
        self.time = max(self.time, until + _NEAR)  # whoever reckons with other sums finds it is late enough

    def move(self, seconds: float) -> None:
        """Let time pass, and whoever sleeps no longer wake up."""
        self.time += seconds
        given_up = time.monotonic() + _PATIENCE_S
        while any(until <= self.time for until in tuple(self._sleeping)) and time.monotonic() < given_up:
            time.sleep(0.001)
