"""One run: the prerequisites, the live call, and second opinions where the answer leaves a doubt."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from wizard.checks.context import OPINION_S, Context, Tell, World
from wizard.checks.engine import run_checks
from wizard.checks.office import OFFICE
from wizard.checks.table import CHECKS
from wizard.core.endpoint import Endpoint, Mode
from wizard.core.events import CallDone, CallStarted, Pacing
from wizard.core.evidence import (
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
from wizard.core.sentences import Said

if TYPE_CHECKING:
    from collections.abc import Callable

    from wizard.core.keys import KeyPair
    from wizard.core.text import Text
    from wizard.core.version import Version

LIVE = "live.patients"
"""Id by which the live call can be chosen or left out, like a check."""

DEADLINES = {Mode.REMOTE: 65.0, Mode.SERVICE: 20.0, Mode.LOCAL: 20.0}
"""Seconds that the live call may wait; Open Dental itself gives up after 60 on Remote (facts, section 3)."""

_PATIENCE_S = 10.0
_HOLDS_CALL = ("prereq.name", "prereq.port", "prereq.secure-channel")


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
        floor: Oldest Open Dental that the vendor's program works with.
    """

    endpoint: Endpoint
    keys: KeyPair | None = None
    key_problem: KeyProblem | None = None
    key_detail: Text | None = None
    only: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    deadline_s: float | None = None
    floor: Version | None = None

    def chooses(self, identity: str) -> bool:
        """Whether a check or the live call is to be run."""
        if any(fnmatchcase(identity, pattern) for pattern in self.skip):
            return False
        return not self.only or any(fnmatchcase(identity, pattern) for pattern in self.only)


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
    context = Context(world, request.endpoint, request.keys, tell)
    context.floor = request.floor
    keep = heard or (lambda _: None)
    chosen = [check for check in CHECKS if request.chooses(check.id)]
    first = [check for check in chosen if check.id in _HOLDS_CALL]
    beside = [check for check in chosen if check.id not in _HOLDS_CALL and check not in OFFICE]
    office = asyncio.create_task(run_checks([check for check in chosen if check in OFFICE], context))
    try:
        results = await run_checks(first, context)
        seen = Evidence(
            request.endpoint.mode, results, key_problem=request.key_problem, key_detail=request.key_detail
        )
        keep(seen)
        # what does not hold the call back goes on beside it
        others = asyncio.create_task(run_checks(beside, context, results))
        try:
            if request.keys is not None and request.chooses(LIVE) and not _held(results):
                seen = await _live(context, request, request.keys, seen, keep)
            found = {result.id: result for result in (*results, *await others, *await office)}
            seen = replace(
                seen,
                checks=tuple(found[check.id] for check in chosen),
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
    context: Context, request: Request, keys: KeyPair, seen: Evidence, keep: Callable[[Evidence], None]
) -> Evidence:
    """The live call and the second opinions that its answer calls for."""
    deadline = request.deadline_s or DEADLINES[request.endpoint.mode]
    answer = await _keyed(context, keys, None, deadline)
    seen = replace(seen, probe=await _with_timings(context, answer, seen.checks))
    keep(seen)
    for what in wanted_opinions(answer):
        if what is not Opinion.KEYLESS and context.world.pacer.wait_s(context.endpoint.mode) > _PATIENCE_S:
            continue  # Open Dental asked for a long pause: an opinion is not worth it
        opinion = SecondOpinion(what, await _opinion(context, keys, what))
        seen = replace(seen, opinions=(*seen.opinions, opinion))
        keep(seen)
    return seen


def _held(results: tuple[CheckResult, ...]) -> bool:
    """Whether a failure below makes a live call pointless: no verdict on a key while the network is down."""
    return any(r.id in _HOLDS_CALL and r.status in (Status.FAILED, Status.BLOCKED) for r in results)


async def _keyed(context: Context, keys: KeyPair, what: Opinion | None, deadline_s: float) -> Answer:
    """Make a call with the key, no sooner than the pace allows."""
    pacer, mode = context.world.pacer, context.endpoint.mode
    if (wait := pacer.wait_s(mode)) > 0:
        context.tell(Pacing(wait))
        await pacer.turn(mode)
    context.tell(CallStarted(what))
    answer = None
    try:
        if what is Opinion.SECURITYPERMS:
            answer = await context.caller.securityperms(keys, deadline_s)
        else:
            answer = await context.caller.patients(keys, deadline_s)
    finally:
        pacer.called(None if answer is None else answer.retry_after_s)  # a cancelled call counts too
    context.tell(CallDone(answer, what))
    return answer


async def _with_timings(context: Context, answer: Answer, results: tuple[CheckResult, ...]) -> Answer:
    """Add the layers that an earlier call of this run paid for: its name lookup and its connection."""
    dns = next((r.took_ms for r in results if r.id == "prereq.name" and r.status is Status.PASSED), 0)
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
    if answer.status is not None and not (answer.status == 401 and answer.content is Content.JSON_STRING):
        wanted.append(Opinion.KEYLESS)
    if answer.status in (401, 403) and answer.answered_by is not AnsweredBy.MIDDLEBOX:
        wanted.append(Opinion.SECURITYPERMS)
    return tuple(wanted)


async def _opinion(context: Context, keys: KeyPair, what: Opinion) -> Answer:
    if what is Opinion.SECURITYPERMS:
        return await _keyed(context, keys, what, OPINION_S)
    context.tell(CallStarted(what))
    answer = await context.keyless()
    context.tell(CallDone(answer, what))
    return answer
