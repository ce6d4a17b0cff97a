"""The words in the pictures: none lies on another, and none is cut by the picture's border."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import pytest
from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QImage, QPainter

from tests.support.drawn import drawings
from wizard.core.text import Translator
from wizard.pointer.scene import Rect
from wizard.pointer.scene_files import Scenes
from wizard.ui.pointer import text_painter, window_painter
from wizard.ui.pointer.render import image, plan
from wizard.ui.pointer.surround import LIGHT

if TYPE_CHECKING:
    from collections.abc import Callable

    from wizard.pointer.scene import PlacedWindow

SCENES = Scenes()
SAY = Translator().translate
SIZES = {"card": QSize(484, 424), "beside": QSize(330, 300), "large": QSize(1000, 700)}
_TOUCH = 1.0
"""Pixels that two words may share: letters do not fill the box that is measured."""

pytestmark = pytest.mark.usefixtures("qapp")
each_pointer = pytest.mark.parametrize("pointer", SCENES.pointer_ids())


class Drawn(NamedTuple):
    """A word or line, and the room that its letters take."""

    text: str
    room: QRectF


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[Drawn]:
    """Collects what is written from now on, in the painter's outermost coordinates."""
    found: list[Drawn] = []

    def draw_text(painter: QPainter, rect: QRectF, flags: int, text: str) -> None:
        metrics = QFontMetricsF(painter.font())
        wide, high = metrics.horizontalAdvance(text), metrics.xHeight()
        left = rect.x()
        if flags & Qt.AlignmentFlag.AlignRight.value:
            left = rect.right() - wide
        elif flags & Qt.AlignmentFlag.AlignHCenter.value:
            left = rect.center().x() - wide / 2
        room = QRectF(left, rect.center().y() - high / 2, wide, high)
        if painter.hasClipping():
            room &= painter.clipBoundingRect()
        if text.strip() and not room.isEmpty():
            found.append(Drawn(text, painter.worldTransform().mapRect(room)))

    monkeypatch.setattr(text_painter, "draw_text", draw_text)
    return found


def every_window() -> dict[str, PlacedWindow]:
    """Each window in each state that a picture shows, by what is written in it."""
    found: dict[tuple[object, ...], PlacedWindow] = {}
    for pointer in SCENES.pointer_ids():
        for drawing in drawings(pointer):
            for layer in drawing.frame.layers:
                key = (
                    layer.id,
                    layer.outer,
                    *((c.id, c.text, c.value, c.rect) for c in layer.controls),
                    layer.bar,
                )
                found.setdefault(key, layer)
    return {f"{layer.id}-{at}": layer for at, layer in enumerate(found.values())}


WINDOWS = every_window()


def overlapping(words: list[Drawn]) -> list[tuple[str, str]]:
    found = []
    for at, one in enumerate(words):
        for other in words[at + 1 :]:
            both = one.room & other.room
            if both.width() > _TOUCH and both.height() > _TOUCH:
                found.append((one.text, other.text))
    return found


def painted(draw: Callable[[QPainter], None]) -> None:
    made = QImage(8, 8, QImage.Format.Format_RGB32)
    painter = QPainter(made)
    draw(painter)
    painter.end()


@pytest.mark.parametrize("name", WINDOWS)
def test_no_two_labels_lie_on_each_other(name: str, written: list[Drawn]) -> None:
    layer = WINDOWS[name]
    painted(lambda painter: window_painter.draw_window(painter, layer, layer.outer))
    assert written or not any(c.text for c in layer.controls)
    assert overlapping(written) == []


def test_the_test_sees_words_on_each_other(written: list[Drawn]) -> None:
    layer = next(w for w in WINDOWS.values() if any(c.id == "view-license" for c in w.controls))
    moved = tuple(
        replace(c, rect=c.rect.moved(-40, 0)) if c.id == "view-license" else c for c in layer.controls
    )
    assert moved != layer.controls
    painted(lambda p: window_painter.draw_window(p, replace(layer, controls=moved), layer.outer))
    assert ("Add Key", "View License") in overlapping(written)


@each_pointer
def test_the_entries_of_menus_lie_under_each_other(pointer: str, written: list[Drawn]) -> None:
    for drawing in drawings(pointer):
        for menu in drawing.frame.menus:
            written.clear()
            painted(lambda painter, menu=menu: window_painter._menu(painter, menu, menu.rect))  # type: ignore[misc]
            assert len(written) >= sum(not row.separator for row in menu.rows)
            assert overlapping(written) == [], drawing.name


RATIO = 2


def border(drawn: QImage, view: QRect) -> list[bytes]:
    """The outermost device pixels of a part of a picture, side by side."""
    sides = (
        QRect(view.left(), view.top(), view.width(), 1),
        QRect(view.left(), view.bottom(), view.width(), 1),
        QRect(view.left(), view.top(), 1, view.height()),
        QRect(view.right(), view.top(), 1, view.height()),
    )
    strips = (drawn.copy(side).convertToFormat(QImage.Format.Format_RGB32) for side in sides)
    return [bytes(strip.constBits()) for strip in strips]


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
@each_pointer
def test_no_word_is_cut_by_the_border(pointer: str, size: QSize, monkeypatch: pytest.MonkeyPatch) -> None:
    """With its words and without them a picture has the same border: no letter reaches it."""
    cut = []
    for drawing in drawings(pointer):
        tag = plan(drawing.frame, size.width(), size.height(), LIGHT, SAY).tag
        view = QRect(0, 0, size.width() * RATIO, int(tag.y * RATIO))
        pictures = []
        for draw in (text_painter.draw_text, lambda *_: None):
            with monkeypatch.context() as patched:
                patched.setattr(text_painter, "draw_text", draw)
                pictures.append(image(drawing.frame, 1, LIGHT, say=SAY, size=size, ratio=RATIO))
        if border(pictures[0], view) != border(pictures[1], view):
            cut.append(drawing.name)
    assert cut == []


def test_of_a_line_that_is_far_too_long_its_first_words_are_left() -> None:
    made = QImage(QSize(80, 20), QImage.Format.Format_RGB32)
    made.fill(Qt.GlobalColor.white)
    painter = QPainter(made)
    text_painter.line(
        painter, Rect(4, 2, 70, 15), "First words of a line that no squeezing makes short enough"
    )
    painter.end()
    inked = [x for x in range(80) for y in range(20) if made.pixelColor(x, y).lightness() < 128]
    assert 4 <= min(inked) < 8
    assert max(inked) < 75
