"""The card of a cause: what was seen, the likely cause and why, who can fix it, the steps with their picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from wizard.core.cause import Confidence, Who
from wizard.core.text import N, T
from wizard.ui.marks import Mark, StateMark
from wizard.ui.parts import Fold, button, label
from wizard.ui.report import report_view

if TYPE_CHECKING:
    from wizard.core.text import Text
    from wizard.diagnosis.explained import Cause
    from wizard.ui.engine import Picture, Result
    from wizard.ui.session import Session

_CHIP: dict[Who, Text] = {
    Who.OFFICE: T("You can fix this"),
    Who.IT: T("For your IT"),
    Who.VENDOR: T("For the vendor"),
    Who.OPEN_DENTAL: T("For Open Dental support"),
    Who.WAIT: T("It needs some time"),
    Who.NOBODY: T("Nothing to fix"),
}
_WHY: dict[Confidence, Text] = {
    Confidence.CERTAIN: T("Why we are sure"),
    Confidence.LIKELY: T("Why we think so"),
    Confidence.POSSIBLE: T("What speaks for it"),
}
STEPS_WIDTH = 256


class CauseCard(QWidget):
    """A failed run's first cause in full, the others and the details folded."""

    def __init__(self, session: Session, result: Result, at: str) -> None:
        super().__init__()
        self.session = session
        self.cause = result.causes[0]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(self._head(at))
        columns = QHBoxLayout()
        columns.setSpacing(24)
        columns.addWidget(self._words(result), 0, Qt.AlignmentFlag.AlignTop)
        self.player = None
        pictures = [result.pictures[p] for p in self.cause.pointers if p in result.pictures]
        if pictures:
            columns.addWidget(self._pictures(pictures), 1)
        column.addLayout(columns, 1)
        details = report_view(result.report, session.say(T("Details for IT")))
        details.setMinimumHeight(260)
        self.details = Fold(session.say(T("Details for IT")), details)
        column.addWidget(self.details)

    def _head(self, at: str) -> QHBoxLayout:
        say, cause = self.session.say, self.cause
        office = cause.who[0] is Who.OFFICE
        line = QHBoxLayout()
        line.setSpacing(16)
        mark = StateMark(self.session.theme, 36)
        mark.show_mark(Mark.NEEDS_YOU if office else Mark.NEEDS_OTHER)
        line.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(6)
        self.title = label(say(cause.title), "title")
        words.addWidget(self.title)
        under = QHBoxLayout()
        under.setSpacing(10)
        self.chip = label(say(_CHIP[cause.who[0]]), "chip" if office else "chip-someone", wrap=False)
        under.addWidget(self.chip, 0, Qt.AlignmentFlag.AlignTop)
        seen = cause.because[0] if cause.because else T("Nothing more was seen.")
        self.seen = label(say(T("Seen at {time}: {what}", time=at, what=seen)), "lead", select=True)
        under.addWidget(self.seen, 1)
        words.addLayout(under)
        line.addLayout(words, 1)
        return line

    def _words(self, result: Result) -> QWidget:
        """The steps, the reasons, and the other causes."""
        say, cause = self.session.say, self.cause
        made = QWidget()
        if cause.pointers:
            made.setFixedWidth(self.session.theme.px(STEPS_WIDTH))
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self.steps = []
        for number, step in enumerate(cause.steps, start=1):
            line = QHBoxLayout()
            line.setSpacing(12)
            badge = label(str(number), "badge", wrap=False)
            badge.setFixedSize(26, 26)
            badge.setAlignment(Qt.AlignmentFlag.AlignCenter)
            line.addWidget(badge, 0, Qt.AlignmentFlag.AlignTop)
            words = label(say(step), select=True)
            self.steps.append(words)
            line.addWidget(words, 1)
            column.addLayout(line)
        column.addSpacing(4)
        column.addWidget(label(f"**{say(_WHY[cause.confidence])}:** {say(cause.meaning)}", "quiet"))
        for line in cause.because[1:]:
            column.addWidget(label(say(line), "quiet"))
        if cause.wait_s:
            column.addWidget(label(self._wait(cause), "quiet"))
        if len(cause.who) > 1:
            others = ", ".join(say(_CHIP[who]) for who in cause.who[1:])
            column.addWidget(label(say(T("If that does not help: {who}", who=others)), "quiet"))
        others = result.causes[1:]
        if others:
            title = N("Another possible cause", "Other possible causes ({n})", len(others))
            self.others = Fold(say(title), self._others(others))
            column.addWidget(self.others)
        return made

    def _wait(self, cause: Cause) -> str:
        say = self.session.say
        if cause.wait_s < 90:
            words = say(
                N(
                    "Wait {n} second before the next try.",
                    "Wait {n} seconds before the next try.",
                    cause.wait_s,
                )
            )
        else:
            words = say(T("It can take {minutes} minutes to show.", minutes=round(cause.wait_s / 60)))
        return f"{words} {say(cause.wait_why)}" if cause.wait_why else words

    def _others(self, causes: tuple[Cause, ...]) -> QWidget:
        say = self.session.say
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(16, 0, 0, 0)
        column.setSpacing(8)
        for cause in causes:
            column.addWidget(label(f"**{say(cause.title)}** ({cause.ref})", "quiet"))
            for number, step in enumerate(cause.steps, start=1):
                column.addWidget(label(f"{number}. {say(step)}", "quiet"))
        return made

    def _pictures(self, pictures: list[Picture]) -> QWidget:
        """The first picture, with a way to the others."""
        from wizard.ui.pointer.player import PointerPlayer

        made = QFrame()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self.player = PointerPlayer(self.session.say, self.session.theme.look())
        self.session.theme.changed.connect(self._restyle)
        if len(pictures) > 1:
            choice = QHBoxLayout()
            choice.setSpacing(4)
            for picture in pictures:
                pick = button(self.session.say(picture.title), "link")
                pick.clicked.connect(lambda _=False, chosen=picture: self._play(chosen))
                choice.addWidget(pick)
            choice.addStretch(1)
            column.addLayout(choice)
        column.addWidget(self.player, 1)
        self._play(pictures[0])
        return made

    def _play(self, picture: Picture) -> None:
        self.pointer = picture.id
        if self.player is not None:
            self.player.show_pointer(picture.frames, picture.breadcrumb, picture.version)

    def _restyle(self) -> None:
        if self.player is not None:
            self.player.set_look(self.session.theme.look())
