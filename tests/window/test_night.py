"""In a dark scheme the pictures are dark by design: dark windows, light words, the same places."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QColor, QImage, QPainter

from tests.support.contrast import contrast
from tests.support.drawn import drawings
from wizard.core.text import Translator
from wizard.pointer.edition import Edition
from wizard.pointer.layout import layout
from wizard.pointer.scene import FrameStyle, PlacedWindow, Rect
from wizard.pointer.scene_files import Scenes
from wizard.ui.pointer import skin
from wizard.ui.pointer.night import by_night, edge, ink, surface
from wizard.ui.pointer.render import image, plan
from wizard.ui.pointer.surround import DARK, LIGHT
from wizard.ui.pointer.window_painter import draw_stage, draw_window

pytestmark = pytest.mark.usefixtures("qapp")
SAY = Translator().translate
SIZE = QSize(484, 424)
GROUNDS = [
    "#FFFFFF", "#FDFDFD", "#F3F3F3", skin.GROUND, skin.CONTROL, skin.HEADER, skin.SELECTED, skin.LIT,
    skin.BUTTON_BOTTOM, skin.GRID_SELECTED,
]  # fmt: skip


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("dark", [False, True], ids=["day", "night"])
def test_words_stand_out_from_what_they_stand_on(ground: str, dark: bool) -> None:
    with by_night(dark=dark):
        assert contrast(ink("#000000"), surface(ground)) >= 4.5
        assert (surface(ground).lightnessF() < 0.4) is dark
        assert (ink("#000000").lightnessF() > 0.8) is dark


def test_a_title_stays_light_on_its_own_blue() -> None:
    with by_night(dark=True):
        assert surface(skin.FRAME) == QColor(skin.FRAME)
        for ground in (skin.FRAME, skin.TITLE_TOP, skin.TITLE_BOTTOM):
            assert contrast(ink("#FFFFFF"), surface(ground)) >= 4.5


def test_a_tick_and_a_border_can_be_seen_by_night() -> None:
    with by_night(dark=True):
        for line in ("#1A1A1A", "#202020", skin.BUTTON_LINE, skin.SLATE):
            assert contrast(edge(line), surface("#FFFFFF")) >= 3


def test_the_black_around_a_window_stays_black() -> None:
    with by_night(dark=True):
        assert edge(skin.FRAME_LINE) == QColor(skin.FRAME_LINE) == QColor("#000000")


def bare(style: FrameStyle) -> QImage:
    """A window without controls, by night."""
    outer = Rect(0, 0, 400, 200)
    made = QImage(QSize(400, 200), QImage.Format.Format_RGB32)
    painter = QPainter(made)
    with by_night(dark=True):
        draw_window(painter, PlacedWindow("one", "Title", style, outer, Rect(4, 32, 392, 164), ()), outer)
    painter.end()
    return made


def strongest(part: QImage, ground: QColor) -> float:
    """The most that anything in a part of a picture stands out from its ground."""
    each = ((x, y) for x in range(part.width()) for y in range(part.height()))
    return max(contrast(part.pixelColor(x, y), ground) for x, y in each)


@pytest.mark.parametrize("style", [FrameStyle.OPEN_DENTAL, FrameStyle.WINDOWS, FrameStyle.MESSAGE])
def test_the_buttons_of_a_title_bar_can_be_seen_by_night(style: FrameStyle) -> None:
    """Two sentences speak of the X at the top."""
    drawn = bare(style)
    ground = drawn.pixelColor(220, 12)
    middles = {FrameStyle.OPEN_DENTAL: (382, 347, 322), FrameStyle.WINDOWS: (377, 331, 285)}
    for x in middles.get(style, (377,)):
        assert strongest(drawn.copy(x - 7, 8, 14, 16), ground) >= 4.5, x


def test_the_arrows_of_the_toolbar_can_be_seen_by_night() -> None:
    with by_night(dark=True):
        ground = surface("#DFE4F2")
    made = QImage(20, 20, QImage.Format.Format_RGB32)
    made.fill(ground)
    painter = QPainter(made)
    with by_night(dark=True):
        skin.arrow_down(painter, 10, 10, "#000000")
    painter.end()
    assert strongest(made, ground) >= 4.5


def test_the_desktop_is_the_same_by_night() -> None:
    frame = next(f for f in layout(Scenes().pointer("main/log-on"), Edition()) if f.front.id == "desktop")
    outer = frame.front.outer
    drawn = []
    for dark in (False, True):
        made = QImage(QSize(int(outer.width), int(outer.height)), QImage.Format.Format_RGB32)
        made.fill(QColor("#000000"))
        painter = QPainter(made)
        with by_night(dark=dark):
            draw_stage(painter, frame, outer)
        painter.end()
        drawn.append(made)
    assert drawn[0] == drawn[1]


def test_day_comes_back_after_a_fault() -> None:
    with pytest.raises(ZeroDivisionError), by_night(dark=True):
        raise ZeroDivisionError
    assert surface("#FFFFFF") == QColor("#FFFFFF")


@pytest.mark.parametrize("pointer", Scenes().pointer_ids())
def test_each_target_is_dark_by_night_and_light_by_day(pointer: str) -> None:
    for drawing in drawings(pointer):
        if drawing.frame.front.id == "desktop" or drawing.frame.target.width > 300:
            continue  # the wallpaper is one colour; a wide target is a grid, most of it its title
        means = []
        for look in (LIGHT, DARK):
            placed = plan(drawing.frame, SIZE.width(), SIZE.height(), look, SAY)
            drawn = image(drawing.frame, 1, look, say=SAY, size=SIZE)
            target = placed.target.grown(-2)
            room = QRect(int(target.x), int(target.y), int(target.width), int(target.height))
            means.append(mean(drawn.copy(room)))
        day, night = means
        assert day > 150, drawing.name
        assert night < 110, drawing.name


def mean(part: QImage) -> float:
    """The mean lightness of a picture."""
    grey = part.convertToFormat(QImage.Format.Format_Grayscale8)
    each = [grey.pixelColor(x, y).lightness() for x in range(grey.width()) for y in range(grey.height())]
    return sum(each) / len(each)
