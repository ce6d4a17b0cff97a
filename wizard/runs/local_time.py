"""The time of day on this PC, as a person there reads it."""

from __future__ import annotations

from datetime import datetime


def local_now() -> datetime:
    """Local time; without its zone where a clock at the calendar's end leaves none."""
    now = datetime.now()  # noqa: DTZ005 - the zone follows
    try:
        return now.astimezone()
    except (ValueError, OverflowError, OSError):
        return now
