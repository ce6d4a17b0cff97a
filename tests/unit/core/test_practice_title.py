"""What is left of a practice's title before a window shows it."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.core.evidence import Answer
from wizard.core.practice_title import MOST, Practice, practice_named
from wizard.probe.preferences import practice_title


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("Smile Dental", "Smile Dental"),
        ("  Smile\r\n\tDental ", "Smile Dental"),
        ("Sm\u202eile\u2069 De\u200bn\u00adtal\ufeff", "Smile Dental"),
        ("Smile\x00\x1b[31mDental", "Smile[31mDental"),
        ("Clínica <b>Sonrisa</b> **Ñ**", "Clínica <b>Sonrisa</b> **Ñ**"),  # shown as it is
        ("S" * 500, "S" * (MOST - 1) + "…"),
    ],
)
def test_a_title_is_one_readable_line(words: str, title: str) -> None:
    assert practice_named(words) == Practice(title)


@pytest.mark.parametrize("words", ["", " \t", "\u202e\u200b", "---", "\ud800"])
def test_nothing_readable_is_no_title(words: str) -> None:
    assert practice_named(words) is None


@given(st.text())
def test_no_title_has_a_sign_that_nobody_sees(words: str) -> None:
    practice = practice_named(words)
    if practice is not None:
        assert 0 < len(practice.title) <= MOST
        assert not {unicodedata.category(sign) for sign in practice.title} & {"Cc", "Cf", "Cs", "Zl", "Zp"}


@pytest.mark.parametrize(
    ("raw", "title"),
    [
        (b'[{"PrefNum":1,"PrefName":"PracticeTitle","ValueString":"Smile Dental"}]', "Smile Dental"),
        (b'\xef\xbb\xbf[{"PrefName":"PracticeTitle","ValueString":" Smile "}]', "Smile"),
        (b'[{"PrefName":"ProgramVersion","ValueString":"Smile"}]', None),
        (b'[{"PrefName":"PracticeTitle","ValueString":7}]', None),
        (b'[{"PrefName":"PracticeTitle"}]', None),
        (b'[{"PrefName":"PracticeTitle","ValueString":"a"},{"PrefName":"x","ValueString":"y"}]', None),
        (b"[]", None),
        (b'{"PrefName":"PracticeTitle","ValueString":"a"}', None),
        (b'"Smile Dental"', None),
        (b"[" * 100_000, None),
        (b"\xff", None),
    ],
)
def test_only_one_row_of_that_name_is_read(raw: bytes, title: str | None) -> None:
    assert practice_title(raw) == (None if title is None else Practice(title))


def test_nothing_that_is_printed_holds_the_title() -> None:
    practice = Practice("CANARY PRACTICE")
    shown = repr(practice) + str(practice) + repr(Answer("GET", "/preferences", practice=practice))
    assert "CANARY" not in shown
