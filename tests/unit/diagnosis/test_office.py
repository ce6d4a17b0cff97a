"""The eConnector's service on this PC weighs in where the answer points at the office, and nowhere else."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from wizard.core.cause import Confidence, Finding
from wizard.core.codes import Code
from wizard.core.evidence import (
    Answer,
    AnsweredBy,
    CheckResult,
    Content,
    Evidence,
    Failure,
    Opinion,
    PageKind,
    SecondOpinion,
    Status,
)
from wizard.core.facts.server_facts import EconnectorFacts
from wizard.core.machine import Place, Role, Service, ServicePurpose, ServiceState, StartType
from wizard.core.mode import Mode
from wizard.core.sentences import KnownSentence
from wizard.core.text import T, Translator
from wizard.diagnosis.case_view import CaseView
from wizard.diagnosis.judge import MOST, Judgement, Verdict, judge
from wizard.diagnosis.office_causes import DOWN, ECONNECTOR, OTHER_VERSION, TWICE, refine

CERTAIN, LIKELY, POSSIBLE = Confidence.CERTAIN, Confidence.LIKELY, Confidence.POSSIBLE
_STOPPED, _RUNNING = (
    Service("x", ServicePurpose.ECONNECTOR, state, StartType.AUTOMATIC)
    for state in (ServiceState.STOPPED, ServiceState.RUNNING)
)


def told(status: Status, summary: str, code: Code | None, *services: Service) -> CheckResult:
    facts = EconnectorFacts(Place(Role.SERVER), Mode.REMOTE, services)
    return CheckResult(ECONNECTOR, status, T(summary), code, facts=facts)


STOPPED = told(Status.FAILED, "It is stopped.", DOWN, _STOPPED)
MISSING = told(Status.FAILED, "It is missing.", DOWN)
RUNS = told(Status.PASSED, "It runs.", None, _RUNNING)
MISMATCH = told(Status.FAILED, "Versions differ.", OTHER_VERSION, _STOPPED)
MISMATCH_RUNS = told(Status.WARNED, "Versions differ.", OTHER_VERSION, _RUNNING)
TWO = told(Status.WARNED, "Two.", TWICE, _RUNNING, _RUNNING)
AWAY = CheckResult(
    ECONNECTOR, Status.SKIPPED, T("Look there."), facts=EconnectorFacts(Place(Role.WORKSTATION), Mode.REMOTE)
)
KEYLESS = SecondOpinion(
    Opinion.KEYLESS,
    Answer("GET", "/patients", 401, Content.JSON_STRING, AnsweredBy.OPEN_DENTAL),
)


def answer(
    status: int, content: Content = Content.EMPTY, said: KnownSentence = KnownSentence.NOTHING
) -> Answer:
    who = AnsweredBy.OPEN_DENTAL if content is Content.JSON_STRING else AnsweredBy.UNKNOWN
    return Answer("GET", "/patients", status, content, who, said=said, server_text="x" if said else None)


SENTENCE = answer(400, Content.JSON_STRING, KnownSentence.ECONNECTOR_DOWN)
UNNAMED = answer(400, Content.JSON_STRING)
TIMEOUT = answer(504)
STATUS_503 = answer(503)
KEY = answer(401, Content.JSON_STRING, KnownSentence.NOT_ASSIGNED)


def of(probe: Answer, check: CheckResult, *opinions: SecondOpinion) -> Judgement:
    return judge(Evidence(Mode.REMOTE, (check,), probe, opinions))


def ranked(judgement: Judgement) -> list[tuple[str, Confidence]]:
    return [(f.code, f.confidence) for f in judgement.findings]


def test_a_stopped_service_makes_it_certain_and_first() -> None:
    for probe in (SENTENCE, UNNAMED, TIMEOUT, STATUS_503):
        judgement = of(probe, STOPPED)
        assert ranked(judgement)[0] == (DOWN, CERTAIN)
        assert STOPPED.summary in judgement.findings[0].because
        assert len(judgement.findings[0].because) >= 2  # and what the answer said
    assert ranked(of(UNNAMED, AWAY))[0] != (DOWN, CERTAIN)


def test_a_missing_service_may_be_on_another_pc() -> None:
    assert ranked(of(UNNAMED, MISSING))[0] == (DOWN, LIKELY)
    assert ranked(of(SENTENCE, MISSING))[0] == (DOWN, CERTAIN)  # Open Dental says so itself


def test_another_version_comes_before_starting_it() -> None:
    for probe in (SENTENCE, UNNAMED, TIMEOUT, STATUS_503):
        judgement = of(probe, MISMATCH)
        assert ranked(judgement)[0] == (OTHER_VERSION, CERTAIN)
        assert DOWN in [code for code, _ in ranked(judgement)]


def test_another_version_that_runs_is_only_likely() -> None:
    assert ranked(of(UNNAMED, MISMATCH_RUNS))[0] == (OTHER_VERSION, LIKELY)
    assert ranked(of(SENTENCE, MISMATCH_RUNS))[:2] == [(DOWN, CERTAIN), (OTHER_VERSION, LIKELY)]


def test_two_of_them_are_likely_where_the_office_is_meant() -> None:
    assert ranked(of(UNNAMED, TWO))[0] == (TWICE, LIKELY)
    assert ranked(of(SENTENCE, TWO))[:2] == [(DOWN, CERTAIN), (TWICE, LIKELY)]


def test_a_running_one_with_a_healthy_keyless_answer_lowers_it() -> None:
    before = dict(ranked(of(STATUS_503, AWAY, KEYLESS)))
    after = of(STATUS_503, RUNS, KEYLESS)
    assert before[DOWN] is LIKELY
    assert dict(ranked(after))[DOWN] is POSSIBLE
    assert after.findings[0].code != DOWN
    said = [Translator().translate(line) for f in after.findings if f.code == DOWN for line in f.because]
    assert "The eConnector's service runs on this PC." in said
    assert dict(ranked(of(SENTENCE, RUNS, KEYLESS)))[DOWN] is LIKELY


def test_a_running_one_alone_lowers_nothing() -> None:
    assert ranked(of(STATUS_503, RUNS)) == ranked(of(STATUS_503, AWAY))
    assert ranked(of(SENTENCE, RUNS)) == ranked(of(SENTENCE, AWAY)) == [(DOWN, CERTAIN)]


def test_a_key_problem_stays_a_key_problem() -> None:
    judgement = of(KEY, STOPPED)
    assert ranked(judgement) == [("key.not-assigned", CERTAIN), (DOWN, LIKELY)]
    assert ranked(of(KEY, RUNS, KEYLESS)) == [("key.not-assigned", CERTAIN)]


def test_a_workstation_says_nothing() -> None:
    for probe in (SENTENCE, UNNAMED, TIMEOUT, STATUS_503, KEY):
        alone = judge(Evidence(Mode.REMOTE, (), probe))
        assert ranked(of(probe, AWAY)) == ranked(alone)


def test_a_call_that_succeeded_is_not_doubted_by_a_stopped_service() -> None:
    works = Answer("GET", "/patients", 200, Content.JSON_LIST, AnsweredBy.OPEN_DENTAL, rows=0)
    assert of(works, STOPPED).verdict is Verdict.CONNECTED  # it runs on another PC


def test_without_a_live_call_the_service_is_the_cause() -> None:
    assert ranked(judge(Evidence(Mode.REMOTE, (STOPPED,)))) == [(DOWN, LIKELY)]


CODES = st.sampled_from(
    [DOWN, TWICE, OTHER_VERSION, "office.unreachable", "office.timeout", "key.rejected", "unknown"]
)
FINDINGS = st.lists(
    st.builds(Finding, CODES, st.sampled_from(list(Confidence)), st.just((T("seen"),))),
    min_size=1,
    max_size=MOST,
    unique_by=lambda f: f.code,
)
CHECKS = st.sampled_from([STOPPED, MISSING, RUNS, MISMATCH, MISMATCH_RUNS, TWO, AWAY])


def test_a_warning_about_the_office_does_not_make_another_ones_answer_the_offices() -> None:
    """A guest network's sign-in page or a connection that is cut has nothing to do with it."""
    portal = Answer("GET", "/patients", 302, Content.HTML, page=PageKind.SIGN_IN, redirect_elsewhere=True)
    dropped = Answer("GET", "/patients", failure=Failure.DROPPED)
    off = answer(400, Content.JSON_STRING, KnownSentence.API_OFF)
    firsts = [of(probe, TWO).findings[0].code for probe in (portal, dropped, off)]
    assert firsts == [Code.NETWORK_CAPTIVE_PORTAL, Code.NETWORK_DROPPED, Code.API_NOT_ENABLED]
    assert all(TWICE in dict(ranked(of(probe, TWO))) for probe in (portal, dropped, off))


@given(FINDINGS, CHECKS, st.booleans())
def test_nothing_is_lost_doubled_or_invented(found: list[Finding], check: CheckResult, keyless: bool) -> None:
    evidence = Evidence(Mode.REMOTE, (check,), UNNAMED, (KEYLESS,) if keyless else ())
    after = refine(tuple(found), CaseView(UNNAMED, evidence), [f.code for f in found])
    codes = [f.code for f in after]
    assert len(set(codes)) == len(codes)
    assert {f.code for f in found} <= set(codes)
    assert set(codes) - {f.code for f in found} <= ({check.code} if check.code else set())
    assert after == refine(tuple(found), CaseView(UNNAMED, evidence), [f.code for f in found])
