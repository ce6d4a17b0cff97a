"""Every scenario of the pretend office, by its id."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from wizard.simulator import scenarios_network, scenarios_open_dental
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
            *scenarios_network.HEALTHY,
            *scenarios_open_dental.OFFICE,
            *scenarios_open_dental.KEY,
            *scenarios_open_dental.THROTTLED,
            *scenarios_network.HEADQUARTERS,
            *scenarios_network.NETWORK,
            *scenarios_network.PROXY,
            *scenarios_network.WRONG_ANSWERS,
            *scenarios_open_dental.REQUEST,
        )
    }
)
"""All scenarios; the healthy one comes first, then what an office meets most often."""
