"""What a check is given: the outside world as arguments, so that a test can give it another one."""

from __future__ import annotations

import asyncio
import contextlib
import os
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from wizard.checks import name_lookup, office_names, ways
from wizard.checks.daemon import on_daemon
from wizard.checks.dial import dialled
from wizard.checks.happy_eyeballs import race
from wizard.checks.once import Once
from wizard.checks.pc_answers import PcAnswers
from wizard.core.events import Event
from wizard.core.evidence import Answer, Failure
from wizard.core.record import record
from wizard.core.redact import Redactor
from wizard.core.route import Route
from wizard.probe import trust
from wizard.probe.client import Caller
from wizard.probe.exchange import PATIENTS
from wizard.probe.pace import Pacer
from wizard.windows.machine_reader import MachineReader
from wizard.windows.system import this_system
from wizard.windows.winhttp import proxy_for

if TYPE_CHECKING:
    import ssl
    from typing import Self

    from wizard.core.endpoint import Endpoint
    from wizard.core.keys import KeyPair
    from wizard.core.machine import Place
    from wizard.core.system_proxy import SystemProxy
    from wizard.core.version import Version

Tell = Callable[[Event], None]

CONTROL_HOST = "example.com"
"""A second, unrelated host (reserved by RFC 2606): tells a dead network from one blocked name."""

OPINION_S = 5.0
"""Seconds that a second opinion waits at most."""

PLAIN_S = 3.0
"""Seconds that an unencrypted call for a first page may take."""

WEB_PORT = 80
"""TCP port of unencrypted web servers."""


async def look_up(host: str) -> name_lookup.FoundAddresses:
    """The IP addresses of a host name, as this PC finds them.

    Raises:
        OSError: The name was not found.
    """
    return await name_lookup.first_addresses(host, on_daemon)


async def connect(host: str, port: int) -> None:
    """Open a TCP connection and close it again.

    Raises:
        OSError: It could not be opened.
    """
    _, writer = await asyncio.open_connection(host, port)
    writer.close()
    with contextlib.suppress(OSError):
        await writer.wait_closed()


@record
class World:
    """The outside world: clocks, environment, names, connections, trust, pace, and this PC.

    One for the life of the program, so that the pace outlives a run.
    """

    pacer: Pacer = field(default_factory=lambda: Pacer(time.monotonic, asyncio.sleep))
    now: Callable[[], float] = time.time
    environ: Mapping[str, str] = field(default_factory=lambda: os.environ)
    look_up: Callable[[str], Awaitable[Sequence[str]]] = look_up
    find: Callable[[str], Awaitable[Sequence[str]]] | None = None
    connect: Callable[[str, int], Awaitable[None]] = connect
    tls: Callable[[], ssl.SSLContext] = trust.context
    system_proxy: Callable[[str], SystemProxy] = proxy_for
    machine: Callable[[], MachineReader] = lambda: MachineReader(this_system())

    async def found(self, name: str) -> Sequence[str]:
        """The addresses of a PC of this office by its name, through the hosts file and DNS alone.

        A world whose names are its own answers with those.

        Raises:
            OSError: As its own look-up says.
        """
        if self.find is not None:
            return await self.find(name)
        if self.look_up is not look_up:
            return await self.look_up(name)
        return await on_daemon(lambda: office_names.find_pc(name))


@dataclass(frozen=True, slots=True, repr=False)  # the world's environment may hold a proxy's password
class Context:
    """What one check is given: a run's view of the world, and the route as far as it is known.

    Nothing of it changes: a check that finds more of the way hands on a longer route, and whoever comes after
    it is given a context of its own (:meth:`on`). Made by :meth:`of`, and closed once a run.

    Attributes:
        world: The outside world.
        route: How Open Dental is reached, as far as the checks before have found it.
        on_event: Hears what happens.
        redactor: Takes the run's keys out of what is said.
        floor: Oldest Open Dental that the vendor's program works with.
        keyless_s: Seconds that the call without a key waits: those of a second opinion, and those of the live
            call where it has to come before that.
        caller: Makes the calls.
        pc: What this PC has answered.
        once: What was asked once a run, whoever wanted to know first.
    """

    world: World
    route: Route
    on_event: Tell
    redactor: Redactor
    floor: Version | None
    keyless_s: float
    caller: Caller
    pc: PcAnswers
    once: Once

    @classmethod
    def of(
        cls,
        world: World,
        endpoint: Endpoint,
        keys: KeyPair | None,
        tell: Tell,
        *,
        floor: Version | None = None,
        keyless_s: float = OPINION_S,
        place: Place | None = None,
    ) -> Self:
        """The context that a run begins with.

        Args:
            world: The outside world.
            endpoint: What is called.
            keys: Both keys, where there are any, to take them out of what is said.
            tell: Hears what happens.
            floor: Oldest Open Dental that the vendor's program works with.
            keyless_s: Seconds that the call without a key waits.
            place: What this PC is for Open Dental, where an earlier run has found it out.
        """
        return cls(
            world,
            Route(endpoint),
            tell,
            Redactor(keys.secrets if keys else ()),
            floor,
            keyless_s,
            Caller(world.tls, world.now),
            PcAnswers(world.machine(), on_daemon, place),
            Once(),
        )

    def on(self, route: Route) -> Self:
        """The same run's view, with the route as far as it is known by then."""
        return replace(self, route=route)

    @property
    def endpoint(self) -> Endpoint:
        """What is called."""
        return self.route.endpoint

    async def proxied(self) -> Self:
        """The same with the way known that is taken; found out once a run, whoever asks first."""
        if self.route.ways:
            return self
        return self.on(await self.once("ways", lambda: ways.chosen_route(self)))

    async def keyless(self) -> Answer:
        """The control call without any key; made once a run, whoever asks for it first."""
        return await self.once("keyless", self._keyless)

    async def _keyless(self) -> Answer:
        context = await self.proxied()
        # what this PC's own settings prevent is told without asking the network first
        prevented = self.caller.prevented(context.route)
        route = context.route if prevented else await dialled(context)
        if isinstance(route, Failure):
            return Answer("GET", PATIENTS, failure=route)
        return await self.caller.patients(route, None, self.keyless_s, self.redactor)

    async def first_page(self, host: str) -> Answer:
        """Ask a web server for its first page, unencrypted and without any key."""
        route = (await self.proxied()).route
        address = None
        if route.proxy is None:
            try:
                async with asyncio.timeout(PLAIN_S):
                    known = route.addresses if host == self.endpoint.host else ()
                    found = known or await self.world.look_up(host)
                    address = (await race(found, WEB_PORT, self.world.connect, PLAIN_S)).address
            except (OSError, TimeoutError, UnicodeError):
                return Answer("GET", "/", failure=Failure.NAME_NOT_FOUND)
            if address is None:
                return Answer("GET", "/", failure=Failure.UNREACHABLE)
        return await self.caller.first_page(route, host, address, PLAIN_S, self.redactor)

    async def aclose(self) -> None:
        """Cancel what still runs and close the connections; also where this is cancelled meanwhile."""
        async with contextlib.AsyncExitStack() as ending:  # the last one first
            ending.push_async_callback(self.caller.aclose)
            ending.push_async_callback(self.pc.aclose)
            ending.push_async_callback(self.once.aclose)
