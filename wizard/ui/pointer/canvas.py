"""The widget that shows one picture and repaints it from a cache."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, QVariantAnimation, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from wizard.ui.pointer import motion
from wizard.ui.pointer.render import render

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from wizard.core.text import Text
    from wizard.pointer.scene import ResolvedFrame
    from wizard.ui.pointer.surround import Surround

_RADIUS = 8
_KEPT = 12
_REST_MS = motion.FADE_MS + 40


class Canvas(QWidget):
    """One picture of a pointer, as large as its place allows.

    Signals:
        enlarge: The picture was double-clicked.
    """

    enlarge = Signal()

    def __init__(self, say: Callable[[Text], str], look: Surround, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._look = look
        self._frame: ResolvedFrame | None = None
        self._number = 1
        self._focused = False
        self._drawn: dict[tuple[int, int, int, int, float], QPixmap] = {}
        self._before: QPixmap | None = None
        self._expected: list[tuple[ResolvedFrame, int]] = []
        self._idle = QTimer(self)
        self._idle.setInterval(_REST_MS)
        self._idle.timeout.connect(self._ahead)
        self._fade = QVariantAnimation(self)
        self._fade.setDuration(motion.FADE_MS)
        self._fade.setStartValue(0.0)
        self._fade.setEndValue(1.0)
        self._fade.valueChanged.connect(self.update)
        self._fade.finished.connect(self._settle)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def forget(self) -> None:
        """Draw anew: other frames or another language."""
        self._drawn.clear()
        self._expected.clear()
        self._settle()

    def set_look(self, look: Surround) -> None:
        """Other colours or another size of type around the picture."""
        self._look = look
        self.forget()

    def show_frame(self, frame: ResolvedFrame | None, number: int) -> None:
        """Show a frame of the current path, or nothing."""
        before = self._frame
        self._settle()
        if before is not None and frame is not None and self.isVisible() and motion.allowed():
            self._before = self._picture(before, self._number)
            self._fade.start()
        self._frame, self._number = frame, number
        self.update()

    def expect(self, frames: Sequence[tuple[ResolvedFrame, int]]) -> None:
        """Draw these with their numbers once the picture is shown and at rest: they may be turned to next."""
        self._expected = list(frames)

    def _ahead(self) -> None:
        """Draw one picture that is expected, so that a turn has nothing left to draw."""
        if self._expected and self.isVisible() and self.width() > 0 and self.height() > 0:
            self._picture(*self._expected.pop(0))
        else:
            self._idle.stop()

    def set_focused(self, *, focused: bool) -> None:
        """Frame the picture while the arrow keys turn it."""
        self._focused = focused
        self.update()

    def sizeHint(self) -> QSize:  # noqa: D102, N802 - override of Qt
        return QSize(484, 424)

    def minimumSizeHint(self) -> QSize:  # noqa: D102, N802 - override of Qt
        return QSize(340, 260)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002, D102, N802 - override of Qt
        self.enlarge.emit()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, D102, N802 - override of Qt
        if self._frame is None or self.width() < 1 or self.height() < 1:
            return
        painter = QPainter(self)
        if self._before is not None:
            painter.drawPixmap(0, 0, self._before)
            painter.setOpacity(float(self._fade.currentValue()))
        painter.drawPixmap(0, 0, self._picture(self._frame, self._number))
        painter.setOpacity(1)
        if self._focused:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(self._look.accent), 3))
            edge = QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)
            painter.drawRoundedRect(edge, _RADIUS - 1, _RADIUS - 1)
        painter.end()
        if self._expected and not self._idle.isActive():
            self._idle.start()

    def _settle(self) -> None:
        """End the fade."""
        self._fade.stop()
        self._before = None
        self.update()

    def _picture(self, frame: ResolvedFrame, number: int) -> QPixmap:
        ratio = self.devicePixelRatioF()
        # the player keeps the frames of a path, so an identity stays that frame's until forget()
        key = (id(frame), number, self.width(), self.height(), ratio)
        found = self._drawn.get(key)
        if found is None:
            if len(self._drawn) >= _KEPT:
                self._drawn.pop(next(iter(self._drawn)))
            found = self._drawn[key] = self._draw(frame, number, ratio)
        return found

    def _draw(self, frame: ResolvedFrame, number: int, ratio: float) -> QPixmap:
        made = QPixmap(self.size() * ratio)
        made.setDevicePixelRatio(ratio)
        made.fill(Qt.GlobalColor.transparent)
        view = QRectF(self.rect())
        path = QPainterPath()
        path.addRoundedRect(view, _RADIUS, _RADIUS)
        painter = QPainter(made)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipPath(path)
        try:
            render(painter, view, frame, number, self._look, say=self._say)
            painter.setClipping(False)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(self._look.line), 1))
            painter.drawRoundedRect(view.adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
        finally:
            painter.end()  # Qt aborts when the pixmap goes away under a painter
        return made
