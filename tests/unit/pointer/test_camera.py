"""What of the windows a view shows."""

from __future__ import annotations

import pytest

from wizard.core.version import NEWEST_KNOWN
from wizard.pointer.camera import aim
from wizard.pointer.edition import Edition
from wizard.pointer.layout import layout, turning_points
from wizard.pointer.placement import BADGE, lay_over
from wizard.pointer.scene import FrameStyle, Rect, ResolvedFrame
from wizard.pointer.scene_files import Scenes

SCENES = Scenes()


def messages() -> list[ResolvedFrame]:
    """Every message box that comes up over the main window."""
    found = []
    for pointer in SCENES.pointer_ids():
        for frame in layout(SCENES.pointer(pointer), Edition(NEWEST_KNOWN)):
            found += [i.frame for i in frame.instead if i.frame.front.style is FrameStyle.MESSAGE]
    return [frame for frame in found if len(frame.layers) > 1 and frame.layers[-2].bar]


def test_over_a_message_the_main_windows_title_is_torn_off_where_there_is_room() -> None:
    """A message says in its title no more than its program's name: the menus below show whose it is."""
    torn = 0
    for frame in messages():
        for size in ((484, 424), (700, 560), (840, 480), (1100, 800)):
            camera = aim(frame, *size)
            box = camera.view(frame.front.outer)
            assert Rect(0, 0, *size).contains(box)
            if camera.head:
                torn += 1
                main = frame.layers[-2]
                assert (camera.head_x, camera.head_y) == (main.outer.x, main.outer.y)
                assert camera.head == main.client.y - main.outer.y + 24
                assert box.y > camera.torn  # the jagged edge is above the message
                assert camera.y > main.outer.y
    assert torn


def test_in_a_view_smaller_than_the_target_the_badge_stays_in_the_view() -> None:
    for pointer in SCENES.pointer_ids():
        for frame in layout(SCENES.pointer(pointer), Edition(NEWEST_KNOWN)):
            found = lay_over(frame, 34, 34, lambda width: (width, 20.0), 1, (20, 10))
            assert Rect(0, 0, 34, 34).contains(found.badge)
            assert found.badge.width == BADGE


def everything() -> list[ResolvedFrame]:
    """Every picture and trap of the oldest and the newest layout."""
    found: list[ResolvedFrame] = []
    for pointer in map(SCENES.pointer, SCENES.pointer_ids()):
        points = turning_points(pointer)
        for version in (points[0], points[-1]):
            for frame in layout(pointer, Edition(version)):
                found += [frame, *(trap.frame for trap in frame.instead)]
    return found


VIEWS = [(340, 257), (340, 280), (462, 325), (462, 348), (484, 401), (704, 348), (1036, 620)]
"""The room of the windows in pictures of the smallest, the usual and a large window."""


@pytest.mark.parametrize("size", VIEWS)
def test_a_tear_leaves_something_out_and_shows_nothing_twice(size: tuple[int, int]) -> None:
    for frame in everything():
        for high in (False, True):
            camera = aim(frame, *size, high=high)
            assert not camera.head or camera.y > camera.head_y + camera.head, frame.label


@pytest.mark.parametrize("size", VIEWS)
def test_the_target_is_in_the_view_whatever_is_said_beside_it(size: tuple[int, int]) -> None:
    view = Rect(0, 0, *size).grown(1)
    for frame in everything():
        assert view.contains(aim(frame, *size).place(frame.target)), frame.label
