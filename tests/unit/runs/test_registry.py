"""The registry holds every check that there is."""

from __future__ import annotations

import pytest

from wizard.core.codes import CheckId
from wizard.runs.registry import CHECKS, ENTRIES, HOLDS_CALL, checks_named


def test_every_check_that_can_be_chosen_is_listed_once() -> None:
    ids = [entry.id for entry in ENTRIES]
    assert len(ids) == len(set(ids))
    assert set(ids) == set(CheckId) - {CheckId.LIVE_IDENTITY}  # told of, but never asked by itself


def test_what_a_check_needs_stands_before_it() -> None:
    order = [check.id for check in CHECKS]
    for check in CHECKS:
        assert all(order.index(need) < order.index(check.id) for need in check.needs)


def test_what_holds_the_live_call_is_a_way_of_its_own() -> None:
    """Whoever waits for these waits for nothing else."""
    needs = {check.id: set(check.needs) for check in CHECKS}
    assert all(needs[identity] <= set(HOLDS_CALL) for identity in HOLDS_CALL)


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("live.*", (CheckId.LIVE_PATIENTS, CheckId.LIVE_RIGHTS, CheckId.LIVE_VERSION)),
        ("prereq.clock", (CheckId.PREREQ_CLOCK,)),
        ("prereq", ()),
        ("live.identity", ()),
    ],
)
def test_a_pattern_names_checks(pattern: str, found: tuple[CheckId, ...]) -> None:
    assert checks_named(pattern) == found
