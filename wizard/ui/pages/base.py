"""What every page offers to the window around it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from wizard.core.text import T
from wizard.ui.theme import GRID, MARGIN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from wizard.core.text import Text
    from wizard.ui.session import Session


# flags by their numbers: see wizard.ui.widgets
NEVER = 1  # Qt::ScrollBarAlwaysOff
NO_FOCUS = 0  # Qt::NoFocus


class Action(NamedTuple):
    """A button of the action bar.

    Attributes:
        text: What it says.
        do: What it does.
        enabled: Whether it can be pressed.
        name: What it is called in the program.
        choices: What its menu offers; with none it has no menu.
    """

    text: str
    do: Callable[[], None]
    enabled: bool = True
    name: str = ""
    choices: tuple[Action, ...] = ()


class Page(QScrollArea):
    """A step's page. The window asks it for its actions and shows them in the bar.

    Attributes:
        companion: The small window beside Open Dental, while it stands in for the full one.

    Signals:
        changed: Actions, note or validity are different now.
        forward: The page is done; go on.
    """

    changed = Signal()
    forward = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session.pages)
        self.session = session
        self.companion: QWidget | None = None
        self.setObjectName("page")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setProperty("horizontalScrollBarPolicy", NEVER)
        self.setProperty("focusPolicy", NO_FOCUS)
        self.inside = QWidget()
        self.inside.setObjectName("scrolled")
        self.column = QVBoxLayout(self.inside)
        self.column.setContentsMargins(MARGIN, MARGIN - 4, MARGIN, GRID * 2)
        self.column.setSpacing(GRID)
        self.setWidget(self.inside)

    def say(self, text: Text) -> str:
        """Speak a text."""
        return self.session.say(text)

    def enter(self) -> None:
        """The page has come up."""

    def leave(self) -> None:
        """The page goes away; nothing entered is lost."""

    def pieces(self) -> Iterator[None]:
        """Make what is not there before the engine or a result is; it can be left and gone on with."""
        yield from ()

    def pictures(self) -> tuple[QWidget, ...]:
        """What takes long to paint, and keeps what it painted."""
        return ()

    def keychain_read(self) -> None:
        """What the keychain holds is known now."""

    def result_changed(self) -> None:
        """A live test, or a look while it is watched, has found something."""

    def show_beside(self) -> bool:
        """Shrink to the small window beside Open Dental; False where there is nothing to show in it."""
        return False

    @property
    def busy(self) -> bool:
        """Whether something runs that can be cancelled."""
        return False

    def cancel(self) -> None:
        """End what runs."""

    @property
    def is_ok(self) -> bool:
        """Whether nothing on the page needs anybody."""
        return True

    def primary(self) -> Action:
        """The page's one primary action."""
        return Action(self.say(T("&Continue")), self.forward.emit)

    def secondary(self) -> list[Action]:
        """Further actions, left of the primary one."""
        return []

    def note(self) -> str:
        """A quiet line at the left of the bar."""
        return ""

    def announcement(self) -> str:
        """What a screen reader says when the page comes up."""
        labels = self.findChildren(QLabel)
        return labels[0].text() if labels else ""

    def unchanged(self) -> str:
        """What a screen reader says where a look that was asked for found the same."""
        return ""

    def initial_focus(self) -> QWidget | None:
        """What the keyboard goes to when the page comes up; None for the primary action."""
        return None
