"""Pages on paper: what is asked, and what is said where no printer is."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from PySide6.QtPrintSupport import QPrintDialog, QPrinterInfo
from PySide6.QtWidgets import QMessageBox, QWidget

from tests.support.folders import ROOT
from tests.support.printed import nobody_prints, printer_into, words
from wizard.core.text import Translator
from wizard.ui.paper.printing import print_text

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

SAY = Translator().translate
TEXT = "Hello,\n\n<b>open</b> port 443 & wait.\n    Reference K2-7F3A"


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


def test_a_text_is_printed_as_it_is(parent: QWidget, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "printed.pdf"
    printer_into(file, monkeypatch)
    assert print_text(TEXT, "For <your> IT", SAY, parent)
    assert words(file.read_bytes()) == f"For <your> IT {' '.join(TEXT.split())}"


def test_who_changes_their_mind_prints_nothing(
    parent: QWidget, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    printer_into(tmp_path / "printed.pdf", monkeypatch)
    nobody_prints(monkeypatch)
    assert not print_text(TEXT, "Message", SAY, parent)
    assert list(tmp_path.iterdir()) == []


def test_no_printer_is_said_and_nothing_asked(parent: QWidget, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(QMessageBox, "exec", lambda box: told.append(box.text()))
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", list)
    monkeypatch.setattr(QPrintDialog, "exec", lambda _: pytest.fail("asked for a printer"))
    assert not print_text(TEXT, "Message", SAY, parent)
    assert told == ["This PC has no printer. Save it as a file and print that on another PC."]


def test_nothing_of_printing_is_loaded_before_it_is_wanted() -> None:
    code = (
        "import sys, wizard.ui.window, wizard.ui.pages.result, wizard.ui.paper.printing; "
        "sys.exit('PySide6.QtPrintSupport' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
