"""Reads the cause catalogue (``resources/causes``): one file per family, one table per code."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, TypeVar

from wizard.core.cause import CauseEntry, Who
from wizard.core.codes import Code
from wizard.store import resources

if TYPE_CHECKING:
    from collections.abc import Callable

_FIELDS = frozenset({"ref", "who", "title", "meaning", "steps", "pointers", "wait_s", "wait_why"})
_ORDER = ("OK", "N", "P", "T", "C", "H", "E", "K", "R", "A", "L", "S", "B", "U", "X")
_DIGITS = "0123456789"
_MOST_STEPS = 3

_Family = dict[str, CauseEntry]
_V = TypeVar("_V")


class CatalogueError(ValueError):
    """A catalogue file that does not hold what it should; names file, code and field."""


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
        files = resources.names("causes", ".toml")
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
        data = tomllib.loads(resources.path(name).read_text("utf-8"))
    except resources.ResourceError:
        raise KeyError(family) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise CatalogueError(f"{name}: expected TOML in UTF-8: {problem}") from None
    return {code: _entry(name, family, code, table) for code, table in data.items()}


def _rank(ref: str) -> tuple[int, int]:
    letters = ref.rstrip(_DIGITS)
    return _ORDER.index(letters), int(ref.removeprefix(letters))


def _entry(name: str, family: str, code: str, table: object) -> CauseEntry:
    if code.partition(".")[0] != family:
        raise CatalogueError(f"{name}: expected codes of the family {family!r}, got {code!r}")
    if not isinstance(table, dict):
        raise CatalogueError(f'{name}: {code}: expected a table ["{code}"]')
    try:
        known = Code(code)
    except ValueError:
        raise CatalogueError(f"{name}: expected codes of wizard/core/codes.py, got {code!r}") from None
    if unknown := sorted(table.keys() - _FIELDS):
        raise CatalogueError(f"{name}: {code}: expected only {sorted(_FIELDS)}, got {unknown}")

    def field(key: str, shape: Callable[[object], _V], default: object = None) -> _V:
        try:
            return shape(table.get(key, default))
        except ValueError as problem:
            raise CatalogueError(f"{name}: {code}: {key}: {problem}") from None

    entry = CauseEntry(
        code=known,
        ref=field("ref", _ref),
        who=field("who", _who),
        title=field("title", _sentence),
        meaning=field("meaning", _sentence),
        steps=field("steps", _steps),
        pointers=field("pointers", _texts, []),
        wait_s=field("wait_s", _seconds, 0),
        wait_why=field("wait_why", _text, ""),
    )
    if bool(entry.wait_s) != bool(entry.wait_why):
        raise CatalogueError(f"{name}: {code}: expected wait_s and wait_why together")
    return entry


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(f"expected a text, got {value!r}")  # noqa: TRY004 - one kind of error for a wrong field
    return value


def _sentence(value: object) -> str:
    if not _text(value):
        raise ValueError("expected a text that is not empty")
    return _text(value)


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise ValueError(f"expected a list of texts, got {value!r}")  # noqa: TRY004 - as above
    return tuple(map(_sentence, value))


def _steps(value: object) -> tuple[str, ...]:
    steps = _texts(value)
    if len(steps) > _MOST_STEPS:
        raise ValueError(f"expected at most {_MOST_STEPS} steps, got {len(steps)}")
    return steps


def _who(value: object) -> tuple[Who, ...]:
    who = tuple(map(Who, _texts(value)))
    if not who:
        raise ValueError(f"expected at least one of {[str(w) for w in Who]}")
    return who


def _seconds(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError(f"expected whole seconds from 0 on, got {value!r}")
    return value


def _ref(value: object) -> str:
    ref = _text(value)
    letters = ref.rstrip(_DIGITS)
    if letters not in _ORDER or letters == ref:
        raise ValueError(f"expected a reference such as K2, letters of {', '.join(_ORDER)}; got {ref!r}")
    return ref
