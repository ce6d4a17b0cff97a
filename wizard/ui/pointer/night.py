"""The drawing's colours after dark: surfaces dark, words light, what has a colour of its own as it is.

Open Dental itself has only light windows. In a dark scheme they would be the brightest thing on the screen,
or, only shaded, grey; so what is white there is dark here, and all else keeps its place and its hue.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtGui import QColor

if TYPE_CHECKING:
    from collections.abc import Iterator

_night: ContextVar[bool] = ContextVar("night", default=False)
_PALE, _DEEP = 0.74, 0.46
"""Paler than the one is a surface, deeper than the other is ink; a hue of its own lies between."""
_DARKEST, _SPAN = 0.13, 0.75


@contextmanager
def by_night(*, dark: bool) -> Iterator[None]:
    """Draw in dark colours inside, where ``dark``."""
    before = _night.set(dark)
    try:
        yield
    finally:
        _night.reset(before)


def surface(colour: str) -> QColor:
    """Of an area: a pale one is dark by night."""
    return _surface(colour, _night.get())


def edge(colour: str) -> QColor:
    """Of a line or a mark: a pale one is dim by night, a deep one light; black stays, as shadows do."""
    return _edge(colour, _night.get())


def ink(colour: str) -> QColor:
    """Of words: dark ones are light by night."""
    return _ink(colour, _night.get())


@lru_cache(maxsize=512)
def _surface(colour: str, dark: bool) -> QColor:
    made = QColor(colour)
    if not dark or made.lightnessF() < _PALE:
        return made
    return _lit(made, _DARKEST + (1 - made.lightnessF()) * _SPAN, 0.5)


@lru_cache(maxsize=512)
def _edge(colour: str, dark: bool) -> QColor:
    made = QColor(colour)
    light = made.lightnessF()
    if not dark or not light or _DEEP <= light < _PALE:
        return made
    return _lit(made, 0.96 - light if light < _DEEP else _DARKEST + 0.1 + (1 - light) * _SPAN, 0.6)


@lru_cache(maxsize=512)
def _ink(colour: str, dark: bool) -> QColor:
    made = QColor(colour)
    if not dark or made.lightnessF() >= _DEEP:
        return made
    return _lit(made, 0.94 - made.lightnessF() * 0.5, 0.8)


def _lit(colour: QColor, light: float, colourful: float) -> QColor:
    hue, saturation, _, alpha = colour.getHslF()
    return QColor.fromHslF(max(hue, 0), saturation * colourful, light, alpha)
