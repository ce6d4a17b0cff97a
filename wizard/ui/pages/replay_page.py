"""The page of a replay: a band that says so, and below it the card that the office saw."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QLocale
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from wizard.core.text import N, T, paragraph, unmarked
from wizard.runs.replay import NO_SIGNATURE
from wizard.ui.cause_card import CauseCard, picture_side
from wizard.ui.cause_words import clock_time
from wizard.ui.list_widgets import Fold, Lines
from wizard.ui.pages.base import Action, Page
from wizard.ui.pages.offers import offer_named, offered
from wizard.ui.replay_session import ReplaySession
from wizard.ui.report_view import report_view
from wizard.ui.success import SuccessPanel
from wizard.ui.widgets import label

if TYPE_CHECKING:
    from datetime import datetime

    from PySide6.QtGui import QResizeEvent
    from PySide6.QtWidgets import QDialog

    from wizard.core.text import Text
    from wizard.ui.session import Session
    from wizard.ui.shown_result import ShownResult


NO_CAUSE = T("No cause was found. There was no live test.")
ONLY_AT_THE_OFFICE = ("hand-off",)
"""What goes on from a result, and so not from its replay."""


class ReplayBand(QFrame):
    """Says in one line that this is a replay, and of when; below it where this version says something else.

    Args:
        session: Of the replay.
        result: What the office saw.
    """

    def __init__(self, session: ReplaySession, result: ShownResult) -> None:
        super().__init__()
        self.setObjectName("replay")
        say, replay = session.reader.translate, session.replay
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 4, 16, 4)
        self._column.setSpacing(2)
        self.title = label(say(_title(result)), "strong", select=True)
        told = T(
            "Nothing is called or checked. Times are this PC\u2019s. The case is from version {version}.",
            version=replay.case.document["program"]["version"],
        )
        same = () if replay.differences else (T("This version says the same."),)
        about = label(say(paragraph(told, *same)), "quiet", select=True)
        self.about = Fold(say(T("Details")), about)
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(self.title, 1)
        line.addWidget(self.about.handle)  # beside the title: the card below needs the room
        self._column.addLayout(line)
        self._column.addWidget(self.about)
        self.about.hide()
        self.about.toggled.connect(self.about.setVisible)
        self.today: Fold | None = None
        self.differences = [say(text) for text in replay.differences]
        if self.differences:
            self._show_differences(session)

    def _show_differences(self, session: ReplaySession) -> None:
        first, *more = self.differences
        self.first = label(first, "strong", select=True)
        self._column.addWidget(self.first)
        if more:
            lines = Lines(2)
            lines.show_lines(more, lambda _place, text: label(text, "quiet", select=True))
            title = N("One more difference today", "{n} more differences today", len(more))
            self.today = Fold(session.reader.translate(title), lines)
            self._column.addWidget(self.today)


def _title(result: ShownResult) -> Text:
    quoted = f"{result.causes[0].ref}-{result.reference}" if result.causes else result.reference
    return T(
        "Replay of a case from {day}, {time}. Reference: {reference}",
        day=_short_day(result.at),
        time=clock_time(result.at),
        reference=quoted,
    )


def _short_day(at: datetime) -> str:
    """The day in figures, so that what follows stays on its line."""
    return QLocale().toString(QDate(at.year, at.month, at.day), QLocale.FormatType.ShortFormat)


class ReplayPage(Page):
    """Shows what the office saw.

    Args:
        session: Of the replay.
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        assert isinstance(session, ReplaySession)  # noqa: S101 - no other session has this page
        assert session.result is not None  # noqa: S101 - a replay begins with one
        self._replay, self._result = session, session.result
        self.card: CauseCard | None = None
        self.success: SuccessPanel | None = None
        self.dialog: QDialog | None = None
        self.band = ReplayBand(session, self._result)
        self.column.addWidget(self.band)
        self.column.addSpacing(8)
        self.column.addWidget(self._body(), 1)

    def say(self, text: Text) -> str:
        """Speak to the reader; the card speaks as it did to the office."""
        return self._replay.reader.translate(text)

    def _body(self) -> QWidget:
        session, result = self._replay, self._result
        if result.connected:
            self.success = SuccessPanel(session, result)
            return self.success
        if not result.causes:  # prerequisites alone, and nothing was wrong with them
            return self._details()
        side = picture_side(session, result, result.causes[0])
        self.card = CauseCard(session, result, result.causes, side)
        return self.card

    def _details(self) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(label(self._replay.say(NO_CAUSE), "title"))
        report = report_view(self._result.report, self.say(T("Details for IT")))
        column.addWidget(report, 1)
        return made

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Keep the whole picture in sight below the band."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if self.card is not None:
            view = self.viewport()
            above = self.band.sizeHint().height() + 8
            self.card.fit(view.width(), view.height() - above)

    def announcement(self) -> str:
        """That it is a replay, and the verdict."""
        causes = self._result.causes
        verdict = self.success.title if self.success is not None else causes[0].title if causes else NO_CAUSE
        return unmarked(f"{self.band.title.text()} {self._replay.say(verdict)}")

    def primary(self) -> Action:
        """A replay is closed."""
        return Action(self.say(T("C&lose")), self._close, name="close")

    def note(self) -> str:
        """What whoever trusts the case has to know."""
        return self.say(NO_SIGNATURE)

    def _close(self) -> None:
        self.window().close()

    def secondary(self) -> list[Action]:
        """Check this PC, or hand on what the office saw."""
        fresh = Action(self.say(T("Start a new check")), self._replay.wizard_wanted.emit, name="new-check")
        return [fresh, *offered(self._result, self.say, self.hand_over, ONLY_AT_THE_OFFICE)]

    def hand_over(self, name: str) -> None:
        """Open the dialog of something that the case has to hand over."""
        offer = offer_named(name, self._result)
        if offer is not None:
            self.dialog = offer.make(self._replay, self._result, self.window())
            self.dialog.open()
