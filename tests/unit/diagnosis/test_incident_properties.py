"""What holds of an incident whatever was seen."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.looks import (
    BEGAN,
    DOWN,
    FULL,
    ROOM,
    RUNNING,
    STARTING,
    STOPPED,
    TIMEOUT,
    WELL,
    followed,
    look,
)
from tests.unit.diagnosis.test_judge_properties import evidences
from wizard.core.codes import CheckId, Family
from wizard.core.evidence import Evidence, Status
from wizard.core.text import Translator
from wizard.diagnosis.clock_words import Moment
from wizard.diagnosis.incident import Incident
from wizard.diagnosis.judge import Verdict, judge

if TYPE_CHECKING:
    from wizard.diagnosis.cure import Cure

UNSEEN = (Status.BLOCKED, Status.UNKNOWN, Status.SKIPPED, Status.CRASHED)
WELL_AGAIN = (Verdict.CONNECTED, Verdict.WARNINGS)


@st.composite
def courses(draw: st.DrawFn) -> list[Evidence]:
    """Some looks of any kind, and looks at an office whose service, drive and answer change."""
    office = st.builds(
        look,
        st.sampled_from((DOWN, TIMEOUT, None)),
        st.sampled_from((STOPPED, STARTING, RUNNING)),
        st.sampled_from((FULL, ROOM)),
    )
    looks = draw(st.lists(st.one_of(office, office, evidences()), min_size=1, max_size=6))
    return [*looks, draw(st.sampled_from((look(WELL, RUNNING, ROOM), look(WELL))))]


def cure_of(looks: list[Evidence]) -> Cure | None:
    return followed(*looks)[-1]


@settings(max_examples=100)
@given(courses())
def test_a_cure_comes_with_each_look_that_connects_after_one_that_failed_and_with_no_other(
    looks: list[Evidence],
) -> None:
    failed = False
    for evidence, cure in zip(looks, followed(*looks), strict=True):
        verdict = judge(evidence).verdict
        assert (cure is not None) is (failed and verdict in WELL_AGAIN)
        if not evidence.interrupted:
            failed = verdict is Verdict.FAILED or (failed and verdict not in WELL_AGAIN)


@settings(max_examples=100)
@given(courses())
def test_whatever_is_proved_flipped_alone_and_is_gone(looks: list[Evidence]) -> None:
    cure = cure_of(looks)
    if cure is None or cure.proven is None:
        return
    others = {flip.check for flip in cure.flips} - {CheckId.LIVE_PATIENTS}
    answers = [flip for flip in cure.flips if flip.check is CheckId.LIVE_PATIENTS]
    assert len(others) <= 1
    # the same cause may be answered in two ways, before it is healed
    assert all(flip.after in (None, flip.before) for flip in answers)
    assert [flip.after for flip in answers].count(None) <= 1
    assert cure.flips
    found = {code for evidence in looks[:-1] for code in codes(evidence)}
    assert cure.proven in found - {one.code for one in looks[-1].checks}
    assert cure.proven.family is not Family.CONNECTED


def codes(evidence: Evidence) -> set[object]:
    return {f.code for f in judge(evidence).findings} | {c.code for c in evidence.checks}


@settings(max_examples=100)
@given(courses(), st.sampled_from(UNSEEN), st.sampled_from(UNSEEN))
def test_how_something_was_not_seen_makes_no_flip(looks: list[Evidence], one: Status, other: Status) -> None:
    def flips(status: Status) -> object:
        cure = cure_of([
            replace(
                evidence,
                checks=tuple(
                    replace(c, status=status, code=None) if c.status in UNSEEN else c for c in evidence.checks
                ),
            )
            for evidence in looks
        ])  # fmt: skip
        return cure and [(flip.check, flip.at) for flip in cure.flips]

    assert flips(one) == flips(other)


@settings(max_examples=100)
@given(courses(), st.integers(0, 60_000), st.integers(0, 60_000))
def test_time_that_things_take_makes_no_flip(looks: list[Evidence], one: int, other: int) -> None:
    def flips(ms: int) -> object:
        cure = cure_of([
            replace(
                evidence,
                checks=tuple(replace(c, took_ms=ms) for c in evidence.checks),
                probe=evidence.probe and replace(evidence.probe, took_ms=ms % 9000),
            )
            for evidence in looks
        ])  # fmt: skip
        return cure and (cure.flips, cure.proven)

    assert flips(one) == flips(other)


@settings(max_examples=100)
@given(courses())
def test_looking_more_often_proves_the_same(looks: list[Evidence]) -> None:
    """Each look twice: what was seen is the same, so what it proves is the same."""
    once, twice = cure_of(looks), cure_of([each for one in looks[:-1] for each in (one, one)] + looks[-1:])
    assert (once and once.proven) == (twice and twice.proven)


@settings(max_examples=100)
@given(courses(), st.floats(-1e6, 1e6))
def test_a_card_speaks_whole_sentences_with_times_of_its_own_looks(
    looks: list[Evidence], jump: float
) -> None:
    incident, cure = Incident(), None
    for number, evidence in enumerate(looks):
        at = BEGAN + timedelta(seconds=30 * number + (jump if number else 0))
        _, cure = incident.follow(evidence, judge(evidence), at)
    if cure is None:
        return
    assert cure.minutes >= 0
    say = Translator().translate
    for text in (*cure.texts, *cure.said(lambda at: at.isoformat())):
        assert say(text).endswith(".")
        assert "{" not in say(text)
    moments = [v for text in cure.texts for v in text.args.values() if isinstance(v, Moment)]
    assert {moment.at for moment in moments} <= {flip.at for flip in cure.flips}
