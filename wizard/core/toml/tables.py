"""A TOML file as tables that know where they stand, and its errors.

A shape is a function that makes a value out of what the file holds, or raises :class:`RefusedError`. For a
missing key it is called with None, which TOML does not have, and so tells what was expected.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, TypeVar, overload

from wizard.core.text import T, Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wizard.core.text import Translator

_V = TypeVar("_V")
_D = TypeVar("_D")


Complaint = Callable[["Text | str"], Text]
"""Makes the sentence of what was expected, from what was found."""


class Problem(NamedTuple):
    """What is wrong with a file.

    Attributes:
        path: Dotted path of the key, ``api.modes[0]`` for an item; empty for the file as a whole.
        line: Line in the file, from 1 on, where it is known.
        message: What was expected and what was found.
    """

    path: str
    line: int | None
    message: Text


class TableError(ValueError):
    """A file that does not hold what it should.

    Attributes:
        file: Its name.
        problems: What is wrong with it, in the order of the file.
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

    def __str__(self) -> str:
        """The same in English, for a trace."""
        return "\n".join(map(_english, self.texts()))

    def _text(self, problem: Problem) -> Text:
        where = (
            self.file if problem.line is None else T("{file}, line {line}", file=self.file, line=problem.line)
        )
        if problem.path:
            return T("{where}: {key}: {message}", where=where, key=problem.path, message=problem.message)
        return T("{where}: {message}", where=where, message=problem.message)


class RefusedError(ValueError):
    """A value that cannot be used, with what is told of it.

    Attributes:
        complaint: The sentence, or what makes it from the value as it may be told.
    """

    def __init__(self, complaint: Text | Complaint) -> None:
        super().__init__()
        self.complaint = complaint


class TomlFile:
    """A file's text, and how its problems are told.

    Args:
        name: As the problems call it.
        text: What it holds.
        error: The error of its problems.
        describe: Says what a value is; by default as Python writes it, for the program's own files only.
    """

    def __init__(
        self,
        name: str = "",
        text: str = "",
        error: type[TableError] = TableError,
        describe: Callable[[object], Text | str] = "{!r:.80}".format,
    ) -> None:
        self.name = name
        self.text = text
        self.error = error
        self.describe = describe

    def described(self, describe: Callable[[object], Text | str]) -> TomlFile:
        """The same file with other words for its values."""
        return TomlFile(self.name, self.text, self.error, describe)

    @cached_property
    def lines(self) -> Mapping[str, int]:
        """The line of each key by its path; looked for only once something is wrong."""
        from wizard.core.toml.lines import key_lines

        return key_lines(self.text)


class Table:
    """One table of a file.

    Args:
        data: What it holds.
        file: Where it stands; without one no file and no line is told.
        path: Its own dotted path; empty for the file as a whole.
    """

    def __init__(self, data: Mapping[str, object], file: TomlFile | None = None, path: str = "") -> None:
        self.data = data
        self.file = file or TomlFile()
        self.path = path
        self._known: list[str] = []

    @overload
    def take(self, key: str, shape: Callable[[object], _V]) -> _V: ...
    @overload
    def take(self, key: str, shape: Callable[[object], _V], default: _D) -> _V | _D: ...
    def take(self, key: str, shape: Callable[[object], _V], default: object = ...) -> object:
        """The value of a key in its shape, or the default, where there is one; from now on the key is known.

        Raises:
            TableError: The value is of another shape, or is missing.
        """
        self._known.append(key)
        if key not in self.data and default is not ...:
            return default
        try:
            return shape(self.data.get(key))
        except RefusedError as refused:
            complaint = refused.complaint
            if not isinstance(complaint, Text):
                complaint = complaint(self.file.describe(self.data[key]) if key in self.data else "nothing")
            raise self.problem(key, complaint) from None

    def table(self, key: str) -> Table:
        """The table of this name; an empty one where there is none.

        Raises:
            TableError: The value is no table.
        """
        self._known.append(key)
        return self._inside(key, self.data.get(key, {}))

    def tables(self, key: str) -> list[Table]:
        """The tables in the list of this name; none where there is no such list.

        Raises:
            TableError: The value is no list, or one of its items no table.
        """
        self._known.append(key)
        found = self.data.get(key, [])
        if not isinstance(found, list):
            raise self.problem(key, expected("a list of tables")(self.file.describe(found)))
        return [self.item(key, place, value) for place, value in enumerate(found)]

    def item(self, key: str, place: int, value: object) -> Table:
        """One value of a list as a table.

        Raises:
            TableError: It is none.
        """
        return self._inside(f"{key}[{place}]", value)

    def done(self) -> None:
        """Refuse a key that nobody asked for: a mistyped one would change nothing, and nobody would see it.

        Raises:
            TableError: There is one.
        """
        for key in self.data:
            if key not in self._known:
                raise self.problem(key, unknown(key, self._known))

    def problem(self, key: str, message: Text) -> TableError:
        """The error of whatever is wrong with a key, or with the whole table where the key is empty."""
        where = self.path_of(key)
        return self.file.error(self.file.name, [Problem(where, self.line(key), message)])

    def line(self, key: str) -> int | None:
        """The line, from 1 on, of a key, or of what it is missing in; None where that is not known."""
        near = self.path_of(key)
        while near and near not in self.file.lines:
            near = near[: max(near.rfind("."), near.rfind("["), 0)]
        return self.file.lines.get(near)

    def path_of(self, key: str) -> str:
        """The dotted path of a key."""
        return f"{self.path}.{key}" if self.path and key else self.path or key

    def _inside(self, key: str, value: object) -> Table:
        if not isinstance(value, dict):
            raise self.problem(key, T("Expected a table, got {got}.", got=self.file.describe(value)))
        return Table(value, self.file, self.path_of(key))


def expected(what: str) -> Complaint:
    """What is told of a value in the program's own files: in English, for whoever works on the program."""
    return lambda got: Text(f"Expected {what}, got {{got}}.", {"got": got})


def unknown(name: str, known: Sequence[str]) -> Text:
    """What is said of a key that no reader asks for."""
    if near := nearest(name, known):
        return T("This key is not known here; did you mean {near}?", near=near)
    return T("This key is not known here; expected one of {names}.", names=", ".join(known))


def nearest(name: object, known: Sequence[str]) -> str | None:
    """The known name that was probably meant."""
    from difflib import get_close_matches

    lower = {k.lower(): k for k in known}
    found = get_close_matches(name[:60].lower(), lower, n=1) if isinstance(name, str) else []
    return lower[found[0]] if found else None


def _english(text: Text | str | float) -> str:
    if not isinstance(text, Text):
        return str(text)
    return text.msgid.format_map({name: _english(value) for name, value in text.args.items()})
