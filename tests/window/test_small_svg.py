"""A saved drawing is small, and shows what Qt's own would."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath
from PySide6.QtSvg import QSvgGenerator, QSvgRenderer

from wizard.core.text import T, Translator
from wizard.pointer.scene_files import Scenes
from wizard.ui.pointer import sheet as sheet_module
from wizard.ui.pointer.sheet import Sheet
from wizard.ui.pointer.small_svg import smaller

if TYPE_CHECKING:
    from pathlib import Path

SVG, LINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}href"
pytestmark = pytest.mark.usefixtures("qapp")


def sheet(pointer: str) -> Sheet:
    return Sheet(T("Where to click"), Scenes().picture(pointer).shown(), Translator().translate)


def shown(file: Path, sized: Sheet) -> QImage:
    made = QImage(sized.size, QImage.Format.Format_RGB32)
    made.fill(QColor("#FFFFFF"))
    reader = QSvgRenderer(QByteArray(file.read_bytes()))
    assert reader.isValid()
    painter = QPainter(made)
    reader.render(painter, QRectF(made.rect()))
    painter.end()
    return made.convertToFormat(QImage.Format.Format_Grayscale8)


def test_the_smaller_drawing_is_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = sheet("api-setup/open-menu")
    small, plain = tmp_path / "small.svg", tmp_path / "plain.svg"
    drawn.save(small)
    monkeypatch.setattr(sheet_module, "smaller", lambda svg: svg)
    drawn.save(plain)
    assert small.stat().st_size * 5 < plain.stat().st_size
    one, two = (shown(file, drawn) for file in (small, plain))
    apart: list[int] = []
    for y in range(one.height()):
        rows = (bytes(each.constScanLine(y))[: one.width()] for each in (one, two))
        apart += [abs(a - b) for a, b in zip(*rows, strict=True)]
    assert sum(apart) / len(apart) < 0.1
    assert max(apart) <= 60  # a letter's edge, a thirtieth of a pixel aside


@pytest.mark.parametrize("rule", [Qt.FillRule.WindingFill, Qt.FillRule.OddEvenFill], ids=lambda r: r.name)
def test_parts_over_each_other_are_filled_as_before(rule: Qt.FillRule) -> None:
    """As a letter of a variable font has them: its strokes cross."""
    path, written, size = QPainterPath(), QBuffer(), QSize(200, 100)
    path.setFillRule(rule)
    for x, y, wide in ((20, 20, 60), (30, 30, 20), (100, 20, 40), (120, 20, 40)):
        path.addEllipse(x, y, wide, wide)
    written.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)
    generator.setOutputDevice(written)
    generator.setSize(size)
    generator.setViewBox(QRectF(0, 0, 200, 100))
    painter = QPainter(generator)
    painter.fillPath(path, QColor("#000000"))
    painter.end()
    made = QImage(size, QImage.Format.Format_RGB32)
    made.fill(Qt.GlobalColor.white)
    small = smaller(bytes(written.data().data()).decode())
    assert "<use" in small
    painter = QPainter(made)
    QSvgRenderer(QByteArray(small.encode())).render(painter, QRectF(made.rect()))
    painter.end()
    for x, y in ((25, 50), (40, 40), (110, 40), (130, 40), (150, 40), (90, 40)):
        filled = made.pixelColor(x, y).lightness() < 128
        assert filled is path.contains(QPointF(x + 0.5, y + 0.5)), (x, y)


@pytest.mark.parametrize("pointer", Scenes().pointer_ids())
def test_a_saved_path_is_small(pointer: str, tmp_path: Path) -> None:
    drawn = sheet(pointer)
    suffixes = [(".svg", 400_000)]
    if len(drawn.cells) >= 10 or pointer in {"api-setup/open-menu", "main/log-on"}:
        suffixes.append((".png", 1_000_000))  # packed as small as can be, a second each: the longest paths
    for suffix, most in suffixes:
        file = tmp_path / f"path{suffix}"
        drawn.save(file)
        assert file.stat().st_size < most, suffix


def test_a_word_that_comes_again_is_written_once(tmp_path: Path) -> None:
    file = tmp_path / "path.svg"
    sheet("api-setup/open-menu").save(file)
    root = ET.parse(file).getroot()
    shapes = {each.get("id"): each for each in root.iter() if each.get("id")}
    used = Counter(each.get(LINK, "")[1:] for each in root.iter(f"{SVG}use"))
    words = [name for name, each in shapes.items() if name and each.tag == f"{SVG}g"]
    assert len(words) > 20
    assert all(used[name] >= 2 and len(shapes[name]) >= 2 for name in words)
    assert set(used) <= set(shapes)
