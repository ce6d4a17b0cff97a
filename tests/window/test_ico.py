"""Windows icon files, from pixels and from a vendor's logo."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QColor, QImage

from tests.support.folders import DATA
from wizard.store import resources
from wizard.ui.ico import SIZES, IconImage, ico
from wizard.ui.vendor_icon import icon_of, picture, side_of

if TYPE_CHECKING:
    from pathlib import Path

LOGO = DATA / "logo.png"


def entries(raw: bytes) -> list[tuple[int, bytes]]:
    """Size and data of each picture, as Windows reads them."""
    reserved, kind, count = struct.unpack_from("<HHH", raw)
    assert (reserved, kind) == (0, 1)
    found = []
    for number in range(count):
        width, height, colours, _, planes, bits, size, offset = struct.unpack_from(
            "<BBBBHHII", raw, 6 + 16 * number
        )
        assert (width, colours, planes, bits) == (height, 0, 1, 32)
        found.append((width or 256, raw[offset : offset + size]))
    assert sum(len(data) for _, data in found) + 6 + 16 * count == len(raw)
    return found


def test_rows_lie_bottom_first_with_a_mask() -> None:
    raw = ico([IconImage(2, b"aaaabbbbccccdddd")])
    ((size, data),) = entries(raw)
    assert size == 2
    assert struct.unpack_from("<Iii", data) == (40, 2, 4)  # the height counts the mask as well
    assert data[40:] == b"ccccdddd" + b"aaaabbbb" + bytes(8)


def test_pixels_that_do_not_fill_the_size_are_refused() -> None:
    with pytest.raises(ValueError, match="expected 16 bytes for 2 pixels, got 3"):
        ico([IconImage(2, b"abc")])


def test_a_logo_becomes_an_icon_of_every_size_that_keeps_its_shape(tmp_path: Path) -> None:
    wide = QImage(200, 100, QImage.Format.Format_ARGB32)
    wide.fill(QColor("#0B6E6E"))
    wide.save(str(tmp_path / "wide.png"))
    made = icon_of(tmp_path / "wide.png")
    assert made is not None
    found = dict(entries(made))
    assert tuple(found) == SIZES
    assert found[256].startswith(b"\x89PNG")
    rows = [found[16][40 + 64 * row : 104 + 64 * row] for row in range(16)]
    assert rows[0] == bytes(64)  # nothing below the wide picture
    assert rows[8] == bytes.fromhex("6e6e0bff") * 16


def test_the_same_logo_gives_the_same_bytes() -> None:
    assert icon_of(LOGO) == icon_of(LOGO) is not None


def test_what_is_no_picture_has_no_icon(tmp_path: Path) -> None:
    (tmp_path / "x.png").write_bytes(b"no picture")
    assert icon_of(tmp_path / "x.png") is None


def test_the_programs_own_icon_holds_its_pictures() -> None:
    own = dict(entries(resources.path("icons/connect-wizard.ico").read_bytes()))
    assert tuple(own) == SIZES
    drawn = QImage(str(resources.path("icons/connect-wizard-32.png"))).convertToFormat(
        QImage.Format.Format_ARGB32
    )
    assert own[32] == entries(ico([IconImage(32, bytes(drawn.constBits()))]))[0][1]


def test_the_setups_side_is_a_bitmap_of_the_size_that_nsis_shows(tmp_path: Path) -> None:
    raw = side_of(LOGO, "#123456")
    assert raw == side_of(LOGO, "#123456")
    (tmp_path / "side.bmp").write_bytes(raw)
    image = QImage(str(tmp_path / "side.bmp"))
    assert (image.width(), image.height()) == (164, 314)
    assert image.pixelColor(80, 312).name() == "#123456"
    assert image.pixelColor(2, 2).name() == "#ffffff"
    row = {image.pixelColor(x, 92).name() for x in range(34, 130)}
    assert row - {"#ffffff"}  # the logo


def test_the_screen_of_the_pc_leaves_no_trace() -> None:
    image = QImage(8, 8, QImage.Format.Format_ARGB32)
    image.fill(QColor("#0B6E6E"))
    made = []
    for dots in (2000, 9000):
        large = image.scaled(256, 256)
        large.setDotsPerMeterX(dots)
        large.setDotsPerMeterY(dots)
        made.append(picture(large))
    assert made[0] == made[1]
