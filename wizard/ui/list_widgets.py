"""Parts that come up after the first paint: a row with a state, a fold, a check box and a link that wrap."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QPainter, QPalette, QPen
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QStyle,
    QStyleOptionButton,
    QVBoxLayout,
    QWidget,
)

from wizard.ui.link import Link
from wizard.ui.status import StatusKind
from wizard.ui.status_icon import StatusIcon
from wizard.ui.widgets import button, label, set_kind, set_marked, set_state

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QMouseEvent, QPaintEvent

    from wizard.ui.theme import Theme

_TICK = ((0.24, 0.52), (0.43, 0.7), (0.77, 0.32))  # in parts of the box


def link() -> Link:
    """A link of the style sheet's look."""
    made = Link()
    made.setProperty("type", "link")
    return made


def set_link(target: Link, text: str, theme: Theme, before: str = "") -> None:
    """Show a link's words in the scheme's accent, behind a sentence where one is given."""
    style = f"color: {theme.roles.accent}; text-decoration: none; font-weight: 600"
    target.setText(f'{escape(before)} <a href="#" style="{style}">{escape(text)}</a>'.strip())
    target.setAccessibleName(f"{before} {text}".strip())


class Box(QCheckBox):
    """A check box of the style sheet, whose boxes have no tick of their own."""

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the tick into a checked box."""
        super().paintEvent(event)
        if not self.isChecked():
            return
        option = QStyleOptionButton()
        self.initStyleOption(option)
        place = self.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        # the system's highlight is the accent, and what stands on it is to be read there
        painter.setPen(QPen(self.palette().color(QPalette.ColorRole.HighlightedText), place.width() / 9))
        left, top, size = place.x(), place.y(), place.width()
        points = [QPointF(left + size * x, top + size * y) for x, y in _TICK]
        painter.drawPolyline(points)
        painter.end()


class WrappingCheckBox(QWidget):
    """A check box whose words wrap, which Qt's own do not."""

    toggled = Signal(bool)

    def __init__(self, text: str) -> None:
        super().__init__()
        self.box = Box()
        self.box.setAccessibleName(text.replace("&", ""))
        self.box.toggled.connect(self.toggled)
        self.caption = label(text)
        self.caption.setBuddy(self.box)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(10)
        line.addWidget(self.box, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.caption, 1)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """A click on the words is one on the box."""
        super().mousePressEvent(event)
        if self.box.isEnabled():
            self.box.toggle()


class StatusRow(QFrame):
    """One line of a list of checks: a mark, a sentence, a quiet sentence, the state in words."""

    def __init__(self, theme: Theme, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("row")
        self.icon = StatusIcon(theme)
        self.title = label(title)
        self.detail = label("", "quiet")
        self.state = label("", "state", wrap=False)
        self.state.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._words = words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.title)
        words.addWidget(self.detail)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(16, 10, 16, 10)
        self._line.setSpacing(16)
        self._line.addWidget(self.icon)
        self._line.addLayout(words, 1)
        self._line.addWidget(self.state)

    def tighten(self) -> None:
        """Take less height, where there are many rows."""
        self._line.setContentsMargins(16, 6, 16, 6)

    def show_state(self, mark: StatusKind, state: str, detail: str | None = None) -> None:
        """Show a state by shape, word and colour together."""
        self.icon.show_kind(mark)
        self.state.setText(state)
        attention = mark in (StatusKind.NEEDS_YOU, StatusKind.NEEDS_OTHER)
        set_kind(self.state, "someone" if attention else "state")
        set_state(self, "attention", attention)
        if detail is not None:
            set_marked(self.detail, detail)
        self.detail.setVisible(bool(self.detail.text()))
        self.setAccessibleName(f"{self.title.text()}: {state}. {self.detail.text()}")


class Fold(QWidget):
    """A heading that opens and closes what is under it."""

    toggled = Signal(bool)

    def __init__(self, title: str, inside: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self.inside = inside
        self.handle = button("", "link")
        self.handle.setCheckable(True)
        self.handle.toggled.connect(self._show)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.handle, alignment=Qt.AlignmentFlag.AlignLeft)
        column.addWidget(inside)
        self._show(opened=False)

    def set_title(self, title: str) -> None:
        """Change the heading."""
        self._title = title
        self.handle.setText(f"{'▾' if self.handle.isChecked() else '▸'} {title}")

    def _show(self, opened: bool) -> None:
        self.handle.setText(f"{'▾' if opened else '▸'} {self._title}")
        self.inside.setVisible(opened)
        self.toggled.emit(opened)


class Lines(QWidget):
    """Lines one below the other, of which those that stay the same are not made again.

    Attributes:
        lines: What is shown, from the top.
    """

    def __init__(self, spacing: int) -> None:
        super().__init__()
        self.lines: list[QWidget] = []
        self._texts: list[str] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(spacing)

    def show_lines(self, texts: list[str], make: Callable[[int, str], QWidget]) -> None:
        """Show these texts.

        Args:
            texts: From the top.
            make: Makes a line of its place, counted from zero, and its text.
        """
        for place, text in enumerate(texts):
            if self._texts[place : place + 1] == [text]:
                continue
            made = make(place, text)
            self._column.insertWidget(place, made)
            self.lines.insert(place, made)
            if place < len(self._texts):
                self._drop(place + 1)
        while len(self.lines) > len(texts):
            self._drop(len(texts))
        self._texts = list(texts)

    def _drop(self, place: int) -> None:
        old = self.lines.pop(place)
        self._column.removeWidget(old)
        old.hide()
        old.deleteLater()
