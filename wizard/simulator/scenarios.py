"""Every scenario of the pretend office, by its id."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from wizard.simulator import behind, in_front
from wizard.simulator.scenario import Scenario

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["DEFAULT", "SCENARIOS", "Scenario"]

DEFAULT = "econnector-not-running"
"""The demo's scenario: the commonest cause in the field, with a cure in Open Dental."""

SCENARIOS: Mapping[str, Scenario] = MappingProxyType(
    {
        scenario.id: scenario
        for scenario in (
            *in_front.HEALTHY,
            *behind.OFFICE,
            *behind.KEY,
            *behind.THROTTLED,
            *in_front.HEADQUARTERS,
            *in_front.NETWORK,
            *in_front.PROXY,
            *in_front.WRONG_ANSWERS,
            *behind.REQUEST,
        )
    }
)
"""All scenarios; the healthy one comes first, then what an office meets most often."""
