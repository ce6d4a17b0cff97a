"""A page on which a run goes on: its rows live, its cancelling, and how long it has been waiting."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from wizard.core.text import N, T, Text
from wizard.ui.mark import Mark
from wizard.ui.pages.base import Page
from wizard.ui.parts import label, set_marked
from wizard.ui.worker import Crash

if TYPE_CHECKING:
    from wizard.core.events import Event
    from wizard.ui.engine import Result
    from wizard.ui.rows import Row
    from wizard.ui.session import Session
    from wizard.ui.worker import Job

SLOW_S = 2
"""Seconds after which a row says what it waits for."""


class RunPage(Page):
    """Rows by id, of which some are running."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.rows: dict[str, Row] = {}
        self._since: dict[str, float] = {}
        self._waits: dict[str, Text] = {}
        self._ticket: int | None = None
        self.trouble = label("", "strong")
        self.trouble.hide()
        self._clock = QTimer(self)
        self._clock.setInterval(500)
        self._clock.timeout.connect(self.tick)
        session.worker.told.connect(self._told)
        session.worker.ended.connect(self._ended)

    @property
    def busy(self) -> bool:
        """Whether a run goes on."""
        return self._ticket is not None

    def begin(self, job: Job) -> None:
        """Start a run; an earlier one is ended first."""
        self.cancel()
        self.trouble.hide()
        self._ticket = self.session.worker.submit(job)
        self._clock.start()
        self.changed.emit()

    def cancel(self) -> None:
        """End the run at once; the rows that ran show that they were not finished."""
        if self._ticket is None:
            return
        self.session.worker.cancel(self._ticket)
        self._stop()
        for row in self.rows.values():
            if row.mark.mark in (Mark.BUSY, Mark.WAITING):
                row.show_state(Mark.UNKNOWN, self.say(T("Not checked")), self.say(T("Cancelled.")))
        self.changed.emit()

    def waiting(self, row: str, for_what: Text) -> None:
        """Show a row as running; after two seconds it says what it waits for."""
        self._since[row], self._waits[row] = time.monotonic(), for_what
        self.rows[row].show_state(Mark.BUSY, self.say(T("Checking")), "")

    def settled(self, row: str) -> None:
        """A row runs no more."""
        self._since.pop(row, None)

    def heard(self, event: Event) -> None:
        """An event of this page's run."""
        raise NotImplementedError

    def finished(self, result: Result) -> None:
        """This page's run has ended."""
        raise NotImplementedError

    def refused(self, wanted: Text) -> None:
        """This page's run could not begin: something has to be entered first."""
        set_marked(self.trouble, self.say(wanted))
        self.trouble.show()
        for row in self.rows.values():
            row.show_state(Mark.UNKNOWN, self.say(T("Not checked")), "")

    def crashed(self, kind: str) -> None:
        """This page's run broke; nothing entered is lost."""
        words = T("The program itself failed here ({kind}). Nothing was lost; check again.", kind=kind)
        set_marked(self.trouble, self.say(words))
        self.trouble.show()
        for row in self.rows.values():
            if row.mark.mark in (Mark.BUSY, Mark.WAITING):
                words = T(
                    "The program itself failed here ({kind}). Nothing was lost; check again.", kind=kind
                )
                row.show_state(Mark.UNKNOWN, self.say(T("Could not check")), self.say(words))

    def _told(self, ticket: int, event: object) -> None:
        if ticket == self._ticket:
            self.heard(event)  # type: ignore[arg-type]  # signals carry plain objects
            self.changed.emit()

    def _ended(self, ticket: int, result: object) -> None:
        if ticket != self._ticket:
            return
        self._stop()
        if isinstance(result, Crash):
            self.crashed(result.kind)
        elif isinstance(result, Text):
            self.refused(result)
        else:
            self.finished(result)  # type: ignore[arg-type]  # likewise
        self.changed.emit()

    def _stop(self) -> None:
        self._ticket = None
        self._since.clear()
        self._clock.stop()

    def tick(self) -> None:
        """Twice a second while a run goes on: say what slow rows wait for."""
        for row, since in self._since.items():
            seconds = int(time.monotonic() - since)
            if seconds >= SLOW_S:
                words = N("{what}, {n} second", "{what}, {n} seconds", seconds, what=self._waits[row])
                self.rows[row].show_state(Mark.BUSY, self.say(T("Checking")), self.say(words))
