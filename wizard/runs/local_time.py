"""Times on this PC, as a person there reads them."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from wizard.core.text import T
from wizard.diagnosis.clock_words import Moment

if TYPE_CHECKING:
    from wizard.core.text import Text

_HOURS = {
    "UTC": 0,
    "GMT": 0,
    "AST": -4,
    "ADT": -3,
    "EST": -5,
    "EDT": -4,
    "CST": -6,
    "CDT": -5,
    "MST": -7,
    "MDT": -6,
    "PST": -8,
    "PDT": -7,
    "AKST": -9,
    "AKDT": -8,
    "HST": -10,
    "SST": -11,
}
"""Zones by the short name that their people use, in hours from UTC: other countries use these names too."""
_WINDOWS = re.compile(r"(?:US )?(Eastern|Central|Mountain|Pacific|Alaskan|Hawaiian) (Standard|Daylight) Time")
_SHORT = {"Alaskan": "AK"}


def local_now() -> datetime:
    """Local time; without its zone where a clock at the calendar's end leaves none."""
    now = datetime.now()  # noqa: DTZ005 - the zone follows
    try:
        return now.astimezone()
    except (ValueError, OverflowError, OSError):
        return now


def on_this_pc(at: datetime) -> datetime:
    """A time as a person at this PC reads it; as it is, where its clock's calendar has no such time."""
    try:
        return at.astimezone()
    except (ValueError, OverflowError, OSError):
        return at


def stamp(started: str) -> Text:
    """Day and time of a run on this PC's clock, with the zone: what has it may be read anywhere.

    Args:
        started: RFC 3339, UTC.
    """
    at = on_this_pc(datetime.fromisoformat(started))
    return T(
        "{month}/{day}/{year}, {time} ({zone})",
        month=at.month,
        day=at.day,
        year=at.year,
        time=Moment(at),
        zone=_zone(at),
    )


def _zone(at: datetime) -> str:
    """The zone's short name where it is one of the United States', else how far it is from UTC."""
    name = at.tzname() or ""
    windows = _WINDOWS.fullmatch(name)
    if windows:
        place, kind = windows.groups()
        name = f"{_SHORT.get(place, place[0])}{kind[0]}T"
    off = at.utcoffset() or timedelta()
    if name in _HOURS and off == timedelta(hours=_HOURS[name]):
        return name
    minutes = round(off.total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    sign = "-" if minutes < 0 else "+"
    return f"UTC{sign}{hours}" + (f":{rest:02}" if rest else "")
