"""Where a key may be sent: the only addresses that this program ever calls with one."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from wizard.core.mode import Mode
from wizard.core.record import record
from wizard.core.text import T, Text

REMOTE_HOST = "api.opendental.com"
SERVICE_PORT = 30223
LOCAL_PORT = 30222
SETUP_HOST, SETUP_PORT = "www.patientviewer.com", 49997
"""What Open Dental's API Setup window calls when it opens; without it, it closes with an error."""
_BASE = "/api/v1"
_OFFICE_PORTS = (SERVICE_PORT, LOCAL_PORT)
_OFFICE = tuple(
    map(
        ip_network,
        # loopback; RFC 1918; their IPv6 kin. Narrower than Python's is_private, which takes in documentation
        # and benchmark ranges that somebody may route.
        ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1/128", "fc00::/7"),
    )
)
_LINK_LOCAL = tuple(map(ip_network, ("169.254.0.0/16", "fe80::/10")))
_METADATA = tuple(
    map(ip_network, ("fd00:ec2::/32", "fd20:ce::/32", "fd00:42::42/128", "fd00:c1::a9fe:a9fe/128"))
)
"""Where clouds answer a machine about itself, within the private ranges: Amazon, Google, Scaleway, Oracle."""


class EndpointError(ValueError):
    """An address to which a key may not go.

    Attributes:
        text: What was expected.
    """

    def __init__(self, words: Text) -> None:
        super().__init__(words.msgid.format_map(words.args))
        self.text = words


@record
class Endpoint:
    """An address that may be called with a key.

    Attributes:
        mode: How Open Dental is reached there; decides deadlines and pace.
        scheme: ``https`` or ``http``.
        host: ``api.opendental.com`` or a loopback or private IP address.
        port: TCP port: 443 of the hosted API, 30222 and 30223 inside the office, any on loopback.
        by_broadcast: The address was told by whoever answered a call into the local network (LLMNR, NetBIOS,
            mDNS), which anybody may; no key goes there.
        stands_in: This PC is called because the server is not known, or was not found.
    """

    mode: Mode
    scheme: str
    host: str
    port: int
    by_broadcast: bool = False
    stands_in: bool = False

    def __post_init__(self) -> None:
        if self.scheme not in ("http", "https"):
            raise EndpointError(T("expected http or https, got {scheme}", scheme=repr(self.scheme[:20])))
        if self.host == REMOTE_HOST:
            if (self.mode, self.scheme, self.port) != (Mode.REMOTE, "https", 443):
                raise EndpointError(
                    T("expected remote mode and https on port 443 for {host}", host=REMOTE_HOST)
                )
        elif not takes_key(self.host):
            raise EndpointError(T("expected {host} or a loopback or private address", host=REMOTE_HOST))
        elif self.port not in _OFFICE_PORTS and not self.loopback:
            raise EndpointError(
                T(
                    "expected port {service} or {local} on another PC, got {port}",
                    service=SERVICE_PORT,
                    local=LOCAL_PORT,
                    port=self.port,
                )
            )
        if not 0 < self.port < 65536:
            raise EndpointError(T("expected a port from 1 to 65535, got {port}", port=self.port))

    @property
    def private(self) -> bool:
        """Whether the address is on this PC or in this office; never reached through a proxy."""
        return self.host != REMOTE_HOST

    @property
    def loopback(self) -> bool:
        """Whether it is this PC, by its loopback address."""
        return self.private and is_loopback(self.host)

    @property
    def shared_port(self) -> bool:
        """Whether anybody could listen there, so that a key goes only to whoever was seen to be known."""
        return self.private and self.port in _OFFICE_PORTS

    @property
    def service_port(self) -> int:
        """TCP port of the API Service: the one that is called in Service mode, else the usual one."""
        return self.port if self.mode is Mode.API_SERVICE else SERVICE_PORT

    @property
    def base_url(self) -> str:
        """URL in front of a resource, without a slash at its end."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if (self.scheme, self.port) == ("https", 443) else f":{self.port}"
        return f"{self.scheme}://{host}{port}{_BASE}"

    @property
    def public_url(self) -> str:
        """The same URL for reports: an office's own address is not told."""
        if not self.private or self.loopback:
            return self.base_url
        return f"{self.scheme}://private-address:{self.port}{_BASE}"


def is_address(host: str) -> bool:
    """Whether ``host`` is an IP address and no name; a zone, which could hold anything, is not taken."""
    if "%" in host:
        return False
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def is_loopback(host: str) -> bool:
    """Whether ``host`` is an address of this PC itself, however it is written."""
    return is_address(host) and plain_ip(host).is_loopback


def plain_ip(address: str) -> IPv4Address | IPv6Address:
    """An IP address, the IPv4 one where it is written as IPv6 (``::ffff:127.0.0.1``).

    Raises:
        ValueError: It is no address.
    """
    found = ip_address(address)
    return getattr(found, "ipv4_mapped", None) or found


def is_private(host: str) -> bool:
    """Whether ``host`` is an address of no use on the internet (a name is neither until it is looked up)."""
    return _within(host, (*_OFFICE, *_LINK_LOCAL))


def takes_key(host: str) -> bool:
    """Whether a key may go to ``host``: loopback or private, not link-local, not a cloud's metadata."""
    return _within(host, _OFFICE) and not _within(host, _METADATA)


def _within(host: str, networks: tuple[IPv4Network | IPv6Network, ...]) -> bool:
    if not is_address(host):
        return False
    address = plain_ip(host)
    return any(address in network for network in networks)


def remote_endpoint() -> Endpoint:
    """The hosted API of Open Dental."""
    return Endpoint(Mode.REMOTE, "https", REMOTE_HOST, 443)


def api_service_endpoint(
    host: str = "127.0.0.1", port: int = SERVICE_PORT, *, by_broadcast: bool = False
) -> Endpoint:
    """The API Service of the office, at an IP address.

    Raises:
        EndpointError: The address is neither loopback nor private, or the port is none of Open Dental's.
    """
    return Endpoint(Mode.API_SERVICE, "http", host, port, by_broadcast)


def local_endpoint() -> Endpoint:
    """The Local API of the Open Dental that runs on this PC."""
    return Endpoint(Mode.LOCAL, "http", "127.0.0.1", LOCAL_PORT)


def is_simulator(text: str) -> bool:
    """Whether ``NAME[:PORT]`` is another port of this PC than Open Dental's: the pretend office's.

    Raises:
        EndpointError: As of :func:`split_host`.
    """
    host, port = split_host(text)
    return port not in _OFFICE_PORTS and (host.lower() == "localhost" or is_loopback(host))


def split_host(text: str) -> tuple[str, int]:
    """Split ``NAME[:PORT]`` (or ``[IPv6]:PORT``); the port defaults to 30223.

    Raises:
        EndpointError: There is no name, or the port is no number from 1 to 65535.
    """
    host, port = text.strip(), ""
    if host.startswith("["):
        host, _, rest = host[1:].partition("]")
        port = rest.removeprefix(":")
    elif host.count(":") == 1:
        host, port = host.split(":")
    if not host or any(c in host for c in "/@?# "):
        raise EndpointError(
            T("expected NAME or NAME:PORT, for example {example}", example="192.168.1.10:30223")
        )
    if not port:
        return host, SERVICE_PORT
    if not (port.isascii() and port.isdigit() and len(port) <= 5 and 0 < int(port) < 65536):
        raise EndpointError(T("expected a port from 1 to 65535 after the colon"))
    return host, int(port)
