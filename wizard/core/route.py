"""The route to Open Dental by value: what the checks of the way have found, and what every call takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.core.record import record

if TYPE_CHECKING:
    from wizard.core.endpoint import Endpoint
    from wizard.core.evidence import Certificate
    from wizard.core.proxy_setting import Proxy


@record
class Route:
    """How an endpoint is reached, as far as it is known; each check of the way hands on a longer one.

    Attributes:
        endpoint: What is called.
        ways: All that a configuration script lists, or the one way that there is; None is the direct one.
            Empty until somebody asked.
        way: Index of the one that is taken.
        script_failed: The system's configuration script could not be fetched or run.
        addresses: Those of the first hop's name, once it was looked up, without those that lead elsewhere.
        slow_names: Names are found, and slowly.
        dial: The IP address at which the endpoint's name was reached, so that no call looks it up or tries
            its other addresses again; None to leave that to the call. Not used through a proxy.
        certificate: What the secure channel showed, trusted or not; None before there was one.
        identified: Whoever answers at a port of this office was seen to be Open Dental.
    """

    endpoint: Endpoint
    ways: tuple[Proxy | None, ...] = ()
    way: int = 0
    script_failed: bool = False
    addresses: tuple[str, ...] = ()
    slow_names: bool = False
    dial: str | None = None
    certificate: Certificate | None = None
    identified: bool = False

    @property
    def proxy(self) -> Proxy | None:
        """The proxy in force; None for the direct way."""
        return self.ways[self.way] if self.ways else None

    @property
    def first_hop(self) -> tuple[str, int]:
        """Host and port that this PC itself connects to: the proxy's where one is in force."""
        if self.proxy and self.proxy.usable:
            return self.proxy.host, self.proxy.port
        return self.endpoint.host, self.endpoint.port

    @property
    def takes_key(self) -> bool:
        """Whether a key may go there.

        Always to the hosted API; to a port of this office only after whoever answers there was seen to be
        Open Dental.
        """
        return self.identified or not (self.endpoint.shared_port or self.endpoint.by_broadcast)

    @property
    def length(self) -> int:
        """How many of its parts are known, to tell the longer one of two."""
        return sum(map(bool, (self.ways, self.addresses, self.dial, self.certificate, self.identified)))
