"""Files of documents and case files: found in folders, and read one record at a time.

A file holds one JSON object (``check --json``), one a line (``watch --json``), or several, one after the
other; a shell may have written it as UTF-16. A record begins at a line that begins with a brace, so that one
that is damaged costs itself alone.
"""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from wizard.core.record import record
from wizard.core.text import T, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import PurePath
    from typing import TextIO

SUFFIXES = (".json", ".jsonl", ".cwcase")
"""What is taken of a folder; a file that is named outright may be called anything."""
_LONGEST = 256 * 1024
"""Characters of a record; those of a document are a tenth of it."""

_UNREADABLE = T("It could not be read.")
_NOT_THERE = T("It is not there.")
_TOO_LONG = T("It is longer than a document can be.")


@record
class FoundRecord:
    """One JSON text of a file.

    Attributes:
        file: Where it stands.
        line: The line at which it begins, from 1 on.
        text: The whole text.
        folder: The way from the folder that was named to the file's; empty for itself, and for a named file.
        place: Which of the folders that were named, or hold a named file: from 1 on; 0 of the only one.
        is_below: Whether it lies in a folder of a folder that was named, or in one of several.
    """

    file: Path
    line: int
    text: str
    folder: str = ""
    place: int = 0
    is_below: bool = False


@record
class LeftOutFile:
    """A file, or a place in one, that could not be read.

    Attributes:
        file: Which.
        line: The line at which it begins; 0 is the file itself.
        why: The reason, a sentence.
        place: Of a folder that was named: which, from 1 on; 0 of all else.
    """

    file: Path
    line: int
    why: Text
    place: int = 0

    @property
    def shown(self) -> str:
        """Its name as others may read it: of a folder that was named its number alone."""
        return f"({self.place})" if self.place else self.file.name


def records_of(named: Iterable[Path]) -> Iterator[FoundRecord | LeftOutFile]:
    """Each record of the files, and of those in the folders at any depth; no link to a folder is followed."""
    places: dict[str, int] = {}
    taken = []
    for path in named:
        is_folder = _is_folder(path)
        place = places.setdefault(_identity(path if is_folder else path.parent), len(places) + 1)
        taken.append((path, is_folder, place))
    for path, is_folder, place in taken:
        several = place if len(places) > 1 else 0
        for file in _inside(path, place) if is_folder else (path,):
            if isinstance(file, LeftOutFile):
                yield file
                continue
            folder = way_below(file.parent, path) if is_folder else ""
            for found in _records(file):
                if isinstance(found, LeftOutFile):
                    yield found
                else:
                    is_below = is_folder and bool(folder or several)
                    yield FoundRecord(file, found.line, found.text, folder, several, is_below)


def _is_folder(path: Path) -> bool:
    """Whether it is one; of what cannot be looked at, whether it is not called as a file is."""
    try:
        return stat.S_ISDIR(path.stat().st_mode)
    except (OSError, ValueError):  # the latter of a name that no file can have
        return not path.name.lower().endswith(SUFFIXES)


def _identity(folder: Path) -> str:
    """One text for each way to write a folder; as it is, where the folder that one works in is gone."""
    try:
        return os.path.normcase(os.path.abspath(folder))  # noqa: PTH100 - no link is followed
    except (OSError, ValueError):
        return str(folder)


def way_below(folder: PurePath, named: PurePath) -> str:
    """The way from a folder that was named to one in it, with ``/``; empty for itself."""
    way = folder.relative_to(named)
    return way.as_posix() if way.parts else ""


def _inside(folder: Path, place: int) -> Iterator[Path | LeftOutFile]:
    waiting = [folder]
    while waiting:
        looked_at = waiting.pop()
        try:
            with os.scandir(looked_at) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(Path(entry.path))
                    elif entry.name.lower().endswith(SUFFIXES):
                        yield Path(entry.path)
        except (OSError, ValueError) as problem:
            why = _NOT_THERE if isinstance(problem, FileNotFoundError) else _UNREADABLE
            yield LeftOutFile(looked_at, 0, why, place if looked_at == folder else 0)


def _records(file: Path) -> Iterator[FoundRecord | LeftOutFile]:
    try:
        if not stat.S_ISREG(file.stat().st_mode):  # a pipe would hold the program up
            yield LeftOutFile(file, 0, T("It is no ordinary file."))
            return
        with file.open("rb") as raw:
            encoding = json.detect_encoding(raw.read(4))
        with file.open(encoding=encoding, errors="replace") as stream:
            found = False
            for line, text in _pieces(stream):
                found = True
                if len(text) > _LONGEST:
                    yield LeftOutFile(file, line, _TOO_LONG)
                else:
                    yield FoundRecord(file, line, text)
            if not found:
                yield LeftOutFile(file, 0, T("It is empty."))
    except FileNotFoundError:
        yield LeftOutFile(file, 0, _NOT_THERE)
    except (OSError, ValueError):  # the latter of a name that no file can have
        yield LeftOutFile(file, 0, _UNREADABLE)


def _pieces(stream: TextIO) -> Iterator[tuple[int, str]]:
    """Each record with its line; of one that is too long a little more than may be."""
    begin, text, line, at_start = 1, "", 1, True
    while read := stream.readline(_LONGEST):
        if at_start and read.startswith("{") and text:
            yield begin, text
            text = ""
        if not text:
            begin = line
        if len(text) <= _LONGEST:
            text = text + read if text else read.lstrip()
        at_start = read.endswith("\n")
        line += at_start
    if text:
        yield begin, text
