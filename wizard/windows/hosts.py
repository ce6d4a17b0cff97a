"""The hosts file: names that somebody with an administrator's rights wrote down."""

from __future__ import annotations

from ipaddress import ip_address

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


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
