"""Opens a vendor's page in the person's browser, or an e-mail to be sent, and nothing that is neither."""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices


def open_page(url: str) -> None:
    """Open an https address; the system would also start programs and log on to shares."""
    place = QUrl(url, QUrl.ParsingMode.StrictMode)
    if place.isValid() and place.scheme() == "https" and place.host():
        QDesktopServices.openUrl(place)


def open_mail(link: str) -> bool:
    """Have the person's mail program begin an e-mail; False where none does.

    Args:
        link: A ``mailto:`` link (RFC 6068), percent-encoded.
    """
    place = QUrl.fromEncoded(link.encode(), QUrl.ParsingMode.StrictMode)
    return place.scheme() == "mailto" and QDesktopServices.openUrl(place)
