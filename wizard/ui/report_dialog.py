"""The report, shown in full before it is copied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QFontDatabase, QGuiApplication, QTextCursor
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from wizard.core.text import T
from wizard.ui.widgets import button, held, label, set_marked

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from wizard.ui.session import Session


def report_view(text: str, name: str) -> QPlainTextEdit:
    """A report to read and select."""
    view = QPlainTextEdit(text)
    view.setReadOnly(True)
    view.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
    view.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
    view.setTabChangesFocus(True)
    view.setAccessibleName(name)
    return view


def show_report(view: QPlainTextEdit, text: str) -> None:
    """Show a later report in a view; what is scrolled to and selected stays where it is."""
    if view.toPlainText() == text:
        return
    place, marked = view.verticalScrollBar().value(), view.textCursor()
    ends = [min(end, len(text)) for end in (marked.anchor(), marked.position())]
    view.setPlainText(text)
    marked.setPosition(ends[0])
    marked.setPosition(ends[1], QTextCursor.MoveMode.KeepAnchor)
    view.setTextCursor(marked)
    view.verticalScrollBar().setValue(place)


class ReportDialog(QDialog):
    """Shows a text that is meant for somebody else, and copies it."""

    def __init__(self, session: Session, title: str, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        say = session.say
        self._text = text
        self.setObjectName("window")
        self.setWindowTitle(title)
        space = self.screen().availableGeometry()
        self.setMinimumSize(320, 240)
        self.resize(min(760, space.width() - 40), min(560, space.height() - 60))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(label(title, "title"))
        column.addWidget(label(say(T("This is all of it: no key and no patient's data is in it.")), "lead"))
        self.view = report_view(text, title)
        column.addWidget(self.view, 1)
        line = QHBoxLayout()
        self.note = label("", "quiet", wrap=False)
        line.addWidget(self.note, 1)
        close = button(say(T("C&lose")))
        close.clicked.connect(self.reject)
        line.addWidget(close)
        self.copy = button(say(T("&Copy")), "primary")
        self.copy.setDefault(True)
        self.copy.clicked.connect(lambda: self._copy(say(T("Copied. Paste it into an e-mail or a chat."))))
        line.addWidget(self.copy)
        column.addLayout(line)
        self.copy.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Have a held Enter, such as the one that opened this, press nothing."""
        if not held(event):
            super().keyPressEvent(event)

    def _copy(self, words: str) -> None:
        QGuiApplication.clipboard().setText(self._text)
        set_marked(self.note, words)
