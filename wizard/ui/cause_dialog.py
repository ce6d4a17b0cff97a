"""What to do about one row of the office's page: the card of its cause, with its picture, in a window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout

from wizard.core.text import T, unmarked
from wizard.ui.bar_dialog import CardDialog
from wizard.ui.cause_card import CauseCard, picture_side
from wizard.ui.widgets import button

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from wizard.diagnosis.explained import Cause
    from wizard.ui.session import Session
    from wizard.ui.shown_result import ShownResult

SIZE = (1000, 680)
SIZE_OF_WORDS = (760, 500)


class CauseDialog(CardDialog):
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
        card = CauseCard(session, result, (cause,), picture_side(session, result, cause))
        super().__init__(unmarked(session.say(cause.title)), card, parent)
        self.check = check
        self._is_gone = False
        say = session.say
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(self.message)
        line.addStretch(1)
        close = button(say(T("C&lose")))
        close.clicked.connect(self.reject)
        line.addWidget(close)
        self.rerun = button(say(T("Check &again")), "primary")
        self.rerun.setDefault(True)
        self.rerun.clicked.connect(self.accept)
        line.addWidget(self.rerun)
        self.build_with(line)
        self.start_at(*(SIZE if self.card.side is not None else SIZE_OF_WORDS))
        # the arrow keys turn the picture from the beginning; Enter is the primary action's all the same
        (self.rerun if self.card.side is None else self.card.side.player).setFocus()
        if session.is_replay:  # there is nothing to check
            self.rerun.hide()
            close.setDefault(True)

    def show_again(self, result: ShownResult, cause: Cause | None) -> bool:
        """Show what a later look found, in place; False where the cause is gone, or another one.

        While a message about it is written, the card stays: what was typed would go with it. It closes with
        the message then.
        """
        shown = cause is not None and self.card.show_again(result, (cause,))
        self._is_gone = not shown
        self.offer_message()
        return shown or self.writing is not None

    def written(self) -> None:
        """The message is closed, and the card too where its cause is gone meanwhile."""
        super().written()
        if self._is_gone:
            self.reject()
