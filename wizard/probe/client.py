"""Makes the calls, each over the route that it is given, and hands back typed answers.

The header, the filter and the limits are those that ``.github/SECURITY.md`` promises; this is one of the two
files that may reveal a key.
"""

from __future__ import annotations

import base64
import functools
import logging
import re
import time
import warnings
from contextlib import AsyncExitStack
from dataclasses import replace
from typing import TYPE_CHECKING

import httpx

from wizard.core.evidence import Answer, Content, Failure, PageKind
from wizard.core.redact import Redactor
from wizard.probe import preferences, reading, trust
from wizard.probe.exchange import MOMENT_S, PATIENTS, PREFERENCES, SECURITYPERMS, Exchange
from wizard.probe.transport import Transport

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterable

    from wizard.core.keys import KeyPair
    from wizard.core.proxy_setting import Proxy
    from wizard.core.route import Route
    from wizard.probe.stopwatch import CallStopwatch

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
    """Makes calls, with any number of keys at once: what belongs to one call stays with it.

    Args:
        tls: Makes the SSL context; called once, and only where a route leads over https.
        now: Wall clock, seconds since 1970, to compare with the server's.
    """

    def __init__(
        self, tls: Callable[[], ssl.SSLContext] = trust.context, now: Callable[[], float] = time.time
    ) -> None:
        self._now = now
        self._secure = functools.cache(functools.partial(_made, tls))
        self._transports: dict[tuple[str, Proxy | None], Transport] = {}

    def prevented(self, route: Route) -> Failure | None:
        """Why no call can be made over a route, whoever would answer: this PC's own settings."""
        if not accepts(route.proxy):
            return Failure.PROXY_BAD_SETTING
        return Failure.TLS_IMPOSSIBLE if self._context(route) is None else None

    async def aclose(self) -> None:
        """Close every connection, also where this is cancelled meanwhile."""
        async with AsyncExitStack() as ending:
            for transport in self._transports.values():
                ending.push_async_callback(transport.aclose)

    async def patients(
        self, route: Route, keys: KeyPair | None, deadline_s: float, redactor: Redactor | None = None
    ) -> Answer:
        """Call ``GET /patients`` with a filter that matches nobody; without keys it is the control call.

        Args:
            route: How to get there.
            keys: Both keys, which are taken out of what comes back.
            deadline_s: Seconds for the whole call.
            redactor: Takes the run's keys out of the answer to a call without any.
        """
        return await self._call(route, PATIENTS, NOBODY, keys, deadline_s, redactor)

    async def securityperms(self, route: Route, keys: KeyPair, deadline_s: float) -> Answer:
        """Ask which rights the key has."""
        return await self._call(route, SECURITYPERMS, {}, keys, deadline_s)

    async def program_version(self, route: Route, keys: KeyPair, deadline_s: float) -> Answer:
        """Ask for the version of the office's Open Dental; nothing else is read."""
        return await self._call(route, PREFERENCES, {"PrefName": preferences.VERSION}, keys, deadline_s)

    async def practice_title(self, route: Route, keys: KeyPair, deadline_s: float) -> Answer:
        """Ask whose practice it is; nothing else is read, and the answer is for the window alone."""
        return await self._call(route, PREFERENCES, {"PrefName": preferences.TITLE}, keys, deadline_s)

    async def first_page(
        self, route: Route, host: str, address: str | None, deadline_s: float, redactor: Redactor
    ) -> Answer:
        """Ask a web server for its first page, unencrypted (port 80) and without any key.

        Asked only when the secure channel failed: its ``Date`` tells whether this PC's clock is off, and a
        sign-in page in its place tells of a guest network. What comes back is believed for nothing else.

        Args:
            route: Tells the proxy.
            host: The web server's name.
            address: Where it was found; None leaves the lookup to the proxy.
            deadline_s: Seconds for the whole call.
            redactor: Cleans what the server says.
        """
        headers = {"Connection": "close", "User-Agent": _HEADERS["User-Agent"], "Host": host}
        place = f"[{address}]" if address and ":" in address else address or host
        exchange = Exchange(
            Answer("GET", "/", proxied=route.proxy is not None), redactor, deadline_s, self._now
        )
        return await exchange.timed(
            lambda: exchange.send(
                self._transport(route), _request("GET", f"http://{place}/", headers, exchange.watch)
            )
        )

    async def tunnel(self, route: Route, deadline_s: float, redactor: Redactor) -> Answer:
        """Ask the proxy in force to open the way, without any key, and close it again.

        The live call's own request for the way tells the status alone; here the proxy's page and the kinds
        of sign-in that it offers are read too.

        Args:
            route: Through a usable proxy.
            deadline_s: Seconds for the whole call.
            redactor: Cleans what the proxy says.
        """
        context = self._context(route)
        proxy = _for_httpx(route.proxy, context or trust.no_channel())
        assert proxy is not None  # noqa: S101 - asked only where there is a usable proxy
        base = Answer("CONNECT", "", proxied=True)
        if context is None and proxy.ssl_context is not None:
            return replace(base, failure=Failure.TLS_IMPOSSIBLE)
        exchange = Exchange(base, redactor, deadline_s, self._now)
        own = Transport(proxy.ssl_context or context or trust.no_channel())
        try:
            return await exchange.timed(lambda: _open_way(exchange, own, route, proxy))
        finally:
            await own.aclose()

    async def _call(
        self,
        route: Route,
        path: str,
        params: dict[str, str],
        keys: KeyPair | None,
        deadline_s: float,
        redactor: Redactor | None = None,
    ) -> Answer:
        base = Answer("GET", path, proxied=route.proxy is not None)
        if failure := self.prevented(route):
            return replace(base, failure=failure)
        if keys is not None:
            redactor = Redactor(keys.secrets)
        exchange = Exchange(base, redactor or Redactor(), deadline_s, self._now)
        return await exchange.timed(
            lambda: exchange.send(self._transport(route), _to_api(route, path, params, keys, exchange.watch))
        )

    def _context(self, route: Route) -> ssl.SSLContext | None:
        """None where none can be made; a call over http can never become an unverified https one."""
        return self._secure() if route.endpoint.scheme == "https" else trust.no_channel()

    def _transport(self, route: Route) -> Transport:
        """The connections of a route: a client above them would look at redirects, cookies, environment."""
        place = (route.endpoint.scheme, route.proxy)
        if place not in self._transports:
            context = self._context(route) or trust.no_channel()
            self._transports[place] = Transport(context, _for_httpx(route.proxy, context))
        return self._transports[place]


