"""One call, from its request to its typed answer: what the connection brings, read within its bounds."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import httpx

from wizard.core.evidence import AnsweredBy, Content, Failure, PageKind
from wizard.core.sentences import KnownSentence
from wizard.probe import failures, preferences, reading
from wizard.probe.arriving import Arriving
from wizard.probe.stopwatch import CallStopwatch

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine

    from wizard.core.evidence import Answer
    from wizard.core.redact import Redactor

PATIENTS = "/patients"
SECURITYPERMS = "/securityperms"
PREFERENCES = "/preferences"
MOMENT_S = 0.1
"""Seconds before a call's own end, to say what had come by then."""

_BODY_S = 15.0  # from the headers to the end of a body
_QUIET_S = 1.0  # of silence after a body that is whole in itself


class Exchange:
    """One call and its answer.

    Args:
        base: What is known of the answer before it came: what was asked, and through what.
        redactor: Cleans what the server says.
        deadline_s: Seconds for the whole call.
        now: Wall clock, seconds since 1970, to compare with the server's.

    Attributes:
        watch: Times it, and knows the connections that it opened.
    """

    def __init__(self, base: Answer, redactor: Redactor, deadline_s: float, now: Callable[[], float]) -> None:
        self.base = base
        self.watch = CallStopwatch(deadline_s)
        self._reader = reading.AnswerReader(redactor)
        self._deadline_s = deadline_s
        self._now = now

    async def timed(self, make: Callable[[], Coroutine[None, None, Answer]]) -> Answer:
        """Make the call; every failure becomes part of the answer, only a cancellation is raised."""
        watch = self.watch
        try:
            async with asyncio.timeout(self._deadline_s):
                answer = await make()
        except httpx.ProxyError as problem:
            answer = _refused_by_proxy(self.base, problem)
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError, RuntimeError) as problem:
            # a TimeoutError is an OSError; the libraries raise ValueError and RuntimeError on nonsense
            # once the proxy has opened the way, what breaks is behind it
            failure = failures.failure_of(problem, proxied=self.base.proxied and not watch.shook_hands)
            if failure in (Failure.UNREACHABLE, Failure.NO_ANSWER) and watch.connected:
                failure = Failure.TLS_NO_ANSWER if watch.shaking_hands else Failure.NO_ANSWER
            answer = replace(self.base, failure=failure, weakness=failures.weakness(problem))
        if watch.shook_hands:
            answer = self._with_certificate(answer)
        return replace(answer, took_ms=watch.took_ms(), timings=watch.timings())

    def _with_certificate(self, answer: Answer) -> Answer:
        """Add what the secure channel showed; Windows calls a certificate of tomorrow expired too."""
        shown = self.watch.certificate
        early = shown is not None and shown.valid_from > self._now()
        if answer.failure is Failure.TLS_EXPIRED and early:
            answer = replace(answer, failure=Failure.TLS_NOT_YET_VALID)
        return replace(answer, certificate=shown)

    def heading(self, response: httpx.Response) -> Answer:
        """What the status line and the headers say."""
        return self._reader.heading(self.base, response.status_code, response.headers, self._now())

    async def send(self, transport: httpx.AsyncBaseTransport, request: httpx.Request) -> Answer:
        """Send a request and read what comes back."""
        response = await transport.handle_async_request(request)
        try:
            headed = self.heading(response)
            if response.is_redirect and "location" in response.headers:
                # by the name that was asked for: the address that was dialled is nobody's in a redirect
                own = f"{request.url.scheme}://{request.headers['Host']}{request.url.path}"
                return reading.redirect(headed, own, response.headers["location"])
            return await self.read(headed, response)
        finally:
            await response.aclose()

    async def read(self, base: Answer, response: httpx.Response) -> Answer:
        """Read the body within its bounds; a list of patients is counted, never kept."""
        body = Arriving(response.headers, patients=base.status == 200 and base.path == PATIENTS)
        chunks = response.aiter_raw()
        try:
            async with asyncio.timeout(min(_BODY_S, self.watch.left_s - MOMENT_S)):
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
            failure = failures.failure_of(problem, proxied=False)
            return read if _speaks(read, body) else replace(base, failure=failure)
        return self._finished(base, body, response)

    def _finished(self, base: Answer, body: Arriving, response: httpx.Response) -> Answer:
        if body.counter is not None:
            return reading.patient_list(base, body.counter)
        raw = bytes(body.kept)
        if base.path == SECURITYPERMS and base.status == 200 and (held := reading.permissions(base, raw)):
            return held
        if base.path == PREFERENCES and base.status == 200:
            version, practice = preferences.program_version(raw), preferences.practice_title(raw)
            if version or practice is not None:
                told = replace(base, content=Content.JSON_LIST, answered_by=AnsweredBy.OPEN_DENTAL)
                return replace(told, version=version, practice=practice)
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
    return (
        body.whole
        or read.said is not KnownSentence.NOTHING
        or read.page not in (PageKind.NONE, PageKind.OTHER)
    )


def _oversized(base: Answer) -> Answer:
    return replace(base, content=Content.JSON_OTHER, failure=Failure.OVERSIZED)


def _refused_by_proxy(base: Answer, problem: httpx.ProxyError) -> Answer:
    status = failures.proxy_status(problem)
    failure = failures.failure_of(problem, proxied=True)
    if status is None or failure is not Failure.PROXY_UNREACHABLE:
        return replace(base, status=status, failure=failure)
    return replace(base, status=status, page=PageKind.BLOCK, answered_by=AnsweredBy.MIDDLEBOX)
