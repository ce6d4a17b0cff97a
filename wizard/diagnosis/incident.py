"""An incident: from the first look that failed to the one that connects. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from wizard.core.text import T
from wizard.diagnosis.clock_words import seconds_between
from wizard.diagnosis.cure import Cure
from wizard.diagnosis.judge import Verdict
from wizard.diagnosis.over_time import Changes, FindingsFollowed

if TYPE_CHECKING:
    from datetime import datetime

    from wizard.core.codes import Code
    from wizard.core.evidence import Evidence
    from wizard.diagnosis.judge import Judgement

__all__ = ["Incident"]


class _Began(NamedTuple):
    named: Code
    at: datetime
    clock_s: float | None


class Incident:
    """From the first failed look to the one that connects; a failure after that begins the next one.

    Looks that were interrupted, or in which no live call was made and nothing failed, are passed over.
    """

    def __init__(self) -> None:
        self._findings = FindingsFollowed()
        self._began: _Began | None = None

    def follow(
        self, evidence: Evidence, judgement: Judgement, at: datetime, clock_s: float | None = None
    ) -> tuple[Changes, Cure | None]:
        """Take one look.

        Args:
            evidence: What it saw.
            judgement: What that means.
            at: Its local time.
            clock_s: The same in seconds of a clock that nobody sets, so that the length of an incident stays
                right where the cure was to set the clock; None takes the difference of local times.

        Returns:
            What is different from the look before, and the cure where this look connects after a failed one.
        """
        if evidence.interrupted:
            return Changes(), None
        changes = self._findings.follow(judgement, at)
        if judgement.verdict is Verdict.FAILED:
            if self._began is None:
                self._began = _Began(judgement.findings[0].code, at, clock_s)
            return changes, None
        if judgement.verdict is Verdict.INCOMPLETE or self._began is None:
            return changes, None
        began, self._began = self._began, None
        return changes, _cure(began, at, clock_s)


def _cure(began: _Began, at: datetime, clock_s: float | None) -> Cure:
    passed = seconds_between(began.at, at)
    if began.clock_s is not None and clock_s is not None:
        passed = clock_s - began.clock_s
    return Cure(began.named, None, (), began.at, at, (T("It works again."),), round(passed / 60))
