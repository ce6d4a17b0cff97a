"""Second opinions that are not asked for, or given up: the run has no time left for them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from wizard.checks.context import Context, World
from wizard.core.endpoint import remote_endpoint
from wizard.core.evidence import Opinion
from wizard.core.keys import KeyPair
from wizard.core.secret import Secret
from wizard.runs.key_in_use import KeyInUse, TimeLeft
from wizard.runs.opinions import opinion
from wizard.runs.request import Request

if TYPE_CHECKING:
    from wizard.core.events import Event

KEYS = KeyPair(Secret("CANARYDEV0000001"), Secret("CANARYCUS0000001"))


@pytest.mark.parametrize(("what", "knocks"), [(Opinion.SECURITYPERMS, 0), (Opinion.LOCAL, 1)])
def test_once_the_runs_time_is_over_no_call_begins(what: Opinion, knocks: int) -> None:
    """At the rights it is known beforehand; a port of this PC that stays silent is given up at once."""
    told: list[Event] = []
    knocked: list[int] = []

    async def silent(_host: str, port: int) -> None:
        knocked.append(port)
        await asyncio.Event().wait()

    async def go() -> object:
        world = World(environ={}, connect=silent)
        context = Context.of(world, remote_endpoint(), KEYS, told.append)
        key = KeyInUse(KEYS, world.pacer.of(KEYS.customer), TimeLeft(0.0))
        try:
            return await opinion(context, Request(context.endpoint, KEYS), key, what)
        finally:
            await context.aclose()

    assert asyncio.run(go()) is None
    assert told == []
    assert len(knocked) <= knocks
