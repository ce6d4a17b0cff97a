"""One page to take along: the cause, whose turn it is, the steps with their pictures, and a QR code.

Nothing on it names the server PC: paper lies around.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.core.record import record
from wizard.core.text import T, paragraph, unmarked
from wizard.diagnosis.message import reader
from wizard.diagnosis.report_model import WHO
from wizard.pointer.step_pictures import tie
from wizard.ui.handoff_qr import handoff_qr

if TYPE_CHECKING:
    from wizard.core.handoff_code import HandoffCode
    from wizard.core.profile import Profile
    from wizard.core.text import Translator
    from wizard.diagnosis.explained import Cause
    from wizard.pointer.pointer_view import ShownPointer
    from wizard.pointer.scene import ResolvedFrame
    from wizard.ui.handoff_qr import QrDrawing

_MOST_OF_A_STEP = 2
_CODE = T("Code for the other PC")
_HOW = paragraph(
    T("Open this program on the other PC. Click **I have a code from another PC** there."),
    T("Or scan the steps with a phone."),
)
_BY_PHONE = T("Scan the steps with a phone.")


@record
class SheetStep:
    """A step and its pictures.

    Attributes:
        text: In the person's language, with ``**`` marks.
        frames: Its pictures; where it has many, the first and the last.
    """

    text: str
    frames: tuple[ResolvedFrame, ...]


@record
class FixSheet:
    """What stands on the page, in the person's language; words with ``**`` marks.

    Attributes:
        vendor: Whose program this is; empty without one.
        reference: What is quoted on the phone; empty where no run has found the cause.
        title: The cause.
        who: Whose turn it is.
        meaning: What it means.
        steps: At most three.
        handoff: What to do with the code on the other PC, and the code as the second line; where there is no
            other PC to go to, what the QR code is for.
        qr: The same for a phone.
        support: How to reach the vendor, a line each; none without a vendor.
        translator: Says the words in the pictures.
    """

    vendor: str
    reference: str
    title: str
    who: str
    meaning: str
    steps: tuple[SheetStep, ...]
    handoff: tuple[str, ...]
    qr: QrDrawing
    support: tuple[str, ...]
    translator: Translator

    @property
    def lines(self) -> tuple[str, ...]:
        """All its words from top to bottom, for who does not see the page."""
        steps = (f"{number}. {step.text}" for number, step in enumerate(self.steps, start=1))
        above = (self.vendor, self.title, self.who, self.meaning, *steps)
        whole = (*above, *self.handoff, *self.support, self.reference)
        return tuple(unmarked(line) for line in whole if line)


def fix_sheet(
    cause: Cause,
    code: HandoffCode | None,
    shown: ShownPointer | None,
    profile: Profile,
    translator: Translator,
    reference: str = "",
) -> FixSheet:
    """Put a page together.

    Args:
        cause: In words that do not name the server PC.
        code: For the other PC; None where there is none to go to.
        shown: The pointer of its cure, without the server's name; None where it has none.
        profile: Whose program this is, and how to reach them.
        translator: Says the texts.
        reference: Of the run that found it.
    """
    say = translator.translate
    texts = [say(step) for step in cause.steps]
    pictures = _by_step(texts, shown)
    return FixSheet(
        profile.product or profile.vendor_name,
        say(T("Reference **{reference}**", reference=f"{cause.ref}-{reference}")) if reference else "",
        unmarked(say(cause.title)),
        say(T("Who can fix it: {who}", who=WHO[reader(cause)])),
        say(cause.meaning),
        tuple(SheetStep(text, frames) for text, frames in zip(texts, pictures, strict=True)),
        (say(_BY_PHONE),) if code is None else (say(_CODE), str(code), say(_HOW)),
        handoff_qr(cause, code, translator),
        _support(profile, translator),
        translator,
    )


def _by_step(texts: list[str], shown: ShownPointer | None) -> list[tuple[ResolvedFrame, ...]]:
    """The pictures of each step; of many, where it begins and where it ends."""
    if shown is None:
        return [() for _ in texts]
    frames = shown.frames
    ties = tie(texts, [frame.label for frame in frames], [frame.front.id for frame in frames])
    own = [tuple(f for f, step in zip(frames, ties, strict=True) if step == at) for at in range(len(texts))]
    return [(many[0], many[-1]) if len(many) > _MOST_OF_A_STEP else many for many in own]


def _support(profile: Profile, translator: Translator) -> tuple[str, ...]:
    support, say = profile.support, translator.translate
    lines = [line for line in (support.phone, support.email, support.url, support.hours) if line]
    if not profile.vendor_name or not lines:
        return ()
    return (say(T("{vendor} support", vendor=f"**{profile.vendor_name}**")), *lines)
