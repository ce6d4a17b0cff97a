"""Results of looks, made of evidence alone, and a look that brings one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.core.codes import CheckId, Code
from wizard.core.endpoint import remote_endpoint
from wizard.core.evidence import Answer, AnsweredBy, CheckResult, Content, Evidence, Status
from wizard.core.keys import Keys
from wizard.core.mode import Mode
from wizard.core.sentences import KnownSentence
from wizard.core.text import T, Translator
from wizard.runs.in_progress import RunInProgress
from wizard.runs.run_clock import RunClock
from wizard.runs.run_events import unheard
from wizard.runs.setup import Setup
from wizard.store.catalogue import Catalogue

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.support.virtual import VirtualClock
    from wizard.runs.run_events import OnEvent
    from wizard.runs.run_result import RunResult

PATIENTS = "/patients"


def result_of(evidence: Evidence) -> RunResult:
    """A result, judged and put into words."""
    setup = Setup(Translator())
    return RunInProgress(setup, remote_endpoint(), Keys(), Catalogue(), unheard, RunClock()).result(evidence)


def answered(status: int, said: KnownSentence = KnownSentence.NOTHING, **more: int) -> RunResult:
    """A look in which Open Dental answered in its own form."""
    content = Content.JSON_LIST if status == 200 else Content.JSON_STRING
    by = AnsweredBy.OPEN_DENTAL
    answer = Answer("GET", PATIENTS, status, content, by, said=said, **more)  # type: ignore[arg-type]  # retry_after_s
    return result_of(Evidence(Mode.REMOTE, probe=answer))


WELL = answered(200)
UNKNOWN_KEY = answered(401, KnownSentence.NOT_ASSIGNED)
"""Its cure can take 15 minutes to show."""
ECONNECTOR_DOWN = answered(400, KnownSentence.ECONNECTOR_DOWN)
"""Its cure can take 6 minutes to show."""
BAD_PATH = answered(404, KnownSentence.NO_RESOURCE)
"""No wait is known."""
THROTTLED = answered(429, retry_after_s=47)
STOPPED_SERVICE = result_of(
    Evidence(
        Mode.REMOTE,
        (
            CheckResult(
                CheckId.PREREQ_ECONNECTOR_SERVICE, Status.FAILED, T("stopped"), Code.ECONNECTOR_NOT_RUNNING
            ),
        ),
    )
)
"""The prerequisites alone, and one has failed."""
IN_ORDER = result_of(Evidence(Mode.REMOTE, (CheckResult(CheckId.PREREQ_DISK, Status.PASSED, T("room")),)))
"""The prerequisites alone, and nothing is wrong."""


class Looks:
    """A look that brings what it was given, and the last of it for ever.

    Args:
        clock: Moved by each look.
        results: What the looks bring; an exception is raised.
        takes_s: Seconds that each takes.
    """

    def __init__(
        self, clock: VirtualClock, results: Iterable[RunResult | BaseException], takes_s: float = 2.0
    ) -> None:
        self._clock, self._results, self._takes_s = clock, list(results), takes_s
        self.began: list[float] = []
        self.ended: list[float] = []
        self.since: list[RunResult | None] = []

    async def __call__(self, _on_event: OnEvent, since: RunResult | None) -> RunResult:
        """Bring the next one."""
        self.began.append(self._clock.time)
        self.since.append(since)
        self._clock.move(self._takes_s)
        found = self._results.pop(0) if len(self._results) > 1 else self._results[0]
        self.ended.append(self._clock.time)
        if isinstance(found, BaseException):
            raise found
        return found

    @property
    def pauses(self) -> list[float]:
        """Seconds between the end of a look and the beginning of the next one."""
        return [began - ended for ended, began in zip(self.ended, self.began[1:], strict=False)]
