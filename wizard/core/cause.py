"""A cause: what judgement found, and the catalogue entry that speaks about it."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from wizard.core.record import record

if TYPE_CHECKING:
    from wizard.core.codes import Code
    from wizard.core.text import Text


class Confidence(StrEnum):
    """How sure a cause is."""

    CERTAIN = "certain"
    LIKELY = "likely"
    POSSIBLE = "possible"


class Who(StrEnum):
    """Who can act."""

    OFFICE = "office"
    IT = "it"
    VENDOR = "vendor"
    OPEN_DENTAL = "open-dental"
    WAIT = "wait"
    NOBODY = "nobody"


class Opens(StrEnum):
    """A page that a cause's steps speak of, and that a button can open; never more than that."""

    DATE_TIME = "date-time"
    PROXY = "proxy"
    SERVICES = "services"
    GUEST_SIGN_IN = "guest-sign-in"


@record
class CauseEntry:
    """The catalogue's words about one cause; English message ids, filled in and translated when spoken.

    Attributes:
        code: Stable slug.
        ref: Two or three characters for the phone.
        who: Who can act, first one first.
        title: The verdict as a sentence a neighbour would say.
        meaning: What it means, one or two sentences.
        steps: At most three; ``wizard.pointer.step_pictures`` ties the pointer's frames to them.
        pointers: Ids of pointers, the best first; empty where the cure is not in Open Dental.
        wait_s: Seconds until a cure can show.
        wait_why: Why that long; empty without a wait.
        opens: The page that its steps speak of, where a button can open it.
        ask: What a message asks of whoever can act, at most three lines; the first of the office's
            own says what its steps need. Empty where nobody has to act.
        meaning_here: What it means where the server PC is this one, if that is something else.
    """

    code: Code
    ref: str
    who: tuple[Who, ...]
    title: str
    meaning: str
    steps: tuple[str, ...]
    pointers: tuple[str, ...] = ()
    wait_s: int = 0
    wait_why: str = ""
    opens: Opens | None = None
    ask: tuple[str, ...] = ()
    meaning_here: str = ""


@record
class Finding:
    """What a rule found.

    Attributes:
        code: Cause code.
        confidence: How sure.
        because: The evidence in words.
        wait_s: A wait that the evidence itself asks for, in seconds; None leaves that to the catalogue.
        wait_why: Why that long, where the catalogue does not know it.
        who: Who can act, where the evidence knows better than the catalogue.
    """

    code: Code
    confidence: Confidence
    because: tuple[Text, ...]
    wait_s: int | None = None
    wait_why: Text | None = None
    who: tuple[Who, ...] | None = None
