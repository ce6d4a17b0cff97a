"""What a check is given: the outside world as arguments, so that a test can give it another one."""

from __future__ import annotations

import asyncio
import contextlib
import os
import threading
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar

from wizard.checks import names, office_names
from wizard.checks.asked import Asked
from wizard.checks.fallback import first_that_works
from wizard.checks.reach import race
from wizard.core.events import Event
from wizard.core.evidence import Answer, Failure
from wizard.core.redact import Redactor
from wizard.core.system_proxy import SystemProxy
from wizard.probe import proxy as proxies
from wizard.probe import trust
from wizard.probe.client import Caller
from wizard.probe.pace import Pacer
from wizard.probe.proxy import Flaw
from wizard.windows.reader import Reader
from wizard.windows.system import this_system
from wizard.windows.winhttp import proxy_for

if TYPE_CHECKING:
    import ssl

    from wizard.core.endpoint import Endpoint
    from wizard.core.keys import KeyPair
    from wizard.core.version import Version
    from wizard.probe.proxy import Proxy

R = TypeVar("R")
Tell = Callable[[Event], None]

CONTROL_HOST = "example.com"
"""A second, unrelated host (reserved by RFC 2606): tells a dead network from one blocked name."""

OPINION_S = 5.0
"""Seconds that a second opinion waits at most."""

PLAIN_S = 3.0
"""Seconds that an unencrypted call for a first page may take."""

WEB_PORT = 80
"""TCP port of unencrypted web servers."""

PROXY_S = 4.0
"""Seconds that the system may take to say which proxy is in force."""


async def on_daemon(ask: Callable[[], R]) -> R:
    """Run a blocking call on a daemon thread: a call that hangs never holds the program back.

    Raises:
        Exception: Whatever ``ask`` raised.
    """
    loop = asyncio.get_running_loop()
    future: asyncio.Future[R] = loop.create_future()

    def settle(result: R | None, problem: BaseException | None) -> None:
        if future.done():
            return
        if problem is not None:
            future.set_exception(problem)
        else:
            future.set_result(result)  # type: ignore[arg-type]  # the result of ask() when nothing was raised

    def work() -> None:
        result, problem = None, None
        try:
            result = ask()
        except Exception as raised:  # noqa: BLE001 - handed to whoever awaits
            problem = raised
        with contextlib.suppress(RuntimeError):  # the loop was closed while the call hung
            loop.call_soon_threadsafe(settle, result, problem)

    threading.Thread(target=work, name="blocking-call", daemon=True).start()
    return await future


async def look_up(host: str) -> names.Found:
    """The IP addresses of a host name, as this PC finds them.

    Raises:
        OSError: The name was not found.
    """
    return await names.look_up(host, on_daemon)


async def connect(host: str, port: int) -> None:
    """Open a TCP connection and close it again.

    Raises:
        OSError: It could not be opened.
    """
    _, writer = await asyncio.open_connection(host, port)
    writer.close()
    with contextlib.suppress(OSError):
        await writer.wait_closed()


@dataclass(frozen=True, slots=True)
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
    machine: Callable[[], Reader] = lambda: Reader(this_system())

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
        return await on_daemon(lambda: office_names.find(name))


