"""One client per run: makes the calls and turns what comes back into typed answers.

The header, the filter and the limits are those that ``.github/SECURITY.md`` promises; this is one of the two
files that may reveal a key.
"""

from __future__ import annotations

import asyncio
import base64
import logging
import re
import time
import warnings
from dataclasses import replace
from typing import TYPE_CHECKING

import httpx

from wizard.core.evidence import Answer, AnsweredBy, Content, Failure, Page
from wizard.core.sentences import Said
from wizard.probe import failures, preferences, reading, trust
from wizard.probe.arriving import Arriving
from wizard.probe.transport import Transport
from wizard.probe.watch import Watch

if TYPE_CHECKING:
    import ssl
    from collections.abc import AsyncIterator, Callable, Coroutine, Iterable

    from wizard.core.endpoint import Endpoint
    from wizard.core.keys import KeyPair
    from wizard.core.redact import Redactor
    from wizard.probe.proxy import Proxy

PATIENTS = "/patients"
SECURITYPERMS = "/securityperms"
PREFERENCES = "/preferences"
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
_MOMENT_S = 0.1  # before the call's own end, to say what had come by then
_QUIET_S = 1.0  # of silence after a body that is whole in itself
_CONNECT_S = 15.0
"""Seconds for a connection, and again for its secure channel, which may be slow to stand; the deadline covers
the rest."""
_HEADERS = {
    "Accept": "application/json",
    "Accept-Encoding": "identity",
    "Connection": "keep-alive",
    "Content-Type": "application/json",
    "User-Agent": "connect-wizard",
}


_PROXY_HEADERS = (
    "proxy-agent", "proxy-authenticate", "proxy-connection", "proxy-status", "via", "x-cache",
    "x-squid-error",
)  # fmt: skip
_SCHEMES = ("Basic", "Digest", "NTLM", "Negotiate", "Kerberos", "Bearer")


