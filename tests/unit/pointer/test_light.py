"""Where the light falls in a picture, and the small numbers on an opened path."""

from __future__ import annotations

import pytest

from wizard.core.version import NEWEST_KNOWN
from wizard.pointer.camera import Camera, aim
from wizard.pointer.edition import Edition
from wizard.pointer.layout import layout
from wizard.pointer.light import MARK, disjoint, light, marks
from wizard.pointer.placement import lay_over
from wizard.pointer.scene import Rect, ResolvedFrame
from wizard.pointer.scene_files import Scenes

SCENES = Scenes()
SIZES = [(484, 424), (700, 560), (380, 300), (1100, 800)]


def frames(*pointers: str) -> list[ResolvedFrame]:
    found = [
        f for i in pointers or SCENES.pointer_ids() for f in layout(SCENES.pointer(i), Edition(NEWEST_KNOWN))
    ]
    return found + [trap.frame for frame in found for trap in frame.instead]


def area(rects: tuple[Rect, ...]) -> float:
    return sum(rect.width * rect.height for rect in rects)


def test_the_same_area_in_pieces_that_share_nothing() -> None:
    one, two, three = Rect(0, 0, 10, 10), Rect(5, 5, 10, 10), Rect(2, 2, 4, 20)
    found = disjoint([one, two, three])
    assert all(not a.shared(b) for at, a in enumerate(found) for b in found[at + 1 :])
    # by inclusion and exclusion: 100 + 100 - 25, and of the third what neither covers
    assert area(found) == 175 + (80 - 32 - 1 * 10 + 1 * 5)
    assert disjoint([one, one]) == (one,)


@pytest.mark.parametrize("size", SIZES)
def test_the_target_is_bright_and_what_is_bright_lies_in_the_view(size: tuple[int, int]) -> None:
    view = Rect(0, 0, *size)
    for frame in frames():
        camera = aim(frame, *size)
        falls = light(frame, camera, view)
        target = camera.view(frame.target).common(view)
        covered = area(tuple(rect.common(target) for rect in falls.bright))
        assert covered == pytest.approx(target.width * target.height)
        inside = view if falls.front is None else falls.front
        assert all(inside.contains(rect) for rect in falls.bright)


def test_an_entry_out_of_sight_has_no_number() -> None:
    frame = next(f for f in frames("service-manager/open-menu") if len(f.menus) == 2)
    view = Rect(0, 0, 300, 300)
    entry, row = frame.menus[0].rect, frame.menus[1].rect
    at_the_bar, beyond = Camera(1, entry.x - 40, 0), Camera(1, row.x, row.y)
    assert [mark.number for mark in marks(frame, at_the_bar, view)] == [1, 2]
    assert marks(frame, beyond, view) == ()


@pytest.mark.parametrize("size", SIZES)
def test_the_whole_opened_path_is_bright(size: tuple[int, int]) -> None:
    view = Rect(0, 0, *size)
    for frame in frames("api-setup/open-menu", "service-manager/open-menu", "help/update"):
        if not frame.menus:
            continue
        camera = aim(frame, *size)
        falls = light(frame, camera, view)
        assert falls.front is None  # the window lies behind its open menus
        for row in (row for menu in frame.menus for row in menu.rows):
            seen = camera.view(row.rect).common(view)
            if seen.height > 0 and seen.y >= camera.torn:
                assert area(tuple(rect.common(seen) for rect in falls.bright)) == pytest.approx(
                    seen.width * seen.height
                )


def test_a_torn_off_title_bar_belongs_to_the_window_in_front() -> None:
    torn = 0
    for frame in frames():
        camera = aim(frame, 484, 424)
        falls = light(frame, camera, Rect(0, 0, 484, 424))
        if camera.head and not frame.menus and camera.head_y == frame.front.outer.y:
            torn += 1
            assert falls.front is not None
            assert falls.front.y == 0
    assert torn


@pytest.mark.parametrize("size", SIZES)
def test_the_opened_path_is_numbered(size: tuple[int, int]) -> None:
    view = Rect(0, 0, *size)
    for frame in frames():
        found = lay_over(frame, *size, lambda width: (width, 60.0), 1, (200, 20))
        numbers = [mark.number for mark in found.marks]
        opened = len(frame.menus)  # the entries before the target, which has the number of its step alone
        assert numbers == sorted(set(numbers))
        if size != (380, 300):  # in the smallest an entry may lie outside
            assert numbers == list(range(1, opened + 1)), (frame.label, size)
        for mark in found.marks:
            assert view.contains(mark.rect)
            assert mark.rect.width == mark.rect.height == MARK
            for part in (found.target, found.badge, found.callout, found.tag):
                assert not mark.rect.shared(part), (frame.label, size, mark)


def test_a_number_covers_no_words_of_its_entry() -> None:
    for frame in frames("api-setup/open-menu", "service-manager/open-menu"):
        camera = aim(frame, 484, 424)
        found = marks(frame, camera, Rect(0, 0, 484, 424))
        lit = [row.rect for menu in frame.menus for row in menu.rows if row.lit]
        for rect, mark in zip(lit[:-1], found[1:], strict=True):
            assert not mark.rect.shared(camera.view(frame.target))
            words = camera.view(Rect(rect.x + 32, rect.y, rect.width, rect.height))
            assert not mark.rect.shared(words)
