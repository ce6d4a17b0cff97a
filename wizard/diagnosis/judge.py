"""Judgement: from evidence to a verdict and ranked causes. Pure: the same evidence, the same answer."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from wizard.core.cause import Confidence, Finding, Who
from wizard.core.codes import Code, Family
from wizard.core.evidence import (
    Answer,
    CheckResult,
    Disowned,
    Evidence,
    Failure,
    KeyProblem,
    Status,
    Weakness,
)
from wizard.core.facts.channel_facts import ChannelFacts
from wizard.core.facts.live_facts import IdentityFacts
from wizard.core.facts.way_facts import PortFacts
from wizard.core.mode import Mode
from wizard.core.record import record
from wizard.core.sentences import KnownSentence
from wizard.core.text import T, Text, paragraph
from wizard.diagnosis.because import because
from wizard.diagnosis.case_view import CaseView
from wizard.diagnosis.office_causes import refine
from wizard.diagnosis.rules import RULES

MOST = 4
"""Causes that are shown at most."""


class Verdict(StrEnum):
    """The outcome of a run."""

    CONNECTED = "connected"
    WARNINGS = "connected-with-warnings"
    FAILED = "failed"
    INCOMPLETE = "incomplete"


WORKS = (Verdict.CONNECTED, Verdict.WARNINGS)
"""Those of a live call that succeeded."""


@record
class Judgement:
    """A verdict with its reasons.

    Attributes:
        verdict: The outcome.
        findings: Causes, the likeliest first; at most four.
        exit_code: Of the command, as README tells.
    """

    verdict: Verdict
    findings: tuple[Finding, ...]
    exit_code: int


SLOW_MS = 10_000
"""Milliseconds from which an answer is slow; programs give up after 30 s and less (facts, section 3.3)."""

KEY_BELIEVED_S = 21_600
"""Seconds for which the API Service and the Local API believe what they heard of a key (facts, 1.1)."""

_KEY_BELIEVED = T("The API Service and the Local API keep an old answer about a key that long.")
_OR_ELSE = {
    Code.TLS_EXPIRED: (Code.TLS_CLOCK,),
    Code.TLS_HANDSHAKE: (Code.TLS_INTERCEPTED,),
    Code.TLS_ROOTS_OUTDATED: (Code.TLS_INTERCEPTED,),
}
"""What looks the same to a check; named as possible beside it."""

_INTERRUPTED = 130
_ORDER = (Confidence.CERTAIN, Confidence.LIKELY, Confidence.POSSIBLE)
_KEY_CODES = {
    KeyProblem.MISSING: Code.KEY_MISSING,
    KeyProblem.NOTHING_GIVEN: Code.KEY_MISSING,
    KeyProblem.MALFORMED: Code.KEY_MALFORMED,
    KeyProblem.SEVERAL: Code.KEY_MALFORMED,
    KeyProblem.IS_DEVELOPER_KEY: Code.KEY_IS_DEVELOPER_KEY,
    KeyProblem.DEVELOPER_MISSING: Code.KEY_MISSING,
    KeyProblem.DEVELOPER_MALFORMED: Code.KEY_MALFORMED,
}
_KEPT = {
    Disowned.NOT_STORED: T("This PC does not store it."),
    Disowned.REMOVED: T("This PC no longer stores it."),
    Disowned.PUT_BACK: T("This PC stores the key again that it stored before."),
    Disowned.WAS_THERE: T("This PC stored it before this check, and still does."),
    Disowned.NOT_KNOWN: T("This PC did not say whether it still stores it."),
}
"""What became of a key that opens another practice."""
_DEVELOPERS = (KeyProblem.DEVELOPER_MISSING, KeyProblem.DEVELOPER_MALFORMED)
_REFUSED_KEYS = (
    KeyProblem.NOTHING_GIVEN,
    KeyProblem.MALFORMED,
    KeyProblem.SEVERAL,
    KeyProblem.IS_DEVELOPER_KEY,
    KeyProblem.DEVELOPER_MALFORMED,
)


def judge(evidence: Evidence) -> Judgement:
    """Judge what one run saw, and what another PC has found about it."""
    found = _judged(evidence)
    if evidence.there is None:
        return found
    from wizard.diagnosis.there import weighed_with_there  # seldom: somebody walked to another PC

    return replace(found, findings=weighed_with_there(found.findings, evidence.there))


def _judged(evidence: Evidence) -> Judgement:
    answer = evidence.probe
    if answer is not None and answer.succeeded and evidence.disowned is not None:
        return _other_office(evidence, evidence.disowned)
    if answer is not None and answer.succeeded:
        return _connected(evidence, answer)
    if answer is not None:
        return Judgement(_ended(evidence, Verdict.FAILED), _answered(evidence, answer), _exit(evidence, 3))
    broken = _root_causes(evidence.checks)
    if evidence.key_problem is not None:
        # a key that is missing or refused is the person's next step even while something else is broken
        detail = evidence.key_detail or T("No customer key was given, and none is stored on this PC.")
        who = (Who.VENDOR,) if evidence.key_problem in _DEVELOPERS else None
        key = Finding(_KEY_CODES[evidence.key_problem], Confidence.CERTAIN, (detail,), who=who)
        findings = (key, *broken)[:MOST]
        code = 2 if evidence.key_problem in _REFUSED_KEYS else 3
        return Judgement(_ended(evidence, Verdict.FAILED), findings, _exit(evidence, code))
    if broken:
        return Judgement(_ended(evidence, Verdict.FAILED), broken[:MOST], _exit(evidence, 3))
    return Judgement(Verdict.INCOMPLETE, _warnings(evidence.checks)[:MOST], _exit(evidence, 0))


def _connected(evidence: Evidence, answer: Answer) -> Judgement:
    seen = T("Open Dental answered the live call with a list, in {ms} ms.", ms=answer.took_ms)
    warnings = _warnings(evidence.checks)
    slow = answer.took_ms >= SLOW_MS
    if warnings or slow:
        long = T("That is long: a program that waits less than that would give up.")
        head = Finding(Code.CONNECTED_WITH_WARNINGS, Confidence.CERTAIN, (seen, long) if slow else (seen,))
        return Judgement(Verdict.WARNINGS, (head, *warnings)[:MOST], _exit(evidence, 4))
    return Judgement(
        Verdict.CONNECTED, (Finding(Code.CONNECTED, Confidence.CERTAIN, (seen,)),), _exit(evidence, 0)
    )


def _other_office(evidence: Evidence, disowned: Disowned) -> Judgement:
    """A key that works, and opens what a person says is another practice's database."""
    said = T("Somebody at this PC said that the practice which this key opens is not theirs.")
    found = Finding(Code.KEY_OTHER_OFFICE, Confidence.CERTAIN, (paragraph(said, _KEPT[disowned]),))
    return Judgement(Verdict.FAILED, (found, *_warnings(evidence.checks))[:MOST], _exit(evidence, 3))


