"""Finds an address that answers; a name is looked up once a run, and what comes late of it is used."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from wizard.checks.happy_eyeballs import Reached, race
from wizard.checks.name_lookup import late
from wizard.core.endpoint import is_address
from wizard.core.evidence import Failure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wizard.checks.context import Context
    from wizard.core.route import Route

NAME_S = 16.0
"""Seconds that a name may take: the system asks again after five, and the next name server after ten.

A name that is looked up slowly is not a name that is not there.
"""

CONNECT_S = 8.0
"""Seconds that a connection may take: the third attempt of a lossy line is sent after three."""

_LATE_S = 4.0  # for the other kind of address, where none of the first kind answers


async def looked_up(context: Context, host: str) -> Sequence[str] | None:
    """The addresses of a name; None where there are none in time."""
    try:
        async with asyncio.timeout(NAME_S):
            return await context.once(_lookup(host), lambda: context.world.look_up(host)) or None
    except (OSError, TimeoutError, UnicodeError):  # silence is no name either
        return None


async def candidates(context: Context) -> Sequence[str]:
    """The addresses of the first hop: those that a check before this one found good, else all of its name."""
    host, _ = context.route.first_hop
    if is_address(host):
        return (host,)
    return context.route.addresses or await looked_up(context, host) or ()


async def reach(context: Context, addresses: Sequence[str]) -> Reached:
    """Connect to one of the addresses; to one that the name server told late where none of them answers."""
    host, port = context.route.first_hop
    reached = await race(addresses, port, context.world.connect, CONNECT_S)
    if reached.address is not None or not context.once.knows(_lookup(host)):
        return reached
    others = await late(await looked_up(context, host), _LATE_S)
    if not others:
        return reached
    again = await race(others, port, context.world.connect, CONNECT_S)
    return Reached(again.address, {**reached.families, **again.families})


async def dialled(context: Context) -> Route | Failure:
    """The route with the address that calls are to use, found here where no check has; why there is none.

    A call of the library's own would look the name up on a thread that nothing can end.
    """
    route = context.route
    if route.proxy or is_address(route.endpoint.host) or route.dial is not None:
        return route
    addresses = await candidates(context)
    if not addresses:
        return Failure.NAME_NOT_FOUND
    reached = await reach(context, addresses)
    if reached.address is not None:
        return replace(route, dial=reached.address)
    return Failure.REFUSED if reached.refused else Failure.UNREACHABLE


def _lookup(host: str) -> str:
    return f"name {host}"
