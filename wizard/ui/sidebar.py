"""The sidebar at the left: whose program it is, the steps with their state, and who to call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from wizard.core.text import T
from wizard.ui.flow import STEPS, StepId
from wizard.ui.icon import icon_pixmap
from wizard.ui.status import StatusKind
from wizard.ui.widgets import PLAIN, button, label, set_kind, set_marked, set_tip

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent, QShowEvent

    from wizard.ui.session import Session
    from wizard.ui.theme import Theme

WIDTH = 216
_NARROW = 66
_MARGINS = 20 + 12
_BESIDE = 32 + 10  # of the name: the logo
_BREAK = "\u200b"


def _let_break(words: QLabel, room: int) -> bool:
    """Let a word that is wider than its line go on in the next one; Qt breaks between words only."""
    text, metrics = words.text(), words.fontMetrics()
    parts = [
        _BREAK.join(part) if metrics.horizontalAdvance(part) > room else part for part in text.split(" ")
    ]
    if not any(_BREAK in part for part in parts):
        return False
    words.setText(" ".join(parts))
    words.setAccessibleName(text)
    return True


class StepIcon(QLabel):
    """A step's number in a ring, or its outcome as a mark."""

    def __init__(self, theme: Theme, number: int) -> None:
        super().__init__()
        self.setProperty("textFormat", PLAIN)
        self.setText(str(number))
        self._theme = theme
        self._mark: StatusKind | None = None
        self.setProperty("type", "ring-here" if number == 1 else "ring")
        self.setFixedSize(22, 22)

    def show_state(self, mark: StatusKind | None, *, here: bool) -> None:
        """Show the outcome, unless the step is the current one."""
        self._mark = None if here else mark
        set_kind(self, "ring-here" if here else "ring")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the mark where there is one, else the ring that the style sheet describes."""
        if self._mark is None:
            super().paintEvent(event)
            return
        # no step has an outcome at the first paint
        from PySide6.QtCore import QRectF
        from PySide6.QtGui import QPainter

        from wizard.ui.status_icon import draw_status

        painter = QPainter(self)
        draw_status(painter, QRectF(self.rect()), self._mark, self._theme)
        painter.end()


class Sidebar(QFrame):
    """The left side of the window; shows, never asks."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.setObjectName("sidebar")
        self._wide_only: list[QWidget] = []
        self._lines: list[QLabel] = []
        self._measured = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(20, 26, 12, 24)
        self._column.setSpacing(4)
        self._column.addLayout(self._brand())
        self._column.addSpacing(24)
        self._marks: dict[StepId, StepIcon] = {}
        self._names: dict[StepId, QLabel] = {}
        self._steps = () if session.is_replay else STEPS
        if session.is_replay:
            self._say_replay()
        for number, step in enumerate(self._steps, start=1):
            self._column.addLayout(self._step(number, step.id, session.say(step.name)))
        self._column.addStretch(1)
        self._support()
        self.narrow = False
        self.setFixedWidth(session.theme.px(WIDTH))
        session.theme.changed.connect(self.update)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Measure, now that the style sheet has given each label its type."""
        super().showEvent(event)
        if self._measured:  # it is shown again after each time that the window was hidden
            return
        self._measured = True
        room = self.session.theme.px(WIDTH) - _MARGINS
        parts = [(self.name, room - _BESIDE), *((line, room) for line in self._lines)]
        if sum(_let_break(*part) for part in parts):
            QGuiApplication.clipboard().dataChanged.connect(self._tidy_clipboard)

    def _tidy_clipboard(self) -> None:
        """Take the places for line ends out of what was copied; nobody sees them in an address."""
        clipboard = QGuiApplication.clipboard()
        copied = clipboard.text()
        if _BREAK in copied and any(line.selectedText() == copied for line in self._lines):
            clipboard.setText(copied.replace(_BREAK, ""))

    def _brand(self) -> QHBoxLayout:
        say, profile = self.session.say, self.session.launch.profile
        picture = QLabel()
        picture.setFixedSize(32, 32)
        picture.setPixmap(self._logo())
        picture.setScaledContents(True)
        held = QWidget()
        self._wide_only.append(held)
        names = QVBoxLayout(held)
        names.setContentsMargins(0, 0, 0, 0)
        names.setSpacing(0)
        name = profile.product or profile.vendor_name or say(T("Connect Wizard"))
        self.name = label(name, "strong")
        names.addWidget(self.name)
        names.addWidget(label(say(T("for Open Dental")), "quiet"))
        line = QHBoxLayout()
        line.setSpacing(10)
        line.addWidget(picture)
        line.addWidget(held, 1)
        return line

    def _logo(self) -> QPixmap:
        launch = self.session.launch
        if launch.profile.logo and launch.folder:
            pixmap = QPixmap(str(launch.folder / launch.profile.logo))
            if not pixmap.isNull():
                from PySide6.QtCore import Qt

                return pixmap.scaled(
                    64, 64, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
                )
        return icon_pixmap(64)

    def _say_replay(self) -> None:
        """In place of the steps, of which none is taken here."""
        say = self.session.say
        for words, kind in (
            (T("Replay of a case"), "step-here"),
            (T("What the office saw. Nothing is called or checked here."), "quiet"),
        ):
            self._wide_only.append(label(say(words), kind))
            self._column.addWidget(self._wide_only[-1])

    def _step(self, number: int, identity: StepId, name: str) -> QHBoxLayout:
        mark = StepIcon(self.session.theme, number)
        words = label(name, "step-here" if number == 1 else "step")
        self._wide_only.append(words)
        self._marks[identity], self._names[identity] = mark, words
        line = QHBoxLayout()
        line.setContentsMargins(0, 6, 0, 6)
        line.setSpacing(12)
        line.addWidget(mark)
        line.addWidget(words, 1)
        return line

    def _support(self) -> None:
        say, profile = self.session.say, self.session.launch.profile
        support = profile.support
        lines = [line for line in (support.phone, support.email, support.hours) if line]
        foot = QWidget()
        self._wide_only.append(foot)
        self._foot = QVBoxLayout(foot)
        self._foot.setContentsMargins(0, 0, 0, 0)
        self._foot.setSpacing(4)
        if profile.vendor_name and lines:
            self._foot.addWidget(label(say(T("Need a person?")), "group"))
            whose = say(T("{vendor} support", vendor=profile.vendor_name))
            self._lines = [label(line, "quiet", select=True) for line in (whose, *lines)]
            for line in self._lines:
                self._foot.addWidget(line)
        self.reference = label("", "quiet", select=True)
        self.reference.hide()
        self.quoted = ""
        self._foot.addWidget(self.reference)
        self.about = button(say(T("About")), "link")
        self.about.setStyleSheet("padding: 2px 0")  # in line with the words above it
        self._foot.addWidget(self.about)
        self._column.addWidget(foot)

    def add_below(self, widget: QWidget) -> None:
        """Put something at the foot of the sidebar."""
        self._foot.addSpacing(8)
        self._foot.addWidget(widget)

    def set_narrow(self, *, narrow: bool) -> None:
        """Show the marks only, where the window has no room for more."""
        self.narrow = narrow
        self.setFixedWidth(_NARROW if narrow else self.session.theme.px(WIDTH))
        for part in self._wide_only:
            part.setHidden(narrow)

    def show_step(self, here: StepId, outcomes: dict[StepId, StatusKind]) -> None:
        """Show where the person is, and how the steps before went."""
        for step in self._steps:
            mark, outcome, is_here = self._marks[step.id], outcomes.get(step.id), step.id == here
            mark.show_state(outcome, here=is_here)
            set_kind(self._names[step.id], "step-here" if is_here else "step")
            words = step.name
            if is_here:
                words = T("{step}, current step", step=step.name)
            elif outcome is StatusKind.GOOD:
                words = T("{step}, done", step=step.name)
            spoken = self.session.say(words)
            self._names[step.id].setAccessibleName(spoken)
            mark.setAccessibleName(spoken)
            set_tip(mark, self.session.say(step.name))

    def show_reference(self, quote: str) -> None:
        """Show what to quote on the phone; nothing for an empty one."""
        words = self.session.say(T("Quote **{reference}** on the phone", reference=quote)) if quote else ""
        self.quoted = words
        set_marked(self.reference, words)
        self.reference.setVisible(bool(quote))
