"""What the result page shows when it works: that it does, what comes next, what could stop it tomorrow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QLocale, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from wizard.core.text import T, Text, paragraph
from wizard.diagnosis.outlook import IN_THE_WAY
from wizard.ui.cause_words import clock_time
from wizard.ui.outlook_list import OutlookList
from wizard.ui.practice_box import PracticeBox
from wizard.ui.status import StatusKind
from wizard.ui.status_icon import StatusIcon
from wizard.ui.widgets import label, section, set_marked, set_tip

if TYPE_CHECKING:
    from datetime import datetime

    from wizard.diagnosis.cure import Cure
    from wizard.ui.session import Session
    from wizard.ui.shown_result import ShownResult


class SuccessPanel(QWidget):
    """A success: when, what it was, whose practice, what could stop it, what was proved and what was not.

    Args:
        session: The window's state.
        result: The run that connected.
        cure: What had healed, where a failure came before it.

    Signals:
        again: The person wants to check again.
    """

    again = Signal()

    def __init__(self, session: Session, result: ShownResult, cure: Cure | None = None) -> None:
        super().__init__()
        self.session = session
        self.result = result
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(self._head())
        if cure is not None:
            self._cured(column, cure)
        if not session.is_replay:  # whose practice it is, is asked of Open Dental
            self.practice = PracticeBox(session, result, self)
            column.addWidget(self.practice)
        self.outlook = OutlookList(session, result, self)
        self.outlook.again.connect(self.again)
        column.addWidget(self.outlook)
        column.addLayout(self._proof())
        column.addStretch(1)
        session.key_kept.connect(self._say_next)

    @property
    def title(self) -> Text:
        """The headline: that the person is done, unless something is in the program's way today."""
        if not self._is_done:
            return self.result.causes[0].title
        return T("{product} can now read from Open Dental. You are done.", product=self.session.product)

    @property
    def _is_done(self) -> bool:
        """Nothing is in the way of what the vendor's program does today."""
        return not self._is_slow and not any(found.code in IN_THE_WAY for found in self.result.outlook)

    @property
    def _is_slow(self) -> bool:
        """The answer took so long that it is told beside it."""
        return len(self.result.causes[0].because) > 1

    def spoken(self) -> str:
        """What a screen reader says of it: the headline, and what comes next."""
        words = self.session.say(self.title)
        return words if self.session.is_replay else f"{words} {self.next.text()}"

    def _head(self) -> QHBoxLayout:
        say, result = self.session.say, self.result
        mark = StatusIcon(self.session.theme, 36)
        mark.show_kind(StatusKind.GOOD if self._is_done else StatusKind.NEEDS_YOU)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(label(say(self.title), "title"))
        time = T("Connected: {day}, {time}", day=_day(result.at), time=clock_time(result.at))
        slow = [paragraph(*result.causes[0].because)] if self._is_slow else []
        for line in (time, *slow):
            words.addWidget(label(say(line), "lead"))
        self.next = label("", "text")
        words.addWidget(self.next)
        if self.session.is_replay:  # a case knows nothing of this PC's key
            self.next.hide()
        self._say_next()
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)  # as on the card that it comes after
        head.addLayout(words, 1)
        return head

    def _cured(self, column: QVBoxLayout, cure: Cure) -> None:
        """What it was, as it was seen to change."""
        for text in cure.said(self._time):
            column.addWidget(label(self.session.say(text)))

    def _time(self, at: datetime) -> str:
        """A time of day, with its day where that is another one."""
        if at.date() == self.result.at.date():
            return clock_time(at)
        return self.session.say(T("{day}, {time}", day=_day(at), time=clock_time(at)))

    def _say_next(self) -> None:
        """What the vendor's program does with the key; where the key is, only where it matters."""
        set_marked(self.next, self.session.say(self._next()))
        home = self.session.home
        set_tip(self.next, self.session.say(T("Stored under “{home}”", home=home)) if home else "")

    def _next(self) -> Text:
        session, product = self.session, self.session.product
        if session.keeping:
            return T("The key is being stored on this PC.")
        if not session.home:
            asks = T("{product} will ask for it once.", product=product)
            if session.home_trouble:
                return paragraph(T("{trouble}", trouble=session.home_trouble), asks)
            if not session.remember:
                return paragraph(T("This PC does not store the key."), asks)
            return paragraph(T("This PC could not store the key."), asks)
        if session.launch.profile.vendor_name:
            return T("{product} finds the key on this PC and goes on by itself.", product=product)
        return T("Now enter the same key in your program, where it asks for it.")

    def _proof(self) -> QHBoxLayout:
        """What was proved, and beside it what was not."""
        say = self.session.say
        proved = [
            T("{product} can reach Open Dental from this PC.", product=self.session.product),
            T("Open Dental knows the key, and this office's database answered."),
            T("The key may read patients. No patient was read to prove it."),
        ]
        told = (c.summary for c in self.result.evidence.checks if c.id.is_live and c.code is None)
        not_proved = [
            T("Other rights of the key, such as writing, were not tried."),
            T("Other PCs and other times of day were not tried."),
        ]
        both = QHBoxLayout()
        both.setSpacing(28)
        for title, sign, lines in (
            (T("What was proved"), "✓", [*proved, *told]),
            (T("What was not"), "–", not_proved),
        ):
            part = QVBoxLayout()
            part.setSpacing(0)
            section(part, say(title), [(sign, say(line)) for line in lines], tight=True)
            part.addStretch(1)
            both.addLayout(part, 1)
        return both


def _day(at: datetime) -> str:
    return QLocale().toString(QDate(at.year, at.month, at.day), QLocale.FormatType.LongFormat)
