"""The question on a success: is that your practice?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout

from wizard.core.text import T
from wizard.ui.widgets import button, foreign, keep_place

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent
    from PySide6.QtWidgets import QWidget

    from wizard.ui.session import Session
    from wizard.ui.shown_result import ShownResult


class PracticeBox(QFrame):
    """Names the practice that the key opens, and asks whose it is; keeps its place while that is not known.

    The name is words of somebody else's: it is shown as it is, never as markup, and cannot be selected and
    copied.

    Args:
        session: The window's state.
        result: The success.
        parent: The panel around it, without which it would be a window of its own.
    """

    def __init__(self, session: Session, result: ShownResult, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._result = result
        self.setObjectName("card")
        self.words = foreign("")
        self.yes = button(session.say(T("&Yes")))
        self.no = button(session.say(T("&No")))
        self.yes.clicked.connect(session.practice.accept)
        self.no.clicked.connect(session.practice.deny)
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 8, 16, 8)
        line.setSpacing(12)
        line.addWidget(self.words, 1)
        for part in (self.yes, self.no):
            keep_place(part)
            line.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
        session.practice.changed.connect(self._show)
        self._show()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Ask Open Dental, now that the success is seen."""
        super().showEvent(event)
        # most of what it says takes one or two lines: what is below stays where it is
        self.words.setMinimumHeight(2 * self.words.fontMetrics().lineSpacing())
        self._session.practice.ask(self._result)

    def _show(self) -> None:
        asked, say = self._session.practice, self._session.say
        known = asked.practice
        self.setVisible(known is not None or asked.busy or not asked.was_asked(self._result))
        for part in (self.yes, self.no):
            if asked.busy and part.hasFocus():
                self.setFocus()  # Qt would take the keyboard out of the page, and it would not come back
            part.setVisible(known is not None and not asked.is_theirs)
            part.setEnabled(not asked.busy)
        if known is None:
            words = T("Asking Open Dental whose database this is …")
        elif asked.is_theirs:
            words = T("This key opens the database of “{practice}”: your practice.", practice=known.title)
        else:
            words = T(
                "This key opens the database of “{practice}”. Is that your practice?", practice=known.title
            )
        self.words.setText(say(words))
        if known is not None and not asked.is_theirs and self.isVisible():
            said = QAccessibleAnnouncementEvent(self, self.words.text())  # it came up by itself
            QAccessible.updateAccessibility(said)
