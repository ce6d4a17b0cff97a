"""Ties a cause's steps to the pictures of its pointer, by the words of Open Dental that both name."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


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
    for at, label in enumerate(labels):
        found = next((n for n in range(here, len(named)) if label in named[n]), None)
        if found is not None:
            here = found
        elif at and windows and windows[at] != windows[at - 1] and not set(labels[at:]) & named[here]:
            here = min(here + 1, len(named) - 1)
        ties.append(here)
    return ties
