"""Shows a pointer's pictures one after the other, with the keyboard as well as with the mouse."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFocusEvent,
    QHideEvent,
    QImage,
    QKeyEvent,
    QKeySequence,
)
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QVBoxLayout, QWidget

from wizard.core.text import T, unmarked
from wizard.pointer.edition import drawn_from
from wizard.ui.link import Link
from wizard.ui.pointer.canvas import Canvas
from wizard.ui.pointer.dots import Dots
from wizard.ui.pointer.player_button import PlayerButton
from wizard.ui.pointer.render import image
from wizard.ui.widgets import set_tip

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from wizard.core.text import Text
    from wizard.pointer.pointer_view import ShownPointer
    from wizard.pointer.scene import ResolvedFrame
    from wizard.ui.pointer.surround import Surround

PLAY_MS = 5000
"""How long each picture stays while they turn by themselves."""
_VERSION = "version"


class PointerPlayer(QWidget):
    """Breadcrumb, picture, traps, Back, dots, Play, Next.

    Signals:
        frame_changed: The index of the picture now shown, counted from zero; also when a path is first shown.
        requested: Something only the window around can do: ``enlarge``, ``copy``, ``save``, ``print`` or
            ``version``.

    Args:
        say: Turns a text into the person's language.
        look: Colours and type of the surround.
        parent: Of the widget.
        large: Shown by itself in a large window; it cannot be enlarged again.
    """

    frame_changed = Signal(int)
    requested = Signal(str)

    def __init__(
        self,
        say: Callable[[Text], str],
        look: Surround,
        parent: QWidget | None = None,
        *,
        large: bool = False,
    ) -> None:
        super().__init__(parent)
        self._say = say
        self._look = look
        self._large = large
        self._shown: ShownPointer | None = None
        self._numbers: tuple[int, ...] = ()
        self._at = 0
        self._trap: int | None = None
        self._seen_traps = 0
        self.setObjectName("pointer")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._path = QLabel(self)
        self._path.setTextFormat(Qt.TextFormat.RichText)
        self._path.setWordWrap(True)
        # by the keyboard its link is in the menu
        self._path.setTextInteractionFlags(Qt.TextInteractionFlag.LinksAccessibleByMouse)
        self._path.linkActivated.connect(self.requested)
        self.canvas = Canvas(say, look, self)
        self.canvas.enlarge.connect(lambda: None if large else self.requested.emit("enlarge"))
        self._traps = Link(self)
        self._traps.setMargin(5)
        self._traps.linkActivated.connect(lambda target: self.show_trap(int(target)))
        self._back, self._next, self._play, self._more = (PlayerButton(self) for _ in range(4))
        self._dots = Dots(look.quiet, self)
        self._back.clicked.connect(lambda: self.go(self._at - 1))
        self._next.clicked.connect(lambda: self.go(self._at + 1))
        self._play.clicked.connect(self.toggle_play)
        self._dots.chosen.connect(self.go)
        self._timer = QTimer(self)
        self._timer.setInterval(PLAY_MS)
        self._timer.timeout.connect(self._advance)
        self._menu = QMenu(self)
        self._more.setMenu(self._menu)
        self._arrange()
        self.set_look(look)
        self.retranslate()

    @property
    def index(self) -> int:
        """The picture shown, counted from zero."""
        return self._at

    @property
    def count(self) -> int:
        """How many pictures the path has."""
        return len(self._shown.frames) if self._shown else 0

    @property
    def playing(self) -> bool:
        """Whether the pictures turn by themselves."""
        return self._timer.isActive()

    @property
    def frame(self) -> ResolvedFrame | None:
        """What is shown: a picture of the path, or a trap beside it."""
        return self._frame_of(self._shown)

    def _frame_of(self, shown: ShownPointer | None) -> ResolvedFrame | None:
        if shown is None or not shown.frames:
            return None
        here = shown.frames[self._at]
        return here if self._trap is None else here.instead[self._trap].frame

    def show_pointer(self, shown: ShownPointer, numbers: Sequence[int] | None = None, at: int = 0) -> None:
        """Show a picture of a path, the first one where none is named.

        Args:
            shown: The path for one edition.
            numbers: What stands in each picture's badge, for example the step that it belongs to; None
                counts the pictures.
            at: Index of the picture.
        """
        self._shown = shown
        self._offer_question()
        self._numbers = tuple(numbers) if numbers is not None else tuple(range(1, self.count + 1))
        self.canvas.forget()
        self._turn(min(at, max(self.count - 1, 0)))

    def go(self, index: int) -> None:
        """Show the picture at ``index``; beyond either end nothing happens."""
        if 0 <= index < self.count and (index != self._at or self._trap is not None):
            self.pause()
            self._turn(index)

    def show_trap(self, index: int) -> None:
        """Show what may come up in place of the next picture; -1 goes back to the step."""
        self.pause()
        self._trap = None if index < 0 else index
        if index >= 0:
            self._seen_traps = index + 1
        self._show()

    def toggle_play(self) -> None:
        """Turn the pictures slowly, or stop that; at the end it begins again with the first."""
        if self.playing:
            self.pause()
        elif self.count > 1:
            if self._at == self.count - 1 or self._trap is not None:
                self._turn(0)
            self._timer.start()
            self._say_play()

    def pause(self) -> None:
        """Stop turning."""
        self._timer.stop()
        self._say_play()

    def set_look(self, look: Surround) -> None:
        """Follow the system's colours and size of type."""
        self._look = look
        self.canvas.set_look(look)
        self._dots.set_colour(look.quiet)
        size = round(13 * look.scale)
        for words in (self._path, self._traps):
            words.setStyleSheet(f"color: {look.quiet}; font-size: {size}px;")
        for button in (self._back, self._next, self._play, self._more):
            button.set_look(look)
        self._say_path()
        self._say_traps()

    def retranslate(self) -> None:
        """Say everything again in the language that ``say`` now speaks."""
        say = self._say
        self._back.setText(say(T("‹ Back")))
        self._next.setText(say(T("Next ›")))
        self._more.setText("···")
        self._back.setAccessibleName(say(T("Picture before")))
        self._next.setAccessibleName(say(T("Next picture")))
        self._more.setAccessibleName(say(T("More about the pictures")))
        set_tip(self._more, say(T("More about the pictures")))
        self.setAccessibleName(say(T("Where to click in Open Dental")))
        self._menu.clear()
        for target, text, keys in (
            ("enlarge", T("Enlarge"), "+"),
            ("copy", T("Copy this picture"), "Ctrl+C"),
            ("save", T("Save all pictures…"), "Ctrl+S"),
            ("print", T("Print all pictures…"), "Ctrl+P"),
        ):
            if target == "enlarge" and self._large:
                continue
            action = self._menu.addAction(f"{say(text)}\t{keys}")
            action.triggered.connect(lambda _=False, name=target: self.requested.emit(name))
        self._question = self._menu.addAction("")
        self._question.triggered.connect(lambda: self.requested.emit(_VERSION))
        self.canvas.forget()
        self._offer_question()
        self._say_play()
        self._show()

    def picture(self, size: QSize, ratio: float = 2, shown: ShownPointer | None = None) -> QImage | None:
        """The picture shown, for the clipboard; None while no path is shown.

        Args:
            size: Of the picture.
            ratio: Device pixels per pixel.
            shown: The same path in other words.
        """
        frame = self._frame_of(shown or self._shown)
        if frame is None:
            return None
        return image(frame, self._numbers[self._at], self._look, say=self._say, size=size, ratio=ratio)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: D102, N802 - override of Qt
        turns = {
            Qt.Key.Key_Left: self._at - 1,
            Qt.Key.Key_Right: self._at + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: self.count - 1,
        }
        asks = {
            QKeySequence.StandardKey.Copy: "copy",
            QKeySequence.StandardKey.Save: "save",
            QKeySequence.StandardKey.Print: "print",
        }
        key = Qt.Key(event.key())
        asked = next((name for standard, name in asks.items() if event.matches(standard)), "")
        if key in turns:
            self.go(turns[key])
        elif key is Qt.Key.Key_Space:
            self.toggle_play()
        elif key is Qt.Key.Key_Plus and not self._large:
            self.requested.emit("enlarge")
        elif asked:
            self.requested.emit(asked)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: D102, N802 - override of Qt
        self.canvas.set_focused(focused=True)
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: D102, N802 - override of Qt
        self.canvas.set_focused(focused=False)
        super().focusOutEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: D102, N802 - override of Qt
        self.pause()
        super().hideEvent(event)

    def _arrange(self) -> None:
        above = QHBoxLayout()
        above.setContentsMargins(0, 0, 0, 0)
        above.addWidget(self._path, 1)
        above.addWidget(self._more, 0, Qt.AlignmentFlag.AlignTop)
        turns = QHBoxLayout()
        turns.setContentsMargins(0, 0, 0, 0)
        turns.addWidget(self._back)
        turns.addStretch(1)
        turns.addWidget(self._dots)
        turns.addWidget(self._play)
        turns.addStretch(1)
        turns.addWidget(self._next)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(above)
        column.addWidget(self.canvas, 1)
        column.addWidget(self._traps)
        column.addLayout(turns)

    def _advance(self) -> None:
        if self._at < self.count - 1:
            self._turn(self._at + 1)
        if self._at >= self.count - 1:
            self.pause()

    def _turn(self, index: int) -> None:
        self._at, self._trap, self._seen_traps = index, None, 0
        count = self.count
        self._dots.set_state(count, index)
        # A disabled button would drop the focus out of the player, and arrow keys with it.
        if (index == 0 and self._back.hasFocus()) or (index >= count - 1 and self._next.hasFocus()):
            self.setFocus()
        self._back.setEnabled(index > 0)
        self._next.setEnabled(index < count - 1)
        self._play.setVisible(count > 1)
        self._show()
        if count:
            self.frame_changed.emit(index)

    def _show(self) -> None:
        frame = self.frame
        self.canvas.show_frame(frame, self._numbers[self._at] if frame else 1)
        if self._shown is not None:
            beside = [at for at in (self._at + 1, self._at - 1) if 0 <= at < self.count]
            self.canvas.expect([(self._shown.frames[at], self._numbers[at]) for at in beside])
        self._say_path()
        self._say_traps()
        self._describe(frame)

    def _describe(self, frame: ResolvedFrame | None) -> None:
        if frame is None:
            self.setAccessibleDescription("")
            return
        place = self._say(T("Picture {at} of {count}", at=self._at + 1, count=self.count))
        sentence = unmarked(self._say(frame.sentence))
        self._dots.setAccessibleName(place)
        self.canvas.setAccessibleName(sentence)
        described = T(
            "Picture {at} of {count}. {sentence}", at=self._at + 1, count=self.count, sentence=frame.sentence
        )
        self.setAccessibleDescription(unmarked(self._say(described)))
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))

    def _say_play(self) -> None:
        words = T("Pause") if self.playing else T("Play slowly")
        self._play.setText("❚❚" if self.playing else "►")
        self._play.setAccessibleName(self._say(words))
        set_tip(self._play, self._say(words))

    def _say_path(self) -> None:
        if self._shown is None:
            self._path.clear()
            return
        parts = escape(self._say(self._crumbs(self._shown))).split("**")
        marked = "".join(
            f'<b style="color:{self._look.text}">{part}</b>' if at % 2 else part
            for at, part in enumerate(parts)
        )
        parts = [marked, escape(self._say(drawn_from(self._shown.edition)))]
        if self._shown.asks_version:
            parts.append(self._link(_VERSION, escape(self._say(T("Not yours?")))))
        self._path.setText(" &nbsp;·&nbsp; ".join(parts))

    def _crumbs(self, shown: ShownPointer) -> Text:
        """The way to the target; beside it, in a trap, to what came up instead."""
        if self._trap is None:
            return shown.breadcrumb
        way = unmarked(self._say(shown.breadcrumb))
        seen = unmarked(self._say(shown.frames[self._at].instead[self._trap].recognised_by))
        return T("{way} › **{seen}**", way=way, seen=seen)

    def _offer_question(self) -> None:
        """What about the person's own Open Dental is worth asking: nothing, where no picture would differ."""
        shown = self._shown
        version = shown is None or shown.asks_version
        words = T("My Open Dental looks different…") if version else T("My menu bar looks different…")
        self._question.setText(self._say(words))
        self._question.setVisible(version or (shown is not None and shown.asks_clinics))

    def _say_traps(self) -> None:
        """Links to what may come up in place of the next picture; room is kept if any picture has one."""
        shown = self._shown
        if shown is None or not any(frame.instead for frame in shown.frames):
            self._traps.hide()
            return
        here = shown.frames[self._at]
        if self._trap is not None:
            links = [self._link("-1", escape(self._say(T("‹ Back to the step"))))]
        else:
            links = [
                self._link(str(at), escape(unmarked(self._say(T("{seen}?", seen=trap.recognised_by)))))
                for at, trap in enumerate(here.instead)
            ]
        self._traps.setText(" &nbsp;·&nbsp; ".join(links) or "&nbsp;")
        # the keyboard takes them in turn, and comes back to the step after each
        following = self._seen_traps % max(1, len(here.instead))
        self._traps.target = str(following if self._trap is None else -1)
        self._traps.setFocusPolicy(Qt.FocusPolicy.TabFocus if links else Qt.FocusPolicy.NoFocus)
        if not links and self._traps.hasFocus():
            self.setFocus()
        self._traps.show()

    def _link(self, target: str, words: str) -> str:
        return f'<a href="{target}" style="color:{self._look.accent}; text-decoration:none">{words}</a>'
