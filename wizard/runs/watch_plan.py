"""When a watch looks again. Pure: from what was seen last to seconds and the reason for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from wizard.core.codes import Family
from wizard.core.text import T

if TYPE_CHECKING:
    from wizard.core.text import Text
    from wizard.runs.run_result import RunResult

SOON_S, LATER_S, SELDOM_S = 15.0, 30.0, 60.0
"""Seconds between two looks where no cause asks for a wait: at first, after a while, after an hour."""

A_WHILE_S, AN_HOUR_S = 300.0, 3600.0

LOOKS_A_WAIT = 12
"""Looks in the time that a cure can take to show: somebody may be lucky, and it may be sooner."""

NEAREST_S, FARTHEST_S = 30.0, 1800.0
"""Between these lies what a cause's wait makes of the spacing, in seconds."""

LEAST_S = 1.0
"""Seconds between two looks in any case."""

_ASKED_FOR = T("Open Dental asked for this pause.")


class LookAgain(NamedTuple):
    """When the next look comes.

    Attributes:
        seconds: How long after the last one has ended.
        why: Why that long, where it is not just a rhythm: a whole sentence.
    """

    seconds: float
    why: Text | None = None


def look_again(
    result: RunResult | None, awake_s: float, pace_s: float, every_s: float | None = None
) -> LookAgain:
    """When to look again.

    Args:
        result: What was found last; None where every look so far has crashed.
        awake_s: Seconds that the watch goes on already, without those in which the PC slept.
        pace_s: Seconds that Open Dental wants between two calls with the key; never less than these.
        every_s: Seconds that the person asked for; no less than what Open Dental asked for.
    """
    least = max(LEAST_S, pace_s)
    asked_s = _asked_s(result)
    if asked_s is not None:
        return LookAgain(max(least, asked_s, every_s or 0.0), _ASKED_FOR)
    cause = result.shown_causes[0] if result and result.shown_causes else None
    why = cause.wait_why if cause else None
    if every_s is not None:
        return LookAgain(max(least, every_s), why)
    if cause and cause.wait_s:
        return LookAgain(max(least, min(FARTHEST_S, max(NEAREST_S, cause.wait_s / LOOKS_A_WAIT))), why)
    rhythm = SOON_S if awake_s < A_WHILE_S else LATER_S if awake_s < AN_HOUR_S else SELDOM_S
    return LookAgain(max(least, rhythm))


def _asked_s(result: RunResult | None) -> float | None:
    """Seconds that the answer itself asked for, where it was about how often or how much is called."""
    answer = result.evidence.probe if result else None
    if result is None or answer is None or answer.retry_after_s is None:
        return None
    first = next(iter(result.judgement.findings), None)
    return float(answer.retry_after_s) if first and first.code.family is Family.HQ else None
