"""A tray that remembers what it was shown."""

from __future__ import annotations

from wizard.ui.status import StatusKind
from wizard.ui.tray import Tray


class FakeTray(Tray):
    """Is there, or not, as the test says.

    Attributes:
        there: Whether this PC has a place for it.
        shown: The mark and the words; None while it is hidden.
        watching: Whether there is something to stop.
        told: Titles of the notifications.
    """

    def __init__(self) -> None:
        super().__init__()
        self.there = True
        self.shown: tuple[StatusKind, str] | None = None
        self.watching = False
        self.told: list[str] = []

    def is_there(self) -> bool:
        return self.there

    def show_state(self, mark: StatusKind, words: str, *, watching: bool) -> None:
        self.shown, self.watching = (mark, words), watching

    def notify(self, title: str, words: str, mark: StatusKind) -> None:
        assert words
        assert mark is not StatusKind.WAITING
        self.told.append(title)

    def hidden(self) -> bool:
        """Whether nothing is shown."""
        return self.shown is None

    def hide(self) -> None:
        self.shown = None
