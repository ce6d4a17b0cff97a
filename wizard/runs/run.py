"""One run: the prerequisites, the live call, and second opinions where the answer leaves a doubt."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from wizard.checks import after
from wizard.checks.after import LIVE
from wizard.checks.context import OPINION_S, Context, Tell, World
from wizard.checks.dial import dialled
from wizard.checks.identity import Who, who_answers
from wizard.checks.reach import race
from wizard.checks.targets import named
from wizard.core.codes import CheckId
from wizard.core.endpoint import Endpoint, EndpointError, local, service
from wizard.core.events import CallDone, CallStarted, CheckDone, Pacing
from wizard.core.evidence import (
    READ_ALL,
    Answer,
    AnsweredBy,
    CheckResult,
    Content,
    Evidence,
    Failure,
    KeyProblem,
    Opinion,
    SecondOpinion,
    Status,
    Timings,
)
from wizard.core.mode import Mode
from wizard.core.sentences import Said
from wizard.core.version import Version
from wizard.probe.exchange import PATIENTS
from wizard.runs.key_in_use import LEAST_S, KeyInUse, TimeLeft
from wizard.runs.office_checks import OFFICE
from wizard.runs.registry import CHECKS
from wizard.runs.schedule import run_checks, run_on_route

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from wizard.checks.identity import Found
    from wizard.core.keys import KeyPair
    from wizard.core.text import Text

DEADLINES = {Mode.REMOTE: 65.0, Mode.SERVICE: 20.0, Mode.LOCAL: 20.0}
"""Seconds that the live call may wait; Open Dental itself gives up after 60 on Remote (facts, section 3)."""

RUN_S = 75.0
"""Seconds that a whole run may take; a longer ``--deadline`` adds to it."""

MOST_OPINIONS = 3
"""Second opinions of one run at most; with the live call, no run makes more than three keyed Remote calls."""

_FOUND = (Status.PASSED, Status.WARNED)
_OTHERS_S = 10.0  # for all but the calls with a deadline of their own
_PORT_S = 0.5  # for a port of this PC, on which silence is no answer
_HOLDS_CALL = (CheckId.PREREQ_PROXY, CheckId.PREREQ_NAME, CheckId.PREREQ_PORT, CheckId.PREREQ_SECURE_CHANNEL)
_ELSEWHERE = {
    Mode.REMOTE: (Opinion.SERVICE, Opinion.LOCAL),
    Mode.SERVICE: (Opinion.LOCAL,),
    Mode.LOCAL: (Opinion.SERVICE,),
}
_WAYS = {Opinion.SERVICE: Mode.SERVICE, Opinion.LOCAL: Mode.LOCAL}


@dataclass(frozen=True, slots=True)
class Request:
    """What a run is asked to do.

    Attributes:
        endpoint: What is called.
        keys: Both keys; None where there is a problem with one.
        key_problem: Why there are none.
        key_detail: The problem in words.
        only: Patterns of ids to run; empty for all.
        skip: Patterns of ids to leave out.
        deadline_s: Seconds that the live call may wait; None for the mode's own.
        permissions: Rights that the vendor's program needs.
        minimum_version: Oldest Open Dental that the vendor's program works with.
        modes: The ways that were chosen; on no other one does a key go.
    """

    endpoint: Endpoint
    keys: KeyPair | None = None
    key_problem: KeyProblem | None = None
    key_detail: Text | None = None
    only: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    deadline_s: float | None = None
    permissions: tuple[str, ...] = ()
    minimum_version: Version | None = None
    modes: tuple[Mode, ...] = (Mode.REMOTE,)

    @property
    def waits_s(self) -> float:
        """Seconds that the live call may wait."""
        return self.deadline_s or DEADLINES[self.endpoint.mode]

    def chooses(self, identity: str) -> bool:
        """Whether a check or the live call is to be run."""
        if any(fnmatchcase(identity, pattern) for pattern in self.skip):
            return False
        if identity == LIVE and any(self._names(later) for later in (after.RIGHTS, after.VERSION)):
            return True  # they are asked once the key works
        return not self.only or self._names(identity)

    def _names(self, identity: str) -> bool:
        return any(fnmatchcase(identity, pattern) for pattern in self.only)

    def asks(self, identity: str) -> bool:
        """Whether a question after a live call that succeeded is to be asked.

        On Remote each costs the person a pause of some seconds, so the vendor's program has to need it.
        """
        if not self.chooses(identity):
            return False
        if self.only or self.endpoint.mode is not Mode.REMOTE:
            return True
        if identity == after.RIGHTS:
            return any(name != READ_ALL for name in self.permissions)
        return self.minimum_version is not None


async def run(
    request: Request, world: World, tell: Tell, heard: Callable[[Evidence], None] | None = None
) -> Evidence:
    """Run what was asked for and return what was seen.

    Args:
        request: What to do.
        world: The outside world.
        tell: Hears events as they happen.
        heard: Given what is known so far, after the checks and after the live call, so that an interrupted
            run loses nothing.
    """
    # where a knock comes first, a slow office is as slow to answer it
    knocks = request.endpoint.shared_port
    context = Context.of(
        world,
        request.endpoint,
        request.keys,
        tell,
        floor=request.minimum_version,
        keyless_s=request.waits_s if knocks else OPINION_S,
    )
    calls_s = (request.deadline_s or 0.0) * (2 if knocks else 1)
    left = TimeLeft(max(RUN_S, calls_s + _OTHERS_S if calls_s else 0))
    keep = heard or (lambda _: None)
    chosen = [check for check in CHECKS if request.chooses(check.id)]
    first = [check for check in chosen if check.id in _HOLDS_CALL]
    beside = [check for check in chosen if check.id not in _HOLDS_CALL and check not in OFFICE]
    office = asyncio.create_task(run_checks([check for check in chosen if check in OFFICE], context))
    try:
        ran = await run_on_route(first, context)
        results, context = ran.results, context.on(ran.route)
        seen = Evidence(
            request.endpoint.mode, results, key_problem=request.key_problem, key_detail=request.key_detail
        )
        keep(seen)
        # what does not hold the call back goes on beside it
        others = asyncio.create_task(run_checks(beside, context, results))
        try:
            if request.keys is not None and request.chooses(LIVE) and not _held(results):
                key = KeyInUse(request.keys, world.pacer.of(request.keys.customer), left)
                seen = await _live(context, request, key, seen, keep)
            later = seen.checks[len(results) :]
            found = {result.id: result for result in (*results, *await others, *await office)}
            seen = replace(
                seen,
                checks=(*(found[check.id] for check in chosen), *later),
                server=context.asked.server,
                server_here=context.asked.server_here,
            )
        finally:
            others.cancel()
        keep(seen)
        return seen
    finally:
        office.cancel()
        await asyncio.gather(office, return_exceptions=True)
        await context.aclose()


async def _live(
    context: Context, request: Request, key: KeyInUse, seen: Evidence, keep: Callable[[Evidence], None]
) -> Evidence:
    """The live call and the second opinions that its answer calls for."""
    try:
        context = await context.proxied()
    except Exception:  # noqa: BLE001 - whatever it was, a check has told of it as its own crash
        return replace(seen, probe=Answer("GET", PATIENTS, failure=Failure.INTERNAL))
    if not context.route.takes_key:
        found = await who_answers(context)
        if not found.takes_key:
            return _withheld(context, seen, found)
        context = context.on(found.route)
    route = await dialled(context)
    if isinstance(route, Failure):
        answer = Answer("GET", PATIENTS, failure=route)
    else:
        context = context.on(route)
        answer = await _keyed(context, key, None, request.waits_s)
    seen = replace(seen, probe=await _with_timings(context, answer, seen.checks))
    keep(seen)
    if answer.succeeded:
        return await _after(context, request, key, seen, keep)
    elsewhere = opinions_elsewhere(answer, context.endpoint.mode)
    # the key goes on no way that nobody chose
    chosen = (what for what in elsewhere if _WAYS[what] in request.modes)
    for what in (*wanted_opinions(answer), *chosen):
        if len(seen.opinions) == MOST_OPINIONS or key.left.seconds < LEAST_S:
            break
        if (opinion := await _opinion(context, request, key, what)) is not None:
            seen = replace(seen, opinions=(*seen.opinions, opinion))
            keep(seen)
    return seen


def _withheld(context: Context, seen: Evidence, found: Found) -> Evidence:
    """No call with the key: what was seen instead."""
    if found.result is None:
        return replace(seen, probe=found.answer)
    return _with_check(context, seen, found.result)


async def _after(
    context: Context, request: Request, key: KeyInUse, seen: Evidence, keep: Callable[[Evidence], None]
) -> Evidence:
    """What is asked once the key works: its rights, and the office's version."""
    mode = context.endpoint.mode
    unanswered = False
    if request.asks(after.RIGHTS) and key.worth_a_call(mode):
        answer = await _keyed(context, key, Opinion.SECURITYPERMS, OPINION_S)
        pace_s = key.pace.apart_s if mode is Mode.REMOTE else 0
        seen = _with_check(context, seen, after.rights(answer, request.permissions, pace_s))
        keep(seen)
        # Open Dental may still be at it, and a second call of this key beside it would be one too many
        unanswered = answer.failure is Failure.NO_ANSWER
    if request.asks(after.VERSION) and not unanswered and key.worth_a_call(mode):
        answer = await _keyed(context, key, Opinion.VERSION, OPINION_S)
        seen = _with_check(context, seen, after.version(answer, request.minimum_version))
        if answer.version:
            seen = replace(seen, od_version=Version.parse(answer.version))
        keep(seen)
    return seen


