"""Ring, badge, leader, callout and inset never hide the target and stay in the view, for every picture."""

from __future__ import annotations

from math import ceil

import pytest

from wizard.core.text import Translator, unmarked
from wizard.core.version import NEWEST_KNOWN, Version
from wizard.pointer.camera import LARGEST, LEGIBLE, SMALL_TARGET, SMALLEST, aim
from wizard.pointer.edition import Edition
from wizard.pointer.layout import layout
from wizard.pointer.placement import BADGE, RING, Placement, lay_over
from wizard.pointer.scene import ControlKind, Rect, ResolvedFrame
from wizard.pointer.scene_files import Scenes

SIZES = [(484, 424), (700, 560), (380, 300), (1100, 800)]
SCENES = Scenes()
SAY = Translator().translate
VERSIONS = ["21.1", "22.4", "23.2", "24.3.10", str(NEWEST_KNOWN)]
EACH = [(pointer, size) for pointer in SCENES.pointer_ids() for size in SIZES]


def frames(pointer: str, version: str = str(NEWEST_KNOWN)) -> tuple[ResolvedFrame, ...]:
    return layout(SCENES.pointer(pointer), Edition(Version.parse(version)))


def placed(frame: ResolvedFrame, size: tuple[int, int], stretch: float = 1, scale: float = 1) -> Placement:
    letters = len(unmarked(SAY(frame.sentence))) * stretch

    def measure(width: float) -> tuple[float, float]:
        # A letter of 7.8 x 19.6 px is wider than those of the fonts in use.
        lines = ceil(letters * 7.8 * scale / (width * 0.9))
        return (width if lines > 1 else letters * 7.8 * scale), lines * 19.6 * scale

    return lay_over(frame, *size, measure, scale, (min(240 * scale, size[0] * 0.7), 23 * scale))


def check(found: Placement, size: tuple[int, int]) -> None:
    view = Rect(0, 0, *size)
    for part in (found.target, found.badge, found.callout, found.tag):
        assert view.contains(part)
    assert found.clear
    for part in (found.target, found.ring, found.badge, found.tag):
        assert not found.callout.shared(part)
    middle = found.badge.center
    # The badge is a disc: its middle keeps at least its radius from the target.
    dx = max(found.target.x - middle[0], 0, middle[0] - found.target.right)
    dy = max(found.target.y - middle[1], 0, middle[1] - found.target.bottom)
    assert (dx * dx + dy * dy) ** 0.5 >= BADGE / 2 - 1
    assert found.badge.width >= 24
    if found.inset is not None:
        assert found.callout.contains(found.inset.rect)
        assert found.inset.zoom > found.camera.scale


@pytest.mark.parametrize(("pointer", "size"), EACH)
def test_nothing_hides_the_target(pointer: str, size: tuple[int, int]) -> None:
    for version in VERSIONS:
        for frame in frames(pointer, version):
            check(placed(frame, size), size)


@pytest.mark.parametrize("pointer", SCENES.pointer_ids())
def test_longer_languages_and_larger_type_fit(pointer: str) -> None:
    for frame in frames(pointer):
        check(placed(frame, (484, 424), stretch=1.6), (484, 424))
        check(placed(frame, (484, 424), scale=1.5), (484, 424))
        check(placed(frame, (700, 560), stretch=1.6, scale=1.5), (700, 560))


def test_even_a_text_that_cannot_fit_stays_in_the_view() -> None:
    frame = frames("api-setup/permissions")[-1]
    found = placed(frame, (200, 120), stretch=4)
    assert Rect(0, 0, 200, 120).contains(found.callout)
    assert not found.clear


@pytest.mark.parametrize(("pointer", "size"), EACH)
def test_the_scale_keeps_labels_legible(pointer: str, size: tuple[int, int]) -> None:
    for frame in frames(pointer):
        camera = aim(frame, *size)
        assert SMALLEST <= camera.scale <= LARGEST
        assert Rect(0, 0, *size).contains(camera.view(frame.target).grown(RING))


@pytest.mark.parametrize("size", SIZES[:2])
def test_the_whole_menu_path_is_seen(size: tuple[int, int]) -> None:
    for pointer in ("api-setup/open-menu", "service-manager/open-menu", "help/update"):
        frame = frames(pointer)[0]
        camera = aim(frame, *size)
        rows = [*frame.front.bar, *(row for menu in frame.menus for row in menu.rows)]
        for row in rows:
            assert not row.lit or Rect(0, 0, *size).contains(camera.view(row.rect))


def test_a_window_that_fits_is_shown_whole() -> None:
    frame = frames("api-setup/save")[-1]
    camera = aim(frame, 700, 560)
    assert Rect(0, 0, 700, 560).contains(camera.view(frame.front.outer))


@pytest.mark.parametrize("size", SIZES)
def test_the_enabled_box_is_magnified(size: tuple[int, int]) -> None:
    frame = frames("api-setup/enabled")[1]
    assert (frame.kind, frame.detail) == (ControlKind.CHECK_RIGHT, 13)
    inset = placed(frame, size).inset
    assert inset is not None
    assert frame.detail * inset.zoom >= SMALL_TARGET


def test_low_menu_entries_are_read_where_they_stand() -> None:
    """Issue 15: no inset where the target is large enough; an entry is low, and as wide as its words."""
    found = placed(frames("service-manager/open-menu")[0], (484, 424))
    assert found.inset is None
    assert found.target.width >= LEGIBLE
