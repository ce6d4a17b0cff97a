"""What the call without a key showed: the secure channel, and the time."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from wizard.core.authorities import well_known
from wizard.core.facts import AllowList, CheckFacts
from wizard.core.facts.way_facts import WayFacts
from wizard.core.filters import by_certificate
from wizard.core.issuer import issuer_told
from wizard.core.network_products import interceptor, is_public
from wizard.core.record import record

if TYPE_CHECKING:
    from wizard.core.evidence import Answer, Certificate, Failure, Weakness


@record
class ChannelFacts(WayFacts):
    """What came of the secure channel.

    Attributes:
        answer: To the call without a key; None where no secure channel is needed.
        pages: The first pages of Open Dental's host and of another one, where it did not stand.
        now: This PC's time, seconds since 1970.
        setting: The environment variable that changes secure channels on this PC.
        no_authorities: The one that names a list of authorities in which there is none.
        IMPOSSIBLE: What is told where this PC can make none.
        INSPECTED, UNUSUAL: What is told beside the issuer of one that is trusted.
        REFUSED: What is told of one that is not trusted; LIST, PUBLIC, WEAK, TIME or
            BLOCKED may follow it.
        PAGE: What is told where no answer came, and a filter's page did.
    """

    REPORT: ClassVar[AllowList] = {"issuer": "issuer"}
    INSPECTED: ClassVar[AllowList] = {"product": "inspected_by"}
    UNUSUAL: ClassVar[AllowList] = {"usual": "public"}
    REFUSED: ClassVar[AllowList] = {"failure": "failure", "issuer": "issuer"}
    IMPOSSIBLE: ClassVar[AllowList] = {"failure": "failure", "setting": "setting"}
    LIST: ClassVar[AllowList] = {"no_authorities": "setting"}
    PUBLIC: ClassVar[AllowList] = {"known": "public"}
    WEAK: ClassVar[AllowList] = {"weakness": "weakness"}
    TIME: ClassVar[AllowList] = {"ahead_s": "ahead_s"}
    BLOCKED: ClassVar[AllowList] = {"blocker": "filter"}
    PAGE: ClassVar[AllowList] = {"page_product": "filter"}

    answer: Answer | None = None
    pages: tuple[Answer, Answer] | None = None
    now: float = 0.0
    setting: str | None = None
    no_authorities: str | None = None

    @property
    def shown(self) -> Certificate | None:
        """The certificate that came."""
        return self.route.certificate

    @property
    def whole_issuer(self) -> str:
        """Who issued it, by the whole name, which may be the practice's; for the window only."""
        return self.shown.issuer if self.shown else ""

    @property
    def issuer(self) -> str | None:
        """Who issued it, without what may name a computer, a domain, a practice or a person."""
        if self.shown is None or not self.whole_issuer:
            return None
        return issuer_told(self.shown, self.product)

    @property
    def product(self) -> str | None:
        """The recognised product that stands between."""
        return interceptor(self.shown.chain) if self.shown else None

    @property
    def usual(self) -> bool:
        """It comes from one of the authorities that Open Dental's come from."""
        return self.shown is not None and is_public(self.shown.chain)

    @property
    def known(self) -> bool:
        """It comes from a public authority."""
        return self.shown is not None and well_known(*self.shown.top)

    @property
    def failure(self) -> Failure | None:
        """Why the channel did not stand."""
        return self.answer.failure if self.answer else None

    @property
    def weakness(self) -> Weakness | None:
        """What the certificate is not good enough in."""
        return self.answer.weakness if self.answer else None

    @property
    def ahead(self) -> float | None:
        """Seconds by which this PC's clock is ahead; None where nobody told the time."""
        told = (page.clock_ahead_s for page in self.pages or ())
        return next((ahead for ahead in told if ahead is not None), None)

    @property
    def ahead_s(self) -> int | None:
        """The same in whole seconds."""
        return None if self.ahead is None else round(self.ahead)

    @property
    def page_product(self) -> str | None:
        """The filter that the first page names."""
        return self.pages[0].product if self.pages else None

    @property
    def certificate_of(self) -> str | None:
        """The filter whose page the certificate is of."""
        return by_certificate(f"{self.shown.chain} {self.shown.subject}") if self.shown else None

    @property
    def blocker(self) -> str | None:
        """The filter that answers, by its page or its certificate."""
        return self.page_product or self.certificate_of


@record
class ClockFacts(CheckFacts):
    """How far this PC's clock is off.

    Attributes:
        answered: An answer came.
        ahead: Seconds by which the clock is ahead, negative when behind; None where the answer told no time.
    """

    REPORT: ClassVar[AllowList] = {"ahead_s": "ahead_s"}

    answered: bool
    ahead: float | None = None

    @property
    def ahead_s(self) -> int | None:
        """The same in whole seconds."""
        return None if self.ahead is None else round(self.ahead)
