"""Whom a run asks: from what was wanted to one address, and to the ways on which a key may go."""

from __future__ import annotations

import asyncio
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from wizard.checks.daemon import on_daemon
from wizard.checks.endpoint_choice import PLACE_S, target
from wizard.core.endpoint import EndpointError, is_simulator
from wizard.core.machine import Role, Unreadable
from wizard.core.mode import Mode
from wizard.core.text import T, Text

if TYPE_CHECKING:
    from wizard.checks.context import World
    from wizard.core.endpoint import Endpoint
    from wizard.core.profile import Profile
    from wizard.runs.setup import Setup


class Destination(NamedTuple):
    """Which way to Open Dental is wanted.

    Attributes:
        way: How it is reached; None takes the ways of the vendor's profile, or the hosted API without one.
        host: ``NAME[:PORT]`` of the API Service; None takes the server of this PC's own settings.
        may_guess: Ask this PC where nothing says which one the server is.
    """

    way: Mode | None = None
    host: str | None = None
    may_guess: bool = True


class Target(NamedTuple):
    """Whom to ask.

    Attributes:
        endpoint: What is called.
        ways: On which ways a key may go; on no other one does it.
    """

    endpoint: Endpoint
    ways: tuple[Mode, ...]


class Missing(StrEnum):
    """Why a run cannot begin yet."""

    WAY_NOT_NAMED = "way-not-named"
    """The vendor's profile does not name the way that was asked for."""
    HOST = "host"
    """The server that was named is not found, not in this office, or named for another way."""
    SERVER = "server"
    """Nothing on this PC says which one the server is."""


class CannotBeginError(Exception):
    """A run cannot begin before something else is entered.

    Attributes:
        missing: What is wrong.
        expected: The same in the words of who looked, for a command, which says the option before it.
    """

    def __init__(self, missing: Missing, expected: Text) -> None:
        super().__init__(missing)
        self.missing = missing
        self.expected = expected


async def find_destination(setup: Setup, world: World, wanted: Destination) -> Target:
    """Which way the vendor's program would take now; anew for each run, since ways open and close.

    Raises:
        CannotBeginError: It is not known whom to ask.
    """
    ways = _ways(setup.profile, wanted)
    if setup.endpoint is not None:
        return Target(setup.endpoint(), ways)
    try:
        endpoint = await target(world, wanted.way, wanted.host, ways)
    except EndpointError as problem:
        raise CannotBeginError(Missing.HOST, problem.text) from None
    asks_server = wanted.way is Mode.API_SERVICE and wanted.host is None
    if asks_server and not wanted.may_guess and await _is_a_guess(world, endpoint):
        raise CannotBeginError(Missing.SERVER, T("expected the name of the server; this PC does not tell it"))
    return Target(endpoint, ways)


def _ways(profile: Profile, wanted: Destination) -> tuple[Mode, ...]:
    """The ways on which a key may go: the profile's, or without one that which was asked for, else Remote.

    Raises:
        CannotBeginError: The profile does not name the way that was asked for.
    """
    way, host = wanted.way, wanted.host
    asked = Mode.API_SERVICE if host is not None and way is None else way
    if not profile.vendor_name:
        return (asked or Mode.REMOTE,)
    if asked is None or asked in profile.modes or (host is not None and is_simulator(host)):
        return profile.modes
    words = T(
        "the vendor profile names no way but {ways}; expected one of these", ways=", ".join(profile.modes)
    )
    raise CannotBeginError(Missing.WAY_NOT_NAMED, words)


async def _is_a_guess(world: World, endpoint: Endpoint) -> bool:
    """Whether this PC would be asked only because nothing here says which one the server is.

    Not the same as ``stands_in``: Open Dental Cloud has no server in the office that a person could name, and
    a service that is installed here does not say which PC the office's own settings mean.
    """
    if not endpoint.loopback:
        return False
    try:
        async with asyncio.timeout(PLACE_S):
            place = await on_daemon(world.machine().place)
    except (Unreadable, TimeoutError):
        return True
    return place.role not in (Role.SERVER, Role.CLOUD)
