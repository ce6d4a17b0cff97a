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
STEP_S = 10
"""Above a minute the time that is left is told by steps of so many seconds."""
_LONG_S = 600  # above, minutes are enough
_WORTH_TELLING_S = 90


def duration(seconds: float) -> Text:
    """How long, for a person: to the second, to ten seconds above a minute, to the minute above ten."""
    left = max(1, math.ceil(seconds))
    if left <= MINUTE_S:
        return T("{n} s", n=left)
    if left <= _LONG_S:
        left = math.ceil(left / STEP_S) * STEP_S
        minutes, rest = divmod(left, MINUTE_S)
        return T("{n} min {seconds} s", n=minutes, seconds=rest) if rest else T("{n} min", n=minutes)
    hours, minutes = divmod(math.ceil(left / MINUTE_S), MINUTE_S)
    if not hours:
        return T("{n} min", n=minutes)
    return T("{n} h {minutes} min", n=hours, minutes=minutes) if minutes else T("{n} h", n=hours)


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
