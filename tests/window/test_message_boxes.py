"""Message boxes look like those of Windows, and nothing lies on what they say."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from tests.support.drawn import drawings
from wizard.core.text import Translator
from wizard.pointer.scene import FrameStyle, PlacedWindow, ResolvedFrame
from wizard.pointer.scene_files import Scenes
from wizard.ui.pointer import text_painter, window_painter
from wizard.ui.pointer.render import plan
from wizard.ui.pointer.surround import LIGHT

pytestmark = pytest.mark.usefixtures("qapp")
SAY = Translator().translate
SIZES = [(484, 424), (420, 360), (700, 520), (960, 640)]


def messages() -> dict[str, ResolvedFrame]:
    each = [drawing.frame for i in Scenes().pointer_ids() for drawing in drawings(i)]
    found = {frame.front.id: frame for frame in each if frame.front.style is FrameStyle.MESSAGE}
    assert len(found) == 6
    return found


MESSAGES = messages()
each_message = pytest.mark.parametrize("name", sorted(MESSAGES))


def painted(layer: PlacedWindow) -> QImage:
    outer = layer.outer
    made = QImage(QSize(int(outer.width), int(outer.height)), QImage.Format.Format_RGB32)
    made.fill(Qt.GlobalColor.magenta)
    painter = QPainter(made)
    painter.translate(-outer.x, -outer.y)
    window_painter.draw_window(painter, layer, outer)
    painter.end()
    return made


@each_message
def test_it_has_title_icon_body_foot_and_a_framed_ok(name: str) -> None:
    layer = MESSAGES[name].front
    drawn, client = painted(layer), layer.client.moved(-layer.outer.x, -layer.outer.y)
    assert layer.title == "Open Dental"
    ok = next(c for c in layer.controls if c.text == "OK").rect.moved(-layer.outer.x, -layer.outer.y)

    def at(x: float, y: float) -> QColor:
        return drawn.pixelColor(int(x), int(y))

    body, foot = at(client.x + 10, client.y + 8), at(client.x + 20, client.bottom - 24)
    assert (body.lightness(), foot.lightness()) == (255, 240)
    icon, edge = at(client.x + 27, client.y + 34), at(ok.center[0], ok.y)
    for blue in (icon, edge):
        assert blue.blue() > blue.red() + 100
    assert at(ok.x + 8, ok.center[1]).lightness() > 250


@each_message
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_no_callout_lies_on_what_it_says(name: str, size: tuple[int, int]) -> None:
    frame = MESSAGES[name]
    placed = plan(frame, *size, LIGHT, SAY)
    words = next(c for c in frame.front.controls if c.id == "words")
    assert not placed.callout.shared(placed.camera.view(words.rect))


@each_message
def test_its_words_stand_in_it_at_their_own_width(name: str) -> None:
    layer = MESSAGES[name].front
    words = next(c for c in layer.controls if c.id == "words")
    if words.text:
        assert text_painter.squeeze(words.text, words.rect.width, words.rect.height, native=True) == 1
        lines = text_painter.label_lines(words.text, words.rect.width, native=True)
        assert max(text_painter.width(line, 12, native=True) for line in lines) <= words.rect.width
    else:
        assert words.value == "lines"
