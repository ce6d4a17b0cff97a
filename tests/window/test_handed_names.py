"""Names in memory that two processes share; the memory is Windows', and the release's proof shows it."""

from __future__ import annotations

import mmap
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from wizard.ui import handed_names
from wizard.ui.single_instance import SharedNames, SingleInstance

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.ui.handed_names import Space

NAMES = ["C:\\Users\\Zoë\\case 1.cwcase", "\\\\server\\share\\ß.cwcase", "bad \udc80.cwcase"]


@pytest.fixture(params=["mmap", "bytearray"])
def space(request: pytest.FixtureRequest) -> Iterator[Space]:
    if request.param == "bytearray":
        yield bytearray(handed_names.SIZE)
        return
    with mmap.mmap(-1, handed_names.SIZE) as made:
        yield made


def test_names_come_in_their_order_and_once(space: Space) -> None:
    assert handed_names.take(space) == []
    for name in NAMES:
        handed_names.put(space, name)
    assert handed_names.take(space) == NAMES
    assert handed_names.take(space) == []
    handed_names.put(space, NAMES[0])
    assert handed_names.take(space) == NAMES[:1]


def test_the_longest_name_has_room_and_what_has_none_is_left_out(space: Space) -> None:
    longest = "\u20ac" * 32_767
    handed_names.put(space, longest)
    handed_names.put(space, longest)
    assert handed_names.take(space) == [longest]


def test_a_count_that_cannot_be_reads_nothing_beyond(space: Space) -> None:
    space[:4] = b"\xff\xff\xff\xff"
    assert set(handed_names.take(space)) == {""}
    assert handed_names.take(space) == []


def test_it_is_read_and_written_alone_and_no_name_asks_for_the_window() -> None:
    held: list[str] = []

    @contextmanager
    def alone() -> Iterator[None]:
        held.append("taken")
        yield
        held.append("let go")

    shared = SharedNames(bytearray(64), alone)
    first = SingleInstance(0, shared)
    assert first._names() == [""]
    shared.put("a.cwcase")
    assert first._names() == ["a.cwcase"]
    assert held == ["taken", "let go"] * 3
    assert SingleInstance(0)._names() == [""]
