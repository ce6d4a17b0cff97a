"""A key's pace by a clock that only its own sleeps move."""

from __future__ import annotations

from wizard.probe.pace import Pacer


class Pace:
    """A pacer whose clock only a sleep moves.

    Attributes:
        time: Seconds since some moment.
        slept: Seconds of each sleep so far.
        pacer: For a world.
    """

    def __init__(self) -> None:
        self.time = 1000.0
        self.slept: list[float] = []
        self.pacer = Pacer(lambda: self.time, self.sleep)

    async def sleep(self, seconds: float) -> None:
        """Let so much time pass at once."""
        self.slept.append(seconds)
        self.time += seconds
