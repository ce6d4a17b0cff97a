"""Welcome: whose product, what will happen, what is sent and what is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.core.text import T
from wizard.ui.pages.base import Action, Page
from wizard.ui.widgets import button, label, section

if TYPE_CHECKING:
    from wizard.ui.session import Session


class WelcomePage(Page):
    """The first page; nothing runs here."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
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

    def primary(self) -> Action:
        """Begin."""
        return Action(self.say(T("&Start")), self.forward.emit)


def _open(url: str) -> None:
    from wizard.ui.browse import open_page

    open_page(url)
