"""A report as text to read and select; a later one is shown in its place."""

from __future__ import annotations

from PySide6.QtGui import QFontDatabase, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit


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
