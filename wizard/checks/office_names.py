"""Finds a PC of the office by its name through the hosts file and DNS alone, as a key may follow.

Anybody in the network can answer LLMNR, NetBIOS and mDNS, so a name that only they know is no identity.
"""

from __future__ import annotations

import socket
from functools import partial
from pathlib import Path

from wizard.core.machine import Unreadable, UnreadableReason
from wizard.windows.hosts_file import MOST, by_kind, in_hosts
from wizard.windows.system import this_system

_HOSTS = Path("/etc/hosts")
_RESOLVER = Path("/etc/resolv.conf")
_HERE = "127.0.0.1"


def find_pc(name: str) -> tuple[str, ...]:
    """The IP addresses of a name; none where neither the hosts file nor DNS has it. May block."""
    plain = name.lower().rstrip(".")
    if plain in ("localhost", socket.gethostname().lower()):
        return (_HERE,)
    try:
        return this_system().find(plain)
    except Unreadable as problem:
        if problem.why is not UnreadableReason.NOT_WINDOWS:  # there, the paths below are anybody's to write
            return ()
    return in_hosts(_read(_HOSTS), plain) or _by_dns(plain)


def _by_dns(name: str) -> tuple[str, ...]:
    """Where this is not Windows: whole names go to DNS and nowhere else, except those that end in ``.local``.

    A short name gets the domains that the resolver would try, and is never asked for by itself.
    """
    if name.endswith(".local"):
        return ()
    whole = [name] if "." in name else [f"{name}.{domain}" for domain in _domains()]
    for candidate in whole:
        if found := by_kind(partial(_asked, f"{candidate}.")):
            return found
    return ()


def _asked(name: str, kind: int) -> list[str]:
    try:
        found = socket.getaddrinfo(name, None, kind, socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    return [str(entry[4][0]) for entry in found]


def _domains() -> list[str]:
    lines = (line.split() for line in _read(_RESOLVER).decode("utf-8", "replace").splitlines())
    named = [words[1:] for words in lines if words[:1] in (["search"], ["domain"])]
    domains = (domain.strip(".").lower() for domain in (named[-1] if named else []))
    return [domain for domain in domains if domain and domain != "local" and not domain.endswith(".local")]


def _read(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(MOST)
    except OSError:
        return b""
