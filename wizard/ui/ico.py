"""Windows icon files: one picture in several sizes, for the program, its setup and its shortcuts."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

SIZES = (16, 24, 32, 48, 64, 256)
"""Pixels of the pictures that Windows asks for."""


class IconImage(NamedTuple):
    """One size of an icon.

    Attributes:
        size: Width and height in pixels, 1 to 256.
        data: A PNG file, which Windows takes for the large one; or the pixels, four bytes each in the order
            blue, green, red, alpha, top row first, the colours not multiplied with alpha.
    """

    size: int
    data: bytes


def ico(pictures: Iterable[IconImage]) -> bytes:
    """The icon file; the same pictures always give the same bytes.

    Raises:
        ValueError: A picture's pixels do not fill its size.
    """
    parts = [(picture.size, _bitmap(picture)) for picture in pictures]
    offset = 6 + 16 * len(parts)
    head = struct.pack("<HHH", 0, 1, len(parts))
    for size, part in parts:
        head += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(part), offset)
        offset += len(part)
    return head + b"".join(part for _, part in parts)


def _bitmap(picture: IconImage) -> bytes:
    """PNG as it is; else a bitmap of 32 bits a pixel, bottom row first, with the mask that Windows wants."""
    size, row = picture.size, picture.size * 4
    if picture.data.startswith(b"\x89PNG"):
        return picture.data
    if len(picture.data) != size * row:
        raise ValueError(f"expected {size * row} bytes for {size} pixels, got {len(picture.data)}")
    rows = [picture.data[at : at + row] for at in range(0, size * row, row)]
    mask = bytes((size + 31) // 32 * 4) * size
    header = struct.pack("<IiiHHIIiiII", 40, size, size * 2, 1, 32, 0, size * row + len(mask), 0, 0, 0, 0)
    return header + b"".join(reversed(rows)) + mask
