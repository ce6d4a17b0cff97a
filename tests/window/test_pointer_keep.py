"""Pictures leave the window: clipboard, PNG, SVG, PDF, paper."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtWidgets import QMessageBox, QWidget

from tests.support.chosen_file import file_chosen
from tests.support.printed import nobody_prints, printer_into
from wizard.core.text import Translator
from wizard.pointer.scene_files import Scenes
from wizard.ui.pointer import export
from wizard.ui.pointer import sheet as sheets
from wizard.ui.pointer.flat_png import flat_png
from wizard.ui.pointer.sheet import CELL, Sheet
from wizard.ui.pointer.surround import POINTER

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    Fails = Callable[[pytest.MonkeyPatch], None]

SAY = Translator().translate
ADD_KEY = Scenes().picture("api-setup/add-key")
SVG = "{http://www.w3.org/2000/svg}"

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def sheet() -> Sheet:
    return Sheet(ADD_KEY.title, ADD_KEY.shown(), SAY)


def test_the_sheet_has_every_picture_and_every_trap(sheet: Sheet) -> None:
    frames = ADD_KEY.shown().frames
    traps = [trap.frame for frame in frames for trap in frame.instead]
    assert [cell.frame for cell in sheet.cells] == [*frames, *traps]
    assert [cell.number for cell in sheet.cells[: len(frames)]] == list(range(1, len(frames) + 1))
    assert len(traps) == 4
    assert "Not authorized" in sheet.cells[len(frames)].heading


def test_a_png_shows_every_picture(sheet: Sheet, tmp_path: Path) -> None:
    file = tmp_path / "pictures.png"
    sheet.save(file)
    drawn = QImage(str(file))
    assert drawn.size() == sheet.size * 2
    amber = QColor(POINTER)
    for at in range(len(sheet.cells)):
        x, y = 24 + at % 2 * (CELL.width() + 24), 72 + at // 2 * (CELL.height() + 50) + 26
        points = ((x + 2 * i, y + 2 * j) for i in range(1, 240, 2) for j in range(1, 210, 2))
        assert any(drawn.pixelColor(2 * px, 2 * py) == amber for px, py in points), at


def test_an_svg_needs_no_font_and_keeps_its_pictures_apart(sheet: Sheet, tmp_path: Path) -> None:
    file = tmp_path / "pictures.svg"
    sheet.save(file)
    root = ET.parse(file).getroot()
    assert not root.findall(f".//{SVG}text")
    assert root.findtext(f"{SVG}title") == "Add the key and switch the API on"
    assert root.get("viewBox", "").split() == ["0", "0", str(sheet.size.width()), str(sheet.size.height())]
    clips = {clip.get("id") for clip in root.iter(f"{SVG}clipPath")}
    used = set(re.findall(r'clip-path="url\(#(\w+)\)"', file.read_text("utf-8")))
    assert used
    assert used <= clips


def test_what_follows_an_inset_is_in_the_svg_too(tmp_path: Path) -> None:
    """The badge is drawn last; a clip that was never ended would hide it."""
    shown = Scenes().picture("api-setup/save").shown()
    Sheet(ADD_KEY.title, shown, SAY).save(tmp_path / "one.svg")
    text = (tmp_path / "one.svg").read_text("utf-8")
    badges = [m.start() for m in re.finditer("<ellipse|<circle", text)]
    assert badges
    for at in badges:
        group = text.rfind("<g ", 0, at)
        clip = re.search(r'clip-path="url\(#(\w+)\)"', text[text.rfind("<g clip-path", 0, group + 1) :])
        assert clip
        shape = text[text.index(f'id="{clip[1]}"') :].split("</clipPath>")[0]
        numbers = [float(n) for n in re.findall(r"-?\d+\.?\d*", shape.split(" d=")[-1])]
        assert max(numbers) - min(numbers) >= CELL.height() - 1


def test_a_png_is_what_was_drawn() -> None:
    drawn = QImage(QSize(37, 11), QImage.Format.Format_RGB32)
    for x in range(37):
        for y in range(11):
            drawn.setPixelColor(x, y, QColor(7 * x, 20 * y, x * y % 256))
    read = QImage.fromData(flat_png(drawn))
    assert read.convertToFormat(QImage.Format.Format_RGB32) == drawn


def test_a_pdf_has_a_page_for_every_six_pictures(sheet: Sheet, tmp_path: Path) -> None:
    file = tmp_path / "pictures.pdf"
    sheet.save(file)
    content = file.read_bytes()
    assert content.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type\s*/Page[^s]", content)) == 2
    assert len(sheet.cells) == 11


def test_another_suffix_is_refused(sheet: Sheet, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"\.gif"):
        sheet.save(tmp_path / "pictures.gif")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("suffix", ["png", "svg", "pdf"])
def test_a_file_that_cannot_be_written_says_why(sheet: Sheet, tmp_path: Path, suffix: str) -> None:
    with pytest.raises(FileNotFoundError):
        sheet.save(tmp_path / "nowhere" / f"pictures.{suffix}")


def cannot_encode(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(QImage, "convertToFormat", lambda *_: QImage())


def is_too_large(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(sheets, "_RATIO", 100_000)


def draws_nothing(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Sheet, "_svg", lambda *_: None)


@pytest.mark.parametrize(
    ("fails", "name"), [(cannot_encode, "x.png"), (is_too_large, "x.png"), (draws_nothing, "x.svg")]
)
def test_a_picture_that_cannot_be_made_is_told_and_leaves_no_file(
    sheet: Sheet, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails: Fails, name: str
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    told: list[str] = []
    monkeypatch.setattr(QMessageBox, "exec", lambda box: told.append(box.text()))
    file_chosen(monkeypatch, tmp_path / name)
    fails(monkeypatch)
    assert export.save(sheet, SAY, parent) is None
    assert len(told) == 1
    assert "could not be saved" in told[0]
    assert list(tmp_path.iterdir()) == []


def test_copying_puts_a_picture_on_the_clipboard() -> None:
    made = QImage(QSize(20, 10), QImage.Format.Format_RGB32)
    made.fill(QColor("#0B6E6E"))
    export.copy(made)
    assert QGuiApplication.clipboard().image().size() == QSize(20, 10)
    QGuiApplication.clipboard().clear()


@pytest.mark.parametrize(
    ("typed", "kind", "saved"),
    [
        ("steps.svg", "Picture (*.png)", "steps.svg"),
        ("steps", "Pages (*.pdf)", "steps.pdf"),
        ("steps v1.2", "Picture (*.png)", "steps v1.2.png"),
    ],
)
def test_saving_asks_for_a_file(
    sheet: Sheet,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    typed: str,
    kind: str,
    saved: str,
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    file_chosen(monkeypatch, tmp_path / typed, kind)
    assert export.save(sheet, SAY, parent) == tmp_path / saved
    assert (tmp_path / saved).stat().st_size > 10_000


def test_saving_can_be_given_up(
    sheet: Sheet, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    file_chosen(monkeypatch, None)
    assert export.save(sheet, SAY, parent) is None
    told: list[str] = []
    monkeypatch.setattr(QMessageBox, "exec", lambda box: told.append(box.text()))
    file_chosen(monkeypatch, tmp_path / "nowhere" / "x.png")
    assert export.save(sheet, SAY, parent) is None
    assert "No such file" in told[0]


def test_printing_puts_the_sheet_on_paper(
    sheet: Sheet, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    file = tmp_path / "printed.pdf"

    printer_into(file, monkeypatch)
    assert export.print_out(sheet, parent)
    assert file.read_bytes().startswith(b"%PDF-")
    nobody_prints(monkeypatch)
    assert not export.print_out(sheet, parent)
