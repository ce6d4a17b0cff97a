"""Where a person wants a file: the dialog that asks, and what is said once it is there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog

from wizard.core.text import T

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from wizard.core.text import Text


def ask_place(parent: QWidget, title: str, name: str, kind: str) -> Path | None:
    """Ask where a file goes, first in the person's documents; None where they would rather not.

    Args:
        parent: The window that asks.
        title: Of the dialog.
        name: What the file would be called, with its suffix, which it has in any case.
        kind: What the dialog calls files of the kind.
    """
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    chosen, _ = QFileDialog.getSaveFileName(parent, title, str(Path(folder, name)), kind)
    if not chosen:
        return None
    file, suffix = Path(chosen), Path(name).suffix
    return file if file.suffix.lower() == suffix else file.with_name(f"{file.name}{suffix}")


def saved(file: Path) -> Text:
    """That a file was saved, and where a person finds it."""
    folder = file.absolute().parent
    return T("Saved in {folder} as {file}.", folder=folder.name or str(folder), file=file.name)
