"""The program's icon, from the pictures that ``build/icons.py`` draws."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QPixmap

from wizard.store import resources

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon

SIZES = (16, 24, 32, 48, 64, 128, 256)
"""Pixels of the pictures that there are."""


def program_icon() -> QIcon:
    """The icon in every size."""
    from PySide6.QtGui import QIcon

    icon = QIcon()
    for size in SIZES:
        icon.addPixmap(icon_pixmap(size))
    return icon


def icon_pixmap(size: int) -> QPixmap:
    """The icon in one of its sizes."""
    return QPixmap(str(resources.path(f"icons/connect-wizard-{size}.png")))
