"""A hand-off as a QR code: the steps themselves as plain text, so that a phone needs no network to read them.

No link, and no data of the office: who holds a phone over it reads what the card says, and nothing is called.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.core.record import record
from wizard.core.text import T, unmarked
from wizard.diagnosis.report import WHO

if TYPE_CHECKING:
    from wizard.core.handoff_code import HandoffCode
    from wizard.core.text import Text, Translator
    from wizard.diagnosis.explained import Cause

MOST_BYTES = 520
"""What a QR code of 77 modules a side holds at its lowest level of correction (ISO/IEC 18004, version 15-L).

On 2 cm that is 0.26 mm a module: two dots of a label printer with 203 dpi, the coarsest that offices have.
"""

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


def handoff_text(cause: Cause, code: HandoffCode, translator: Translator) -> str:
    """What a hand-off's QR code says: title, who, steps and code, each on a line.

    Args:
        cause: In words that do not name the server PC.
        code: What the other PC is told.
        translator: Says the texts.
    """

    def say(text: Text) -> str:
        return unmarked(translator.translate(text))

    title = say(cause.title)
    who = say(T("Who can fix it: {who}", who=WHO[cause.who[0]]))
    steps = [f"{number}. {say(step)}" for number, step in enumerate(cause.steps, start=1)]
    last = say(T("Code for the other PC: {code}", code=str(code)))
    whole = "\n".join((title, who, *steps, last))
    # the steps are why it is there: for their sake it may have to be printed larger
    return whole if len(whole.encode()) <= MOST_BYTES else "\n".join((title, *steps, last))


def draw_qr(text: str) -> QrDrawing:
    """Draw a text; a longer one makes more modules, which have to be printed larger.

    Raises:
        ValueError: It is longer than a QR code can hold, 2953 bytes.
    """
    import segno  # only where one is drawn

    made = segno.make_qr(text, error="l", encoding="utf-8", boost_error=True)
    rows = tuple(tuple(bool(module) for module in row) for row in made.matrix)
    return QrDrawing(text, rows, made.png_data_uri(scale=4, border=QUIET))
