"""Calls with the key: no sooner than its pace allows, and never two at once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from wizard.core.codes import CheckId
from wizard.core.events import CallDone, CallStarted, Pacing
from wizard.core.evidence import AnsweredBy, Opinion, Status, Timings
from wizard.core.mode import Mode
from wizard.runs.key_in_use import LEAST_S

if TYPE_CHECKING:
    from wizard.checks.context import Context
    from wizard.core.evidence import Answer, CheckResult
    from wizard.runs.key_in_use import KeyInUse

_FOUND = (Status.PASSED, Status.WARNED)


async def call_with_key(context: Context, key: KeyInUse, what: Opinion | None, deadline_s: float) -> Answer:
    """Make a call with the key, no sooner than the pace allows and never beside another one."""
    mode, before_s = context.endpoint.mode, key.left.seconds
    if key.pace.taken(mode):
        context.on_event(Pacing(key.pace.apart_s))
    async with key.pace.alone(mode):
        key.left.lengthen(before_s - key.left.seconds)  # another run's call is not this one's time
        return await _alone(context, key, what, deadline_s)


async def _alone(context: Context, key: KeyInUse, what: Opinion | None, deadline_s: float) -> Answer:
    mode, caller, route = context.endpoint.mode, context.caller, context.route
    if (wait := key.pace.wait_s(mode)) > 0:
        context.on_event(Pacing(wait))
        await key.pace.turn(mode)
        if what is None:
            key.left.lengthen(wait)  # a test that was begun too soon is not the poorer for it
    context.on_event(CallStarted(what))
    answer = None
    deadline_s = max(LEAST_S, min(deadline_s, key.left.seconds))
    try:
        if what is Opinion.SECURITYPERMS:
            answer = await caller.securityperms(route, key.keys, deadline_s)
            key.pace.tier(answer.rights)
        elif what is Opinion.VERSION:
            answer = await caller.program_version(route, key.keys, deadline_s)
        elif what is Opinion.PRACTICE:
            answer = await caller.practice_title(route, key.keys, deadline_s)
        else:
            answer = await caller.patients(route, key.keys, deadline_s)
    finally:
        if mode is Mode.REMOTE:  # a cancelled call counts too
            asked = answer is not None and answer.answered_by is not AnsweredBy.MIDDLEBOX
            key.pace.called(answer.retry_after_s if answer is not None and asked else None)
    context.on_event(CallDone(answer, what))
    return answer


async def with_timings(context: Context, answer: Answer, results: tuple[CheckResult, ...]) -> Answer:
    """Add the layers that an earlier call of this run paid for: its name lookup and its connection."""
    dns = next((r.took_ms for r in results if r.id is CheckId.PREREQ_NAME and r.status in _FOUND), 0)
    timings = answer.timings
    if not timings.connect and answer.status is not None and context.endpoint.scheme == "https":
        opened = (await context.keyless()).timings
        timings = replace(timings, connect=opened.connect, tls=opened.tls)
    return replace(answer, timings=Timings(dns, timings.connect, timings.tls, timings.first_byte))
