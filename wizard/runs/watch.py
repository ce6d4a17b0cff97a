"""Watching an office while somebody mends it: looks again until it connects. The window's and the command's.

One look at a time, and never sooner than Open Dental allows; whoever is impatient only moves a look forward.
"""

from __future__ import annotations

import asyncio
import secrets
import threading
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from wizard.core.crash_place import crash_facts
from wizard.core.reference import new_reference
from wizard.diagnosis.incident import Incident
from wizard.runs.destination import CannotBeginError
from wizard.runs.run_events import OnEvent
from wizard.runs.run_result import RunResult
from wizard.runs.watch_clock import PcClock
from wizard.runs.watch_events import LookCrashed, Looked, Looking, Waiting, WatchEnd, WatchEnded, WatchEvent
from wizard.runs.watch_plan import LEAST_S, look_again

if TYPE_CHECKING:
    from wizard.diagnosis.cure import Cure
    from wizard.diagnosis.over_time import Changes
    from wizard.runs.watch_clock import WatchClock

Look = Callable[[OnEvent, RunResult | None], Awaitable[RunResult]]
"""Asks again what could have changed since the given result; everything where there is none."""

OnWatchEvent = Callable[[WatchEvent], None]

SLICE_S = 30.0
"""Seconds that are waited in one piece at most, so that a PC that slept is noticed soon after it woke."""

_LATE_S = 15.0  # a slice that took so much longer than it should: the PC slept, or all programs stood still
_LOOK_MOST_S = 300.0  # what a look counts for the time awake at most


def no_pace(_result: RunResult | None) -> float:
    """Nobody limits how often is asked."""
    return 0.0


