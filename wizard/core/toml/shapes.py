"""Shapes of values: each makes a value out of what a TOML file holds, or says what was expected."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from wizard.core.toml.tables import RefusedError, expected

if TYPE_CHECKING:
    from collections.abc import Callable
    from enum import StrEnum

    _E = TypeVar("_E", bound=StrEnum)

_V = TypeVar("_V")


def shape(what: str, convert: Callable[[object], _V]) -> Callable[[object], _V]:
    """A shape from a function that raises ValueError or TypeError where the value is of another one."""

    def shaped(value: object) -> _V:
        try:
            return convert(value)
        except (ValueError, TypeError):
            raise RefusedError(expected(what)) from None

    return shaped


def one_of(kind: type[_E]) -> Callable[[object], _E]:
    """A member of an enumeration, by its text."""
    return shape(f"one of {', '.join(map(repr, map(str, kind)))}", lambda value: kind(a_text(value)))


def a_text(value: object) -> str:
    """Any text."""
    if not isinstance(value, str):
        raise RefusedError(expected("a text"))
    return value


def a_sentence(value: object) -> str:
    """A text that is not empty."""
    if not isinstance(value, str) or not value:
        raise RefusedError(expected("a text that is not empty"))
    return value


def yes_or_no(value: object) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise RefusedError(expected("true or false"))
    return value


def a_number(value: object) -> float:
    """A number, whole or not."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise RefusedError(expected("a number"))
    return value


def a_list(value: object) -> list[object]:
    """A list of anything."""
    if not isinstance(value, list):
        raise RefusedError(expected("a list"))
    return value


def texts(value: object) -> tuple[str, ...]:
    """A list of texts, none of them empty."""
    if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
        raise RefusedError(expected("a list of texts"))
    return tuple(value)
