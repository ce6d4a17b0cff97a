"""What one check found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.core.facts import NO_FACTS, ReportFacts
from wizard.core.record import record

if TYPE_CHECKING:
    from wizard.core.codes import Code
    from wizard.core.evidence import Status
    from wizard.core.text import Text


@record
class Outcome:
    """What one check found.

    Attributes:
        status: Passed, warned, failed, skipped or unknown.
        summary: One sentence.
        code: Cause code when it warned or failed.
        evidence: What a document may hold, by a list of the check's facts.
        shown: The sentence of the row in the window, where it names the server or is a shorter one.
    """

    status: Status
    summary: Text
    code: Code | None = None
    evidence: ReportFacts = NO_FACTS
    shown: Text | None = None
