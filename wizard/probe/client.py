"""One client per run: makes the calls and turns what comes back into typed answers.

The header, the filter and the limits are those of the contract; this is one of the two files that may
reveal a key.
"""

from __future__ import annotations

import asyncio
import logging
import ssl
import time
import warnings
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import httpx

from wizard.core.evidence import Answer, AnsweredBy, Content, Failure, Page, Timings
from wizard.core.sentences import Said
from wizard.probe import failures, reading
from wizard.probe.arriving import Arriving

if TYPE_CHECKING:
    from collections.abc import Callable

    from wizard.core.endpoint import Endpoint
    from wizard.core.keys import KeyPair
    from wizard.core.redact import Redactor
    from wizard.probe.proxy import Proxy

PATIENTS = "/patients"
SECURITYPERMS = "/securityperms"
NOBODY = {"LName": "zz-connect-wizard-matches-nobody", "FName": "zz-connect-wizard", "Limit": "1"}
"""A filter that matches nobody, and one row at most: no patient's data is needed to prove a key.

Unknown parameters are silently ignored by the API, so the names are exactly those documented.
"""

# anyio schedules connection attempts as tasks; a cancellation before such a task's first step leaves its
# coroutine unawaited, of which Python would warn on the person's console. Nothing is lost by it.
warnings.filterwarnings(
    "ignore",
    message="coroutine 'connect_tcp.<locals>.try_connect' was never awaited",
    category=RuntimeWarning,
)

# its debug lines would hold a header that could not be sent, and with it the key
logging.getLogger("httpcore").setLevel(logging.CRITICAL)

_BODY_S = 15.0  # from the headers to the end of a body
_TIMEOUT = {"connect": 10.0}
"""httpx's own limits, seconds; the deadline covers the rest."""
_HEADERS = {
    "Accept": "application/json",
    "Accept-Encoding": "identity",
    "Connection": "keep-alive",
    "Content-Type": "application/json",
    "User-Agent": "connect-wizard",
}


