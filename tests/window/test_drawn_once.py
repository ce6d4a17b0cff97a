"""What is the same in picture after picture is worked out once, and what is hidden is not painted."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from wizard.core.text import Translator
from wizard.pointer.edition import Edition
from wizard.pointer.layout import layout
from wizard.pointer.scene import Rect
from wizard.pointer.scene_files import Scenes
from wizard.ui.pointer import glyphs, whole_words
from wizard.ui.pointer.render import image
from wizard.ui.pointer.soft_shadow import draw_shadow
from wizard.ui.pointer.surround import DARK, LIGHT
from wizard.ui.pointer.text_painter import qrect

pytestmark = pytest.mark.usefixtures("qapp")
SAY = Translator().translate
SIZE = QSize(484, 424)


def test_a_glyph_and_a_cut_line_are_worked_out_once() -> None:
    frame = layout(Scenes().pointer("econnector/open"), Edition())[0]
    first = image(frame, 1, LIGHT, say=SAY, size=SIZE, ratio=2)
    kept = [glyphs._picture.cache_info(), whole_words._measured.cache_info()]
    image(frame, 1, DARK, say=SAY, size=SIZE, ratio=2)
    assert image(frame, 1, LIGHT, say=SAY, size=SIZE, ratio=2) == first
    now = [glyphs._picture.cache_info(), whole_words._measured.cache_info()]
    for before, after in zip(kept, now, strict=True):
        assert after.misses == before.misses
        assert after.hits > before.hits + 6


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("scale", [0.79, 1.0, 1.27])
def test_a_kept_glyph_stands_where_its_strokes_would(ratio: float, scale: float) -> None:
    """Within a sixteenth of a device pixel."""
    drawn = []
    for kept in (True, False):
        made = QImage(QSize(60, 60) * ratio, QImage.Format.Format_RGB32)
        made.setDevicePixelRatio(ratio)
        made.fill(Qt.GlobalColor.white)
        painter = QPainter(made)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(3.3, 2.7)
        painter.scale(scale, scale)
        place = Rect(7, 7, 32, 32)
        found = glyphs._ready("appts")
        assert found
        if kept:
            glyphs.draw_glyph(painter, "appts", place)
        else:
            painter.translate(place.x, place.y)
            glyphs._strokes(painter, found, place.width)
        painter.end()
        drawn.append(made)
    one, two = drawn
    middle = one.copy(int(25 * ratio), int(25 * ratio), 4, 4)
    assert any(middle.pixelColor(x, y).lightness() < 255 for x in range(4) for y in range(4))
    for x in range(one.width()):
        for y in range(one.height()):
            assert abs(one.pixelColor(x, y).lightness() - two.pixelColor(x, y).lightness()) <= 25


def test_a_shadow_is_painted_around_what_lies_on_it_alone() -> None:
    around, hidden = Rect(10, 12, 120, 80), Rect(22, 24, 96, 56)
    drawn = []
    for whole in (False, True):
        made = QImage(140, 110, QImage.Format.Format_RGB32)
        made.fill(Qt.GlobalColor.white)
        painter = QPainter(made)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if whole:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(0, 0, 0, 40))
            painter.drawRoundedRect(qrect(around), 14, 14)
        else:
            draw_shadow(painter, around, 14, hidden, 40)
        painter.end()
        drawn.append(made)
    inside = hidden.grown(-2)
    for x in range(140):
        for y in range(110):
            one, two = (made.pixelColor(x, y).lightness() for made in drawn)
            if inside.contains(Rect(x, y, 1, 1)):
                assert (one, two) == (255, 215)
            elif not hidden.grown(2).contains(Rect(x, y, 1, 1)):
                assert abs(one - two) <= 12, (x, y)
