"""What the system is asked to open, which nothing is in a test."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QDesktopServices

if TYPE_CHECKING:
    import pytest
    from PySide6.QtCore import QUrl


def opened_pages(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Addresses that the system was asked to open, from now on; each is said to be opened."""
    asked: list[str] = []

    def open_url(url: QUrl) -> bool:
        asked.append(url.toString())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    return asked
