"""What a watch tells: the events of its looks as they are, and what comes between them."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from wizard.core.record import record
from wizard.runs.run_events import RunEvent

if TYPE_CHECKING:
    from wizard.core.text import Text
    from wizard.diagnosis.cure import Cure
    from wizard.diagnosis.over_time import Changes
    from wizard.runs.run_result import RunResult


class WatchEnd(StrEnum):
    """How a watch ends."""

    CONNECTED = "connected"
    TIME_UP = "time-up"
    STOPPED = "stopped"


@record
class Waiting:
    """The next look comes later.

    Attributes:
        seconds: In how many seconds.
        until: When, in the seconds of the watch's own clock (:meth:`wizard.runs.watch_clock.WatchClock.now`).
        why: Why that long, a whole sentence; None where it is just a rhythm.
    """

    seconds: float
    until: float
    why: Text | None = None


@record
class Looking:
    """A look has begun; the events of its run follow."""


@record
class Looked:
    """A look has ended.

    Attributes:
        result: What it has found.
        changes: What is new, changed and gone since the look before.
        cure: What healed it; only in the look that turns green after one that failed.
    """

    result: RunResult
    changes: Changes
    cure: Cure | None = None


@record
class LookCrashed:
    """A look could not be made; the watch goes on.

    Attributes:
        facts: Reference, class and place of the failure, never an exception's words.
    """

    facts: str


@record
class WatchEnded:
    """Nothing more comes.

    Attributes:
        how: Why it ended.
    """

    how: WatchEnd


WatchEvent = RunEvent | Waiting | Looking | Looked | LookCrashed | WatchEnded
