"""What a card says of a cause: whose turn it is, when it was seen, why, how long it takes; words alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QTime

from wizard.core.cause import Confidence, Who
from wizard.core.handoff_code import FoundThere
from wizard.core.text import N, T, paragraph
from wizard.diagnosis.there import there_line

if TYPE_CHECKING:
    from datetime import datetime

    from wizard.core.handoff_code import HandoffCode
    from wizard.core.text import Text
    from wizard.diagnosis.explained import Cause

CHIP: dict[Who, Text] = {
    Who.OFFICE: T("You can fix this"),
    Who.IT: T("For your IT"),
    Who.VENDOR: T("For the vendor"),
    Who.OPEN_DENTAL: T("For Open Dental support"),
    Who.WAIT: T("It needs some time"),
    Who.NOBODY: T("Nothing to fix"),
}
"""Whose turn it is."""
_ASK: dict[Who, Text] = {
    Who.IT: T("If that does not help, ask your IT."),
    Who.VENDOR: T("If that does not help, ask the vendor."),
    Who.OPEN_DENTAL: T("If that does not help, ask Open Dental support."),
}


def clock_time(at: datetime) -> str:
    """The time of day as the reader's locale writes it."""
    return QLocale().toString(QTime(at.hour, at.minute), QLocale.FormatType.ShortFormat)


def seen(cause: Cause, at: str, since: str = "") -> Text:
    """What was seen, and when; ``since`` when, where it is still the same as it was."""
    what = cause.seen_here or (cause.because[0] if cause.because else T("Nothing more was seen."))
    if not since:
        return T("Seen at {time}: {what}", time=at, what=what)
    same = T("Checked at {time}, still the same.", time=at)
    return paragraph(T("Seen since {since}: {what}", since=since, what=what), same)


def fixed_there(cause: Cause, there: HandoffCode | None) -> Text | None:
    """That another PC says it is fixed, and how long that takes to show; None where it does not."""
    if there is None or there.cause is not cause.code or there.found is not FoundThere.CURED:
        return None
    line = there_line(there.cause, there.found)
    return paragraph(line, _wait(cause)) if cause.wait_s else line


def reasons(cause: Cause, there: HandoffCode | None = None) -> list[Text]:
    """Why it is thought to be the cause, what it means, how long a cure takes, and whom else to ask.

    Args:
        cause: The cause.
        there: What another PC has found; that it is fixed there is no reason for it.
    """
    fixed = fixed_there(cause, there) is not None
    more = cause.because[1:-1] if fixed else cause.because[1:]
    lines = [_why(cause.confidence, paragraph(*more) if more else cause.meaning)]
    if more:
        lines.append(cause.meaning)
    if cause.wait_s and not fixed:
        lines.append(_wait(cause))
    return [*lines, *(_ASK[who] for who in cause.who[1:] if who in _ASK)]


def _why(confidence: Confidence, why: Text) -> Text:
    match confidence:
        case Confidence.CERTAIN:
            return T("**Why we are sure:** {reasons}", reasons=why)
        case Confidence.LIKELY:
            return T("**Why we think so:** {reasons}", reasons=why)
        case Confidence.POSSIBLE:
            return T("**What speaks for it:** {reasons}", reasons=why)


_HOUR_S = 3600


def _wait(cause: Cause) -> Text:
    if cause.wait_s < 90:
        wait = N(
            "Wait {n} second before the next try.", "Wait {n} seconds before the next try.", cause.wait_s
        )
    elif cause.wait_s >= _HOUR_S:
        hours = round(cause.wait_s / _HOUR_S)
        wait = N("It can take {n} hour to show.", "It can take {n} hours to show.", hours)
    else:
        minutes = round(cause.wait_s / 60)
        wait = N("It can take {n} minute to show.", "It can take {n} minutes to show.", minutes)
    return paragraph(wait, cause.wait_why) if cause.wait_why else wait
