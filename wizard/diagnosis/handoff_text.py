"""What the QR code of a hand-off says: the card in plain words, with no link and no data of the office."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.core.text import T, unmarked
from wizard.diagnosis.message import reader
from wizard.diagnosis.report_model import WHO

if TYPE_CHECKING:
    from wizard.core.handoff_code import HandoffCode
    from wizard.core.text import Text, Translator
    from wizard.diagnosis.explained import Cause

MOST_BYTES = 520
"""What a QR code of 77 modules a side holds at its lowest level of correction (ISO/IEC 18004, version 15-L).

On 2 cm that is 0.26 mm a module: two dots of a label printer with 203 dpi, the coarsest that offices have.
"""


def handoff_text(cause: Cause, code: HandoffCode | None, translator: Translator) -> str:
    """What a hand-off's QR code says: title, who, steps and code, each on a line.

    Args:
        cause: In words that do not name the server PC.
        code: What the other PC is told; None where there is no other PC to go to.
        translator: Says the texts.
    """

    def say(text: Text) -> str:
        return unmarked(translator.translate(text))

    title = say(cause.title)
    who = say(T("Who can fix it: {who}", who=WHO[reader(cause)]))
    steps = [f"{number}. {say(step)}" for number, step in enumerate(cause.steps, start=1)]
    last = [] if code is None else [say(T("Code for the other PC: {code}", code=str(code)))]
    whole = "\n".join((title, who, *steps, *last))
    # the steps are why it is there: for their sake it may have to be printed larger
    return whole if len(whole.encode()) <= MOST_BYTES else "\n".join((title, *steps, *last))
