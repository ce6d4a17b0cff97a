"""Continue on another PC: the code to read out, the steps as a QR code, and the code that comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout

from wizard.core.handoff_code import FoundThere, HandoffCode
from wizard.core.text import T, paragraph
from wizard.diagnosis.there import is_evidence, on_server, there_line
from wizard.ui.bar_dialog import BarDialog
from wizard.ui.code_field import CodeField
from wizard.ui.code_label import code_label, show_code
from wizard.ui.handoff_qr import handoff_qr
from wizard.ui.qr_view import QrView
from wizard.ui.widgets import button, label, set_marked

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QResizeEvent
    from PySide6.QtWidgets import QWidget

    from wizard.core.text import Text
    from wizard.diagnosis.explained import Cause
    from wizard.ui.session import Session
    from wizard.ui.shown_result import ShownResult


_WIDTH, _GAP, _MARGIN = 700, 32, 28


def handoff_code(result: ShownResult, cause: Cause, step: int) -> HandoffCode:
    """What the other PC is told of a result's cause."""
    seen = result.evidence
    version = seen.od_version or seen.installed
    return HandoffCode(cause.code, max(0, min(step, 2)), seen.mode, version)


class HandoffDialog(BarDialog):
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
        say = session.say
        title = say(T("Continue on another PC"))
        super().__init__(title, parent)
        self._session = session
        cause = result.written_causes[0]  # a phone takes it away: the server is not named
        self.code = handoff_code(result, cause, session.at_step)
        words = QVBoxLayout()
        words.setSpacing(10)
        words.addWidget(label(title, "title"))
        words.addWidget(label(say(_what_to_do(result, cause)), "lead"))
        words.addSpacing(8)
        words.addLayout(self._both(cause))
        words.addSpacing(8)
        asked = say(T("Back again? Type the code that the other PC shows"))
        self.field = CodeField(session, asked, back=True)
        self.field.changed.connect(self._typed)
        words.addWidget(self.field)
        words.addStretch(1)
        self.build(words, self._actions())
        self._typed()
        self.start_at(session.theme.px(_WIDTH))
        self.field.edit.setFocus()

    def _both(self, cause: Cause) -> QBoxLayout:
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
        self._beside = both = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        both.setSpacing(_GAP)
        both.addLayout(left, 1)
        both.addLayout(right)
        return both

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Put the QR code below the code where there is no room beside it."""
        super().resizeEvent(event)
        wanted = self.shown.sizeHint().width() + _GAP + self.qr.width() + 2 * _MARGIN
        fits = self.width() >= wanted
        way = QBoxLayout.Direction.LeftToRight if fits else QBoxLayout.Direction.TopToBottom
        self._beside.setDirection(way)

    def _actions(self) -> QHBoxLayout:
        say = self._session.say
        self.close_button = button(say(T("C&lose")))
        self.close_button.clicked.connect(self.reject)
        self.use = button(say(T("&Use the code")), "primary")
        self.use.setDefault(True)
        self.use.clicked.connect(self._use)
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addStretch(1)
        line.addWidget(self.close_button)
        line.addWidget(self.use)
        return line

    def _typed(self) -> None:
        self.use.setEnabled(self.field.holds)

    def _use(self) -> None:
        code = self.field.code()
        if code is None:
            return
        if code.cause is not self.code.cause:
            self.field.tell(T("This code is about something else. It belongs to another card."))
            return
        if not is_evidence(code.found):
            self.field.tell(self._nothing_seen(code))
            return
        self.answered.emit(code)
        self.field.tell(
            paragraph(T("Taken."), there_line(code.cause, code.found), T("This PC checks again now."))
        )
        self.field.edit.setEnabled(False)
        self.use.hide()
        self.close_button.setDefault(True)
        self.close_button.setFocus()

    def _nothing_seen(self, code: HandoffCode) -> Text:
        """What the other PC says where that tells nothing of the cause, and what to do about it."""
        found = code.found or FoundThere.COULD_NOT_LOOK
        return paragraph(there_line(code.cause, found), _NEXT[found])

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(str(self.code))
        set_marked(self.note, self._session.say(T("Copied.")))


_NEXT: Mapping[FoundThere, Text] = {
    FoundThere.OTHER_CAUSE: T("Fix that there first. Then type the code that it shows after that."),
    FoundThere.COULD_NOT_LOOK: T("Do the steps there all the same. Then check again here."),
    FoundThere.NOT_THERE: T("Take the code to the PC that is named above."),
}


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
