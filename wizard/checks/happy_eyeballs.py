"""Reaches a host over whichever of its addresses answers first, as a browser does (RFC 8305)."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from wizard.core.facts.way_facts import FamilyOutcome
from wizard.core.record import record

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

STAGGER_S = 0.2
"""Seconds before the next address is tried beside one that is silent: what a dead IPv6 costs."""

_MOST = 6  # addresses that are tried


@record
class Reached:
    """The outcome of a race.

    Attributes:
        address: The one that connected first; None where none did.
        families: ``ipv4`` and ``ipv6``, as far as they were tried, and how they fared.
    """

    address: str | None
    families: dict[str, FamilyOutcome]

    @property
    def refused(self) -> bool:
        """Whether a machine said no, which is more than silence."""
        return self.address is None and FamilyOutcome.REFUSED in self.families.values()


async def race(
    addresses: Sequence[str], port: int, connect: Callable[[str, int], Awaitable[None]], limit_s: float
) -> Reached:
    """Try the addresses, families in turn, each a moment after the one before it; the first one wins.

    Args:
        addresses: In the system's own order of preference.
        port: TCP port.
        connect: Opens a connection and closes it; raises OSError.
        limit_s: Seconds for the whole race.
    """
    waiting = _in_turn(addresses)[:_MOST]
    fates: dict[str, FamilyOutcome] = {}
    running: dict[asyncio.Task[None], str] = {}
    end = asyncio.get_running_loop().time() + limit_s
    try:
        while waiting or running:
            if waiting:
                address = waiting.pop(0)
                running[asyncio.ensure_future(connect(address, port))] = address
            left = end - asyncio.get_running_loop().time()
            pause = min(left, STAGGER_S) if waiting else left
            done, _ = await asyncio.wait(
                running, timeout=max(0.0, pause), return_when=asyncio.FIRST_COMPLETED
            )
            for task in done:
                address = running.pop(task)
                fate = _fate(task.exception())
                _note(fates, address, fate)
                if fate is FamilyOutcome.OPEN:
                    for other in running.values():
                        _note(fates, other, FamilyOutcome.SILENT)
                    return Reached(address, fates)
            if left <= 0:
                break
        for address in running.values():
            _note(fates, address, FamilyOutcome.SILENT)
        return Reached(None, fates)
    finally:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)


def _in_turn(addresses: Sequence[str]) -> list[str]:
    """The families by turns, the preferred one first."""
    first = [a for a in addresses if _family(a) == _family(addresses[0])]
    other = [a for a in addresses if _family(a) != _family(addresses[0])]
    turns = [a for pair in zip(first, other, strict=False) for a in pair]
    return [*turns, *first[len(other) :], *other[len(first) :]]


def _family(address: str) -> str:
    return "ipv6" if ":" in address else "ipv4"


def _note(fates: dict[str, FamilyOutcome], address: str, fate: FamilyOutcome) -> None:
    order = list(FamilyOutcome)
    family = _family(address)
    fates[family] = min(fate, fates.get(family, fate), key=order.index)


def _fate(problem: BaseException | None) -> FamilyOutcome:
    if problem is None:
        return FamilyOutcome.OPEN
    if isinstance(problem, ConnectionRefusedError):
        return FamilyOutcome.REFUSED
    if isinstance(problem, TimeoutError) or not isinstance(problem, OSError):
        return FamilyOutcome.SILENT
    return FamilyOutcome.NO_ROUTE
