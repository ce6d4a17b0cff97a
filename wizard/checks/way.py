"""The way to Open Dental, layer by layer: the proxy in force, the name, the connection."""

from __future__ import annotations

import asyncio
import socket
import sys
from dataclasses import replace
from ipaddress import ip_address
from typing import TYPE_CHECKING

from wizard.checks.context import CONTROL_HOST, Context
from wizard.checks.dial import candidates, looked_up, reach
from wizard.checks.filters import by_address
from wizard.checks.first_page import PORTAL, blocks, name_blocked, web_pages
from wizard.checks.names import SLOW_S, late
from wizard.checks.proxied import through_proxy
from wizard.checks.reach import race
from wizard.core.codes import Code
from wizard.core.endpoint import is_address, is_private
from wizard.core.evidence import Page, Status
from wizard.core.mode import Mode
from wizard.core.outcome import Facts, Outcome
from wizard.core.text import N, T

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wizard.checks.reach import Reached

_CONTROL_AFTER_S = 1.0  # of silence, before a second name is asked for beside the first
_CONTROL_S = 4.0
_CONTROL_SLOW_S = 10.0  # where names are known to be slow

_REFUSED = {
    Mode.REMOTE: Code.NETWORK_REFUSED,
    Mode.SERVICE: Code.API_SERVICE_NOT_RUNNING,
    Mode.LOCAL: Code.LOCAL_API_CLOSED,
}
_SERVER_NOT_KNOWN = T(
    "Only this PC was asked, because the server PC is not known or was not found. Run this program there, "
    "or name that PC with --host."
)
_SILENT = {
    Mode.REMOTE: Code.NETWORK_UNREACHABLE,
    Mode.SERVICE: Code.API_SERVICE_FIREWALLED,
    Mode.LOCAL: Code.LOCAL_API_STUCK,
}


async def name_resolves(context: Context) -> Outcome:
    """Look the first hop's name up; a second, unrelated name tells a dead network from one blocked name."""
    context = await context.proxied()
    route = context.route
    host, _ = route.first_hop
    if route.proxy and not route.proxy.usable:
        return Outcome(Status.SKIPPED, T("The proxy setting comes first."))
    if is_address(host):
        return Outcome(
            Status.SKIPPED, T("This address needs no name lookup."), route=replace(route, addresses=(host,))
        )
    control = None if route.proxy else asyncio.create_task(_control(context))
    start = asyncio.get_running_loop().time()
    try:
        found = await looked_up(context, host)
        took_s = asyncio.get_running_loop().time() - start
        if found is None:
            return await _name_missing(context, control)
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
    route = replace(route, addresses=good, slow_names=others is None or took_s >= SLOW_S)
    evidence: Facts = (("addresses", len(good)),)
    if route.slow_names:
        slow = _slowly_found(found, took_s, evidence, silent=others is None)
        return replace(slow, route=route)
    words = T("The proxy's name was found.") if route.proxy else T("The name {host} was found.", host=host)
    return Outcome(Status.PASSED, words, None, evidence, route=route)


def _slowly_found(found: Sequence[str], took_s: float, evidence: Facts, *, silent: bool) -> Outcome:
    """The run goes on; programs that wait for the system's own lookup of both kinds lose that time."""
    if silent and took_s < SLOW_S:
        kind = "IPv4" if ":" in found[0] else "IPv6"
        words = T("The name was found, but other programs can wait seconds for it.")
        return Outcome(Status.WARNED, words, Code.NETWORK_SLOW_NAMES, (*evidence, ("silent_about", kind)))
    seconds = round(took_s)
    words = N(
        "The name was found, but only after {n} second.",
        "The name was found, but only after {n} seconds.",
        seconds,
    )
    return Outcome(Status.WARNED, words, Code.NETWORK_SLOW_NAMES, (*evidence, ("seconds", seconds)))


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


