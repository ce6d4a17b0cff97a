"""The code that is read out from PC to PC: every slip of one character, and every swap, is found."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.core import handoff_code
from wizard.core.codes import Code
from wizard.core.handoff_code import (
    CODE_LENGTH,
    NUMBERED_CAUSES,
    FoundThere,
    HandoffCode,
    HandoffCodeError,
    read_handoff_code,
)
from wizard.core.mode import Mode
from wizard.core.reference import LETTERS
from wizard.core.text import Translator
from wizard.core.version import Version

SAMPLE = HandoffCode(Code.ECONNECTOR_NOT_RUNNING, 1, Mode.REMOTE, Version((24, 3)))
VERSIONS = (None, *(Version((year, part)) for year in range(20, 36) for part in range(1, 5)))[:64]
CODES = st.builds(
    HandoffCode,
    st.sampled_from(NUMBERED_CAUSES),
    st.integers(0, 2),
    st.sampled_from(Mode),
    st.sampled_from(VERSIONS),
    st.none() | st.sampled_from(FoundThere),
)


def why(typed: str) -> str:
    with pytest.raises(HandoffCodeError) as refused:
        read_handoff_code(typed)
    return Translator().translate(refused.value.reason)


def shown(digits: list[int]) -> str:
    return "".join(LETTERS[digit] for digit in digits)


def test_every_cause_has_a_number_once() -> None:
    assert len(set(NUMBERED_CAUSES)) == len(NUMBERED_CAUSES)
    assert set(NUMBERED_CAUSES) == set(Code)
    assert len(NUMBERED_CAUSES) <= 256


def test_a_cause_keeps_its_number_for_ever() -> None:
    # a new cause goes to the end and changes nothing here
    first = "\n".join(NUMBERED_CAUSES[:64]).encode()
    assert (
        hashlib.sha256(first).hexdigest()
        == "92763c84737a0c319d03b4d0ac3ee562d91491cf24ec89623b656c06a9261e09"
    )
    assert [str(HandoffCode(cause)) for cause in NUMBERED_CAUSES[:2]] == ["2000-0073", "2080-00J1"]


def test_what_was_found_keeps_its_number_for_ever() -> None:
    assert {found.name: int(found) for found in FoundThere} == {
        "CURED": 1,
        "STILL_WRONG": 2,
        "RIGHT_ALL_ALONG": 3,
        "OTHER_CAUSE": 4,
        "COULD_NOT_LOOK": 5,
        "NOT_THERE": 6,
        "STEPS_DONE": 7,
    }


@given(CODES)
def test_a_code_is_read_as_it_was_written(code: HandoffCode) -> None:
    text = str(code)
    assert len(text) <= 10
    assert read_handoff_code(text) == code


def test_all_codes_are_different_and_read_back() -> None:
    """Every code of every cause, step, way and finding, with one version; versions are each taken below."""
    made = set()
    for cause, step, mode, found in product(NUMBERED_CAUSES, range(3), Mode, (None, *FoundThere)):
        code = HandoffCode(cause, step, mode, None, found)
        assert read_handoff_code(str(code)) == code
        made.add(str(code))
    for version in VERSIONS:
        code = HandoffCode(Code.KEY_REJECTED, version=version)
        assert read_handoff_code(str(code)) == code
        made.add(str(code))
    assert len(made) == len(NUMBERED_CAUSES) * 3 * 3 * 8 + len(VERSIONS) - 1


def test_no_slip_of_one_character_turns_any_code_into_another() -> None:
    """For all codes at once: the check symbols are linear, so a slip is found in one exactly as in every one.

    What a slip adds to a code must never be a multiple of the code's polynomial by itself.
    """
    for place, digit in product(range(CODE_LENGTH), range(1, 32)):
        slip = [0] * CODE_LENGTH
        slip[place] = digit
        assert not handoff_code._is_whole(slip)


def test_no_two_wrong_characters_turn_any_code_into_another() -> None:
    """So no swap does either, of neighbours or of others: it is two wrong characters."""
    places = [(a, b) for a in range(CODE_LENGTH) for b in range(a)]
    for (a, b), x, y in product(places, range(1, 32), range(1, 32)):
        slip = [0] * CODE_LENGTH
        slip[a], slip[b] = x, y
        assert not handoff_code._is_whole(slip)


@given(
    st.lists(st.integers(0, 31), min_size=8, max_size=8), st.lists(st.integers(0, 31), min_size=8, max_size=8)
)
def test_the_check_symbols_are_linear(one: list[int], two: list[int]) -> None:
    """On which the two tests above rest."""
    both = [a ^ b for a, b in zip(one[:6], two[:6], strict=True)]
    sums = zip(handoff_code._check_symbols(one[:6]), handoff_code._check_symbols(two[:6]), strict=True)
    assert handoff_code._check_symbols(both) == tuple(a ^ b for a, b in sums)


@given(CODES, st.integers(0, 7), st.sampled_from(LETTERS))
def test_a_wrong_character_is_refused(code: HandoffCode, place: int, letter: str) -> None:
    marks = str(code).replace("-", "")
    typed = marks[:place] + letter + marks[place + 1 :]
    if typed != marks:
        assert why(typed)


@given(CODES, st.integers(0, 6))
def test_a_swap_of_neighbours_is_refused(code: HandoffCode, place: int) -> None:
    marks = str(code).replace("-", "")
    typed = marks[:place] + marks[place + 1] + marks[place] + marks[place + 2 :]
    if typed != marks:
        assert why(typed)


def test_the_wrong_character_is_named() -> None:
    marks = str(SAMPLE).replace("-", "")
    for place in range(CODE_LENGTH):
        told = {
            why(marks[:place] + letter + marks[place + 1 :]) for letter in LETTERS if letter != marks[place]
        }
        right = f"One character is wrong. Look at character {place + 1} of the code first."
        vague = "The code is not right. Check every character and type it again."
        assert right in told
        assert told <= {right, vague}  # never another character's number


def test_a_swap_is_named() -> None:
    marks = str(SAMPLE).replace("-", "")
    told = [
        why(marks[:place] + marks[place + 1] + marks[place] + marks[place + 2 :])
        for place in range(CODE_LENGTH - 1)
        if marks[place] != marks[place + 1]
    ]
    assert any("may have changed places" in line for line in told)


def test_it_is_read_as_people_type_it() -> None:
    marks = str(SAMPLE).replace("-", "")
    spoken = " ".join(marks.lower()).replace("0", "o").replace("1", "l")
    for typed in (marks, f"  {marks[:4]} {marks[4:]}\n", spoken, marks.replace("1", "I"), "–".join(marks)):
        assert read_handoff_code(typed) == SAMPLE


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "Type the 8 characters of the code."),
        (" - ", "Type the 8 characters of the code."),
        ("7", "A code has 8 characters, and this has 1. Check it and type it again."),
        ("0000-000", "A code has 8 characters, and this has 7. Check it and type it again."),
        ("0000-00000", "A code has 8 characters, and this has 9. Check it and type it again."),
        ("0000-000U", "“U” is not in any code. Look at it again."),
        ("0000-00é0", "“É” is not in any code. Look at it again."),
    ],
)
def test_what_is_wrong_is_said(typed: str, told: str) -> None:
    assert why(typed) == told


@pytest.mark.parametrize(
    "parts",
    [
        {"kind": 0},
        {"kind": 3},
        {"kind": 1, "cause": 255},
        {"kind": 1, "step": 3},
        {"kind": 1, "mode": 3},
        {"kind": 1, "found": 1},
        {"kind": 1, "later": 1},
        {"kind": 2},
        {"kind": 2, "found": 15},
    ],
)
def test_what_a_newer_version_says_is_told_apart(parts: dict[str, int]) -> None:
    names = ("kind", "cause", "step", "mode", "version", "found", "later")
    whole = 0
    for name, bits in zip(names, handoff_code._FIELDS, strict=True):
        whole = whole << bits | parts.get(name, 0)
    digits = handoff_code._digits(whole)
    typed = shown([*digits, *handoff_code._check_symbols(digits)])
    assert why(typed) == "This code comes from a newer version. Update this program, then try again."


@pytest.mark.parametrize(
    ("version", "rounded"),
    [("19.4", "20.1"), ("20.0", "20.1"), ("24.3.45", "24.3"), ("24.9", "24.4"), ("99.1", "35.3")],
)
def test_a_version_is_rounded(version: str, rounded: str) -> None:
    assert read_handoff_code(str(HandoffCode(Code.UNKNOWN, version=Version.parse(version)))).version == (
        Version.parse(rounded)
    )


def test_there_is_no_fourth_step() -> None:
    with pytest.raises(ValueError, match="expected a step from 0 to 2, got 3"):
        str(HandoffCode(Code.UNKNOWN, 3))


@given(st.text(max_size=20))
def test_anything_may_be_typed(typed: str) -> None:
    with suppress(HandoffCodeError):
        assert str(read_handoff_code(typed))
