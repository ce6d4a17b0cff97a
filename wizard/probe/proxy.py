"""The proxy in force, the environment's or else the system's: read and checked here, passed on explicitly."""

from __future__ import annotations

import sys
import urllib.request
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from wizard.core.endpoint import is_address

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wizard.core.endpoint import Endpoint


class Source(StrEnum):
    """Where a proxy setting came from."""

    ENVIRONMENT = "environment"
    SYSTEM = "system"


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


def in_force(endpoint: Endpoint, environ: Mapping[str, str]) -> Proxy | None:
    """The proxy for calls to ``endpoint``; None for a direct way, as always inside the office."""
    if endpoint.private:
        return None
    names = {name.lower(): value for name, value in environ.items()}
    for name in ("https_proxy", "all_proxy"):
        if value := names.get(name, "").strip():
            return (
                None
                if _skipped(endpoint.host, names.get("no_proxy", ""))
                else _read(value, Source.ENVIRONMENT)
            )
    if sys.platform in ("win32", "darwin"):
        value = urllib.request.getproxies().get("https", "")
        if value and not urllib.request.proxy_bypass(endpoint.host):
            return _read(value, Source.SYSTEM)
    return None


def _skipped(host: str, no_proxy: str) -> bool:
    """Whether ``NO_PROXY`` names the host: ``*``, the name itself, or a domain that it ends in."""
    entries = [entry.strip().lower().lstrip(".") for entry in no_proxy.split(",")]
    return any(entry in ("*", host) or host.endswith(f".{entry}") for entry in entries if entry)


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
