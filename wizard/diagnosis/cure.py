"""The proof of a cure: what was seen to change when an office healed, and which cause that proves. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from wizard.core.record import record
from wizard.diagnosis.clock_words import in_locale

if TYPE_CHECKING:
    from datetime import datetime

    from wizard.core.codes import CheckId, Code
    from wizard.core.text import Text
    from wizard.diagnosis.clock_words import SayTime


class FlipPart(TypedDict):
    """A flip in a document."""

    check: str
    before: str | None
    after: str | None


class CurePart(TypedDict):
    """A cure in a document."""

    named: str
    proven: str | None
    minutes: int
    flips: list[FlipPart]


@record
class Flip:
    """One thing that was seen to change.

    Attributes:
        check: What was looked at; ``CheckId.LIVE_PATIENTS`` is Open Dental's answer.
        before: What was found before; None for nothing wrong.
        after: What is found now; None for nothing wrong.
        text: A whole sentence, with the time of day in the United States' form (see :meth:`Cure.said`).
        at: Local time of the look that saw it.
    """

    check: CheckId
    before: Code | None
    after: Code | None
    text: Text
    at: datetime


@record
class Cure:
    """An incident that is over.

    Attributes:
        named: The first cause of the run in which it began.
        proven: The cause that the one flip proves; None where several things changed, where nothing was seen
            to change, and where the last cause named was only possible.
        flips: What was seen to change, in order. What a lower flip explains is not among them.
        began: Local time of the first look that failed.
        healed: Local time of the look that connected.
        texts: What the card says: whole sentences, with times of day in the United States' form.
        minutes: How long it lasted, rounded.
    """

    named: Code
    proven: Code | None
    flips: tuple[Flip, ...]
    began: datetime
    healed: datetime
    texts: tuple[Text, ...]
    minutes: int

    def said(self, say: SayTime) -> tuple[Text, ...]:
        """The texts with their times of day as the reader's locale says them."""
        return tuple(in_locale(text, say) for text in self.texts)

    def as_record(self) -> CurePart:
        """For a document: codes, checks and minutes, and nothing else."""
        return CurePart(
            named=str(self.named),
            proven=None if self.proven is None else str(self.proven),
            minutes=self.minutes,
            flips=[
                FlipPart(
                    check=str(flip.check),
                    before=None if flip.before is None else str(flip.before),
                    after=None if flip.after is None else str(flip.after),
                )
                for flip in self.flips
            ],
        )
