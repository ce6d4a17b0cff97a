"""The pictures in a window of their own, as large as the screen allows: whole windows of Open Dental."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from wizard.ui.dialog import Dialog
from wizard.ui.pointer.player import PointerPlayer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from wizard.core.text import Text
    from wizard.pointer.pointer_view import ShownPointer
    from wizard.ui.pointer.surround import Surround

_WISH = (1220, 860)
"""Open Dental's API Setup and eConnector windows fit into it at their real size."""


class EnlargedPlayer(Dialog):
    """A player in a window of its own.

    Args:
        say: Turns a text into the person's language.
        look: Colours and type.
        title: Where the path leads.
        parent: The window that it belongs to.
    """

    def __init__(self, say: Callable[[Text], str], look: Surround, title: Text, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("window")
        self.setWindowTitle(say(title))
        space = self.screen().availableGeometry()
        self.setMinimumSize(380, 340)
        self.resize(min(_WISH[0], space.width() - 40), min(_WISH[1], space.height() - 60))
        self.player = PointerPlayer(say, look, self, large=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.addWidget(self.player)

    def show_pointer(self, shown: ShownPointer, numbers: Sequence[int], at: int) -> None:
        """Show a path from one picture on."""
        self.player.show_pointer(shown, numbers, at)
        self.player.setFocus()
