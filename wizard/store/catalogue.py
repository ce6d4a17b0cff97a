"""Reads the cause catalogue (``resources/causes``): one file per family, one table per code."""

from __future__ import annotations

import tomllib
from functools import lru_cache

from wizard.core.cause import CauseEntry, Who
from wizard.store import resources

_KNOWN = {"ref", "who", "title", "meaning", "steps", "pointers", "wait_s", "wait_why"}


class CatalogueError(ValueError):
    """A catalogue file that does not hold what it should; names file, code and field."""


class Catalogue:
    """The causes by code; a family's file is read when one of its codes is first asked for."""

    def entry(self, code: str) -> CauseEntry:
        """The entry of ``code``.

        Raises:
            KeyError: There is no such code.
        """
        return _family(code.partition(".")[0])[code]

    def codes(self) -> list[str]:
        """Every code, by reference."""
        families = [
            n.removeprefix("causes/").removesuffix(".toml") for n in resources.names("causes", ".toml")
        ]
        entries = [entry for family in families for entry in _family(family).values()]
        return [
            e.code
            for e in sorted(entries, key=lambda e: (e.ref[0], int(e.ref.strip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))))
        ]


@lru_cache(maxsize=None)
def _family(family: str) -> dict[str, CauseEntry]:
    name = f"causes/{family}.toml"
    try:
        data = tomllib.loads(resources.path(name).read_text("utf-8"))
    except resources.ResourceError:
        raise KeyError(family) from None
    return {code: _entry(name, code, table) for code, table in data.items()}


def _entry(name: str, code: str, table: object) -> CauseEntry:
    if not isinstance(table, dict) or not code.startswith(name.removeprefix("causes/").removesuffix(".toml")):
        raise CatalogueError(f"{name}: expected tables named after the file's family, got {code!r}")
    if unknown := set(table) - _KNOWN:
        raise CatalogueError(f"{name}: {code}: expected only {sorted(_KNOWN)}, got {sorted(unknown)}")
    try:
        return CauseEntry(
            code=code,
            ref=str(table["ref"]),
            who=tuple(Who(w) for w in table["who"]),
            title=str(table["title"]),
            meaning=str(table["meaning"]),
            steps=tuple(map(str, table["steps"])),
            pointers=tuple(map(str, table.get("pointers", ()))),
            wait_s=int(table.get("wait_s", 0)),
            wait_why=str(table.get("wait_why", "")),
        )
    except (KeyError, ValueError, TypeError) as problem:
        raise CatalogueError(f"{name}: {code}: {problem}") from None
