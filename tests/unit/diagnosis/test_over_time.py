"""Findings from look to look: what is new, different or gone, and since when the rest stands."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wizard.core.cause import Confidence, Finding, Who
from wizard.core.codes import Code
from wizard.core.text import N, T
from wizard.diagnosis.judge import Judgement, Verdict
from wizard.diagnosis.over_time import Changes, FindingsFollowed, Standing

NOON = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)
STOPPED = Code.ECONNECTOR_NOT_RUNNING
SEEN = T("The eConnector is stopped on this PC.")


def later(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


def judged(*findings: Finding) -> Judgement:
    return Judgement(Verdict.FAILED, findings, 3)


def finding(code: Code = STOPPED, *because: object, **more: object) -> Finding:
    return Finding(code, Confidence.LIKELY, because or (SEEN,), **more)  # type: ignore[arg-type]  # texts


def second(first: Finding, then: Finding) -> Changes:
    followed = FindingsFollowed()
    followed.follow(judged(first), NOON)
    return followed.follow(judged(then), later(1))


def test_what_is_seen_first_is_new() -> None:
    changes = FindingsFollowed().follow(judged(finding(), finding(Code.OFFICE_TIMEOUT)), NOON)
    assert changes.new == (STOPPED, Code.OFFICE_TIMEOUT)
    assert changes.standing == (Standing(STOPPED, NOON), Standing(Code.OFFICE_TIMEOUT, NOON))
    assert changes.any


def test_what_stays_the_same_is_the_same_since_it_began() -> None:
    changes = second(finding(), finding())
    assert not changes.any
    assert changes.standing == (Standing(STOPPED, NOON),)


def test_what_flaps_begins_anew() -> None:
    followed = FindingsFollowed()
    followed.follow(judged(finding()), NOON)
    assert followed.follow(judged(), later(1)) == Changes(gone=(STOPPED,))
    assert followed.follow(judged(finding()), later(2)).standing == (Standing(STOPPED, later(2)),)


@pytest.mark.parametrize(
    "then",
    [
        finding(STOPPED, SEEN, T("Open Dental said so in its own words.")),
        finding(who=(Who.IT,)),
        finding(wait_s=7),
        Finding(STOPPED, Confidence.CERTAIN, (SEEN,)),
    ],
    ids=["reasons", "who", "wait", "confidence"],
)
def test_what_is_seen_otherwise_has_changed_and_stands_since_it_began(then: Finding) -> None:
    changes = second(finding(), then)
    assert (changes.new, changes.changed, changes.gone) == ((), (STOPPED,), ())
    assert changes.standing == (Standing(STOPPED, NOON),)


@pytest.mark.parametrize(
    ("code", "one", "other"),
    [
        (Code.CONNECTED, T("A list, in {ms} ms.", ms=80), T("A list, in {ms} ms.", ms=95)),
        (Code.OFFICE_DISK_FULL, T("{free} GB left.", free=0.8), T("{free} GB left.", free=0.7)),
        (Code.CLOCK_SKEWED, N("{n} minute", "{n} minutes", 12), N("{n} minute", "{n} minutes", 13)),
        (Code.NETWORK_SLOW_NAMES, N("{n} second", "{n} seconds", 3), N("{n} second", "{n} seconds", 5)),
    ],
)
def test_a_number_that_moves_by_itself_changes_nothing(code: Code, one: object, other: object) -> None:
    assert not second(finding(code, one), finding(code, other)).any


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (T("{who} answered ({status}).", who="Squid", status=403),
         T("{who} answered ({status}).", who="Squid", status=503)),
        (T("{who} answered ({status}).", who="Squid", status=403),
         T("{who} answered ({status}).", who="Zscaler", status=403)),
        (N("{n} eConnector", "{n} eConnectors", 2), N("{n} eConnector", "{n} eConnectors", 3)),
        (T("{one}", one=T("It runs.")), T("{one}", one=T("It is stopped."))),
    ],
)  # fmt: skip
def test_what_tells_something_is_a_change(one: object, other: object) -> None:
    assert second(finding(STOPPED, one), finding(STOPPED, other)).changed == (STOPPED,)


@pytest.mark.parametrize(("one", "other", "changed"), [(7, 6, False), (3600, 3585, False), (7, 3600, True)])
def test_a_wait_that_gets_shorter_is_the_same_wait(one: int, other: int, changed: bool) -> None:
    assert second(finding(wait_s=one), finding(wait_s=other)).any is changed


def test_a_record_holds_codes_and_times() -> None:
    followed = FindingsFollowed()
    pacific = timezone(timedelta(hours=-8))
    changes = followed.follow(judged(finding()), datetime(2026, 11, 27, 13, 21, 7, 9, tzinfo=pacific))
    assert changes.as_record() == {
        "new": ["econnector.not-running"],
        "changed": [],
        "gone": [],
        "standing": [{"code": "econnector.not-running", "since": "2026-11-27T21:21:07Z"}],
    }


@pytest.mark.parametrize(
    "at",
    [datetime.max, datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14)))],  # noqa: DTZ901 - such a clock
)
def test_a_clock_at_an_end_of_the_calendar_is_told_as_it_stands(at: datetime) -> None:
    record = FindingsFollowed().follow(judged(finding()), at).as_record()
    assert record["standing"] == [
        {
            "code": "econnector.not-running",
            "since": f"{at.replace(tzinfo=None).isoformat(timespec='seconds')}Z",
        }
    ]


CODES = st.lists(st.lists(st.sampled_from(Code), unique=True, max_size=4), min_size=1, max_size=8)


@settings(max_examples=100)
@given(CODES)
def test_since_is_the_first_look_of_an_unbroken_row(looks: list[list[Code]]) -> None:
    followed = FindingsFollowed()
    before: set[Code] = set()
    for number, codes in enumerate(looks):
        changes = followed.follow(judged(*map(finding, codes)), later(number))
        assert set(changes.new) == set(codes) - before
        assert set(changes.gone) == before - set(codes)
        assert [code for code, _ in changes.standing] == codes
        for code, since in changes.standing:
            start = number
            while start and code in looks[start - 1]:
                start -= 1
            assert since == later(start)
        before = set(codes)
