"""Owns a run: begins it, ends it, and tells whoever listens how it goes, whether or not anybody looks."""

from __future__ import annotations

import time
from enum import Enum, auto
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from wizard.ui.worker import Crash

if TYPE_CHECKING:
    from wizard.core.events import Event
    from wizard.core.text import Text
    from wizard.ui.shown_result import ShownResult
    from wizard.ui.worker import Job, Work, Worker


class RunState(Enum):
    """What a runner is doing."""

    IDLE = auto()
    RUNNING = auto()
    WAITING = auto()
    """For its turn: Open Dental limits how often one key may call."""


class Refused(NamedTuple):
    """A run could not begin; ``wanted`` says what has to be entered first."""

    reason: Text


class Runner(QObject):
    """One kind of run, of which one goes on at a time. Pages, windows and whatever else shows it listen.

    Attributes:
        state: What it is doing.
        result: What the latest run found; None while one goes on, and after one that found nothing.
        free_at: When its turn is, by ``time.monotonic``, while it waits for it.

    Signals:
        began: A run has begun.
        told: What happens in it, an event of ``wizard.core.events``.
        finished: It has a result.
        refused: It could not begin; a text says what has to be entered first.
        crashed: It broke; what is quoted to support: a reference, and the class of the exception.
        cancelled: Somebody ended it.
    """

    began = Signal()
    told = Signal(object)
    finished = Signal(object)
    refused = Signal(object)
    crashed = Signal(str)
    cancelled = Signal()

    def __init__(self, worker: Worker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._job: Job | None = None
        self._work: Work | None = None
        self._start = QTimer(self)
        self._start.setSingleShot(True)
        self._start.timeout.connect(self._submit)
        self.state = RunState.IDLE
        self.result: ShownResult | None = None
        self.free_at = 0.0

    @property
    def busy(self) -> bool:
        """Whether a run goes on."""
        return self.state is not RunState.IDLE

    def start(self, job: Job) -> None:
        """Begin a run; an earlier one is cancelled first."""
        self.cancel()
        self.state, self.result = RunState.RUNNING, None
        # once what shows it has been painted, which would have to share the processor with it
        self._job = job
        self._start.start()
        self.began.emit()

    def cancel(self) -> None:
        """End the run at once, if there is one."""
        if self.busy:
            if self._work is not None:
                self._work.cancel()
            self._rest()
            self.cancelled.emit()

    def _submit(self) -> None:
        if self._job is not None:
            self._work = self._worker.submit(self._job, self._end, self._tell)
            if self._work.cancelled:  # the program ends
                self.cancel()

    def _tell(self, event: Event) -> None:
        from wizard.core.events import CallStarted, Pacing

        if isinstance(event, Pacing):
            self.state, self.free_at = RunState.WAITING, time.monotonic() + event.seconds
        elif isinstance(event, CallStarted):
            self.state = RunState.RUNNING
        self.told.emit(event)

    def _end(self, outcome: ShownResult | Refused | Crash) -> None:
        self._rest()
        if isinstance(outcome, Crash):
            self.crashed.emit(outcome.facts)
        elif isinstance(outcome, Refused):
            self.refused.emit(outcome.reason)
        else:
            self.result = outcome
            self.finished.emit(outcome)

    def _rest(self) -> None:
        self._start.stop()
        self._job, self._work, self.state = None, None, RunState.IDLE
