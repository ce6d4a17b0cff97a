"""The place of a file: the name that is asked about is the one that is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QMessageBox, QWidget

from wizard.ui.saving import ask_place

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

KINDS = {".txt": "Text (*.txt)"}


def asked_about(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, typed: str, folder: Path
) -> tuple[Path | None, list[str]]:
    """What comes of a name that is typed, and the questions that came before it; each is answered with no."""
    owner = QWidget()
    qtbot.addWidget(owner)
    shown: list[QFileDialog] = []
    questions: list[str] = []

    def answer() -> None:
        box = QApplication.activeModalWidget()
        if isinstance(box, QMessageBox):
            questions.append(box.text())
            box.button(QMessageBox.StandardButton.No).click()

    def save(asked: QFileDialog) -> bool:
        asked.show()
        if not shown:
            asked.setDirectory(str(folder))
            asked.findChild(QLineEdit, "fileNameEdit").setText(typed)
        shown.append(asked)
        QTimer.singleShot(0, answer)
        asked.accept()
        qtbot.wait(1)  # whoever answers is gone
        accepted = not asked.isVisible()
        asked.hide()
        return accepted

    monkeypatch.setattr(QFileDialog, "exec", save)
    return ask_place(owner, "Save", "wish.txt", KINDS), questions


@pytest.mark.parametrize("typed", ["note", "note.txt", "note.old"])
def test_another_file_goes_only_where_that_was_asked(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, typed: str
) -> None:
    file = tmp_path / (typed.removesuffix(".txt") + ".txt")
    assert asked_about(qtbot, monkeypatch, typed, tmp_path) == (file, [])
    file.touch()
    chosen, questions = asked_about(qtbot, monkeypatch, typed, tmp_path)
    assert chosen is None
    assert len(questions) == 1
    assert file.name in questions[0]
