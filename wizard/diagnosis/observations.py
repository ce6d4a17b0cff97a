"""What one look saw, in a form in which looks can be compared: without what moves by itself.

Of a check: its outcome, its cause, and the facts on the list below. Of the live call: who answered, and what.
No milliseconds, no seconds by which a clock is off, no addresses, which a name may change from look to look.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from wizard.core.cause import Confidence
from wizard.core.codes import CheckId, Code
from wizard.core.evidence import Status
from wizard.core.facts.channel_facts import ChannelFacts
from wizard.core.facts.live_facts import IdentityFacts
from wizard.core.facts.pc_facts import InstalledFacts, RoleFacts
from wizard.core.facts.server_facts import ApiServiceFacts, EconnectorFacts, OtherServicesFacts
from wizard.core.facts.way_facts import NameFacts, PortFacts, ProxyFacts
from wizard.core.record import record
from wizard.core.sentences import KnownSentence
from wizard.diagnosis.case_view import CaseView

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping

    from wizard.core.evidence import Answer, CheckResult, Evidence
    from wizard.core.facts import CheckFacts
    from wizard.core.mode import Mode
    from wizard.diagnosis.judge import Judgement

STEADY: Mapping[type[CheckFacts], Callable[[Any], tuple[Hashable, ...]]] = {
    ProxyFacts: lambda f: (f.source, f.flaw, f.route.first_hop if f.proxied else None),
    NameFacts: lambda f: (f.sinkhole, f.blocker, f.catches_all),
    PortFacts: lambda f: (f.blocker,),
    ChannelFacts: lambda f: (f.product,),
    InstalledFacts: lambda f: (f.version, f.found, f.cloud),
    RoleFacts: lambda f: (f.role, f.kind, f.engine),
    EconnectorFacts: lambda f: (f.state, f.start, f.installed, f.running, f.version),
    ApiServiceFacts: lambda f: (f.port, f.installed, f.running, f.one and f.one.version),
    OtherServicesFacts: lambda f: (f.database,),
}
"""What of each class is compared; of one that is not listed, only the check's outcome and its cause."""

_NOT_SEEN = (Status.BLOCKED, Status.SKIPPED, Status.UNKNOWN, Status.CRASHED)
_SLOW = (Status.WARNED, Code.NETWORK_SLOW_NAMES)
"""Names that are found slowly once, and quickly the next time."""


class Observed(NamedTuple):
    """What a check saw.

    Attributes:
        status: Passed, warned or failed.
        code: Cause code when it warned or failed.
        facts: Those that are compared.
    """

    status: Status
    code: Code | None
    facts: tuple[Hashable, ...] = ()


@record
class Observation:
    """What one look saw.

    Attributes:
        mode: How Open Dental was called.
        checks: What each check saw that saw anything.
        outcomes: How each check ended, those that saw nothing too.
        answer: What came back from the live call, or why it could not be made for the key's sake; None where
            something below held it back, or where it was not asked for.
        alike: A call without any key failed in the same way, so that it is not about this office.
        named: The first cause; None without one.
        sure: That one is certain or likely.
    """

    mode: Mode
    checks: Mapping[CheckId, Observed]
    outcomes: Mapping[CheckId, tuple[Status, Code | None]]
    answer: Hashable | None
    alike: bool
    named: Code | None
    sure: bool


def observe(evidence: Evidence, judgement: Judgement) -> Observation:
    """What of a look is compared with the others."""
    prerequisites = [check for check in evidence.checks if not check.id.is_live]
    first = judgement.findings[0] if judgement.findings else None
    return Observation(
        evidence.mode,
        {check.id: _observed(check) for check in prerequisites if check.status not in _NOT_SEEN},
        {check.id: (check.status, check.code) for check in prerequisites},
        _answer(evidence),
        evidence.probe is not None and CaseView(evidence.probe, evidence).keyless_fails_alike,
        first.code if first else None,
        first is not None and first.confidence is not Confidence.POSSIBLE,
    )


def _observed(check: CheckResult) -> Observed:
    steady = None if check.facts is None else STEADY.get(type(check.facts))
    facts = steady(check.facts) if steady else ()
    if (check.status, check.code) == _SLOW:
        return Observed(Status.PASSED, None, facts)
    return Observed(check.status, check.code, facts)


def _answer(evidence: Evidence) -> Hashable | None:
    if evidence.probe is not None:
        return _told(evidence.probe)
    if evidence.key_problem is not None:
        return evidence.key_problem
    withheld = next((check for check in evidence.checks if check.id is CheckId.LIVE_IDENTITY), None)
    if withheld is not None and isinstance(withheld.facts, IdentityFacts):
        return withheld.facts.who
    return None


def _told(answer: Answer) -> tuple[Hashable, ...]:
    # of an unknown sentence its plain words, in which numbers and names are blotted out
    words = answer.server_text if answer.said is KnownSentence.NOTHING else None
    return (
        answer.answered_by, answer.status, answer.content, answer.said, words,
        answer.failure, answer.page, answer.product,
    )  # fmt: skip