async def _name_missing(context: Context, control: asyncio.Task[Sequence[str] | None] | None) -> Outcome:
    if context.route.proxy:
        return Outcome(Status.FAILED, T("The proxy's name was not found."), Code.PROXY_UNREACHABLE)
    if await _asked(control, context) is None:
        return Outcome(
            Status.FAILED,
            T("Neither {host} nor another name on the internet was found.", host=context.endpoint.host),
            Code.NETWORK_OFFLINE,
            (("control", False),),
        )
    return Outcome(
        Status.FAILED,
        T("Other names are found, but {host} is not.", host=context.endpoint.host),
        Code.NETWORK_NAME_BLOCKED,
        (("control", True),),
    )


async def _sunk(
    context: Context, addresses: Sequence[str], control: asyncio.Task[Sequence[str] | None] | None
) -> Outcome:
    """A name that leads nowhere on the internet: a filter's doing, or a guest network that catches all."""
    evidence: Facts = (("addresses", len(addresses)), ("sinkhole", True))
    if product := next(filter(None, map(by_address, addresses)), None):
        return name_blocked(context, product, evidence)
    other = await _asked(control, context)
    everything = other is not None and not any(map(_on_the_internet, other))
    if everything and any(map(_in_an_office, addresses)):
        return Outcome(
            Status.FAILED,
            T("This network leads every name to an address of its own."),
            Code.NETWORK_CAPTIVE_PORTAL,
            evidence,
        )
    return Outcome(
        Status.FAILED,
        T("The name {host} leads to an address that blocks it.", host=context.endpoint.host),
        Code.NETWORK_NAME_BLOCKED,
        evidence,
    )


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


async def port_connects(context: Context) -> Outcome:
    """Open a connection to the first hop and close it again; through a proxy, the whole way."""
    context = await context.proxied()
    route = context.route
    if route.proxy and not route.proxy.usable:
        return Outcome(Status.UNKNOWN, T("The proxy setting comes first."))
    host, port = route.first_hop
    addresses = await candidates(context)
    if not addresses:
        return Outcome(Status.UNKNOWN, T("There was no address to connect to."))
    control = None if context.endpoint.private or route.proxy else asyncio.create_task(_outside(context))
    try:
        reached = await reach(context, addresses)
        if reached.address is None:
            return await _not_reached(context, reached, control)
    finally:
        if control is not None:
            control.cancel()
            await asyncio.gather(control, return_exceptions=True)
    fates: Facts = tuple((family, str(fate)) for family, fate in reached.families.items())
    if route.proxy:
        return await through_proxy(context, fates)
    if not is_address(host):
        route = replace(route, dial=reached.address)
    words = T("Port {port} is open.", port=port)
    return Outcome(Status.PASSED, words, None, (("port", port), *fates), route=route)


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


def _refused(context: Context, evidence: Facts) -> Outcome:
    code = _REFUSED[context.endpoint.mode]
    if context.endpoint.stands_in:
        return Outcome(Status.FAILED, _SERVER_NOT_KNOWN, code, (*evidence, ("sure", False)))
    _, port = context.route.first_hop
    return Outcome(Status.FAILED, T("Port {port} refuses connections.", port=port), code, evidence)


async def _not_reached(context: Context, reached: Reached, control: asyncio.Task[bool] | None) -> Outcome:
    _, port = context.route.first_hop
    mode = context.endpoint.mode
    fates: Facts = tuple((family, str(fate)) for family, fate in reached.families.items())
    evidence: Facts = (("port", port), *fates)
    if context.route.proxy:
        return Outcome(
            Status.FAILED,
            T("The proxy's port {port} cannot be reached.", port=port),
            Code.PROXY_UNREACHABLE,
            evidence,
        )
    if control is not None:
        own, other = await web_pages(context)
        if other.page is Page.SIGN_IN:
            return Outcome(Status.FAILED, PORTAL, Code.NETWORK_CAPTIVE_PORTAL, evidence)
        if blocks(context, own):
            return name_blocked(context, own.product, evidence)
    if reached.refused or context.endpoint.stands_in:
        return _refused(context, evidence)
    if control is not None:
        outside = await control if control.done() else await _outside_now(context)
        if not outside:
            words = T("Neither Open Dental nor another address on the internet could be reached.")
            return Outcome(Status.FAILED, words, Code.NETWORK_OFFLINE, (*evidence, ("control", False)))
    return Outcome(Status.FAILED, T("Port {port} cannot be reached.", port=port), _SILENT[mode], evidence)
