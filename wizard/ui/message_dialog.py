"""The message for whoever can act, in a window of its own: where a picture has its place on the card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from wizard.core.text import T
from wizard.ui.dialog import Dialog
from wizard.ui.message_panel import MessagePanel, message_about
from wizard.ui.widgets import button

if TYPE_CHECKING:
    from wizard.diagnosis.explained import Cause
    from wizard.ui.session import Session
    from wizard.ui.shown_result import ShownResult

_SIZE = (620, 560)


class MessageDialog(Dialog):
    """Shows the message about a cause that somebody has to act on."""

    def __init__(self, session: Session, result: ShownResult, cause: Cause, parent: QWidget) -> None:
        super().__init__(parent)
        shown = message_about(session, result, cause)
        if shown is None:
            raise ValueError("there is nobody to write to")
        self.setObjectName("window")
        self.setWindowTitle(session.say(shown.title))
        self.panel = MessagePanel(session, shown)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 16)
        column.setSpacing(12)
        column.addWidget(self.panel, 1)
        line = QHBoxLayout()
        line.addStretch(1)
        close = button(session.say(T("C&lose")))
        close.clicked.connect(self.reject)
        line.addWidget(close)
        column.addLayout(line)
        space = self.screen().availableGeometry()
        self.setMinimumSize(320, 280)
        self.resize(min(_SIZE[0], space.width() - 40), min(_SIZE[1], space.height() - 60))
        self.panel.copy.setDefault(True)
        self.panel.copy.setFocus()
