"""What to do about one row of the office's page: the card of its cause, with its picture, in a window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from wizard.core.text import T, unmarked
from wizard.ui.cause_card import CauseCard, picture_side
from wizard.ui.widgets import button, held

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent

    from wizard.diagnosis.explained import Cause
    from wizard.ui.session import Session
    from wizard.ui.shown_result import ShownResult

SIZE = (1000, 680)
SIZE_OF_WORDS = (760, 500)


class CauseDialog(QDialog):
    """Shows one cause; its primary action closes it and checks again.

    Args:
        session: The window's state.
        result: The run that found it.
        cause: What is shown.
        parent: The wizard's window.
        check: Id of the check that found it; empty where a look finds it in no row.
    """

    def __init__(
        self, session: Session, result: ShownResult, cause: Cause, parent: QWidget, check: str = ""
    ) -> None:
        super().__init__(parent)
        self.check = check
        say = session.say
        self.setObjectName("window")
        self.setWindowTitle(unmarked(say(cause.title)))
        self.card = CauseCard(session, result, (cause,), picture_side(session, result, cause))
        inside = QWidget()
        inside.setObjectName("scrolled")
        around = QVBoxLayout(inside)
        around.setContentsMargins(28, 24, 28, 12)
        around.addWidget(self.card)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(inside)
        bar = QFrame()
        bar.setObjectName("actions")
        line = QHBoxLayout(bar)
        line.setContentsMargins(28, 14, 28, 14)
        line.setSpacing(12)
        line.addStretch(1)
        close = button(say(T("C&lose")))
        close.clicked.connect(self.reject)
        line.addWidget(close)
        self.rerun = button(say(T("Check &again")), "primary")
        self.rerun.setDefault(True)
        self.rerun.clicked.connect(self.accept)
        line.addWidget(self.rerun)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._scroll, 1)
        column.addWidget(bar)
        space = self.screen().availableGeometry()
        self.setMinimumSize(480, 360)
        width, height = SIZE if self.card.side is not None else SIZE_OF_WORDS
        self.resize(min(width, space.width() - 40), min(height, space.height() - 60))
        # the arrow keys turn the picture from the beginning; Enter is the primary action's all the same
        (self.rerun if self.card.side is None else self.card.side.player).setFocus()
        if session.is_replay:  # there is nothing to check
            self.rerun.hide()
            close.setDefault(True)

    def show_again(self, result: ShownResult, cause: Cause | None) -> bool:
        """Show what a later look found, in place; False where the cause is gone, or another one."""
        return cause is not None and self.card.show_again(result, (cause,))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Have a held Enter, such as the one that opened this, press nothing."""
        if not held(event):
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Keep the whole picture in sight."""
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Fit once the layout is known."""
        super().showEvent(event)
        self._fit()

    def _fit(self) -> None:
        view = self._scroll.viewport()
        self.card.fit(view.width(), view.height())
