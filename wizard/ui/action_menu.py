"""The menu of a button of the action bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QPushButton

    from wizard.ui.pages.base import Action


class ActionMenu(QMenu):
    """Offers what a page has at the moment when it opens.

    Args:
        owner: The button that opens it.
        choices: What is offered then.
    """

    def __init__(self, owner: QPushButton, choices: Callable[[], tuple[Action, ...]]) -> None:
        super().__init__(owner)
        self._offered = choices
        self.aboutToShow.connect(self.fill)
        owner.setMenu(self)

    def fill(self) -> None:
        """Have a line for everything that is offered now."""
        self.clear()
        for choice in self._offered():
            line = self.addAction(choice.text)
            line.setObjectName(choice.name)
            line.setEnabled(choice.enabled)
            line.triggered.connect(lambda _=False, do=choice.do: do())
