"""A row of the office's page: what was found as a sentence, where to click, and a way to check it alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPen, QPolygonF
from PySide6.QtWidgets import QPushButton, QWidget

from wizard.core.text import T, unmarked
from wizard.ui.list_widgets import StatusRow, link, set_link
from wizard.ui.status import StatusKind
from wizard.ui.widgets import set_kind, set_marked, set_tip

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QEnterEvent, QPaintEvent

    from wizard.runs.check_definition import AnyCheck
    from wizard.ui.session import Session
    from wizard.ui.theme import Theme

_CALM = (StatusKind.GOOD, StatusKind.NOT_NEEDED)
_RUNNING = (StatusKind.BUSY, StatusKind.WAITING)
ATTENTION = (StatusKind.NEEDS_YOU, StatusKind.NEEDS_OTHER)


class RerunButton(QPushButton):
    """An arrow in a circle. Quiet rows show it under the mouse and to the keyboard only."""

    def __init__(self, theme: Theme, words: str) -> None:
        super().__init__()
        self._theme = theme
        self.quiet = True
        self.setFixedSize(28, 28)
        self.setAutoDefault(False)
        set_tip(self, words)
        self.setAccessibleName(words)
        theme.changed.connect(self.update)

    def show_quiet(self, *, quiet: bool) -> None:
        """Show the arrow at all times, or only when it is meant."""
        self.quiet = quiet
        self.update()

    @property
    def drawn(self) -> bool:
        """Whether the arrow is to be seen."""
        row = self.parentWidget()
        return self.isEnabled() and (
            not self.quiet or self.hasFocus() or (row is not None and row.underMouse())
        )

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the arrow, and a ring around it for the keyboard."""
        if not self.drawn:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = self._theme.colour("accent" if self.hasFocus() or self.underMouse() else "quiet")
        if self.hasFocus():
            painter.setPen(QPen(self._theme.colour("accent"), 1.5))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 7, 7)
        painter.setPen(QPen(colour, 1.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        circle = QRectF(7.5, 7.5, 13, 13)
        arc = QPainterPath()
        arc.arcMoveTo(circle, 50)
        arc.arcTo(circle, 50, 290)
        painter.drawPath(arc)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawPolygon(QPolygonF([QPointF(15.6, 10.8), QPointF(21.2, 11.2), QPointF(20.4, 5.6)]))
        painter.end()


class CheckRow(StatusRow):
    """One check.

    Signals:
        rerun: The person wants it checked alone; its id.
        details_requested: The person wants to know what to do; its id.
    """

    rerun = Signal(str)
    details_requested = Signal(str)

    def __init__(self, session: Session, spec: AnyCheck) -> None:
        self._session = session
        self.spec = spec
        self.name = session.say(spec.title)
        super().__init__(session.theme, self.name)
        self.tighten()
        self.details = link()
        set_kind(self.details, "quiet")
        self.details.hide()
        self.details.linkActivated.connect(lambda _: self.details_requested.emit(spec.id))
        self._acts = self._where_words = ""
        self._words.addWidget(self.details)
        words = session.say(T("Check again: {what}", what=spec.title))
        self.button = RerunButton(session.theme, words)
        self.button.clicked.connect(lambda: self.rerun.emit(spec.id))
        self._line.insertWidget(self._line.indexOf(self.state), self.button)
        session.theme.changed.connect(self._restyle)

    def show_found(
        self, mark: StatusKind, state: str, sentence: str, detail: str = "", link_text: str = ""
    ) -> None:
        """Show an outcome.

        Args:
            mark: State by shape.
            state: State in a word.
            sentence: What was found; empty shows the check's name.
            detail: A quiet sentence.
            link_text: Words of the link to what can be done, behind that sentence; empty for none.
        """
        set_marked(self.title, sentence or self.name)
        self._acts, self._where_words = (detail, link_text) if link_text else ("", "")
        self.show_state(mark, state, "" if link_text else detail)
        self._restyle()

    def show_state(self, mark: StatusKind, state: str, detail: str | None = None) -> None:
        """Show a state; a running check is shown by its name."""
        running = mark in _RUNNING
        if running:
            set_marked(self.title, self.name)
            self._acts = self._where_words = ""
            self._restyle()
        super().show_state(mark, state, detail)
        self.button.setEnabled(not running)
        self.button.show_quiet(quiet=mark in _CALM)
        said = " ".join(filter(None, (self._shown(self.title), self._shown(self.detail), self._acts)))
        named = T("{check}: {state}. {said}", check=self.name, state=state, said=said)
        self.setAccessibleName(self._session.say(named))

    def let_rerun(self, *, possible: bool) -> None:
        """Whether the check can be made alone now."""
        self.button.setEnabled(possible and self.icon.kind not in _RUNNING)

    def _shown(self, target: QWidget) -> str:
        return unmarked(target.accessibleName() or str(target.property("text")))

    def _restyle(self) -> None:
        if self._where_words:
            set_link(self.details, self._where_words, self._session.theme, self._acts)
        self.details.setVisible(bool(self._where_words))

    def enterEvent(self, event: QEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Show the arrow under the mouse."""
        super().enterEvent(event)
        self.button.update()

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Hide it again."""
        super().leaveEvent(event)
        self.button.update()
