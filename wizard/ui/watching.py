"""Watches while somebody mends it: begins by itself, is heard by whatever shows it, ends with the session."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from wizard.runs.watch_clock import PcClock
from wizard.runs.watch_events import Looking, Waiting, WatchEnd
from wizard.ui.told import LookShown
from wizard.ui.worker import Crash

if TYPE_CHECKING:
    from wizard.core.keys import Keys
    from wizard.core.text import Text
    from wizard.runs.watch import Watch
    from wizard.runs.watch_clock import WatchClock
    from wizard.ui.session import Session
    from wizard.ui.shown_result import ShownResult
    from wizard.ui.worker import Work


class WatchState(Enum):
    """What a watch does."""

    OFF = auto()
    WAITING = auto()
    LOOKING = auto()


class Watched(Enum):
    """What is watched."""

    RESULT = auto()
    """The card of a live test that did not connect."""
    OFFICE = auto()
    """Rows of this office that need somebody."""


class Watching(QObject):
    """The one watch that goes on. It belongs to the session; pages begin it, and no window drives it.

    Args:
        session: Whose results and keys are watched.

    Attributes:
        state: What it does.
        watched: What it watches, or watched last.
        end: How the latest one ended by itself; None while one goes on, and after one that was stopped.
        broke: What to quote to support where the program itself failed in the latest one; else empty.
        why: Why the wait for the next look is as long as it is; None where it is just a rhythm.
        hurried: The person wants a look as soon as its turn comes.
        asked: The latest look was one that the person asked for.
        office_result: What is known of this office while it is watched.

    Signals:
        changed: The state, or the time of the next look, is another one.
        office_looked: A look at this office has ended.
        ended: It ended by itself; a ``WatchEnd``.
    """

    changed = Signal()
    office_looked = Signal()
    ended = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        clock = session.launch.watch_clock
        self.clock: WatchClock = PcClock() if clock is None else clock()
        self._work: Work | None = None
        self._held: list[Watch] = []
        self._until = 0.0
        self.state = WatchState.OFF
        self.watched = Watched.RESULT
        self.office_result: ShownResult | None = None
        self.end: WatchEnd | None = None
        self.broke = ""
        self.why: Text | None = None
        self.hurried = self.asked = False

    @property
    def on(self) -> bool:
        """Whether something is watched."""
        return self.state is not WatchState.OFF

    @property
    def is_over(self) -> bool:
        """Whether the time to watch is over, and it still does not work."""
        return self.end is WatchEnd.TIME_UP

    @property
    def result(self) -> ShownResult | None:
        """What is known of what is watched, or was watched last."""
        return self.office_result if self.watched is Watched.OFFICE else self._session.result

    @property
    def left_s(self) -> float:
        """Seconds until the next look, while it waits for it."""
        return max(0.0, self._until - self.clock.now())

    def watch_result(self) -> None:
        """Watch the session's result until it connects, unless it does, or no look can change it."""
        first, keys = self._session.result, self._session.look_again_with()
        if first is not None and not first.connected and keys is not None:
            self._begin(Watched.RESULT, keys, first)

    def watch_office(self, first: ShownResult | None) -> None:
        """Watch this office until no row needs anybody; ``first`` has all of its rows, or is None."""
        if not (self.on and self.watched is Watched.OFFICE):
            self.office_result = first
        self._begin(Watched.OFFICE, None, first)

    def go_on(self) -> None:
        """Go on with what was watched."""
        if self.watched is Watched.OFFICE:
            self.watch_office(self.office_result)
        else:
            self.watch_result()

    def check_now(self) -> None:
        """Look as soon as the key's pace allows; while a look goes on, that one is it."""
        if self.state is WatchState.WAITING and self._held:
            self.hurried = True
            self._held[0].check_now()
            self.changed.emit()

    def stop(self) -> None:
        """Watch no more."""
        self.end, self.broke = None, ""
        if self.on:
            if self._work is not None:
                self._work.cancel()
            self._rest()
            self.changed.emit()

    def _begin(self, watched: Watched, keys: Keys | None, first: ShownResult | None) -> None:
        """Begin, in place of whatever was watched; not beside the person's run of it, nor a second time."""
        session = self._session
        own = "office_run" if watched is Watched.OFFICE else "live_run"
        if session.is_busy(own) or (self.on and self.watched is watched):
            return
        self.stop()
        held: list[Watch] = []
        self._held, self.watched = held, watched
        self.why, self.hurried, self.asked = None, False, False
        self._until = self.clock.now()
        self.state = WatchState.WAITING
        way, host = session.way, session.host
        self._work = session.worker.submit(
            lambda engine, tell: engine.watch(keys, tell, held.append, way=way, host=host, first=first),
            self._ended,
            self._told,
        )
        if self._work.cancelled:  # the program ends
            self.stop()
        session.watch_began.emit()
        self.changed.emit()

    def _told(self, event: object) -> None:
        match event:
            case Waiting(why=why):
                self.state, self._until, self.why = WatchState.WAITING, event.until, why
            case Looking():
                self.state, self.asked, self.hurried = WatchState.LOOKING, self.hurried, False
            case LookShown(result=result):
                self._looked(result)
                return
            case _:
                return
        self.changed.emit()

    def _looked(self, result: ShownResult) -> None:
        if self.watched is Watched.OFFICE:
            self.office_result = result
            self.office_looked.emit()
        else:
            self._session.looked(result)

    def _ended(self, how: object) -> None:
        self._rest()
        if isinstance(how, Crash):
            self.broke = how.facts
        elif isinstance(how, WatchEnd):
            self.end = how
            self.ended.emit(how)
        self.changed.emit()

    def _rest(self) -> None:
        self._work, self._held, self.state, self.hurried = None, [], WatchState.OFF, False
