"""From what was asked for to the one address that is called."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from wizard.core.endpoint import (
    Endpoint,
    EndpointError,
    Mode,
    is_address,
    is_private,
    local,
    remote,
    service,
    split_host,
)

if TYPE_CHECKING:
    from wizard.checks.context import World

_LOOK_UP_S = 5.0


async def target(world: World, mode: Mode | None, host: str | None) -> Endpoint:
    """The endpoint of a run.

    Args:
        world: Looks names up.
        mode: The wanted mode; None for automatic, which is Remote unless a host is named.
        host: ``NAME[:PORT]`` of the API Service.

    Raises:
        EndpointError: The host is named for another mode, is not found, or is not inside the office.
    """
    if host is None:
        return {Mode.SERVICE: service, Mode.LOCAL: local}.get(mode or Mode.REMOTE, remote)()
    if mode not in (None, Mode.SERVICE):
        raise EndpointError(f"expected --mode service with --host, got --mode {mode}")
    name, port = split_host(host)
    if is_address(name):
        return service(name, port)
    try:
        async with asyncio.timeout(_LOOK_UP_S):
            addresses = await world.look_up(name)
    except (OSError, TimeoutError, UnicodeError):
        raise EndpointError("expected the name or address of a PC in this office; it was not found") from None
    if not addresses or not all(map(is_private, addresses)):
        raise EndpointError("expected a PC in this office; this is at no loopback or private address")
    return service(next((a for a in addresses if ":" not in a), addresses[0]), port)
