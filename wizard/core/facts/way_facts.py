"""What the checks of the way found, from the proxy in force to the connection."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar

from wizard.core.facts import AllowList, CheckFacts
from wizard.core.proxy_setting import ProxySource
from wizard.core.record import record

if TYPE_CHECKING:
    from wizard.core.evidence import Answer, Failure
    from wizard.core.proxy_setting import ProxyFlaw
    from wizard.core.route import Route


class FamilyOutcome(StrEnum):
    """How an address family fared; the earlier one tells more where its addresses fared differently."""

    OPEN = "open"
    REFUSED = "refused"
    SILENT = "silent"
    NO_ROUTE = "no-route"


@record
class WayFacts(CheckFacts):
    """Something of the way.

    Attributes:
        route: As far as it is known by then; no list has any of it but numbers and what kind of proxy it is.
    """

    route: Route

    @property
    def proxied(self) -> bool:
        """A proxy is in force."""
        return self.route.proxy is not None


@record
class ProxyFacts(WayFacts):
    """Which way is taken.

    Attributes:
        DIRECT: What is told where no proxy is set.
        LISTED: What is told where a script's first way was not taken.
    """

    REPORT: ClassVar[AllowList] = {"proxied": "proxy", "source": "source", "flaw": "flaw"}
    DIRECT: ClassVar[AllowList] = {"proxied": "proxy", "script_failed": "script_failed"}
    LISTED: ClassVar[AllowList] = {
        "proxied": "proxy",
        "source": "source",
        "listed": "listed",
        "taken": "taken",
    }

    @property
    def source(self) -> ProxySource | None:
        """Who names the proxy, or lists the ways; None without a proxy."""
        if self.route.way > 0:
            return ProxySource.SCRIPT
        return self.route.proxy.source if self.route.proxy else None

    @property
    def flaw(self) -> ProxyFlaw | None:
        """Why the setting cannot be used."""
        return self.route.proxy.flaw if self.route.proxy else None

    @property
    def script_failed(self) -> bool:
        """The system's configuration script could not be fetched or run."""
        return self.route.script_failed

    @property
    def listed(self) -> int:
        """How many ways there are."""
        return len(self.route.ways)

    @property
    def taken(self) -> int:
        """Which of them is taken, from 1 on."""
        return self.route.way + 1


@record
class NameFacts(WayFacts):
    """Where the first hop's name leads.

    Attributes:
        addresses: How many there are, without those that lead elsewhere where others lead there.
        took_s: Seconds that it took.
        silent_about: ``IPv4`` or ``IPv6``, where the name server said nothing about that kind.
        control: Another name on the internet is found; None where that was not asked.
        sinkhole: All addresses lead elsewhere.
        blocker: The filter whose page they lead to.
        catches_all: They lead into this network, and so do those of the other name.
        MISSING: What is told of a name that is not found.
        SUNK: What is told of one that leads nowhere.
    """

    REPORT: ClassVar[AllowList] = {
        "addresses": "addresses",
        "silent_about": "silent_about",
        "seconds": "seconds",
    }
    MISSING: ClassVar[AllowList] = {"control": "control"}
    SUNK: ClassVar[AllowList] = {"addresses": "addresses", "sinkhole": "sinkhole", "blocker": "filter"}

    addresses: int = 0
    took_s: float = 0.0
    silent_about: str | None = None
    control: bool | None = None
    sinkhole: bool = False
    blocker: str | None = None
    catches_all: bool = False

    @property
    def seconds(self) -> int | None:
        """Seconds that it took; None where that was no time, or a silence explains them."""
        slow = self.route.slow_names and self.silent_about is None
        return round(self.took_s) if slow else None


@record
class PortFacts(WayFacts):
    """Whether the first hop takes a connection, and whether a proxy opens the rest of the way.

    Attributes:
        families: ``ipv4`` and ``ipv6`` in the order in which they were tried, and how they fared; none
            where there was no address.
        reached: A connection stood.
        pages: The first pages of Open Dental's host and of another one, where none stood.
        outside: Something outside answers; None where that was not asked.
        tunnel: What the proxy said to the request for the way.
        setting: The environment variable that changes secure channels; asked where none can be made.
        FOUR_FIRST, SIX_FIRST: How the families fared, in the order in which they were tried.
        PORT, PROXIED: Told before those, of the direct way and of a proxy that was asked for the way.
        STATUS: What the proxy said.
        SIGN_IN: The kinds of sign-in that it wants.
        GUESS: Told where this PC was asked in place of the server.
        OFFLINE: Told where nothing outside answers.
        BLOCKED: The filter whose page answers.
        IMPOSSIBLE: Told where this PC can make no secure channel.
    """

    REPORT: ClassVar[AllowList] = {"port": "port", "ipv4": "ipv4", "ipv6": "ipv6"}
    FOUR_FIRST: ClassVar[AllowList] = {"ipv4": "ipv4", "ipv6": "ipv6"}
    SIX_FIRST: ClassVar[AllowList] = {"ipv6": "ipv6", "ipv4": "ipv4"}
    PORT: ClassVar[AllowList] = {"port": "port"}
    PROXIED: ClassVar[AllowList] = {"port": "port", "proxied": "proxy"}
    STATUS: ClassVar[AllowList] = {"status": "proxy_status"}
    SIGN_IN: ClassVar[AllowList] = {"sign_in": "sign_in"}
    GUESS: ClassVar[AllowList] = {"sure": "sure"}
    OFFLINE: ClassVar[AllowList] = {"outside": "control"}
    BLOCKED: ClassVar[AllowList] = {"blocker": "filter"}
    IMPOSSIBLE: ClassVar[AllowList] = {"failure": "failure", "setting": "setting"}

    families: tuple[tuple[str, FamilyOutcome], ...] = ()
    reached: bool = False
    pages: tuple[Answer, Answer] | None = None
    outside: bool | None = None
    tunnel: Answer | None = None
    setting: str | None = None

    @property
    def port(self) -> int:
        """TCP port of the first hop."""
        return self.route.first_hop[1]

    @property
    def ipv4(self) -> FamilyOutcome | None:
        """How the IPv4 addresses fared."""
        return dict(self.families).get("ipv4")

    @property
    def ipv6(self) -> FamilyOutcome | None:
        """How the IPv6 addresses fared."""
        return dict(self.families).get("ipv6")

    @property
    def fates(self) -> AllowList:
        """The list that tells the families in the order in which they were tried."""
        first = self.families[0][0] if self.families else ""
        return self.SIX_FIRST if first == "ipv6" else self.FOUR_FIRST

    @property
    def refused(self) -> bool:
        """A machine said no, which is more than silence."""
        return not self.reached and FamilyOutcome.REFUSED in dict(self.families).values()

    @property
    def status(self) -> int | None:
        """HTTP status of the proxy's answer."""
        return self.tunnel.status if self.tunnel else None

    @property
    def failure(self) -> Failure | None:
        """Why there is none."""
        return self.tunnel.failure if self.tunnel else None

    @property
    def sign_in(self) -> str:
        """The kinds of sign-in that the proxy offers, by their usual names."""
        return ", ".join(self.tunnel.challenges if self.tunnel else ()) or "unknown"

    @property
    def sure(self) -> bool:
        """The PC that was asked is the one that is meant."""
        return not self.route.endpoint.stands_in

    @property
    def blocker(self) -> str | None:
        """The filter that the first page names."""
        return self.pages[0].product if self.pages else None
