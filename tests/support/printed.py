"""A printer that prints into a file, and the words of a PDF."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from pypdf import PdfReader
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def words(content: bytes) -> str:
    """What a search finds in a PDF: its words, one space between them."""
    pages = PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def holds(found: str, line: str) -> bool:
    """Whether a line is among found words; where type changes, a reader of text sees a gap or none."""
    return "".join(line.split()) in "".join(found.split())


def printer_into(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """This PC has a printer from now on, and the person chooses it: it prints into a file."""

    def accept(dialog: QPrintDialog) -> int:
        dialog.printer().setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        dialog.printer().setOutputFileName(str(file))
        return int(QPrintDialog.DialogCode.Accepted)

    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", lambda: ["Front desk"])
    monkeypatch.setattr(QPrintDialog, "exec", accept)


def nobody_prints(monkeypatch: pytest.MonkeyPatch) -> None:
    """The person changes their mind."""
    monkeypatch.setattr(QPrintDialog, "exec", lambda _: int(QPrintDialog.DialogCode.Rejected))
