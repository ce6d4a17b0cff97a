"""Shapes of the values in scene and pointer files; their README says what each field means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.core.toml.shapes import a_list, a_number, a_text, shape
from wizard.core.version import Version, VersionRange
from wizard.pointer.scene import Rect

if TYPE_CHECKING:
    from wizard.core.toml.tables import Table


def _version(value: object) -> Version:
    return Version.parse(a_text(value))


def _rect(value: object) -> Rect:
    x, y, width, height = map(a_number, a_list(value))
    return Rect(x, y, width, height)


def _rows(value: object) -> tuple[tuple[str, ...], ...]:
    return tuple((row,) if isinstance(row, str) else _captions(row) for row in a_list(value))


def _captions(value: object) -> tuple[str, ...]:
    """Texts, also empty ones."""
    return tuple(map(a_text, a_list(value)))


def _columns(value: object) -> tuple[tuple[str, float], ...]:
    return tuple((a_text(name), a_number(width)) for name, width in map(a_list, a_list(value)))


def _shows(value: object) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, dict):
        raise TypeError
    return tuple((key, a_text(text)) for key, text in value.items())


PIXELS = shape("a number of pixels", a_number)
PLACE = shape("[x, y, width, height]", _rect)
SINCE_OR_UNTIL = shape("a version such as 24.3", _version)
IDS = shape("a list of ids", _captions)
ENTRIES = shape("a list of menu entries", _captions)
GRID_ROWS = shape("a list of texts or of lists of texts", _rows)
GRID_COLUMNS = shape("a list of [caption, width]", _columns)
CONTENTS = shape("a table of texts by control", _shows)
ITEMS = shape("a list of captions and tables", a_list)


def versions(table: Table) -> VersionRange:
    """The versions that a table bounds itself to by ``since`` and ``until``."""
    return VersionRange(*(table.take(end, SINCE_OR_UNTIL, None) for end in ("since", "until")))
