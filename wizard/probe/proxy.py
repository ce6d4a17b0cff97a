"""The proxy in force, the environment's or else the system's: read and checked here, passed on explicitly."""

from __future__ import annotations

import re
from ipaddress import ip_address, ip_network
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from wizard.core.endpoint import is_address
from wizard.core.proxy_setting import Proxy, ProxyFlaw, ProxySource
from wizard.core.system_proxy import SystemProxy

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from wizard.core.endpoint import Endpoint


def ways(
    endpoint: Endpoint, environ: Mapping[str, str], system: Callable[[], SystemProxy] = SystemProxy
) -> tuple[Proxy | None, ...]:
    """The ways to ``endpoint`` in the order in which they are to be tried; None is the direct one.

    There is one, unless a configuration script lists several. Inside the office it is the direct one.

    Args:
        endpoint: What is called.
        environ: ``HTTPS_PROXY`` goes before ``ALL_PROXY``, and lower case before upper, as elsewhere.
        system: Asked where the environment names no proxy; may block for some seconds.
    """
    if endpoint.private:
        return (None,)
    names = {name.lower(): value for name, value in sorted(environ.items())}  # lower case sorts last
    for name in ("https_proxy", "all_proxy"):
        if value := names.get(name, "").strip():
            if _skipped(endpoint.host, endpoint.port, names.get("no_proxy", "")):
                return (None,)
            return (_read(value, ProxySource.ENVIRONMENT, name.upper()),)
    found = system()
    source = ProxySource.SCRIPT if found.automatic else ProxySource.SYSTEM
    return tuple(_read(address, source) if address else None for address in (found.address, *found.others))


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


# compiled where a proxy is set, and kept by ``re``
_SCRIPT_SCHEME = r"(?i)pac(\+\w+)?://|file:(?!\d+/?$)"
_SCRIPT_PATH = r"(?i)\.pac\b|\bwpad\.dat\b"
_NEVER_FILLED_IN = r"%[^%\s]+%|\$\w|\$\{|\$\(|\{\s*\w|<\w|!\w+!"
_NO_ADDRESS = frozenset(("direct", "none", "null", "nil", "undefined", "false", "off", "no", "n", "-"))
_QUOTES = "\"'`\u2018\u2019\u201c\u201d"


def _read(value: str, source: ProxySource, variable: str = "") -> Proxy:
    url = value if "://" in value else f"http://{value}"
    flaw = _written_wrongly(url, value)
    if flaw is not None:
        return Proxy(url, source, flaw, variable=variable)
    try:
        parts = urlsplit(url)
        port = (443 if parts.scheme == "https" else 80) if parts.port is None else parts.port
    except ValueError:
        bare = url.rpartition("@")[2].count(":") > 2  # an IPv6 address without its brackets
        return Proxy(url, source, ProxyFlaw.ADDRESS if bare else ProxyFlaw.PORT, variable=variable)
    host = parts.hostname or ""
    if parts.scheme not in ("http", "https"):
        flaw = ProxyFlaw.SCHEME
    elif not _is_host(host) or host in ("http", "https") or ":" in parts.path:
        flaw = ProxyFlaw.ADDRESS
    elif port == 0 or parts.netloc.endswith(":"):
        flaw = ProxyFlaw.PORT
    return Proxy(url, source, flaw, host, port, variable)


def _written_wrongly(url: str, value: str) -> ProxyFlaw | None:
    """What can be told of a setting before it is taken apart; taken apart, some of these look well."""
    user, _, place = url.partition("://")[2].rpartition("@")
    place, *path = re.split(r"[/?#\\]", place, maxsplit=1)
    checks = (
        (ProxyFlaw.QUOTED, value[0] in _QUOTES or value[-1] in _QUOTES),
        (ProxyFlaw.SCRIPT, bool(re.match(_SCRIPT_SCHEME, value) or re.search(_SCRIPT_PATH, "".join(path)))),
        (ProxyFlaw.VARIABLE, bool(re.search(_NEVER_FILLED_IN, place)) or _names_a_variable(user)),
        (ProxyFlaw.SIGN, any(sign in user for sign in "#/?\\[] ") or "#" in url),
        (ProxyFlaw.ADDRESS, not url.isprintable() or " " in url or value.casefold() in _NO_ADDRESS),
    )
    return next((flaw for flaw, found in checks if found), None)


def _names_a_variable(user: str) -> bool:
    """Whether a user name or password is a variable's name; ``%41%42`` is a password well written."""
    encoded = not re.search(r"%(?![0-9a-fA-F]{2})", user)
    percent = re.search(r"%[A-Za-z_]\w+%", user) is not None and not encoded
    return percent or bool(re.search(r"\$\{\w+\}|(^|:)\$[A-Z_][A-Z0-9_]+(:|$)", user))


def _is_host(host: str) -> bool:
    """Whether a host could be one: an address, or a name of a possible length whose end is no number."""
    if is_address(host):
        return True
    labels = host.rstrip(".").split(".")
    return (
        0 < len(host) <= 253
        and all(0 < len(label) <= 63 for label in labels)
        and all(re.sub(r"[-_]", "", label).isalnum() for label in labels)
        and not labels[-1].isdigit()
    )
