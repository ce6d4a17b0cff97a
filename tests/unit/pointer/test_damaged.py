"""Where a pointer and its windows do not fit, the one who drew them is told what is missing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from wizard.core.version import NEWEST_KNOWN
from wizard.pointer.edition import Edition
from wizard.pointer.layout import layout
from wizard.pointer.scene import Frame, Menu, Pointer
from wizard.pointer.scene_files import Scenes

ENABLED = Scenes().pointer("api-setup/enabled")
OPEN_MENU = Scenes().pointer("api-setup/open-menu")


def without_size(frame: Frame) -> Frame:
    return replace(frame, window=replace(frame.window, sizes=()))


def without_menu_entries(frame: Frame) -> Frame:
    bar = frame.window.bar
    assert bar is not None
    return replace(frame, window=replace(frame.window, bar=Menu(bar.id, ())))


@pytest.mark.parametrize(
    ("frame", "words"),
    [
        (replace(ENABLED.frames[-1], target="nobody"), f"x/y: no 'nobody' in 'api-setup' of {NEWEST_KNOWN}"),
        (replace(OPEN_MENU.frames[-1], target="nobody"), "x/y: no 'nobody' in 'main' of"),
        (without_size(ENABLED.frames[-1]), f"'api-setup' has no size for {NEWEST_KNOWN}"),
        (without_menu_entries(OPEN_MENU.frames[-1]), f"no menu entry 'setup' in {NEWEST_KNOWN}"),
    ],
)
def test_what_is_not_there_in_a_version_is_named(frame: Frame, words: str) -> None:
    with pytest.raises(LookupError, match=words):
        layout(Pointer("x/y", "", "", (frame,)), Edition(NEWEST_KNOWN))
