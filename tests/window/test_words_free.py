"""Callout, leader, badge and ring lie on no word, gray ones included, in every version of every picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter

from tests.support.drawn import drawings
from wizard.core.text import Translator
from wizard.pointer.camera import LEGIBLE, Camera, aim
from wizard.pointer.leader import LEADER_WIDTH, box, crossed
from wizard.pointer.placement import RING
from wizard.pointer.scene import ControlKind, Rect, ResolvedFrame
from wizard.pointer.scene_files import Scenes
from wizard.pointer.words_seen import words_in_view
from wizard.ui.pointer import text_painter
from wizard.ui.pointer.render import plan
from wizard.ui.pointer.surround import LIGHT

if TYPE_CHECKING:
    from wizard.pointer.placement import Placement

SCENES = Scenes()
SAY = Translator().translate
USUAL, ROOM = QSize(484, 424), (484, 401)
_INK = 1.5
"""Pixels that a word's estimated height has above and below its letters."""

pytestmark = pytest.mark.usefixtures("qapp")
each_pointer = pytest.mark.parametrize("pointer", SCENES.pointer_ids())


def placed(frame: ResolvedFrame, size: QSize = USUAL) -> Placement:
    return plan(frame, size.width(), size.height(), LIGHT, SAY)


def frames(*pointers: str) -> list[ResolvedFrame]:
    return [d.frame for pointer in pointers or SCENES.pointer_ids() for d in drawings(pointer)]


def on(found: Placement, rect: Rect) -> list[Rect]:
    return [word for word in found.words if word.common(rect).width > 1 and word.common(rect).height > _INK]


@each_pointer
def test_nothing_lies_on_a_word(pointer: str) -> None:
    for drawing in drawings(pointer):
        frame, name = drawing.frame, drawing.name
        found = placed(frame)
        assert found.words, name
        assert on(found, found.callout) == [], name
        assert [word for word in found.words if crossed(found.leader, [box(word, LEADER_WIDTH / 2)])] == [], (
            name
        )
        assert on(found, found.ring) == [], name
        assert on(found, found.badge.grown(-3)) == [], name


@pytest.mark.parametrize("size", [QSize(462, 348), QSize(462, 340)])
def test_in_the_usual_window_too_the_menus_are_free(size: QSize) -> None:
    """Its picture is a little smaller than the one for which all of them are."""
    for frame in frames("api-setup/open-menu"):
        if frame.menus:
            found = placed(frame, size)
            assert on(found, found.callout) == [], frame.version


@pytest.mark.parametrize("size", [QSize(1000, 640), QSize(1036, 620)])
def test_in_a_large_view_the_history_keeps_its_title(size: QSize) -> None:
    """The badge goes to the callout where it would have the one gap that the leader needs."""
    for frame in frames("econnector/status"):
        if frame.label == "Current eConnector Service Status":
            found = placed(frame, size)
            assert on(found, found.callout) == []
            assert not crossed(found.leader, [box(found.badge)])


def test_no_part_of_a_window_is_searched_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    searched: list[Camera] = []
    once = words_in_view

    def noted(frame: ResolvedFrame, camera: Camera, view: Rect) -> list[Rect]:
        searched.append(camera)
        return once(frame, camera, view)

    monkeypatch.setattr("wizard.pointer.placement.words_in_view", noted)
    size, most = QSize(1037, 621), 0  # of a view that nothing else has planned
    for frame in frames("econnector/start"):
        searched.clear()
        placed(frame, size)
        most = max(most, len(searched))
        for at, one in enumerate(searched):
            for other in searched[:at]:
                moved = max(abs(one.x - other.x), abs(one.y - other.y)) * one.scale
                assert one.scale != other.scale or one.head != other.head or moved > 0.02 * size.height()
    assert most > 1


def test_where_words_are_on_every_side_the_badge_stands_at_the_callout() -> None:
    found = placed(frames("security/grant-setup")[0])
    beside = max(found.callout.x - found.badge.right, found.badge.x - found.callout.right)
    assert 0 <= beside <= 2
    assert not crossed(found.leader, [box(found.badge)])


def test_a_box_to_tick_is_whole_where_it_is_magnified() -> None:
    boxes = [frame for frame in frames() if frame.kind is ControlKind.CHECK_RIGHT]
    assert boxes
    for frame in boxes:
        for size in (USUAL, QSize(704, 448)):
            inset = placed(frame, size).inset
            assert inset is None or inset.source.contains(frame.target), (frame.label, size)


