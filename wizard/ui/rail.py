"""The rail at the left: whose program it is, the steps with their state, and who to call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from wizard.core.flow import STEPS, StepId
from wizard.core.text import T
from wizard.ui.marks import Mark, draw_mark, icon_pixmap
from wizard.ui.parts import label, set_kind, set_marked

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from wizard.ui.session import Session
    from wizard.ui.theme import Theme

WIDTH = 216
_NARROW = 66


class StepMark(QWidget):
    """A step's number in a ring, or its outcome as a mark."""

    def __init__(self, theme: Theme, number: int) -> None:
        super().__init__()
        self._theme = theme
        self._number = number
        self.here = False
        self.mark: Mark | None = None
        self.setFixedSize(22, 22)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the ring with its number, or the mark."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.mark is not None and not self.here:
            draw_mark(painter, QRectF(self.rect()), self.mark, self._theme)
        else:
            role = "accent" if self.here else "waiting"
            painter.setPen(QPen(self._theme.colour(role), 2 if self.here else 1.4))
            painter.drawEllipse(QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5))
            font = painter.font()
            font.setPixelSize(12)
            font.setBold(self.here)
            painter.setFont(font)
            painter.setPen(self._theme.colour("accent" if self.here else "quiet"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, str(self._number))
        painter.end()


class Rail(QFrame):
    """The left side of the window; shows, never asks."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.setObjectName("rail")
        self._wide_only: list[QWidget] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(20, 26, 12, 24)
        self._column.setSpacing(4)
        self._column.addLayout(self._brand())
        self._column.addSpacing(24)
        self._marks: dict[StepId, StepMark] = {}
        self._names: dict[StepId, QLabel] = {}
        for number, step in enumerate(STEPS, start=1):
            self._column.addLayout(self._step(number, step.id, session.say(step.name)))
        self._column.addStretch(1)
        self._support()
        self.set_narrow(narrow=False)
        session.theme.changed.connect(self.update)

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
        names.addWidget(label(profile.product or profile.vendor_name or say(T("Connect Wizard")), "strong"))
        names.addWidget(label(say(T("for Open Dental")), "quiet"))
        line = QHBoxLayout()
        line.setSpacing(10)
        line.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(held, 1)
        return line

    def _logo(self) -> QPixmap:
        launch = self.session.launch
        if launch.profile.logo and launch.folder:
            pixmap = QPixmap(str(launch.folder / launch.profile.logo))
            if not pixmap.isNull():
                return pixmap.scaled(
                    64, 64, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
                )
        return icon_pixmap(QSize(64, 64), self.session.launch.profile.accent or "#0B6E6E")

    def _step(self, number: int, identity: StepId, name: str) -> QHBoxLayout:
        mark = StepMark(self.session.theme, number)
        words = label(name, "step")
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
            for line in (whose, *lines):
                self._foot.addWidget(label(line, "quiet", select=True))
        self.reference = label("", "quiet", select=True)
        self.reference.hide()
        self.quoted = ""
        self._foot.addWidget(self.reference)
        self._column.addWidget(foot)

    def add_below(self, widget: QWidget) -> None:
        """Put something at the foot of the rail."""
        self._foot.addSpacing(8)
        self._foot.addWidget(widget)

    def set_narrow(self, *, narrow: bool) -> None:
        """Show the marks only, where the window has no room for more."""
        self.narrow = narrow
        self.setFixedWidth(_NARROW if narrow else self.session.theme.px(WIDTH))
        for part in self._wide_only:
            part.setHidden(narrow)

    def show_step(self, here: StepId, outcomes: dict[StepId, Mark]) -> None:
        """Show where the person is, and how the steps before went."""
        for step in STEPS:
            mark = self._marks[step.id]
            mark.here, mark.mark = step.id == here, outcomes.get(step.id)
            mark.update()
            set_kind(self._names[step.id], "step-here" if mark.here else "step")
            suffix = {Mark.GOOD: T("done")}.get(mark.mark) if mark.mark else None
            name = self.session.say(step.name)
            state = (
                self.session.say(T("current step"))
                if mark.here
                else self.session.say(suffix)
                if suffix
                else ""
            )
            spoken = f"{name}, {state}" if state else name
            self._names[step.id].setAccessibleName(spoken)
            mark.setAccessibleName(spoken)
            mark.setToolTip(name)

    def show_reference(self, quote: str) -> None:
        """Show what to quote on the phone; nothing for an empty one."""
        words = self.session.say(T("Quote **{reference}** on the phone", reference=quote)) if quote else ""
        self.quoted = words
        set_marked(self.reference, words)
        self.reference.setVisible(bool(quote))
