"""Whatever Open Dental or somebody else says, in whatever form: judged by the rules of the catalogue."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

import pytest
from lab.row import faults
from lab.speak import speak
from lab.spoken import SENTENCES, SPOKEN, Spoken

from wizard.core.sentences import Said, recognise

if TYPE_CHECKING:
    from collections.abc import Iterable


def _group(case: Spoken) -> str:
    """The first words of its id: what is said, and by whom."""
    family, _, rest = case.id.partition("-")
    known = next((s.id for s in SENTENCES if rest.startswith(f"{s.id}-")), "")
    return f"{family}-{known}" if known else re.split(r"-(?=\d|keyed|alike)", case.id)[0]


GROUPS = {
    name: tuple(cases) for name, cases in itertools.groupby(sorted(SPOKEN, key=_group), key=_group)
}


def _wrong(cases: Iterable[Spoken]) -> list[str]:
    cases = tuple(cases)
    found = speak(cases)
    return [f"{case.id}: {'; '.join(wrong)}" for case in cases if (wrong := faults(case, found[case.id]))]


@pytest.mark.parametrize("group", sorted(GROUPS))
def test_what_is_said_is_judged_right(group: str) -> None:
    assert _wrong(GROUPS[group]) == []


@pytest.mark.parametrize("said", [said for said in Said if said is not Said.NOTHING])
def test_every_sentence_of_the_product_is_among_the_cases(said: Said) -> None:
    assert said in {recognise(sentence.text) for sentence in SENTENCES}


def test_the_cases_have_names_of_their_own() -> None:
    assert len({case.id for case in SPOKEN}) == len(SPOKEN) > 1000
