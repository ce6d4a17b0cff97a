"""Draws a fix sheet on one page, whatever its language's length: type and pictures give way together."""

from __future__ import annotations

from html import escape
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from wizard.ui.handoff_qr import QUIET
from wizard.ui.paper.paper_document import CSS_DPI, PaperDocument, paper_font
from wizard.ui.pointer.render import render
from wizard.ui.pointer.surround import LIGHT, PAPER

if TYPE_CHECKING:
    from PySide6.QtGui import QPagedPaintDevice

    from wizard.pointer.scene import ResolvedFrame
    from wizard.ui.handoff_qr import QrDrawing
    from wizard.ui.paper.fix_sheet import FixSheet, SheetStep

# in CSS pixels, at the type's normal size
_GAP, _ROW_GAP, _BADGE = 16.0, 14.0, 26.0
_WORDS = 236.0
_LEAST_PICTURE, _MOST_PICTURE = 150.0, 300.0
_PICTURE_TYPE, _MOST_TYPE = 340.0, 0.8
_SIZES = (1.0, 0.94, 0.88, 0.82, 0.76, 0.7)
_MM = CSS_DPI / 25.4
_INK, _QUIET, _LINE = "#1B2430", "#46515E", "#C3CCD6"


def _typed(marked: str, pixels: float, *, colour: str = _INK, bold: bool = False) -> PaperDocument:
    """A spoken text with its ``**`` marks as bold type."""
    parts = enumerate(marked.split("**"))
    inside = "".join(f"<b>{escape(part)}</b>" if odd % 2 else escape(part) for odd, part in parts)
    style = f"font-size: {pixels:.0f}px; color: {colour}; margin: 0; line-height: 130%"
    weight = "; font-weight: bold" if bold else ""
    return PaperDocument(f'<p style="{style}{weight}">{inside}</p>')


class FixSheetPage:
    """A sheet laid out for a page.

    Args:
        sheet: What stands on it.
        accent: The vendor's colour, as ``#RRGGBB``; None for the program's own.
    """

    def __init__(self, sheet: FixSheet, accent: str | None = None) -> None:
        self._sheet = sheet
        self._accent = accent or LIGHT.accent

    def paged(self, device: QPagedPaintDevice) -> None:
        """Draw on a device's only page."""
        painter = QPainter(device)
        scale = device.logicalDpiX() / CSS_DPI
        painter.scale(scale, scale)
        self.draw(painter, device.width() / scale, device.height() / scale)
        painter.end()

    def draw(self, painter: QPainter, width: float, height: float) -> None:
        """Draw from the painter's origin on, in CSS pixels."""
        self.laid(width, height).draw(painter)

    def laid(self, width: float, height: float) -> LaidSheet:
        """The sheet at the largest type that leaves the pictures large enough to be read."""
        laid = LaidSheet(self._sheet, self._accent, width, height, _SIZES[0])
        for size in _SIZES[1:]:
            if laid.fits:
                break
            laid = LaidSheet(self._sheet, self._accent, width, height, size)
        return laid


class _Row(NamedTuple):
    step: SheetStep
    text: PaperDocument
    high: float


