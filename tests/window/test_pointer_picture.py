"""What is really painted: bright target, dimmed rest, ring and badge, at any device pixel ratio."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPainter, QPicture

from tests.support.contrast import contrast
from wizard.core.text import Translator
from wizard.pointer.edition import Edition
from wizard.pointer.layout import layout
from wizard.pointer.scene import ControlKind, Rect, ResolvedFrame
from wizard.pointer.scene_files import Scenes
from wizard.ui.pointer.controls import draw_control
from wizard.ui.pointer.render import image, plan, render
from wizard.ui.pointer.surround import DARK, HIGH_CONTRAST, LIGHT, POINTER, POINTER_EDGE, Surround

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

SCENES = Scenes()
SAY = Translator().translate
W, H = 484, 424

pytestmark = pytest.mark.usefixtures("qapp")


def frames(pointer: str) -> tuple[ResolvedFrame, ...]:
    return layout(SCENES.pointer(pointer), Edition())


def picture(frame: ResolvedFrame, ratio: float = 1, look: Surround = LIGHT) -> QImage:
    return image(frame, 1, look, say=SAY, size=QSize(W, H), ratio=ratio)


def colour(drawn: QImage, x: float, y: float, ratio: float) -> QColor:
    return drawn.pixelColor(int(x * ratio), int(y * ratio))


def near(one: QColor, two: str, within: int = 40) -> bool:
    other = QColor(two)
    parts = zip((one.red(), one.green(), one.blue()), (other.red(), other.green(), other.blue()), strict=True)
    return all(abs(a - b) <= within for a, b in parts)


def test_the_ring_stands_out_from_its_edge() -> None:
    assert contrast(QColor(POINTER), QColor(POINTER_EDGE)) >= 3


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("pointer", SCENES.pointer_ids())
def test_a_ring_goes_around_each_target(pointer: str, ratio: float) -> None:
    for frame in frames(pointer):
        placed = plan(frame, W, H, LIGHT, SAY)
        drawn = picture(frame, ratio)
        assert drawn.size() == QSize(W, H) * ratio
        for side in sides(placed.ring, placed.stroke / 2):
            # Leader and badge may cover a part of a side, never all of it.
            assert sum(near(colour(drawn, x, y, ratio), POINTER) for x, y in side) >= 2, pointer


def sides(ring: Rect, middle: float) -> list[list[tuple[float, float]]]:
    steps = [at / 10 for at in range(1, 10)]
    across = [ring.x + ring.width * step for step in steps]
    down = [ring.y + ring.height * step for step in steps]
    return [
        [(x, ring.y + middle) for x in across],
        [(x, ring.bottom - middle) for x in across],
        [(ring.x + middle, y) for y in down],
        [(ring.right - middle, y) for y in down],
    ]


def test_only_the_target_is_bright() -> None:
    frame = frames("api-setup/save")[-1]
    placed = plan(frame, W, H, LIGHT, SAY)
    drawn = picture(frame)
    inside = colour(drawn, placed.target.x + 8, placed.target.y + 5, 1).lightness()
    k = placed.camera
    grid = k.view(Rect(frame.front.client.x + 400, frame.front.client.y + 300, 4, 4))
    outside = colour(drawn, grid.x, grid.y, 1).lightness()
    assert inside > 220
    # White under a shade of 25 to 30 % of a very dark blue: the window in front stays legible.
    assert 0.7 * 255 <= outside <= 0.8 * 255


@pytest.mark.parametrize("look", [LIGHT, DARK, HIGH_CONTRAST])
def test_the_callout_has_the_colours_of_the_scheme(look: Surround) -> None:
    frame = frames("api-setup/save")[-1]
    placed = plan(frame, W, H, look, SAY)
    drawn = picture(frame, look=look)
    corner = colour(drawn, placed.callout.right - 8, placed.callout.y + 8, 1)
    assert near(corner, look.callout, 4)
    badge = colour(drawn, placed.badge.x + 5, placed.badge.center[1], 1)
    assert near(badge, POINTER)


def test_the_backdrop_is_covered_by_windows_where_they_are() -> None:
    drawn = picture(frames("api-setup/open-menu")[0])
    assert near(drawn.pixelColor(300, 6), "#25355a", 30)


def test_painting_leaves_the_painter_as_it_was(qapp: QApplication) -> None:
    recorded = QPicture()
    painter = QPainter(recorded)
    before = painter.transform()
    render(painter, QRectF(10, 10, W, H), frames("main/restart")[0], 1, LIGHT, say=SAY)
    assert painter.transform() == before
    painter.end()
    assert qapp is not None


@pytest.mark.parametrize(
    ("pointer", "kind", "wanted"),
    [
        ("api-setup/enable-key", ControlKind.GRID, "#CDDCEB"),
        ("service-manager/start", ControlKind.LIST, "#BAC7DB"),
    ],
)
def test_a_selected_row_has_the_color_of_its_kind(pointer: str, kind: ControlKind, wanted: str) -> None:
    """Window facts, section 1: a grid's is lighter than a list's."""
    frame = next(f for f in layout(SCENES.pointer(pointer), Edition()) if f.kind is ControlKind.SPOT)
    made = next(c for c in frame.front.controls if c.kind is kind and c.picked >= 0)
    drawn = QImage(QSize(1000, 700), QImage.Format.Format_RGB32)
    painter = QPainter(drawn)
    painter.translate(-made.rect.x, -made.rect.y)
    draw_control(painter, made, frame.front.style, made.rect)
    painter.end()
    middle = frame.target.center[1] - made.rect.y
    assert drawn.pixelColor(int(made.rect.width) - 6, int(middle)) == QColor(wanted)
