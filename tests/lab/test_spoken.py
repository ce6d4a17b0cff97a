"""Whatever Open Dental or somebody else says, in whatever form: judged by the rules of the catalogue."""

from __future__ import annotations

import itertools
import re

import pytest

from tests.lab.matrix import write
from tests.lab.row import Found, faults
from tests.lab.speak import speak
from tests.lab.spoken import PARAMETERS, SENTENCES, SPOKEN, Spoken
from wizard.core.sentences import KnownSentence, parameter, recognise


def _group(case: Spoken) -> str:
    """The first words of its id: what is said, and by whom."""
    family, _, rest = case.id.partition("-")
    known = next((s.id for s in SENTENCES if rest.startswith(f"{s.id}-")), "")
    return f"{family}-{known}" if known else re.split(r"-(?=\d|keyed|alike)", case.id)[0]


GROUPS = {name: tuple(cases) for name, cases in itertools.groupby(sorted(SPOKEN, key=_group), key=_group)}


@pytest.fixture(scope="module")
def heard(request: pytest.FixtureRequest) -> dict[str, Found]:
    """What came of the cases that this run looks at, and the table of them as a file."""
    groups = {
        item.callspec.params["group"]
        for item in request.session.items
        if item.path == request.path and isinstance(item, pytest.Function) and hasattr(item, "callspec")
        if "group" in item.callspec.params
    }
    cases = [case for case in SPOKEN if _group(case) in groups]
    found = speak(cases)
    write("laboratory-said.md", cases, found)
    return found


@pytest.mark.parametrize("group", sorted(GROUPS))
def test_what_is_said_is_judged_right(heard: dict[str, Found], group: str) -> None:
    wrong = {case.id: faults(case, heard[case.id]) for case in GROUPS[group]}
    assert {identity: words for identity, words in wrong.items() if words} == {}


@pytest.mark.parametrize("said", [said for said in KnownSentence if said is not KnownSentence.NOTHING])
def test_every_sentence_of_the_product_is_among_the_cases(said: KnownSentence) -> None:
    assert said in {
        *(recognise(sentence.text) for sentence in SENTENCES),
        *(parameter(text) for text in PARAMETERS),
    }


def test_the_cases_have_names_of_their_own() -> None:
    assert len({case.id for case in SPOKEN}) == len(SPOKEN) > 1000
