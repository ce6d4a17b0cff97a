"""A clock that only a sleep moves, for a watch, the pace of a key and a pretend office alike."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


class VirtualClock:
    """Hours in no time.

    Attributes:
        time: Seconds since some moment.
        ahead: How far the time of day runs ahead of that.
        slept: What was slept, one after the other.
        on_move: Called whenever time has moved.
    """

    def __init__(self) -> None:
        self.time = 1000.0
        self.ahead = timedelta(0)
        self.slept: list[float] = []
        self.on_move: Callable[[], object] = lambda: None

    def now(self) -> float:
        """Seconds that only grow."""
        return self.time

    def wall(self) -> datetime:
        """Time of day."""
        return NOON + timedelta(seconds=self.time - 1000.0) + self.ahead

    async def sleep(self, seconds: float) -> None:
        """Be later at once."""
        self.slept.append(seconds)
        self.move(seconds)

    def move(self, seconds: float) -> None:
        """Let time pass."""
        self.time += seconds
        self.on_move()
