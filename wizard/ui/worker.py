"""One asyncio loop on one extra thread; answers arrive as queued signals. Pages never see a thread."""

from __future__ import annotations

import importlib
import threading
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Awaitable, Callable

    from wizard.core.events import Event
    from wizard.ui.engine import Engine

    Tell = Callable[[Event], None]
    Job = Callable[[Engine, Tell], Awaitable[object]]

PAGES = tuple(f"wizard.ui.pages.{name}" for name in ("office", "key", "live", "result"))
CLOSE_S = 2.0
"""Seconds within which everything ends when the window closes."""


class Crash(NamedTuple):
    """A job raised; ``kind`` is the exception's class, its own words are not passed on."""

    kind: str


class Worker(QObject):
    """Runs jobs on the engine.

    Args:
        make_engine: Makes the engine, on the worker's thread.
    """

    ready = Signal(object)  # the engine
    told = Signal(int, object)  # ticket, event
    ended = Signal(int, object)  # ticket, the job's result or a Crash; nothing for a cancelled job

    def __init__(self, make_engine: Callable[[], Engine], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._make_engine = make_engine
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._engine: Engine | None = None
        self._waiting: list[tuple[int, Job]] = []
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._cancelled: set[int] = set()
        self._tickets = 0
        self._closed = False
        self._broken: Crash | None = None

    def start(self) -> None:
        """Start the thread; to be called after the first paint."""
        self._thread = threading.Thread(target=self._main, name="engine", daemon=True)
        self._thread.start()

    def submit(self, job: Job) -> int:
        """Run a job as soon as the engine is ready; returns its ticket."""
        self._tickets += 1
        ticket = self._tickets
        with self._lock:
            if self._broken is not None:
                # queued, so that the caller has its ticket before the answer comes
                QTimer.singleShot(0, self, lambda: self.ended.emit(ticket, self._broken))
            elif self._loop is None:
                self._waiting.append((ticket, job))
            else:
                self._loop.call_soon_threadsafe(self._begin, ticket, job)
        return ticket

    def cancel(self, ticket: int) -> None:
        """End a job; returns at once, and nothing is heard of the job afterwards."""
        with self._lock:
            self._cancelled.add(ticket)
            self._waiting = [(number, job) for number, job in self._waiting if number != ticket]
            if self._loop is not None:
                self._loop.call_soon_threadsafe(self._cancel, ticket)

    def close(self) -> bool:
        """End every job and the thread; False where that took longer than two seconds."""
        with self._lock:
            self._closed = True
            self._waiting.clear()
            if self._loop is not None:
                self._loop.call_soon_threadsafe(self._stop)
        if self._thread is None:
            return True
        self._thread.join(CLOSE_S)
        return not self._thread.is_alive()

    def _main(self) -> None:
        import asyncio

        try:
            engine = self._make_engine()
            for name in PAGES:  # so that the window's thread does not wait for their modules later
                importlib.import_module(name)
        except Exception as problem:  # noqa: BLE001 - the window tells of it
            with self._lock:
                self._broken = Crash(type(problem).__name__)
                waiting, self._waiting = self._waiting, []
            for ticket, _ in waiting:
                self._emit(self.ended.emit, ticket, self._broken)
            return
        loop = asyncio.new_event_loop()
        with self._lock:
            if self._closed:
                loop.close()
                return
            self._engine, self._loop = engine, loop
            waiting, self._waiting = self._waiting, []
        for ticket, job in waiting:
            loop.call_soon(self._begin, ticket, job)
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

        tasks = asyncio.all_tasks(loop)
        for task in tasks:
            task.cancel()
        if tasks:
            loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
        loop.run_until_complete(loop.shutdown_asyncgens())

    def _begin(self, ticket: int, job: Job) -> None:
        if self._loop is not None and ticket not in self._cancelled:
            self._tasks[ticket] = self._loop.create_task(self._run(ticket, job))

    def _cancel(self, ticket: int) -> None:
        if task := self._tasks.get(ticket):
            task.cancel()

    def _stop(self) -> None:
        if self._loop is not None:
            self._loop.stop()

    async def _run(self, ticket: int, job: Job) -> None:
        assert self._engine is not None  # noqa: S101 - jobs begin only once there is one
        try:
            result = await job(self._engine, lambda event: self._tell(ticket, event))
        except Exception as problem:  # noqa: BLE001 - the window tells of it and goes on
            result = Crash(type(problem).__name__)
        finally:
            self._tasks.pop(ticket, None)
        if ticket not in self._cancelled:
            self._emit(self.ended.emit, ticket, result)

    def _tell(self, ticket: int, event: Event) -> None:
        if ticket not in self._cancelled:
            self._emit(self.told.emit, ticket, event)

    def _emit(self, emit: Callable[..., None], *arguments: object) -> None:
        if not self._closed:
            emit(*arguments)
