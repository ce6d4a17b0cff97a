"""An incident: from the first look that failed to the one that connects. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.diagnosis.course import Course, When
from wizard.diagnosis.cure import Cure
from wizard.diagnosis.cure_words import proof_texts, unproven_texts
from wizard.diagnosis.judge import WORKS, Verdict
from wizard.diagnosis.observations import observe
from wizard.diagnosis.over_time import Changes, FindingsFollowed

if TYPE_CHECKING:
    from datetime import datetime

    from wizard.core.codes import Code
    from wizard.core.evidence import Evidence
    from wizard.core.text import Text
    from wizard.diagnosis.judge import Judgement


class Incident:
    """From the first failed look to the one that connects; a failure after that begins the next one.

    A look that was interrupted is passed over. One without a live call, in which nothing failed, ends
    nothing: what it saw counts, and the call is still to come.
    """

    def __init__(self) -> None:
        self._findings = FindingsFollowed()
        self._course: Course | None = None

    def follow(
        self, evidence: Evidence, judgement: Judgement, at: datetime, clock_s: float | None = None
    ) -> tuple[Changes, Cure | None]:
        """Take one look.

        Args:
            evidence: What it saw.
            judgement: What that means.
            at: Its local time.
            clock_s: The same in seconds of a clock that nobody sets, so that lengths of time stay right where
                the cure was to set the clock; None takes the difference of local times.

        Returns:
            What is different from the look before, and the cure where this look connects after a failed one.
        """
        if evidence.interrupted:
            return Changes(), None
        changes = self._findings.follow(judgement, at)
        seen, when = observe(evidence, judgement), When(at, clock_s)
        failed = judgement.verdict is Verdict.FAILED
        if self._course is None:
            if failed and seen.named is not None:
                self._course = Course(seen, seen.named, when)
            return changes, None
        self._course.look(seen, when, failed=failed)
        if judgement.verdict not in WORKS:
            return changes, None
        course, self._course = self._course, None
        return changes, _cure(course, when)


def _cure(course: Course, healed: When) -> Cure:
    proven = course.proven()
    return Cure(
        course.named,
        proven,
        tuple(step.flip for step in course.steps),
        course.began.at,
        healed.at,
        _texts(course, proven),
        round(course.began.until(healed) / 60),
    )


def _texts(course: Course, proven: Code | None) -> tuple[Text, ...]:
    flips = [step.flip.text for step in course.steps]
    if proven is None:
        return unproven_texts(flips)
    last = course.steps[-1]
    proof = next((step for step in course.steps if not step.of_answer), last)
    answered_s = proof.when.until(last.when) if last.of_answer and proof is not last else None
    return proof_texts(course.named, proven, proof.flip.text, answered_s)
