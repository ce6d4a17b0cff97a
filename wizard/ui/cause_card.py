"""The card of a cause: what was seen, the likely cause and why, who can fix it, steps and picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from wizard.core.cause import Confidence, Who
from wizard.core.text import N, T, paragraph
from wizard.ui.list_widgets import Fold
from wizard.ui.picture_side import PictureSide
from wizard.ui.report_dialog import report_view
from wizard.ui.status import StatusKind
from wizard.ui.status_icon import StatusIcon
from wizard.ui.widgets import foreign, label, set_kind, set_state

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wizard.core.text import Text
    from wizard.diagnosis.explained import Cause
    from wizard.ui.engine import ShownResult
    from wizard.ui.session import Session

_CHIP: dict[Who, Text] = {
    Who.OFFICE: T("You can fix this"),
    Who.IT: T("For your IT"),
    Who.VENDOR: T("For the vendor"),
    Who.OPEN_DENTAL: T("For Open Dental support"),
    Who.WAIT: T("It needs some time"),
    Who.NOBODY: T("Nothing to fix"),
}
_ASK: dict[Who, Text] = {
    Who.IT: T("If that does not help, ask your IT."),
    Who.VENDOR: T("If that does not help, ask the vendor."),
    Who.OPEN_DENTAL: T("If that does not help, ask Open Dental support."),
}
STEPS_WIDTH = 264
_ABOVE_PICTURE = 168  # the heading, the fold and the margins
_AROUND_PICTURE = 32
_LEAST_PICTURE = 320
_NARROW = 640  # pixels of a page that hold no two columns
_NO_LIMIT = 16777215  # Qt's own QWIDGETSIZE_MAX


class StepLine(QFrame):
    """One numbered step; framed while its picture is shown."""

    def __init__(self, number: int, text: str) -> None:
        super().__init__()
        self.setObjectName("step")
        self._badge = label(str(number), "badge", wrap=False)
        self._badge.setFixedSize(26, 26)
        self._badge.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.text = label(text, "spaced", select=True)
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 10, 10, 10)
        line.setSpacing(12)
        line.addWidget(self._badge, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.text, 1)

    def show_current(self, current: bool) -> None:
        """Frame the step, or not."""
        set_state(self, "current", current)
        set_kind(self._badge, "badge-here" if current else "badge")


def picture_side(session: Session, result: ShownResult, cause: Cause) -> PictureSide | None:
    """The pictures of a cause that a run found; None where it has none."""
    pictures = [result.pictures[p] for p in cause.pointers if p in result.pictures]
    return PictureSide(session, pictures, [session.say(step) for step in cause.steps]) if pictures else None


class CauseCard(QWidget):
    """A cause in full, the others and the details folded.

    Args:
        session: The window's state.
        result: The run that found them.
        causes: What is shown, the likeliest first.
        at: When it was found, for a person.
        side: The likeliest one's pictures, as :func:`picture_side` makes them.
    """

    def __init__(
        self,
        session: Session,
        result: ShownResult,
        causes: Sequence[Cause],
        at: str,
        side: PictureSide | None,
    ) -> None:
        super().__init__()
        self.session = session
        self.cause = causes[0]
        self.steps: list[StepLine] = []
        self.others: Fold | None = None
        self.side = side
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addLayout(self._head(at))
        self.said = self._said(result)
        if self.said is not None:
            column.addWidget(self.said)  # right under the words that it completes
        self._columns = columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        columns.setSpacing(20)
        self._left = self._words(causes[1:])
        columns.addWidget(self._left, 0 if self.side else 1, Qt.AlignmentFlag.AlignTop)
        if self.side is not None:
            columns.addWidget(self.side, 1, Qt.AlignmentFlag.AlignTop)
            self.side.shown.connect(self._follow)
            self._follow(0)
        column.addLayout(columns, 1)
        details = report_view(result.report, session.say(T("Details for IT")))
        details.setMinimumHeight(260)
        self.details = Fold(session.say(T("Details for IT")), details)
        column.addWidget(self.details)

    def _said(self, result: ShownResult) -> Fold | None:
        """What was answered, word for word: for this office's own people, in nothing that leaves the window.

        Only words of it are in the documents, so it is not to be selected and copied either.
        """
        answer = result.evidence.probe
        if answer is None or answer.whole_text in (None, answer.server_text):
            return None
        words = foreign(answer.whole_text or "", "quiet")
        words.setContentsMargins(16, 0, 0, 8)
        return Fold(self.session.say(T("The whole answer, for this office only")), words)

    def spoken(self) -> list[str]:
        """What a screen reader says of the card, after its title."""
        return [self.chip.text(), *(step.text.accessibleName() for step in self.steps[:1])]

    def fit(self, width: int, height: int) -> None:
        """Place steps and picture in a page of this size: side by side, or one above the other."""
        if self.side is None:
            return
        narrow = width < self.session.theme.px(_NARROW)
        direction = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        self._columns.setDirection(direction)
        steps = self.session.theme.px(STEPS_WIDTH)
        self._left.setMinimumWidth(0 if narrow else steps)
        self._left.setMaximumWidth(_NO_LIMIT if narrow else steps)
        left_over = height - (_AROUND_PICTURE if narrow else _ABOVE_PICTURE)
        self.side.setFixedHeight(max(_LEAST_PICTURE, left_over))

    def _follow(self, frame: int) -> None:
        """Frame the step that the picture belongs to."""
        if self.side is None:
            return
        here = self.side.step(frame)
        for number, step in enumerate(self.steps):
            step.show_current(number == here)

    def _head(self, at: str) -> QHBoxLayout:
        say, cause = self.session.say, self.cause
        office = cause.who[0] is Who.OFFICE
        mark = StatusIcon(self.session.theme, 36)
        mark.show_kind(StatusKind.NEEDS_YOU if office else StatusKind.NEEDS_OTHER)
        self.title = label(say(cause.title), "title")
        self.chip = label(say(_CHIP[cause.who[0]]), "chip" if office else "chip-someone", wrap=False)
        seen = cause.because[0] if cause.because else T("Nothing more was seen.")
        self.evidence = label(say(T("Seen at {time}: {what}", time=at, what=seen)), "lead", select=True)
        under = QHBoxLayout()
        under.setSpacing(10)
        under.addWidget(self.chip, 0, Qt.AlignmentFlag.AlignTop)
        under.addWidget(self.evidence, 1)
        words = QVBoxLayout()
        words.setSpacing(6)
        words.addWidget(self.title)
        words.addLayout(under)
        line = QHBoxLayout()
        line.setSpacing(16)
        line.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(words, 1)
        return line

    def _words(self, others: Sequence[Cause]) -> QWidget:
        """The steps, the reasons, and the other causes."""
        say, cause = self.session.say, self.cause
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for number, step in enumerate(cause.steps, start=1):
            line = StepLine(number, say(step))
            self.steps.append(line)
            column.addWidget(line)
        column.addSpacing(8)
        for text in self._reasons(cause):
            reason = label(text, "quiet")
            reason.setContentsMargins(12, 4, 0, 4)
            column.addWidget(reason)
        if others:
            title = N("Another possible cause", "Other possible causes ({n})", len(others))
            self.others = Fold(say(title), self._others(others))
            column.addWidget(self.others)
        if self.side is not None:
            self.twin = Fold(say(T("Pictures in words")), self.side.twin)
            column.addWidget(self.twin)
        return made

    def _reasons(self, cause: Cause) -> list[str]:
        say = self.session.say
        more = cause.because[1:]
        lines = [say(_why(cause.confidence, paragraph(*more) if more else cause.meaning))]
        if more:
            lines.append(say(cause.meaning))
        if cause.wait_s:
            lines.append(self._wait(cause))
        lines += [say(_ASK[who]) for who in cause.who[1:] if who in _ASK]
        return lines

    def _wait(self, cause: Cause) -> str:
        if cause.wait_s < 90:
            wait = N(
                "Wait {n} second before the next try.", "Wait {n} seconds before the next try.", cause.wait_s
            )
        else:
            minutes = round(cause.wait_s / 60)
            wait = N("It can take {n} minute to show.", "It can take {n} minutes to show.", minutes)
        return self.session.say(paragraph(wait, cause.wait_why) if cause.wait_why else wait)

    def _others(self, causes: Sequence[Cause]) -> QWidget:
        say = self.session.say
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(16, 0, 0, 8)
        column.setSpacing(6)
        for cause in causes:
            column.addWidget(label(f"**{say(cause.title)}** ({cause.ref})", "quiet"))
            for number, step in enumerate(cause.steps, start=1):
                column.addWidget(label(f"{number}. {say(step)}", "quiet"))
            column.addSpacing(4)
        return made


def _why(confidence: Confidence, reasons: Text) -> Text:
    match confidence:
        case Confidence.CERTAIN:
            return T("**Why we are sure:** {reasons}", reasons=reasons)
        case Confidence.LIKELY:
            return T("**Why we think so:** {reasons}", reasons=reasons)
        case Confidence.POSSIBLE:
            return T("**What speaks for it:** {reasons}", reasons=reasons)
