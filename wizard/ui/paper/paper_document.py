"""A page of paper, and an HTML text laid out for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QFont,
    QImage,
    QPageLayout,
    QPageSize,
    QPainter,
    QTextDocument,
)

if TYPE_CHECKING:
    from PySide6.QtCore import QUrl
    from PySide6.QtGui import QPagedPaintDevice

CSS_DPI = 96
"""Pixels of an inch, as HTML counts them."""
MARGIN_MM = 15
_FOOT = 24
_INK, _QUIET = "#1B2430", "#46515E"


def letter() -> QPageLayout:
    """A page of letter paper with its margins."""
    margins = QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM)
    return QPageLayout(
        QPageSize(QPageSize.PageSizeId.Letter),
        QPageLayout.Orientation.Portrait,
        margins,
        QPageLayout.Unit.Millimeter,
    )


def paper_font() -> QFont:
    """The system's own, without ligatures: a reader who looks for "office" finds it."""
    font = QFont()
    font.setPixelSize(13)  # no points: how many pixels they are is up to the screen
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    for name in ("liga", "clig", "dlig"):
        font.setFeature(QFont.Tag(name), 0)
    return font


class PaperDocument(QTextDocument):
    """An HTML text that fetches nothing: pictures stand in it as ``data:`` addresses (PNG).

    Args:
        html: The text; sizes in CSS pixels.
        title: What it is called.
    """

    def __init__(self, html: str, title: str = "") -> None:
        super().__init__()
        self.setUndoRedoEnabled(False)
        self.setUseDesignMetrics(True)  # one layout at any resolution
        self.setDocumentMargin(0)
        self.setDefaultFont(paper_font())
        self.setHtml(html)
        self.setMetaInformation(QTextDocument.MetaInformation.DocumentTitle, title)

    def loadResource(self, kind: int, name: QUrl | str) -> object:  # noqa: N802 - Qt's name
        """Only what stands in the text itself."""
        address = name if isinstance(name, str) else name.toString()
        if address.startswith("data:"):
            return super().loadResource(kind, name)
        nothing = QImage(1, 1, QImage.Format.Format_ARGB32)  # for None Qt looks for a file of that name
        nothing.fill(Qt.GlobalColor.transparent)
        return nothing

    def height_at(self, width: float) -> float:
        """How high it is when it is that wide; both in CSS pixels."""
        self.setTextWidth(width)
        return float(self.size().height())

    def draw(self, painter: QPainter) -> None:
        """Draw all of it from the painter's origin on, as wide as :meth:`height_at` was told."""
        self._draw(painter, QRectF())

    def paged(self, device: QPagedPaintDevice) -> None:
        """Draw onto as many pages as are needed, numbered where there are several."""
        painter = QPainter(device)
        painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
        scale = device.logicalDpiX() / CSS_DPI
        page = QSizeF(device.width() / scale, device.height() / scale - _FOOT)
        self.setPageSize(page)
        pages = self.pageCount()
        for number in range(pages):
            if number:
                device.newPage()
            painter.save()
            painter.scale(scale, scale)
            painter.save()
            painter.translate(0, -number * page.height())
            self._draw(painter, QRectF(0, number * page.height(), page.width(), page.height()))
            painter.restore()
            if pages > 1:
                _foot(painter, page, f"{number + 1} / {pages}")
            painter.restore()
        painter.end()

    def _draw(self, painter: QPainter, clip: QRectF) -> None:
        context = QAbstractTextDocumentLayout.PaintContext()
        if not clip.isNull():
            context.clip = clip.adjusted(0, 0.5, 0, -0.5)  # a line that only touches it is the other page's
            painter.setClipRect(clip)
        context.palette.setColor(context.palette.ColorRole.Text, QColor(_INK))
        self.documentLayout().draw(painter, context)


def _foot(painter: QPainter, page: QSizeF, words: str) -> None:
    font = paper_font()
    font.setPixelSize(11)
    painter.setFont(font)
    painter.setPen(QColor(_QUIET))
    painter.drawText(
        QRectF(0, page.height(), page.width(), _FOOT),
        Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom,
        words,
    )
