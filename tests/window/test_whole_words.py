"""The border of a picture cuts no word in two, and what is seen whole stays where it was."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from wizard.pointer.scene import Rect
from wizard.ui.pointer import text_painter
from wizard.ui.pointer.text_painter import block, line
from wizard.ui.pointer.whole_words import whole_words

pytestmark = pytest.mark.usefixtures("qapp")
WORDS = "Open Dental monitors the status"


def drawn(clip: QRectF | None, *, wrapped: bool = False) -> QImage:
    made = QImage(400, 80, QImage.Format.Format_RGB32)
    made.fill(QColor("#FFFFFF"))
    painter = QPainter(made)
    if clip is not None:
        painter.setClipRect(clip)
    if wrapped:
        block(painter, Rect(10, 10, 110, 60), WORDS, "#000000")
    else:
        line(painter, Rect(10, 10, 380, 20), WORDS)
    painter.end()
    return made


def inked(made: QImage) -> list[int]:
    """The columns that have ink."""
    return [
        x
        for x in range(made.width())
        if any(made.pixelColor(x, y).lightness() < 200 for y in range(made.height()))
    ]


@pytest.mark.parametrize("right", range(60, 200, 7))
def test_half_a_word_at_the_right_is_left_out(right: int) -> None:
    more = text_painter.width("…")
    ends = [10 + text_painter.width(WORDS[:at]) for at in (i for i, c in enumerate(WORDS) if c == " ")]
    found = inked(drawn(QRectF(0, 0, right, 80)))
    whole = max((end for end in ends if end + more <= right), default=0)
    every = 10 + text_painter.width(WORDS)
    if every <= right - 1:
        whole, more = every, 0
    assert max(found, default=0) <= (whole and whole + more + 1)
    assert found or not whole
    kept = drawn(None).copy(0, 0, int(whole), 80)
    assert drawn(QRectF(0, 0, right, 80)).copy(0, 0, int(whole), 80) == kept


def test_words_that_are_left_out_at_the_end_are_told_of() -> None:
    """Else a part of a path looks like a path, and like another one."""
    path = r"C:\Program Files (x86)\Open Dental\OpenDentalEConnector.exe"
    made = QImage(400, 80, QImage.Format.Format_RGB32)
    painter = QPainter(made)
    painter.setClipRect(QRectF(0, 0, 10 + text_painter.width(path) - 20, 80))
    painter.setFont(text_painter.font())
    told = whole_words(painter, QRectF(10, 10, 380, 20), 0, path)
    painter.setClipRect(QRectF(0, 0, 12 + text_painter.width(path), 80))
    every = whole_words(painter, QRectF(10, 10, 380, 20), 0, path)
    painter.end()
    assert told is not None
    assert told.text == r"C:\Program Files (x86)\Open…"
    assert every is not None
    assert every.text == path


def test_half_a_word_at_the_left_is_left_out() -> None:
    second = 10 + text_painter.width("Open ")
    found = inked(drawn(QRectF(20, 0, 380, 80)))
    assert second - 1 <= min(found) <= second + 3


def test_half_a_line_is_left_out() -> None:
    assert not inked(drawn(QRectF(0, 0, 400, 20)))
    both, first = (drawn(QRectF(0, 0, 400, high), wrapped=True) for high in (80, 32))
    assert first.copy(0, 0, 400, 23) == both.copy(0, 0, 400, 23)
    assert inked(both.copy(0, 24, 400, 50))
    assert not inked(first.copy(0, 24, 400, 50))


def label(clip: QRectF) -> QImage:
    made = QImage(400, 40, QImage.Format.Format_RGB32)
    made.fill(QColor("#FFFFFF"))
    painter = QPainter(made)
    painter.setClipRect(clip)
    block(painter, Rect(10, 10, 380, 20), WORDS, "#000000")
    painter.end()
    return made


@pytest.mark.parametrize("left", [60, 90])
def test_words_whose_beginning_is_out_of_sight_leave_a_bar(left: int) -> None:
    """An empty row would say that there is nothing, and the end of a sentence says what is wrong."""
    made = label(QRectF(left, 0, 340, 40))
    rows = range(made.height())
    faint = {x for x in range(400) if any(made.pixelColor(x, y).lightness() < 230 for y in rows)}
    end = 12 + text_painter.width(WORDS)
    assert min(faint) == left + 1
    assert end - 2 <= max(faint) <= end + 1
    assert not inked(made)


def test_no_bar_stands_for_half_a_line() -> None:
    made = label(QRectF(60, 0, 340, 16))
    assert all(made.pixelColor(x, y).lightness() == 255 for x in range(400) for y in range(40))
