"""Counts the rows of a JSON list from its bytes, without decoding anything of a row."""

from __future__ import annotations

import re

_MARKS = re.compile(rb'[\\"\[\]{},]')
_WHITE = b" \t\r\n"


class RowCounter:
    """Fed with chunks as they arrive; keeps counts and a few flags, never content.

    Attributes:
        rows: Elements of the outermost list so far.
        ended: The outermost list was closed.
        broken: There is something after its end, or brackets do not match.
    """

    __slots__ = ("_content", "_depth", "_escaped", "_string", "broken", "ended", "rows")

    def __init__(self) -> None:
        self.rows = 0
        self.ended = False
        self.broken = False
        self._depth = 0
        self._string = False
        self._escaped = False
        self._content = False  # something stands between the last separator and here

    def feed(self, chunk: bytes) -> None:
        """Read one chunk; the first must begin with the list's bracket."""
        place = 0
        if self._escaped and chunk:
            self._escaped, place = False, 1
        while place < len(chunk):
            found = _MARKS.search(chunk, place)
            end = found.start() if found else len(chunk)
            self._between(chunk, place, end)
            if not found:
                return
            place = end + 1
            if self._string and chunk[end] == 0x5C:  # a backslash hides the next byte
                self._escaped = place >= len(chunk)
                place += 1
            else:
                self._mark(chunk[end])

    def _between(self, chunk: bytes, start: int, end: int) -> None:
        if not self._string and chunk[start:end].strip(_WHITE):
            self._content = True
            self.broken |= self.ended

    def _mark(self, byte: int) -> None:
        if byte == 0x22:  # quotation mark
            self._string = not self._string
            self._content = True
            self.broken |= self.ended
        elif self._string:
            return
        elif byte in b"[{":
            self.broken |= self.ended
            self._depth += 1
            self._content = self._depth > 1
        elif byte in b"]}":
            self._close()
        elif byte == 0x2C and self._depth == 1:  # comma between rows
            self._count()

    def _close(self) -> None:
        self._depth -= 1
        if self._depth == 0:
            self._count()
            self.ended = True
        elif self._depth < 0:
            self.broken = True

    def _count(self) -> None:
        self.rows += self._content
        self._content = False
