"""A clock that only the test moves: a watch waits until it does."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


class HandClock:
    """Stands still until it is moved, by the thread of the test; sleeps end once it has gone far enough.

    Attributes:
        time: Seconds since some moment.
    """

    def __init__(self) -> None:
        self.time = 1000.0

    def now(self) -> float:
        """Seconds that only grow."""
        return self.time

    def wall(self) -> datetime:
        """Local time of day."""
        return NOON + timedelta(seconds=self.time - 1000.0)

    async def sleep(self, seconds: float) -> None:
        """Wait until it was moved far enough."""
        until = self.time + seconds
        while self.time < until:  # noqa: ASYNC110 - moved on another thread
            await asyncio.sleep(0.002)

    def move(self, seconds: float) -> None:
        """Let time pass."""
        self.time += seconds
