"""How much of a window a picture shows, at which size, and where it is cut."""

from __future__ import annotations

import pytest

from tests.unit.pointer.test_placement import placed
from wizard.core.version import NEWEST_KNOWN
from wizard.pointer.camera import aim
from wizard.pointer.edition import Edition
from wizard.pointer.layout import layout
from wizard.pointer.leader import box, crossed
from wizard.pointer.saliency import kept
from wizard.pointer.scene import ControlKind, Rect, ResolvedFrame
from wizard.pointer.scene_files import Scenes

SCENES = Scenes()
USUAL, ROOM = (484, 424), (484, 401)
"""A picture at the program's default size, and what is left of it above the version's strip."""


def frames(*pointers: str) -> list[ResolvedFrame]:
    chosen = pointers or SCENES.pointer_ids()
    found = [f for i in chosen for f in layout(SCENES.pointer(i), Edition(NEWEST_KNOWN))]
    return found + [trap.frame for frame in found for trap in frame.instead]


def is_whole(frame: ResolvedFrame, size: tuple[int, int]) -> bool:
    return Rect(0, 0, *size).contains(aim(frame, *size).view(frame.front.outer))


def test_words_have_their_real_size_at_the_default_window() -> None:
    for frame in frames():
        scale = aim(frame, *ROOM).scale
        deep = len(frame.menus) > 1  # a path through two menus is shown whole before it is shown large
        outer, camera = frame.front.outer, aim(frame, *ROOM)
        across = camera.x <= outer.x and outer.right <= camera.x + ROOM[0] / scale
        # a wide window that begins at its own left border, and what a sentence speaks of, are worth it too
        least = 0.77 if outer.width > ROOM[0] and (camera.x <= outer.x or frame.also) else 1.0
        whole = is_whole(frame, ROOM) or across
        assert scale >= (0.8 if deep else 0.85 if whole else least), frame.label


def test_words_grow_with_the_window() -> None:
    grown = 0
    for frame in frames():
        usual, large = aim(frame, *ROOM).scale, aim(frame, 1000, 800).scale
        if not is_whole(frame, (1000, 800)):
            assert large >= usual * 1.2, frame.label
            grown += 1
    assert grown


def test_a_whole_window_has_a_target_that_can_be_seen() -> None:
    for size in (ROOM, (700, 540), (1000, 800)):
        for frame in frames():
            if is_whole(frame, size) and frame.front.outer.width > size[0] * 0.8:
                assert frame.target.width * aim(frame, *size).scale >= 40


def test_nothing_is_magnified_that_is_large_enough() -> None:
    magnified = [f for f in frames() if placed(f, USUAL).inset is not None]
    for frame in magnified:
        found = placed(frame, USUAL)
        assert frame.detail * found.camera.scale < 24
        assert frame.kind is not ControlKind.BUTTON or is_whole(frame, ROOM)
    for pointer in ("api-setup/open-menu", "api-setup/save", "econnector/open"):  # API, Save, eServices
        for frame in layout(SCENES.pointer(pointer), Edition(NEWEST_KNOWN)):
            if frame.label in {"API", "Save", "eServices"}:
                assert placed(frame, USUAL).inset is None, frame.label


@pytest.mark.parametrize("size", [USUAL, (700, 560), (1100, 800)])
def test_a_leader_crosses_no_label(size: tuple[int, int]) -> None:
    for frame in frames():
        found = placed(frame, size)
        view = Rect(0, 0, size[0], found.tag.y)
        # where a line ends that is broader than the picture is an estimate of its letters' widths
        seen = [rect for rect, _ in kept(frame, found.camera, view) if rect.width < size[0]]
        # a line of which less than this is in the view is not drawn
        seen = [rect for rect in seen if rect.common(view).width >= 0.4 * rect.width]
        labels = [rect for rect in seen if rect.width * rect.height < 20_000]
        for rect in labels:
            if not rect.shared(found.target):
                assert not crossed(found.leader, [box(rect)]), (frame.label, rect)


@pytest.mark.parametrize("size", [USUAL, (380, 300), (1100, 800)])
def test_the_version_covers_nothing(size: tuple[int, int]) -> None:
    for frame in frames():
        found = placed(frame, size)
        assert (found.tag.x, found.tag.right, found.tag.bottom) == (0, *size)
        parts = [found.target, found.badge, found.callout, *(mark.rect for mark in found.marks)]
        assert all(part.bottom <= found.tag.y for part in parts)


def test_a_torn_window_shows_what_it_is_known_by() -> None:
    """Above the jagged edge stands not only the title, and no control is cut by it."""
    frame = next(f for f in frames("api-setup/save") if f.label == "Save")
    camera = aim(frame, *ROOM)
    assert camera.head > 100
    end = frame.front.outer.y + camera.head
    shown = [
        c.rect
        for c in frame.front.controls
        if c.kind in {ControlKind.BOX, ControlKind.CHECK_RIGHT, ControlKind.LABEL}
    ]
    assert not [rect for rect in shown if rect.y < end < rect.bottom]
    grid = next(c for c in frame.front.controls if c.id == "keys").rect
    assert camera.place(Rect(grid.x, grid.y, grid.width, 20)).bottom < camera.torn


def test_the_row_to_double_click_is_the_target_and_selected() -> None:
    for pointer, home in (("api-setup/compare-key", "keys"), ("service-manager/start", "services")):
        frame = next(
            f for f in layout(SCENES.pointer(pointer), Edition(NEWEST_KNOWN)) if f.kind is ControlKind.SPOT
        )
        control = next(c for c in frame.front.controls if c.id == home)
        assert control.picked >= 0
        assert frame.target.width >= 0.9 * control.rect.width - 4
        assert frame.label in str(control.shown_rows[control.picked])


@pytest.mark.parametrize(
    ("pointer", "home", "row"),
    [
        ("api-setup/permissions", "keys", "Your vendor"),
        ("api-setup/enable-key", "keys", "Your vendor"),
        ("security/grant-setup", "groups", "Front Desk"),
        ("service-manager/restart", "services", "OpenDentalEConnector"),
    ],
)
def test_a_row_that_was_clicked_stays_selected(pointer: str, home: str, row: str) -> None:
    path = layout(SCENES.pointer(pointer), Edition(NEWEST_KNOWN))
    clicked = next(at for at, frame in enumerate(path) if frame.label == row)
    assert clicked < len(path) - 1
    each = [path[-1], *(trap.frame for trap in path[-1].instead)]
    for control in (c for f in each for layer in f.layers for c in layer.controls if c.id == home):
        assert row in control.shown_rows[control.picked]
    before = [c for f in path[:clicked] for layer in f.layers for c in layer.controls if c.id == home]
    assert not any(c.picked >= 0 for c in before)


def test_where_any_of_several_rows_may_be_clicked_none_is_selected() -> None:
    """As among the users of Log On: which one it is differs."""
    path = layout(SCENES.pointer("main/log-on"), Edition(NEWEST_KNOWN))
    assert "user-row" in {c.id for f in path for c in f.front.controls if c.rect == f.target}
    assert all(c.picked < 0 for f in path for layer in f.layers for c in layer.controls)
