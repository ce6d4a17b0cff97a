"""Second opinions: which further calls an answer calls for, and how they are made."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

from wizard.checks.context import OPINION_S, Context
from wizard.checks.endpoint_choice import PLACE_S, named_endpoint
from wizard.checks.happy_eyeballs import race
from wizard.checks.identity import who_answers
from wizard.core.endpoint import EndpointError, api_service_endpoint, local_endpoint
from wizard.core.events import CallDone, CallStarted
from wizard.core.evidence import AnsweredBy, Content, Failure, Opinion, SecondOpinion
from wizard.core.facts.live_facts import PortIdentity
from wizard.core.machine import Role
from wizard.core.mode import Mode
from wizard.core.sentences import KnownSentence
from wizard.runs.calls import call_with_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wizard.core.endpoint import Endpoint
    from wizard.core.evidence import Answer
    from wizard.runs.key_in_use import KeyInUse
    from wizard.runs.request import Request

MOST_OPINIONS = 3
"""Second opinions of one run at most; with the live call, no run makes more than three keyed Remote calls."""

_PORT_S = 0.5  # for a port of this PC, on which silence is no answer
_ELSEWHERE = {
    Mode.REMOTE: (Opinion.SERVICE, Opinion.LOCAL),
    Mode.API_SERVICE: (Opinion.LOCAL,),
    Mode.LOCAL: (Opinion.SERVICE,),
}
_WAYS = {Opinion.SERVICE: Mode.API_SERVICE, Opinion.LOCAL: Mode.LOCAL}


def called_for(answer: Answer, mode: Mode, ways: Sequence[Mode]) -> Iterator[Opinion]:
    """The second opinions that an answer calls for; the key goes on no way that nobody chose."""
    yield from wanted_opinions(answer)
    yield from (what for what in opinions_elsewhere(answer, mode) if _WAYS[what] in ways)


def wanted_opinions(answer: Answer) -> tuple[Opinion, ...]:
    """Which second opinions an answer calls for; none where it speaks for itself."""
    told = answer.content is not Content.HTML and answer.said not in (
        KnownSentence.NOTHING,
        KnownSentence.NO_PERMISSION,
    )
    if answer.succeeded or told:
        return ()
    if answer.failure is Failure.OVERSIZED or answer.status in (404, 407, 410, 429, 511):
        return ()
    wanted: list[Opinion] = []
    if answer.failure is Failure.NO_ANSWER:
        return (Opinion.KEYLESS,)
    if answer.status is not None and not (answer.status == 401 and answer.content is Content.JSON_STRING):
        wanted.append(Opinion.KEYLESS)
    if answer.status in (401, 403) and answer.answered_by is not AnsweredBy.MIDDLEBOX:
        wanted.append(Opinion.SECURITYPERMS)
    return tuple(wanted)


def opinions_elsewhere(answer: Answer, mode: Mode) -> tuple[Opinion, ...]:
    """On which other ways the same key is tried: the office's own, where its answer would tell more.

    Not when Open Dental spoke about the key itself, and not when somebody in between did.
    """
    if answer.succeeded or answer.answered_by is AnsweredBy.MIDDLEBOX:
        return ()
    office = answer.said in (
        KnownSentence.ECONNECTOR_DOWN,
        KnownSentence.ECONNECTOR_TWICE,
        KnownSentence.CLOUD_SERVICE,
    )
    unexplained = answer.said is KnownSentence.NOTHING and answer.status in (
        400,
        401,
        403,
        500,
        502,
        503,
        504,
    )
    if office or unexplained or answer.failure in (Failure.NO_ANSWER, Failure.REFUSED):
        return _ELSEWHERE[mode]
    return ()


async def opinion(context: Context, request: Request, key: KeyInUse, what: Opinion) -> SecondOpinion | None:
    """A further call; None where it cannot be made or is not worth the wait."""
    if what in _WAYS:
        return await _elsewhere(context, request, key, what)
    if what is Opinion.SECURITYPERMS:
        if not key.worth_a_call(context.endpoint.mode):
            return None
        return SecondOpinion(what, await call_with_key(context, key, what, OPINION_S))
    context.on_event(CallStarted(what))
    answer = await context.keyless()
    context.on_event(CallDone(answer, what))
    return SecondOpinion(what, answer)


async def _elsewhere(
    context: Context, request: Request, key: KeyInUse, what: Opinion
) -> SecondOpinion | None:
    """The same key on a way inside the office; None where nobody known is there, or the time is over."""
    try:
        async with asyncio.timeout(max(0.0, key.left.seconds)):
            endpoint = await _office_endpoint(context, request.modes, what)
            reached = await race([endpoint.host], endpoint.port, context.world.connect, _PORT_S)
            if reached.address is None:
                return None
            other = Context.of(context.world, endpoint, key.keys, context.on_event)
            try:
                found = await who_answers(other)
                if not found.takes_key:
                    return None
                answer = await call_with_key(other.on(found.route), key, what, OPINION_S)
                return SecondOpinion(what, answer, known=found.who is PortIdentity.OPEN_DENTAL)
            finally:
                await other.aclose()
    except TimeoutError:
        return None


async def _office_endpoint(context: Context, modes: Sequence[Mode], what: Opinion) -> Endpoint:
    """Where the office's own way is: the API Service may be on the server, which this PC names.

    A key goes to another PC only where the vendor's program itself would send it there.
    """
    if what is Opinion.LOCAL:
        return local_endpoint()
    if Mode.API_SERVICE in modes and (server := await _server(context)):
        with contextlib.suppress(EndpointError):
            return await named_endpoint(context.world, server)
    return api_service_endpoint()


async def _server(context: Context) -> str:
    """The server's name where this PC says in time that it is another one; else empty."""
    try:
        async with asyncio.timeout(PLACE_S):
            place = await context.pc.place()
    except Exception:  # noqa: BLE001 - whatever it was, it names nobody; the check of the role tells of it
        return ""
    return place.server if place.role is Role.WORKSTATION else ""