def _with_check(context: Context, seen: Evidence, result: CheckResult) -> Evidence:
    context.tell(CheckDone(result))
    return replace(seen, checks=(*seen.checks, result))


def _held(results: tuple[CheckResult, ...]) -> bool:
    """Whether a failure below makes a live call pointless: no verdict on a key while the network is down."""
    return any(r.id in _HOLDS_CALL and r.status in (Status.FAILED, Status.BLOCKED) for r in results)


async def _keyed(context: Context, key: KeyInUse, what: Opinion | None, deadline_s: float) -> Answer:
    """Make a call with the key, no sooner than the pace allows and never beside another one."""
    async with key.pace.alone(context.endpoint.mode):
        return await _keyed_alone(context, key, what, deadline_s)


async def _keyed_alone(context: Context, key: KeyInUse, what: Opinion | None, deadline_s: float) -> Answer:
    mode, caller, route = context.endpoint.mode, context.caller, context.route
    if (wait := key.pace.wait_s(mode)) > 0:
        context.tell(Pacing(wait))
        await key.pace.turn(mode)
        if what is None:
            key.left.lengthen(wait)  # a test that was begun too soon is not the poorer for it
    context.tell(CallStarted(what))
    answer = None
    deadline_s = max(LEAST_S, min(deadline_s, key.left.seconds))
    try:
        if what is Opinion.SECURITYPERMS:
            answer = await caller.securityperms(route, key.keys, deadline_s)
            key.pace.tier(answer.rights)
        elif what is Opinion.VERSION:
            answer = await caller.program_version(route, key.keys, deadline_s)
        else:
            answer = await caller.patients(route, key.keys, deadline_s)
    finally:
        if mode is Mode.REMOTE:  # a cancelled call counts too
            asked = answer is not None and answer.answered_by is not AnsweredBy.MIDDLEBOX
            key.pace.called(answer.retry_after_s if answer is not None and asked else None)
    context.tell(CallDone(answer, what))
    return answer