class Watch:
    """Looks at an office again and again; :meth:`run` is called once.

    Args:
        look: Makes a look.
        clock: Tells the time.
        minutes: How long it goes on, without the time in which the PC sleeps.
        every_s: Seconds between two looks; None leaves that to what was found.
        first: A result that is there already: the watch begins with waiting then.
        incident: What was seen before; it has followed ``first`` already, where it is given.
        pace_s: Seconds that have to lie between two looks, after the given result.
    """

    def __init__(
        self,
        look: Look,
        clock: WatchClock | None = None,
        *,
        minutes: float,
        every_s: float | None = None,
        first: RunResult | None = None,
        incident: Incident | None = None,
        pace_s: Callable[[RunResult | None], float] = no_pace,
    ) -> None:
        self._look = look
        self.clock: WatchClock = clock or PcClock()
        self._most_s = minutes * 60
        self._every_s = every_s
        self._last = first
        self._incident = incident or Incident()
        self._unfollowed = first is not None and incident is None
        self._pace_s = pace_s
        self._awake_s = 0.0
        self._problem: BaseException | None = None  # of the latest look that could not be made
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._roused = asyncio.Event()
        self._hurrying, self._stopping = threading.Event(), threading.Event()

    def check_now(self) -> None:
        """Look as soon as the pace allows, after the look that goes on; from any thread."""
        with self._lock:
            self._hurrying.set()
            self._rouse()

    def stop(self) -> None:
        """End it, a look that goes on too; from any thread."""
        with self._lock:
            self._stopping.set()
            self._rouse()

    def _rouse(self) -> None:
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._roused.set)

    async def run(self, on_event: OnWatchEvent) -> WatchEnd:
        """Watch until it connects, the time is over or somebody stops it.

        Args:
            on_event: Hears what happens, on the loop's thread.

        Raises:
            CannotBeginError: Of the first look, where there is no earlier result.
            Exception: What the latest look failed with, where the time is over and there was never a result.
        """
        with self._lock:
            self._loop = asyncio.get_running_loop()
        try:
            how = await self._watched(on_event)
        finally:
            with self._lock:
                self._loop = None
        if how is WatchEnd.TIME_UP and self._last is None and self._problem is not None:
            raise self._problem
        on_event(WatchEnded(how))
        return how

    async def _watched(self, on_event: OnWatchEvent) -> WatchEnd:
        if self._last is not None:
            if self._unfollowed:
                self._follow(self._last)
            if is_well(self._last):
                return WatchEnd.CONNECTED
            if (how := await self._waited(on_event)) is not None:
                return how
        while True:
            for part in (self._looked, self._waited):
                if (how := await part(on_event)) is not None:
                    return how

    async def _looked(self, on_event: OnWatchEvent) -> WatchEnd | None:
        """One look; how the watch ends, where it does."""
        if self._stopping.is_set():
            return WatchEnd.STOPPED
        self._hurrying.clear()
        on_event(Looking())
        began = self.clock.now()
        going = asyncio.ensure_future(self._look(on_event, self._last))
        try:
            while not (self._stopping.is_set() or going.done()):
                await self._roused_or(going)
        finally:
            stopped = not going.done()
            going.cancel()
            await asyncio.gather(going, return_exceptions=True)
            self._awake_s += min(self.clock.now() - began, _LOOK_MOST_S)
        return WatchEnd.STOPPED if stopped else self._found(going, on_event)

    def _found(self, ended: asyncio.Future[RunResult], on_event: OnWatchEvent) -> WatchEnd | None:
        problem = asyncio.CancelledError() if ended.cancelled() else ended.exception()
        if problem is not None:
            if self._last is None and isinstance(problem, CannotBeginError):
                raise problem
            self._problem = problem
            on_event(LookCrashed(crash_facts(problem, new_reference(secrets.choice))))
            return None
        self._last = result = ended.result()
        changes, cure = self._follow(result)
        on_event(Looked(result, changes, cure))
        return WatchEnd.CONNECTED if is_well(result) else None

    def _follow(self, result: RunResult) -> tuple[Changes, Cure | None]:
        return self._incident.follow(result.evidence, result.judgement, self.clock.wall(), self.clock.now())

    async def _waited(self, on_event: OnWatchEvent) -> WatchEnd | None:
        """Wait for the next look; how the watch ends, where it does."""
        least = max(LEAST_S, self._pace_s(self._last))
        plan = look_again(self._last, self._awake_s, least, self._every_s)
        ended, hurried = self.clock.now(), False
        until = ended + plan.seconds
        on_event(Waiting(plan.seconds, until, plan.why))
        while not self._stopping.is_set():
            if self._hurrying.is_set() and not hurried:
                hurried, until = True, ended + least
                if (sooner := until - self.clock.now()) > 0:
                    on_event(Waiting(sooner, until, plan.why))
            left = until - self.clock.now()
            if left <= 0:
                return None
            if self._awake_s >= self._most_s:
                return WatchEnd.TIME_UP
            if await self._slept(min(SLICE_S, left, self._most_s - self._awake_s)):
                self._hurrying.set()
        return WatchEnd.STOPPED

    async def _slept(self, seconds: float) -> bool:
        """Wait a slice, or less where somebody is impatient; whether the PC slept meanwhile."""
        began = self.clock.now()
        sleeping = asyncio.ensure_future(self.clock.sleep(seconds))
        try:
            await self._roused_or(sleeping)
        finally:
            sleeping.cancel()
            await asyncio.gather(sleeping, return_exceptions=True)
        took = self.clock.now() - began
        self._awake_s += min(took, seconds)
        return took > seconds + _LATE_S

    async def _roused_or(self, other: asyncio.Future[Any]) -> None:
        """Wait until something else has ended, or somebody wants something of this watch."""
        rousing = asyncio.ensure_future(self._roused.wait())
        try:
            await asyncio.wait({other, rousing}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            rousing.cancel()
            self._roused.clear()  # on the loop's thread: whoever sets a flag after this rouses after it, too


def is_well(result: RunResult) -> bool:
    """Whether nobody has to do anything: it connects, or nothing is wrong where no call was wanted."""
    evidence = result.evidence
    ended_without_call = evidence.probe is None and not evidence.interrupted
    return result.connected or (ended_without_call and not result.judgement.findings)
