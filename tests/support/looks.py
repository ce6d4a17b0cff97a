"""Looks of an incident, written down: what checks found, and what came back from the live call."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from wizard.core.codes import CheckId, Code
from wizard.core.evidence import Answer, AnsweredBy, CheckResult, Content, Evidence, Failure, Status
from wizard.core.facts.server_facts import EconnectorFacts
from wizard.core.machine import Place, Role, Service, ServicePurpose, ServiceState, StartType
from wizard.core.mode import Mode
from wizard.core.sentences import KnownSentence
from wizard.core.text import T, Translator, unmarked
from wizard.diagnosis.incident import Incident
from wizard.diagnosis.judge import judge
from wizard.diagnosis.verdicts.server_verdicts import econnector_verdict

if TYPE_CHECKING:
    from wizard.core.facts import CheckFacts
    from wizard.diagnosis.cure import Cure

BEGAN = datetime(2026, 11, 27, 13, 17, tzinfo=UTC)
APART_S = 30.0

WELL = Answer("GET", "/patients", 200, Content.JSON_LIST, AnsweredBy.OPEN_DENTAL, took_ms=80)


def said(sentence: KnownSentence, status: int = 400) -> Answer:
    """Open Dental's own words."""
    return Answer("GET", "/patients", status, Content.JSON_STRING, AnsweredBy.OPEN_DENTAL, said=sentence)


def failed(failure: Failure) -> Answer:
    """No answer, and why."""
    return Answer("GET", "/patients", failure=failure)


DOWN = said(KnownSentence.ECONNECTOR_DOWN)
NOT_ASSIGNED = said(KnownSentence.NOT_ASSIGNED, 401)
TIMEOUT = Answer("GET", "/patients", 504, Content.JSON_STRING, AnsweredBy.OPEN_DENTAL)
NO_DATABASE = said(KnownSentence.NO_DATABASE)
POSSIBLE = Answer("GET", "/patients", 418, Content.JSON_STRING, AnsweredBy.OPEN_DENTAL)
"""Of which nothing is more than possible."""


def check(
    identity: CheckId,
    status: Status = Status.PASSED,
    code: Code | None = None,
    facts: CheckFacts | None = None,
) -> CheckResult:
    """What one check found."""
    return CheckResult(identity, status, T("Looked at."), code, facts=facts)


def broken(identity: CheckId, code: Code) -> CheckResult:
    """A check that failed."""
    return check(identity, Status.FAILED, code)


def service(
    state: ServiceState = ServiceState.RUNNING, start: StartType = StartType.AUTOMATIC
) -> CheckResult:
    """The eConnector's service on the server, judged as in a run."""
    one = Service("OpenDentalEConnector", ServicePurpose.ECONNECTOR, state, start)
    facts = EconnectorFacts(Place(Role.SERVER), Mode.REMOTE, (one,))
    outcome = econnector_verdict(facts)
    return CheckResult(
        CheckId.PREREQ_ECONNECTOR_SERVICE, outcome.status, outcome.summary, outcome.code, facts=facts
    )


STOPPED, STARTING, RUNNING = (
    service(state) for state in (ServiceState.STOPPED, ServiceState.STARTING, ServiceState.RUNNING)
)


FULL = check(CheckId.PREREQ_DISK, Status.WARNED, Code.OFFICE_DISK_FULL)
ROOM = check(CheckId.PREREQ_DISK)


def look(probe: Answer | None, *checks: CheckResult, **more: object) -> Evidence:
    """What one look saw."""
    return Evidence(Mode.REMOTE, checks, probe, **more)  # type: ignore[arg-type]  # names of its fields


def followed(*looks: Evidence, incident: Incident | None = None) -> list[Cure | None]:
    """Each look's cure, looks being half a minute apart."""
    incident = incident or Incident()
    return [
        incident.follow(evidence, judge(evidence), BEGAN + timedelta(seconds=APART_S * number))[1]
        for number, evidence in enumerate(looks)
    ]


def cured(*looks: Evidence) -> Cure:
    """The cure that the last look brings, and none before."""
    *before, cure = followed(*looks)
    assert not any(before)
    assert cure is not None
    return cure


def spoken(cure: Cure) -> str:
    """The card's sentences."""
    return unmarked(" ".join(map(Translator().translate, cure.texts)))
