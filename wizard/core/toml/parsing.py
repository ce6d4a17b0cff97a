"""Turns the bytes of a TOML file into a table, or says in which line it is no TOML."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

from wizard.core.text import T
from wizard.core.toml.tables import Problem, Table, TomlFile

if TYPE_CHECKING:
    from wizard.core.toml.tables import TableError

_MOST_PARTS = 32
# A text, over several lines too, or a remark, from its first sign on; one without an end goes to where TOML's
# own reading of it ends, so that no text is looked at twice.
_ASIDE = (
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


def parse(raw: bytes, name: str, error: type[TableError]) -> Table:
    """A file as a table.

    Args:
        raw: What it holds; UTF-8.
        name: As its problems call it.
        error: What is raised, then and later.

    Raises:
        TableError: It is no TOML; of the kind ``error``, and without a word out of the file.
    """
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = raw.count(b"\n", 0, problem.start) + 1
        message = T("Expected text in UTF-8, got another encoding.")
        raise error(name, [Problem("", line, message)]) from None
    return parse_text(text, name, error)


def parse_text(text: str, name: str, error: type[TableError]) -> Table:
    """The same for what was never a file.

    Raises:
        TableError: As of :func:`parse`.
    """
    refusal = _long_key(text)
    if refusal is None:
        try:
            return Table(tomllib.loads(text), TomlFile(name, text, error))
        except RecursionError:
            refusal = Problem("", None, T("Expected TOML, got lists within lists without end."))
        except ValueError as problem:  # also a number with more digits than Python reads
            refusal = _syntax(str(problem), text)
    raise error(name, [refusal]) from None


def _long_key(text: str) -> Problem | None:
    """A key with more parts than any has: the parser's memory grows with their square."""
    if all(row.count(".") <= _MOST_PARTS for row in text.split("\n")):
        return None  # as nearly always: a pattern costs a start more than all the rest here
    bare = re.sub(_ASIDE, lambda aside: "\n" * aside[0].count("\n"), text)
    for row, words in enumerate(bare.split("\n"), start=1):
        if words.count(".") > _MOST_PARTS:
            return Problem("", row, T("Expected a key of at most {most} parts.", most=_MOST_PARTS))
    return None


def _syntax(said: str, text: str) -> Problem:
    place = re.search(r"\(at line (\d+), column \d+\)$", said)
    ended = said.endswith("(at end of document)")
    line = int(place[1]) if place else text.count("\n") + 1 if ended else None
    plain = T("Expected TOML, got something that cannot be read as such.")
    message = next((words for start, words in _SYNTAX.items() if said.startswith(start)), plain)
    return Problem("", line, message)
