"""What the pages share: the theme, the voice, the worker, and what was entered and found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from wizard.core.mode import Mode
from wizard.core.text import T

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from wizard.core.keys import Keys
    from wizard.core.text import Text
    from wizard.pointer.edition import Choice
    from wizard.ui.engine import Result, Stored
    from wizard.ui.launch import Launch
    from wizard.ui.theme import Theme
    from wizard.ui.worker import Worker


class Session(QObject):
    """One window's state.

    Attributes:
        keys: The keys of the next live test; None before the key step.
        remember: Whether the person wants the key kept in the keychain.
        stored: What the keychain holds; None until it was read.
        result: The latest live test.
        home: Where the key is kept; empty until it is.
        home_trouble: Why it could not be kept.
        keeping: It is being put into the keychain.
        way: How the program reaches Open Dental, as the person chose it; only where no profile says so.
        host: Name or address of the server, as the person entered it; None takes this PC's own settings.
        choice: What the person said about their Open Dental.
        pages: Where pages are put. One that is made there has its style before its content; a style that
            comes later lays the content out once more.
    """

    changed = Signal()

    def __init__(self, launch: Launch, theme: Theme, worker: Worker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.launch = launch
        self.theme = theme
        self.worker = worker
        self.keys: Keys | None = None
        self.remember = True
        self.way = Mode.REMOTE
        self.host: str | None = None
        self.stored: Stored | None = None
        self.result: Result | None = None
        self.home = ""
        self.home_trouble = ""
        self.keeping = False
        self.choice: Choice | None = None
        self.pages: QWidget | None = None

    def say(self, text: Text) -> str:
        """Speak a text in the window's language, without the keys that were entered."""
        words = self.launch.translator.translate(text)
        pair = self.keys.pair if self.keys else None
        if pair is None:
            return words
        from wizard.core.redact import Redactor

        return Redactor((pair.developer, pair.customer)).known(words)

    @property
    def vendor(self) -> str:
        """The vendor's name, or what it is called without one."""
        return self.launch.profile.vendor_name or self.say(T("the vendor of the program"))

    @property
    def product(self) -> str:
        """The product's name, or the vendor's, or what it is called without either."""
        profile = self.launch.profile
        return profile.product or profile.vendor_name or self.say(T("your program"))
