"""Ties a cause's steps to the pictures of its pointer, by the words of Open Dental that both name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


_COUNT = re.compile(r" \(\d+\)$")
"""Behind a caption that counts: a step names ``Alerts (1)`` as Alerts."""


def tie(steps: Sequence[str], labels: Sequence[str], windows: Sequence[str] = ()) -> list[int]:
    """The step (from 0 on) that each picture belongs to.

    A picture belongs to the first step, from the one before it on, that names its control in bold. One that
    no step names stays with the step of the picture before, unless another window has come up and that step
    has nothing more to show: then the next step has begun.

    Args:
        steps: Marked texts, with Open Dental's words between ``**``.
        labels: The caption of each picture's target.
        windows: The window of each picture; none given counts as one window.
    """
    named = [{word.strip() for word in step.split("**")[1::2]} for step in steps]
    ties: list[int] = []
    here = 0
    labels = [_COUNT.sub("", label) for label in labels]
    for at, label in enumerate(labels):
        found = next((n for n in range(here, len(named)) if label in named[n]), None)
        if found is not None:
            here = found
        elif at and windows and windows[at] != windows[at - 1] and not set(labels[at:]) & named[here]:
            here = min(here + 1, len(named) - 1)
        ties.append(here)
    return ties


def told_with(ties: Sequence[int], frame: int, steps: int) -> range:
    """The steps (from 0 on) that are said while one picture is shown: its own, and those without any.

    A step without a picture is said with the last one before it, at the beginning with the first one; so who
    turns the pictures and sees one step at a time reads them all.

    Args:
        ties: The step of each picture, as :func:`tie` finds them.
        frame: Index of the picture.
        steps: How many steps there are.
    """
    here = ties[frame]
    before = 0 if frame == 0 else here
    last = frame == len(ties) - 1
    return range(before, steps if last else max(here + 1, ties[frame + 1]))
