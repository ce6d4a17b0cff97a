"""Pages as PDF: their text can be searched, and the same text makes the same file."""

from __future__ import annotations

import base64
import io
from typing import TYPE_CHECKING, cast

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QBuffer, QDateTime, QIODevice, QSize
from PySide6.QtGui import QColor, QImage

from tests.support.printed import words
from wizard.ui.paper.pdf import html_to_pdf

if TYPE_CHECKING:
    from pathlib import Path

    from pypdf.generic import DictionaryObject
    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.usefixtures("qapp")

LINE = "<p>In your office, the <b>file</b> of Señora Núñez › Setup is different.</p>"


def read(content: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(content))


def pictures(content: bytes) -> list[tuple[int, int]]:
    """Width and height of each picture, as the pages' own tables name them."""
    tables = [cast("DictionaryObject", page["/Resources"]) for page in read(content).pages]
    named = [drawn.get_object() for table in tables for drawn in table.get("/XObject", {}).values()]
    return [(drawn["/Width"], drawn["/Height"]) for drawn in named if drawn["/Subtype"] == "/Image"]


def png(size: QSize) -> str:
    made = QImage(size, QImage.Format.Format_RGB32)
    made.fill(QColor("#0B6E6E"))
    kept = QBuffer()
    kept.open(QIODevice.OpenModeFlag.WriteOnly)
    assert made.save(kept, "PNG")  # type: ignore[call-overload]  # the types know bytes only
    return base64.b64encode(kept.data().data()).decode()


def test_the_text_can_be_searched_letter_by_letter() -> None:
    found = words(html_to_pdf(f"<h1>Final office report</h1>{LINE}", "Report"))
    assert "Final office report" in found
    for word in ("office,", "file", "Señora", "Núñez", "›", "Setup", "different."):
        assert word in found.split(), word


def test_a_page_is_letter_paper_and_has_its_title() -> None:
    made = read(html_to_pdf(LINE, "Señas of K2"))
    assert made.metadata is not None
    assert made.metadata.title == "Señas of K2"
    assert [tuple(page.mediabox) for page in made.pages] == [(0, 0, 612, 792)]


def test_pages_are_numbered_where_there_are_several() -> None:
    made = read(html_to_pdf(LINE * 150, "Report"))
    count = len(made.pages)
    assert count > 2
    for number, page in enumerate(made.pages, start=1):
        assert page.extract_text().split()[-3:] == [str(number), "/", str(count)]
    assert "/" not in words(html_to_pdf(LINE, "Report"))


def test_nothing_is_lost_where_a_page_ends() -> None:
    lines = "".join(f"<p>line{number}</p>" for number in range(200))
    found = words(html_to_pdf(lines, "Report")).split()
    assert [word for word in found if word.startswith("line")] == [f"line{number}" for number in range(200)]


def test_the_same_text_makes_the_same_file_at_another_time(qtbot: QtBot) -> None:
    first, then = html_to_pdf(LINE, "Report"), QDateTime.currentSecsSinceEpoch()
    qtbot.waitUntil(lambda: QDateTime.currentSecsSinceEpoch() > then + 1)
    assert html_to_pdf(LINE, "Report") == first
    assert html_to_pdf(LINE, "Another") != first


def test_a_long_text_stays_small() -> None:
    assert len(html_to_pdf(f"<h1>Report</h1>{LINE * 150}", "Report")) <= 48 * 1024


def test_a_picture_that_stands_in_the_text_is_drawn() -> None:
    shown = f'<img src="data:image/png;base64,{png(QSize(60, 40))}">'
    assert pictures(html_to_pdf(shown, "Report")) == [(60, 40)]


def test_nothing_is_read_from_elsewhere(tmp_path: Path) -> None:
    file = tmp_path / "picture.png"
    file.write_bytes(base64.b64decode(png(QSize(60, 40))))
    for address in (file.as_uri(), str(file)):
        assert (60, 40) not in pictures(html_to_pdf(f'<img src="{address}">', "Report"))