def _answered(evidence: Evidence, answer: Answer) -> tuple[Finding, ...]:
    seen = CaseView(answer, evidence)
    rule = next(rule for rule in RULES if rule.when(seen))
    reasons = because(seen)
    first, *others = (
        Finding(code, confidence, reasons, *_wait(code, seen)) for code, confidence in rule.causes
    )
    if seen.said is KnownSentence.NO_RESOURCE and seen.status == 404:
        # some read the sentence, with its documented status, as a right of the developer's key (facts, 3.3)
        others.append(Finding(Code.PERMISSION_MISSING, Confidence.POSSIBLE, reasons))
    # the first owns the picture; a warning that was seen comes before what is only possible
    others = sorted([*others, *_warnings(evidence.checks)], key=lambda found: _ORDER.index(found.confidence))
    return refine((first, *others), seen, [code for code, _ in rule.causes])[:MOST]


def _wait(code: Code, seen: CaseView) -> tuple[int | None, Text | None]:
    """How long a cure can take to show, and why, where the evidence knows better than the catalogue."""
    if code.family is Family.HQ:  # Retry-After is about Open Dental's own load
        return seen.answer.retry_after_s, None
    if code.family is Family.KEY and seen.evidence.mode is not Mode.REMOTE:
        told = code is Code.KEY_DISABLED_BY_CUSTOMER  # its meaning says so already
        return KEY_BELIEVED_S, None if told else _KEY_BELIEVED
    return None, None


def _root_causes(checks: tuple[CheckResult, ...]) -> tuple[Finding, ...]:
    """Failed checks that nothing else explains, in their order, each with what it may be as well."""
    return tuple(
        Finding(code, confidence, (check.summary,))
        for check in checks
        if check.status is Status.FAILED and check.code
        for code, confidence in (
            (check.code, _sure(check)),
            *((other, Confidence.POSSIBLE) for other in _or_else(check)),
        )
    )


def _sure(check: CheckResult) -> Confidence:
    """How sure a check is of its cause; one that could not establish it says so."""
    facts = check.facts
    guess = isinstance(facts, PortFacts | IdentityFacts) and not facts.sure
    return Confidence.POSSIBLE if guess else Confidence.LIKELY


def _or_else(check: CheckResult) -> tuple[Code, ...]:
    """What looks the same as what a check found; not a clock whose time was told, nor where it is known."""
    facts = check.facts
    if isinstance(facts, PortFacts | ChannelFacts) and facts.failure is Failure.TLS_IMPOSSIBLE:
        return ()
    shown = facts if isinstance(facts, ChannelFacts) else None
    if check.code is Code.TLS_TOO_WEAK and shown and shown.weakness is Weakness.KEY:
        return (Code.TLS_INTERCEPTED,)  # of which the trust is not known
    told = shown is not None and shown.ahead is not None
    alike = _OR_ELSE.get(check.code, ()) if check.code else ()
    return tuple(code for code in alike if not (told and code is Code.TLS_CLOCK))


def _warnings(checks: tuple[CheckResult, ...]) -> tuple[Finding, ...]:
    return tuple(
        Finding(c.code, Confidence.LIKELY, (c.summary,))
        for c in checks
        if c.code and c.status in (Status.WARNED, Status.CRASHED)
    )


def _ended(evidence: Evidence, verdict: Verdict) -> Verdict:
    return Verdict.INCOMPLETE if evidence.interrupted else verdict


def _exit(evidence: Evidence, code: int) -> int:
    return _INTERRUPTED if evidence.interrupted else code


def next_step(judgement: Judgement) -> Text:
    """What to do now, in one sentence; the causes hold the steps."""
    match judgement.verdict:
        case Verdict.CONNECTED:
            return T("Nothing to do: the program can read from Open Dental.")
        case Verdict.WARNINGS:
            return T("It works; have a look at the warnings.")
        case Verdict.INCOMPLETE if judgement.exit_code == _INTERRUPTED:
            return T("It was interrupted; run the check again.")
        case Verdict.INCOMPLETE:
            return T("The live call was not made; run the check again without leaving it out.")
        case _:
            return T("Follow the steps of the first cause, then check again.")
