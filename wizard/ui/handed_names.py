"""Names of files in memory that two processes share: how many bytes there are, then each name and a zero."""

from __future__ import annotations

from typing import Protocol

SIZE = 0x20000
"""Bytes of the memory; the longest name that Windows knows takes three quarters of it."""

_HEAD = 4


class Space(Protocol):
    """The memory, as ``mmap`` and ``bytearray`` have it."""

    def __len__(self) -> int:
        """Its bytes."""

    def __getitem__(self, place: slice, /) -> bytes | bytearray:
        """Read."""

    def __setitem__(self, place: slice, value: bytes, /) -> None:
        """Write as many bytes as there were."""


def put(space: Space, name: str) -> None:
    """Add a name; one that has no more room is left out."""
    added = name.encode("utf-8", "surrogatepass") + b"\0"
    used = _used(space)
    if _HEAD + used + len(added) > len(space):
        return
    space[_HEAD + used : _HEAD + used + len(added)] = added
    space[:_HEAD] = (used + len(added)).to_bytes(_HEAD, "little")


def take(space: Space) -> list[str]:
    """The names in the order in which they were put; none of them is there afterwards."""
    content = bytes(space[_HEAD : _HEAD + _used(space)])
    space[:_HEAD] = bytes(_HEAD)
    return [part.decode("utf-8", "surrogatepass") for part in content.split(b"\0")[:-1]]


def _used(space: Space) -> int:
    return int.from_bytes(space[:_HEAD], "little")
