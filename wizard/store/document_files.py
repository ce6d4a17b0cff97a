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
    from typing import TextIO

SUFFIXES = (".json", ".jsonl", ".cwcase")
"""What is taken of a folder; a file that is named outright may be called anything."""
_LONGEST = 256 * 1024
"""Characters of a record; those of a document are a tenth of it."""

_UNREADABLE = T("It could not be read.")
_TOO_LONG = T("It is longer than a document can be.")


@record
class FoundRecord:
    """One JSON text of a file.

    Attributes:
        file: Where it stands.
        line: The line at which it begins, from 1 on.
        text: The whole text.
        folder: Where the file lies below the folder that all that was named has in common; empty for itself.
        is_below: Whether it lies in a folder of a folder that was named.
    """

    file: Path
    line: int
    text: str
    folder: str = ""
    is_below: bool = False


@record
class LeftOutFile:
    """A file, or a place in one, that could not be read.

    Attributes:
        file: Which.
        line: The line at which it begins; 0 is the file itself.
        why: The reason, a sentence.
    """

    file: Path
    line: int
    why: Text


def records_of(named: Iterable[Path]) -> Iterator[FoundRecord | LeftOutFile]:
    """Each record of the files, and of those in the folders at any depth; no link to a folder is followed."""
    paths = tuple(named)
    top = _in_common(paths)
    for path in paths:
        is_folder = path.is_dir()
        for file in _inside(path) if is_folder else (path,):
            if isinstance(file, LeftOutFile):
                yield file
                continue
            folder, is_below = _below(file.parent, top), is_folder and file.parent != path
            for found in _records(file):
                if isinstance(found, LeftOutFile):
                    yield found
                else:
                    yield FoundRecord(file, found.line, found.text, folder, is_below)


def _in_common(named: Iterable[Path]) -> str:
    """The folder that holds all of them; empty where there is none, as of two drives."""
    try:
        return os.path.commonpath([os.path.abspath(path if path.is_dir() else path.parent) for path in named])  # noqa: PTH100 - no link is followed
    except ValueError:
        return ""


def _below(folder: Path, top: str) -> str:
    """A folder by its way from the top one."""
    if not top:
        return folder.name
    way = Path(os.path.relpath(folder, top))
    return "" if way == Path() else way.as_posix()


def _inside(folder: Path) -> Iterator[Path | LeftOutFile]:
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
        except OSError:
            yield LeftOutFile(looked_at, 0, _UNREADABLE)


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
        yield LeftOutFile(file, 0, T("It is not there."))
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
