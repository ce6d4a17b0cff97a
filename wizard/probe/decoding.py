"""Undoes what a body is wrapped in: a compression that nobody asked for, and encodings other than UTF-8."""

from __future__ import annotations

import codecs
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_BOMS = (  # those of UTF-32 first: the little-endian one begins like that of UTF-16
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_ZLIB = (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda")
_HEAD = 64
"""Bytes in which an encoding or a compression shows."""
_LAYERS = 3
_WHITE = frozenset(b"\t\n\f\r")


def compression(start: bytes, label: str) -> int | None:
    """The ``wbits`` of zlib for a body that begins like this; None where it is not compressed."""
    if start.startswith(b"\x1f\x8b"):
        return 31
    if start.startswith(_ZLIB):
        return 15
    # a deflate stream without a header is told from text by its control characters alone
    return -15 if "deflate" in label.lower() and _is_binary(start[:_HEAD]) else None


def _is_binary(start: bytes) -> bool:
    return charset(start)[0] == "utf-8" and any(0 < byte < 32 and byte not in _WHITE for byte in start)


def charset(start: bytes) -> tuple[str, int]:
    """The Unicode encoding of a body that begins like this, and the length of its byte order mark.

    Without a mark, UTF-16 and UTF-32 show by the zero bytes beside letters of plain English.
    """
    for bom, name in _BOMS:
        if start.startswith(bom):
            return name, len(bom)
    fours, twos = len(start[:_HEAD]) // 4, len(start[:_HEAD]) // 2
    first, second, third, fourth = (start[place : 2 * twos : 4].count(0) for place in range(4))
    if fours and fourth == fours and third * 2 >= fours and second * 2 >= fours > first * 2:
        return "utf-32-le", 0
    if fours and first == fours and second * 2 >= fours and third * 2 >= fours > fourth * 2:
        return "utf-32-be", 0
    even, odd = first + third, second + fourth
    if odd * 4 >= twos and even * 4 < odd:
        return "utf-16-le", 0
    if even * 4 >= twos and odd * 4 < even:
        return "utf-16-be", 0
    return "utf-8", 0


def decode(raw: bytes) -> str:
    """The text of a body by its own bytes; Windows-1252 where they are no Unicode."""
    name, mark = charset(raw)
    raw = raw[mark:]
    if name != "utf-8":
        return raw.decode(name, "replace")
    try:
        # incremental: a letter that was cut in two at the end does not make all of it another encoding
        return codecs.getincrementaldecoder("utf-8")().decode(raw)
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


class BodyDecoder:
    """Takes a body off the wire in chunks and gives it back uncompressed and in UTF-8, as far as that shows.

    Args:
        label: The ``Content-Encoding`` header.
        cap: Bytes that one chunk may grow to.
        layers: Compressions within one another that are undone at most.
    """

    def __init__(self, label: str, cap: int, layers: int = _LAYERS) -> None:
        self._label = label
        self._cap = cap
        self._layers = layers
        self._start: bytearray | None = bytearray()
        self._inflate: Callable[[bytes, int], bytes] | None = None
        self._inner: BodyDecoder | None = None
        self._decoder: codecs.IncrementalDecoder | None = None

    def take(self, chunk: bytes) -> tuple[bytes, bool]:
        """Take the next bytes.

        Returns:
            The bytes that they stand for, and whether these are the body from its start: the first few are
            read anew with each chunk that joins them, until there are enough to tell what they are.
        """
        if self._start is None:
            return self._through(chunk)
        self._start += chunk
        start = bytes(self._start)
        self._settle(start)
        if len(start) >= _HEAD:
            self._start = None
        return self._through(start)[0], True

    def _settle(self, start: bytes) -> None:
        """Tell by the first bytes what the body is wrapped in."""
        self._inflate = self._inner = self._decoder = None
        wbits = compression(start, self._label) if self._layers else None
        if wbits is not None:
            try:
                zlib.decompressobj(wbits).decompress(start, _HEAD)
            except zlib.error:
                wbits = None
        if wbits is not None:
            self._inflate = zlib.decompressobj(wbits).decompress
            self._inner = BodyDecoder(self._label, self._cap, self._layers - 1)
        elif (name := charset(start)[0]) != "utf-8":
            self._decoder = codecs.getincrementaldecoder(name)("replace")

    def _through(self, chunk: bytes) -> tuple[bytes, bool]:
        if self._inflate is not None and self._inner is not None:
            try:
                return self._inner.take(self._inflate(chunk, self._cap))
            except zlib.error:  # broken from here on
                return b"", False
        if self._decoder is not None:
            chunk = self._decoder.decode(chunk).encode("utf-8", "replace")
        return chunk, False
