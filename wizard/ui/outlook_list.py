"""What could stop a connection tomorrow: at most three things, each with what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from wizard.core.cause import Who
from wizard.core.text import N, T, unmarked
from wizard.ui.cause_words import CHIP
from wizard.ui.dismissed import DAYS
from wizard.ui.status import StatusKind
from wizard.ui.status_icon import StatusIcon
from wizard.ui.widgets import button, label, set_tip

if TYPE_CHECKING:
    from wizard.diagnosis.explained import Cause
    from wizard.ui.cause_dialog import CauseDialog
    from wizard.ui.session import Session
    from wizard.ui.shown_result import ShownResult

MOST = 3
"""Things that are shown at once; what is put away makes room for the next one."""


class OutlookRow(QFrame):
    """One thing: what was seen, whose turn it is, and what to do.

    Signals:
        wanted: The person wants to know what to do.
        put_away: The person does not want to see it for a while.
    """

    wanted = Signal()
    put_away = Signal()

    def __init__(self, session: Session, cause: Cause) -> None:
        super().__init__()
        say = session.say
        self.cause = cause
        self.setObjectName("row")
        office = cause.who[0] is Who.OFFICE
        mark = StatusIcon(session.theme)
        mark.show_kind(StatusKind.NEEDS_YOU if office else StatusKind.NEEDS_OTHER)
        seen = say(cause.because[0] if cause.because else cause.title)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(label(seen))
        words.addWidget(label(say(CHIP[cause.who[0]]), "quiet"))
        self.details = button(say(T("Show me where") if cause.pointers else T("What to do")))
        self.details.clicked.connect(self.wanted)
        self.away = button(say(T("Hide")), "link")
        set_tip(self.away, say(N("Comes back after {n} day", "Comes back after {n} days", DAYS)))
        self.away.clicked.connect(self.put_away)
        if session.is_replay:
            self.away.hide()
        for part in (self.details, self.away):
            part.setAccessibleName(f"{part.text()}: {unmarked(seen)}")
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 5, 12, 5)
        line.setSpacing(12)
        line.addWidget(mark)
        line.addLayout(words, 1)
        line.addWidget(self.details)
        line.addWidget(self.away)


class OutlookList(QWidget):
    """The things that the person has not put away, the most urgent first.

    Args:
        session: The window's state.
        result: The success that they were seen in.
        parent: The panel around it, without which it would be a window of its own.

    Signals:
        again: The person wants to check again.
    """

    again = Signal()

    def __init__(self, session: Session, result: ShownResult, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._result = result
        self.rows: list[OutlookRow] = []
        self.dialog: CauseDialog | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        say = session.say
        head = QHBoxLayout()
        title = T("Have a look at this, so that it works tomorrow too")
        head.addWidget(label(say(title), "group"), 1)
        self.check_again = button(say(T("Check &again")), "link")
        self.check_again.clicked.connect(self.again)
        if session.is_replay:  # there is nothing to check
            self.check_again.hide()
        head.addWidget(self.check_again, 0, Qt.AlignmentFlag.AlignBottom)
        self._column.addLayout(head)
        self._fill()

    def _fill(self) -> None:
        for row in self.rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        dismissed = self._session.dismissed
        shown = [cause for cause in self._result.outlook if cause.code not in dismissed]
        self.rows = [self._row(cause) for cause in shown[:MOST]]
        for row in self.rows:
            self._column.addWidget(row)
        self.setVisible(bool(self.rows))

    def _row(self, cause: Cause) -> OutlookRow:
        row = OutlookRow(self._session, cause)
        row.wanted.connect(lambda: self._open(cause))
        row.put_away.connect(lambda: self._put_away(cause))
        return row

    def _put_away(self, cause: Cause) -> None:
        place = [row.cause for row in self.rows].index(cause)
        self._session.dismissed.add(cause.code)
        self._fill()
        if self.rows:  # the keyboard goes on where the row was, which is made anew
            self.rows[min(place, len(self.rows) - 1)].away.setFocus()

    def _open(self, cause: Cause) -> None:
        """Show the card of a thing in a window of its own."""
        from wizard.ui.cause_dialog import CauseDialog

        self.dialog = dialog = CauseDialog(self._session, self._result, cause, self.window())
        dialog.accepted.connect(self.again)
        dialog.finished.connect(self._closed)
        dialog.open()

    def _closed(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None
