"""What was found here lately: the last runs and incidents.

Whatever happens to the file costs the history and nothing else: nothing here raises, and nothing waits long.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, timedelta
from enum import Enum, auto
from typing import TYPE_CHECKING

from wizard.core.record import record
from wizard.runs.in_time import InTime
from wizard.store.history_file import (
    DamagedHistoryError,
    HistoryFile,
    KeptIncident,
    KeptRun,
    NewerLine,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from wizard.core.profile import Profile
    from wizard.diagnosis.cure import Cure
    from wizard.runs.run_result import RunResult
    from wizard.store.history_file import Kept

Entry = KeptRun | KeptIncident

_SAME = timedelta(hours=1)


class HistoryTrouble(Enum):
    """Why there is nothing to read."""

    DAMAGED = auto()
    """It is put aside when the next run is noted."""
    UNREADABLE = auto()


@record
class HistoryRead:
    """What was read.

    Attributes:
        entries: The latest last.
        trouble: Why there are none; None where nothing went wrong.
    """

    entries: tuple[Entry, ...]
    trouble: HistoryTrouble | None = None


class History:
    """The history of this PC's person.

    Args:
        file: Where it is kept; None keeps nothing.
    """

    def __init__(self, file: HistoryFile | None) -> None:
        self._file = file
        self._writing: InTime[None] = InTime()
        self._reading: InTime[HistoryRead] = InTime()
        self._clearing: InTime[bool] = InTime()

    @classmethod
    def of(cls, profile: Profile) -> History:
        """The history as a profile wants it kept, in its place on this PC."""
        return cls(kept_here() if profile.keep_history else None)

    def note_run(self, result: RunResult) -> None:
        """Note a live run; the same outcome again within an hour makes the line before it longer."""
        try:
            run = _kept_run(result)
        except (ValueError, OverflowError, OSError):  # a clock at the calendar's end
            return
        self._change(lambda before: _with_run(before, run))

    def note_cure(self, cure: Cure) -> None:
        """Note an incident that is over."""
        try:
            closed = _minute(cure.healed)
        except (ValueError, OverflowError, OSError):
            return
        proven = None if cure.proven is None else str(cure.proven)
        incident = KeptIncident(closed, cure.minutes, str(cure.named), proven)
        self._change(lambda before: (*before, incident))

    def read(self) -> HistoryRead:
        """What is kept; without the lines of a newer version of this program, which are not understood."""
        file = self._file
        if file is None:
            return HistoryRead(())
        return self._reading.do(lambda: _read(file)) or HistoryRead((), HistoryTrouble.UNREADABLE)

    def clear(self) -> bool:
        """Remove it with all other notes of the program; False where something of them is still there.

        Also where nothing is kept any more: what was kept before goes.
        """
        from wizard.store.own_notes import remove_notes

        return self._clearing.do(remove_notes) or False

    def _change(self, changed: Callable[[tuple[Kept, ...]], tuple[Kept, ...]]) -> None:
        file = self._file
        if file is not None:
            self._writing.do(lambda: file.change(changed))


def _read(file: HistoryFile) -> HistoryRead:
    try:
        kept = file.read()
    except DamagedHistoryError:
        return HistoryRead((), HistoryTrouble.DAMAGED)
    return HistoryRead(tuple(one for one in kept if not isinstance(one, NewerLine)))


def kept_here() -> HistoryFile | None:
    """The history's file on this PC; None where nobody knows the person's folder."""
    from wizard.store import locations

    try:
        return HistoryFile(locations.history_file())
    except (OSError, RuntimeError):  # pathlib says RuntimeError of a home that is not known
        return None


def _kept_run(result: RunResult) -> KeptRun:
    at = _minute(result.at)
    first = result.written_causes[0] if result.written_causes else None
    return KeptRun(
        at=at,
        until=at,
        times=1,
        reference=result.reference,
        mode=str(result.evidence.mode),
        verdict=str(result.judgement.verdict),
        code=None if first is None else str(first.code),
        ref=None if first is None else first.ref,
    )


def _with_run(before: tuple[Kept, ...], run: KeptRun) -> tuple[Kept, ...]:
    last = before[-1] if before else None
    if isinstance(last, KeptRun) and _is_same(last, run):
        return (*before[:-1], _longer(last, run))
    return (*before, run)


def _is_same(last: KeptRun, run: KeptRun) -> bool:
    outcome = (last.mode, last.verdict, last.code) == (run.mode, run.verdict, run.code)
    return outcome and timedelta(0) <= run.at - last.until <= _SAME


def _longer(last: KeptRun, run: KeptRun) -> KeptRun:
    return replace(run, at=last.at, times=last.times + 1)


def _minute(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(second=0, microsecond=0)
