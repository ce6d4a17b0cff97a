"""Rows in order, however many there are: they lie in a file without a name, sorted in pieces."""

from __future__ import annotations

import json
import tempfile
from heapq import merge
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType
    from typing import Self

SortedRow = tuple[str | int, ...]
"""Texts and whole numbers, of the same kinds in the same places."""

_PIECE = 500
"""Rows that are sorted in memory."""
_READ, _LEAST = 64 * 1024, 512
"""Bytes that are read at once of all pieces together, and at least of one."""


class DiskSort:
    """Takes rows and gives them back in their natural order, as often as it is asked for.

    The file goes with the program, also with one that is killed.

    Raises:
        OSError: There is no room for the rows.
    """

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed with this object
        self._pieces: list[tuple[int, int]] = []
        self._rows: list[SortedRow] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, raised: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._rows.clear()
        self._file.close()

    def add(self, row: SortedRow) -> None:
        """Take a row; not while rows are given back.

        Raises:
            OSError: There is no room for it.
        """
        self._rows.append(row)
        if len(self._rows) == _PIECE:
            begin = self._file.seek(0, 2)
            self._file.writelines(f"{json.dumps(row)}\n".encode() for row in sorted(self._rows))
            self._pieces.append((begin, self._file.tell()))
            self._rows.clear()

    def __iter__(self) -> Iterator[SortedRow]:
        yield from merge(*(self._piece(*piece) for piece in self._pieces), sorted(self._rows))

    def _piece(self, place: int, end: int) -> Iterator[SortedRow]:
        left, most = b"", max(_LEAST, _READ // len(self._pieces))
        while place < end:
            self._file.seek(place)  # other pieces have read in between
            read = self._file.read(min(most, end - place))
            place += len(read)
            *lines, left = (left + read).split(b"\n")
            for line in lines:
                yield tuple(json.loads(line))
