"""Takes pictures out of the window: to the clipboard, into a file, onto paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication, QImage

from wizard.core.text import T, Text
from wizard.ui.notice import notice
from wizard.ui.paper.printing import print_pages
from wizard.ui.pointer.sheet import SUFFIXES, Sheet, page_layout
from wizard.ui.saving import ask_place

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    Say = Callable[[Text], str]


def copy(picture: QImage) -> None:
    """Put a picture on the clipboard."""
    QGuiApplication.clipboard().setImage(picture)


def save(sheet: Sheet, say: Say, parent: QWidget) -> Path | None:
    """Ask for a file and save; returns it, or None where the person or the disk said no."""
    kinds = {
        ".png": T("Picture (*.png)"),
        ".svg": T("Drawing (*.svg)"),
        ".pdf": T("Pages (*.pdf)"),
    }
    filters = {suffix: say(kinds[suffix]) for suffix in SUFFIXES}
    file = ask_place(parent, say(T("Save the pictures")), f"{sheet.title}.png", filters)
    if file is None:
        return None
    try:
        sheet.save(file)
    except OSError as problem:
        words = T("The file could not be saved: {reason}", reason=problem.strerror or str(problem))
        notice(say(T("Save the pictures")), say(words), parent=parent).exec()
        return None
    return file


def print_out(sheet: Sheet, parent: QWidget) -> bool:
    """Ask for a printer and print; False where there is none or the person changed their mind."""
    return print_pages(sheet.paged, sheet.title, page_layout(), sheet.say, parent)
