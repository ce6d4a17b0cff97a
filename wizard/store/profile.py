"""Reads a vendor profile (``vendor.toml``) and says by file and line what is wrong with it."""

from __future__ import annotations

import re
import tomllib
from contextlib import suppress
from typing import TYPE_CHECKING

from wizard.core.profile import Profile
from wizard.core.text import T, Text
from wizard.store import files
from wizard.store.picture import LARGEST as _LARGEST_LOGO
from wizard.store.picture import complaint
from wizard.store.profile_rules import Problem, validate
from wizard.store.seal import broken

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from wizard.core.text import Translator

NAME = "vendor.toml"
_LARGEST = 64 * 1024
_MOST_PARTS = 32
# A text, over several lines too, or a remark, from its first sign on; one without an end goes to where TOML's
# own reading of it ends, so that no text is looked at twice.
_ASIDE = re.compile(
    r'''"""(?s:[^\\]|\\.)*?(?:"{3,5}|\\?\Z)|"(?:[^"\\\n]|\\.)*"?'''
    r"""|'''(?s:.)*?(?:'{3,5}|\Z)|'[^'\n]*'?|#[^\n]*"""
)

# Only what tomllib says in fixed words; its other messages quote the file, where a key may stand.
_SYNTAX = {
    "Expected '=' after a key": T("Expected an equals sign after the name of a key."),
    "Invalid value": T("Expected a value: a text in quotation marks, a number, true, false or a list."),
    "Expected newline or end of document": T("Expected the end of the line after the value."),
    "Unclosed array": T("Expected a closing bracket at the end of the list."),
    "Unclosed inline table": T("Expected a closing brace at the end of the inline table."),
    "Unterminated string": T("Expected a closing quotation mark."),
    "Expected ']' at the end of a table declaration": T("Expected a closing bracket after a table's name."),
    "Illegal character '\\n'": T("Expected a closing quotation mark on this line."),
    "Unescaped '\\'": T("Expected every backslash in a text written twice."),
    "Invalid statement": T("Expected a key or the name of a table in brackets."),
    "Invalid initial character": T("Expected the name of a key."),
    "Duplicate inline table key": T("Expected each key once."),
    "Cannot overwrite a value": T("Expected each key once."),
    "Cannot declare": T("Expected each table once."),
}


class ProfileError(ValueError):
    """A profile that cannot be used.

    Attributes:
        file: Name of the file without its folder.
        problems: Everything that is wrong with it, in the order of the file.
    """

    def __init__(self, file: str, problems: Sequence[Problem]) -> None:
        super().__init__(file)
        self.file = file
        self.problems = tuple(sorted(problems, key=lambda problem: problem.line or 0))

    def texts(self) -> list[Text]:
        """One text for each problem, with file, line and key."""
        return [self._text(problem) for problem in self.problems]

    def told(self, translator: Translator) -> str:
        """The same as lines."""
        return "\n".join(map(translator.translate, self.texts()))

    def _text(self, problem: Problem) -> Text:
        where = (
            self.file if problem.line is None else T("{file}, line {line}", file=self.file, line=problem.line)
        )
        if problem.path:
            return T("{where}: {key}: {message}", where=where, key=problem.path, message=problem.message)
        return T("{where}: {message}", where=where, message=problem.message)


class _RefusedError(Exception):
    def __init__(self, message: Text, line: int | None = None) -> None:
        super().__init__(message.msgid)
        self.problem = Problem("", line, message)


def read_profile(path: Path, available: Sequence[str] = ("en",)) -> Profile:
    """Read and validate a profile.

    Args:
        path: The TOML file, at most 64 KiB of UTF-8.
        available: Languages that the program ships.

    Raises:
        ProfileError: The file cannot be read or used; nothing of the path but the file's name is told.
    """
    file = path.name or NAME
    try:
        source = _source(path)
        data = _parsed(source)
    except _RefusedError as refused:
        raise ProfileError(file, [refused.problem]) from None
    lines = key_lines(source)
    result = validate(data, available, lines)
    problems = [] if isinstance(result, Profile) else list(result)
    logo = _logo(data)
    if (
        logo
        and not any(p.path == "vendor.logo" for p in problems)
        and (complaint := _logo_complaint(path, logo))
    ):
        problems.append(Problem("vendor.logo", lines.get("vendor.logo"), complaint))
    if not problems and (change := broken(path, source, path.parent / logo if logo else None)):
        problems.append(change if change.line else change._replace(line=lines.get(change.path)))
    if problems or not isinstance(result, Profile):
        raise ProfileError(file, problems)
    return result


def _source(path: Path) -> str:
    try:
        raw = files.read(path, _LARGEST)
    except FileNotFoundError:
        raise _RefusedError(T("This file is not there.")) from None
    except (OSError, ValueError):  # ValueError: no file can have such a name
        raise _RefusedError(
            T("This file cannot be read; the system or another program refuses it.")
        ) from None
    if raw is None:
        raise _RefusedError(T("Expected a file, got a folder or a device."))
    if len(raw) > _LARGEST:
        raise _RefusedError(T("Expected a profile of at most 64 KiB, got a larger file."))
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = raw.count(b"\n", 0, problem.start) + 1
        raise _RefusedError(T("Expected text in UTF-8, got another encoding."), line) from None


