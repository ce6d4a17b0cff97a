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
    """

    address: str = ""
    automatic: bool = False
    trouble: bool = False


def chosen(listed: str, scheme: str = "https") -> str:
    """The proxy for a scheme in a list as Windows keeps it.

    Args:
        listed: ``host:port``, ``http=host:port;https=host:port``, or several of a script's choice, the
            first one first; separated by semicolons or blanks.
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


def skipped(host: str, bypass: str) -> bool:
    """Whether a bypass list as Windows keeps it names the host; ``<local>`` means names without a dot."""
    for entry in bypass.lower().replace(";", " ").split():
        pattern = entry.rpartition("://")[2].partition(":")[0]
        if (entry == "<local>" and "." not in host) or fnmatchcase(host.lower(), pattern):
            return True
    return False