class Caller:
    """Makes calls to one endpoint over one connection pool.

    Args:
        endpoint: The only address that is called.
        redactor: Cleans what the server says.
        proxy: The proxy in force.
        tls: Makes the SSL context; called once, and only for https.
        now: Wall clock, seconds since 1970, to compare with the server's.

    Attributes:
        dial: The IP address at which the endpoint's name was reached, so that no call looks it up or tries
            its other addresses again; None to leave that to the call. Not used through a proxy.
        identified: A key may go there: always to the hosted API, and to a port of this office only after
            whoever answers there was seen to be Open Dental.
        proxy_unusable: The proxy's setting is none that a call can be made with.
        tls_unusable: This PC's own settings let no secure channel be made.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        redactor: Redactor,
        *,
        proxy: Proxy | None = None,
        tls: Callable[[], ssl.SSLContext] = trust.context,
        now: Callable[[], float] = time.time,
    ) -> None:
        self.dial: str | None = None
        self.identified = not (endpoint.shared_port or endpoint.by_broadcast)
        self._endpoint = endpoint
        self._reader = reading.Reader(redactor)
        self._now = now
        self.tls_unusable = False
        self._context = context = self._secure(tls)
        setting = _for_httpx(proxy, context)
        self._setting = setting
        self._proxied = proxy is not None
        self.proxy_unusable = proxy is not None and setting is None
        # the transport alone: a client above it would look at redirects, cookies and the environment
        self._transport = Transport(context, setting)

    def _secure(self, tls: Callable[[], ssl.SSLContext]) -> ssl.SSLContext:
        if self._endpoint.scheme == "https":
            try:
                return tls()
            except Exception:  # noqa: BLE001 - whatever a setting of OpenSSL's or of the store's broke
                self.tls_unusable = True
        return trust.no_channel()  # a call over http can never become an unverified https one

    async def aclose(self) -> None:
        """Close every connection."""
        await self._transport.aclose()

    async def patients(self, keys: KeyPair | None, deadline_s: float) -> Answer:
        """Call ``GET /patients`` with a filter that matches nobody; without keys it is the control call."""
        return await self._call(PATIENTS, NOBODY, keys, deadline_s)

    async def securityperms(self, keys: KeyPair, deadline_s: float) -> Answer:
        """Ask which rights the key has."""
        return await self._call(SECURITYPERMS, {}, keys, deadline_s)

    async def program_version(self, keys: KeyPair, deadline_s: float) -> Answer:
        """Ask for the version of the office's Open Dental; nothing else is read."""
        return await self._call(PREFERENCES, {"PrefName": preferences.NAME}, keys, deadline_s)

    async def plain(self, host: str, address: str | None, deadline_s: float) -> Answer:
        """Ask a web server for its first page, unencrypted (port 80) and without any key.

        Asked only when the secure channel failed: its ``Date`` tells whether this PC's clock is off, and a
        sign-in page in its place tells of a guest network. What comes back is believed for nothing else.

        Args:
            host: The web server's name.
            address: Where it was found; None leaves the lookup to the proxy.
            deadline_s: Seconds for the whole call.
        """
        base = Answer("GET", "/", proxied=self._proxied)
        headers = {"Connection": "close", "User-Agent": _HEADERS["User-Agent"], "Host": host}
        place = f"[{address}]" if address and ":" in address else address or host
        return await self._timed(
            base, deadline_s, lambda watch: self._get(base, f"http://{place}/", headers, watch)
        )

    async def tunnel(self, deadline_s: float) -> Answer:
        """Ask the proxy in force to open the way, without any key, and close it again.

        The live call's own request for the way tells the status alone; here the proxy's page and the kinds
        of sign-in that it offers are read too.
        """
        proxy = self._setting
        assert proxy is not None  # noqa: S101 - asked only where there is a usable proxy
        base = Answer("CONNECT", "", proxied=True)
        if self.tls_unusable and proxy.ssl_context is not None:
            return replace(base, failure=Failure.TLS_IMPOSSIBLE)
        return await self._timed(base, deadline_s, lambda watch: self._open_way(base, proxy, watch))

    async def _call(
        self, path: str, params: dict[str, str], keys: KeyPair | None, deadline_s: float
    ) -> Answer:
        base = Answer("GET", path, proxied=self._proxied)
        if self.proxy_unusable:
            return replace(base, failure=Failure.PROXY_BAD_SETTING)
        if self.tls_unusable:
            return replace(base, failure=Failure.TLS_IMPOSSIBLE)
        return await self._timed(base, deadline_s, lambda watch: self._exchange(base, params, keys, watch))

    async def _timed(
        self, base: Answer, deadline_s: float, make: Callable[[Watch], Coroutine[None, None, Answer]]
    ) -> Answer:
        """Make one call; every failure becomes part of the answer, only a cancellation is raised."""
        watch = Watch(deadline_s)
        try:
            async with asyncio.timeout(deadline_s):
                answer = await make(watch)
        except httpx.ProxyError as problem:
            answer = _refused_by_proxy(base, problem)
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError, RuntimeError) as problem:
            # a TimeoutError is an OSError; the libraries raise ValueError and RuntimeError on nonsense
            # once the proxy has opened the way, what breaks is behind it
            failure = failures.classify(problem, proxied=self._proxied and not watch.shook_hands)
            if failure in (Failure.UNREACHABLE, Failure.NO_ANSWER) and watch.connected:
                failure = Failure.TLS_NO_ANSWER if watch.shaking_hands else Failure.NO_ANSWER
            answer = replace(base, failure=failure, weakness=failures.weakness(problem))
        if watch.shook_hands:
            answer = self._with_certificate(answer)
        return replace(answer, took_ms=watch.took_ms(), timings=watch.timings())

    def _with_certificate(self, answer: Answer) -> Answer:
        """Add what the secure channel showed; Windows calls a certificate of tomorrow expired too."""
        shown = trust.presented(self._context)
        early = shown is not None and shown.valid_from > self._now()
        if answer.failure is Failure.TLS_EXPIRED and early:
            answer = replace(answer, failure=Failure.TLS_NOT_YET_VALID)
        return replace(answer, certificate=shown)

    async def _open_way(self, base: Answer, proxy: httpx.Proxy, watch: Watch) -> Answer:
        target = f"{self._endpoint.host}:{self._endpoint.port}"
        headers = {"Host": target, "User-Agent": _HEADERS["User-Agent"]}
        if proxy.auth is not None:
            pair = ":".join(proxy.auth).encode()
            headers["Proxy-Authorization"] = f"Basic {base64.b64encode(pair).decode('ascii')}"
        request = httpx.Request(
            "CONNECT",
            proxy.url,
            headers=headers,
            extensions={"trace": watch.trace, "timeout": _limits(watch), "target": target.encode("ascii")},
        )
        own = Transport(proxy.ssl_context or self._context)
        try:
            response = await own.handle_async_request(request)
            try:
                return await self._to_the_way(base, response, str(proxy.url), watch)
            finally:
                await response.aclose()
        finally:
            await own.aclose()

    async def _to_the_way(self, base: Answer, response: httpx.Response, url: str, watch: Watch) -> Answer:
        """The answer to a request for the way; of a success, the head alone."""
        heads = response.headers
        offered = [*heads.get_list("proxy-authenticate"), *heads.get_list("www-authenticate")]
        headed = replace(
            self._reader.heading(base, response.status_code, heads, self._now()),
            challenges=_schemes(offered),
            by_proxy=any(name in heads for name in _PROXY_HEADERS),
        )
        if response.is_success:  # it has no body (RFC 9110, 9.3.6), so a page is a web server's
            page = "html" in heads.get("content-type", "") and heads.get("content-length", "0").strip("0")
            return replace(headed, content=Content.HTML, page=Page.OTHER) if page else headed
        if response.is_redirect and "location" in heads:
            return reading.way_moved(headed, url, heads["location"])
        return await self._read(headed, response, watch)

    async def _exchange(
        self, base: Answer, params: dict[str, str], keys: KeyPair | None, watch: Watch
    ) -> Answer:
        request = httpx.Request(
            "GET",
            self._endpoint.base_url + base.path,
            params=params,
            headers=_HEADERS,
            extensions={"trace": watch.trace, "timeout": _limits(watch)},
        )
        if self.dial is not None and self._setting is None:
            # the Host header is set already; the certificate is checked against the name all the same
            request.extensions["sni_hostname"] = self._endpoint.host
            request.url = request.url.copy_with(host=self.dial)
        if keys is not None:
            if not self.identified:
                raise RuntimeError("a key was to go to a port that is not known to be Open Dental's")
            pair = f"{keys.developer.reveal()}/{keys.customer.reveal()}"
            request.headers["Authorization"] = f"ODFHIR {pair}"
        return await self._send(base, request, watch)

    async def _get(self, base: Answer, url: str, headers: dict[str, str], watch: Watch) -> Answer:
        extensions = {"trace": watch.trace, "timeout": _limits(watch)}
        request = httpx.Request("GET", url, headers=headers, extensions=extensions)
        return await self._send(base, request, watch)

    async def _send(self, base: Answer, request: httpx.Request, watch: Watch) -> Answer:
        response = await self._transport.handle_async_request(request)
        try:
            headed = self._reader.heading(base, response.status_code, response.headers, self._now())
            if response.is_redirect and "location" in response.headers:
                # by the name that was asked for: the address that was dialled is nobody's in a redirect
                own = f"{request.url.scheme}://{request.headers['Host']}{request.url.path}"
                return reading.redirect(headed, own, response.headers["location"])
            return await self._read(headed, response, watch)
        finally:
            await response.aclose()

    async def _read(self, base: Answer, response: httpx.Response, watch: Watch) -> Answer:
        """Read the body within its bounds; a list of patients is counted, never kept."""
        body = Arriving(response.headers, patients=base.status == 200 and base.path == PATIENTS)
        chunks = response.aiter_raw()
        try:
            async with asyncio.timeout(min(_BODY_S, watch.left_s - _MOMENT_S)):
                # once the body is whole in itself, its connection's end is not waited for
                while (chunk := await _next(chunks, _QUIET_S if body.whole else None)) is not None:
                    body.take(chunk)
                    if body.too_much:
                        return _oversized(base)
        except TimeoutError:
            read = self._finished(base, body, response)
            if _speaks(read, body):
                return read  # the sentence came, only the end did not
            return _oversized(base) if body.still_comes() else replace(base, failure=Failure.NO_ANSWER)
        except (httpx.RemoteProtocolError, httpx.ReadError) as problem:
            read = self._finished(base, body, response)
            failure = failures.classify(problem, proxied=False)
            return read if _speaks(read, body) else replace(base, failure=failure)
        return self._finished(base, body, response)

    def _finished(self, base: Answer, body: Arriving, response: httpx.Response) -> Answer:
        if body.counter is not None:
            return reading.listed(base, body.counter)
        raw = bytes(body.kept)
        if base.path == SECURITYPERMS and base.status == 200 and (held := reading.permissions(base, raw)):
            return held
        if base.path == PREFERENCES and base.status == 200 and (told := preferences.program_version(raw)):
            return replace(base, content=Content.JSON_LIST, version=told, answered_by=AnsweredBy.OPEN_DENTAL)
        return self._reader.body(base, raw, response.headers)


