"""Addresses are raced: the first that answers wins, and a dead family costs a moment only."""

from __future__ import annotations

import asyncio
import time

import pytest

from wizard.checks.happy_eyeballs import STAGGER_S, Reached, race
from wizard.core.facts.way_facts import FamilyOutcome

SIX, FOUR, OTHER = "2001:4860::1", "20.1.2.3", "20.1.2.4"
REFUSED, NO_ROUTE = ConnectionRefusedError(), OSError(101, "unreachable")


def go(
    addresses: list[str], fates: dict[str, BaseException | float], limit_s: float = 2.0
) -> tuple[Reached, list[str], float]:
    """Race with addresses that raise, or connect after some seconds; what came, what was tried, how long."""
    tried: list[str] = []

    async def connect(address: str, _port: int) -> None:
        tried.append(address)
        fate = fates[address]
        if isinstance(fate, BaseException):
            raise fate
        await asyncio.sleep(fate)

    async def run() -> Reached:
        before = asyncio.all_tasks()
        reached = await race(addresses, 443, connect, limit_s)
        assert asyncio.all_tasks() == before
        return reached

    start = time.monotonic()
    reached = asyncio.run(run())
    return reached, tried, time.monotonic() - start


def test_a_dead_ipv6_costs_a_moment() -> None:
    reached, tried, took = go([SIX, FOUR], {SIX: 60.0, FOUR: 0.0})
    assert reached == Reached(FOUR, {"ipv4": FamilyOutcome.OPEN, "ipv6": FamilyOutcome.SILENT})
    assert tried == [SIX, FOUR]
    assert took >= STAGGER_S
    assert took < 30  # the dead one is not waited for


@pytest.mark.parametrize("problem", [REFUSED, NO_ROUTE])
def test_a_failure_is_followed_by_the_next_address_at_once(problem: Exception) -> None:
    reached, tried, took = go([SIX, FOUR], {SIX: problem, FOUR: 0.0})
    assert (reached.address, tried) == (FOUR, [SIX, FOUR])
    assert took < 30


def test_the_families_take_turns() -> None:
    _, tried, _ = go([FOUR, OTHER, SIX], dict.fromkeys((FOUR, OTHER, SIX), REFUSED))
    assert tried == [FOUR, SIX, OTHER]


def test_a_slow_first_address_still_wins_over_a_dead_second() -> None:
    reached, _, _ = go([SIX, FOUR], {SIX: 0.35, FOUR: 60.0})
    assert reached.address == SIX


@pytest.mark.parametrize(
    ("fates", "refused"),
    [
        ((REFUSED, REFUSED), True),
        ((REFUSED, NO_ROUTE), True),
        ((NO_ROUTE, REFUSED), True),
        ((60.0, REFUSED), True),
        ((60.0, 60.0), False),
        ((NO_ROUTE, 60.0), False),
        ((NO_ROUTE, NO_ROUTE), False),
    ],
)
def test_what_is_told_where_nothing_answers(
    fates: tuple[BaseException | float, BaseException | float], refused: bool
) -> None:
    reached, _, took = go([SIX, FOUR], {SIX: fates[0], FOUR: fates[1]}, limit_s=0.4)
    assert reached.address is None
    assert reached.refused is refused
    assert set(reached.families) == {"ipv4", "ipv6"}
    assert took < 30


def test_many_addresses_are_not_tried_without_end() -> None:
    many = [f"20.1.2.{n}" for n in range(40)]
    _, tried, _ = go(many, dict.fromkeys(many, REFUSED))
    assert tried == many[:6]