def test_the_x_is_in_view_where_the_right_end_of_a_window_is_meant() -> None:
    for frame in frames("econnector/start"):
        if frame.label == "Refresh":
            camera = aim(frame, *ROOM)
            assert camera.place(frame.front.outer).right <= ROOM[0]


def test_no_button_is_cut_at_the_foot_where_a_few_pixels_help() -> None:
    for frame in frames("econnector/open"):
        camera = aim(frame, *ROOM)
        for control in frame.front.controls:
            if control.kind is ControlKind.BUTTON:
                place = camera.place(control.rect)
                assert not place.y + 1 < ROOM[1] < place.bottom - 1, (frame.label, control.text)


def test_a_list_that_has_lost_its_beginning_is_left_out() -> None:
    frame = frames("security/grant-setup")[-1]
    groups = next(c for c in frame.front.controls if c.id == "groups")
    assert aim(frame, *ROOM).place(groups.rect).right <= 1


def test_gray_words_count() -> None:
    frame = next(f for f in frames("econnector/start") if f.front.id == "econnector" and f.also)
    start = next(c for c in frame.front.controls if c.id == "start")
    assert not start.enabled
    found = placed(frame)
    place = found.camera.place(start.rect)
    assert any(word.shared(place) > 0.9 * place.width * place.height for word in found.words)


@each_pointer
def test_a_ring_is_close_where_words_are_and_wide_where_none_is(pointer: str) -> None:
    for frame in frames(pointer):
        found = placed(frame)
        reach = found.target.x - found.ring.x
        near = found.target.grown(RING)
        assert 2 <= reach <= RING
        assert (reach < RING) == bool([word for word in found.words if word.shared(near.grown(0.5))])


@each_pointer
def test_only_what_is_illegible_is_magnified(pointer: str) -> None:
    for frame in frames(pointer):
        for size in (USUAL, QSize(760, 600)):
            found = placed(frame, size)
            box = frame.kind in {ControlKind.CHECK, ControlKind.CHECK_RIGHT}
            if found.inset is not None:
                assert box or found.target.width < LEGIBLE, (frame.label, size)


def test_what_the_sentence_speaks_of_is_in_the_picture() -> None:
    spoken = [frame for frame in frames() if frame.also]
    assert len(spoken) >= 4
    for frame in spoken:
        found = placed(frame)
        for rect in frame.also:
            place = found.camera.place(rect)
            assert Rect(0, 0, USUAL.width(), found.tag.y).contains(place), (frame.label, place)
            assert place.height > 0
            assert not place.shared(found.callout), frame.label


def test_the_status_stays_beside_the_button_that_reads_it_again() -> None:
    frame = next(f for f in frames("econnector/start") if f.label == "Refresh")
    status = next(c for c in frame.front.controls if c.id == "status")
    assert frame.also == (status.rect,)


def test_a_wide_window_begins_at_its_own_border_where_the_target_allows_it() -> None:
    for label in ("Start", "Current eConnector Service Status"):
        frame = next(f for f in frames("econnector/start") + frames("econnector/status") if f.label == label)
        assert aim(frame, *ROOM).x <= frame.front.outer.x, label


def test_an_opened_menu_path_is_seen_with_the_module_bar() -> None:
    for pointer in ("api-setup/open-menu", "main/restart"):
        for frame in frames(pointer):
            if frame.menus:
                modules = next(c for c in frame.front.controls if c.kind is ControlKind.MODULES)
                camera = aim(frame, *ROOM)
                assert camera.view(modules.rect).x >= 0, frame.label
                assert camera.scale >= 0.9


def test_a_narrow_window_fills_the_view() -> None:
    frame = next(f for f in frames("service-manager/start") if f.kind is ControlKind.SPOT)
    camera = aim(frame, *ROOM)
    assert camera.scale == pytest.approx(1.3)
    seen = camera.view(frame.front.outer)
    assert seen.x >= 0
    assert seen.right <= ROOM[0]


@pytest.mark.parametrize(("seen", "written"), [((0, 60), True), ((0, 25), False), ((30, 70), False)])
def test_of_a_sentence_its_beginning_is_seen_or_nothing(seen: tuple[int, int], *, written: bool) -> None:
    words = "Open Dental monitors"
    made = QImage(QSize(140, 20), QImage.Format.Format_RGB32)
    made.fill(Qt.GlobalColor.white)
    painter = QPainter(made)
    painter.setClipRect(QRect(seen[0], 0, seen[1], 20))
    text_painter.block(painter, Rect(2, 2, 130, 16), words, "#000000")
    painter.end()
    dark = [x for x in range(140) for y in range(20) if made.pixelColor(x, y).lightness() < 128]
    assert bool(dark) == written
