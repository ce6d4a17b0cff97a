"""What a person chooses where they are asked for a place, without the dialog."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def file_chosen(monkeypatch: pytest.MonkeyPatch, file: Path | None, kind: str = "") -> None:
    """Have each such dialog answer with a file, of the kind that is chosen in it; None closes it."""
    shown_kind = QFileDialog.selectedNameFilter
    monkeypatch.setattr(QFileDialog, "exec", lambda _: file is not None)
    monkeypatch.setattr(QFileDialog, "selectedFiles", lambda _: [str(file)])
    monkeypatch.setattr(QFileDialog, "selectedNameFilter", lambda asked: kind or shown_kind(asked))
