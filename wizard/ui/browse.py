"""Opens a vendor's page in the person's browser, and nothing that is not one."""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices


def open_page(url: str) -> None:
    """Open an https address; the system would also start programs and log on to shares."""
    place = QUrl(url, QUrl.ParsingMode.StrictMode)
    if place.isValid() and place.scheme() == "https" and place.host():
        QDesktopServices.openUrl(place)
