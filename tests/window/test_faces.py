"""Captions are as wide as on Windows, whatever fonts the system has."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QFontDatabase, QRawFont

from wizard.pointer.edition import Edition
from wizard.pointer.layout import layout
from wizard.pointer.scene_files import Scenes
from wizard.store import resources
from wizard.ui.pointer import faces, text_painter

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def asked_anew() -> Iterator[None]:
    faces._bring.cache_clear()
    yield
    faces._bring.cache_clear()


@pytest.mark.parametrize(
    ("bold", "advances"),
    [(False, (1366, 1139, 569, 1139, 1139)), (True, (1366, 1139, 682, 1251, 1251))],
    ids=["plain", "bold"],
)
def test_a_caption_has_arials_width(bold: bool, advances: tuple[int, ...]) -> None:
    """Arial's S, e, t, u and p have these advances, in 2048ths of its height."""
    wanted = sum(advances) / 2048 * 110
    assert text_painter.width("Setup", 110, bold=bold) == pytest.approx(wanted, rel=0.02)


def test_the_font_that_we_bring_is_used_where_windows_is_not(asked_anew: None) -> None:
    del asked_anew
    if QFontDatabase.hasFamily("Microsoft Sans Serif") or QFontDatabase.hasFamily("Arial"):
        pytest.skip("this system has a font of Windows")
    for bold in (False, True):
        raw = QRawFont.fromFont(text_painter.font(11, bold=bold))
        assert raw.familyName() == "Liberation Sans"
        assert raw.weight() == (700 if bold else 400)


def test_windows_own_font_comes_first(asked_anew: None, monkeypatch: pytest.MonkeyPatch) -> None:
    del asked_anew
    added: list[str] = []
    monkeypatch.setattr(QFontDatabase, "hasFamily", lambda family: family == "Microsoft Sans Serif")
    monkeypatch.setattr(QFontDatabase, "addApplicationFont", added.append)
    assert faces.families()[0] == "Microsoft Sans Serif"
    assert faces.families(native=True)[0] == "Segoe UI"
    assert not added


def test_a_release_without_the_fonts_draws_all_the_same(
    asked_anew: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    del asked_anew

    def missing(name: str) -> None:
        raise resources.ResourceError(name)

    monkeypatch.setattr(QFontDatabase, "hasFamily", lambda _family: False)
    monkeypatch.setattr(resources, "path", missing)
    assert "DejaVu Sans" in faces.families()


def test_each_font_file_comes_with_its_licence() -> None:
    files = resources.file_names("fonts", ".ttf")
    assert files == ["fonts/LiberationSans-Bold.ttf", "fonts/LiberationSans-Regular.ttf"]
    words = resources.path("licences/OFL-1.1.txt").read_text("utf-8")
    assert "SIL OPEN FONT LICENSE" in words
    assert "Reserved Font Name Liberation" in words


def test_a_label_has_one_width_of_letters_and_no_word_is_lost() -> None:
    """As the note in the Service Manager, whose first line was narrower than the others."""
    frame = layout(Scenes().pointer("service-manager/start"), Edition())[1]
    note = next(c for c in frame.front.controls if c.id == "note")
    assert text_painter.squeeze(note.text, note.rect.width, note.rect.height) == 1
    lines = text_painter.label_lines(note.text, note.rect.width)
    assert max(map(text_painter.width, lines)) <= note.rect.width
    assert " ".join(lines).split() == note.text.split()


def test_lines_begin_anew_where_the_label_does() -> None:
    wide = text_painter.width("one two") + 5
    assert text_painter.label_lines("one two three\nfour", wide) == ("one two", "three", "four")