class Caller:
    """Makes calls to one endpoint over one connection pool.

    Args:
        endpoint: The only address that is called.
        redactor: Cleans what the server says.
        proxy: The proxy in force.
        tls: Makes the SSL context; called once, and only for https.
        now: Wall clock, seconds since 1970, to compare with the server's.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        redactor: Redactor,
        *,
        proxy: Proxy | None = None,
        tls: Callable[[], ssl.SSLContext] = ssl.create_default_context,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._endpoint = endpoint
        self._reader = reading.Reader(redactor)
        self._now = now
        # a context that trusts nobody: a call over http can never become an unverified https one
        context = tls() if endpoint.scheme == "https" else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        setting = _for_httpx(proxy, context)
        self._proxied = proxy is not None
        self._unusable = proxy is not None and setting is None
        # the transport alone: a client above it would look at redirects, cookies and the environment
        self._transport = httpx.AsyncHTTPTransport(verify=context, trust_env=False, proxy=setting)

    async def aclose(self) -> None:
        """Close every connection."""
        await self._transport.aclose()

    async def patients(self, keys: KeyPair | None, deadline_s: float) -> Answer:
        """Call ``GET /patients`` with a filter that matches nobody; without keys it is the control call."""
        return await self._call(PATIENTS, NOBODY, keys, deadline_s)

    async def securityperms(self, keys: KeyPair, deadline_s: float) -> Answer:
        """Ask which rights the key has."""
        return await self._call(SECURITYPERMS, {}, keys, deadline_s)

    async def _call(
        self, path: str, params: dict[str, str], keys: KeyPair | None, deadline_s: float
    ) -> Answer:
        """Make one call; every failure becomes part of the answer, only a cancellation is raised."""
        watch = _Watch()
        base = Answer("GET", path, proxied=self._proxied)
        if self._unusable:
            return replace(base, failure=Failure.PROXY_BAD_SETTING)
        try:
            async with asyncio.timeout(deadline_s):
                answer = await self._exchange(base, params, keys, watch)
        except httpx.ProxyError as problem:
            answer = _refused_by_proxy(base, problem)
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError, RuntimeError) as problem:
            # a TimeoutError is an OSError; the libraries raise ValueError and RuntimeError on nonsense
            failure = failures.classify(problem, proxied=self._proxied)
            if failure is Failure.UNREACHABLE and watch.connected:
                failure = Failure.TLS_HANDSHAKE  # it was the secure channel that took too long
            answer = replace(base, failure=failure)
        return replace(answer, took_ms=watch.took_ms(), timings=watch.timings())

    async def _exchange(
        self, base: Answer, params: dict[str, str], keys: KeyPair | None, watch: _Watch
    ) -> Answer:
        request = httpx.Request(
            "GET",
            self._endpoint.base_url + base.path,
            params=params,
            headers=_HEADERS,
            extensions={"trace": watch.trace, "timeout": _TIMEOUT},
        )
        if keys is not None:
            pair = f"{keys.developer.reveal()}/{keys.customer.reveal()}"
            request.headers["Authorization"] = f"ODFHIR {pair}"
        response = await self._transport.handle_async_request(request)
        try:
            headed = self._reader.heading(base, response.status_code, response.headers, self._now())
            if response.is_redirect and "location" in response.headers:
                return reading.redirect(headed, self._endpoint.base_url, response.headers["location"])
            return await self._read(headed, response)
        finally:
            await response.aclose()

    async def _read(self, base: Answer, response: httpx.Response) -> Answer:
        """Read the body within its bounds; a list of patients is counted, never kept."""
        body = Arriving(response.headers, patients=base.status == 200 and base.path == PATIENTS)
        try:
            async with asyncio.timeout(_BODY_S):
                async for chunk in response.aiter_raw():
                    body.take(chunk)
                    if body.too_much:
                        return _oversized(base)
        except TimeoutError:
            read = self._finished(base, body, response)
            if read.said is not Said.NOTHING:
                return read  # the sentence came, only the end did not
            return _oversized(base) if body.still_comes() else replace(base, failure=Failure.NO_ANSWER)
        except (httpx.RemoteProtocolError, httpx.ReadError):
            return replace(base, failure=Failure.DROPPED)
        return self._finished(base, body, response)

    def _finished(self, base: Answer, body: Arriving, response: httpx.Response) -> Answer:
        if body.counter is not None:
            return reading.listed(base, body.counter)
        raw = bytes(body.kept)
        if base.path == SECURITYPERMS and base.status == 200 and (held := reading.permissions(base, raw)):
            return held
        return self._reader.body(base, raw, response.headers)


class _Watch:
    """Times the layers of one call from the transport's own events."""

    def __init__(self) -> None:
        self._start = time.perf_counter()
        self._marks: dict[str, float] = {}

    async def trace(self, name: str, _info: dict[str, Any]) -> None:
        self._marks[name] = time.perf_counter()

    @property
    def connected(self) -> bool:
        """Whether a connection stood."""
        return "connection.connect_tcp.complete" in self._marks

    def took_ms(self) -> int:
        return round((time.perf_counter() - self._start) * 1000)

    def timings(self) -> Timings:
        return Timings(
            connect=self._between("connection.connect_tcp.started", "connection.connect_tcp.complete"),
            tls=self._between("connection.start_tls.started", "connection.start_tls.complete"),
            first_byte=self._between(
                "http11.send_request_headers.started", "http11.receive_response_headers.complete"
            ),
        )

    def _between(self, start: str, end: str) -> int:
        if start not in self._marks or end not in self._marks:
            return 0
        return max(0, round((self._marks[end] - self._marks[start]) * 1000))


def _for_httpx(proxy: Proxy | None, context: ssl.SSLContext) -> httpx.Proxy | None:
    if proxy is None or not proxy.usable:
        return None
    # httpx takes a context for an https proxy only
    own = context if proxy.url.startswith("https:") else None
    try:
        return httpx.Proxy(proxy.url, ssl_context=own)
    except (httpx.InvalidURL, ValueError):
        return None


def _oversized(base: Answer) -> Answer:
    return replace(base, content=Content.JSON_OTHER, failure=Failure.OVERSIZED)


def _refused_by_proxy(base: Answer, problem: httpx.ProxyError) -> Answer:
    status = failures.proxy_status(problem)
    if status is None or status == 407:
        return replace(base, status=status, failure=failures.classify(problem, proxied=True))
    return replace(base, status=status, page=Page.BLOCK, answered_by=AnsweredBy.MIDDLEBOX)