class LaidSheet:
    """The page at one size of type."""

    def __init__(self, sheet: FixSheet, accent: str, width: float, height: float, size: float) -> None:
        self._sheet, self._accent = sheet, accent
        self._width, self._height, self._size = width, height, size
        self._pictured = any(step.frames for step in sheet.steps)
        self._head = self._heading()
        self._foot = _Foot(sheet, width, size)
        self._rows = []
        pixels = 15 * size if self._pictured else 18 * size
        self._down = max(0.0, (_BADGE - _typed("1", pixels).height_at(width)) / 2)
        for step in sheet.steps:
            made = _typed(step.text, pixels)
            wide = _WORDS if step.frames else width - _BADGE - _GAP
            self._rows.append(_Row(step, made, max(_BADGE, made.height_at(wide))))
        self._picture = self._high_of_pictures()

    @property
    def fits(self) -> bool:
        """Whether everything has its place."""
        return self._picture >= _LEAST_PICTURE if self._pictured else self._left_over() >= 0

    def draw(self, painter: QPainter) -> None:
        """Draw from the painter's origin on, words before pictures: so they are read in a PDF, too."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        y = 0.0
        for part, high, after in self._head:
            _put(painter, part, 0, y)
            y += high + after
        places = []
        for number, row in enumerate(self._rows, start=1):
            self._badge(painter, y, number)
            _put(painter, row.text, _BADGE + _GAP, y + self._down)
            places.append(y)
            y += self._high(row) + _ROW_GAP
        self._foot.draw(painter, self._height, self._accent)
        for number, (row, at) in enumerate(zip(self._rows, places, strict=True), start=1):
            self._pictures(painter, row.step.frames, at, number)

    def _heading(self) -> list[tuple[PaperDocument, float, float]]:
        sheet, size = self._sheet, self._size
        above = [_typed(sheet.vendor, 13 * size, colour=self._accent, bold=True)] if sheet.vendor else []
        rest = [
            _typed(sheet.title, 26 * size, bold=True),
            _typed(sheet.who, 15 * size),
            _typed(sheet.meaning, 13 * size, colour=_QUIET),
        ]
        parts = [*above, *rest]
        gaps = [*([10.0] if above else []), 6.0, 10.0, 22.0]
        return [(part, part.height_at(self._width), gap) for part, gap in zip(parts, gaps, strict=True)]

    def _left_over(self) -> float:
        """What is left of the page's height beside words."""
        head = sum(high + after for _, high, after in self._head)
        rows = sum(row.high for row in self._rows if not row.step.frames)
        return self._height - head - rows - len(self._rows) * _ROW_GAP - self._foot.high

    def _high_of_pictures(self) -> float:
        """How high each picture is."""
        texts = [row.high for row in self._rows if row.step.frames]
        if not texts:
            return 0.0
        room, high = self._left_over(), 0.0
        while texts:  # a text that is higher than its share takes from the others
            high = room / len(texts)
            higher = [text for text in texts if text > high]
            if not higher:
                break
            room -= sum(higher)
            texts = [text for text in texts if text <= high]
        return min(high, _MOST_PICTURE)

    def _high(self, row: _Row) -> float:
        return max(row.high, self._picture) if row.step.frames else row.high

    def _badge(self, painter: QPainter, y: float, number: int) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._accent))
        circle = QRectF(0, y, _BADGE, _BADGE)
        painter.drawEllipse(circle)
        font = paper_font()
        font.setPixelSize(14)
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(QColor("white"))
        painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, str(number))

    def _pictures(self, painter: QPainter, frames: tuple[ResolvedFrame, ...], y: float, number: int) -> None:
        left = _BADGE + _GAP + _WORDS + _GAP
        gaps = (len(frames) - 1) * _GAP / 2
        wide = (self._width - left - gaps) / max(1, len(frames))
        scale = min(_MOST_TYPE, wide / _PICTURE_TYPE)
        for at, frame in enumerate(frames):
            painter.save()
            painter.translate(left + at * (wide + _GAP / 2), y)
            painter.scale(scale, scale)
            place = QRectF(0, 0, wide / scale, self._picture / scale)
            render(painter, place, frame, number, PAPER, say=self._sheet.translator.translate)
            painter.setPen(QPen(QColor(LIGHT.line), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(place)
            painter.restore()


class _Foot:
    """QR code, code, reference and the vendor's support, at the page's end."""

    def __init__(self, sheet: FixSheet, width: float, size: float) -> None:
        self._width, self._qr = width, sheet.qr
        self._module = sheet.qr.least_mm * _MM / len(sheet.qr.rows)
        self._square = self._module * (len(sheet.qr.rows) + 2 * QUIET)
        column = (width - self._square - 2 * _GAP) / 2
        *head, how = sheet.handoff
        sizes = (13 * size, 24 * size)
        left = [_typed(line, pixels, bold=True) for line, pixels in zip(head, sizes, strict=False)]
        left.append(_typed(how, 12 * size, colour=_QUIET))
        lines = [line for line in (*sheet.support, sheet.reference) if line]
        right = [_typed(line, 13 * size) for line in lines]
        self._columns = [_column(left, column), _column(right, column)]
        self._lefts = (self._square + _GAP, self._square + 2 * _GAP + column)
        self.high = max(self._square, *(sum(high for _, high in column) for column in self._columns)) + _GAP

    def draw(self, painter: QPainter, bottom: float, accent: str) -> None:
        top = bottom - self.high
        painter.fillRect(QRectF(0, top, self._width, 1.5), QColor(accent))
        top += _GAP
        for left, column in zip(self._lefts, self._columns, strict=True):
            y = top
            for part, high in column:
                _put(painter, part, left, y)
                y += high
        _draw_qr(painter, self._qr, top, self._module)


def _column(parts: list[PaperDocument], width: float) -> list[tuple[PaperDocument, float]]:
    return [(part, part.height_at(width)) for part in parts]


def _draw_qr(painter: QPainter, qr: QrDrawing, top: float, module: float) -> None:
    """Draw its dark modules as one shape: between several ones a printer would leave gaps."""
    edge = QUIET * module
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    for y, row in enumerate(qr.rows):
        x = 0
        for dark, run in groupby(row):  # what is dark in a row is one bar: half as large a file
            count = len(list(run))
            if dark:
                path.addRect(edge + x * module, top + edge + y * module, count * module, module)
            x += count
    painter.fillPath(path, QColor("black"))


def _put(painter: QPainter, part: PaperDocument, x: float, y: float) -> None:
    painter.save()
    painter.translate(x, y)
    part.draw(painter)
    painter.restore()
