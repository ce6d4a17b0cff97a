"""A run while it goes on: keeps what was seen, tells of it with what it means, and makes the result."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from wizard.core.events import CheckDone
from wizard.core.evidence import Evidence
from wizard.core.redact import Redactor
from wizard.diagnosis.document import RunFacts
from wizard.runs.carried import NOTHING_CARRIED, CarriedOver
from wizard.runs.local_time import local_now
from wizard.runs.narration import Narration
from wizard.runs.run_clock import program_facts
from wizard.runs.run_events import CheckExplained
from wizard.runs.run_words import RunWords

if TYPE_CHECKING:
    from datetime import datetime

    from wizard.core.endpoint import Endpoint
    from wizard.core.events import Event
    from wizard.core.evidence import CheckResult
    from wizard.core.keys import Keys
    from wizard.diagnosis.explained import Entries
    from wizard.runs.run_clock import RunClock
    from wizard.runs.run_events import OnEvent
    from wizard.runs.run_result import RunResult
    from wizard.runs.setup import Setup


class RunInProgress:
    """Hears one run's events and evidence.

    Args:
        setup: Whose program it is.
        endpoint: What is called.
        keys: What it is called with.
        entries: Where the words of a cause come from.
        on_event: Hears what the run tells.
        clock: Noted when it began.
        known: What an earlier run has seen and this one does not ask again.
    """

    def __init__(
        self,
        setup: Setup,
        endpoint: Endpoint,
        keys: Keys,
        entries: Entries,
        on_event: OnEvent,
        clock: RunClock,
        known: CarriedOver = NOTHING_CARRIED,
    ) -> None:
        self._endpoint = endpoint
        self._on_event = on_event
        self._clock = clock
        self._words = RunWords(setup.profile, endpoint, entries, setup.translator, Redactor(keys.secrets))
        self._seen = Evidence(endpoint.mode, key_problem=keys.problem, key_detail=keys.detail)
        self._done: list[CheckResult] = list(known.checks)
        self._log, self._logs = setup.log or _unlogged, setup.log is not None
        self._narration = Narration(setup.translator, keys)
        self._log(f"{clock.reference}: begins, {endpoint.mode}")

    def keep(self, seen: Evidence) -> None:
        """Take what the run has seen so far."""
        self._seen = seen

    def tell(self, event: Event) -> None:
        """Log an event and hand it on; a check that has its outcome together with what that means."""
        line = self._narration.line(event) if self._logs else None
        if line is not None:
            self._log(line)
        self._on_event(self._explained(event) if isinstance(event, CheckDone) else event)

    def _explained(self, event: CheckDone) -> CheckExplained:
        self._done.append(event.result)
        seen = Evidence(
            self._endpoint.mode, tuple(self._done), server=event.server, server_here=event.server_here
        )
        cause = None
        if event.result.code:
            cause = self._words.of_check(event.result, seen)
        so_far = partial(self.result, seen, local_now())
        return CheckExplained(
            event.result, event.server, event.server_here, cause=cause, evidence=seen, so_far=so_far
        )

    def interrupted(self) -> RunResult:
        """The result of a run that was ended by hand: what was seen by then."""
        return self.ended(replace(self._seen, interrupted=True))

    def ended(self, evidence: Evidence) -> RunResult:
        """The result of a run that has come to its end, which is logged."""
        result = self.result(evidence)
        first = f", {result.written_causes[0].code}" if result.written_causes else ""
        took_ms = result.document["run"]["took_ms"]
        self._log(f"{result.reference}: {result.judgement.verdict}{first} ({took_ms} ms)")
        return result

    def result(self, evidence: Evidence, at: datetime | None = None, took_ms: int | None = None) -> RunResult:
        """What the run has found, judged and put into words.

        Args:
            evidence: What was seen.
            at: Local time; None is now.
            took_ms: How long it took, in milliseconds; None is until now.
        """
        took_ms = self._clock.took_ms() if took_ms is None else took_ms
        clock = self._clock
        facts = RunFacts(*program_facts(), clock.reference, clock.started, took_ms, self._endpoint.public_url)
        return self._words.result(evidence, facts, at or local_now())


def _unlogged(_line: str) -> None:
    """Keep no log."""
