"""What one check found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wizard.core.codes import Code
    from wizard.core.evidence import Status
    from wizard.core.text import Text

Facts = tuple[tuple[str, str | int | float | bool], ...]
"""Evidence of one check by name, as it may stand in a report."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one check found.

    Attributes:
        status: Passed, warned, failed, skipped or unknown.
        summary: One sentence.
        code: Cause code when it warned or failed.
        evidence: Facts for reports, on the check's own allow-list.
        shown: The sentence of the row in the window, where it names the server or is a shorter one.
    """

    status: Status
    summary: Text
    code: Code | None = None
    evidence: Facts = ()
    shown: Text | None = None