async def _with_timings(context: Context, answer: Answer, results: tuple[CheckResult, ...]) -> Answer:
    """Add the layers that an earlier call of this run paid for: its name lookup and its connection."""
    dns = next((r.took_ms for r in results if r.id is CheckId.PREREQ_NAME and r.status in _FOUND), 0)
    timings = answer.timings
    if not timings.connect and answer.status is not None and context.endpoint.scheme == "https":
        opened = (await context.keyless()).timings
        timings = replace(timings, connect=opened.connect, tls=opened.tls)
    return replace(answer, timings=Timings(dns, timings.connect, timings.tls, timings.first_byte))


def wanted_opinions(answer: Answer) -> tuple[Opinion, ...]:
    """Which second opinions an answer calls for; none where it speaks for itself."""
    told = answer.content is not Content.HTML and answer.said not in (Said.NOTHING, Said.NO_PERMISSION)
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
    office = answer.said in (Said.ECONNECTOR_DOWN, Said.ECONNECTOR_TWICE, Said.CLOUD_SERVICE)
    unexplained = answer.said is Said.NOTHING and answer.status in (400, 401, 403, 500, 502, 503, 504)
    if office or unexplained or answer.failure in (Failure.NO_ANSWER, Failure.REFUSED):
        return _ELSEWHERE[mode]
    return ()


async def _opinion(context: Context, request: Request, key: KeyInUse, what: Opinion) -> SecondOpinion | None:
    """A further call; None where it cannot be made or is not worth the wait."""
    if what in _WAYS:
        return await _elsewhere(context, request, key, what)
    if what is Opinion.SECURITYPERMS:
        if not key.worth_a_call(context.endpoint.mode):
            return None
        return SecondOpinion(what, await _keyed(context, key, what, OPINION_S))
    context.tell(CallStarted(what))
    answer = await context.keyless()
    context.tell(CallDone(answer, what))
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
            other = Context.of(context.world, endpoint, key.keys, context.tell)
            try:
                found = await who_answers(other)
                if not found.takes_key:
                    return None
                answer = await _keyed(other.on(found.route), key, what, OPINION_S)
                return SecondOpinion(what, answer, known=found.who is Who.OPEN_DENTAL)
            finally:
                await other.aclose()
    except TimeoutError:
        return None


async def _office_endpoint(context: Context, modes: Sequence[Mode], what: Opinion) -> Endpoint:
    """Where the office's own way is: the API Service may be on the server, which this PC names.

    A key goes to another PC only where the vendor's program itself would send it there.
    """
    if what is Opinion.LOCAL:
        return local()
    if (server := context.asked.server) and Mode.SERVICE in modes:
        with contextlib.suppress(EndpointError):
            return await named(context.world, server)
    return service()
