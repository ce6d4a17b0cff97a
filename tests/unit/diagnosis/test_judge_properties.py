"""What holds of judgement for any evidence at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import example, given, settings
from hypothesis import strategies as st

from wizard.core.cause import Confidence
from wizard.core.codes import CheckId, Code
from wizard.core.evidence import (
    Answer,
    AnsweredBy,
    CheckResult,
    Content,
    Evidence,
    Failure,
    KeyProblem,
    Opinion,
    PageKind,
    SecondOpinion,
    Status,
)
from wizard.core.mode import Mode
from wizard.core.sentences import KnownSentence
from wizard.core.text import T, Translator, unmarked
from wizard.diagnosis.judge import MOST, Judgement, Verdict, judge
from wizard.store.catalogue import Catalogue

if TYPE_CHECKING:
    from collections.abc import Callable

# each layer of the way, in its order, with the causes that its check may name
WAY = (
    (CheckId.PREREQ_PROXY, (Code.PROXY_BAD_SETTING,)),
    (
        CheckId.PREREQ_NAME,
        (
            Code.NETWORK_OFFLINE,
            Code.NETWORK_NAME_BLOCKED,
            Code.NETWORK_CAPTIVE_PORTAL,
            Code.PROXY_UNREACHABLE,
        ),
    ),
    (
        CheckId.PREREQ_PORT,
        (
            Code.NETWORK_OFFLINE,
            Code.NETWORK_REFUSED,
            Code.NETWORK_UNREACHABLE,
            Code.PROXY_UNREACHABLE,
            Code.PROXY_BLOCKED,
            Code.PROXY_SIGN_IN_REQUIRED,
        ),
    ),
    (
        CheckId.PREREQ_SECURE_CHANNEL,
        (
            Code.TLS_INTERCEPTED,
            Code.TLS_CLOCK,
            Code.TLS_WRONG_HOST,
            Code.TLS_EXPIRED,
            Code.TLS_HANDSHAKE,
            Code.NETWORK_CAPTIVE_PORTAL,
        ),
    ),
)
BEHIND = ("key.", "permission.", "api.", "econnector.", "office.", "cloud.", "hq.", "answer.", "request.")
"""Families of what lies behind the secure channel."""
BESIDE = (Code.CLOCK_SKEWED, Code.CHECK_CRASHED)
"""Warnings, told after the cause whatever its confidence."""
THE_KEYS = ("key.", "permission.", "api.")
KEY_SENTENCES = {
    KnownSentence.NOT_ASSIGNED,
    KnownSentence.DISABLED_BY_CUSTOMER,
    KnownSentence.DISABLED_BY_DEVELOPER,
    KnownSentence.DISABLED_BY_OPEN_DENTAL,
    KnownSentence.DEVELOPER_KEY,
    KnownSentence.API_OFF,
    KnownSentence.NO_PERMISSION,
}

STATUSES = st.one_of(
    st.none(),
    st.sampled_from((200, 204, 301, 302, 307, 400, 401, 403, 404, 407, 410, 418, 429, 451)),
    st.sampled_from((500, 502, 503, 504, 507, 511)),
    st.integers(100, 599),
)
RIGHTS = st.lists(
    st.tuples(st.sampled_from(("ApiReadAll", "ApiComm", "ApiQueries")), st.booleans()), max_size=3
)


def answers(failures: st.SearchStrategy[Failure | None]) -> st.SearchStrategy[Answer]:
    """Any answer, the impossible ones included."""
    return st.builds(
        Answer,
        method=st.just("GET"),
        path=st.just("/patients"),
        status=STATUSES,
        content=st.sampled_from(Content),
        answered_by=st.sampled_from(AnsweredBy),
        server_text=st.none() | st.text(max_size=20),
        said=st.sampled_from(KnownSentence),
        rows=st.none() | st.integers(0, 5),
        took_ms=st.integers(0, 70_000),
        failure=failures,
        page=st.sampled_from(PageKind),
        product=st.sampled_from((None, None, "Squid", "Zscaler")),
        retry_after_s=st.none() | st.integers(0, 86_400),
        clock_ahead_s=st.none() | st.floats(-1e6, 1e6),
        redirect_elsewhere=st.booleans(),
        proxied=st.booleans(),
        http_sys=st.booleans(),
        rights=RIGHTS.map(tuple),
    )


ANY_ANSWER = answers(st.none() | st.sampled_from(Failure))
OPINIONS = st.lists(st.builds(SecondOpinion, st.sampled_from(Opinion), ANY_ANSWER), max_size=2).map(tuple)


@st.composite
def ways(draw: st.DrawFn) -> tuple[CheckResult, ...]:
    """The checks of the way: good as far as one that failed, and blocked behind it."""
    broken = draw(st.integers(0, len(WAY)))
    results = []
    for number, (identity, codes) in enumerate(WAY):
        if number < broken:
            status = draw(st.sampled_from((Status.PASSED, Status.SKIPPED, Status.UNKNOWN)))
            results.append(CheckResult(identity, status, T("Well.")))
        elif number == broken:
            code = draw(st.sampled_from(codes))
            results.append(CheckResult(identity, Status.FAILED, T("Not well."), code))
        else:
            results.append(CheckResult(identity, Status.BLOCKED, T("Blocked."), blocked_by=WAY[broken][0]))
    clock = draw(st.sampled_from((Status.PASSED, Status.WARNED, Status.UNKNOWN, Status.CRASHED)))
    warning = {Status.WARNED: Code.CLOCK_SKEWED, Status.CRASHED: Code.CHECK_CRASHED}.get(clock)
    if broken < len(WAY):
        return (
            *results,
            CheckResult(CheckId.PREREQ_CLOCK, Status.BLOCKED, T("Blocked."), blocked_by=WAY[broken][0]),
        )
    return (*results, CheckResult(CheckId.PREREQ_CLOCK, clock, T("Looked at."), warning))


def _ended(checks: tuple[CheckResult, ...]) -> bool:
    return any(result.status is Status.FAILED for result in checks)


@st.composite
def evidences(draw: st.DrawFn) -> Evidence:
    """Any evidence of a run: where the way is broken no call was made, as the run sees to."""
    checks = draw(ways())
    problem = draw(st.none() | st.sampled_from(KeyProblem))
    called = not _ended(checks) and problem is None
    return Evidence(
        draw(st.sampled_from(Mode)),
        checks,
        probe=draw(ANY_ANSWER) if called else None,
        opinions=draw(OPINIONS) if called else (),
        key_problem=problem,
        key_detail=T("A detail.") if problem and draw(st.booleans()) else None,
        interrupted=draw(st.booleans()),
    )


def key_evidence(evidence: Evidence) -> bool:
    """Whether anything that was seen is about the key: said by Open Dental, or its status for keys."""
    answer = evidence.probe
    if evidence.key_problem is not None:
        return True
    if answer is None or answer.failure is not None or answer.answered_by is AnsweredBy.MIDDLEBOX:
        return False
    if answer.content is Content.HTML or answer.product is not None:
        return False
    if answer.status == 200 and answer.content is not Content.JSON_STRING:
        return False
    return answer.said in KEY_SENTENCES or answer.status in (401, 403)


def holds(test: Callable[[Evidence], None]) -> Callable[[], None]:
    """A property of any evidence."""
    return settings(max_examples=150)(given(evidences())(test))


def _codes(judgement: Judgement) -> list[str]:
    return [finding.code for finding in judgement.findings]


@holds
def test_there_is_a_cause_with_a_reason(evidence: Evidence) -> None:
    judgement = judge(evidence)
    if judgement.verdict is Verdict.INCOMPLETE and not judgement.findings:
        # left out on purpose or stopped, and nothing failed so far: there is nothing to be named
        assert evidence.probe is None
        assert not _ended(evidence.checks)
        return
    assert 0 < len(judgement.findings) <= MOST
    say = Translator().translate
    assert any(unmarked(say(reason)).strip() for reason in judgement.findings[0].because)


@holds
def test_every_cause_is_in_the_catalogue_and_named_once(evidence: Evidence) -> None:
    found = _codes(judge(evidence))
    assert set(found) <= set(Catalogue().codes())
    assert len(set(found)) == len(found)


@holds
@example(
    Evidence(
        Mode.REMOTE,
        probe=Answer(
            "GET",
            "/patients",
            407,
            Content.JSON_STRING,
            AnsweredBy.MIDDLEBOX,
            said=KnownSentence.NOT_ASSIGNED,
        ),
    )
)
def test_nothing_is_called_the_keys_without_evidence_of_it(evidence: Evidence) -> None:
    if not key_evidence(evidence):
        assert not [code for code in _codes(judge(evidence)) if code.startswith(THE_KEYS)]


@holds
def test_what_lies_behind_a_broken_layer_is_not_judged(evidence: Evidence) -> None:
    failed = next((result for result in evidence.checks if result.status is Status.FAILED), None)
    if failed is None:
        return
    found = [finding.code for finding in judge(evidence).findings]
    if evidence.key_problem is not None:  # told before any call, whatever else is broken
        assert found.pop(0).startswith("key.")
    assert found[0] == failed.code
    assert not [code for code in found if code.startswith(BEHIND)]


@holds
def test_a_call_without_an_answer_says_nothing_about_the_key(evidence: Evidence) -> None:
    answer = evidence.probe
    if answer is not None and answer.failure is not None:
        judgement = judge(evidence)
        assert not judgement.findings[0].code.startswith((*THE_KEYS, "connected", "hq.", "econnector."))
        assert not [code for code in _codes(judgement) if code.startswith(THE_KEYS)]


@holds
def test_the_likeliest_comes_first_and_a_success_is_only_a_list(evidence: Evidence) -> None:
    judgement = judge(evidence)
    order = list(Confidence)
    assert order.index(judgement.findings[0].confidence) <= min(
        order.index(finding.confidence) for finding in judgement.findings if finding.code not in BESIDE
    )
    good = judgement.verdict in (Verdict.CONNECTED, Verdict.WARNINGS)
    assert good is bool(evidence.probe and evidence.probe.succeeded)
    assert good is _codes(judgement)[0].startswith("connected")


@holds
def test_the_same_evidence_is_judged_the_same(evidence: Evidence) -> None:
    assert judge(evidence) == judge(evidence)
