"""What the operating system says about the proxy for an address, in the form in which it says it."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import NamedTuple


class SystemProxy(NamedTuple):
    """The system's own answer.

    Attributes:
        address: ``host:port`` or a URL; empty for a direct way.
        automatic: A configuration script (PAC) decided, not a fixed setting.
        trouble: There is a script that could not be fetched or run; the way is direct, as in a browser.
        others: What a script lists behind ``address``, to be tried in turn; an empty one is the direct way.
    """

    address: str = ""
    automatic: bool = False
    trouble: bool = False
    others: tuple[str, ...] = ()


def proxy_of_scheme(listed: str, scheme: str = "https") -> str:
    """The proxy for a scheme in a list as Windows keeps it.

    Args:
        listed: ``host:port``, or ``http=host:port;https=host:port``; separated by semicolons or blanks.
        scheme: Of the address that is called.

    Returns:
        ``host:port`` or a URL; empty where none is meant for the scheme.
    """
    entries = listed.replace(";", " ").split()
    for entry in entries:
        name, equals, address = entry.partition("=")
        if equals and name.lower() == scheme:
            return address
    return next((entry for entry in entries if "=" not in entry), "")


_KINDS = {
    "proxy": "http", "http": "http", "https": "https",
    "socks": "socks5", "socks4": "socks4", "socks5": "socks5",
}  # fmt: skip


def listed_by_script(result: str, scheme: str = "https") -> tuple[str, ...]:
    """All that a configuration script lists, in its order; an empty one is the direct way.

    Args:
        result: As the script itself says it (``PROXY a:1; HTTPS b:2; DIRECT``), or as Windows hands it on
            (``a:1;b:2``, separated by semicolons or blanks).
        scheme: Of the address that is called.
    """
    found: list[str] = []
    for entry in result.split(";"):
        words = entry.split()
        kind = _KINDS.get(words[0].lower()) if len(words) > 1 else None
        found += (
            [f"{kind}://{words[1]}"] if kind else [a for word in words for a in _as_windows(word, scheme)]
        )
    return tuple(dict.fromkeys(found)) or ("",)


def _as_windows(word: str, scheme: str) -> tuple[str, ...]:
    name, equals, address = word.rpartition("=")
    if not equals:
        return ("",) if word.lower() == "direct" else (word,)
    if name.lower() == "socks":
        return (f"socks5://{address}",)
    return (address,) if name.lower() == scheme else ()


def skipped(host: str, bypass: str) -> bool:
    """Whether a bypass list as Windows keeps it names the host; ``<local>`` means names without a dot."""
    for entry in bypass.lower().replace(";", " ").split():
        pattern = entry.rpartition("://")[2].partition(":")[0]
        if (entry == "<local>" and "." not in host) or fnmatchcase(host.lower(), pattern):
            return True
    return False
