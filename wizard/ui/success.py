"""What the result page shows when it works: what was proved, what was not, and where the key is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QLocale, Qt, QTime, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from wizard.core.cause import Who
from wizard.core.text import T
from wizard.diagnosis.judge import Verdict
from wizard.ui.status import StatusKind
from wizard.ui.status_icon import StatusIcon
from wizard.ui.widgets import button, label, section

if TYPE_CHECKING:
    from wizard.ui.engine import ShownResult
    from wizard.ui.session import Session


class SuccessPanel(QWidget):
    """A success: when, what was proved, what was not, and where the key is.

    Args:
        session: The window's state.
        result: The run that connected.

    Signals:
        again: The person wants to check again.
    """

    again = Signal()

    def __init__(self, session: Session, result: ShownResult) -> None:
        super().__init__()
        self.session = session
        self.result = result
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        warned = result.judgement.verdict is Verdict.WARNINGS
        self._headline(column, warned)
        if warned:
            self._warnings(column)
        self._proof(column)
        section(column, session.say(T("Where the key is")), [("•", self._home())])
        column.addStretch(1)

    def _headline(self, column: QVBoxLayout, warned: bool) -> None:
        say, result = self.session.say, self.result
        head = QHBoxLayout()
        head.setSpacing(16)
        mark = StatusIcon(self.session.theme, 36)
        mark.show_kind(StatusKind.NEEDS_YOU if warned else StatusKind.GOOD)
        head.addWidget(mark)
        words = QVBoxLayout()
        words.addWidget(label(say(result.causes[0].title), "title"))
        here = QLocale()
        day = here.toString(
            QDate(result.at.year, result.at.month, result.at.day), QLocale.FormatType.LongFormat
        )
        time = here.toString(QTime(result.at.hour, result.at.minute), QLocale.FormatType.ShortFormat)
        words.addWidget(label(say(T("{day}, {time}", day=day, time=time)), "lead"))
        head.addLayout(words, 1)
        column.addLayout(head)

    def _warnings(self, column: QVBoxLayout) -> None:
        say = self.session.say
        for cause in self.result.causes[1:]:
            lines = [("!", say(line)) for line in (*cause.because, cause.meaning)]
            steps = [(f"{number}.", say(step)) for number, step in enumerate(cause.steps, start=1)]
            for_it = cause.who[0] is Who.IT
            section(column, say(T("Have a look at this")), lines if for_it else [*lines, *steps])
            if for_it:  # nobody at the front desk has to read on
                section(column, say(T("For your IT")), steps)
        again = button(say(T("Check &again")))
        again.clicked.connect(self.again)
        column.addSpacing(8)
        column.addWidget(again, 0, Qt.AlignmentFlag.AlignLeft)

    def _proof(self, column: QVBoxLayout) -> None:
        say = self.session.say
        proved = [
            T("{product} can reach Open Dental from this PC.", product=self.session.product),
            T("Open Dental knows the key, and this office's database answered."),
            T("The key may read patients. No patient was read to prove it."),
        ]
        told = (c.summary for c in self.result.evidence.checks if c.id.is_live and c.code is None)
        section(column, say(T("What was proved")), [("✓", say(line)) for line in (*proved, *told)])
        not_proved = [
            T("Other rights of the key, such as writing, were not tried."),
            T("Other PCs and other times of day were not tried."),
        ]
        section(column, say(T("What was not")), [("–", say(line)) for line in not_proved])

    def _home(self) -> str:
        if self.session.home:
            return self.session.say(T("In this PC's keychain, under “{home}”.", home=self.session.home))
        if self.session.keeping:
            return self.session.say(T("It is being put into this PC's keychain."))
        if self.session.home_trouble:
            return self.session.home_trouble
        return self.session.say(T("In memory only: it is gone when this window closes."))
