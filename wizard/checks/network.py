"""The way to Open Dental, layer by layer: the name, the connection."""

from __future__ import annotations

import asyncio
import socket
import sys
from dataclasses import replace
from ipaddress import ip_address
from typing import TYPE_CHECKING

from wizard.checks.channel import setting_of_channels
from wizard.checks.context import CONTROL_HOST, Context
from wizard.checks.dial import candidates, looked_up, reach
from wizard.checks.first_page import web_pages
from wizard.checks.happy_eyeballs import race
from wizard.checks.name_lookup import SLOW_S, late
from wizard.core.endpoint import is_address, is_private
from wizard.core.evidence import Failure, PageKind
from wizard.core.facts.way_facts import NameFacts, PortFacts
from wizard.core.filter_page import blocks
from wizard.core.filters import by_address

if TYPE_CHECKING:
    from collections.abc import Sequence

_CONTROL_AFTER_S = 1.0  # of silence, before a second name is asked for beside the first
_CONTROL_S = 4.0
_CONTROL_SLOW_S = 10.0  # where names are known to be slow
_TUNNEL_S = 10.0


async def name_resolves(context: Context) -> NameFacts:
    """Look the first hop's name up; a second, unrelated name tells a dead network from one blocked name."""
    context = await context.proxied()
    route = context.route
    host, _ = route.first_hop
    if route.proxy and not route.proxy.usable:
        return NameFacts(route)
    if is_address(host):
        return NameFacts(replace(route, addresses=(host,)))
    control = None if route.proxy else asyncio.create_task(_control(context))
    start = asyncio.get_running_loop().time()
    try:
        found = await looked_up(context, host)
        took_s = asyncio.get_running_loop().time() - start
        if found is None:
            return NameFacts(
                route, control=None if route.proxy else await _asked(control, context) is not None
            )
        if control is not None and not control.done():  # it need not be asked any more
            control.cancel()
            control = None
        others = await late(found, SLOW_S - took_s)
        addresses = (*found, *(others or ()))
        if not route.proxy and not any(map(_leads_there, addresses)):
            return await _sunk(context, addresses, control)
    finally:
        if control is not None:
            control.cancel()
            await asyncio.gather(control, return_exceptions=True)
    good = tuple(a for a in addresses if route.proxy or _leads_there(a))
    silent = others is None and took_s < SLOW_S
    return NameFacts(
        replace(route, addresses=good, slow_names=others is None or took_s >= SLOW_S),
        len(good),
        took_s,
        silent_about=("IPv4" if ":" in found[0] else "IPv6") if silent else None,
    )


async def _control(context: Context) -> Sequence[str] | None:
    """The second name, asked for once the first has been silent for a moment."""
    await asyncio.sleep(_CONTROL_AFTER_S)
    return await _control_now(context)


async def _control_now(context: Context) -> Sequence[str] | None:
    try:
        async with asyncio.timeout(_CONTROL_S):
            return await context.world.look_up(CONTROL_HOST) or None
    except (OSError, TimeoutError):
        return None


async def _asked(
    control: asyncio.Task[Sequence[str] | None] | None, context: Context
) -> Sequence[str] | None:
    """The second name's addresses: at once, unless it was asked for already."""
    return await control if control is not None and control.done() else await _control_now(context)


async def _sunk(
    context: Context, addresses: Sequence[str], control: asyncio.Task[Sequence[str] | None] | None
) -> NameFacts:
    """A name that leads nowhere on the internet; the second name is asked for where no filter is known."""
    sunk = NameFacts(context.route, len(addresses), sinkhole=True)
    if blocker := next(filter(None, map(by_address, addresses)), None):
        return replace(sunk, blocker=blocker)
    other = await _asked(control, context)
    everything = other is not None and not any(map(_on_the_internet, other))
    return replace(sunk, catches_all=everything and any(map(_in_an_office, addresses)))


def _leads_there(address: str) -> bool:
    """Whether Open Dental could be at an address: one of the internet's, and none of a filter's own."""
    return _on_the_internet(address) and by_address(address) is None


def _on_the_internet(address: str) -> bool:
    """Whether an address could be Open Dental's.

    Security agents and VPNs hand out 100.64/10 and 198.18/15 for every name, with all well behind them.
    """
    plain = address.partition("%")[0]
    return not (is_private(plain) or ip_address(plain).is_unspecified)


def _in_an_office(address: str) -> bool:
    found = ip_address(address.partition("%")[0])
    return not (found.is_loopback or found.is_unspecified)


async def port_connects(context: Context) -> PortFacts:
    """Open a connection to the first hop and close it again; through a proxy, the whole way."""
    context = await context.proxied()
    route = context.route
    if route.proxy and not route.proxy.usable:
        return PortFacts(route)
    addresses = await candidates(context)
    if not addresses:
        return PortFacts(route)
    control = None if context.endpoint.private or route.proxy else asyncio.create_task(_outside(context))
    try:
        reached = await reach(context, addresses)
        facts = PortFacts(route, tuple(reached.families.items()), reached.address is not None)
        if reached.address is None:
            return await _not_reached(context, facts, control)
    finally:
        if control is not None:
            control.cancel()
            await asyncio.gather(control, return_exceptions=True)
    if route.proxy:
        return await _through_proxy(context, facts)
    if not is_address(context.endpoint.host):
        facts = replace(facts, route=replace(route, dial=reached.address))
    return facts


async def _through_proxy(context: Context, facts: PortFacts) -> PortFacts:
    """Have the proxy open the way to Open Dental, and close it again."""
    answer = await context.caller.tunnel(context.route, _TUNNEL_S, context.redactor)
    impossible = answer.failure is Failure.TLS_IMPOSSIBLE
    return replace(facts, tunnel=answer, setting=setting_of_channels(context) if impossible else None)


async def _outside(context: Context) -> bool:
    """Whether anything outside answers; asked beside a connection that has been silent for a moment.

    A name server that knows no such name is an answer too.
    """
    await asyncio.sleep(_CONTROL_AFTER_S)
    return await _outside_now(context)


async def _outside_now(context: Context) -> bool:
    try:
        async with asyncio.timeout(_CONTROL_SLOW_S if context.route.slow_names else _CONTROL_S):
            found = await context.world.look_up(CONTROL_HOST)
            reached = await race(found, 443, context.world.connect, _CONTROL_S)
            return reached.address is not None or reached.refused
    except TimeoutError:
        return False
    except OSError as problem:
        # Windows says so of every name while it is offline
        return sys.platform != "win32" and getattr(problem, "errno", None) == socket.EAI_NONAME


async def _not_reached(context: Context, facts: PortFacts, control: asyncio.Task[bool] | None) -> PortFacts:
    """What else tells why: first pages, and whether anything outside answers; each only where it decides."""
    if control is None:
        return facts
    own, other = await web_pages(context)
    facts = replace(facts, pages=(own, other))
    told = other.page is PageKind.SIGN_IN or blocks(context.route, own)
    if told or facts.refused or not facts.sure:
        return facts
    return replace(facts, outside=await control if control.done() else await _outside_now(context))
