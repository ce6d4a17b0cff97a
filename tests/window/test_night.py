"""In a dark scheme the pictures are dark by design: dark windows, light words, the same places."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QColor, QImage

from tests.support.contrast import contrast
from tests.support.drawn import drawings
from wizard.core.text import Translator
from wizard.pointer.scene_files import Scenes
from wizard.ui.pointer import skin
from wizard.ui.pointer.night import by_night, edge, ink, surface
from wizard.ui.pointer.render import image, plan
from wizard.ui.pointer.surround import DARK, LIGHT

pytestmark = pytest.mark.usefixtures("qapp")
SAY = Translator().translate
SIZE = QSize(484, 424)
GROUNDS = [
    "#FFFFFF", "#FDFDFD", "#F3F3F3", skin.GROUND, skin.CONTROL, skin.HEADER, skin.SELECTED, skin.LIT,
    skin.BUTTON_BOTTOM,
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
