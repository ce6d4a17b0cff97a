"""Where a person wants a file: the dialog that asks, and what is said once it is there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog

from wizard.core.text import T

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QWidget

    from wizard.core.text import Text


def ask_place(parent: QWidget, title: str, name: str, kinds: Mapping[str, str]) -> Path | None:
    """Ask where a file goes, first in the person's documents; None where they would rather not.

    Whether another file may go is asked of the very name that is returned.

    Args:
        parent: The window that asks.
        title: Of the dialog.
        name: What the file would be called, with its suffix.
        kinds: What the dialog calls files of a kind, by its suffix; the first one is proposed.
    """
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    folder = documents if Path(documents).is_dir() else str(Path.home())
    asked = QFileDialog(parent, title, folder)
    asked.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    asked.setNameFilters(list(kinds.values()))
    suffixes = {kind: suffix for suffix, kind in kinds.items()}
    asked.filterSelected.connect(lambda kind: asked.setDefaultSuffix(suffixes[kind]))
    asked.setDefaultSuffix(next(iter(kinds)))
    asked.selectFile(name)
    try:
        while asked.exec():
            file = Path(asked.selectedFiles()[0])
            if file.suffix.lower() in kinds:
                return file
            # Qt adds none to "report.old"
            file = file.with_name(f"{file.name}{suffixes[asked.selectedNameFilter()]}")
            if not file.exists():
                return file
            asked.selectFile(str(file))  # once more, now of the whole name
        return None
    finally:
        asked.deleteLater()


def saved(file: Path) -> Text:
    """That a file was saved, and where a person finds it."""
    folder = file.absolute().parent
    return T("Saved in {folder} as {file}.", folder=folder.name or str(folder), file=file.name)
