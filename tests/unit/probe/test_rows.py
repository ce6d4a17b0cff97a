"""Rows are counted from bytes, whatever pieces they come in, and nothing of a row is kept."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wizard.probe.row_counter import RowCounter
from wizard.simulator.patients import CANARY_PATIENT, everybody

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text()
    | st.sampled_from(['[{"', '\\"]', "},{", "\\", '"']),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def counted(raw: bytes, cuts: list[int] | None = None) -> RowCounter:
    counter, start = RowCounter(), 0
    for cut in sorted(cut % (len(raw) + 1) for cut in cuts or []):
        counter.feed(raw[start:cut])
        start = cut
    counter.feed(raw[start:])
    return counter


@given(
    st.lists(JSON, max_size=8),
    st.lists(st.integers(0, 10**6), max_size=12),
    st.booleans(),
    st.sampled_from([None, 1, "\t"]),
    st.sampled_from(["", " ", "\r\n\t "]),
)
@settings(deadline=None, max_examples=150)
def test_it_counts_what_json_would_decode(
    value: list[object],
    cuts: list[int],
    ascii_only: bool,
    indent: int | str | None,
    white: str,
) -> None:
    raw = (white + json.dumps(value, ensure_ascii=ascii_only, indent=indent) + white).encode()
    counter = counted(raw, cuts)
    assert counter.rows == len(json.loads(raw))
    assert counter.ended
    assert not counter.broken


@given(st.lists(JSON, min_size=1, max_size=6))
@settings(deadline=None)
def test_a_list_byte_by_byte(value: list[object]) -> None:
    raw = json.dumps(value, ensure_ascii=False).encode()
    assert counted(raw, list(range(len(raw)))).rows == len(value)


@given(st.lists(JSON, max_size=6), st.integers(0, 10**6))
@settings(deadline=None)
def test_a_list_that_was_cut_off_has_not_ended(value: list[object], cut: int) -> None:
    raw = json.dumps(value).encode()
    counter = counted(raw[: cut % len(raw)])
    assert not counter.ended
    assert counter.rows <= len(value)


@given(
    st.lists(JSON, max_size=4),
    st.sampled_from(["x", "]", "}", "[", "{", '"', "1", "[]", "<html>"]),
    st.booleans(),
)
@settings(deadline=None)
def test_something_after_the_end_is_told(value: list[object], more: str, blank: bool) -> None:
    counter = counted((json.dumps(value) + " " * blank + more).encode())
    assert counter.broken


@pytest.mark.parametrize("raw", [b"[}", b"[{]}", b"[1}", b"[],", b"[] ,", b"[]\\"])
def test_brackets_that_do_not_match_are_told(raw: bytes) -> None:
    counter = counted(raw)
    assert counter.broken or not counter.ended


@pytest.mark.parametrize(
    ("raw", "rows"),
    [
        (b"[]", 0),
        (b" [ \r\n ] ", 0),
        (b"\xef\xbb\xbf[]", 0),
        (b"\xef\xbb\xbf[{}]", 1),
        (b"[[]]", 1),
        (b"[[],[]]", 2),
        (b'["]"]', 1),
        (b'["\\"],["]', 1),
        (b'["\\\\"]', 1),
        (b'["\\\\","\\\\"]', 2),
        (b'[{"a":[1,2,3]},{"b":"},{"}]', 2),
        ('["“,”"]'.encode(), 1),
        ('["é,\\u005d","日本"]'.encode(), 2),
        (b"[null,1.5,-2e9,true]", 4),
    ],
)
def test_rows_of_odd_lists(raw: bytes, rows: int) -> None:
    for cuts in ([], list(range(len(raw)))):
        counter = counted(raw, cuts)
        assert (counter.rows, counter.ended, counter.broken) == (rows, True, False)


def test_a_counter_keeps_nothing_of_a_patient() -> None:
    counter = counted(json.dumps(everybody()).encode(), [100, 1000, 5000])
    kept = [getattr(counter, name) for name in RowCounter.__slots__]
    assert not hasattr(counter, "__dict__")
    assert all(isinstance(value, int | bool) or not set(value) - set(b"[{") for value in kept)
    assert CANARY_PATIENT not in repr(kept)
    assert counter.rows == len(everybody())
