"""A Windows icon made from a picture such as a vendor's logo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QImage, QPainter

from wizard.core.ico import SIZES, Picture, ico

if TYPE_CHECKING:
    from pathlib import Path

_LARGE = 256  # as PNG: its pixels alone would take a quarter of a megabyte


def icon_of(logo: Path) -> bytes | None:
    """The icon file with a picture in the middle of each size; None where Qt cannot read the picture."""
    image = QImage(str(logo))
    return None if image.isNull() else ico(picture(_fitted(image, size)) for size in SIZES)


def picture(image: QImage) -> Picture:
    """A square image as one size of an icon."""
    size = image.width()
    if size < _LARGE:
        plain = image.convertToFormat(QImage.Format.Format_ARGB32)
        return Picture(size, bytes(plain.constBits()))  # little-endian ARGB lies as blue, green, red, alpha
    file = QBuffer()
    file.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(file, "PNG")  # type: ignore[call-overload]  # the types know the format as bytes only
    return Picture(size, bytes(file.data().data()))


def _fitted(image: QImage, size: int) -> QImage:
    scaled = image.scaled(
        size, size, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
    canvas = QImage(size, size, QImage.Format.Format_ARGB32)
    canvas.fill(Qt.GlobalColor.transparent)
    painter = QPainter(canvas)
    painter.drawImage((size - scaled.width()) // 2, (size - scaled.height()) // 2, scaled)
    painter.end()
    return canvas
