"""Where in a TOML text each key stands.

``tomllib`` forgets it; tomlkit keeps every sign, but tells no lines and reads five times as long. So a text
that tomllib has accepted is walked once more, and only where a line has to be told.
"""

from __future__ import annotations

from contextlib import suppress


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
        self._last: dict[str, int] = {}  # the item of each array of tables that was begun last

    def run(self) -> None:
        table = ""
        while self._peek_past_blanks():
            if self._take("["):
                table = self._header(of_array=self._take("["))
            else:
                self._pair(table)

    def _header(self, *, of_array: bool) -> str:
        table = self._path("")
        if of_array:
            self._last[table] = self._last.get(table, -1) + 1
            table = self._item(table)
            self._mark(table)
        while self._take("]"):
            pass
        return table

    def _item(self, path: str) -> str:
        """The item of an array of tables that a path of its name now means."""
        return f"{path}[{self._last[path]}]" if path in self._last else path

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
            path = self._item(path)
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
