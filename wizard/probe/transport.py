"""httpx's own transport over connections that are read as browsers read them, in bounded steps."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, cast

import httpcore
import httpx

from wizard.probe.trust import Handshake
from wizard.probe.wire import Mender

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterable

SMALL = 1024
"""Bytes up to which a piece of an answer counts as small; whole answers mostly come in one or two pieces."""

SMALL_ONES = 8
"""Small pieces of one answer that are taken as they come."""

KEEP_S = 5.0
"""Seconds for which an idle connection is used again, as httpx has it: later it may be closed any moment."""

BREATH_S = 0.02
"""Seconds for which more is let come together before each piece after those.

A server that drips a byte at a time would otherwise cost a core for as long as the call may last.
"""


class Transport(httpx.AsyncHTTPTransport):
    """As httpx's own, but each answer is mended before its strict reader sees it.

    Args:
        context: For https.
        proxy: An http or https proxy; None for the direct way.
    """

    def __init__(self, context: ssl.SSLContext, proxy: httpx.Proxy | None = None) -> None:
        backend = MendingBackend(httpcore.AnyIOBackend())
        if proxy is None:
            self._pool = httpcore.AsyncConnectionPool(
                ssl_context=context, keepalive_expiry=KEEP_S, network_backend=backend
            )
            return
        self._pool = httpcore.AsyncHTTPProxy(
            httpcore.URL(
                scheme=proxy.url.raw_scheme,
                host=proxy.url.raw_host,
                port=proxy.url.port,
                target=proxy.url.raw_path,
            ),
            proxy_auth=proxy.raw_auth,
            proxy_headers=proxy.headers.raw,
            proxy_ssl_context=proxy.ssl_context,
            ssl_context=context,
            keepalive_expiry=KEEP_S,
            network_backend=backend,
        )


class MendingBackend(httpcore.AsyncNetworkBackend):
    """Opens connections whose answers are mended.

    Args:
        inner: Opens them.
    """

    def __init__(self, inner: httpcore.AsyncNetworkBackend) -> None:
        self._inner = inner

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the library's signature
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Open a connection, as the library's own backend does."""
        return MendedStream(await self._inner.connect_tcp(host, port, timeout, local_address, socket_options))

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await self._inner.sleep(seconds)


class MendedStream(httpcore.AsyncNetworkStream):
    """One connection, or one secure channel, whose answers are mended.

    Args:
        inner: It, as it is.

    Attributes:
        handshake: The secure channel that was begun on it; None without one.
    """

    def __init__(self, inner: httpcore.AsyncNetworkStream) -> None:
        self._inner = inner
        self._mender = Mender()
        self._small = 0
        self.handshake: Handshake | None = None
        self._again = False  # it has carried an answer before, and nothing yet of the one that is waited for

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109
        """The next mended bytes; none at the end.

        Raises:
            UnreadableHeadError: What came has no head that could be read.
            TooLongError: Heads or frames without end.
            ConnectionNotAvailable: It was closed after an earlier answer; the pool then takes another.
        """
        while not self._mender.over:
            if self._small >= SMALL_ONES:
                await asyncio.sleep(BREATH_S)
            data = await self._taken(max_bytes, timeout)
            self._small += len(data) <= SMALL
            mended = self._mender.take(data)
            if mended or not data:
                return mended
        return b""

    async def _taken(self, max_bytes: int, timeout: float | None) -> bytes:  # noqa: ASYNC109
        """The next bytes as they came.

        A server may close what it kept open at any moment, and over TLS that cannot be seen from outside:
        its farewell may have come with the answer before. Browsers then ask on a new connection (RFC 9112,
        9.3.1).
        """
        try:
            data = await self._inner.read(max_bytes, timeout)
        except httpcore.ReadError as problem:
            if self._again:
                raise httpcore.ConnectionNotAvailable from problem
            raise
        if self._again and not data:
            raise httpcore.ConnectionNotAvailable
        self._again = False
        return data

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109
        """Send a request."""
        self._again |= self._mender.over
        self._mender.asked(buffer)
        self._small = 0
        await self._inner.write(buffer, timeout)

    async def aclose(self) -> None:
        """Close it."""
        await self._inner.aclose()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109
    ) -> httpcore.AsyncNetworkStream:
        """Begin a secure channel on it."""
        self.handshake = Handshake(ssl_context)
        own = cast("ssl.SSLContext", self.handshake)
        return MendedStream(await self._inner.start_tls(own, server_hostname, timeout))

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - the library's signature
        """What the connection itself tells."""
        return self._inner.get_extra_info(info)
