"""The card of a cause: what was seen, the likely cause and why, who can fix it, steps and picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from wizard.core.cause import Who
from wizard.core.text import N, T
from wizard.ui.cause_words import CHIP, clock_time, fixed_there, reasons, seen
from wizard.ui.list_widgets import Fold, Lines
from wizard.ui.message_panel import MessagePanel, message_about
from wizard.ui.openers import Opener
from wizard.ui.picture_side import PictureSide
from wizard.ui.report_view import report_view, show_report
from wizard.ui.status import StatusKind
from wizard.ui.status_icon import StatusIcon
from wizard.ui.widgets import foreign, keep_place, label, set_kind, set_marked, set_state

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from wizard.core.text import Text
    from wizard.diagnosis.explained import Cause
    from wizard.pointer.pointer_view import PointerView
    from wizard.ui.session import Session
    from wizard.ui.shown_result import ShownResult

STEPS_WIDTH = 264
_STEPS_BESIDE_MESSAGE = 284
_ABOVE_PICTURE = 168  # the heading, the fold and the margins
_AROUND_PICTURE = 32
_LEAST_PICTURE = 320
_NARROW = 640  # pixels of a page that hold no two columns
_NO_LIMIT = 16777215  # Qt's own QWIDGETSIZE_MAX


class StepLine(QFrame):
    """One numbered step; framed while its picture is shown. ``tight`` where none is framed."""

    def __init__(self, number: int, text: str, *, tight: bool = False) -> None:
        super().__init__()
        self.setObjectName("step")
        self._badge = label(str(number), "badge", wrap=False)
        self._badge.setFixedSize(26, 26)
        self._badge.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.text = label(text, "spaced", select=True)
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 5 if tight else 10, 10, 5 if tight else 10)
        line.setSpacing(12)
        line.addWidget(self._badge, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.text, 1)

    def show_current(self, current: bool) -> None:
        """Frame the step, or not."""
        set_state(self, "current", current)
        set_kind(self._badge, "badge-here" if current else "badge")


def pictures_of(result: ShownResult, cause: Cause) -> list[PointerView]:
    """The pictures of a cause that a run found, the best first."""
    return [result.pictures[p] for p in cause.pointers if p in result.pictures]


def picture_side(session: Session, result: ShownResult, cause: Cause) -> PictureSide | None:
    """What plays the pictures of a cause that a run found; None where it has none."""
    pictures = pictures_of(result, cause)
    return PictureSide(session, pictures, [session.say(step) for step in cause.steps]) if pictures else None


class CauseCard(QWidget):
    """A cause in full, the others and the details folded.

    A later look that finds the same cause is shown in place: the picture, what is open and what has the
    keyboard stay as the person left them.

    Args:
        session: The window's state.
        result: The run that found them; ``show_again`` takes a later one in its place.
        causes: What is shown, the likeliest first.
        side: The likeliest one's pictures, as :func:`picture_side` makes them.
        since: Since when it is seen without a break; None since this run.
        watched: It is looked at again by itself: what a look adds to the words has its place from the start.
    """

    def __init__(
        self,
        session: Session,
        result: ShownResult,
        causes: Sequence[Cause],
        side: PictureSide | None,
        since: datetime | None = None,
        *,
        watched: bool = False,
    ) -> None:
        super().__init__()
        self.session = session
        self._watched = watched
        self._is_over = False
        self.cause = causes[0]
        self.steps: list[StepLine] = []
        self.others: Fold | None = None
        self.said: Fold | None = None
        self.side = side
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addLayout(self._head())
        self._columns = columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        columns.setSpacing(20)
        self._left = self._words()
        self.panel = self._message_panel(result)
        main = self.side or self.panel
        columns.addWidget(self._left, 0 if main else 1, Qt.AlignmentFlag.AlignTop)
        if main is not None:
            first = self.panel is not None and not self._is_for_office  # what is to be sent goes before
            columns.insertWidget(0 if first else 1, main, 1, Qt.AlignmentFlag.AlignTop)
        self._todo.setVisible(self.panel is not None and not self._is_for_office)
        column.addLayout(columns, 1)
        if self.panel is not None:
            column.addWidget(self._others_fold)  # below both: the words beside the message are as high as it
        self._report = report_view(result.report, session.say(T("Details for IT")))
        self._report.setMinimumHeight(260)
        self.details = Fold(session.say(T("Details for IT")), self._report)
        column.addWidget(self.details)
        self._show(result, causes, since)
        if self.side is not None:
            self.side.shown.connect(self._follow)
            self._follow(0)

    def show_again(self, result: ShownResult, causes: Sequence[Cause], since: datetime | None = None) -> bool:
        """Show what a later look found, in place; False where that is another cause with its own card."""
        cause = causes[0]
        pictures = pictures_of(result, cause)
        if cause.code != self.cause.code or bool(pictures) != (self.side is not None):
            return False
        self.cause = cause
        self._show(result, causes, since)
        if self.side is not None:
            self.side.show_pictures(pictures, [self.session.say(step) for step in cause.steps])
            self._follow(self.side.player.index)
        return True

    def show_over(self, title: Text) -> None:
        """Show that the cause is none any more, until a later look; what to do stays, unframed."""
        self._is_over = True
        self._mark.show_kind(StatusKind.GOOD)
        set_marked(self.title, self.session.say(title))
        self.chip.hide()
        self._reasons.hide()
        for step in self.steps:
            step.show_current(current=False)

    @property
    def at(self) -> int:
        """Index of the step whose picture is shown; 0 without pictures."""
        return 0 if self.side is None else max(0, self.side.step(self.side.player.index))

    def spoken(self) -> list[str]:
        """What a screen reader says of the card, after its title."""
        return [self.chip.text(), *(step.text.accessibleName() for step in self.steps[:1])]

    def fit(self, width: int, height: int) -> None:
        """Place steps and picture in a page of this size: side by side, or one above the other."""
        main = self.side or self.panel
        if main is None:
            return
        narrow = width < self.session.theme.px(_NARROW)
        direction = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        self._columns.setDirection(direction)
        steps = self.session.theme.px(STEPS_WIDTH if self.side is not None else _STEPS_BESIDE_MESSAGE)
        self._left.setMinimumWidth(0 if narrow else steps)
        self._left.setMaximumWidth(_NO_LIMIT if narrow else steps)
        left_over = height - (_AROUND_PICTURE if narrow else _ABOVE_PICTURE)
        if self.panel is not None and self.others is not None:
            left_over -= self._others_fold.handle.sizeHint().height() + self._column.spacing()
        if self.side is not None:
            self.side.fit(max(_LEAST_PICTURE, left_over))
        else:
            main.setFixedHeight(max(_LEAST_PICTURE, left_over))

    def _follow(self, frame: int) -> None:
        """Frame the step that the picture belongs to."""
        if self.side is None:
            return
        here = -1 if self._is_over else self.side.step(frame)
        for number, step in enumerate(self.steps):
            step.show_current(number == here)

    # the places, filled by what a look found

    def _head(self) -> QHBoxLayout:
        self._mark = StatusIcon(self.session.theme, 36)
        self.title = label("", "title")
        self.chip = label("", "chip", wrap=False)
        self.evidence = label("", "lead", select=True)
        self._later = label("", "lead")  # never seen: only as high as the words after the next look
        keep_place(self._later)
        self._later.hide()
        both = QGridLayout()
        for part in (self._later, self.evidence):
            both.addWidget(part, 0, 0, Qt.AlignmentFlag.AlignTop)
        under = QHBoxLayout()
        under.setSpacing(10)
        under.addWidget(self.chip, 0, Qt.AlignmentFlag.AlignTop)
        under.addLayout(both, 1)
        words = QVBoxLayout()
        words.setSpacing(6)
        words.addWidget(self.title)
        words.addLayout(under)
        line = QHBoxLayout()
        line.setSpacing(16)
        line.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(words, 1)
        return line

    def _words(self) -> QWidget:
        """The steps, the reasons, and the other causes."""
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        self._todo = label(self.session.say(T("What has to be done")), "strong")
        self._todo.setContentsMargins(12, 2, 0, 0)
        column.addWidget(self._todo)
        self._steps = Lines(2)
        column.addWidget(self._steps)
        self.opener = Opener(self.session, made)
        column.addWidget(self.opener)
        column.addSpacing(8)
        self._reasons = Lines(2)
        column.addWidget(self._reasons)
        self._others = Lines(6)
        self._others.setContentsMargins(16, 0, 0, 8)
        self._others_fold = Fold("", self._others)
        column.addWidget(self._others_fold)
        if self.side is not None:
            self.twin = Fold(self.session.say(T("Pictures in words")), self.side.twin)
            column.addWidget(self.twin)
        return made

    def _show(self, result: ShownResult, causes: Sequence[Cause], since: datetime | None) -> None:
        self.result = result
        if self._is_over:
            self._is_over = False
            self.chip.show()
            self._reasons.show()
        say, cause = self.session.say, self.cause
        office = self._is_for_office
        self._mark.show_kind(StatusKind.NEEDS_YOU if office else StatusKind.NEEDS_OTHER)
        set_marked(self.title, say(cause.title))
        set_marked(self.chip, say(CHIP[cause.who[0]]))
        set_kind(self.chip, "chip" if office else "chip-someone")
        at = clock_time(result.at)
        there = result.evidence.there
        found = fixed_there(cause, there) or seen(cause, at, "" if since is None else clock_time(since))
        set_marked(self.evidence, say(found))
        set_marked(self._later, say(seen(cause, at, at)) if self._watched and since is None else "")
        self._show_said(result)
        self._show_steps([say(step) for step in cause.steps])
        self.opener.show_for(cause, result.evidence)
        self._reasons.show_lines([say(line) for line in reasons(cause, there)], _reason)
        self._show_others(causes[1:])
        show_report(self._report, result.report)
        message = None if self.panel is None else message_about(self.session, result, cause)
        if self.panel is not None and message is not None:
            self.panel.show_message(message)

    @property
    def _is_for_office(self) -> bool:
        return self.cause.who[0] is Who.OFFICE

    def _message_panel(self, result: ShownResult) -> MessagePanel | None:
        """The message, in the place of a picture; None where there is one, or nobody to write to."""
        message = None if self.side is not None else message_about(self.session, result, self.cause)
        return None if message is None else MessagePanel(self.session, message)

    def _show_said(self, result: ShownResult) -> None:
        """What was answered, word for word: for this office's own people, in nothing that leaves the window.

        Only words of it are in the documents, so it is not to be selected and copied either.
        """
        answer = result.evidence.probe
        words = None if answer is None or answer.whole_text == answer.server_text else answer.whole_text
        if self.said is None:
            if words is None:
                return
            self._whole = foreign("", "quiet")
            self._whole.setContentsMargins(16, 0, 0, 8)
            self.said = Fold(self.session.say(T("The whole answer, for this office only")), self._whole)
            self._column.insertWidget(1, self.said)  # right under the words that it completes
        self.said.setHidden(words is None)
        self._whole.setText(words or "")

    def _show_steps(self, texts: list[str]) -> None:
        tight = self.panel is not None
        self._steps.show_lines(texts, lambda place, text: StepLine(place + 1, text, tight=tight))
        self.steps = [made for made in self._steps.lines if isinstance(made, StepLine)]

    def _show_others(self, others: Sequence[Cause]) -> None:
        say = self.session.say
        title = N("Another possible cause", "Other possible causes ({n})", max(1, len(others)))
        self._others_fold.set_title(say(title))
        self._others_fold.setHidden(not others)
        self.others = self._others_fold if others else None
        lines: list[str] = []
        for cause in others:
            lines.append(f"**{say(cause.title)}** ({cause.ref})")
            lines += [f"{number}. {say(step)}" for number, step in enumerate(cause.steps, start=1)]
        self._others.show_lines(lines, _other)


def _other(_place: int, text: str) -> QWidget:
    made = label(text, "quiet")
    if text.startswith("**"):
        made.setContentsMargins(0, 4, 0, 0)
    return made


def _reason(_place: int, text: str) -> QWidget:
    made = label(text, "quiet")
    made.setContentsMargins(12, 4, 0, 4)
    return made
