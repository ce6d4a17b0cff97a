"""What a run has found, in every form in which somebody wants it."""

from __future__ import annotations

from dataclasses import field, replace
from typing import TYPE_CHECKING

from wizard.core.codes import Family
from wizard.core.record import record
from wizard.diagnosis.judge import WORKS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from wizard.core.endpoint import Endpoint
    from wizard.core.evidence import Disowned, Evidence
    from wizard.core.handoff_code import HandoffCode
    from wizard.core.profile import Profile
    from wizard.core.redact import Redactor
    from wizard.core.text import Translator
    from wizard.diagnosis.document import Document
    from wizard.diagnosis.explained import Cause
    from wizard.diagnosis.judge import Judgement
    from wizard.diagnosis.layers import LayerState
    from wizard.diagnosis.report_model import Report


@record
class RunResult:
    """A run in everything that is known of it.

    Causes stand in two forms: what is written and handed on never names a PC; what is shown on this PC's own
    screen may name the server, so that somebody finds it.

    Attributes:
        at: Local time of the end; without a zone where a clock at the calendar's end leaves none.
        evidence: What was seen.
        judgement: What it means.
        written_causes: Its findings in words, for documents and reports.
        shown_causes: The same for this PC's screen.
        by_check: What each check that found something means by itself, by the check's id; for the screen.
        outlook: What was seen that could stop a connection that works, the most urgent first; for the screen.
        document: The run as ``check --json`` prints it; reports of other forms are made from it.
        translator: Says the texts of other forms.
        redactor: Takes the run's keys out of them.
        judged_anew: Makes the same run's result of what is known of it by now.
        endpoint: What was called; told nowhere but for what is public of it.
        profile: Whose program it is.
        original: The bytes of the case file that it was read from; None for a run of this PC. Written anew
            it would no longer say what the office left out.
    """

    at: datetime
    evidence: Evidence
    judgement: Judgement
    written_causes: tuple[Cause, ...]
    shown_causes: tuple[Cause, ...]
    by_check: Mapping[str, Cause]
    outlook: tuple[Cause, ...]
    document: Document
    translator: Translator = field(repr=False)
    redactor: Redactor = field(repr=False)
    judged_anew: Callable[[Evidence], RunResult] = field(repr=False)
    endpoint: Endpoint = field(repr=False)
    profile: Profile = field(repr=False)
    original: bytes | None = field(default=None, repr=False, kw_only=True)

    @property
    def reference(self) -> str:
        """Eight characters for the phone."""
        return self.document["run"]["reference"]

    @property
    def connected(self) -> bool:
        """Whether the live call succeeded."""
        return self.judgement.verdict in WORKS

    @property
    def key_refused(self) -> bool:
        """Whether Open Dental did not take the key, so that it is not kept."""
        return any(cause.code.family is Family.KEY for cause in self.written_causes[:1])

    @property
    def layers(self) -> tuple[LayerState, ...]:
        """The live call from the wire to the office."""
        from wizard.diagnosis.layers import layers  # most commands show none

        return layers(self.evidence, self.judgement)

    def disowned(self, how: Disowned) -> RunResult:
        """The same run, now that a person said that the practice which the key opens is not theirs."""
        return self.judged_anew(replace(self.evidence, disowned=how))

    def told(self, there: HandoffCode) -> RunResult:
        """The same run, now that a person typed what another PC has found."""
        return self.judged_anew(replace(self.evidence, there=there))

    def as_told(self) -> Report:
        """The run in words, as every readable form of the report shows it: no key, no name of a PC."""
        from wizard.diagnosis.report_model import report_of  # a document alone does not need it
        from wizard.runs.local_time import stamp

        when = stamp(self.document["run"]["started"])
        return report_of(self.document, self.written_causes, self.translator, self.redactor, when)

    def as_report(self) -> str:
        """The readable report as plain text."""
        from wizard.diagnosis.report import report_text

        return report_text(self.as_told())

    def as_case(self) -> bytes:
        """The run as a case file, which can be sent and replayed; of one that was read, that very file.

        Raises:
            CaseError: It would be larger than a case may be.
        """
        from wizard.runs.written_case import written_case  # few runs are handed over

        if self.original is not None:
            return self.original
        return written_case(self)
