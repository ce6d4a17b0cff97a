"""Pictures are tied to the steps that name their controls."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wizard.pointer.step_pictures import tie


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


@pytest.mark.parametrize(
    ("labels", "windows", "ties"),
    [
        (["Setup", "Nobody", "OK"], ["main", "api", "api"], [0, 1, 1]),
        (["Setup", "Nobody", "OK"], ["main", "main", "api"], [0, 0, 1]),
        (["Setup", "Nobody", "API"], ["main", "api", "api"], [0, 0, 0]),
        (["Nobody", "Nothing", "Nowhere"], ["a", "b", "c"], [0, 1, 1]),
    ],
)
def test_another_window_begins_the_next_step_unless_this_one_has_more_to_show(
    labels: list[str], windows: list[str], ties: list[int]
) -> None:
    assert tie(["Open **Setup**, then **API**", "Click **OK**"], labels, windows) == ties
