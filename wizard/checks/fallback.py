"""Which of several ways is taken: a script may list proxies that are to be tried in turn, as browsers do."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from wizard.checks.reach import race
from wizard.core.endpoint import is_address
from wizard.core.redact import Redactor
from wizard.probe.client import Caller

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wizard.checks.context import World
    from wizard.core.endpoint import Endpoint
    from wizard.probe.proxy import Proxy

WAYS_S = 12.0
"""Seconds that the whole search may take."""

_STEP_S = 3.0  # for a name, for a connection, and for a proxy's word


async def first_that_works(ways: Sequence[Proxy | None], endpoint: Endpoint, world: World) -> int:
    """Index of the first way on which somebody answers; what a proxy answers is for the checks to tell.

    Where none does it is that of the first usable one, so that its own fault is told.
    """
    try:
        async with asyncio.timeout(WAYS_S):
            for index, way in enumerate(ways):
                if await _works(way, endpoint, world):
                    return index
    except TimeoutError:
        pass
    return next((index for index, way in enumerate(ways) if way is None or way.usable), 0)


async def _works(way: Proxy | None, endpoint: Endpoint, world: World) -> bool:
    if way is not None and not way.usable:
        return False
    host, port = (way.host, way.port) if way is not None else (endpoint.host, endpoint.port)
    try:
        async with asyncio.timeout(_STEP_S):
            addresses = (host,) if is_address(host) else await world.look_up(host)
    except (OSError, TimeoutError, UnicodeError):
        return False
    reached = await race(addresses, port, world.connect, _STEP_S) if addresses else None
    if reached is None or reached.address is None:
        return False
    if way is None:
        return True
    caller = Caller(endpoint, Redactor(), proxy=way, tls=world.tls, now=world.now)
    try:
        return not caller.proxy_unusable and (await caller.tunnel(_STEP_S)).status is not None
    finally:
        await caller.aclose()
