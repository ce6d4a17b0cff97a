"""All pictures of a path on one sheet, for saving, printing and handing on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, QSize, QSizeF
from PySide6.QtGui import QColor, QImage, QPageLayout, QPageSize, QPainter, QPdfWriter

from wizard.core.record import record
from wizard.core.text import T
from wizard.store import files
from wizard.ui.pointer.callout import Sentence
from wizard.ui.pointer.flat_png import flat_png
from wizard.ui.pointer.render import render
from wizard.ui.pointer.small_svg import smaller
from wizard.ui.pointer.surround import PAPER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from PySide6.QtGui import QPagedPaintDevice

    from wizard.core.text import Text
    from wizard.pointer.pointer_view import ShownPointer
    from wizard.pointer.scene import ResolvedFrame

SUFFIXES = (".png", ".svg", ".pdf")
CELL = QSize(484, 424)
"""A picture's size; the drawn labels keep their real one."""
_GAP, _MARGIN, _HEADING, _HEAD = 24, 24, 26, 72
_RATIO = 2
_GROUND = "#FFFFFF"
_NOT_MADE = "the picture could not be made"


@record
class Cell:
    """A picture and the line above it."""

    heading: str
    number: int
    frame: ResolvedFrame


class Sheet:
    """The pictures of a path with its title, the traps after the steps.

    Args:
        title: Where the path leads.
        shown: Its frames.
        say: Turns a text into the person's language.
    """

    def __init__(self, title: Text, shown: ShownPointer, say: Callable[[Text], str]) -> None:
        self.title = say(title)
        self.cells: list[Cell] = []
        self.say = say
        self._path = say(shown.breadcrumb)
        traps: list[Cell] = []
        for number, frame in enumerate(shown.frames, start=1):
            self.cells.append(Cell(say(T("Picture {at}", at=number)), number, frame))
            for trap in frame.instead:
                heading = say(T("After picture {at}, if: {seen}", at=number, seen=trap.recognised_by))
                traps.append(Cell(heading, number, trap.frame))
        self.cells += traps

    @property
    def columns(self) -> int:
        """Pictures beside each other."""
        return min(2, len(self.cells))

    @property
    def size(self) -> QSize:
        """Of the whole sheet."""
        return self._size(-(-len(self.cells) // self.columns))

    def draw(self, painter: QPainter, cells: Sequence[Cell] | None = None) -> None:
        """Draw the title and some pictures (all where none are given) from the painter's origin on."""
        wide = self.size.width() - 2 * _MARGIN
        Sentence(f"**{self.title}**", PAPER, 20).draw(painter, _MARGIN, _MARGIN - 6, wide)
        Sentence(self._path, PAPER, 13, PAPER.quiet).draw(painter, _MARGIN, _MARGIN + 24, wide)
        for at, cell in enumerate(self.cells if cells is None else cells):
            x = _MARGIN + at % self.columns * (CELL.width() + _GAP)
            y = _HEAD + at // self.columns * (CELL.height() + _HEADING + _GAP)
            Sentence(cell.heading, PAPER, 13, PAPER.quiet).draw(painter, x, y, CELL.width())
            place = QRectF(x, y + _HEADING, CELL.width(), CELL.height())
            render(painter, place, cell.frame, cell.number, PAPER, say=self.say)

    def paged(self, device: QPagedPaintDevice) -> None:
        """Draw onto pages, two pictures beside each other and as many rows as fit."""
        painter = QPainter(device)
        page = painter.viewport()
        scale = page.width() / self._size(1).width()
        room = page.height() / 0.9  # a little smaller is better than a third of the page left empty
        rows = next((n for n in range(8, 1, -1) if self._size(n).height() * scale <= room), 1)
        scale = min(scale, page.height() / self._size(rows).height())
        for at, cells in enumerate(self._split(rows * self.columns)):
            if at:
                device.newPage()
            painter.save()
            painter.scale(scale, scale)
            self.draw(painter, cells)
            painter.restore()
        painter.end()

    def save(self, file: Path) -> None:
        """Save as the suffix says.

        Raises:
            ValueError: The suffix is none of :data:`SUFFIXES`.
            OSError: The picture cannot be made, or the file not be written.
        """
        save = {".png": self._png, ".svg": self._svg, ".pdf": self._pdf}.get(file.suffix.lower())
        if save is None:
            raise ValueError(file.suffix)
        made = QBuffer()
        made.open(QIODevice.OpenModeFlag.WriteOnly)
        save(made)
        files.write(file, bytes(made.data().data()))  # Qt says only that it failed, this says why

    def _size(self, rows: int) -> QSize:
        width = self.columns * CELL.width() + (self.columns - 1) * _GAP
        height = rows * (CELL.height() + _HEADING) + (rows - 1) * _GAP
        return QSize(width + 2 * _MARGIN, height + _HEAD + _MARGIN)

    def _split(self, count: int) -> Iterator[list[Cell]]:
        for at in range(0, len(self.cells), count):
            yield self.cells[at : at + count]

    def _png(self, device: QIODevice) -> None:
        made = QImage(self.size * _RATIO, QImage.Format.Format_RGB32)
        if made.isNull():
            raise OSError(_NOT_MADE)
        made.setDevicePixelRatio(_RATIO)
        made.fill(QColor(_GROUND))
        painter = QPainter(made)
        self.draw(painter)
        painter.end()
        device.write(flat_png(made))  # of nothing no file is written

    def _svg(self, device: QIODevice) -> None:
        from PySide6.QtSvg import QSvgGenerator  # a module of its own, for this only

        plain = QBuffer()
        plain.open(QIODevice.OpenModeFlag.WriteOnly)
        made = QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)
        made.setOutputDevice(plain)
        made.setSize(self.size)
        made.setViewBox(QRectF(0, 0, self.size.width(), self.size.height()))
        made.setTitle(self.title)
        painter = QPainter(made)
        painter.fillRect(0, 0, self.size.width(), self.size.height(), QColor(_GROUND))
        self.draw(painter)
        painter.end()
        device.write(smaller(bytes(plain.data().data()).decode("utf-8")).encode("utf-8"))

    def _pdf(self, device: QIODevice) -> None:
        made = QPdfWriter(device)
        made.setTitle(self.title)
        made.setResolution(144)
        made.setPageLayout(page_layout())
        self.paged(made)


def page_layout() -> QPageLayout:
    """A page as broad as letter paper and as high as A4 leaves, so that both print it."""
    size = QPageSize(QSizeF(210, 279.4), QPageSize.Unit.Millimeter)
    margins = QMarginsF(12, 12, 12, 12)
    return QPageLayout(size, QPageLayout.Orientation.Portrait, margins, QPageLayout.Unit.Millimeter)
