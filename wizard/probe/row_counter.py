"""Counts the rows of a JSON list from its bytes, without decoding anything of a row."""

from __future__ import annotations

import re

_MARKS = re.compile(rb'[\\"\[\]{},]')
_WHITE = b" \t\r\n"
_LITERAL = b"0123456789+-.eE:truefalsnNaIiy \t\r\n"  # numbers, true, false, null, and what stands between
_QUOTE, _BACKSLASH, _COMMA, _BRACE = b'"\\,{'
_DEEPEST = 100  # brackets within one another; what is made to be deep is no list of patients
_CLOSES = {ord("]"): ord("["), ord("}"): ord("{")}


class RowCounter:
    """Fed with chunks as they arrive; keeps counts and the open brackets, never content.

    Attributes:
        rows: Elements of the outermost list so far.
        ended: The outermost list was closed.
        broken: There is something after its end, or brackets or commas do not fit.
        objects: Every element so far is an object, as a patient is.
    """

    __slots__ = ("_content", "_escaped", "_open", "_string", "broken", "ended", "objects", "rows")

    def __init__(self) -> None:
        self.rows = 0
        self.ended = False
        self.broken = False
        self.objects = True
        self._open = bytearray()
        self._string = False
        self._escaped = False
        self._content = False  # something stands between the last separator and here

    def feed(self, chunk: bytes) -> None:
        """Read one chunk; the first must begin with the list's bracket. What is broken is read no further."""
        place = 0
        if self._escaped and chunk:
            self._escaped, place = False, 1
        while place < len(chunk) and not self.broken:
            found = _MARKS.search(chunk, place)
            end = found.start() if found else len(chunk)
            self._between(chunk, place, end)
            if not found:
                return
            place = end + 1
            if self._string and chunk[end] == _BACKSLASH:  # it hides the next byte
                self._escaped = place >= len(chunk)
                place += 1
            else:
                self._mark(chunk[end])

    def _between(self, chunk: bytes, start: int, end: int) -> None:
        if not self._string and (plain := chunk[start:end].strip(_WHITE)):
            self.broken |= bool(self._open and plain.strip(_LITERAL))
            self._something()

    def _something(self, *, opens: bool = False) -> None:
        self._content = True
        self.objects &= opens or len(self._open) != 1
        self.broken |= self.ended

    def _mark(self, byte: int) -> None:
        if byte == _QUOTE:
            self._string = not self._string
            self._something()
        elif self._string:
            return
        elif byte in b"[{":
            self._something(opens=byte == _BRACE)
            self._open.append(byte)
            self.broken |= len(self._open) > _DEEPEST
            self._content = len(self._open) > 1
        elif byte in _CLOSES:
            self._close(_CLOSES[byte])
        elif byte == _COMMA and len(self._open) == 1:  # between rows
            self.broken |= not self._content
            self._count()
        else:
            self._something()

    def _close(self, opener: int) -> None:
        if not self._open or self._open.pop() != opener:
            self.broken = True
        elif not self._open:
            self.broken |= self.rows > 0 and not self._content  # a comma before the end
            self._count()
            self.ended = True

    def _count(self) -> None:
        self.rows += self._content
        self._content = False
