"""Two depths of shade, measured on what is painted; words to click can be read in every scheme."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QObject, QRect, QSize
from PySide6.QtGui import QColor, QImage, QPainter

from tests.support.contrast import contrast
from tests.support.drawn import drawings
from wizard.core.text import T, Translator
from wizard.pointer.edition import Edition
from wizard.pointer.layout import layout
from wizard.pointer.light import light
from wizard.pointer.scene import ControlKind, FrameStyle, Rect, ResolvedFrame
from wizard.pointer.scene_files import Scenes
from wizard.ui import theme
from wizard.ui.pointer import render
from wizard.ui.pointer.render import image, plan
from wizard.ui.pointer.sheet import Sheet
from wizard.ui.pointer.surround import (
    DARK,
    HIGH_CONTRAST,
    LIGHT,
    LIGHT_CONTRAST,
    PAPER,
    POINTER,
    POINTER_EDGE,
    Surround,
)

if TYPE_CHECKING:
    from pathlib import Path

    from wizard.pointer.placement import Placement

SCENES = Scenes()
SAY = Translator().translate
SIZE = QSize(484, 424)
LOOKS = {
    "light": LIGHT,
    "dark": DARK,
    "contrast": HIGH_CONTRAST,
    "light-contrast": LIGHT_CONTRAST,
    "paper": PAPER,
}
LARGE = QSize(1100, 800)
"""Whole windows: what lies behind is seen beside the one in front."""

pytestmark = pytest.mark.usefixtures("qapp")


def test_the_ring_stands_out_from_any_color_there_is() -> None:
    """Nothing is less than 3:1 from both of two colors that are 9:1 apart."""
    assert contrast(QColor(POINTER), QColor(POINTER_EDGE)) >= 9


def mean_depth(frame: ResolvedFrame, look: Surround, spot: Rect) -> float:
    """How much of what is there without shade is taken from white, in a part of a picture; 0 to 1."""
    bare = PAPER
    with_shade = image(frame, 1, look, say=SAY, size=LARGE)
    without = image(frame, 1, bare, say=SAY, size=LARGE)
    x, y = int(spot.center[0]), int(spot.center[1])
    white, shaded = without.pixelColor(x, y), with_shade.pixelColor(x, y)
    return (white.red() - shaded.red()) / (white.red() - 20)


def test_what_lies_behind_is_deeper_in_shade_than_the_window_in_front() -> None:
    frame = layout(SCENES.pointer("api-setup/add-key"), Edition())[2]
    camera = plan(frame, LARGE.width(), LARGE.height(), LIGHT, SAY).camera
    front, behind = (camera.view(layer.outer) for layer in (frame.front, frame.layers[-2]))
    body = Rect(front.x + 12, front.y + 40, 2, 2)
    beside = Rect(front.x + front.width / 2, front.bottom + 40, 2, 2)
    assert behind.contains(beside)
    assert 0.25 <= mean_depth(frame, LIGHT, body) <= 0.30
    assert 0.58 <= mean_depth(frame, LIGHT, beside) <= 0.62


def test_a_message_box_keeps_its_white_body_over_its_grey_foot() -> None:
    """By these two it is known; in shade they are nearly one grey."""
    frame = layout(SCENES.pointer("api-setup/accept-license"), Edition())[-1].instead[0].frame
    camera = plan(frame, LARGE.width(), LARGE.height(), LIGHT, SAY).camera
    assert frame.front.style is FrameStyle.MESSAGE
    client = camera.view(frame.front.client)
    drawn = image(frame, 1, LIGHT, say=SAY, size=LARGE)
    k = camera.scale
    body, foot = (
        drawn.pixelColor(int(client.x + 10 * k), int(y)).lightness()
        for y in (client.y + 8 * k, client.bottom - 24 * k)
    )
    assert (body, foot) == (255, 240)


def test_what_lies_behind_shows_beside_a_round_corner() -> None:
    frame = layout(SCENES.pointer("service-manager/start"), Edition())[1]
    assert frame.front.style is FrameStyle.WINDOWS
    camera = plan(frame, LARGE.width(), LARGE.height(), LIGHT, SAY).camera
    front = camera.view(frame.front.outer)
    white = QImage(LARGE, QImage.Format.Format_RGB32)
    white.fill(QColor("#FFFFFF"))
    painter = QPainter(white)
    render._dim(painter, Rect(0, 0, LARGE.width(), LARGE.height()), frame, camera, LIGHT)
    painter.end()
    corner, inside, behind = (
        white.pixelColor(int(front.x) + at, int(front.bottom) - 1 - at).lightness() for at in (1, 14, -4)
    )
    assert abs(corner - behind) <= 3
    assert inside > behind + 60


def torn_window() -> ResolvedFrame:
    frame = layout(SCENES.pointer("api-setup/enabled"), Edition())[-1]
    assert plan(frame, SIZE.width(), SIZE.height(), LIGHT, SAY).camera.head
    return frame


@pytest.mark.parametrize("scheme", LOOKS)
def test_a_torn_edge_is_two_lines_with_the_windows_ground_between(scheme: str) -> None:
    """A bar of another lightness would look like a part of the window."""
    look, frame = LOOKS[scheme], torn_window()
    placed = plan(frame, SIZE.width(), SIZE.height(), look, SAY)
    drawn = image(frame, 1, look, say=SAY, size=SIZE, ratio=2)
    camera = placed.camera
    x, top = int(camera.view(frame.front.outer).right - 60), camera.head * camera.scale
    middle = (top + camera.torn) / 2
    shades = [drawn.pixelColor(2 * x, y) for y in range(int(2 * top) - 8, int(2 * camera.torn) + 8)]
    between = drawn.pixelColor(2 * x, int(2 * middle))
    ground = drawn.pixelColor(2 * x, int(2 * camera.torn) + 20)
    assert contrast(between, ground) < 1.7
    assert max(contrast(shade, between) for shade in shades) >= 3


@pytest.mark.parametrize("scheme", ["contrast", "light-contrast", "paper"])
def test_there_is_no_shade_in_high_contrast_and_on_paper(scheme: str) -> None:
    frame = layout(SCENES.pointer("api-setup/add-key"), Edition())[2]
    camera = plan(frame, LARGE.width(), LARGE.height(), LIGHT, SAY).camera
    front, behind = (camera.view(layer.outer) for layer in (frame.front, frame.layers[-2]))
    drawn = image(frame, 1, LOOKS[scheme], say=SAY, size=LARGE)
    assert behind.bottom > front.bottom + 40
    for x, y in ((front.x + 20, front.center[1]), (front.center[0], front.bottom + 40)):
        assert drawn.pixelColor(int(x), int(y)).lightness() > 245


def words_to_click(frame: ResolvedFrame, placed: Placement) -> list[Rect]:
    """In view pixels: the target, and every entry on the way to it that is seen."""
    view = Rect(0, 0, SIZE.width(), SIZE.height())
    camera = placed.camera
    falls = light(frame, camera, view)
    bar = [row.rect for row in frame.front.bar if row.lit and frame.menus]
    found = [camera.heading(rect) if camera.head else camera.view(rect) for rect in bar]
    found += [camera.view(row.rect) for menu in frame.menus for row in menu.rows if row.lit]
    over = [placed.callout, placed.badge, placed.tag]
    seen = [rect for rect in found if view.contains(rect) and not any(rect.shared(part) for part in over)]
    assert all(any(part.shared(rect) for part in falls.bright) for rect in [*seen, placed.target])
    return [*seen, placed.target]


def legibility(drawn: QImage, rect: Rect, ratio: int) -> float:
    """The contrast of the type in a part of a picture with what it stands on, the commonest color."""
    inner = rect.grown(-2)
    part = QRect(
        int(inner.x * ratio), int(inner.y * ratio), int(inner.width * ratio), int(inner.height * ratio)
    )
    shades = Counter(
        memoryview(drawn.copy(part).convertToFormat(QImage.Format.Format_RGB32).constBits()).cast("I")
    )
    ground = QColor(shades.most_common(1)[0][0])
    return max(contrast(QColor(shade), ground) for shade in shades)


@pytest.mark.parametrize("scheme", LOOKS)
@pytest.mark.parametrize("pointer", SCENES.pointer_ids())
def test_words_to_click_can_be_read(pointer: str, scheme: str) -> None:
    look = LOOKS[scheme]
    for drawing in drawings(pointer):
        frame = drawing.frame
        placed = plan(frame, SIZE.width(), SIZE.height(), look, SAY)
        drawn = image(frame, 1, look, say=SAY, size=SIZE, ratio=2)
        for rect in words_to_click(frame, placed):
            empty = rect == placed.target and frame.kind is ControlKind.BOX
            if not empty:
                assert legibility(drawn, rect, 2) >= 4.5, (drawing.name, rect)


def test_the_pictures_follow_the_windows_scheme() -> None:
    parent = QObject()
    scheme = theme.Theme(parent)
    depths = {}
    for roles in (theme.LIGHT, theme.DARK, theme.CONTRAST, theme.CONTRAST_LIGHT):
        scheme.use(roles)
        look = scheme.look()
        depths[roles] = (look.behind, look.front)
        assert (QColor(look.callout).lightness() < 128) == (roles in {theme.DARK, theme.CONTRAST})
        assert contrast(QColor(look.callout_text), QColor(look.callout)) >= 7
    assert depths[theme.LIGHT] == depths[theme.DARK] == (LIGHT.behind, LIGHT.front)
    assert depths[theme.CONTRAST] == depths[theme.CONTRAST_LIGHT] == (0, 0)


def test_what_is_saved_is_bright(tmp_path: Path) -> None:
    sheet = Sheet(T("Turn the API on"), SCENES.picture("api-setup/enabled").shown(), SAY)
    file = tmp_path / "sheet.png"
    sheet.save(file)
    drawn = QImage(str(file))
    shades = Counter(memoryview(drawn.convertToFormat(QImage.Format.Format_Grayscale8).constBits()))
    assert sum(count for shade, count in shades.items() if shade > 235) > 0.75 * sum(shades.values())


def test_dark_pictures_are_dark_by_design() -> None:
    """An open menu has no shade, so what is dark there was drawn so; the hues are Open Dental's own."""
    frame = next(f for f in layout(SCENES.pointer("api-setup/open-menu"), Edition()) if f.menus)
    shades = {}
    for scheme, look in (("light", LIGHT), ("dark", DARK)):
        placed = plan(frame, LARGE.width(), LARGE.height(), look, SAY)
        rows = [placed.camera.view(row.rect) for menu in frame.menus for row in menu.rows if not row.lit]
        laid = (placed.callout, placed.badge, placed.ring)
        spot = next(row for row in rows if not any(part.grown(6).shared(row) for part in laid))
        drawn = image(frame, 1, look, say=SAY, size=LARGE)
        shades[scheme] = drawn.pixelColor(int(spot.right - 8), int(spot.y + 4)).lightness()
        lit = drawn.pixelColor(int(placed.target.right - 6), int(placed.target.y + 5))
        assert 190 <= lit.hslHue() <= 220, scheme
    assert shades["light"] > 240
    assert shades["dark"] < 60


def test_after_a_dark_picture_the_next_is_light_again() -> None:
    frame = layout(SCENES.pointer("api-setup/save"), Edition())[-1]
    before = image(frame, 1, LIGHT, say=SAY, size=SIZE)
    image(frame, 1, DARK, say=SAY, size=SIZE)
    assert image(frame, 1, LIGHT, say=SAY, size=SIZE) == before
