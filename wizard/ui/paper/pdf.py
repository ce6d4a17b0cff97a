"""Pages as a PDF: with their fonts, so that the text can be searched; the same bytes for the same text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QUuid
from PySide6.QtGui import QPdfWriter

from wizard.ui.paper.paper_document import CSS_DPI, PaperDocument, letter

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QPagedPaintDevice

_NAMESPACE = QUuid("5f0c7d0e-54c4-4d53-9d86-0f2f1b5f7a60")
_MADE = re.compile(rb"/(?:CreationDate|ModDate) \([^)]*\)")


def html_to_pdf(html: str, title: str) -> bytes:
    """Letter pages of an HTML text, numbered where there are several.

    Needs an application (``QGuiApplication``). What Qt's rich text knows of HTML and CSS is drawn; pictures
    stand in the text as ``data:image/png`` addresses, and nothing is fetched or read from elsewhere.

    Args:
        html: The text; its sizes are CSS pixels, 96 to an inch.
        title: Shown by readers of the file.
    """
    return drawn_pdf(PaperDocument(html, title).paged, title)


def drawn_pdf(draw: Callable[[QPagedPaintDevice], object], title: str) -> bytes:
    """Letter pages of what is drawn, at 96 units an inch within the margins; no time and no chance in it."""
    made = QBuffer()
    made.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(made)
    writer.setTitle(title)
    writer.setResolution(CSS_DPI)
    writer.setPageLayout(letter())
    writer.setDocumentId(QUuid.createUuidV5(_NAMESPACE, title.encode()))
    writer.setDocumentXmpMetadata(QByteArray(b" "))  # Qt's own holds the time
    draw(writer)
    # the same length, as the file's table counts bytes
    return _MADE.sub(lambda found: b" " * len(found[0]), bytes(made.data().data()))
