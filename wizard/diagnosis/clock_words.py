"""Times of day and lengths of time, in words and for documents. Pure: times are given, never asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.core.text import T, Text

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from typing import Self

    SayTime = Callable[[datetime], str]
    """How the reader's locale says a time of day; for a time of another day, the day too."""


class Moment(str):
    """A time of day inside a text: in the United States' form, until :func:`in_locale` says it in another.

    Attributes:
        at: The time itself, local.
    """

    __slots__ = ("at",)
    at: datetime

    def __new__(cls, at: datetime) -> Self:
        """The time of day of a local time."""
        made = super().__new__(cls, f"{at.hour % 12 or 12}:{at.minute:02} {'AM' if at.hour < 12 else 'PM'}")
        made.at = at
        return made


def in_locale(text: Text, say: SayTime) -> Text:
    """The same text with its times of day as the reader's locale says them."""
    args = {name: say(value.at) if isinstance(value, Moment) else value for name, value in text.args.items()}
    return Text(text.msgid, args, text.plural)


def length(seconds: float) -> Text:
    """A length of time as people say it: two units at most, of seconds, minutes and hours."""
    whole = max(0, round(seconds))
    if whole < 60:
        return T("{seconds} s", seconds=whole)
    if whole < 3600:
        if whole % 60 == 0:
            return T("{minutes} min", minutes=whole // 60)
        return T("{minutes} min {seconds} s", minutes=whole // 60, seconds=whole % 60)
    minutes = round(whole / 60)
    if minutes % 60 == 0:
        return T("{hours} h", hours=minutes // 60)
    return T("{hours} h {minutes} min", hours=minutes // 60, minutes=minutes % 60)


def seconds_between(start: datetime, end: datetime) -> float:
    """Seconds from one local time to a later one; 0 where the clock was set back in between."""
    if (start.tzinfo is None) is not (end.tzinfo is None):  # a clock at the calendar's end has no zone
        start, end = start.replace(tzinfo=None), end.replace(tzinfo=None)
    return max(0.0, (end - start).total_seconds())


def utc(at: datetime) -> str:
    """RFC 3339 in UTC, to the second; a time without a zone is at the calendar's end and stays as it is."""
    offset = at.utcoffset()
    plain = at.replace(tzinfo=None)
    try:
        return (plain - offset if offset else plain).isoformat(timespec="seconds") + "Z"
    except OverflowError:
        return plain.isoformat(timespec="seconds") + "Z"
