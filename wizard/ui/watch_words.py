"""What a watch says of itself: when it looks again, why it waits that long, that it has ended."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from wizard.core.text import N, T, paragraph
from wizard.ui.watching import WatchState

if TYPE_CHECKING:
    from wizard.core.text import Text
    from wizard.ui.session import Session
    from wizard.ui.watching import Watching

MINUTE_S = 60
_CLOSE_S, _NEAR_STEP_S, _FAR_STEP_S = 5, 5, 10
_LONG_S = 600  # above, minutes are enough
_WORTH_TELLING_S = 90


def step_s(seconds: float) -> int:
    """By how many seconds the time that is left is told: each that is told costs the window a new layout."""
    return 1 if seconds <= _CLOSE_S else _NEAR_STEP_S if seconds <= MINUTE_S else _FAR_STEP_S


def duration(seconds: float) -> Text:
    """How long, for a person: by its :func:`step_s`, and above ten minutes to the minute."""
    step = step_s(seconds)
    left = max(1, math.ceil(seconds / step) * step)
    if left < MINUTE_S:
        return T("{seconds} s", seconds=left)
    if left <= _LONG_S:
        minutes, rest = divmod(left, MINUTE_S)
        if rest:
            return T("{minutes} min {seconds} s", minutes=minutes, seconds=rest)
        return T("{minutes} min", minutes=minutes)
    hours, minutes = divmod(math.ceil(left / MINUTE_S), MINUTE_S)
    if not hours:
        return T("{minutes} min", minutes=minutes)
    if minutes:
        return T("{hours} h {minutes} min", hours=hours, minutes=minutes)
    return T("{hours} h", hours=hours)


def watch_note(session: Session) -> str:
    """The line at the left of the action bar, spoken; empty where nothing is or was watched."""
    if not session.has_watched:
        return ""
    words = _note(session.watching, session.launch.profile.watch_minutes)
    return session.say(words) if words is not None else ""


def _note(watching: Watching, minutes: int) -> Text | None:
    if watching.is_over:
        return paragraph(
            T("Stopped watching after {time}.", time=duration(minutes * MINUTE_S)),
            T("It still does not work."),
        )
    if watching.broke:
        return paragraph(
            T("The program itself failed, and no longer checks."),
            T("Quote {facts} to support.", facts=watching.broke),
        )
    match watching.state:
        case WatchState.OFF:
            return None
        case WatchState.LOOKING:
            return T("Checking …")
        case WatchState.WAITING:
            return _waiting(watching)


def _waiting(watching: Watching) -> Text:
    result = watching.result
    cause = result.causes[0] if result is not None and result.causes else None
    left = duration(watching.left_s)
    if watching.hurried:
        return T("Checks in {time}: one key may call only so often.", time=left)
    again = T("Checks again in {time}.", time=left)
    if cause is not None and cause.wait_s > _WORTH_TELLING_S:
        return paragraph(again, shows_after(cause.wait_s))
    return paragraph(again, watching.why) if watching.why is not None else again


def shows_after(seconds: int) -> Text:
    """How long a cure can take to show."""
    if seconds < 3600:
        return N("Can take {n} minute to show.", "Can take {n} minutes to show.", round(seconds / MINUTE_S))
    return N("Can take {n} hour to show.", "Can take {n} hours to show.", round(seconds / 3600))
