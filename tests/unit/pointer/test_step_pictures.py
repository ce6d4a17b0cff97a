"""Pictures are tied to the steps that name their controls."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wizard.core.codes import Code
from wizard.core.text import unmarked
from wizard.pointer.edition import Edition
from wizard.pointer.layout import layout
from wizard.pointer.scene_files import Scenes
from wizard.pointer.step_pictures import tie, told_with
from wizard.store.catalogue import Catalogue

SCENES, CATALOGUE = Scenes(), Catalogue()
if TYPE_CHECKING:
    from wizard.core.cause import CauseEntry

ENTRIES = [entry for entry in map(CATALOGUE.entry, CATALOGUE.codes()) if entry.pointers]


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


def words(step: str) -> set[str]:
    return set(step.replace("{api}", "API").split("**")[1::2])


def controls() -> set[str]:
    """Every caption that some picture points at."""
    return {f.label for p in SCENES.pointer_ids() for f in layout(SCENES.pointer(p), Edition())}


CONTROLS = controls()


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: str(entry.code))
def test_each_step_that_names_a_control_has_its_picture(entry: CauseEntry) -> None:
    """In the path that the card plays, or as one of its traps; else the small window cannot show it."""
    frames = layout(SCENES.pointer(entry.pointers[0]), Edition())
    steps = [step.replace("{api}", "API") for step in entry.steps]
    ties = tie(steps, [f.label for f in frames], [f.front.id for f in frames])
    trapped = {trap.frame.label for frame in frames for trap in frame.instead}
    for place, step in enumerate(steps):
        if words(step) & CONTROLS:
            assert place in ties or words(step) & trapped, unmarked(step)


def test_a_caption_that_counts_is_named_without_its_number() -> None:
    assert tie(["Open **Setup**", "Read **Alerts**"], ["Setup", "Alerts (1)"], ["main", "main"]) == [0, 1]


def test_the_path_that_grants_setup_stays_with_the_step_that_needs_it() -> None:
    entry = CATALOGUE.entry(Code.API_NOT_ENABLED)
    assert entry.pointers[1] == "security/grant-setup"
    frames = layout(SCENES.pointer(entry.pointers[1]), Edition())
    assert (frames[-1].front.id, frames[-1].label) == ("security", "Setup")
    assert set(tie(entry.steps, [f.label for f in frames], [f.front.id for f in frames])) == {0}


@pytest.mark.parametrize(
    ("ties", "steps", "told"),
    [
        ([0, 1, 2], 3, [[0], [1], [2]]),
        ([0, 1, 1], 3, [[0], [1], [1, 2]]),
        ([1, 1, 2], 3, [[0, 1], [1], [2]]),
        ([0, 2, 2], 3, [[0, 1], [2], [2]]),
        ([0], 3, [[0, 1, 2]]),
        ([1], 2, [[0, 1]]),
    ],
)
def test_a_step_without_a_picture_is_said_with_the_one_before(
    ties: list[int], steps: int, told: list[list[int]]
) -> None:
    assert [list(told_with(ties, frame, steps)) for frame in range(len(ties))] == told
