"""A case replayed: alike where nothing changed, and readable where today's rules say otherwise."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from tests.support.generated_evidence import CANARIES, CUSTOMER, DEVELOPER, check_of, runs
from wizard.casefile.case_file import Case, CaseError, read_case
from wizard.casefile.evidence_form import Seen
from wizard.core.cause import Confidence
from wizard.core.codes import CheckId, Code
from wizard.core.endpoint import api_service_endpoint, remote_endpoint
from wizard.core.evidence import Answer, AnsweredBy, CheckResult, Content, Evidence, Status
from wizard.core.facts.live_facts import IdentityFacts, PortIdentity
from wizard.core.facts.server_facts import EconnectorFacts
from wizard.core.machine import Place, Role, Service, ServicePurpose, ServiceState, StartType
from wizard.core.mode import Mode
from wizard.core.outcome import Outcome
from wizard.core.profile import GENERIC
from wizard.core.redact import Redactor
from wizard.core.route import Route
from wizard.core.secret import Secret
from wizard.core.sentences import KnownSentence
from wizard.core.text import T, Translator
from wizard.diagnosis.document import RunFacts
from wizard.diagnosis.judge import Verdict
from wizard.diagnosis.rules import Rule
from wizard.diagnosis.verdicts import live_verdicts
from wizard.diagnosis.verdicts.verdict_table import JUDGES, Judge, verdict_on
from wizard.runs.live_checks import LIVE_CHECKS
from wizard.runs.registry import CHECKS
from wizard.runs.replay import replay
from wizard.runs.run_words import RunWords
from wizard.store.catalogue import Catalogue

if TYPE_CHECKING:
    from wizard.core.facts import CheckFacts
    from wizard.runs.run_result import RunResult

ENGLISH = Translator()
ENTRIES = Catalogue()
KEYS = Redactor((Secret(DEVELOPER), Secret(CUSTOMER)))
AT = datetime(2026, 11, 28, 9, 41, tzinfo=UTC)


def result_of(seen: Seen) -> RunResult:
    facts = RunFacts(
        "1.0", "3.11", "Windows 11", "ABCD2345", "2026-11-28T09:41:00Z", 7, seen.endpoint.public_url
    )
    words = RunWords(seen.profile, seen.endpoint, ENTRIES, ENGLISH, KEYS)
    return words.result(seen.evidence, facts, AT)


def gives_away(raw: bytes) -> list[str]:
    return [canary for canary in CANARIES if canary.casefold() in raw.decode().casefold()]


@pytest.mark.parametrize("identity", JUDGES)
@settings(max_examples=60)
@given(some.data())
def test_whatever_a_check_found_is_judged_alike_and_gives_nothing_away(
    identity: CheckId, data: some.DataObject
) -> None:
    check = data.draw(check_of(identity))
    run = result_of(Seen(Evidence(Mode.REMOTE, (check,), server="canary-server"), remote_endpoint(), GENERIC))
    raw = run.as_case()
    assert not gives_away(raw)
    assert replay(read_case(raw), ENGLISH).now.document == run.document


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(runs())
def test_whatever_a_run_saw_its_replay_is_what_it_was_and_gives_nothing_away(seen: Seen) -> None:
    run = result_of(seen)
    raw = run.as_case()
    assert not gives_away(raw)
    again = replay(read_case(raw), ENGLISH)
    assert again.now.document == run.document
    assert again.was.document == run.document
    assert again.differences == ()


def case_of(evidence: Evidence) -> Case:
    return read_case(result_of(Seen(evidence, remote_endpoint(), GENERIC)).as_case())


def said(case: Case) -> list[str]:
    return [ENGLISH.translate(one) for one in replay(case, ENGLISH).differences]


REFUSED = Evidence(
    Mode.REMOTE,
    probe=Answer(
        "GET", "/patients", 401, Content.JSON_STRING, AnsweredBy.OPEN_DENTAL, said=KnownSentence.NOT_ASSIGNED
    ),
)
STOPPED = EconnectorFacts(
    Place(Role.SERVER),
    Mode.REMOTE,
    (Service("x", ServicePurpose.ECONNECTOR, ServiceState.STOPPED, StartType.AUTOMATIC),),
)


def checked(facts: CheckFacts, identity: CheckId) -> Evidence:
    outcome = verdict_on(identity, facts)
    assert outcome is not None
    found = CheckResult(
        identity, outcome.status, outcome.summary, outcome.code, outcome.evidence, facts=facts
    )
    return Evidence(Mode.REMOTE, (found,))


def test_another_cause_is_told_with_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    case = case_of(REFUSED)
    other = (Rule("a test's", lambda _: True, ((Code.KEY_REJECTED, Confidence.LIKELY),)),)
    monkeypatch.setattr("wizard.diagnosis.judge.RULES", other)
    again = replay(case, ENGLISH)
    assert again.was.document == case.document
    assert again.was.written_causes[0].code is Code.KEY_NOT_ASSIGNED
    assert [finding.code for finding in again.was.judgement.findings] == [Code.KEY_NOT_ASSIGNED]
    assert again.now.written_causes[0].code is Code.KEY_REJECTED
    cause = again.now.document["causes"][0]
    assert said(case) == [
        f"Today this would be {cause['ref']}, “{cause['title']}”, because of this: {cause['because'][0]}"
    ]


def test_a_check_that_ends_otherwise_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    case = case_of(checked(STOPPED, CheckId.PREREQ_ECONNECTOR_SERVICE))
    milder = Judge(EconnectorFacts, lambda _: Outcome(Status.PASSED, T("All is well.")))
    monkeypatch.setitem(JUDGES, CheckId.PREREQ_ECONNECTOR_SERVICE, milder)
    again = replay(case, ENGLISH)
    assert said(case)[0] == "Today no cause would be found."
    assert "Today the check “eConnector” would say this: All is well." in said(case)
    [was] = again.was.evidence.checks
    assert (was.status, was.code) == (Status.FAILED, Code.ECONNECTOR_NOT_RUNNING)
    assert again.was.judgement.verdict is Verdict.FAILED
    assert ENGLISH.translate(was.summary) == "The eConnector is stopped on this PC."


def test_other_words_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    case = case_of(REFUSED)
    entry = ENTRIES.entry("key.not-assigned")
    other = replace(entry, ref="K99", title="Something new.", pointers=())
    monkeypatch.setattr(Catalogue, "entry", lambda _self, _code: other)
    again = replay(case, ENGLISH)
    assert said(case) == ["Today K99 has other words, steps or pictures."]
    cause = again.was.written_causes[0]
    assert cause.ref == "K2"
    assert ENGLISH.translate(cause.title) == case.document["causes"][0]["title"]
    assert cause.pointer == case.document["causes"][0]["pointer"]


def test_an_older_versions_words_keep_their_bold_type() -> None:
    """A document has no marks; today's words tell which of the names are shown in bold type."""
    case = case_of(REFUSED)
    [cause] = case.document["causes"]
    today = [ENGLISH.translate(step) for step in replay(case, ENGLISH).now.written_causes[0].steps]
    place, name = next((at, step.split("**")[1]) for at, step in enumerate(today) if "**" in step)
    older = f"Once it was here: {name}, and not in {name}s."
    steps = [older if at == place else step for at, step in enumerate(cause["steps"])]
    [was] = replay(with_document(case, causes=[{**cause, "steps": steps}]), ENGLISH).was.written_causes
    told = [ENGLISH.translate(step) for step in was.steps]
    assert told[place] == f"Once it was here: **{name}**, and not in {name}s."
    assert told[:place] + told[place + 1 :] == today[:place] + today[place + 1 :]


