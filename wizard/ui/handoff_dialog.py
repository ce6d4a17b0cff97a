"""Continue on another PC: the code to read out, the steps as a QR code, and the code that comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from wizard.core.handoff_code import HandoffCode
from wizard.core.text import T
from wizard.diagnosis.there import on_server
from wizard.ui.code_field import CodeField
from wizard.ui.code_label import code_label, show_code
from wizard.ui.handoff_qr import handoff_qr
from wizard.ui.qr_view import QrView
from wizard.ui.widgets import button, held, label, set_marked

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from wizard.core.text import Text
    from wizard.diagnosis.explained import Cause
    from wizard.ui.session import Session
    from wizard.ui.shown_result import ShownResult


_WIDTH = 700


def handoff_code(result: ShownResult, cause: Cause, step: int) -> HandoffCode:
    """What the other PC is told of a result's cause."""
    seen = result.evidence
    version = seen.od_version or seen.installed
    return HandoffCode(cause.code, max(0, min(step, 2)), seen.mode, version)


class HandoffDialog(QDialog):
    """Shows the code of a result's first cause, and takes what the other PC has found.

    Args:
        session: The window's state.
        result: The run that found it.
        parent: The wizard's window.

    Signals:
        answered: The other PC has found something; its code.
    """

    answered = Signal(object)

    def __init__(self, session: Session, result: ShownResult, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        say = session.say
        cause = result.written_causes[0]  # a phone takes it away: the server is not named
        self.code = handoff_code(result, cause, session.at_step)
        title = say(T("Continue on another PC"))
        self.setObjectName("window")
        self.setWindowTitle(title)
        inside = QWidget()
        inside.setObjectName("scrolled")
        words = QVBoxLayout(inside)
        words.setContentsMargins(28, 24, 28, 16)
        words.setSpacing(10)
        words.addWidget(label(title, "title"))
        words.addWidget(label(say(_what_to_do(result, cause)), "lead"))
        words.addSpacing(8)
        words.addLayout(self._both(cause))
        words.addSpacing(8)
        self.field = CodeField(
            session, say(T("Back again? Type the code that the other PC shows")), back=True
        )
        self.field.changed.connect(self._typed)
        words.addWidget(self.field)
        words.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(scroll, 1)
        column.addWidget(self._bar())
        self._typed()
        space = self.screen().availableGeometry()
        width = min(session.theme.px(_WIDTH), space.width() - 40)
        self.setMinimumSize(480, 320)
        height = inside.heightForWidth(width) + self._actions.sizeHint().height() + 8
        self.resize(width, min(height, space.height() - 60))
        self.field.edit.setFocus()

    def _both(self, cause: Cause) -> QHBoxLayout:
        """The code, and the QR code beside it."""
        say = self._session.say
        left = QVBoxLayout()
        left.setSpacing(6)
        left.addWidget(label(say(T("Code for the other PC")), "group"))
        self.shown = code_label()
        show_code(self.shown, self.code, self._session)
        left.addWidget(self.shown)
        quiet = T("Read it out, or take it with you. Nothing about this office is in it.")
        left.addWidget(label(say(quiet), "quiet"))
        copy = button(say(T("&Copy the code")))
        copy.clicked.connect(self._copy)
        left.addWidget(copy, 0, Qt.AlignmentFlag.AlignLeft)
        self.note = label("", "quiet")
        left.addWidget(self.note)
        left.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(6)
        drawing = handoff_qr(cause, self.code, self._session.launch.translator)
        self.qr = QrView(drawing, say(T("QR code with the steps")), self._session.theme.scale)
        right.addWidget(self.qr, 0, Qt.AlignmentFlag.AlignHCenter)
        by_phone = label(say(T("A phone's camera shows the steps. It needs no network.")), "quiet")
        by_phone.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        by_phone.setFixedWidth(self.qr.width())
        right.addWidget(by_phone)
        right.addStretch(1)
        both = QHBoxLayout()
        both.setSpacing(32)
        both.addLayout(left, 1)
        both.addLayout(right)
        return both

    def _bar(self) -> QFrame:
        say = self._session.say
        self._actions = bar = QFrame()
        bar.setObjectName("actions")
        self.close_button = button(say(T("C&lose")))
        self.close_button.clicked.connect(self.reject)
        self.use = button(say(T("&Use the code")), "primary")
        self.use.setDefault(True)
        self.use.clicked.connect(self._use)
        line = QHBoxLayout(bar)
        line.setContentsMargins(28, 14, 28, 14)
        line.setSpacing(12)
        line.addStretch(1)
        line.addWidget(self.close_button)
        line.addWidget(self.use)
        return bar

    def _typed(self) -> None:
        self.use.setEnabled(self.field.holds)

    def _use(self) -> None:
        code = self.field.code()
        if code is None:
            return
        if code.cause is not self.code.cause:
            self.field.tell(T("This code is about something else. It belongs to another card."))
            return
        self.answered.emit(code)
        self.accept()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(str(self.code))
        set_marked(self.note, self._session.say(T("Copied.")))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Have a held Enter, such as the one that opened this, press nothing."""
        if not held(event):
            super().keyPressEvent(event)


def _what_to_do(result: ShownResult, cause: Cause) -> Text:
    """Where to go and what to click there; on this screen the server may be named."""
    server = result.evidence.server
    if not on_server(cause.code) or result.evidence.server_here:
        return T("Open this program on the other PC. Click **I have a code from another PC** there.")
    if server:
        return T(
            "Open this program on **{server}**. Click **I have a code from another PC** there.", server=server
        )
    return T("Open this program on the server PC. Click **I have a code from another PC** there.")
