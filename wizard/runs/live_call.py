"""The live call, and what is asked once it has ended: second opinions, or rights and version."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from wizard.checks.context import OPINION_S
from wizard.checks.dial import dialled
from wizard.checks.identity import who_answers
from wizard.core.codes import CheckId
from wizard.core.events import CheckDone
from wizard.core.evidence import Answer, CheckResult, Failure, Opinion
from wizard.core.facts.live_facts import RightsFacts, VersionFacts
from wizard.core.mode import Mode
from wizard.core.version import Version
from wizard.diagnosis.verdicts import live_verdicts
from wizard.probe.exchange import PATIENTS
from wizard.runs.calls import call_with_key, with_timings
from wizard.runs.key_in_use import LEAST_S
from wizard.runs.live_checks import RIGHTS, VERSION

if TYPE_CHECKING:
    from collections.abc import Callable

    from wizard.checks.context import Context
    from wizard.core.evidence import Evidence
    from wizard.core.facts import CheckFacts
    from wizard.core.facts.live_facts import IdentityFacts
    from wizard.core.outcome import Outcome
    from wizard.runs.key_in_use import KeyInUse
    from wizard.runs.request import Request

    Keep = Callable[[Evidence], None]


async def live_call(
    context: Context, request: Request, key: KeyInUse, seen: Evidence, keep: Keep
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
        answer = await call_with_key(context, key, None, request.waits_s)
    seen = replace(seen, probe=await with_timings(context, answer, seen.checks))
    keep(seen)
    if answer.succeeded:
        return await _after(context, request, key, seen, keep)
    return await _second_opinions(context, request, key, seen, answer, keep)


async def _second_opinions(
    context: Context, request: Request, key: KeyInUse, seen: Evidence, answer: Answer, keep: Keep
) -> Evidence:
    """Further calls that an answer which is none calls for, as long as they are worth the wait."""
    from wizard.runs.opinions import MOST_OPINIONS, called_for, opinion  # a healthy office needs none

    for what in called_for(answer, context.endpoint.mode, request.modes):
        if len(seen.opinions) == MOST_OPINIONS or key.left.seconds < LEAST_S:
            break
        if (further := await opinion(context, request, key, what)) is not None:
            seen = replace(seen, opinions=(*seen.opinions, further))
            keep(seen)
    return seen


def _withheld(context: Context, seen: Evidence, found: IdentityFacts) -> Evidence:
    """No call with the key: what was seen instead."""
    outcome = live_verdicts.identity(found)
    if outcome is None:
        return replace(seen, probe=found.answer)
    return _with_check(context, seen, CheckId.LIVE_IDENTITY, found, outcome)


async def _after(context: Context, request: Request, key: KeyInUse, seen: Evidence, keep: Keep) -> Evidence:
    """What is asked once the key works: its rights, and the office's version."""
    mode = context.endpoint.mode
    unanswered = False
    if request.asks(RIGHTS.id) and key.worth_a_call(mode):
        answer = await call_with_key(context, key, Opinion.SECURITYPERMS, OPINION_S)
        pace_s = key.pace.apart_s if mode is Mode.REMOTE else 0
        rights = RightsFacts(answer, request.permissions, pace_s)
        seen = _with_check(context, seen, RIGHTS.id, rights, RIGHTS.verdict(rights), answer.took_ms)
        keep(seen)
        # Open Dental may still be at it, and a second call of this key beside it would be one too many
        unanswered = answer.failure is Failure.NO_ANSWER
    if request.asks(VERSION.id) and not unanswered and key.worth_a_call(mode):
        answer = await call_with_key(context, key, Opinion.VERSION, OPINION_S)
        told = VersionFacts(answer, request.minimum_version)
        seen = _with_check(context, seen, VERSION.id, told, VERSION.verdict(told), answer.took_ms)
        if answer.version:
            seen = replace(seen, od_version=Version.parse(answer.version))
        keep(seen)
    return seen


def _with_check(
    context: Context,
    seen: Evidence,
    identity: CheckId,
    facts: CheckFacts,
    outcome: Outcome,
    took_ms: int = 0,
) -> Evidence:
    result = CheckResult(
        identity, outcome.status, outcome.summary, outcome.code, outcome.evidence, took_ms, facts=facts
    )
    context.on_event(CheckDone(result))
    return replace(seen, checks=(*seen.checks, result))
