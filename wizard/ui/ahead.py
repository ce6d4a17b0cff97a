"""Makes what comes next while nothing else happens, in pieces: no turn of the window's loop is long."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRect, QTimer
from PySide6.QtWidgets import QWidget
from shiboken6 import Shiboken

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.ui.pages.base import Page

TURN_S = 0.002
"""Seconds after which a turn begins no further piece: the largest ones take 10 ms by themselves."""
CORNER = QRect(0, 0, 1, 1)
"""What is painted of a page or a picture to have all of it laid out or drawn."""


def classes() -> Iterator[None]:
    """Load Qt's classes of widgets, each a piece.

    The first look at a widget whose class is not known loads them all in one go, since any could be meant.
    """
    from PySide6 import QtWidgets

    for name in dir(QtWidgets):
        getattr(QtWidgets, name)
        yield


def laid_out(page: Page, place: QRect) -> Iterator[None]:
    """Give a page that is not shown yet its style, its layout at its place and its pictures."""
    page.setGeometry(place)
    parts = (page, *page.findChildren(QWidget))
    for part in parts:
        if _is_there(part):
            part.ensurePolished()
            yield
    for part in reversed(parts):  # the small ones first, which the large ones ask
        if _is_there(part):
            part.sizeHint()
            yield
    page.grab(CORNER)
    yield
    for picture in page.pictures():
        picture.grab(CORNER)
        yield


def _is_there(part: QWidget) -> bool:
    """Whether a part was not replaced meanwhile."""
    return bool(Shiboken.isValid(part))  # type: ignore[no-untyped-call]  # its stubs say nothing


class Ahead(QObject):
    """Does one thing at a time, in turns of its own."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._pieces: Iterator[None] = iter(())
        self._timer = QTimer(self)  # of no time: whatever else happened goes first
        self._timer.timeout.connect(self._turn)

    @property
    def busy(self) -> bool:
        """Whether something is being made."""
        return self._timer.isActive()

    def begin(self, pieces: Iterator[None]) -> None:
        """Make something, in place of whatever was being made."""
        self._pieces = pieces
        self._timer.start()

    def stop(self) -> None:
        """Leave what is being made as it is."""
        self._timer.stop()

    def _turn(self) -> None:
        until = time.perf_counter() + TURN_S
        for _ in self._pieces:
            if time.perf_counter() > until:
                return
        self._timer.stop()
