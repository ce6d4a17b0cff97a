"""The card that a code from another PC opens: its step, what is seen here, and the code to take back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from wizard.core.handoff_code import FoundThere
from wizard.core.text import T, unmarked
from wizard.ui.bar_dialog import CardDialog
from wizard.ui.cause_card import CauseCard, picture_side
from wizard.ui.code_label import code_label, show_code
from wizard.ui.status import StatusKind
from wizard.ui.status_icon import StatusIcon
from wizard.ui.told import ThereShown
from wizard.ui.widgets import button, label, set_kind, set_marked

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wizard.core.handoff_code import HandoffCode
    from wizard.core.text import Text
    from wizard.ui.runner import Refused
    from wizard.ui.session import Session
    from wizard.ui.worker import Crash, Work

_SIZE = (1000, 700)
_WELL = (FoundThere.CURED, FoundThere.RIGHT_ALL_ALONG, FoundThere.STEPS_DONE)
_FOUND: Mapping[FoundThere, Text] = {
    FoundThere.CURED: T("It is fixed on this PC. Take this code back to the first PC."),
    FoundThere.STILL_WRONG: T("It is not fixed yet on this PC. Do the steps, then check again."),
    FoundThere.RIGHT_ALL_ALONG: T("On this PC nothing is wrong. Take this code back to the first PC."),
    FoundThere.OTHER_CAUSE: T("Something else is wrong on this PC. Fix what is written above first."),
    FoundThere.COULD_NOT_LOOK: T("This PC could not be checked. Take this code back to the first PC."),
    FoundThere.NOT_THERE: T("This is the wrong PC for these steps. Look on the PC that is named above."),
    FoundThere.STEPS_DONE: T("Well done. Take this code back to the first PC."),
}


_OVER: Mapping[FoundThere, Text] = {
    FoundThere.CURED: T("It is fixed on this PC"),
    FoundThere.RIGHT_ALL_ALONG: T("On this PC nothing is wrong"),
}
"""What the card says in the place of its cause."""


class ThereDialog(CardDialog):
    """Shows the cause of a code that was carried here, at the step at which the person was.

    Args:
        session: The window's state.
        shown: What the first look on this PC has found.
        parent: The wizard's window.

    Attributes:
        answer: The code to take back; None while there is nothing to say.
    """

    def __init__(self, session: Session, shown: ThereShown, parent: QWidget) -> None:
        card = _card(session, shown)
        super().__init__(unmarked(session.say(card.cause.title)), card, parent)
        self._session, self._code, self._first = session, shown.look.code, shown.look.first
        self._work: Work | None = None
        self.answer: HandoffCode | None = None
        self._at_step()
        self.build_with(self._below(can_check=shown.look.found is not None))
        self.start_at(*_SIZE)
        self._show_found(shown.look.found)
        (self.rerun if card.side is None else card.side.player).setFocus()

    def _at_step(self) -> None:
        """Show the step at which the person was, and its picture; of something else the first."""
        step = self._code.step if self.card.cause.code is self._code.cause else 0
        side = self.card.side
        if side is None:
            for number, line in enumerate(self.card.steps):
                line.show_current(number == step)
            return
        frames = [frame for frame in range(side.player.count) if side.step(frame) == step]
        if frames:
            side.player.go(frames[0])

    def _below(self, *, can_check: bool) -> QVBoxLayout:
        """What was found, the code to take back, and what can be done."""
        say = self._session.say
        self._mark = StatusIcon(self._session.theme, 28)
        self.found = label("", "strong")
        self.shown = code_label()
        words = QHBoxLayout()
        words.setSpacing(14)
        words.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignVCenter)
        words.addWidget(self.found, 1)
        self._back = QWidget()
        back = QVBoxLayout(self._back)
        back.setContentsMargins(0, 0, 0, 0)
        back.setSpacing(0)
        back.addWidget(label(say(T("Code for the first PC")), "group", wrap=False))
        back.addWidget(self.shown)
        self.copy = button(say(T("&Copy the code")), "link")
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.shown.text()))
        back.addWidget(self.copy, 0, Qt.AlignmentFlag.AlignLeft)
        words.addWidget(self._back, 0, Qt.AlignmentFlag.AlignVCenter)
        self.close_button = button(say(T("C&lose")))
        self.close_button.clicked.connect(self.reject)
        self.rerun = button(say(T("Check &again") if can_check else T("&I did these steps")), "primary")
        self.rerun.setDefault(True)
        self.rerun.clicked.connect(self._look_again if can_check else self._done)
        actions = QHBoxLayout()
        actions.setSpacing(12)
        actions.addWidget(self.message)
        actions.addStretch(1)
        actions.addWidget(self.close_button)
        actions.addWidget(self.rerun)
        column = QVBoxLayout()
        column.setSpacing(10)
        column.addLayout(words)
        column.addLayout(actions)
        return column

    def _look_again(self) -> None:
        code, first = self._code, self._first
        self.rerun.setEnabled(False)
        set_marked(self.found, self._session.say(T("Checking this PC...")))
        worker = self._session.worker
        self._work = worker.submit(lambda engine, _tell: engine.look_here(code, first), self._looked)

    def _looked(self, shown: ThereShown | Refused | Crash) -> None:
        self.rerun.setEnabled(True)
        if not isinstance(shown, ThereShown):
            self._show_found(FoundThere.COULD_NOT_LOOK)
            return
        look = shown.look
        if look.found is FoundThere.STILL_WRONG:
            self._first = look.result.evidence  # another thing may have hidden it in the look before
        if not self.card.show_again(shown.result, (look.cause,)):
            self.take_card(_card(self._session, shown))
            self._at_step()
        self.offer_message()
        self._show_found(look.found)
        (self.close_button if look.found in _WELL else self.rerun).setFocus()

    def _done(self) -> None:
        self._show_found(FoundThere.STEPS_DONE)

    def _show_found(self, found: FoundThere | None) -> None:
        """Say what was found, and show the code that says so to the first PC."""
        say = self._session.say
        words = T("Do these steps here. Then come back to this window.") if found is None else _FOUND[found]
        set_marked(self.found, say(words))
        wrong = found in (FoundThere.STILL_WRONG, FoundThere.OTHER_CAUSE)
        if self.card.panel is not None:  # it says what was seen here: true only where something is wrong
            self.card.panel.setVisible(wrong)
        elif not wrong:
            self.message.hide()
        well = found in _WELL
        over = None if found is None else _OVER.get(found)
        if over is not None:
            self.card.show_over(over)
        self.setWindowTitle(unmarked(say(over or self.card.cause.title)))
        main, other = (self.close_button, self.rerun) if well else (self.rerun, self.close_button)
        main.setDefault(True)
        set_kind(main, "primary")
        set_kind(other, "plain")
        self._mark.show_kind(StatusKind.GOOD if well else StatusKind.NEEDS_YOU)
        self._mark.setVisible(found is not None)
        self._back.setVisible(found is not None)
        if found is not None:
            self.answer = self._code.answered(found)
            show_code(self.shown, self.answer, self._session)
            spoken = f"{say(words)} {self.shown.accessibleName()}"
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, spoken))

    def done(self, result: int) -> None:
        """End a look that still goes on."""
        if self._work is not None:
            self._work.cancel()
        super().done(result)


def _card(session: Session, shown: ThereShown) -> CauseCard:
    cause = shown.look.cause
    return CauseCard(session, shown.result, (cause,), picture_side(session, shown.result, cause))
