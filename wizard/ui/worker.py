"""One asyncio loop on one extra thread; answers arrive as queued signals. Pages never see a thread."""

from __future__ import annotations

import importlib
import threading
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Awaitable, Callable

    from wizard.ui.engine import Engine

    Tell = Callable[[Any], None]
    Job = Callable[[Engine, Tell], Awaitable[object]]

PAGES = tuple(f"wizard.ui.pages.{name}" for name in ("office", "key", "live", "result"))
_JOB = "job"
_LAST_TURNS = 3
CLOSE_S = 2.0
"""Seconds within which everything ends with the program."""


class Crash(NamedTuple):
    """A job raised; the exception's own words are not passed on.

    Attributes:
        kind: The exception's class.
        facts: What is quoted to support: a reference, class and place.
    """

    kind: str
    facts: str = ""


class Work:
    """A job that was handed over."""

    def __init__(self, worker: Worker, job: Job, ended: Callable[[Any], None], told: Tell | None) -> None:
        self._worker = worker
        self.job = job
        self.ended = ended
        self.told = told
        self.cancelled = False
        self.task: asyncio.Task[None] | None = None

    def cancel(self) -> None:
        """End the job; returns at once, and nothing is heard of it afterwards."""
        self.cancelled = True
        self._worker.drop(self)


class Worker(QObject):
    """Runs jobs on the engine.

    Args:
        make_engine: Makes the engine, on the worker's thread.
        log: Writes a line into the program's log; None where none is kept.
    """

    ready = Signal(object)  # the engine
    _told = Signal(object, object)  # work, event
    _ended = Signal(object, object)  # work, the job's result or a Crash

    def __init__(
        self,
        make_engine: Callable[[], Engine],
        parent: QObject | None = None,
        log: Callable[[str], None] | None = None,
    ) -> None:
        super().__init__(parent)
        self._make_engine = make_engine
        self._log = log
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._engine: Engine | None = None
        self._waiting: list[Work] = []
        self._closed = False
        self._broken: Crash | None = None
        # queued, from the engine's thread into the window's
        self._told.connect(self._tell)  # type: ignore[call-overload]  # signals carry plain objects
        self._ended.connect(self._end)  # type: ignore[call-overload]  # likewise

    def start(self) -> bool:
        """Start the thread; to be called after the first paint. False where it was started, or closed."""
        if self._thread is not None or self._closed:
            return False
        self._thread = threading.Thread(target=self._main, name="engine", daemon=True)
        self._thread.start()
        return True

    def submit(self, job: Job, ended: Callable[[Any], None], told: Tell | None = None) -> Work:
        """Run a job as soon as the engine is ready.

        Args:
            job: What is to be done, on the engine's thread.
            ended: Hears the job's result, or a :class:`Crash`, on the window's thread.
            told: Hears the job's events, likewise.

        Returns:
            What the job is cancelled by; cancelled already once the worker was closed.
        """
        work = Work(self, job, ended, told)
        with self._lock:
            if self._closed:
                work.cancelled = True
            elif self._broken is not None:
                # queued, so that the caller has its work before the answer comes
                QTimer.singleShot(0, self, lambda: self._end(work, self._broken))
            elif self._loop is None:
                self._waiting.append(work)
            else:
                self._loop.call_soon_threadsafe(self._begin, work)
        return work

    def drop(self, work: Work) -> None:
        """Let go of a cancelled job."""
        with self._lock:
            self._waiting = [other for other in self._waiting if other is not work]
            if self._loop is not None:
                self._loop.call_soon_threadsafe(self._cancel, work)

    def close(self) -> bool:
        """End every job and the thread; False where that took longer than two seconds.

        Window and program both ask for it; only the first one waits.
        """
        with self._lock:
            patience_s = 0.0 if self._closed else CLOSE_S
            self._closed = True
            self._waiting.clear()
            if self._loop is not None:
                self._loop.call_soon_threadsafe(self._stop)
        if self._thread is None:
            return True
        self._thread.join(patience_s)
        return not self._thread.is_alive()

    def _main(self) -> None:
        import asyncio

        try:
            engine = self._make_engine()
            for name in PAGES:  # so that the window's thread does not wait for their modules later
                importlib.import_module(name)
        except Exception as problem:  # noqa: BLE001 - the window tells of it
            told = self._crash(problem)
            with self._lock:
                self._broken = told
                waiting, self._waiting = self._waiting, []
            for work in waiting:
                self._emit(self._ended.emit, work, self._broken)
            return
        loop = asyncio.new_event_loop()
        with self._lock:
            if self._closed:
                loop.close()
                return
            self._engine, self._loop = engine, loop
            waiting, self._waiting = self._waiting, []
        for work in waiting:
            loop.call_soon(self._begin, work)
        self._emit(self.ready.emit, engine)
        try:
            loop.run_forever()
        finally:
            with self._lock:
                self._loop = None
            self._drain(loop)
            loop.close()

    def _drain(self, loop: asyncio.AbstractEventLoop) -> None:
        import asyncio

        # a job ends what it began; whatever is cancelled a second time meanwhile closes nothing any more
        jobs = {task for task in asyncio.all_tasks(loop) if task.get_name() == _JOB}
        _cancel_and_wait(loop, {task for task in jobs if not task.cancelling()}, jobs)
        left = asyncio.all_tasks(loop)
        _cancel_and_wait(loop, left, left)
        loop.run_until_complete(loop.shutdown_asyncgens())
        for _ in range(_LAST_TURNS):  # a connection that was closed lets go of its socket in a later turn
            loop.run_until_complete(asyncio.sleep(0))

    def _begin(self, work: Work) -> None:
        if self._loop is not None and not work.cancelled:
            work.task = self._loop.create_task(self._run(work), name=_JOB)

    def _cancel(self, work: Work) -> None:
        if work.task is not None:
            work.task.cancel()

    def _stop(self) -> None:
        if self._loop is not None:
            self._loop.stop()

    async def _run(self, work: Work) -> None:
        assert self._engine is not None  # noqa: S101 - jobs begin only once there is one
        result: object
        try:
            result = await work.job(self._engine, lambda event: self._emit(self._told.emit, work, event))
        except Exception as problem:  # noqa: BLE001 - the window tells of it and goes on
            result = self._crash(problem)
        self._emit(self._ended.emit, work, result)

    def _crash(self, problem: Exception) -> Crash:
        """What is told of a failure, which is logged."""
        import secrets

        from wizard.core.crash_place import crash_facts
        from wizard.core.reference import new_reference

        facts = crash_facts(problem, new_reference(secrets.choice))
        if self._log is not None:
            self._log(facts)
        return Crash(type(problem).__name__, facts)

    def _emit(self, emit: Callable[..., None], *arguments: object) -> None:
        if not self._closed:
            emit(*arguments)

    def _tell(self, work: Work, event: object) -> None:
        if work.told is not None and not work.cancelled and not self._closed:
            work.told(event)

    def _end(self, work: Work, result: object) -> None:
        if not work.cancelled and not self._closed:
            work.ended(result)


def _cancel_and_wait(
    loop: asyncio.AbstractEventLoop, going: set[asyncio.Task[Any]], awaited: set[asyncio.Task[Any]]
) -> None:
    """Cancel what is going, and wait for all of it to have ended."""
    import asyncio

    for task in going:
        task.cancel()
    if awaited:
        loop.run_until_complete(asyncio.gather(*awaited, return_exceptions=True))
