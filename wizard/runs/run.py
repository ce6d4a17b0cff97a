"""One run: the prerequisites, and the live call beside those that do not hold it back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from wizard.checks.context import OPINION_S, Context, Tell, World
from wizard.core.codes import CheckId
from wizard.core.evidence import CheckResult, Evidence, Status
from wizard.runs.key_in_use import KeyInUse, TimeLeft
from wizard.runs.live_call import live_call
from wizard.runs.registry import CHECKS, HOLDS_CALL
from wizard.runs.schedule import CheckTasks

if TYPE_CHECKING:
    from wizard.runs.live_call import Keep
    from wizard.runs.request import Request

RUN_S = 75.0
"""Seconds that a whole run may take; a longer ``--deadline`` adds to it."""

_PLACES = {check.id: place for place, check in enumerate(CHECKS)}
_OTHERS_S = 10.0  # for all but the calls with a deadline of their own


async def run(request: Request, world: World, tell: Tell, heard: Keep | None = None) -> Evidence:
    """Run what was asked for and return what was seen.

    Args:
        request: What to do.
        world: The outside world.
        tell: Hears events as they happen.
        heard: Given what is known so far, after the checks and after the live call, so that an interrupted
            run loses nothing.
    """
    # where a knock comes first, a slow office is as slow to answer it
    knocks, known = request.endpoint.shared_port, request.known
    context = Context.of(
        world,
        request.endpoint,
        request.keys,
        tell,
        floor=request.minimum_version,
        keyless_s=request.waits_s if knocks else OPINION_S,
        place=known.place,
    )
    calls_s = (request.deadline_s or 0.0) * (2 if knocks else 1)
    left = TimeLeft(max(RUN_S, calls_s + _OTHERS_S if calls_s else 0))
    keep = heard or (lambda _: None)
    chosen = [check for check in CHECKS if request.chooses(check.id) and not known.has(check.id)]
    try:
        async with CheckTasks(chosen, context) as checks:
            seen = await _seen(checks, context, request, left, keep)
            seen = replace(seen, od_version=seen.od_version or known.od_version)
    finally:
        await context.aclose()
    keep(seen)
    return seen


async def _seen(
    checks: CheckTasks, context: Context, request: Request, left: TimeLeft, keep: Keep
) -> Evidence:
    """The live call as soon as nothing below holds it back, while the other checks go on beside it."""
    ran, known = await checks.ran(HOLDS_CALL), request.known
    held = ran.results + known.checks
    seen = Evidence(
        request.endpoint.mode, held, key_problem=request.key_problem, key_detail=request.key_detail
    )
    keep(seen)
    if request.keys is not None and request.chooses(CheckId.LIVE_PATIENTS) and not _held(ran.results):
        key = KeyInUse(request.keys, context.world.pacer.of(request.keys.customer), left)
        seen = await live_call(context.on(ran.route), request, key, seen, keep)
    later = seen.checks[len(held) :]
    return replace(
        seen,
        checks=(*_in_order((await checks.ran()).results + known.checks), *later),
        server=context.pc.server,
        server_here=context.pc.server_here,
    )


def _in_order(results: tuple[CheckResult, ...]) -> tuple[CheckResult, ...]:
    """Results in the order in which they are shown, whichever of them an earlier look has brought."""
    return tuple(sorted(results, key=lambda result: _PLACES[result.id]))


def _held(results: tuple[CheckResult, ...]) -> bool:
    """Whether a failure below makes a live call pointless: no verdict on a key while the network is down."""
    return any(r.id in HOLDS_CALL and r.status in (Status.FAILED, Status.BLOCKED) for r in results)
