"""Who answers on a port of this office, asked without any key: a port number is no identity.

Before a key goes to port 30222 or 30223 a call without one goes first. A success, a web page or another
product's answer means that somebody else is there. A bare JSON string with 400 or 401 is Open Dental's own
form; another refusal is believed only where the port's owner is known. On Windows the owner of this PC's port
has to be known in any case.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from wizard.core.endpoint import LOCAL_PORT, SERVICE_PORT
from wizard.core.evidence import AnsweredBy, Content
from wizard.core.facts.live_facts import IdentityFacts, PortIdentity
from wizard.core.machine import PortOwner, Unreadable, UnreadableReason
from wizard.core.mode import Mode

if TYPE_CHECKING:
    from wizard.checks.context import Context
    from wizard.core.evidence import Answer

_OF_PORT = {SERVICE_PORT: Mode.API_SERVICE, LOCAL_PORT: Mode.LOCAL}
"""Whose a port should be, however it was named: ``--host`` may name either in Service mode."""


async def who_answers(context: Context) -> IdentityFacts:
    """Ask without a key, look whose the port is, and tell who is there."""
    context = await context.proxied()
    if context.endpoint.by_broadcast:
        return IdentityFacts(context.route, PortIdentity.BY_BROADCAST)
    answer = await context.keyless()
    who = await _who(context, answer)
    seen = who in (PortIdentity.OPEN_DENTAL, PortIdentity.LIKE_OPEN_DENTAL)
    return IdentityFacts(replace(context.route, identified=seen), who, answer)


async def _who(context: Context, answer: Answer) -> PortIdentity:
    if answer.failure is not None or (answer.http_sys and answer.content is Content.HTML):
        return PortIdentity.NOBODY
    if _is_somebody_elses(answer):
        return PortIdentity.SOMEBODY_ELSE
    owner = await _owner(context)
    if owner is None:
        own_form = answer.status in (400, 401) and answer.content is Content.JSON_STRING
        return PortIdentity.LIKE_OPEN_DENTAL if own_form else PortIdentity.NOT_KNOWN
    return {
        PortOwner.OPEN_DENTAL: PortIdentity.OPEN_DENTAL,
        PortOwner.OTHER: PortIdentity.SOMEBODY_ELSE,
        PortOwner.UNKNOWN: PortIdentity.NOT_KNOWN,
    }[owner]


def _is_somebody_elses(answer: Answer) -> bool:
    """Whether an answer to a call without a key cannot be Open Dental's."""
    if answer.status is None or answer.status < 400:  # Open Dental lets nobody in, and sends nobody on
        return True
    return (
        answer.content in (Content.HTML, Content.JSON_LIST)
        or answer.product is not None
        or answer.answered_by is AnsweredBy.MIDDLEBOX
    )


async def _owner(context: Context) -> PortOwner | None:
    """Whose the port is; None where nobody can be asked: on another PC, and where this is not Windows."""
    endpoint = context.endpoint
    try:
        if not endpoint.loopback and not await context.pc.is_here(endpoint.host):
            return None
        return await context.pc.owner(endpoint.port, _OF_PORT.get(endpoint.port, endpoint.mode))
    except Unreadable as problem:
        return None if problem.why is UnreadableReason.NOT_WINDOWS else PortOwner.UNKNOWN
