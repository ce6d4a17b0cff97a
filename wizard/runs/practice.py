"""Whose database a key opens: one question after a success, for the window alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.checks.context import OPINION_S, Context
from wizard.checks.dial import dialled
from wizard.checks.identity import who_answers
from wizard.core.evidence import READ_ALL, Failure, Opinion
from wizard.core.facts.live_facts import RightsFacts
from wizard.runs.calls import call_with_key
from wizard.runs.key_in_use import KeyInUse, TimeLeft

if TYPE_CHECKING:
    from wizard.checks.context import World
    from wizard.core.endpoint import Endpoint
    from wizard.core.evidence import Evidence
    from wizard.core.keys import KeyPair
    from wizard.core.practice_title import Practice

ASK_S = 30.0
"""Seconds that the question may take, its pause for the key's pace included; nobody waits for it."""


def may_ask(seen: Evidence) -> bool:
    """Whether a run has proved the right to read: a live call that succeeded needs it (facts, section 4).

    Where the key's rights were told, they are believed.
    """
    if seen.probe is None or not seen.probe.succeeded:
        return False
    told = seen.found(RightsFacts)
    return told is None or dict(told.answer.rights).get(READ_ALL, True)


async def ask_practice(world: World, endpoint: Endpoint, keys: KeyPair, seen: Evidence) -> Practice | None:
    """Ask Open Dental for the practice's title, at the key's pace; None where it does not tell.

    Nobody hears of the call: whatever would write of it could write what came back. A refusal is no cause.

    Args:
        world: The outside world.
        endpoint: What the run called.
        keys: The keys that it was called with.
        seen: What the run saw.
    """
    if not may_ask(seen):
        return None
    context = Context.of(world, endpoint, keys, lambda _event: None)
    try:
        key = KeyInUse(keys, world.pacer.of(keys.customer), TimeLeft(ASK_S))
        return await _asked(await context.proxied(), key)
    finally:
        await context.aclose()


async def _asked(context: Context, key: KeyInUse) -> Practice | None:
    if not context.route.takes_key:
        found = await who_answers(context)
        if not found.takes_key:
            return None
        context = context.on(found.route)
    route = await dialled(context)
    if isinstance(route, Failure) or not key.worth_a_call(context.endpoint.mode):
        return None
    return (await call_with_key(context.on(route), key, Opinion.PRACTICE, OPINION_S)).practice
