"""A vendor's logo is looked at before Qt opens it: what it would become, not how small its file is."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from wizard.core.text import T

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.core.text import Text

LARGEST = 1024 * 1024
"""Bytes of the file."""

MOST_PIXELS = 2048
"""Of its width and its height."""

_HEAD = b"\x89PNG\r\n\x1a\n"
_HEADER = 13  # bytes of the first part
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}  # by colour type (PNG specification, 11.2.1)
_PACKED = {b"iCCP", b"zTXt", b"iTXt"}
_MOST_UNPACKED = 1024 * 1024  # bytes of colours and remarks together


def complaint(raw: bytes) -> Text | None:
    """Why a file is no logo; None where it is one."""
    parts = list(_parts(raw))
    if not parts or parts[0][0] != b"IHDR" or len(parts[0][1]) != _HEADER:
        return T("Expected a PNG file, got something else.")
    if len(raw) > LARGEST:
        return T("Expected a PNG file of at most 1 MiB, got a larger one.")
    header = parts[0][1]
    width, height = int.from_bytes(header[0:4]), int.from_bytes(header[4:8])
    if not (0 < width <= MOST_PIXELS and 0 < height <= MOST_PIXELS):
        return T(
            "Expected a PNG file of at most {most} x {most} pixels, got {width} x {height}.",
            most=MOST_PIXELS,
            width=width,
            height=height,
        )
    bits = header[8] * _CHANNELS.get(header[9], 4)
    pixels = height * (width * bits // 8 + 2) + 7 * (
        width + height
    )  # interlaced, each row may come in pieces
    remarks = sum(_unpacked(name, content) for name, content in parts if name in _PACKED)
    drawn = _size(b"".join(content for name, content in parts if name == b"IDAT"), pixels)
    if remarks > _MOST_UNPACKED or drawn > pixels:
        return T("Expected a picture; this file becomes far larger than its pixels are.")
    return None


def _parts(raw: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Name and content of each part, up to the end or to what is none."""
    at = len(_HEAD)
    while raw.startswith(_HEAD) and at + 12 <= len(raw):
        length, name = int.from_bytes(raw[at : at + 4]), raw[at + 4 : at + 8]
        if at + 12 + length > len(raw):
            return
        yield name, raw[at + 8 : at + 8 + length]
        if name == b"IEND":
            return
        at += 12 + length


def _unpacked(name: bytes, content: bytes) -> int:
    """Bytes that a remark or a profile of colours becomes."""
    _, _, rest = content.partition(b"\0")
    if name == b"iTXt":
        packed, rest = rest[:1] == b"\1", rest[2:].split(b"\0", 2)[-1]
        return _size(rest, _MOST_UNPACKED) if packed else len(rest)
    return _size(rest[1:], _MOST_UNPACKED)


def _size(packed: bytes, limit: int) -> int:
    """Bytes that something packed becomes, counted a step beyond ``limit`` at most."""
    engine, total = zlib.decompressobj(), 0
    try:
        while packed and total <= limit and not engine.eof:
            total += len(engine.decompress(packed, 65536))
            packed = engine.unconsumed_tail
    except zlib.error:
        pass
    return total
