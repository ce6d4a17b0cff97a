"""The proxy in force, the environment's or else the system's: read and checked here, passed on explicitly."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from ipaddress import ip_address, ip_network
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from wizard.core.endpoint import is_address
from wizard.core.system_proxy import SystemProxy

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from wizard.core.endpoint import Endpoint


class Source(StrEnum):
    """Where a proxy setting came from."""

    ENVIRONMENT = "environment"
    SYSTEM = "system"  # the operating system's fixed setting
    SCRIPT = "script"  # the operating system's automatic configuration (PAC)


@dataclass(frozen=True, slots=True)
class Proxy:
    """A proxy setting.

    Attributes:
        url: Its URL; may hold a user's password, so it is never shown.
        source: Where it came from.
        usable: Whether it is an http or https proxy with a host and a valid port.
        host: Host name or address.
        port: TCP port.
    """

    url: str
    source: Source
    usable: bool
    host: str = ""
    port: int = 0

    def __repr__(self) -> str:
        return f"Proxy(source={self.source}, usable={self.usable})"


def in_force(
    endpoint: Endpoint, environ: Mapping[str, str], system: Callable[[], SystemProxy] = SystemProxy
) -> Proxy | None:
    """The proxy for calls to ``endpoint``; None for a direct way, as always inside the office.

    Args:
        endpoint: What is called.
        environ: ``HTTPS_PROXY`` goes before ``ALL_PROXY``, and lower case before upper, as elsewhere.
        system: Asked where the environment names no proxy; may block for some seconds.
    """
    if endpoint.private:
        return None
    names = {name.lower(): value for name, value in sorted(environ.items())}  # lower case sorts last
    for name in ("https_proxy", "all_proxy"):
        if value := names.get(name, "").strip():
            if _skipped(endpoint.host, endpoint.port, names.get("no_proxy", "")):
                return None
            return _read(value, Source.ENVIRONMENT)
    found = system()
    if not found.address:
        return None
    return _read(found.address, Source.SCRIPT if found.automatic else Source.SYSTEM)


def _skipped(host: str, port: int, no_proxy: str) -> bool:
    """Whether ``NO_PROXY`` names the host: ``*``, the name itself, a domain that it ends in, a network."""
    for entry in no_proxy.replace(",", " ").lower().split():
        name, _, only = entry.partition(":") if entry.count(":") == 1 else (entry, "", "")
        if only and only != str(port):
            continue
        name = name.removeprefix("*").lstrip(".")
        if entry == "*" or (name and (host == name or host.endswith(f".{name}"))) or _inside(host, name):
            return True
    return False


def _inside(host: str, network: str) -> bool:
    try:
        return ip_address(host) in ip_network(network, strict=False)
    except ValueError:
        return False


def _read(value: str, source: Source) -> Proxy:
    url = value if "://" in value else f"http://{value}"
    try:
        parts = urlsplit(url)
        port = (443 if parts.scheme == "https" else 80) if parts.port is None else parts.port
        usable = parts.scheme in ("http", "https") and port > 0 and _is_host(parts.hostname or "")
    except ValueError:
        return Proxy(url, source, usable=False)
    return Proxy(url, source, usable and url.isprintable() and " " not in url, parts.hostname or "", port)


def _is_host(host: str) -> bool:
    """Whether a host could be one: an address, or a name of a possible length whose end is no number."""
    if is_address(host):
        return True
    labels = host.rstrip(".").split(".")
    return 0 < len(host) <= 253 and all(0 < len(label) <= 63 for label in labels) and not labels[-1].isdigit()
