"""A pretend office that changes with time: what is the matter with it when, played by any clock."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from wizard.core.record import record
from wizard.simulator.scenarios import SCENARIOS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from wizard.simulator.pretend_office import PretendOffice
    from wizard.simulator.scenario import Scenario

STOPPED = "stopped"
"""Stands for a scenario in a script: nothing listens there, a connection is refused."""

NEVER_S = float("inf")


class Turn(NamedTuple):
    """One change.

    Attributes:
        scenario: Id of what is the matter from then on; :data:`STOPPED` where nothing answers.
        at_s: Seconds after the beginning.
    """

    scenario: str
    at_s: float


@record
class Script:
    """What is the matter with an office, one thing after the other.

    Attributes:
        first: Id of what it begins with, or :data:`STOPPED`.
        turns: What comes then, in the order of time.
    """

    first: str
    turns: tuple[Turn, ...] = ()

    @classmethod
    def of(cls, first: str, turns: Sequence[tuple[str, float]] = ()) -> Script:
        """A script of turns in any order; of two at the same time the later named one counts."""
        return cls(first, tuple(sorted((Turn(*turn) for turn in turns), key=lambda turn: turn.at_s)))

    @property
    def names(self) -> tuple[str, ...]:
        """Every scenario in it."""
        return (self.first, *(turn.scenario for turn in self.turns))

    def at(self, seconds: float) -> str:
        """What is the matter so many seconds after the beginning."""
        return next((turn.scenario for turn in reversed(self.turns) if turn.at_s <= seconds), self.first)

    def left_s(self, seconds: float) -> float:
        """Seconds until the next turn; :data:`NEVER_S` after the last one."""
        return next((turn.at_s - seconds for turn in self.turns if turn.at_s > seconds), NEVER_S)


class Play:
    """A script on its way.

    Args:
        script: What is played.
        office: Who plays it; stopped, and begun by :meth:`advance`.
        now: Seconds that only grow; they count from the first :meth:`advance` on.
    """

    def __init__(
        self, script: Script, office: PretendOffice, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._script = script
        self._office = office
        self._now = now
        self._began: float | None = None
        self._plays = ""

    def advance(self) -> float:
        """Put the office into the state that it has by now; returns the seconds until the next turn.

        Raises:
            OSError: Its port cannot be used.
        """
        if self._began is None:
            self._began = self._now()
        passed = self._now() - self._began
        wanted, before = self._script.at(passed), self._plays
        if wanted != before:
            if wanted == STOPPED:
                if not before:
                    self._office.start()  # so that its port is known
                self._office.stop()
            else:
                self._office.scenario = SCENARIOS[wanted]
                if before in ("", STOPPED):
                    self._office.start()
            self._plays = wanted
        return self._script.left_s(passed)


def begins_with(script: Script) -> Scenario:
    """The scenario that an office of this script is made with: where it begins stopped, the next one."""
    return next((SCENARIOS[name] for name in script.names if name != STOPPED), SCENARIOS["healthy"])


@contextmanager
def played(script: Script, office: PretendOffice) -> Iterator[PretendOffice]:
    """Play a script beside whatever else goes on, and stop the office at the end.

    Raises:
        OSError: Its port cannot be used.
    """
    play, ended = Play(script, office), threading.Event()
    left_s = play.advance()

    def turns() -> None:
        wait_s = left_s
        while not ended.wait(min(wait_s, threading.TIMEOUT_MAX)):
            wait_s = play.advance()

    thread = threading.Thread(target=turns, name="pretend-office-script", daemon=True)
    thread.start()
    try:
        yield office
    finally:
        ended.set()
        thread.join()
        office.stop()
