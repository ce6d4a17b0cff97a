"""From what was asked for to the one address that is called."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from wizard.checks.context import on_daemon
from wizard.checks.names import late
from wizard.checks.reach import race
from wizard.core.endpoint import (
    SERVICE_PORT,
    Endpoint,
    EndpointError,
    is_address,
    is_private,
    local,
    remote,
    service,
    split_host,
)
from wizard.core.machine import Role, Unreadable
from wizard.core.mode import Mode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wizard.checks.context import World

_LOOK_UP_S = 5.0
_PLACE_S = 2.0  # to find the server and its address
_PORT_S = 1.0  # for a port inside the office, on which silence is no answer
_MAKERS = {Mode.REMOTE: remote, Mode.SERVICE: service, Mode.LOCAL: local}


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
    if mode not in (None, Mode.SERVICE):
        raise EndpointError(f"expected --mode service with --host, got --mode {mode}")
    return await named(world, *split_host(host))


async def named(world: World, name: str, port: int = SERVICE_PORT) -> Endpoint:
    """The API Service on a PC of this office, by its name or address.

    Raises:
        EndpointError: It is not found, or is not inside the office.
    """
    if is_address(name):
        if not is_private(name):
            raise EndpointError("expected a PC in this office; this is no loopback or private address")
        return service(name, port)
    try:
        async with asyncio.timeout(_LOOK_UP_S):
            found = await world.look_up(name)
            addresses = [*found, *(await late(found, _PLACE_S) or ())]  # either kind may be the inside one
    except (OSError, TimeoutError, UnicodeError):
        raise EndpointError("expected the name or address of a PC in this office; it was not found") from None
    inside = [address for address in addresses if is_private(address)]
    if not inside:
        raise EndpointError("expected a PC in this office; this is at no loopback or private address")
    return service(next((a for a in inside if ":" not in a), inside[0]), port)


async def _own(world: World, mode: Mode) -> Endpoint:
    """A mode's own address; the API Service is on the server, which this PC's configuration may name."""
    if mode is not Mode.SERVICE:
        return _MAKERS[mode]()
    try:
        async with asyncio.timeout(_PLACE_S):
            place = await on_daemon(world.machine().place)
            return await named(world, place.server) if place.role is Role.WORKSTATION else service()
    except (Unreadable, EndpointError, TimeoutError):
        return service()


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
        if (await race([endpoint.host], endpoint.port, world.connect, _PORT_S)).address is not None:
            return endpoint
    return tried[0]
