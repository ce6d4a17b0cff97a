"""What is really painted in every distinct picture: the ring, the target, the callout, the text."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from tests.support.contrast import contrast, luminance
from tests.support.drawn import drawings
from tests.support.folders import DATA
from wizard.core.text import Translator
from wizard.pointer.camera import LEGIBLE, SMALL_TARGET
from wizard.pointer.edition import Edition
from wizard.pointer.layout import layout
from wizard.pointer.placement import RING, Placement
from wizard.pointer.scene import Control, ControlKind, FrameStyle, PlacedWindow, Rect, ResolvedFrame
from wizard.pointer.scene_files import Scenes
from wizard.ui.pointer import controls, text_painter, window_painter
from wizard.ui.pointer.callout import Sentence
from wizard.ui.pointer.render import image, plan, render, stage
from wizard.ui.pointer.surround import DARK, HIGH_CONTRAST, LIGHT, Surround

SCENES = Scenes()
SAY = Translator().translate
SIZE = QSize(484, 424)
LOOKS = {"light": LIGHT, "dark": DARK, "contrast": HIGH_CONTRAST}
GOLDEN = DATA / "scenes"
MAGENTA = QColor(255, 0, 255)

pytestmark = pytest.mark.usefixtures("qapp")
each_pointer = pytest.mark.parametrize("pointer", SCENES.pointer_ids())


def placed(frame: ResolvedFrame, look: Surround = LIGHT) -> Placement:
    return plan(frame, SIZE.width(), SIZE.height(), look, SAY)


def picture(frame: ResolvedFrame, look: Surround = LIGHT, ratio: float = 2) -> QImage:
    return image(frame, 1, look, say=SAY, size=SIZE, ratio=ratio)


# the ring


def across(ring: Rect, thick: float, busy: list[Rect]) -> list[list[tuple[float, float]]]:
    """Lines through the ring, from outside to inside: beyond it, its three bands, and the target."""
    bands = (0.5, 0.9, 1.3, 3.5, 5.7, 6.1, 6.5)
    steps = (-2.5, *(step * thick / RING for step in bands), thick + 1.5)
    found = []
    for part in (0.25, 0.4, 0.6, 0.75):
        # away from the round corners, however low the ring is
        x, y = ring.x + ring.width * part, ring.y + max(ring.height * part, 11)
        y = min(y, ring.bottom - 11)
        found += [
            [(x, ring.y + s) for s in steps],
            [(x, ring.bottom - s) for s in steps],
            [(ring.x + s, y) for s in steps],
            [(ring.right - s, y) for s in steps],
        ]
    view = Rect(0, 0, SIZE.width() - 1, SIZE.height() - 1)
    free = [
        line for line in found if not any(b.grown(4).contains(Rect(*p, 0, 0)) for p in line for b in busy)
    ]
    return [line for line in free if all(view.contains(Rect(*point, 0, 0)) for point in line)]


@pytest.mark.parametrize("scheme", LOOKS)
@each_pointer
def test_the_ring_stands_out_from_every_neighbour(pointer: str, scheme: str) -> None:
    for drawing in drawings(pointer):
        found = placed(drawing.frame, LOOKS[scheme])
        drawn = picture(drawing.frame, LOOKS[scheme])
        (x1, y1), (x2, y2) = found.leader
        leader = Rect(min(x1, x2), min(y1, y2), abs(x2 - x1), abs(y2 - y1))
        busy = [found.badge, leader.grown(6), found.callout, found.tag]
        lines = across(found.ring, found.stroke, busy + [mark.rect for mark in found.marks])
        assert len(lines) >= 5, drawing.name
        for line in lines:
            outside, *edges, inside = (drawn.pixelColor(int(x * 2), int(y * 2)) for x, y in line)
            # each edge is between two and four device pixels wide; its darkest one is its colour
            edge, band, inner = min(edges[:3], key=luminance), edges[3], min(edges[4:], key=luminance)
            assert contrast(band, edge) >= 3, (drawing.name, line)
            assert contrast(band, inner) >= 3, (drawing.name, line)
            assert max(contrast(outside, band), contrast(outside, edge)) >= 3, (drawing.name, line)
            assert max(contrast(inside, band), contrast(inside, inner)) >= 3, (drawing.name, line)


@each_pointer
def test_the_target_is_unobscured_and_large_enough(pointer: str) -> None:
    for drawing in drawings(pointer):
        frame, found = drawing.frame, placed(drawing.frame)
        assert found.ring.grown(0.01).contains(found.target)
        bare = QImage(SIZE * 2, QImage.Format.Format_ARGB32_Premultiplied)
        bare.setDevicePixelRatio(2)
        painter = QPainter(bare)
        view = Rect(0, 0, SIZE.width(), found.tag.y)
        painter.setClipRect(QRectF(0, 0, view.width, view.height))
        stage(painter, frame, found.camera, view)
        painter.end()
        target = found.target
        # the ring's inner corners are round: two pixels of the target's own corners are theirs
        inner = target.grown(-2)
        room = QRect(int(inner.x * 2), int(inner.y * 2), int(inner.width * 2), int(inner.height * 2))
        assert picture(frame).copy(room) == bare.copy(room), drawing.name
        zoom = found.inset.zoom if found.inset else found.camera.scale
        # what is low is large enough if it is wide, but for a box to tick
        box = frame.kind in {ControlKind.CHECK, ControlKind.CHECK_RIGHT}
        wide = 0 if box else frame.target.width * zoom
        assert frame.detail * zoom >= SMALL_TARGET - 0.01 or wide >= LEGIBLE, (drawing.name, zoom)


@each_pointer
def test_the_callout_hides_neither_target_nor_ring(pointer: str) -> None:
    for drawing in drawings(pointer):
        for look in LOOKS.values():
            found = placed(drawing.frame, look)
            assert found.clear
            for part in (found.target, found.ring, found.badge, found.tag):
                assert not found.callout.shared(part), drawing.name
            for part in (found.target, found.ring, found.badge):
                assert not found.tag.shared(part), drawing.name


@each_pointer
def test_the_sentence_fits_its_callout(pointer: str) -> None:
    for drawing in drawings(pointer):
        found = placed(drawing.frame)
        drawn = picture(drawing.frame)
        box = found.callout
        # the frame around the words is empty: nothing sticks out of them
        for x in (box.x + 5, box.right - 5):
            column = [
                drawn.pixelColor(int(x * 2), int(y * 2)) for y in (box.y + 20, box.center[1], box.bottom - 20)
            ]
            assert all(contrast(pixel, QColor(LIGHT.callout)) < 1.1 for pixel in column), drawing.name


# controls and windows


def every_layer() -> dict[tuple[str, str], PlacedWindow]:
    found: dict[tuple[str, str], PlacedWindow] = {}
    for pointer in SCENES.pointer_ids():
        for drawing in drawings(pointer):
            for layer in drawing.frame.layers:
                found.setdefault((layer.id, f"{layer.client.width}x{layer.client.height}"), layer)
    return found


LAYERS = every_layer()


def every_control() -> list[tuple[Control, FrameStyle]]:
    found: dict[tuple[ControlKind, str, str, float, float], tuple[Control, FrameStyle]] = {}
    for pointer in SCENES.pointer_ids():
        for drawing in drawings(pointer):
            for layer in drawing.frame.layers:
                for c in layer.controls:
                    key = (c.kind, c.text, c.value, c.rect.width, c.rect.height)
                    found.setdefault(key, (c, layer.style))
    return list(found.values())


def blank(width: float, height: float, ratio: float) -> QImage:
    made = QImage(QSize(round(width * ratio), round(height * ratio)), QImage.Format.Format_RGB32)
    made.setDevicePixelRatio(ratio)
    made.fill(MAGENTA)
    return made


def assert_inside(drawn: QImage, room: Rect, ratio: float, what: object) -> None:
    """Nothing was painted outside ``room``."""
    inner = QRect(
        int(room.x * ratio),
        int(room.y * ratio),
        round(room.width * ratio) + 1,
        round(room.height * ratio) + 1,
    )
    untouched = QImage(drawn.size(), drawn.format())
    untouched.fill(MAGENTA)
    cleared = drawn.copy()
    cleared.setDevicePixelRatio(1)
    painter = QPainter(cleared)
    painter.fillRect(inner, MAGENTA)
    painter.end()
    assert cleared == untouched, what


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0, 3.0])
def test_each_controls_text_fits_it(ratio: float) -> None:
    margin = 8
    for control, style in every_control():
        if control.kind in {ControlKind.SPOT, ControlKind.LABEL}:
            continue
        home = control.rect
        drawn = blank(home.width + 2 * margin, home.height + 2 * margin, ratio)
        painter = QPainter(drawn)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(margin - home.x, margin - home.y)
        controls.draw_control(painter, control, style, home)
        painter.end()
        room = Rect(margin, margin, home.width, home.height)
        assert_inside(drawn, room, ratio, (control.kind, control.text))


def test_no_caption_is_cut_off() -> None:
    """Squeezed to six tenths at the most, every caption finds room, on every font that stands in."""
    for control, _ in every_control():
        if control.kind is ControlKind.BUTTON:
            assert text_painter.width(control.text) * 0.6 <= control.rect.width - 4, control.text
        elif control.kind is ControlKind.LABEL:
            assert text_painter.squeeze(control.text, control.rect.width, control.rect.height) >= 0.6
            lines = control.text.split("\n")
            widest = max(text_painter.width(line) for line in lines) * 0.6
            rows = max(1, int(control.rect.height // 13))
            assert widest <= control.rect.width * rows, control.text


@pytest.mark.parametrize("key", sorted(LAYERS), ids="-".join)
def test_nothing_is_drawn_outside_its_window(key: tuple[str, str]) -> None:
    layer, margin = LAYERS[key], 12
    outer = layer.outer
    drawn = blank(outer.width + 2 * margin, outer.height + 2 * margin, 1)
    painter = QPainter(drawn)
    painter.translate(margin - outer.x, margin - outer.y)
    window_painter.draw_window(painter, layer, outer.grown(margin))
    painter.end()
    shadow = 6 if outer.x or outer.y else 0
    assert_inside(drawn, Rect(margin, margin, outer.width, outer.height).grown(shadow), 1, key)


# line work


def without_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_painter, "draw_text", lambda *_: None)
    monkeypatch.setattr(text_painter, "_advance", lambda words, *_, **__: 6.0 * len(words))
    monkeypatch.setattr(text_painter, "squeeze", lambda *_, **__: 1.0)


def line_work(layer: PlacedWindow) -> QImage:
    """A window at half its size, grey, without text."""
    outer, k = layer.outer, 0.5
    made = QImage(round(outer.width * k), round(outer.height * k), QImage.Format.Format_RGB32)
    made.fill(Qt.GlobalColor.white)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(k, k)
    painter.translate(-outer.x, -outer.y)
    window_painter.draw_window(painter, layer, outer)
    painter.end()
    return made.convertToFormat(QImage.Format.Format_Grayscale8)


def difference(one: QImage, two: QImage) -> list[int]:
    """How far the shades of two grey pictures are apart; what fills up a line does not count."""
    found: list[int] = []
    for y in range(one.height()):
        lines = (bytes(each.constScanLine(y))[: one.width()] for each in (one, two))
        found += [abs(a - b) for a, b in zip(*lines, strict=True)]
    return found


def newest_layers() -> dict[str, PlacedWindow]:
    each = [f for i in SCENES.pointer_ids() for f in layout(SCENES.pointer(i), Edition())]
    each += [trap.frame for frame in each for trap in frame.instead]
    return {layer.id: layer for frame in each for layer in (frame.front,)}


NEWEST = newest_layers()


@pytest.mark.parametrize("window", sorted(NEWEST))
def test_line_work_is_as_it_was(
    window: str, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    """Compare with the picture kept in tests/data/scenes; --update-scenes draws it anew."""
    without_text(monkeypatch)
    drawn, file = line_work(NEWEST[window]), GOLDEN / f"{window}.png"
    if request.config.getoption("--update-scenes"):
        GOLDEN.mkdir(parents=True, exist_ok=True)
        drawn.save(str(file))
    kept = QImage(str(file)).convertToFormat(QImage.Format.Format_Grayscale8)
    assert kept.size() == drawn.size(), (
        f"{file.name}: a window that is new or of another size: --update-scenes"
    )
    apart = difference(drawn, kept)
    # other processors round differently by a shade
    assert max(apart) <= 40
    assert sum(apart) / len(apart) <= 0.5


def test_the_line_work_test_sees_a_control_that_moved(monkeypatch: pytest.MonkeyPatch) -> None:
    without_text(monkeypatch)
    layer = NEWEST["api-setup"]
    moved = tuple(replace(c, rect=c.rect.moved(-6, 0)) if c.id == "save" else c for c in layer.controls)
    one, two = line_work(layer), line_work(replace(layer, controls=moved))
    assert max(difference(one, two)) > 40


# the surround


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0, 3.0])
def test_the_picture_is_the_same_at_every_scale(ratio: float) -> None:
    """Lines and areas stay in place: a picture drawn larger and made small again is the picture."""
    frame = layout(SCENES.pointer("api-setup/save"), Edition())[-1]
    small = picture(frame, ratio=1).convertToFormat(QImage.Format.Format_Grayscale8)
    large = picture(frame, ratio=ratio).convertToFormat(QImage.Format.Format_Grayscale8)
    large.setDevicePixelRatio(1)
    back = large.scaled(
        SIZE, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
    apart = difference(small, back)
    assert sum(apart) / len(apart) < 4


def test_painting_is_cheap_the_second_time(qapp: object) -> None:
    """Where everything goes is worked out once for a view."""
    del qapp
    frame = layout(SCENES.pointer("api-setup/save"), Edition())[-1]
    made = QImage(SIZE, QImage.Format.Format_RGB32)
    found = []
    for _ in range(2):
        painter = QPainter(made)
        found.append(render(painter, QRectF(0, 0, 484, 424), frame, 1, LIGHT, say=SAY))
        painter.end()
    assert all(one is two for one, two in pairwise(found))


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_words_of_the_surround_can_be_read(look: Surround) -> None:
    assert contrast(QColor(look.callout_text), QColor(look.callout)) >= 4.5
    assert Sentence("Words", look).measure(200)[0] > 0
