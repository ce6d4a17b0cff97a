"""Rows in order, however many there are."""

from __future__ import annotations

import itertools
import random
from typing import TYPE_CHECKING

import pytest

from wizard.store.disk_sort import DiskSort

if TYPE_CHECKING:
    from pathlib import Path

    from wizard.store.disk_sort import SortedRow


def rows(count: int) -> list[SortedRow]:
    chance = random.Random(count)
    return [(chance.randrange(50), f"Öffice {chance.random()}\n", chance.randrange(9)) for _ in range(count)]


@pytest.mark.parametrize("count", [0, 1, 499, 500, 501, 2345])
def test_rows_come_back_in_order_as_often_as_asked(count: int) -> None:
    given = rows(count)
    with DiskSort() as sort:
        for row in given:
            sort.add(row)
        assert list(sort) == sorted(given)
        assert list(sort) == sorted(given)


def test_two_readers_do_not_disturb_each_other() -> None:
    given = rows(1600)
    with DiskSort() as sort:
        for row in given:
            sort.add(row)
        assert [one for pair in itertools.zip_longest(sort, sort) for one in pair] == [
            one for row in sorted(given) for one in (row, row)
        ]


def test_nothing_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with DiskSort() as sort:
        for row in rows(1000):
            sort.add(row)
    assert not list(tmp_path.iterdir())
