"""The way through the wizard: a table of steps and a history."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from wizard.ui.flow import STEPS, StepHistory, StepId


def test_the_steps_are_distinct_and_named() -> None:
    assert [step.id for step in STEPS] == list(StepId)
    assert len({step.name.msgid for step in STEPS}) == len(STEPS)


def test_forward_takes_every_step_and_stays_on_the_last() -> None:
    history = StepHistory()
    walked = [history.here, *(history.forward() for _ in range(len(STEPS) + 2))]
    assert walked[: len(STEPS)] == list(StepId)
    assert walked[len(STEPS) :] == [StepId.RESULT] * 3


def test_back_skips_the_live_test_because_it_runs_by_itself() -> None:
    history = StepHistory()
    for _ in range(4):
        history.forward()
    assert history.here is StepId.RESULT
    assert [history.back() for _ in range(4)] == [StepId.KEY, StepId.OFFICE, StepId.WELCOME, StepId.WELCOME]
    assert not history.can_go_back


def test_a_step_that_was_jumped_over_is_not_gone_back_to() -> None:
    history = StepHistory()
    history.to(StepId.KEY)
    history.to(StepId.RESULT)
    assert [history.back(), history.back()] == [StepId.KEY, StepId.WELCOME]


@given(st.lists(st.one_of(st.sampled_from(StepId), st.sampled_from(["forward", "back"])), max_size=40))
@settings(deadline=None)
def test_a_history_has_no_loops_and_ends(moves: list[str]) -> None:
    history = StepHistory()
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