class Context:
    """One run's view of the world; closes its connections at the end.

    Args:
        world: The outside world.
        endpoint: What is called.
        keys: Both keys, where there are any.
        tell: Hears what happens.

    Attributes:
        proxy: The proxy in force, known from :meth:`ready` on.
        ways: All that a configuration script lists, or the one way that there is; None is the direct one.
        way: Index of the one that is taken.
        system: What the operating system said about a proxy, where it was asked.
        addresses: Those of the first hop's name, once it was looked up.
        found: That lookup; the slower kind of address may still come.
        slow_names: Names are found, and slowly.
        keyless_s: Seconds that the call without a key waits: those of a second opinion, and those of the live
            call where it has to come before that.
        ends_at: By the loop's clock, when the whole run has to be over.
        may_ask_server: A key may be tried on the API Service of the server PC.
    """

    def __init__(self, world: World, endpoint: Endpoint, keys: KeyPair | None, tell: Tell) -> None:
        self.world = world
        self.endpoint = endpoint
        self.keys = keys
        self.tell = tell
        self.proxy: Proxy | None = None
        self.ways: tuple[Proxy | None, ...] = (None,)
        self.way = 0
        self.system = SystemProxy()
        self.addresses: tuple[str, ...] = ()
        self.found: Sequence[str] | None = None
        self.slow_names = False
        self.keyless_s = OPINION_S
        self.ends_at = float("inf")
        self.may_ask_server = False
        self.asked = Asked(world.machine(), on_daemon)
        self.floor: Version | None = None
        self._caller: Caller | None = None
        self._preparation: asyncio.Task[None] | None = None
        self._keyless: asyncio.Task[Answer] | None = None

    @property
    def caller(self) -> Caller:
        """Makes the calls; there is one from :meth:`ready` on."""
        assert self._caller is not None  # noqa: S101 - a run begins with ready()
        return self._caller

    async def ready(self) -> None:
        """Find out the proxy in force and make the caller; done once a run, whoever asks first."""
        if self._preparation is None:
            self._preparation = asyncio.create_task(self._prepare())
        await asyncio.shield(self._preparation)

    async def _prepare(self) -> None:
        if not self.endpoint.private:
            self.ways = await self._ways()
            if len(self.ways) > 1:
                self.way = await first_that_works(self.ways, self.endpoint, self.world)
            self.proxy = self.ways[self.way]
        secrets = (self.keys.developer, self.keys.customer) if self.keys else ()
        self._caller = Caller(
            self.endpoint, Redactor(secrets), proxy=self.proxy, tls=self.world.tls, now=self.world.now
        )
        if self.proxy is not None and self.proxy.usable and self._caller.proxy_unusable:
            # the library knows more of what may be one
            self.proxy = replace(self.proxy, flaw=Flaw.ADDRESS)

    async def _ways(self) -> tuple[Proxy | None, ...]:
        """The environment's, else the system's, which may have to fetch a script; direct when it hangs."""

        def ask() -> tuple[tuple[Proxy | None, ...], SystemProxy]:
            said = SystemProxy()

            def system() -> SystemProxy:
                nonlocal said
                said = self.world.system_proxy(self.endpoint.base_url)
                return said

            return proxies.ways(self.endpoint, self.world.environ, system), said

        try:
            async with asyncio.timeout(PROXY_S):
                ways, self.system = await on_daemon(ask)
        except Exception:  # noqa: BLE001 - silence or nonsense of the system's; without a proxy it may still work
            self.system = SystemProxy(trouble=True)
            return (None,)
        return ways

    @property
    def left_s(self) -> float:
        """Seconds that are left of the run."""
        return self.ends_at - asyncio.get_running_loop().time()

    @property
    def first_hop(self) -> tuple[str, int]:
        """Host and port that this PC itself connects to: the proxy's where one is in force."""
        if self.proxy and self.proxy.usable:
            return self.proxy.host, self.proxy.port
        return self.endpoint.host, self.endpoint.port

    async def keyless(self) -> Answer:
        """The control call without any key; made once a run, whoever asks for it first."""
        await self.ready()
        if self._keyless is None:
            self._keyless = asyncio.create_task(self.caller.patients(None, self.keyless_s))
        return await asyncio.shield(self._keyless)

    async def plain(self, host: str) -> Answer:
        """Ask a web server for its first page, unencrypted and without any key."""
        await self.ready()
        address = None
        if self.proxy is None:
            try:
                async with asyncio.timeout(PLAIN_S):
                    known = self.addresses if host == self.endpoint.host else ()
                    found = known or await self.world.look_up(host)
                    address = (await race(found, WEB_PORT, self.world.connect, PLAIN_S)).address
            except (OSError, TimeoutError, UnicodeError):
                return Answer("GET", "/", failure=Failure.NAME_NOT_FOUND)
            if address is None:
                return Answer("GET", "/", failure=Failure.UNREACHABLE)
        return await self.caller.plain(host, address, PLAIN_S)

    async def aclose(self) -> None:
        """Cancel what still runs and close the connections."""
        running = [
            task for task in (self._keyless, self._preparation) if task is not None and not task.done()
        ]
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        await self.asked.aclose()
        if self._caller is not None:
            await self._caller.aclose()
