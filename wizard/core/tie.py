"""Ties a cause's steps to the pictures of its pointer, by the words of Open Dental that both name."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def tie(steps: Sequence[str], labels: Sequence[str]) -> list[int]:
    """The step (from 0 on) that each picture belongs to.

    A picture belongs to the first step, from the one before it on, that names its control in bold; a picture
    that no step names stays with the step of the picture before.

    Args:
        steps: Marked texts, with Open Dental's words between ``**``.
        labels: The caption of each picture's target.
    """
    named = [{word.strip() for word in step.split("**")[1::2]} for step in steps]
    ties: list[int] = []
    here = 0
    for label in labels:
        here = next((at for at in range(here, len(named)) if label in named[at]), here)
        ties.append(here)
    return ties
