"""Puts pages on paper: asks for a printer, and says so where there is none."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from wizard.core.text import T, Text
from wizard.ui.notice import notice
from wizard.ui.paper.paper_document import PaperDocument, letter

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QPagedPaintDevice, QPageLayout
    from PySide6.QtWidgets import QWidget

    Say = Callable[[Text], str]
    Draw = Callable[[QPagedPaintDevice], object]


def print_pages(draw: Draw, title: str, layout: QPageLayout, say: Say, parent: QWidget) -> bool:
    """Ask for a printer and draw on its pages; False where there is none or the person changed their mind.

    Args:
        draw: Draws on what it is given, as large as that is: a person may choose other paper.
        title: What the printer's queue shows.
        layout: The paper and margins that are asked for.
        say: Speaks a text.
        parent: The window that asks.
    """
    # a module of its own, for this only
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo

    if not QPrinterInfo.availablePrinterNames():
        words = T("This PC has no printer. Save it as a file and print that on another PC.")
        notice(say(T("Print")), say(words), parent=parent).exec()
        return False
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    printer.setPageLayout(layout)
    if QPrintDialog(printer, parent).exec() != QPrintDialog.DialogCode.Accepted:
        return False
    draw(printer)
    return True


def print_text(text: str, title: str, say: Say, parent: QWidget) -> bool:
    """Print plain words under their title, every line and space as it is; else as :func:`print_pages`."""
    lines = f'<p style="white-space: pre-wrap; line-height: 140%">{escape(text)}</p>'
    made = PaperDocument(f"<h2>{escape(title)}</h2>{lines}", title)
    return print_pages(made.paged, title, letter(), say, parent)
