"""What a check is given: the outside world as arguments, so that a test can give it another one."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import ssl
import threading
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from wizard.checks.asked import Asked
from wizard.core.events import Event
from wizard.core.redact import Redactor
from wizard.probe import proxy as proxies
from wizard.probe.client import Caller
from wizard.probe.pace import Pacer
from wizard.windows.reader import Reader
from wizard.windows.system import this_system

if TYPE_CHECKING:
    from wizard.core.endpoint import Endpoint
    from wizard.core.evidence import Answer
    from wizard.core.keys import KeyPair
    from wizard.core.version import Version

R = TypeVar("R")
Tell = Callable[[Event], None]

CONTROL_HOST = "example.com"
"""A second, unrelated host (reserved by RFC 2606): tells a dead network from one blocked name."""

OPINION_S = 5.0
"""Seconds that a second opinion waits at most."""


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


async def look_up(host: str) -> list[str]:
    """The IP addresses of a host name, as this PC finds them.

    Raises:
        OSError: The name was not found.
    """
    found = await on_daemon(lambda: socket.getaddrinfo(host, None, type=socket.SOCK_STREAM))
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


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
    connect: Callable[[str, int], Awaitable[None]] = connect
    tls: Callable[[], ssl.SSLContext] = ssl.create_default_context
    machine: Callable[[], Reader] = lambda: Reader(this_system())


class Context:
    """One run's view of the world; closes its connections at the end.

    Args:
        world: The outside world.
        endpoint: What is called.
        keys: Both keys, where there are any.
        tell: Hears what happens.
    """

    def __init__(self, world: World, endpoint: Endpoint, keys: KeyPair | None, tell: Tell) -> None:
        self.world = world
        self.endpoint = endpoint
        self.keys = keys
        self.tell = tell
        self.proxy = proxies.in_force(endpoint, world.environ)
        self.asked = Asked(world.machine(), on_daemon)
        self.floor: Version | None = None
        self._keyless: asyncio.Task[Answer] | None = None
        secrets = (keys.developer, keys.customer) if keys else ()
        self.caller = Caller(endpoint, Redactor(secrets), proxy=self.proxy, tls=world.tls, now=world.now)

    @property
    def first_hop(self) -> tuple[str, int]:
        """Host and port that this PC itself connects to: the proxy's where one is in force."""
        if self.proxy and self.proxy.usable:
            return self.proxy.host, self.proxy.port
        return self.endpoint.host, self.endpoint.port

    async def keyless(self) -> Answer:
        """The control call without any key; made once a run, whoever asks for it first."""
        if self._keyless is None:
            self._keyless = asyncio.create_task(self.caller.patients(None, OPINION_S))
        return await asyncio.shield(self._keyless)

    async def aclose(self) -> None:
        """Cancel what still runs and close the connections."""
        if self._keyless is not None and not self._keyless.done():
            self._keyless.cancel()
            await asyncio.gather(self._keyless, return_exceptions=True)
        await self.asked.aclose()
        await self.caller.aclose()
