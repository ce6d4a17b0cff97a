"""What the person does not want to see for a while: of each thing its code and the day, and nothing else."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from wizard.ui.window_geometry import recall_choice, remember_choice

if TYPE_CHECKING:
    from collections.abc import Callable

    from wizard.core.codes import Code

DAYS = 90
"""Days for which a thing stays out of sight."""


def today() -> date:
    """This PC's day."""
    return date.today()  # noqa: DTZ011 - the person's own day is meant


class Dismissed:
    """Things that the person has put out of sight.

    Args:
        keeps: Whether they outlive the program, in the file of the window's settings.
        day: This PC's day.
    """

    def __init__(self, *, keeps: bool, day: Callable[[], date] = today) -> None:
        self._keeps = keeps
        self._day = day
        self._here: dict[Code, date] = {}

    def add(self, code: Code) -> None:
        """Put a thing out of sight."""
        self._here[code] = self._day()
        if self._keeps:
            remember_choice(_name(code), self._day().isoformat())

    def __contains__(self, code: Code) -> bool:
        """Whether a thing is out of sight still; a day that is yet to come counts for nothing.

        So nothing stays away longer because a clock was ahead when it was put away.
        """
        since = self._here.get(code) or (_day_of(recall_choice(_name(code))) if self._keeps else None)
        return since is not None and 0 <= (self._day() - since).days < DAYS


def _name(code: Code) -> str:
    return f"seen-{code}"


def _day_of(kept: str) -> date | None:
    try:
        return date.fromisoformat(kept)
    except ValueError:
        return None
