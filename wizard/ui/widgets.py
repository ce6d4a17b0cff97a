"""The parts of the first paint: labels by their type, buttons, lists of sentences.

Nothing here touches Qt's ``Qt`` namespace: its first use builds some ninety Python enums, a sixth of the time
to the first paint. So flags are set as properties, by their documented numbers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QSystemTrayIcon

    from wizard.core.text import Text

    Say = Callable[[Text], str]

PLAIN, RICH = 0, 1  # Qt::TextFormat
ENTER = ("\r", "\n")  # what Return and Enter type
SELECTABLE = 1 | 2  # Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard


def label(text: str, kind: str = "text", *, wrap: bool = True, select: bool = False) -> QLabel:
    """A label of one type; ``**`` marks become bold type."""
    made = QLabel()
    made.setProperty("type", kind)
    made.setWordWrap(wrap)
    set_marked(made, text)
    if select:
        made.setProperty("textInteractionFlags", SELECTABLE)
    return made


def keep_place(part: QWidget) -> None:
    """Have a part's place stay as it is while the part is hidden."""
    kept = part.sizePolicy()
    kept.setRetainSizeWhenHidden(True)
    part.setSizePolicy(kept)


def foreign(text: str, kind: str = "text", *, wrap: bool = True) -> QLabel:
    """A label of words that are not this program's, shown as they are: no marks, no markup, no links."""
    made = label("", kind, wrap=wrap)
    made.setText(text)
    return made


def set_marked(target: QLabel, text: str) -> None:
    """Show a spoken text with its ``**`` marks as bold type; plain text is never read as markup."""
    spaced = target.property("type") == "spaced"
    if "**" not in text and not spaced:
        if target.accessibleName():
            target.setAccessibleName("")  # what it said before in bold type
        target.setProperty("textFormat", PLAIN)
        target.setText(text)
        return
    from html import escape  # only bold type needs it

    parts = enumerate(text.split("**"))
    inside = "".join(f"<b>{escape(part)}</b>" if odd % 2 else escape(part) for odd, part in parts)
    inside = inside.replace("\n", "<br>")
    target.setProperty("textFormat", RICH)
    target.setText(f'<p style="line-height:125%; margin:0">{inside}</p>' if spaced else inside)
    target.setAccessibleName(text.replace("**", ""))


def tip_text(text: str) -> str:
    """A text for a tool tip, which Qt would read as markup where it looks like it."""
    if "<" not in text:
        return text
    from html import escape  # no text of this program's own has such a sign

    return f"<qt>{escape(text)}</qt>"


def set_tip(target: QWidget | QSystemTrayIcon, text: str) -> None:
    """Show a text as the tool tip of a widget or of the icon beside the clock, as it is."""
    target.setToolTip(tip_text(text))


def set_kind(target: QWidget, kind: str) -> None:
    """Give a widget another type of the style sheet."""
    set_state(target, "type", kind)


def set_state(target: QWidget, name: str, value: bool | str) -> None:
    """Set a property that the style sheet looks at."""
    if target.property(name) == value:
        return
    target.setProperty(name, value)
    if target.window().isVisible():  # before the first show nothing has been styled yet
        target.style().unpolish(target)
        target.style().polish(target)


class Button(QPushButton):
    """A push button that a held Enter presses once."""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Leave out what the keyboard repeats."""
        if not held(event):
            super().keyPressEvent(event)


def held(event: QKeyEvent) -> bool:
    """Whether the keyboard only repeats Enter, so that nobody means to press anything."""
    return event.isAutoRepeat() and event.text() in ENTER


def caption(text: str) -> str:
    """A text for a button or a line of a menu, where Qt would take an ``&`` for the mark of a key."""
    return text.replace("&", "&&")


def button(text: str, kind: str = "plain") -> QPushButton:
    """A push button; ``primary``, ``plain`` or ``link``."""
    made = Button(text)
    made.setProperty("type", kind)
    made.setAutoDefault(False)
    return made


def section(column: QVBoxLayout, title: str, lines: list[tuple[str, str]], *, tight: bool = False) -> None:
    """Add a small heading and lines, each a mark and a sentence; ``tight`` where much stands on the page."""
    column.addSpacing(4 if tight else 20)
    column.addWidget(label(title, "group", wrap=False))
    grid = QGridLayout()
    grid.setHorizontalSpacing(14)
    grid.setVerticalSpacing(4 if tight else 10)
    grid.setContentsMargins(2, 4, 0, 0)
    grid.setColumnStretch(1, 1)
    for row, (mark, text) in enumerate(lines):
        sign = label(mark, "mark", wrap=False)
        sign.setMinimumWidth(18)
        grid.addWidget(sign, row, 0)
        grid.addWidget(label(text), row, 1)
    column.addLayout(grid)
