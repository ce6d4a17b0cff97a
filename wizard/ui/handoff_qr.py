"""A hand-off as a QR code: the steps themselves as plain text, so that a phone needs no network to read them.

No link, and no data of the office: who holds a phone over it reads what the card says, and nothing is called.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import segno

from wizard.core.record import record
from wizard.diagnosis.handoff_text import handoff_text

if TYPE_CHECKING:
    from wizard.core.handoff_code import HandoffCode
    from wizard.core.text import Translator
    from wizard.diagnosis.explained import Cause

QUIET = 4
"""Modules that stay white around it (ISO/IEC 18004)."""

_SMALLEST_MM, _MODULE_MM = 20.0, 0.3
_MOST_MODULES = 77


@record
class QrDrawing:
    """A QR code to be drawn.

    Attributes:
        text: What it says.
        rows: Its modules from the top, without the quiet zone; True is dark.
        data_uri: The same as a PNG of 4 pixels a module with its quiet zone, for HTML.
    """

    text: str
    rows: tuple[tuple[bool, ...], ...]
    data_uri: str

    @property
    def least_mm(self) -> float:
        """How wide it is printed at least, without the quiet zone, so that any printer's can be read."""
        modules = len(self.rows)
        return _SMALLEST_MM if modules <= _MOST_MODULES else modules * _MODULE_MM


def draw_qr(text: str) -> QrDrawing:
    """Draw a text; a longer one makes more modules, which have to be printed larger.

    Raises:
        ValueError: It is longer than a QR code can hold, 2953 bytes.
    """
    made = segno.make_qr(text, error="l", encoding="utf-8", boost_error=True)
    rows = tuple(tuple(bool(module) for module in row) for row in made.matrix)
    return QrDrawing(text, rows, made.png_data_uri(scale=4, border=QUIET))


def handoff_qr(cause: Cause, code: HandoffCode | None, translator: Translator) -> QrDrawing:
    """The QR code of a hand-off, as :func:`wizard.diagnosis.handoff_text.handoff_text` has its words."""
    return draw_qr(handoff_text(cause, code, translator))