def _made(tls: Callable[[], ssl.SSLContext]) -> ssl.SSLContext | None:
    """A context; None where this PC's own settings let no secure channel be made."""
    try:
        return tls()
    except Exception:  # noqa: BLE001 - whatever a setting of OpenSSL's or of the store's broke
        return None


def accepts(proxy: Proxy | None) -> bool:
    """Whether a call can be made through a proxy; the library knows more of what may be one."""
    return proxy is None or _for_httpx(proxy, trust.no_channel()) is not None


def _to_api(
    route: Route, path: str, params: dict[str, str], keys: KeyPair | None, watch: CallStopwatch
) -> httpx.Request:
    """A request to Open Dental's API, with a key only where the route says that one may go there."""
    request = _request("GET", route.endpoint.base_url + path, _HEADERS, watch, params)
    if route.dial is not None and route.proxy is None:
        # the Host header is set already; the certificate is checked against the name all the same
        request.extensions["sni_hostname"] = route.endpoint.host
        request.url = request.url.copy_with(host=route.dial)
    if keys is not None:
        if not route.takes_key:
            raise RuntimeError("a key was to go to a port that is not known to be Open Dental's")
        pair = f"{keys.developer.reveal()}/{keys.customer.reveal()}"
        request.headers["Authorization"] = f"ODFHIR {pair}"
    return request


def _request(
    method: str,
    url: httpx.URL | str,
    headers: dict[str, str],
    watch: CallStopwatch,
    params: dict[str, str] | None = None,
) -> httpx.Request:
    extensions = {"trace": watch.trace, "timeout": _limits(watch)}
    return httpx.Request(method, url, params=params, headers=headers, extensions=extensions)


async def _open_way(exchange: Exchange, own: Transport, route: Route, proxy: httpx.Proxy) -> Answer:
    target = f"{route.endpoint.host}:{route.endpoint.port}"
    headers = {"Host": target, "User-Agent": _HEADERS["User-Agent"]}
    if proxy.auth is not None:
        pair = ":".join(proxy.auth).encode()
        headers["Proxy-Authorization"] = f"Basic {base64.b64encode(pair).decode('ascii')}"
    request = _request("CONNECT", proxy.url, headers, exchange.watch)
    request.extensions["target"] = target.encode("ascii")
    response = await own.handle_async_request(request)
    try:
        return await _to_the_way(exchange, response, str(proxy.url))
    finally:
        await response.aclose()


async def _to_the_way(exchange: Exchange, response: httpx.Response, url: str) -> Answer:
    """The answer to a request for the way; of a success, the head alone."""
    heads = response.headers
    offered = [*heads.get_list("proxy-authenticate"), *heads.get_list("www-authenticate")]
    headed = replace(
        exchange.heading(response),
        challenges=_schemes(offered),
        by_proxy=any(name in heads for name in _PROXY_HEADERS),
    )
    if response.is_success:  # it has no body (RFC 9110, 9.3.6), so a page is a web server's
        page = "html" in heads.get("content-type", "") and heads.get("content-length", "0").strip("0")
        return replace(headed, content=Content.HTML, page=PageKind.OTHER) if page else headed
    if response.is_redirect and "location" in heads:
        return reading.way_moved(headed, url, heads["location"])
    return await exchange.read(headed, response)


def _for_httpx(proxy: Proxy | None, context: ssl.SSLContext) -> httpx.Proxy | None:
    if proxy is None or not proxy.usable:
        return None
    # httpx takes a context for an https proxy only
    own = context if proxy.url.lower().startswith("https:") else None
    try:
        return httpx.Proxy(proxy.url, ssl_context=own)
    except (httpx.InvalidURL, ValueError):
        return None


def _limits(watch: CallStopwatch) -> dict[str, float]:
    """The library's own: it closes what did not come to stand, which a cancellation leaves open."""
    return {"connect": max(MOMENT_S, min(_CONNECT_S, watch.left_s - MOMENT_S))}


def _schemes(offered: Iterable[str]) -> tuple[str, ...]:
    """The kinds of sign-in that a proxy offers, by their usual names."""
    text = ", ".join(offered)
    return tuple(name for name in _SCHEMES if re.search(rf"(^|,)\s*{name}\b", text, re.IGNORECASE))
