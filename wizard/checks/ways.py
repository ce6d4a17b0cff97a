"""Which way is taken: the direct one, or the proxy that the environment or the system names.

The system's configuration script may list several, which are to be tried in turn, as browsers do.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from wizard.checks.daemon import on_daemon
from wizard.checks.happy_eyeballs import race
from wizard.core.endpoint import is_address
from wizard.core.proxy_setting import ProxyFlaw
from wizard.core.system_proxy import SystemProxy
from wizard.probe import proxy as proxies
from wizard.probe.client import accepts

if TYPE_CHECKING:
    from wizard.checks.context import Context
    from wizard.core.proxy_setting import Proxy
    from wizard.core.route import Route

PROXY_S = 4.0
"""Seconds that the system may take to say which proxy is in force."""

WAYS_S = 12.0
"""Seconds that the whole search among several may take."""

_STEP_S = 3.0  # for a name, for a connection, and for a proxy's word


async def chosen_route(context: Context) -> Route:
    """The route with the way that is taken."""
    if context.endpoint.private:
        return replace(context.route, ways=(None,))
    listed, script_failed = await _listed(context)
    route = replace(context.route, ways=tuple(map(_seen_by_library, listed)), script_failed=script_failed)
    return await _first_that_works(context, route) if len(listed) > 1 else route


async def _listed(context: Context) -> tuple[tuple[Proxy | None, ...], bool]:
    """The environment's, else the system's, which may have to fetch a script; direct when it hangs."""

    def ask() -> tuple[tuple[Proxy | None, ...], bool]:
        said = SystemProxy()

        def system() -> SystemProxy:
            nonlocal said
            said = context.world.system_proxy(context.endpoint.base_url)
            return said

        return proxies.ways(context.endpoint, context.world.environ, system), said.trouble

    try:
        async with asyncio.timeout(PROXY_S):
            return await on_daemon(ask)
    except Exception:  # noqa: BLE001 - silence or nonsense of the system's; without a proxy it may still work
        return (None,), True


def _seen_by_library(way: Proxy | None) -> Proxy | None:
    if way is not None and way.usable and not accepts(way):
        return replace(way, flaw=ProxyFlaw.ADDRESS)
    return way


async def _first_that_works(context: Context, route: Route) -> Route:
    """The first way on which somebody answers; what a proxy answers is for the checks to tell.

    Where none does it is the first usable one, so that its own fault is told.
    """
    each = [replace(route, way=index) for index in range(len(route.ways))]
    try:
        async with asyncio.timeout(WAYS_S):
            for one in each:
                if await _works(context, one):
                    return one
    except TimeoutError:
        pass
    return next((one for one in each if one.proxy is None or one.proxy.usable), route)


async def _works(context: Context, route: Route) -> bool:
    if route.proxy is not None and not route.proxy.usable:
        return False
    host, port = route.first_hop
    try:
        async with asyncio.timeout(_STEP_S):
            addresses = (host,) if is_address(host) else await context.world.look_up(host)
    except (OSError, TimeoutError, UnicodeError):
        return False
    reached = await race(addresses, port, context.world.connect, _STEP_S) if addresses else None
    if reached is None or reached.address is None:
        return False
    if route.proxy is None:
        return True
    return (await context.caller.tunnel(route, _STEP_S, context.redactor)).status is not None
