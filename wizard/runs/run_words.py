"""What a run has seen, judged and put into words. Asks nothing, so that a case is replayed by it too."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from wizard.core.cause import Confidence, Finding
from wizard.core.redact import Redactor
from wizard.diagnosis.document import document
from wizard.diagnosis.explained import explain, found_names, screen_names
from wizard.diagnosis.judge import judge
from wizard.diagnosis.outlook import outlook
from wizard.runs.run_result import RunResult

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from wizard.core.endpoint import Endpoint
    from wizard.core.evidence import CheckResult, Evidence
    from wizard.core.profile import Profile
    from wizard.core.text import Translator
    from wizard.diagnosis.document import RunFacts
    from wizard.diagnosis.explained import Cause, Entries, Names


class RunWords:
    """Puts one run into words.

    Args:
        profile: Whose program it is.
        endpoint: What is called.
        entries: Where the words of a cause come from.
        translator: Says the texts.
        redactor: Takes the run's keys out of them.
    """

    def __init__(
        self,
        profile: Profile,
        endpoint: Endpoint,
        entries: Entries,
        translator: Translator,
        redactor: Redactor | None = None,
    ) -> None:
        self._profile = profile
        self._endpoint = endpoint
        self._entries = entries
        self._translator = translator
        self._redactor = redactor or Redactor()

    def result(self, evidence: Evidence, facts: RunFacts, at: datetime) -> RunResult:
        """What the run has found, judged and put into words.

        Args:
            evidence: What was seen.
            facts: About the run.
            at: Local time of its end.
        """
        judgement = judge(evidence)
        written_names = found_names(self._profile, self._endpoint, evidence)
        shown_names = screen_names(evidence, written_names)
        here, found = evidence.server_here, judgement.findings
        written = self._causes(found, written_names, here=here)
        shown = written if shown_names is written_names else self._causes(found, shown_names, here=here)
        by_check: dict[str, Cause] = {
            check.id: self._cause(check, shown_names, here=here) for check in evidence.checks if check.code
        }
        ahead = outlook(evidence, self._profile.minimum_version)
        return RunResult(
            at,
            evidence,
            judgement,
            written,
            shown,
            by_check,
            self._causes(ahead, shown_names, here=here),
            document(facts, evidence, judgement, written, self._translator, self._redactor),
            self._translator,
            self._redactor,
            partial(self.result, facts=facts, at=at),
            self._endpoint,
            self._profile,
        )

    def of_check(self, check: CheckResult, evidence: Evidence) -> Cause:
        """What a check's own code means by itself, for this PC's screen.

        Args:
            check: One that has a code.
            evidence: What was seen by then.
        """
        names = found_names(self._profile, self._endpoint, evidence)
        return self._cause(check, screen_names(evidence, names), here=evidence.server_here)

    def of_finding(self, finding: Finding, evidence: Evidence) -> Cause:
        """A finding in words that name no PC."""
        names = found_names(self._profile, self._endpoint, evidence)
        return explain(finding, self._entries, names, here=evidence.server_here)

    def _causes(self, findings: Iterable[Finding], filled: Names, *, here: bool) -> tuple[Cause, ...]:
        return tuple(explain(finding, self._entries, filled, here=here) for finding in findings)

    def _cause(self, check: CheckResult, filled: Names, *, here: bool) -> Cause:
        assert check.code is not None  # noqa: S101 - looked at by the callers
        finding = Finding(check.code, Confidence.LIKELY, (check.summary,))
        return explain(finding, self._entries, filled, here=here)
