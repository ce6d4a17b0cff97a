"""A saved drawing is small, and shows what Qt's own would."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QByteArray, QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from wizard.core.text import T, Translator
from wizard.pointer.scene_files import Scenes
from wizard.ui.pointer import sheet as sheet_module
from wizard.ui.pointer.sheet import Sheet

if TYPE_CHECKING:
    from pathlib import Path

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
    assert small.stat().st_size * 4 < plain.stat().st_size
    one, two = (shown(file, drawn) for file in (small, plain))
    apart: list[int] = []
    for y in range(one.height()):
        rows = (bytes(each.constScanLine(y))[: one.width()] for each in (one, two))
        apart += [abs(a - b) for a, b in zip(*rows, strict=True)]
    assert sum(apart) / len(apart) < 0.1
    assert max(apart) <= 60  # a letter's edge, a thirtieth of a pixel aside


@pytest.mark.parametrize("pointer", ["api-setup/open-menu", "api-setup/save", "main/log-on", "help/about"])
def test_a_saved_path_is_small(pointer: str, tmp_path: Path) -> None:
    drawn = sheet(pointer)
    for suffix, most in ((".svg", 400_000), (".png", 1_000_000)):
        file = tmp_path / f"path{suffix}"
        drawn.save(file)
        assert file.stat().st_size < most, suffix