def test_a_rule_that_breaks_is_not_told_as_a_bad_file(monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(_facts: EconnectorFacts) -> Outcome:
        raise KeyError("a rule's own")

    case = case_of(checked(STOPPED, CheckId.PREREQ_ECONNECTOR_SERVICE))
    monkeypatch.setitem(JUDGES, CheckId.PREREQ_ECONNECTOR_SERVICE, Judge(EconnectorFacts, breaks))
    with pytest.raises(KeyError, match="a rule's own"):
        replay(case, ENGLISH)


def test_another_confidence_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    case = case_of(REFUSED)
    other = (Rule("a test's", lambda _: True, ((Code.KEY_NOT_ASSIGNED, Confidence.POSSIBLE),)),)
    monkeypatch.setattr("wizard.diagnosis.judge.RULES", other)
    assert said(case) == ["Today K2 would be called possible, and was called certain."]


def test_a_check_that_is_no_longer_known_keeps_its_words() -> None:
    """A check without facts, which no run of this program brings, is shown as the document has it."""
    found = CheckResult(CheckId.PREREQ_DISK, Status.PASSED, T("room"))
    case = case_of(Evidence(Mode.REMOTE, (found,)))
    assert replay(case, ENGLISH).differences == ()


def test_facts_of_another_check_are_refused() -> None:
    evidence = checked(STOPPED, CheckId.PREREQ_ECONNECTOR_SERVICE)
    [found] = evidence.checks
    case = case_of(replace(evidence, checks=(replace(found, id=CheckId.PREREQ_DISK),)))
    with pytest.raises(CaseError) as caught:
        replay(case, ENGLISH)
    assert "expected the facts of prereq.disk" in ENGLISH.translate(caught.value.text)


def test_a_clock_beyond_the_calendar_is_replayed() -> None:
    case = case_of(REFUSED)
    end = {"started": "9999-12-31T23:59:59Z", "took_ms": 2000}
    document = {**case.document, "run": {**case.document["run"], **end}}
    assert replay(replace(case, document=document), ENGLISH).was.at.year == 9999
    document = {**case.document, "run": {**case.document["run"], "started": "2026-99-31T23:59:59Z"}}
    with pytest.raises(CaseError):
        replay(replace(case, document=document), ENGLISH)


def test_another_language_than_the_readers_is_compared_in_its_own() -> None:
    """A program that does not ship the case's language says it in the reader's, and tells so."""
    case = case_of(REFUSED)
    german = Translator("de")
    again = replay(case, german)
    assert again.differences == ()
    assert again.now.translator is german
    assert again.was.translator.language == "en"


def test_the_verdicts_are_those_that_a_run_has() -> None:
    asked: dict[CheckId, Any] = {check.id: check.verdict for check in CHECKS} | {
        check.id: check.verdict for check in LIVE_CHECKS
    }
    asked[CheckId.LIVE_IDENTITY] = live_verdicts.identity
    assert {identity: judge.verdict for identity, judge in JUDGES.items()} == asked


def test_a_replay_loads_nothing_that_could_call() -> None:
    program = (
        "import sys; import wizard.runs.replay; "
        "print([name for name in sys.modules if name.split('.')[0] in "
        "('httpx', 'httpcore', 'keyring', 'asyncio', 'socket', 'ssl', 'PySide6', 'truststore') "
        "or name.startswith(('wizard.checks', 'wizard.probe', 'wizard.windows', 'wizard.store.keychain'))])"
    )
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


def with_document(case: Case, **parts: Any) -> Case:  # noqa: ANN401 - parts of a document
    return replace(case, document={**case.document, **parts})


def test_what_is_alike_is_one_result() -> None:
    """With all that the document does not hold, such as the meaning and the wait's reason."""
    again = replay(case_of(REFUSED), ENGLISH)
    assert again.was is again.now


def test_causes_beside_it_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    case = case_of(REFUSED)
    assert [cause["ref"] for cause in case.document["causes"]] == ["K2"]
    both = ((Code.KEY_NOT_ASSIGNED, Confidence.CERTAIN), (Code.KEY_REJECTED, Confidence.POSSIBLE))
    with monkeypatch.context() as patch:
        patch.setattr("wizard.diagnosis.judge.RULES", (Rule("a test's", lambda _: True, both),))
        two = case_of(REFUSED)
        beside = two.document["causes"][1]["ref"]
        assert said(case) == [f"Today {beside} would be named beside it."]
        third = {**two.document["causes"][1], "code": "hq.unavailable", "ref": "H1"}
        other = with_document(two, causes=[two.document["causes"][0], third])
        assert said(other) == [f"Today {beside} would be named beside it, and H1 was."]
    assert said(two) == [f"Today nothing would be named beside it, and {beside} was."]


def test_other_reasons_are_told() -> None:
    case = case_of(REFUSED)
    [cause] = case.document["causes"]
    first, second = cause["because"]
    fewer = with_document(case, causes=[{**cause, "because": [first]}])
    assert said(fewer) == [f"Today this would be a reason for K2: {second}"]
    more = with_document(case, causes=[{**cause, "because": [first, second, "And this."]}])
    assert said(more) == ["Today fewer reasons would be given for K2."]


def test_a_check_that_would_not_be_shown_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    facts = IdentityFacts(Route(api_service_endpoint()), PortIdentity.SOMEBODY_ELSE)
    case = case_of(checked(facts, CheckId.LIVE_IDENTITY))
    monkeypatch.setitem(JUDGES, CheckId.LIVE_IDENTITY, Judge(IdentityFacts, lambda _: None))
    assert said(case) == [
        "Today no cause would be found.",
        "Today the check “Who answers at the port” would not be shown.",
    ]
    assert [check.id for check in replay(case, ENGLISH).was.evidence.checks] == [CheckId.LIVE_IDENTITY]


def test_whatever_else_is_different_is_not_kept_quiet() -> None:
    case = case_of(REFUSED)
    assert said(with_document(case, next="Go home.")) == ["Today the document would say something else."]
    assert said(with_document(case, exit_code=4)) == ["Today the check would end otherwise."]


def test_a_language_that_is_not_shipped_is_compared_in_the_readers() -> None:
    case = replace(case_of(REFUSED), language="xx")
    assert replay(case, ENGLISH).differences == ()