async def _next(chunks: AsyncIterator[bytes], quiet_s: float | None) -> bytes | None:
    """The next bytes of a body; None at its end, or after a silence of ``quiet_s`` seconds."""
    try:
        async with asyncio.timeout(quiet_s):
            return await anext(chunks, None)
    except TimeoutError:
        if quiet_s is None:
            raise
        return None


def _speaks(read: Answer, body: Arriving) -> bool:
    """Whether what came of an answer that was cut off tells all the same what went wrong.

    A list does not: who reads patients gets an error where the end is missing, and so it is one.
    """
    if body.counter is not None:
        return False
    return body.whole or read.said is not Said.NOTHING or read.page not in (Page.NONE, Page.OTHER)


def _for_httpx(proxy: Proxy | None, context: ssl.SSLContext) -> httpx.Proxy | None:
    if proxy is None or not proxy.usable:
        return None
    # httpx takes a context for an https proxy only
    own = context if proxy.url.lower().startswith("https:") else None
    try:
        return httpx.Proxy(proxy.url, ssl_context=own)
    except (httpx.InvalidURL, ValueError):
        return None


def _limits(watch: Watch) -> dict[str, float]:
    """The library's own: it closes what did not come to stand, which a cancellation leaves open."""
    return {"connect": max(_MOMENT_S, min(_CONNECT_S, watch.left_s - _MOMENT_S))}


def _schemes(offered: Iterable[str]) -> tuple[str, ...]:
    """The kinds of sign-in that a proxy offers, by their usual names."""
    text = ", ".join(offered)
    return tuple(name for name in _SCHEMES if re.search(rf"(^|,)\s*{name}\b", text, re.IGNORECASE))


def _oversized(base: Answer) -> Answer:
    return replace(base, content=Content.JSON_OTHER, failure=Failure.OVERSIZED)


def _refused_by_proxy(base: Answer, problem: httpx.ProxyError) -> Answer:
    status = failures.proxy_status(problem)
    failure = failures.classify(problem, proxied=True)
    if status is None or failure is not Failure.PROXY_UNREACHABLE:
        return replace(base, status=status, failure=failure)
    return replace(base, status=status, page=Page.BLOCK, answered_by=AnsweredBy.MIDDLEBOX)
