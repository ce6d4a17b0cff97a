"""Shows a pointer's pictures one after the other, with the keyboard as well as with the mouse."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QFocusEvent, QImage, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from wizard.core.text import T, plain
from wizard.ui.pointer.canvas import Canvas
from wizard.ui.pointer.dots import HEIGHT, Dots
from wizard.ui.pointer.render import image

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from wizard.core.scene import ResolvedFrame
    from wizard.core.text import Text
    from wizard.ui.pointer.look import Look

_MOVES = {Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End}


class PointerPlayer(QWidget):
    """Breadcrumb, picture, Back, dots, Next.

    Signals:
        frame_changed: The index of the picture now shown, counted from zero; also when a path is first shown.

    Args:
        say: Turns a text into the person's language.
        look: Colours and type of the surround.
        parent: Of the widget.
    """

    frame_changed = Signal(int)

    def __init__(self, say: Callable[[Text], str], look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._look = look
        self._frames: tuple[ResolvedFrame, ...] = ()
        self._numbers: tuple[int, ...] = ()
        self._breadcrumb: Text | None = None
        self._version = ""
        self._at = 0
        self.setObjectName("pointer")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._path = QLabel(self)
        self._path.setTextFormat(Qt.TextFormat.RichText)
        self._path.setWordWrap(True)
        self._canvas = Canvas(say, look, self)
        self._back = _Turn(self)
        self._next = _Turn(self)
        self._dots = Dots(look.quiet, self)
        self._back.clicked.connect(lambda: self.go(self._at - 1))
        self._next.clicked.connect(lambda: self.go(self._at + 1))
        self._dots.chosen.connect(self.go)
        self._arrange()
        self.set_look(look)
        self.retranslate()

    @property
    def index(self) -> int:
        """The picture shown, counted from zero."""
        return self._at

    def show_pointer(
        self,
        frames: Sequence[ResolvedFrame],
        breadcrumb: Text,
        version: str,
        numbers: Sequence[int] | None = None,
    ) -> None:
        """Show the first picture of a path.

        Args:
            frames: From :func:`wizard.core.scene.layout`.
            breadcrumb: From :func:`wizard.core.scene.breadcrumb`.
            version: Open Dental's version whose windows are drawn, for example ``24.3``.
            numbers: What stands in each picture's badge, for example the step that it belongs to; None
                counts the pictures.
        """
        self._frames, self._breadcrumb, self._version = tuple(frames), breadcrumb, version
        self._numbers = tuple(numbers) if numbers is not None else tuple(range(1, len(frames) + 1))
        self._canvas.forget()
        self._say_path()
        self._turn(0)

    def go(self, index: int) -> None:
        """Show the picture at ``index``; beyond either end nothing happens."""
        if 0 <= index < len(self._frames) and index != self._at:
            self._turn(index)

    def set_look(self, look: Look) -> None:
        """Follow the system's colours and size of type."""
        self._look = look
        self._canvas.set_look(look)
        self._dots.set_colour(look.quiet)
        size = round(13 * look.scale)
        self._path.setStyleSheet(f"color: {look.quiet}; font-size: {size}px;")
        for button in (self._back, self._next):
            button.setStyleSheet(
                f"QPushButton {{ color: {look.quiet}; background: transparent; font-size: {size}px;"
                " border: 2px solid transparent; border-radius: 4px; padding: 2px 4px; }"
                f"QPushButton:hover:enabled {{ color: {look.accent}; }}"
                f"QPushButton:focus {{ border-color: {look.accent}; }}"
                "QPushButton:disabled { color: transparent; }"
            )
        self._say_path()

    def retranslate(self) -> None:
        """Say everything again in the language that ``say`` now speaks."""
        self._back.setText("‹ " + self._say(T("Back")))
        self._next.setText(self._say(T("Next")) + " ›")
        self._back.setAccessibleName(self._say(T("Picture before")))
        self._next.setAccessibleName(self._say(T("Next picture")))
        self.setAccessibleName(self._say(T("Where to click in Open Dental")))
        self._canvas.forget()
        self._say_path()
        self._describe()

    def picture(self, size: QSize, ratio: float = 2) -> QImage | None:
        """The picture shown, for saving or printing; None while no path is shown."""
        if not self._frames:
            return None
        frame = self._frames[self._at]
        return image(frame, self._numbers[self._at], self._look, say=self._say, size=size, ratio=ratio)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: D102, N802 - override of Qt
        last = len(self._frames) - 1
        wanted = {
            Qt.Key.Key_Left: self._at - 1,
            Qt.Key.Key_Right: self._at + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }.get(Qt.Key(event.key()))
        if wanted is None:
            super().keyPressEvent(event)
        else:
            self.go(wanted)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: D102, N802 - override of Qt
        self._canvas.set_focused(focused=True)
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: D102, N802 - override of Qt
        self._canvas.set_focused(focused=False)
        super().focusOutEvent(event)

    def _arrange(self) -> None:
        turns = QHBoxLayout()
        turns.setContentsMargins(0, 0, 0, 0)
        turns.addWidget(self._back)
        turns.addStretch(1)
        turns.addWidget(self._dots)
        turns.addStretch(1)
        turns.addWidget(self._next)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._path)
        column.addWidget(self._canvas, 1)
        column.addLayout(turns)

    def _turn(self, index: int) -> None:
        self._at = index
        count = len(self._frames)
        self._canvas.show_frame(self._frames[index] if count else None, self._numbers[index] if count else 1)
        self._dots.set_state(count, index)
        # A disabled button would drop the focus out of the player, and arrow keys with it.
        if (index == 0 and self._back.hasFocus()) or (index >= count - 1 and self._next.hasFocus()):
            self.setFocus()
        self._back.setEnabled(index > 0)
        self._next.setEnabled(index < count - 1)
        self._describe()
        if count:
            self.frame_changed.emit(index)

    def _describe(self) -> None:
        if not self._frames:
            self.setAccessibleDescription("")
            return
        place = T("Picture {at} of {count}", at=self._at + 1, count=len(self._frames))
        sentence = plain(self._say(self._frames[self._at].sentence))
        self._dots.setAccessibleName(self._say(place))
        self._canvas.setAccessibleName(sentence)
        self.setAccessibleDescription(f"{self._say(place)}. {sentence}")
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))

    def _say_path(self) -> None:
        if self._breadcrumb is None:
            self._path.clear()
            return
        parts = escape(self._say(self._breadcrumb)).split("**")
        marked = "".join(
            f'<b style="color:{self._look.text}">{part}</b>' if at % 2 else part
            for at, part in enumerate(parts)
        )
        known = escape(self._say(T("Open Dental {version}", version=self._version)))
        self._path.setText(f"{marked} &nbsp;·&nbsp; {known}")


class _Turn(QPushButton):
    """A flat button that leaves the arrow keys to the player."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFlat(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setMinimumHeight(HEIGHT)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - override of Qt
        if Qt.Key(event.key()) in _MOVES:
            event.ignore()
        else:
            super().keyPressEvent(event)
