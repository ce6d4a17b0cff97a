"""Reads the cause catalogue (``resources/causes``): one file per family, one table per code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.core.cause import CauseEntry, Opens, Who
from wizard.core.codes import Code
from wizard.core.text import Text
from wizard.core.toml.parsing import parse
from wizard.core.toml.shapes import a_sentence, a_text, shape, texts
from wizard.core.toml.tables import RefusedError, TableError, expected
from wizard.store import resources

if TYPE_CHECKING:
    from wizard.core.toml.tables import Table

_ORDER = ("OK", "N", "P", "T", "C", "H", "E", "K", "R", "A", "L", "S", "B", "U", "X")
_DIGITS = "0123456789"
_MOST_STEPS = 3
_MOST_ASKED = 3

_Family = dict[str, CauseEntry]


class CatalogueError(TableError):
    """A catalogue file that does not hold what it should."""


class Catalogue:
    """The causes by code; a family's file is read when one of its codes is first asked for."""

    def __init__(self) -> None:
        self._families: dict[str, _Family] = {}

    def entry(self, code: str) -> CauseEntry:
        """The entry of ``code``.

        Raises:
            KeyError: There is no such code.
            CatalogueError: The family's file does not hold what it should.
            ResourceError: The program was installed without its data files.
        """
        return self._family(code.partition(".")[0])[code]

    def codes(self) -> list[str]:
        """Every code, in the order of the references.

        Raises:
            CatalogueError: A file does not hold what it should.
            ResourceError: The program was installed without its data files.
        """
        files = resources.file_names("causes", ".toml")
        families = (name.removeprefix("causes/").removesuffix(".toml") for name in files)
        entries = (entry for family in families for entry in self._family(family).values())
        return [entry.code for entry in sorted(entries, key=lambda entry: _rank(entry.ref))]

    def _family(self, family: str) -> _Family:
        if family not in self._families:
            self._families[family] = _read(family)
        return self._families[family]


def _read(family: str) -> _Family:
    name = f"causes/{family}.toml"
    resources.root()  # an installation without data is no unknown code
    try:
        raw = resources.path(name).read_bytes()
    except resources.ResourceError:
        raise KeyError(family) from None
    whole = parse(raw, name, CatalogueError)
    return {code: _entry(whole, family, code) for code in whole.data}


def _rank(ref: str) -> tuple[int, int]:
    letters = ref.rstrip(_DIGITS)
    return _ORDER.index(letters), int(ref.removeprefix(letters))


def _entry(whole: Table, family: str, code: str) -> CauseEntry:
    table = whole.table(code)
    if code.partition(".")[0] != family:
        words = expected(f"codes of the family {family!r}")(repr(code))
        raise table.problem("", words)
    try:
        known = Code(code)
    except ValueError:
        words = expected("codes of wizard/core/codes.py")(repr(code))
        raise table.problem("", words) from None
    entry = CauseEntry(
        code=known,
        ref=table.take("ref", _REF),
        who=table.take("who", _WHO),
        title=table.take("title", a_sentence),
        meaning=table.take("meaning", a_sentence),
        steps=table.take("steps", _steps),
        pointers=table.take("pointers", texts, ()),
        wait_s=table.take("wait_s", _SECONDS, 0),
        wait_why=table.take("wait_why", a_text, ""),
        opens=table.take("opens", _OPENS, None),
        ask=table.take("ask", _ask, ()),
        meaning_here=table.take("meaning_here", a_text, ""),
    )
    table.done()
    if bool(entry.wait_s) != bool(entry.wait_why):
        raise table.problem("", Text("Expected wait_s and wait_why together.", {}))
    return entry


def _steps(value: object) -> tuple[str, ...]:
    steps = texts(value)
    if len(steps) > _MOST_STEPS:
        raise RefusedError(expected(f"at most {_MOST_STEPS} steps")(str(len(steps))))
    return steps


def _ask(value: object) -> tuple[str, ...]:
    lines = texts(value)
    if len(lines) > _MOST_ASKED:
        raise RefusedError(expected(f"at most {_MOST_ASKED} lines")(str(len(lines))))
    return lines


def _who(value: object) -> tuple[Who, ...]:
    who = tuple(map(Who, texts(value)))
    if not who:
        raise ValueError
    return who


def _seconds(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError
    return value


def _ref(value: object) -> str:
    ref = a_text(value)
    letters = ref.rstrip(_DIGITS)
    if letters not in _ORDER or letters == ref:
        raise ValueError
    return ref


_REF = shape(f"a reference such as K2, letters of {', '.join(_ORDER)}", _ref)
_OPENS = shape(f"one of {', '.join(Opens)}", lambda value: Opens(a_text(value)))
_WHO = shape(f"a list of {', '.join(Who)}, at least one", _who)
_SECONDS = shape("whole seconds from 0 on", _seconds)
