"""Versions, the way through the wizard, pictures tied to steps, known sentences, the reference."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wizard.core.reference import LETTERS, new_reference
from wizard.core.version import Version, VersionRange
from wizard.pointer.tie import tie
from wizard.ui.flow import STEPS, History, StepId

PARTS = st.lists(st.integers(0, 99999), min_size=2, max_size=4)


@given(PARTS)
@settings(deadline=None)
def test_a_version_is_read_and_written(parts: list[int]) -> None:
    text = ".".join(map(str, parts))
    assert str(Version.parse(f" {text}\n")) == text
    assert Version.parse(text).parts == tuple(parts)


@pytest.mark.parametrize(
    "text", ["", "24", "24.", ".3", "24.3.1.2.3", "v24.3", "24.3a", "24 3", "-1.2", "123456.1", "24..3"]
)
def test_no_version(text: str) -> None:
    with pytest.raises(ValueError, match=r"expected a version such as 24\.3"):
        Version.parse(text)


def test_versions_compare_part_by_part() -> None:
    order = [Version.parse(v) for v in ("9.9", "21.3", "21.10", "24.2.44", "24.2.45", "24.2.45.1", "24.3")]
    assert order == sorted(order, key=lambda v: v)
    assert all(a < b for a, b in pairwise(order))


@pytest.mark.parametrize(
    ("since", "until", "version", "held"),
    [
        (None, None, "1.0", True),
        ("24.2.45", None, "24.2.45", True),
        ("24.2.45", None, "24.2.45.0", True),
        ("24.2.45", None, "24.2.44.9", False),
        ("24.2.45", None, "24.2", False),
        (None, "23.2", "23.2.99.9", True),
        (None, "23.2", "23.2", True),
        (None, "23.2", "23.3.0", False),
        (None, "23.2.5", "23.2.6", False),
        (None, "23.2.5", "23.2.5.9", True),
        ("21.4", "23.2", "22.1", True),
        ("21.4", "23.2", "21.3.99", False),
    ],
)
def test_a_range_of_versions(since: str | None, until: str | None, version: str, held: bool) -> None:
    wanted = VersionRange(Version.parse(since) if since else None, Version.parse(until) if until else None)
    assert (Version.parse(version) in wanted) is held


@given(PARTS, PARTS, PARTS)
@settings(deadline=None)
def test_a_range_holds_both_its_ends(a: list[int], b: list[int], c: list[int]) -> None:
    (first, last), other = sorted((tuple(a), tuple(b))), tuple(c)
    wanted = VersionRange(Version(first), Version(last))
    assert Version(first) in wanted
    assert Version(last) in wanted
    assert (Version(other) in wanted) == (first <= other and other[: len(last)] <= last)


def test_the_steps_are_distinct_and_named() -> None:
    assert [step.id for step in STEPS] == list(StepId)
    assert len({step.name.msgid for step in STEPS}) == len(STEPS)


def test_forward_takes_every_step_and_stays_on_the_last() -> None:
    history = History()
    walked = [history.here, *(history.forward() for _ in range(len(STEPS) + 2))]
    assert walked[: len(STEPS)] == list(StepId)
    assert walked[len(STEPS) :] == [StepId.RESULT] * 3


def test_back_skips_the_live_test_because_it_runs_by_itself() -> None:
    history = History()
    for _ in range(4):
        history.forward()
    assert history.here is StepId.RESULT
    assert [history.back() for _ in range(4)] == [StepId.KEY, StepId.OFFICE, StepId.WELCOME, StepId.WELCOME]
    assert not history.can_go_back


def test_a_step_that_was_jumped_over_is_not_gone_back_to() -> None:
    history = History()
    history.to(StepId.KEY)
    history.to(StepId.RESULT)
    assert [history.back(), history.back()] == [StepId.KEY, StepId.WELCOME]


@given(st.lists(st.one_of(st.sampled_from(StepId), st.sampled_from(["forward", "back"])), max_size=40))
@settings(deadline=None)
def test_a_history_has_no_loops_and_ends(moves: list[str]) -> None:
    history = History()
    for move in moves:
        match move:
            case "forward":
                history.forward()
            case "back":
                history.back()
            case _:
                assert history.to(StepId(move)) is StepId(move) is history.here
    seen = [history.here]
    while history.can_go_back:
        seen.append(history.back())
        assert len(seen) <= len(StepId) + 1
    assert len(set(seen[1:])) == len(seen[1:])


@pytest.mark.parametrize(
    ("steps", "labels", "ties"),
    [
        ([], [], []),
        (["one"], ["Setup"], [0]),
        (["Open **Setup**", "Click **Add Key**"], ["Setup", "Add Key"], [0, 1]),
        (["Open **Setup**, then **API**", "Click **OK**"], ["Setup", "API", "OK"], [0, 0, 1]),
        (["Open **Setup**", "Click **OK**"], ["Main menu", "Setup", "Nobody", "OK"], [0, 0, 0, 1]),
        (["Click **OK**", "Open **Setup**", "Click **OK**"], ["Setup", "OK"], [1, 2]),
        (["Click ** OK **"], ["OK"], [0]),
        (["Click OK", "Click **OK**"], ["OK"], [1]),
        (["**A**", "**B**"], ["B", "A"], [1, 1]),
    ],
)
def test_pictures_are_tied_to_the_step_that_names_their_control(
    steps: list[str], labels: list[str], ties: list[int]
) -> None:
    assert tie(steps, labels) == ties


@given(st.lists(st.text(max_size=20)), st.lists(st.text(max_size=5)))
@settings(deadline=None)
def test_ties_never_go_back(steps: list[str], labels: list[str]) -> None:
    ties = tie(steps, labels)
    assert len(ties) == len(labels)
    assert ties == sorted(ties)
    assert all(0 <= at < max(1, len(steps)) for at in ties)


def test_a_reference_can_be_read_out() -> None:
    chosen = random.Random(7)
    made = {new_reference(chosen.choice) for _ in range(200)}
    assert len(made) == 200
    assert all(len(reference) == 8 and set(reference) <= set(LETTERS) for reference in made)
    assert not set("ILOU") & set(LETTERS)
    assert len(set(LETTERS)) == 32
