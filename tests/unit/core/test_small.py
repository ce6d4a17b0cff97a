"""Versions and the reference."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wizard.core.reference import LETTERS, new_reference
from wizard.core.version import Version, VersionRange

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


def test_a_reference_can_be_read_out() -> None:
    chosen = random.Random(7)
    made = {new_reference(chosen.choice) for _ in range(200)}
    assert len(made) == 200
    assert all(len(reference) == 8 and set(reference) <= set(LETTERS) for reference in made)
    assert not set("ILOU") & set(LETTERS)
    assert len(set(LETTERS)) == 32
