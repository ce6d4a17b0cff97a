"""Damaged scene and pointer files: the message says file, line, field and what was expected."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QSize

from wizard.core.text import Translator
from wizard.pointer import scene_files
from wizard.pointer.scene_files import SceneError, Scenes
from wizard.store import resources
from wizard.ui.pointer import faces
from wizard.ui.pointer.render import image, plan
from wizard.ui.pointer.surround import LIGHT, POINTER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def forget() -> None:
    for cached in (
        scene_files._pointer_files,
        scene_files._family,
        scene_files._pointer,
        scene_files._window,
        scene_files._menu,
    ):
        cached.cache_clear()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    faces.families()  # the font is read once, and from the real folder
    for name in ("scenes", "pointers"):
        shutil.copytree(resources.path(name), tmp_path / name)
    monkeypatch.setattr(resources, "root", lambda: tmp_path)
    forget()
    yield tmp_path
    forget()


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        (
            "scenes/api-setup.toml",
            "rect = [223, 9, 104, 20]",
            "rect = [223, 9, 104]",
            "controls[0].rect: Expected [x, y, width, height], got [223, 9, 104].",
        ),
        (
            "scenes/api-setup.toml",
            'kind = "check-right"',
            'kind = "tickbox"',
            "controls[0].kind: Expected one of 'label', 'button', 'check', 'check-right', 'box', ",
        ),
        (
            "scenes/api-setup.toml",
            "width = 781",
            'width = "wide"',
            "sizes[0].width: Expected a number of pixels, got 'wide'.",
        ),
        (
            "scenes/api-setup.toml",
            'until = "24.3.10"',
            'until = "soon"',
            "controls[11].until: Expected a version such as 24.3, got 'soon'.",
        ),
        (
            "scenes/api-setup.toml",
            'value = "on"',
            'tick = "on"',
            "controls[0].tick: This key is not known here; expected one of text, id, kind, rect, value, ",
        ),
        (
            "scenes/menu-advanced-setup.toml",
            '"Computers"',
            "7",
            "items[2]: Expected a table, got 7.",
        ),
        (
            "pointers/api-setup.toml",
            'path = ["setup", "advanced-setup"]',
            'path = ["setup", "alert-categories"]',
            "open-menu.frames[0].path: Expected an entry that opens a menu, got 'alert-categories'.",
        ),
        (
            "pointers/api-setup.toml",
            'say = "Tick **Enabled**."',
            "",
            "enabled.frames[0].say: Expected a text, got nothing.",
        ),
        (
            "pointers/api-setup.toml",
            'begin = "api-setup/open-menu"',
            'begin = "api-setup/nowhere"',
            "enabled.begin: Expected another pointer, got 'api-setup/nowhere'.",
        ),
        (
            "pointers/api-setup.toml",
            "[enabled]",
            "[enabled",
            "Expected a closing bracket after a table's name.",
        ),
        (
            "pointers/api-setup.toml",
            'target = "enabled"',
            'target = "enable"',
            "enabled.frames[0].target: Expected an id that is there, got 'enable'. Did you mean 'enabled'?",
        ),
        (
            "pointers/api-setup.toml",
            'shows = { enabled = "" }',
            'shows = { ticked = "" }',
            "enabled.frames[0].shows: Expected an id that is there, got 'ticked'.",
        ),
        (
            "pointers/api-setup.toml",
            'shows = { enabled = "" }',
            'shows = ["enabled"]',
            "enabled.frames[0].shows: Expected a table of texts by control, got ['enabled'].",
        ),
        (
            "pointers/api-setup.toml",
            'target = "enabled"',
            'target = "enabled"\noff = ["svae"]',
            "enabled.frames[0].off: Expected an id that is there, got 'svae'. Did you mean 'save'?",
        ),
        (
            "pointers/api-setup.toml",
            'seen = "Open Dental asks for a payment type"\n',
            "",
            "enabled.frames[1].instead[0].seen: Expected a text, got nothing.",
        ),
        (
            "scenes/menu-main.toml",
            'when = "clinics"',
            'when = "always"',
            "items[6].when: Expected one of '', 'clinics', got 'always'.",
        ),
    ],
)
def test_the_message_says_where_and_what(folder: Path, file: str, old: str, new: str, words: str) -> None:
    """The line is that of the value, or of the table that misses it."""
    before = (folder / file).read_text("utf-8").partition(old)[0]
    at = f"{before}{new}" if new else before[: before.rindex("[[")]
    change(folder / file, old, new)
    with pytest.raises(SceneError) as caught:
        Scenes().pointer("api-setup/enabled")
    assert str(caught.value).startswith(f"{file}, line {at.count(chr(10)) + 1}: {words}")


def test_a_pointer_without_a_picture_is_refused(folder: Path) -> None:
    (folder / "pointers/quick.toml").write_text('[find]\ntitle = "Find it"\nbreadcrumb = "x"\n', "utf-8")
    words = r"pointers/quick\.toml, line 1: find\.frames: Expected at least one picture\."
    with pytest.raises(SceneError, match=words):
        Scenes().pointer("quick/find")


def test_a_missing_window_is_named(folder: Path) -> None:
    (folder / "scenes/license.toml").unlink()
    with pytest.raises(SceneError, match=r"scenes/license\.toml"):
        Scenes().pointer("api-setup/accept-license")


def test_files_are_read_when_needed(folder: Path) -> None:
    (folder / "scenes/license.toml").write_text("damaged", "utf-8")
    (folder / "pointers/help.toml").write_text("damaged", "utf-8")
    assert Scenes().pointer("api-setup/enabled").frames


@pytest.mark.parametrize(
    "name", ["", "api-setup", "api-setup/nothing", "nowhere/save", "../secrets/x", "a/../b"]
)
def test_an_unknown_pointer_is_a_key_error(name: str) -> None:
    with pytest.raises(KeyError):
        Scenes().pointer(name)


NEW_WINDOW = """
title = "Quick Look"
owner = "main"
style = "open-dental"
sizes = [{ width = 300, height = 120 }]

[[controls]]
text = "Find"
kind = "button"
rect = [200, 80, 75, 24]
"""
NEW_POINTER = """
[find]
title = "Find it"
breadcrumb = "Tools › **{target}**"

[[find.frames]]
window = "main"
path = ["tools"]
target = "zoom"
say = "Click **Tools**, then **{target}**."

[[find.frames]]
window = "quick-look"
target = "find"
say = "Click **{target}**."
"""


@pytest.mark.usefixtures("qapp")
def test_a_window_and_a_pointer_are_added_without_code(folder: Path) -> None:
    (folder / "scenes/quick-look.toml").write_text(NEW_WINDOW, "utf-8")
    (folder / "pointers/quick.toml").write_text(NEW_POINTER, "utf-8")
    assert "quick/find" in Scenes().pointer_ids()
    shown = Scenes().picture("quick/find").shown()
    assert [frame.label for frame in shown.frames] == ["Zoom", "Find"]
    drawn = image(shown.frames[1], 2, LIGHT, say=Translator().translate, size=QSize(484, 424))
    found = plan(shown.frames[1], 484, 424, LIGHT, Translator().translate)
    x, y = found.target.center
    assert drawn.pixelColor(int(x), int(found.ring.y + 3.5)).name().upper() == POINTER
    assert drawn.pixelColor(int(x) + 20, int(y)).lightness() > 220
