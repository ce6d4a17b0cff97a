"""Who answers on a port of this office, asked without any key: a port number is no identity.

Before a key goes to port 30222 or 30223 a call without one goes first. A success, a web page or another
product's answer means that somebody else is there. A bare JSON string with 400 or 401 is Open Dental's own
form; another refusal is believed only where the port's owner is known. On Windows the owner of this PC's port
has to be known in any case.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from wizard.core.codes import Code
from wizard.core.endpoint import LOCAL_PORT, SERVICE_PORT
from wizard.core.evidence import IDENTITY, AnsweredBy, CheckResult, Content, Status
from wizard.core.machine import Owner, Unreadable, Why
from wizard.core.mode import Mode
from wizard.core.text import T, Text

if TYPE_CHECKING:
    from wizard.checks.context import Context
    from wizard.core.evidence import Answer
    from wizard.core.outcome import Facts
    from wizard.core.route import Route

_OF_PORT = {SERVICE_PORT: Mode.SERVICE, LOCAL_PORT: Mode.LOCAL}
"""Whose a port should be, however it was named: ``--host`` may name either in Service mode."""

_CODE = Code.ANSWER_NOT_OPEN_DENTAL


class Who(StrEnum):
    """Who is there, as far as it was seen."""

    OPEN_DENTAL = "open-dental"
    LIKE_OPEN_DENTAL = "like-open-dental"  # it answers in Open Dental's own form
    SOMEBODY_ELSE = "somebody-else"
    NOT_KNOWN = "not-known"
    BY_BROADCAST = "by-broadcast"  # its address is known only from whoever answered a call into the network
    NOBODY = "nobody"


_WORDS: dict[Who, Text] = {
    Who.SOMEBODY_ELSE: T("Another program answers where Open Dental should. The key was not sent there."),
    Who.NOT_KNOWN: T("It could not be seen that Open Dental answers there. So the key was not sent."),
    Who.BY_BROADCAST: T(
        "The server PC was found only by asking around in this network, where any PC can answer. So the key "
        "was not sent. A name in DNS helps, and so does the server's address."
    ),
}


@dataclass(frozen=True, slots=True)
class Found:
    """Who is there.

    Attributes:
        who: As far as it was seen.
        route: How calls get there; a key only where Open Dental was seen.
        answer: To the call without a key; None where it was not made.
    """

    who: Who
    route: Route
    answer: Answer | None = None

    @property
    def takes_key(self) -> bool:
        """Whether a key may go there."""
        return self.route.identified

    @property
    def result(self) -> CheckResult | None:
        """What is told where the key stays; None where the answer itself tells more."""
        words = _WORDS.get(self.who)
        if words is None:
            return None
        sure = self.who is Who.SOMEBODY_ELSE
        evidence: Facts = (("who", str(self.who)), ("sure", sure))
        return CheckResult(IDENTITY, Status.FAILED, words, _CODE, evidence)


async def who_answers(context: Context) -> Found:
    """Ask without a key, look whose the port is, and tell who is there."""
    context = await context.proxied()
    if context.endpoint.by_broadcast:
        return Found(Who.BY_BROADCAST, context.route)
    answer = await context.keyless()
    who = await _who(context, answer)
    seen = who in (Who.OPEN_DENTAL, Who.LIKE_OPEN_DENTAL)
    return Found(who, replace(context.route, identified=seen), answer)


async def _who(context: Context, answer: Answer) -> Who:
    if answer.failure is not None or (answer.http_sys and answer.content is Content.HTML):
        return Who.NOBODY
    if _is_somebody_elses(answer):
        return Who.SOMEBODY_ELSE
    owner = await _owner(context)
    if owner is None:
        own_form = answer.status in (400, 401) and answer.content is Content.JSON_STRING
        return Who.LIKE_OPEN_DENTAL if own_form else Who.NOT_KNOWN
    return {
        Owner.OPEN_DENTAL: Who.OPEN_DENTAL,
        Owner.OTHER: Who.SOMEBODY_ELSE,
        Owner.UNKNOWN: Who.NOT_KNOWN,
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


async def _owner(context: Context) -> Owner | None:
    """Whose the port is; None where nobody can be asked: on another PC, and where this is not Windows."""
    endpoint = context.endpoint
    try:
        if not endpoint.loopback and not await context.asked.is_here(endpoint.host):
            return None
        return await context.asked.owner(endpoint.port, _OF_PORT.get(endpoint.port, endpoint.mode))
    except Unreadable as problem:
        return None if problem.why is Why.NOT_WINDOWS else Owner.UNKNOWN
