"""From what was asked for to the one address that is called."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from wizard.checks.context import Context
from wizard.checks.daemon import on_daemon
from wizard.checks.happy_eyeballs import race
from wizard.checks.identity import who_answers
from wizard.checks.name_lookup import late
from wizard.core.endpoint import (
    SERVICE_PORT,
    Endpoint,
    EndpointError,
    api_service_endpoint,
    is_address,
    local_endpoint,
    remote_endpoint,
    split_host,
    takes_key,
)
from wizard.core.facts.live_facts import PortIdentity
from wizard.core.machine import Role, ServicePurpose, Unreadable
from wizard.core.mode import Mode
from wizard.core.text import T

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from wizard.checks.context import World
    from wizard.windows.machine_reader import MachineReader

PLACE_S = 2.0
"""Seconds to find out which PC is the server."""

_LOOK_UP_S = 5.0
_PORT_S = 1.0  # for a port inside the office, on which silence is no answer
_MAKERS = {Mode.REMOTE: remote_endpoint, Mode.API_SERVICE: api_service_endpoint, Mode.LOCAL: local_endpoint}


async def target(
    world: World, mode: Mode | None, host: str | None, order: Sequence[Mode] = (Mode.REMOTE,)
) -> Endpoint:
    """The endpoint of a run.

    Args:
        world: Looks names up and connects.
        mode: The wanted mode; None for automatic, which is Service where a host is named, and otherwise the
            first of ``order`` that something answers on.
        host: ``NAME[:PORT]`` of the API Service.
        order: The modes that the vendor's program uses, the preferred one first.

    Raises:
        EndpointError: The host is named for another mode, is not found, or is not inside the office.
    """
    if host is None:
        return await _own(world, mode) if mode is not None else await _first_open(world, order)
    if mode not in (None, Mode.API_SERVICE):
        raise EndpointError(T("expected --mode service with --host, got --mode {mode}", mode=mode))
    return await named_endpoint(world, *split_host(host))


async def named_endpoint(world: World, name: str, port: int = SERVICE_PORT) -> Endpoint:
    """The API Service on a PC of this office, by its name or address.

    A name that only an answer out of the local network knows leads there too, but no key follows.

    Raises:
        EndpointError: It is not found, or is not inside the office, or the port is none of Open Dental's.
    """
    if is_address(name):
        if not takes_key(name):
            raise EndpointError(T("expected a PC in this office; this is no loopback or private address"))
        return api_service_endpoint(name, port)
    around = asyncio.ensure_future(_in_time(world.look_up, name))
    try:
        known = await _in_time(world.found, name)
        addresses = known or await around
    finally:
        around.cancel()
        await asyncio.gather(around, return_exceptions=True)
    if not addresses:
        raise EndpointError(T("expected the name or address of a PC in this office; it was not found"))
    chosen = _inside_ipv4(addresses) or next(filter(takes_key, addresses), None)
    if chosen is None:
        raise EndpointError(T("expected a PC in this office; this is at no loopback or private address"))
    return api_service_endpoint(chosen, port, by_broadcast=not known)


async def _in_time(ask: Callable[[str], Awaitable[Sequence[str]]], name: str) -> Sequence[str]:
    """The addresses of a name; none where it is not found in time."""
    try:
        async with asyncio.timeout(_LOOK_UP_S):
            found = await ask(name)
    except (OSError, TimeoutError, UnicodeError):
        return ()
    if _inside_ipv4(found) is not None:
        return found
    # the other kind may be the one inside; what came is kept, however long it took
    return [*found, *(await late(found, PLACE_S) or ())]


def _inside_ipv4(addresses: Sequence[str]) -> str | None:
    return next((a for a in addresses if ":" not in a and takes_key(a)), None)


async def _own(world: World, mode: Mode) -> Endpoint:
    """A mode's own address; the API Service is on the server, which this PC's configuration may name."""
    if mode is not Mode.API_SERVICE:
        return _MAKERS[mode]()
    try:
        async with asyncio.timeout(PLACE_S):
            server, here = await on_daemon(lambda: _server(world.machine()))
        if server:
            return await named_endpoint(world, server)
    except (Unreadable, EndpointError, TimeoutError):
        here = False
    return replace(api_service_endpoint(), stands_in=not here)


def _server(reader: MachineReader) -> tuple[str, bool]:
    """The server's name where it is another PC, and whether it is this one."""
    place = reader.place()
    if place.role is Role.WORKSTATION:
        return place.server, False
    return "", place.role is Role.SERVER or any(s.job is ServicePurpose.API for s in reader.services())


async def _first_open(world: World, order: Sequence[Mode]) -> Endpoint:
    """The first way that is there; the first of all where none is, so that its own fault is told.

    Remote counts as there: what stands in its way is for the checks to find.
    """
    tried: list[Endpoint] = []
    for mode in order:
        endpoint = await _own(world, mode)
        tried.append(endpoint)
        if mode is Mode.REMOTE:
            return endpoint
        open_port = (await race([endpoint.host], endpoint.port, world.connect, _PORT_S)).address is not None
        if open_port and await _may_be_open_dentals(world, endpoint):
            return endpoint
    return tried[0]


async def _may_be_open_dentals(world: World, endpoint: Endpoint) -> bool:
    """Whether nothing says that another program has the port."""
    context = Context.of(world, endpoint, None, lambda _: None)
    try:
        async with asyncio.timeout(PLACE_S):
            found = await who_answers(context)
    except TimeoutError:
        return True  # it is stuck, which is Open Dental's own way to be broken
    finally:
        await context.aclose()
    return found.takes_key or found.who is PortIdentity.NOBODY
