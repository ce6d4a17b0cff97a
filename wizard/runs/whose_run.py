"""Whose a run is, where its document has no label: told by its file's name, or by its folder's.

Two offices never become one: where files of one name lie in several folders, each is an office of its own,
and so are a label, a file's name and a folder's that read alike. A name that the program itself gave a file
tells no office, so its folder does; without one it stays by itself. Of a folder that was named only a number
is told.
"""

from __future__ import annotations

import re
from enum import IntEnum
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from wizard.core.text import N, T
from wizard.runs.stated_run import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wizard.core.text import Text
    from wizard.store.disk_sort import SortedRow
    from wizard.store.document_files import FoundRecord

_BY_THE_PROGRAM = re.compile(r"report(?:-[0-9A-Z]{8}){1,2}(?: \(\d+\))?", re.IGNORECASE)
_NUMBERED = T("A number in parentheses stands for a folder, in the order in which they were named.")


class NamedBy(IntEnum):
    """What tells whose a run is, the surest first."""

    LABEL = 0
    FILE = 1
    FOLDER = 2
    NOTHING = 3


def office_of(found: FoundRecord, label: str, *, by_folder: bool) -> tuple[NamedBy, str, str, int]:
    """Whose a record is, as far as it tells by itself: by what, the name, its folder, and which was named.

    Args:
        found: The record.
        label: As its document has it; empty without one.
        by_folder: Each folder is an office.
    """
    stem, folder = one_line(found.file.stem), one_line(found.folder)
    if label:
        return NamedBy.LABEL, label, "", 0
    if by_folder and (folder or found.place):
        return NamedBy.FOLDER, folder, "", found.place
    if not _BY_THE_PROGRAM.fullmatch(stem):
        return NamedBy.FILE, stem, folder, found.place
    if found.is_below:
        return NamedBy.FOLDER, folder, "", found.place
    return NamedBy.NOTHING, stem, "", found.place


class OfficeNames:
    """Names the offices of runs, and counts those of which it cannot be known."""

    def __init__(self) -> None:
        self._by_folder = self._nameless = self._alike = self._numbered = 0

    def named(self, rows: Iterable[SortedRow]) -> Iterator[SortedRow]:
        """The rows with their office's name, and what keeps it apart, in place of their first four parts.

        Args:
            rows: As ``office_of`` begins them, in order; gone through twice at once.
        """
        several = (_is_several(group) for _, group in groupby(rows, itemgetter(0, 1)))
        for (by, name), group in groupby(rows, itemgetter(0, 1)):
            is_apart = next(several)
            for _, _, folder, place, *more in group:
                number = place if is_apart or not name else 0
                self._by_folder += by == NamedBy.FOLDER
                self._nameless += by == NamedBy.NOTHING
                self._alike += is_apart and by == NamedBy.FILE
                self._numbered += bool(number)
                way = f"{folder}/{name}" if is_apart and folder else name
                told = f"{way} ({number})".lstrip() if number else way
                yield told, f"{by} {number} {folder}" if is_apart else f"{by}", *more

    def notes(self) -> tuple[Text, ...]:
        """What could not be known of the rows that were named."""
        told = (
            (
                self._by_folder,
                N(
                    "{n} run was counted for the office that its folder names.",
                    "{n} runs were counted for the offices that their folders name.",
                    self._by_folder,
                ),
            ),
            (
                self._nameless,
                N(
                    "{n} run does not say whose it is. It counts as an office of its own.",
                    "{n} runs do not say whose they are. Each counts as an office of its own.",
                    self._nameless,
                ),
            ),
            (
                self._alike,
                N(
                    "{n} run is in a file named as others in other folders. Each folder is an office.",
                    "{n} runs are in files named alike in several folders. Each folder is an office.",
                    self._alike,
                ),
            ),
        )
        return tuple(text for count, text in (*told, (self._numbered, _NUMBERED)) if count)


def _is_several(group: Iterable[SortedRow]) -> bool:
    """Whether a name is in more than one folder; goes through all of them."""
    before, found = None, False
    for row in group:
        found |= before not in (None, row[2:4])
        before = row[2:4]
    return found
