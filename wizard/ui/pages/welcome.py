"""Welcome: whose product, what will happen, what is sent and what is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.core.text import T
from wizard.ui.pages.base import Action, Page
from wizard.ui.widgets import button, label, section

if TYPE_CHECKING:
    from collections.abc import Callable

    from wizard.core.text import Text
    from wizard.ui.code_entry import CodeEntry
    from wizard.ui.session import Session


class WelcomePage(Page):
    """The first page; nothing runs here."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._offer: tuple[Callable[[], Text], Callable[[], None]] | None = None
        say, profile = self.say, session.launch.profile
        self.column.addWidget(
            label(say(T("Connect {product} to Open Dental", product=session.product)), "title")
        )
        self.column.addWidget(
            label(say(T("It takes about two minutes. Nothing in Open Dental is changed from here.")), "lead")
        )
        section(
            self.column,
            say(T("What will happen")),
            [
                ("1", say(T("This PC and its way to Open Dental are checked."))),
                (
                    "2",
                    say(
                        T(
                            "You paste the customer key that {vendor} made for this office.",
                            vendor=session.vendor,
                        )
                    ),
                ),
                (
                    "3",
                    say(T("One live call shows whether it works. If not, a picture shows where to click.")),
                ),
            ],
        )
        section(
            self.column,
            say(T("What is sent, and what is not")),
            [
                (
                    "✓",
                    say(
                        T(
                            "The keys go to Open Dental only. "
                            "Over the internet, the connection is always secure."
                        )
                    ),
                ),
                (
                    "✕",
                    say(T("No patient's data is read, kept or sent. No key is shown or written to a log.")),
                ),
            ],
        )
        if profile.show_business_associate_notice:
            self._notice()
        self.column.addSpacing(12)
        self.have_code = button(say(T("I have a code from another PC")), "link")
        self.have_code.clicked.connect(self._ask_code)
        self.column.addWidget(self.have_code)
        self.entry: CodeEntry | None = None
        self.column.addStretch(1)

    def _notice(self) -> None:
        say, url = self.say, self.session.launch.profile.baa_url
        self.column.addSpacing(20)
        self.column.addWidget(label(say(T("Before you connect")), "group"))
        self.column.addWidget(
            label(
                say(
                    T(
                        "A program that works with patients' data needs a signed Business Associate "
                        "Agreement between this practice and {vendor}.",
                        vendor=self.session.vendor,
                    )
                ),
                "lead",
            )
        )
        if url:
            link = button(say(T("Read the agreement")), "link")
            link.clicked.connect(lambda: _open(url))
            self.column.addWidget(link)

    def offer(self, words: Callable[[], Text], go_on: Callable[[], None]) -> None:
        """Offer to go on where the person was.

        Args:
            words: Says where that is, as far as it is known by then.
            go_on: Goes there.
        """
        self._offer = (words, go_on)
        self.changed.emit()

    def take_back(self) -> None:
        """Offer it no more: the person is on the way again."""
        if self._offer is not None:
            self._offer = None
            self.changed.emit()

    def _ask_code(self) -> None:
        """Show the field in the link's place."""
        from wizard.ui.code_entry import CodeEntry  # not at the first paint

        self.entry = CodeEntry(self.session)
        self.entry.changed.connect(self.changed)
        self.column.replaceWidget(self.have_code, self.entry)
        self.have_code.hide()
        self.entry.field.edit.setFocus()
        self.changed.emit()

    @property
    def busy(self) -> bool:
        """Whether this PC is looked at for a code."""
        return self.entry is not None and self.entry.busy

    def cancel(self) -> None:
        """End that look."""
        if self.entry is not None:
            self.entry.cancel()

    def primary(self) -> Action:
        """Begin, or open the card of the code that was typed."""
        entry = self.entry
        if entry is not None and (entry.busy or entry.field.holds):
            return Action(self.say(T("Show the &steps")), entry.open, enabled=not entry.busy, name="code")
        return Action(self.say(T("&Start")), self.forward.emit)

    def secondary(self) -> list[Action]:
        """Go on, where there is something to go on with."""
        if self._offer is None:
            return []
        return [Action(self.say(T("&Go on where you were")), self._offer[1], name="go-on")]

    def note(self) -> str:
        """Where that is."""
        return "" if self._offer is None else self.say(self._offer[0]())


def _open(url: str) -> None:
    from wizard.ui.browse import open_page

    open_page(url)
