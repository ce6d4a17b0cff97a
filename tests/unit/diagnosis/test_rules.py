"""The rules of judgement as properties, over evidence that nobody has thought of."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wizard.core.cause import Confidence
from wizard.core.codes import CheckId, Code
from wizard.core.evidence import (
    READ_ALL,
    Answer,
    AnsweredBy,
    CheckResult,
    Content,
    Disowned,
    Evidence,
    Failure,
    KeyProblem,
    Opinion,
    PageKind,
    SecondOpinion,
    Status,
)
from wizard.core.mode import Mode
from wizard.core.profile import GENERIC
from wizard.core.sentences import KnownSentence
from wizard.core.text import T, Text, Translator
from wizard.diagnosis.case_view import CaseView
from wizard.diagnosis.explained import catalogue_values, explain
from wizard.diagnosis.judge import Judgement, Verdict, judge, next_step
from wizard.diagnosis.layers import _CALL, Layer, layers
from wizard.diagnosis.rules import (
    AUTHORITIES,
    CLOCK,
    INSIDE,
    NO_ANSWER,
    REST,
    RULES,
    SENTENCES,
    SILENCE,
    SOMEBODY_ELSE,
    STATUSES,
)
from wizard.store.catalogue import Catalogue

RANK = {Confidence.CERTAIN: 0, Confidence.LIKELY: 1, Confidence.POSSIBLE: 2}
STATUSES_SEEN = [200, 204, 301, 302, 400, 401, 403, 404, 407, 410, 418, 429, 451, 500, 502, 503, 504, 511]
KEY_SENTENCES = {
    KnownSentence.NOT_ASSIGNED: "key.not-assigned",
    KnownSentence.DISABLED_BY_CUSTOMER: "key.disabled-by-customer",
    KnownSentence.DISABLED_BY_DEVELOPER: "key.disabled-by-developer",
    KnownSentence.DISABLED_BY_OPEN_DENTAL: "key.disabled-by-open-dental",
    KnownSentence.DEVELOPER_KEY: "key.developer-rejected",
}
SENTENCE = KEY_SENTENCES | {
    KnownSentence.ECONNECTOR_DOWN: "econnector.not-running",
    KnownSentence.ECONNECTOR_TWICE: "econnector.duplicate",
    KnownSentence.ECONNECTOR_VERSION: "econnector.version-mismatch",
    KnownSentence.NO_DATABASE: "office.unreachable",
    KnownSentence.VERSION: "office.version-too-old",
    KnownSentence.CLOUD_SERVICE: "cloud.api-service-down",
    KnownSentence.API_OFF: "api.not-enabled",
    KnownSentence.BAD_REQUEST: "request.refused",
    KnownSentence.PARAMETER: "request.refused",
    KnownSentence.NO_RESOURCE: "answer.resource-unknown",
}
CODES = tuple(Catalogue().codes())

answers = st.builds(
    Answer,
    st.just("GET"),
    st.just("/patients"),
    status=st.none() | st.sampled_from(STATUSES_SEEN) | st.integers(100, 599),
    content=st.sampled_from(Content),
    answered_by=st.sampled_from(AnsweredBy),
    server_text=st.none() | st.text(max_size=60),
    said=st.sampled_from(KnownSentence),
    rows=st.none() | st.integers(0, 5),
    failure=st.none() | st.sampled_from(Failure),
    page=st.sampled_from(PageKind),
    product=st.none() | st.just("Squid"),
    retry_after_s=st.none() | st.integers(0, 86400),
    redirect_elsewhere=st.booleans(),
    proxied=st.booleans(),
    rights=st.sampled_from([(), ((READ_ALL, True),), ((READ_ALL, False),), (("ApiComm", True),)]),
)
results = st.builds(
    CheckResult,
    st.sampled_from(["prereq.name", "prereq.port", "prereq.secure-channel", "prereq.clock"]),
    st.sampled_from(Status),
    st.just(T("seen")),
    st.none() | st.sampled_from(CODES),
)
evidences = st.builds(
    Evidence,
    st.sampled_from(Mode),
    st.lists(results, max_size=4, unique_by=lambda result: result.id).map(tuple),
    st.none() | answers,
    st.lists(st.builds(SecondOpinion, st.sampled_from(Opinion), answers), max_size=3).map(tuple),
    st.none() | st.sampled_from(KeyProblem),
    st.none() | st.just(T("detail")),
    st.booleans(),
)
relaxed = settings(deadline=None, max_examples=120)


def of(answer: Answer, *opinions: SecondOpinion, checks: tuple[CheckResult, ...] = ()) -> Judgement:
    return judge(Evidence(Mode.REMOTE, checks, answer, opinions))


def keyed(judgement: Judgement) -> list[str]:
    """Key causes that are claimed: first, or as more than possible."""
    return [
        finding.code
        for place, finding in enumerate(judgement.findings)
        if finding.code.startswith("key.") and (place == 0 or finding.confidence is not Confidence.POSSIBLE)
    ]


@given(evidences)
@relaxed
def test_any_evidence_is_judged(evidence: Evidence) -> None:
    judgement = judge(evidence)
    assert judgement == judge(evidence)
    assert len(judgement.findings) <= 4
    assert all(
        finding.because and all(isinstance(b, Text) for b in finding.because)
        for finding in judgement.findings
    )
    assert all(finding.code in CODES for finding in judgement.findings)
    assert judgement.exit_code in (0, 2, 3, 4, 130)
    assert (judgement.exit_code == 130) == evidence.interrupted
    assert bool(judgement.findings) or judgement.verdict is Verdict.INCOMPLETE
    translator = Translator()
    assert translator.translate(next_step(judgement))
    assert all(translator.translate(line) for finding in judgement.findings for line in finding.because)


@given(evidences)
@relaxed
def test_connected_means_a_list_and_nothing_else_does(evidence: Evidence) -> None:
    judgement = judge(evidence)
    good = evidence.probe is not None and evidence.probe.succeeded
    assert (judgement.verdict in (Verdict.CONNECTED, Verdict.WARNINGS)) is good
    assert any(f.code in ("connected", "connected.with-warnings") for f in judgement.findings) >= good
    if not good and evidence.probe is not None:
        assert judgement.findings[0].code not in ("connected", "connected.with-warnings")


@given(answers, st.lists(st.builds(SecondOpinion, st.sampled_from(Opinion), answers), max_size=3))
@relaxed
def test_an_answer_ranks_its_own_causes(answer: Answer, opinions: list[SecondOpinion]) -> None:
    findings = of(answer, *opinions).findings
    ranks = [RANK[finding.confidence] for finding in findings]
    assert ranks == sorted(ranks)
    assert len({finding.code for finding in findings}) == len(findings)


WARNED = CheckResult(CheckId.PREREQ_CLOCK, Status.WARNED, T("off"), Code.CLOCK_SKEWED)


def test_never_more_than_four_causes() -> None:
    checks = tuple(
        CheckResult(identity, Status.FAILED, T("broken"), code)
        for identity, code in (
            (CheckId.PREREQ_NAME, Code.NETWORK_OFFLINE),
            (CheckId.PREREQ_PORT, Code.NETWORK_REFUSED),
            (CheckId.PREREQ_SECURE_CHANNEL, Code.TLS_HANDSHAKE),
            (CheckId.PREREQ_CLOCK, Code.TLS_CLOCK),
        )
    )
    refused = judge(Evidence(Mode.REMOTE, checks, key_problem=KeyProblem.MISSING))
    assert [finding.code for finding in refused.findings] == [
        "key.missing",
        "network.offline",
        "network.refused",
        "tls.handshake",
    ]
    guessed = of(
        Answer("GET", "/patients", 400, Content.JSON_STRING, AnsweredBy.OPEN_DENTAL, "words"),
        checks=(WARNED,),
    )
    assert len(guessed.findings) == 4


def test_confidence_never_rises_down_the_list() -> None:
    judgement = of(Answer("GET", "/patients", 504, Content.EMPTY, AnsweredBy.UNKNOWN), checks=(WARNED,))
    ranks = [RANK[finding.confidence] for finding in judgement.findings]
    assert ranks == sorted(ranks)


UNSAID = st.sampled_from([said for said in KnownSentence if said not in KEY_SENTENCES])
opinion_lists = st.lists(st.builds(SecondOpinion, st.sampled_from(Opinion), answers), max_size=3)


@given(answers, st.sampled_from(Failure), opinion_lists)
@relaxed
def test_no_usable_answer_no_key_problem(
    answer: Answer, failure: Failure, opinions: list[SecondOpinion]
) -> None:
    assert not keyed(of(replace(answer, failure=failure), *opinions))


@given(answers, UNSAID, opinion_lists)
@relaxed
def test_a_middlebox_says_nothing_of_a_key(
    answer: Answer, said: KnownSentence, opinions: list[SecondOpinion]
) -> None:
    somebody = replace(answer, answered_by=AnsweredBy.MIDDLEBOX)
    assert not keyed(of(replace(somebody, said=said), *opinions))
    assert not keyed(of(replace(somebody, product="Squid"), *opinions))


@given(answers, st.integers(500, 599), UNSAID, opinion_lists)
@relaxed
def test_a_fault_of_the_server_is_no_key_problem_without_a_sentence(
    answer: Answer, status: int, said: KnownSentence, opinions: list[SecondOpinion]
) -> None:
    assert not keyed(of(replace(answer, status=status, said=said), *opinions))


@given(answers, UNSAID)
@relaxed
def test_a_page_without_a_sentence_is_no_key_problem(answer: Answer, said: KnownSentence) -> None:
    page = replace(answer, content=Content.HTML, answered_by=AnsweredBy.MIDDLEBOX, said=said)
    assert not keyed(of(page))


@pytest.mark.parametrize("said", KEY_SENTENCES)
@pytest.mark.parametrize("status", [200, 403, 503])
def test_a_page_with_a_sentence_is_no_key_problem_either(said: KnownSentence, status: int) -> None:
    page = Answer(
        "GET", "/patients", status, Content.HTML, AnsweredBy.MIDDLEBOX, "words", said, page=PageKind.OTHER
    )
    assert not keyed(of(page))


@pytest.mark.parametrize("said", SENTENCE)
def test_a_sentence_goes_before_every_status(said: KnownSentence) -> None:
    for status in (*range(200, 600, 1),):
        answer = Answer(
            "GET", "/patients", status, Content.JSON_STRING, AnsweredBy.OPEN_DENTAL, "words", said
        )
        assert of(answer).findings[0].code == SENTENCE[said], status


@pytest.mark.parametrize(
    ("status", "content", "by", "code"),
    [
        (400, Content.JSON_STRING, AnsweredBy.OPEN_DENTAL, "office.unreachable"),
        (400, Content.HTML, AnsweredBy.MIDDLEBOX, "answer.not-open-dental"),
        (401, Content.JSON_STRING, AnsweredBy.OPEN_DENTAL, "key.rejected"),
        (401, Content.EMPTY, AnsweredBy.UNKNOWN, "key.rejected"),
        (401, Content.HTML, AnsweredBy.MIDDLEBOX, "proxy.blocked"),
        (403, Content.JSON_STRING, AnsweredBy.OPEN_DENTAL, "permission.missing"),
        (403, Content.HTML, AnsweredBy.MIDDLEBOX, "proxy.blocked"),
        (404, Content.JSON_STRING, AnsweredBy.OPEN_DENTAL, "answer.resource-unknown"),
        (404, Content.HTML, AnsweredBy.MIDDLEBOX, "answer.not-open-dental"),
        (407, Content.HTML, AnsweredBy.MIDDLEBOX, "proxy.sign-in-required"),
        (410, Content.JSON_STRING, AnsweredBy.OPEN_DENTAL, "answer.gone"),
        (418, Content.JSON_STRING, AnsweredBy.OPEN_DENTAL, "unknown"),
        (429, Content.EMPTY, AnsweredBy.UNKNOWN, "hq.throttled"),
        (451, Content.TEXT, AnsweredBy.UNKNOWN, "proxy.blocked"),
        (500, Content.JSON_STRING, AnsweredBy.OPEN_DENTAL, "hq.unavailable"),
        (502, Content.HTML, AnsweredBy.UNKNOWN, "hq.unavailable"),
        (503, Content.EMPTY, AnsweredBy.UNKNOWN, "econnector.not-running"),
        (503, Content.HTML, AnsweredBy.UNKNOWN, "hq.unavailable"),
        (504, Content.EMPTY, AnsweredBy.UNKNOWN, "office.timeout"),
        (504, Content.HTML, AnsweredBy.MIDDLEBOX, "office.timeout"),
        (511, Content.HTML, AnsweredBy.MIDDLEBOX, "network.captive-portal"),
        (302, Content.EMPTY, AnsweredBy.UNKNOWN, "unknown"),  # to the same host
        (200, Content.JSON_OTHER, AnsweredBy.UNKNOWN, "answer.not-open-dental"),
        (200, Content.EMPTY, AnsweredBy.UNKNOWN, "answer.not-open-dental"),
        (204, Content.EMPTY, AnsweredBy.UNKNOWN, "answer.not-open-dental"),
        (201, Content.JSON_LIST, AnsweredBy.UNKNOWN, "answer.not-open-dental"),
    ],
)
def test_a_status_without_a_sentence(status: int, content: Content, by: AnsweredBy, code: str) -> None:
    html = PageKind.FAILURE if status >= 500 and status != 511 else PageKind.OTHER  # as such pages are read
    page = html if content is Content.HTML else PageKind.NONE
    assert of(Answer("GET", "/patients", status, content, by, page=page)).findings[0].code == code


def test_a_redirect_is_named_by_where_it_leads() -> None:
    sent = Answer("GET", "/patients", 302, Content.EMPTY, AnsweredBy.MIDDLEBOX, redirect_elsewhere=True)
    assert of(sent).findings[0].code == "answer.redirected"
    assert of(replace(sent, page=PageKind.SIGN_IN)).findings[0].code == "network.captive-portal"
    assert (
        of(replace(sent, page=PageKind.BLOCK, product="Cisco Umbrella")).findings[0].code == "proxy.blocked"
    )


@pytest.mark.parametrize("failure", Failure)
def test_every_failure_has_a_cause_of_its_own(failure: Failure) -> None:
    judgement = of(Answer("GET", "/patients", failure=failure))
    assert judgement.findings[0].code.partition(".")[0] in ("network", "proxy", "tls", "answer", "unknown")
    assert (judgement.findings[0].code == "unknown") == (failure is Failure.INTERNAL)


def opinion(what: Opinion, **parts: object) -> SecondOpinion:
    return SecondOpinion(what, replace(Answer("GET", "/x"), **parts))  # type: ignore[arg-type]  # names of its fields


REFUSED = Answer("GET", "/patients", 401, Content.JSON_STRING, AnsweredBy.OPEN_DENTAL, "401 Not Authorized")
MAY_NOT = opinion(Opinion.SECURITYPERMS, status=200, content=Content.JSON_LIST, rights=((READ_ALL, False),))
MAY = opinion(Opinion.SECURITYPERMS, status=200, content=Content.JSON_LIST, rights=((READ_ALL, True),))
HEALTHY = opinion(
    Opinion.KEYLESS, status=400, content=Content.JSON_STRING, answered_by=AnsweredBy.OPEN_DENTAL
)


def test_second_opinions_turn_the_verdict() -> None:
    assert of(REFUSED).findings[0].code == "key.rejected"
    assert of(REFUSED, MAY_NOT).findings[0].code == "permission.missing"
    assert of(REFUSED, MAY_NOT).findings[0].confidence is Confidence.CERTAIN
    assert of(REFUSED, MAY).findings[0].code == "permission.missing"
    assert of(REFUSED, MAY).findings[0].confidence is Confidence.POSSIBLE  # the right is there
    busy = Answer("GET", "/patients", 503, Content.EMPTY, AnsweredBy.UNKNOWN)
    alike = opinion(Opinion.KEYLESS, status=503, content=Content.EMPTY)
    assert of(busy).findings[0].code == "econnector.not-running"
    assert of(busy, HEALTHY).findings[0].code == "econnector.not-running"
    assert of(busy, alike).findings[0].code == "hq.unavailable"
    page = replace(busy, content=Content.HTML, page=PageKind.BALANCER)
    assert of(page).findings[0].code == "hq.unavailable"
    assert of(page, HEALTHY).findings[0].code == "econnector.not-running"


@pytest.mark.parametrize(
    ("content", "by"),
    [
        (Content.EMPTY, AnsweredBy.UNKNOWN),
        (Content.TEXT, AnsweredBy.UNKNOWN),
        (Content.JSON_OTHER, AnsweredBy.UNKNOWN),
        (Content.HTML, AnsweredBy.MIDDLEBOX),
        (Content.JSON_STRING, AnsweredBy.OPEN_DENTAL),
    ],
)
@pytest.mark.parametrize(
    ("control", "answered"),
    [
        (Content.EMPTY, AnsweredBy.UNKNOWN),
        (Content.HTML, AnsweredBy.MIDDLEBOX),
        (Content.JSON_STRING, AnsweredBy.OPEN_DENTAL),
    ],
)
def test_a_403_that_a_call_without_any_key_gets_too_is_not_the_keys(
    content: Content, by: AnsweredBy, control: Content, answered: AnsweredBy
) -> None:
    refused = Answer("GET", "/patients", 403, content, by)
    alike = opinion(Opinion.KEYLESS, status=403, content=control, answered_by=answered)
    for opinions in ((alike,), (alike, MAY)):
        found = of(refused, *opinions).findings
        assert found[0].code in ("proxy.blocked", "unknown")
        assert not [one.code for one in found if one.code.startswith(("permission.", "key."))]
        if content is not Content.HTML:
            assert any(
                "without any key is refused too" in Translator().translate(line) for line in found[0].because
            )
    # a sentence about the right, and the key's own list of rights, are evidence of another kind
    said = replace(refused, content=Content.JSON_STRING, answered_by=AnsweredBy.OPEN_DENTAL)
    assert of(replace(said, said=KnownSentence.NO_PERMISSION), alike).findings[0].code == "permission.missing"
    assert of(said, alike, MAY_NOT).findings[0].code == "permission.missing"
    assert of(said, HEALTHY).findings[0].code == "permission.missing"


@pytest.mark.parametrize("status", [*range(520, 531), 561])
def test_a_status_of_those_in_front_of_servers_is_the_servers_failure(status: int) -> None:
    for content in (Content.EMPTY, Content.TEXT, Content.JSON_OTHER):
        assert of(Answer("GET", "/patients", status, content, AnsweredBy.UNKNOWN)).findings[0].code == (
            "hq.unavailable"
        )


@pytest.mark.parametrize("status", [200, 403, 500, 502, 503, 520, 599])
def test_a_servers_own_page_about_its_failure_goes_before_a_filter(status: int) -> None:
    page = Answer("GET", "/patients", status, Content.HTML, AnsweredBy.UNKNOWN, page=PageKind.FAILURE)
    found = of(page, HEALTHY).findings
    assert found[0].code == "hq.unavailable"
    assert "proxy.blocked" not in [one.code for one in found]


def test_a_servers_own_page_is_open_dentals_on_the_hosted_way_alone() -> None:
    page = Answer("GET", "/patients", 503, Content.HTML, AnsweredBy.UNKNOWN, page=PageKind.FAILURE)
    for mode in (Mode.API_SERVICE, Mode.LOCAL):
        assert [one.code for one in judge(Evidence(mode, probe=page)).findings] == ["answer.not-open-dental"]
    # a gateway that waited in vain says so of the office
    assert of(replace(page, status=504)).findings[0].code == "office.timeout"


@pytest.mark.parametrize("status", [401, 403])
@pytest.mark.parametrize("page", [PageKind.NONE, PageKind.OTHER])
def test_a_web_page_that_refuses_is_not_the_keys_whoever_sent_it(status: int, page: PageKind) -> None:
    refused = Answer("GET", "/patients", status, Content.HTML, AnsweredBy.OPEN_DENTAL, page=page)
    assert [one.code for one in of(refused).findings] == ["proxy.blocked"]


@pytest.mark.parametrize("said", KEY_SENTENCES)
@pytest.mark.parametrize("status", [400, 401, 403])
def test_a_products_mark_silences_a_sentence(said: KnownSentence, status: int) -> None:
    answer = Answer(
        "GET", "/patients", status, Content.JSON_OTHER, AnsweredBy.UNKNOWN, "words", said, product="Squid"
    )
    assert of(answer).findings[0].code == "proxy.blocked"
    assert of(replace(answer, product=None)).findings[0].code == SENTENCE[said]


@pytest.mark.parametrize(
    ("took_ms", "verdict"),
    [(9_999, Verdict.CONNECTED), (10_000, Verdict.WARNINGS), (20_000, Verdict.WARNINGS)],
)
def test_slow_is_from_ten_seconds_on(took_ms: int, verdict: Verdict) -> None:
    # programs give up after 30 seconds and less (facts, section 3.3): the number itself is the promise
    good = Answer("GET", "/patients", 200, Content.JSON_LIST, AnsweredBy.OPEN_DENTAL, rows=0, took_ms=took_ms)
    assert of(good).verdict is verdict


def test_a_filters_page_is_no_healthy_control() -> None:
    blocked = opinion(Opinion.KEYLESS, status=403, content=Content.HTML, answered_by=AnsweredBy.MIDDLEBOX)
    seen = CaseView(REFUSED, Evidence(Mode.REMOTE, probe=REFUSED, opinions=(blocked,)))
    assert not seen.keyless_healthy


@pytest.mark.parametrize(
    ("problem", "code", "exit_code"),
    [
        (KeyProblem.MISSING, "key.missing", 3),
        (KeyProblem.DEVELOPER_MISSING, "key.missing", 3),
        (KeyProblem.MALFORMED, "key.malformed", 2),
        (KeyProblem.DEVELOPER_MALFORMED, "key.malformed", 2),
        (KeyProblem.IS_DEVELOPER_KEY, "key.is-developer-key", 2),
    ],
)
def test_a_key_problem_comes_first_and_what_is_broken_after_it(
    problem: KeyProblem, code: str, exit_code: int
) -> None:
    broken = CheckResult(CheckId.PREREQ_PORT, Status.FAILED, T("refused"), Code.NETWORK_REFUSED)
    judgement = judge(Evidence(Mode.REMOTE, (broken,), key_problem=problem))
    assert [f.code for f in judgement.findings] == [code, "network.refused"]
    assert (judgement.verdict, judgement.exit_code) == (Verdict.FAILED, exit_code)


def test_a_broken_network_is_the_cause_and_nothing_is_said_of_the_key() -> None:
    checks = (
        CheckResult(CheckId.PREREQ_NAME, Status.FAILED, T(Code.UNKNOWN), Code.NETWORK_OFFLINE),
        CheckResult(CheckId.PREREQ_PORT, Status.BLOCKED, T("waits"), blocked_by=CheckId.PREREQ_NAME),
    )
    judgement = judge(Evidence(Mode.REMOTE, checks))
    assert [f.code for f in judgement.findings] == ["network.offline"]
    assert judgement.findings[0].because == (T("unknown"),)


@pytest.mark.parametrize("how", Disowned)
def test_a_key_of_another_practice_is_the_cause_whatever_became_of_it(how: Disowned) -> None:
    good = Answer("GET", "/patients", 200, Content.JSON_LIST, AnsweredBy.OPEN_DENTAL, rows=0)
    evidence = Evidence(Mode.REMOTE, (WARNED,), probe=good, disowned=how)
    judgement = judge(evidence)
    assert [f.code for f in judgement.findings] == ["key.other-office", "clock.skewed"]
    assert (judgement.verdict, judgement.exit_code) == (Verdict.FAILED, 3)
    assert judgement.findings[0].confidence is Confidence.CERTAIN
    refused = judge(replace(evidence, probe=replace(good, status=401, content=Content.JSON_STRING)))
    assert refused.findings[0].code == "key.rejected"  # who answers no call opens nothing
    told = {state.layer: state.status for state in layers(evidence, judgement)}
    assert told[Layer.OFFICE] is Status.FAILED
    assert {told[Layer.OPEN_DENTAL], told[Layer.KEY], told[Layer.RIGHT]} == {Status.PASSED}


def test_without_a_live_call_nothing_is_claimed() -> None:
    judgement = judge(Evidence(Mode.REMOTE, (CheckResult(CheckId.PREREQ_NAME, Status.PASSED, T("found")),)))
    assert (judgement.verdict, judgement.findings, judgement.exit_code) == (Verdict.INCOMPLETE, (), 0)


@given(evidences)
@relaxed
def test_the_layers_agree_with_the_judgement(evidence: Evidence) -> None:
    judgement = judge(evidence)
    states = layers(evidence, judgement)
    assert [state.layer for state in states[-4:]] == list(_CALL)
    assert len({state.layer for state in states}) == len(states)
    call = [state.status for state in states[-4:]]
    if evidence.probe is None:
        assert call == [Status.BLOCKED] * 4
    elif evidence.probe.succeeded:
        assert call == [Status.PASSED] * 4
    else:
        place = call.index(Status.FAILED)
        assert call.count(Status.FAILED) == 1
        assert set(call[:place]) <= {Status.PASSED, Status.UNKNOWN}
        assert set(call[place + 1 :]) <= {Status.BLOCKED}
    assert all(Translator().translate(state.text) for state in states)


def test_a_proxy_setting_that_cannot_be_used_is_where_the_connection_ends() -> None:
    why = T("The proxy setting is no address.")
    checks = (
        CheckResult(CheckId.PREREQ_PROXY, Status.FAILED, why, Code.PROXY_BAD_SETTING),
        CheckResult(CheckId.PREREQ_NAME, Status.PASSED, T("found")),
        CheckResult(CheckId.PREREQ_PORT, Status.BLOCKED, T("waits"), blocked_by=CheckId.PREREQ_PROXY),
    )
    evidence = Evidence(Mode.REMOTE, checks)
    shown = {state.layer: (state.status, state.text) for state in layers(evidence, judge(evidence))}
    assert shown[Layer.CONNECTION] == (Status.FAILED, why)
    assert shown[Layer.NAME] == (Status.PASSED, T("found"))


def test_every_rule_says_why_and_names_causes_of_the_catalogue() -> None:
    for rule in RULES:
        assert rule.reason.endswith(".")
        ranks = [RANK[confidence] for _, confidence in rule.causes]
        assert ranks == sorted(ranks)
        assert {code for code, _ in rule.causes} <= set(CODES)


def test_every_sentence_and_every_failure_has_one_rule() -> None:
    assert len(SENTENCES) == len(SENTENCE)
    assert set(SENTENCE) == set(KnownSentence) - {KnownSentence.NOTHING, KnownSentence.NO_PERMISSION}
    assert len(NO_ANSWER) == len(Failure)


def test_throttling_that_open_dental_documents_is_certain() -> None:
    assert (
        of(Answer("GET", "/patients", 429, Content.EMPTY, AnsweredBy.UNKNOWN)).findings[0].confidence
        is Confidence.CERTAIN
    )


def test_the_parts_of_the_list_are_asked_in_their_order() -> None:
    assert RULES[:-1] == (
        *INSIDE,
        *SILENCE,
        *CLOCK,
        *AUTHORITIES,
        *NO_ANSWER,
        *SENTENCES,
        *SOMEBODY_ELSE,
        *STATUSES,
        *REST,
    )
    assert RULES[-1].causes == (("unknown", Confidence.POSSIBLE),)


@pytest.mark.parametrize("mode", list(Mode))
def test_inside_the_office_an_old_answer_about_a_key_stays_for_six_hours(mode: Mode) -> None:
    answer = Answer(
        "GET", "/patients", 401, Content.JSON_STRING, AnsweredBy.OPEN_DENTAL, said=KnownSentence.NOT_ASSIGNED
    )
    found = judge(Evidence(mode, probe=answer)).findings[0]
    said = explain(found, Catalogue(), catalogue_values(GENERIC, mode))
    if mode is Mode.REMOTE:
        assert (found.wait_s, said.wait_s) == (None, 900)
    else:
        assert (found.wait_s, said.wait_s) == (21_600, 21_600)
        assert "Local API" in Translator().translate(said.wait_why or T(""))


def test_only_what_is_about_the_key_is_remembered_there() -> None:
    silent = Answer("GET", "/patients", failure=Failure.NO_ANSWER)
    assert all(found.wait_s is None for found in judge(Evidence(Mode.LOCAL, probe=silent)).findings)


def test_a_card_does_not_say_twice_why_it_takes_six_hours() -> None:
    for sentence in (KnownSentence.DISABLED_BY_CUSTOMER, KnownSentence.DISABLED_BY_DEVELOPER):
        answer = Answer("GET", "/patients", 401, Content.JSON_STRING, AnsweredBy.OPEN_DENTAL, said=sentence)
        found = judge(Evidence(Mode.LOCAL, probe=answer)).findings[0]
        said = explain(found, Catalogue(), catalogue_values(GENERIC, Mode.LOCAL))
        spoken = Translator().translate(said.meaning)
        assert said.wait_s == 21_600
        assert ("Local API" in spoken) is (said.wait_why is None)
