"""The steps of the wizard as a table, and the way through them as a history; nothing of Qt."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from wizard.core.text import T, Text


class StepId(StrEnum):
    """A step of the wizard."""

    WELCOME = "welcome"
    OFFICE = "office"
    KEY = "key"
    LIVE = "live"
    RESULT = "result"


class Step(NamedTuple):
    """One row of the table: a step and its name in the sidebar."""

    id: StepId
    name: Text


STEPS = (
    Step(StepId.WELCOME, T("Welcome")),
    Step(StepId.OFFICE, T("This office")),
    Step(StepId.KEY, T("Customer key")),
    Step(StepId.LIVE, T("Live test")),
    Step(StepId.RESULT, T("Result")),
)
"""In the order in which they are taken."""


class StepHistory:
    """Where the person is and came from. Back is always possible except on the first step.

    Args:
        first: The step that is begun with.

    Attributes:
        here: The current step.
    """

    def __init__(self, first: StepId = STEPS[0].id) -> None:
        self.here = first
        self._before: list[StepId] = []

    @property
    def can_go_back(self) -> bool:
        """Whether there is a step to go back to."""
        return bool(self._before)

    def forward(self) -> StepId:
        """Go to the next step of the table; stays on the last one."""
        order = [step.id for step in STEPS]
        place = order.index(self.here)
        return self.to(order[min(place + 1, len(order) - 1)])

    def to(self, step: StepId) -> StepId:
        """Go to a step; a step that was visited before is gone back to, so that the history has no loops."""
        if step in self._before:
            del self._before[self._before.index(step) :]
        elif step != self.here:
            self._before.append(self.here)
        self.here = step
        return step

    def back(self) -> StepId:
        """Go back to where the person came from.

        The live test runs by itself, so going back from its result leads to the step before it.
        """
        while self._before:
            self.here = self._before.pop()
            if self.here is not StepId.LIVE:
                break
        return self.here