def _parsed(source: str) -> dict[str, object]:
    bare = _ASIDE.sub(lambda aside: "\n" * aside[0].count("\n"), source)
    for row, words in enumerate(bare.split("\n"), start=1):
        if words.count(".") > _MOST_PARTS:
            # the parser's memory grows with the square of a key's parts
            raise _RefusedError(T("Expected a key of at most {most} parts.", most=_MOST_PARTS), row)
    try:
        return tomllib.loads(source)
    except RecursionError:
        raise _RefusedError(T("Expected a profile, got lists within lists without end.")) from None
    except ValueError as problem:  # also a number with more digits than Python reads
        said = str(problem)
        place = re.search(r"\(at line (\d+), column \d+\)$", said)
        ended = said.endswith("(at end of document)")
        line = int(place[1]) if place else source.count("\n") + 1 if ended else None
        plain = T("Expected TOML, got something that cannot be read as such.")
        message = next((text for start, text in _SYNTAX.items() if said.startswith(start)), plain)
        raise _RefusedError(message, line) from None


def _logo(data: Mapping[str, object]) -> str | None:
    vendor = data.get("vendor")
    logo = vendor.get("logo") if isinstance(vendor, dict) else None
    return logo if isinstance(logo, str) else None


def _logo_complaint(profile: Path, logo: str) -> Text | None:
    try:
        folder = profile.parent.resolve()
        file = (folder / logo).resolve()
        if not file.is_relative_to(folder):
            return T("Expected a PNG file beside the profile, got a link that leads elsewhere.")
        raw = files.read(file, _LARGEST_LOGO)
    except FileNotFoundError:
        return T("Expected a PNG file beside the profile; there is none of this name.")
    except (OSError, ValueError, RuntimeError):  # RuntimeError: a ring of links
        return T("Expected a PNG file beside the profile; this one cannot be read.")
    return T("Expected a PNG file, got something else.") if raw is None else complaint(raw)


def key_lines(source: str) -> dict[str, int]:
    """Line, from 1 on, of every key, table and list item in valid TOML, by dotted path (``api.modes[0]``)."""
    scanner = _Scanner(source)
    with suppress(RecursionError):  # where only tomllib could follow the nesting, fewer lines are known
        scanner.run()
    return scanner.lines


class _Scanner:
    """Walks TOML that is known to be valid, only to tell where things stand."""

    def __init__(self, source: str) -> None:
        self.lines: dict[str, int] = {}
        self._text = source
        self._at = 0

    def run(self) -> None:
        table = ""
        while self._peek_past_blanks():
            if self._take("["):
                self._take("[")
                table = self._path("")
                while self._take("]"):
                    pass
            else:
                self._pair(table)

    def _pair(self, table: str) -> None:
        path = self._path(table)
        self._take("=")
        self._value(path)

    def _value(self, path: str) -> None:
        first = self._peek_past_blanks()
        if first and first in "\"'":
            self._string(first)
        elif self._take("{"):
            while self._peek_past_blanks() not in {"}", ""}:
                if not self._take(","):
                    self._pair(path)
            self._take("}")
        elif self._take("["):
            place = 0
            while self._peek_past_blanks() not in {"]", ""}:
                if self._take(","):
                    place += 1
                else:
                    self._mark(f"{path}[{place}]")
                    self._value(f"{path}[{place}]")
            self._take("]")
        else:
            self._bare(",]}#\n")

    def _path(self, table: str) -> str:
        """A dotted key; each of its parts is marked where it first stands."""
        path = table
        while True:
            first = self._peek_past_blanks()
            start = self._at
            if first and first in "\"'":
                self._string(first)
                part = self._text[start + 1 : self._at - 1]
            else:
                self._bare(".=] \t\r\n")
                part = self._text[start : self._at]
            path = f"{path}.{part}" if path else part
            self._mark(path)
            if self._peek_past_blanks() != ".":
                return path
            self._at += 1

    def _string(self, quote: str) -> None:
        marks = quote * 3 if self._text.startswith(quote * 3, self._at) else quote
        self._at += len(marks)
        while self._at < len(self._text) and not self._text.startswith(marks, self._at):
            self._at += 2 if quote == '"' and self._text[self._at] == "\\" else 1
        self._at += len(marks)
        while len(marks) == 3 and self._text.startswith(quote, self._at):
            self._at += 1  # up to two quotes may stand before the closing three

    def _bare(self, ends: str) -> None:
        self._at += 1  # one step at least, so that no text can hold the scanner up
        while self._at < len(self._text) and self._text[self._at] not in ends:
            self._at += 1

    def _peek_past_blanks(self) -> str:
        while (here := self._text[self._at : self._at + 1]) and here in " \t\r\n#":
            end = self._text.find("\n", self._at) if here == "#" else self._at
            self._at = len(self._text) if end < 0 else end + 1
        return here

    def _take(self, mark: str) -> bool:
        taken = self._peek_past_blanks() == mark
        self._at += taken
        return taken

    def _mark(self, path: str) -> None:
        self.lines.setdefault(path, self._text.count("\n", 0, self._at) + 1)
