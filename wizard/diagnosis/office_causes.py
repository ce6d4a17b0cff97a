"""What the services of this office add to an answer's causes. Pure: findings in, findings out.

A check of this PC speaks of one PC; the answer speaks of the whole way. So a service is only heard where the
answer already points at the office, and a sentence of Open Dental's own is never overruled, only doubted.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from wizard.core.cause import Confidence, Finding
from wizard.core.codes import CheckId, Code
from wizard.core.evidence import Status
from wizard.core.facts.server_facts import EconnectorFacts
from wizard.core.text import T

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from wizard.core.evidence import CheckResult
    from wizard.diagnosis.case_view import CaseView

ECONNECTOR = CheckId.PREREQ_ECONNECTOR_SERVICE
DOWN, OTHER_VERSION, TWICE = (
    Code.ECONNECTOR_NOT_RUNNING,
    Code.ECONNECTOR_VERSION_MISMATCH,
    Code.ECONNECTOR_DUPLICATE,
)
_OFFICE = (DOWN, TWICE, Code.OFFICE_UNREACHABLE, Code.OFFICE_TIMEOUT)
"""Causes that say that the call did not get through to this office's data."""
_ORDER = (Confidence.CERTAIN, Confidence.LIKELY, Confidence.POSSIBLE)
_LOWER = {
    Confidence.CERTAIN: Confidence.LIKELY,
    Confidence.LIKELY: Confidence.POSSIBLE,
    Confidence.POSSIBLE: Confidence.POSSIBLE,
}


def refine(findings: tuple[Finding, ...], seen: CaseView, told: Collection[Code]) -> tuple[Finding, ...]:
    """Weigh the findings of a failed call with what the eConnector's service on this PC is seen to do.

    Args:
        findings: The causes by the answer, the likeliest first, and what checks warn of.
        seen: The answer and the run that it belongs to.
        told: The causes by the answer alone; a warning about the office does not make it the office's.
    """
    check = next((c for c in seen.evidence.checks if c.id == ECONNECTOR), None)
    if check is None:
        return findings
    if any(code in _OFFICE for code in told):
        return _weighed(findings, check, seen)
    return _beside(findings, check)


def _weighed(findings: tuple[Finding, ...], check: CheckResult, seen: CaseView) -> tuple[Finding, ...]:
    if check.code == DOWN and check.status is Status.FAILED:
        return _first(findings, Finding(DOWN, _sure(check), (check.summary,)))
    if check.code == OTHER_VERSION:
        # a service of another version does not start: to start it is no cure (facts, section 6.3)
        stopped = check.status is Status.FAILED
        sure = Confidence.CERTAIN if stopped else Confidence.LIKELY
        found = _first(findings, Finding(OTHER_VERSION, sure, (check.summary,)))
        return found if stopped else _sorted(findings[:1], found)
    if check.code == TWICE:
        return _sorted(findings[:1], _first(findings, Finding(TWICE, Confidence.LIKELY, (check.summary,))))
    if _runs(check) and seen.keyless_healthy:
        return _doubted(findings)
    return findings


def _sure(check: CheckResult) -> Confidence:
    """A stopped service on this PC is certain; a missing one may be on another PC."""
    facts = check.facts
    here = isinstance(facts, EconnectorFacts) and facts.installed
    return Confidence.CERTAIN if here else Confidence.LIKELY


def _runs(check: CheckResult) -> bool:
    facts = check.facts
    return check.status is Status.PASSED and isinstance(facts, EconnectorFacts) and bool(facts.running)


def _first(findings: Iterable[Finding], wanted: Finding) -> tuple[Finding, ...]:
    """Put a cause first; what was seen for it before, and how sure it was, is not lost."""
    earlier = next((f for f in findings if f.code == wanted.code), None)
    if earlier is not None:
        sure = min(earlier.confidence, wanted.confidence, key=_ORDER.index)
        because = tuple(dict.fromkeys((*earlier.because, *wanted.because)))
        wanted = replace(earlier, confidence=sure, because=because)
    else:
        reasons = next(iter(findings)).because
        wanted = replace(wanted, because=(*reasons[:1], *wanted.because))
    return (wanted, *(f for f in findings if f.code != wanted.code))


def _sorted(head: tuple[Finding, ...], findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Keep the answer's own first cause first where it is at least as sure."""
    if head[0].confidence is Confidence.CERTAIN:
        kept = next(f for f in findings if f.code == head[0].code)
        return (kept, *(f for f in findings if f.code != kept.code))
    return findings


def _doubted(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """The service runs here and Open Dental answers: that it is down is less likely by one step."""
    runs = T("The eConnector's service runs on this PC.")
    lowered = tuple(
        replace(f, confidence=_LOWER[f.confidence], because=(*f.because, runs)) if f.code == DOWN else f
        for f in findings
    )
    # stable, with the doubted one behind what is as likely
    return tuple(sorted(lowered, key=lambda f: (_ORDER.index(f.confidence), f.code == DOWN)))


def _beside(findings: tuple[Finding, ...], check: CheckResult) -> tuple[Finding, ...]:
    """The answer is about something else; a service that failed is told after it, for it comes next."""
    if check.status is not Status.FAILED or check.code is None or check.code in {f.code for f in findings}:
        return findings
    more = Finding(check.code, Confidence.LIKELY, (check.summary,))
    first, *others = findings
    return (first, *sorted([*others, more], key=lambda f: _ORDER.index(f.confidence)))
