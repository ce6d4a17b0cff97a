"""The hosts file: names that somebody with an administrator's rights wrote down."""

from __future__ import annotations

import socket
from ipaddress import ip_address
from typing import TYPE_CHECKING

from wizard.core.endpoint import takes_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

MOST = 1 << 20
"""Bytes that are read of it; lists of blocked names can be long."""


def in_hosts(data: bytes, name: str) -> tuple[str, ...]:
    """The addresses of a name in a hosts file; none where it is not there.

    Args:
        data: What the file holds.
        name: Compared without regard to capitals.
    """
    wanted, found = name.lower().rstrip("."), []
    for line in data.decode("utf-8-sig", "replace").splitlines():
        address, *names = line.partition("#")[0].split() or [""]
        if wanted in (known.lower() for known in names) and _is_address(address):
            found.append(address)
    return tuple(dict.fromkeys(found))


def by_kind(ask: Callable[[int], Iterable[str]]) -> tuple[str, ...]:
    """The IP addresses that a name server tells, IPv4 first.

    One that is silent about IPv6 costs ten seconds and more, so it is not asked about that where the IPv4
    address is one of an office.

    Args:
        ask: Asks for the addresses of one kind (``AF_INET`` or ``AF_INET6``); may block.
    """
    found = list(ask(socket.AF_INET))
    if not any(map(takes_key, found)):
        found += ask(socket.AF_INET6)
    return tuple(dict.fromkeys(found))


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
