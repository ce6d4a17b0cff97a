"""The question about the way that Open Dental's own window takes."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from wizard.checks.happy_eyeballs import race
from wizard.core.endpoint import SETUP_HOST, SETUP_PORT, is_address
from wizard.core.facts.server_facts import SetupWindowFacts
from wizard.core.machine import PortAnswer, Role
from wizard.core.mode import Mode
from wizard.windows.knock import CONNECT_S

if TYPE_CHECKING:
    from wizard.checks.context import Context


async def setup_window(context: Context) -> SetupWindowFacts:
    """Connect to the address that API Setup needs, and close the connection again."""
    place = await context.pc.place()
    if place.role is Role.CLOUD or not await context.pc.programs():
        return SetupWindowFacts(place)
    said = await context.pc.knock(SETUP_HOST, SETUP_PORT, http=False)
    if said is PortAnswer.OPEN:
        return SetupWindowFacts(place, installed=True, port=said)
    context = await context.proxied()
    proxied = context.route.proxy is not None
    decides = not proxied and said is not PortAnswer.NO_NAME
    way_open = decides and await _way_is_open(context)
    return SetupWindowFacts(place, installed=True, port=said, proxied=proxied, way_open=way_open)


async def _way_is_open(context: Context) -> bool:
    """Whether Open Dental itself is reached; where it is not, a second red row would say nothing new."""
    if context.endpoint.mode is not Mode.REMOTE:
        return True
    host, port = context.route.first_hop
    try:
        async with asyncio.timeout(CONNECT_S):
            addresses = (host,) if is_address(host) else await context.world.look_up(host)
            return (await race(addresses, port, context.world.connect, CONNECT_S)).address is not None
    except (OSError, TimeoutError, UnicodeError):
        return False
