"""The name of the practice that a key opens: for the window alone, and in memory only."""

from __future__ import annotations

import unicodedata
from dataclasses import field

from wizard.core.record import record

MOST = 80
"""Characters of a title that are kept; a window has no room for more."""

_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn")
"""Categories of Unicode of what nobody sees: controls, marks of direction, and what is no sign at all."""


@record
class Practice:
    """A practice as Open Dental names it; its own text shows nothing of it.

    Attributes:
        title: One line of at most :data:`MOST` characters; words of the office's own, never markup.
    """

    title: str = field(repr=False)


def practice_named(words: str) -> Practice | None:
    """A practice by the title that came; None where nothing readable is left of it."""
    spaced = "".join(" " if sign.isspace() else sign for sign in words[: 16 * MOST])
    seen = "".join(sign for sign in spaced if unicodedata.category(sign) not in _UNSEEN)
    line = " ".join(seen.split())
    if not any(sign.isalnum() for sign in line):
        return None
    return Practice(line if len(line) <= MOST else line[: MOST - 1].rstrip() + "…")
