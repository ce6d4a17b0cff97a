"""What it means that a check did not get as far as its own facts; the same for every check."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.core.codes import Code
from wizard.core.evidence import Status
from wizard.core.facts import reported
from wizard.core.facts.unanswered_facts import TimedOut, Unanswered
from wizard.core.machine import UnreadableReason
from wizard.core.outcome import Outcome
from wizard.core.text import N, T, Text

if TYPE_CHECKING:
    from wizard.core.facts.unanswered_facts import Crashed

BLOCKED = T("What is above has to work first.")
"""Said of a check that was not asked, because one that it needs has failed."""
WHY: dict[UnreadableReason, Text] = {
    UnreadableReason.NOT_WINDOWS: T("Only Windows can be asked this."),
    UnreadableReason.DENIED: T("Windows does not let this user look."),
    UnreadableReason.BROKEN: T("Windows gave no answer that could be used."),
    UnreadableReason.MALFORMED: T("The settings file of Open Dental on this PC could not be read."),
}


def unanswered_verdict(facts: Unanswered | TimedOut | Crashed) -> Outcome:
    """It could not be checked, with the reason."""
    evidence = reported(facts)
    if isinstance(facts, Unanswered):
        return Outcome(Status.UNKNOWN, WHY[facts.why], evidence=evidence)
    if isinstance(facts, TimedOut):
        seconds = round(facts.deadline_s)
        words = N("No answer within {n} second.", "No answer within {n} seconds.", seconds)
        return Outcome(Status.UNKNOWN, words, evidence=evidence)
    words = T("This check itself failed; the others go on.")
    return Outcome(Status.CRASHED, words, Code.CHECK_CRASHED, evidence)
