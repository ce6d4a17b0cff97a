"""A page that shows a run: its rows live, its cancelling, and how long it has been waiting."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from wizard.core.text import N, T, Text, paragraph
from wizard.ui.pages.base import Page
from wizard.ui.status import StatusKind
from wizard.ui.widgets import label, set_marked

if TYPE_CHECKING:
    from wizard.core.events import Event
    from wizard.ui.list_widgets import StatusRow
    from wizard.ui.runner import Runner
    from wizard.ui.session import Session
    from wizard.ui.shown_result import ShownResult

SLOW_S = 2
"""Seconds after which a row says what it waits for."""


class RunPage(Page):
    """Rows by id, of which some are running.

    Args:
        session: What the windows share.
        run: The run that is shown, whoever begins it.
    """

    def __init__(self, session: Session, run: Runner) -> None:
        super().__init__(session)
        self.run = run
        self.rows: dict[str, StatusRow] = {}
        self._since: dict[str, float] = {}
        self._waits: dict[str, Text] = {}
        self.trouble = label("", "strong")
        self.trouble.hide()
        self._clock = QTimer(self)
        self._clock.setInterval(500)
        self._clock.timeout.connect(self.tick)
        run.began.connect(self._began)
        run.told.connect(self._told)  # type: ignore[call-overload]  # signals carry plain objects
        run.finished.connect(self._finished)  # type: ignore[call-overload]  # likewise
        run.refused.connect(self._refused)  # type: ignore[call-overload]  # likewise
        run.crashed.connect(self._crashed)
        run.cancelled.connect(self._cancelled)

    @property
    def busy(self) -> bool:
        """Whether the run goes on."""
        return self.run.busy

    def cancel(self) -> None:
        """End the run at once."""
        self.run.cancel()

    def begun(self) -> None:
        """The run has begun."""

    def cancelled(self) -> None:
        """The run was cancelled; the rows that ran show that they were not finished."""
        for row in self.rows.values():
            if row.icon.kind in (StatusKind.BUSY, StatusKind.WAITING):
                row.show_state(StatusKind.UNKNOWN, self.say(T("Not checked")), self.say(T("Cancelled.")))

    def waiting(self, row: str, for_what: Text) -> None:
        """Show a row as running; after two seconds it says what it waits for."""
        self._since[row], self._waits[row] = time.monotonic(), for_what
        self.rows[row].show_state(StatusKind.BUSY, self.say(T("Checking")), "")

    def row_finished(self, row: str) -> None:
        """A row runs no more."""
        self._since.pop(row, None)

    def on_event(self, event: Event) -> None:
        """An event of this page's run."""
        raise NotImplementedError

    def finished(self, result: ShownResult) -> None:
        """This page's run has ended."""
        raise NotImplementedError

    def refused(self, reason: Text) -> None:
        """This page's run could not begin: something has to be entered first."""
        set_marked(self.trouble, self.say(reason))
        self.trouble.show()
        for row in self.rows.values():
            row.show_state(StatusKind.UNKNOWN, self.say(T("Not checked")), "")

    def crashed(self, facts: str) -> None:
        """This page's run broke; nothing entered is lost."""
        failed = T("The program itself failed here. Nothing was lost; check again.")
        quoted = T("If it happens again, quote {facts} to support.", facts=facts)
        set_marked(self.trouble, self.say(paragraph(failed, quoted)))
        self.trouble.show()
        for row in self.rows.values():
            if row.icon.kind in (StatusKind.BUSY, StatusKind.WAITING):
                row.show_state(StatusKind.UNKNOWN, self.say(T("Could not check")), self.say(failed))

    def _began(self) -> None:
        self.trouble.hide()
        self._clock.start()
        self.begun()
        self.changed.emit()

    def _told(self, event: Event) -> None:
        self.on_event(event)
        self.changed.emit()

    def _finished(self, result: ShownResult) -> None:
        self._stop()
        self.finished(result)
        self.changed.emit()

    def _refused(self, wanted: Text) -> None:
        self._stop()
        self.refused(wanted)
        self.changed.emit()

    def _crashed(self, facts: str) -> None:
        self._stop()
        self.crashed(facts)
        self.changed.emit()

    def _cancelled(self) -> None:
        self._stop()
        self.cancelled()
        self.changed.emit()

    def _stop(self) -> None:
        self._since.clear()
        self._clock.stop()

    def tick(self) -> None:
        """Twice a second while a run goes on: say what slow rows wait for."""
        for row, since in self._since.items():
            seconds = int(time.monotonic() - since)
            if seconds >= SLOW_S:
                words = N("{what}, {n} second", "{what}, {n} seconds", seconds, what=self._waits[row])
                self.rows[row].show_state(StatusKind.BUSY, self.say(T("Checking")), self.say(words))
