"""An hour of watching leaves nothing behind: the short form of ``build/start.py soak``."""

from __future__ import annotations

import sys
from copy import deepcopy
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.scripts import script

if TYPE_CHECKING:
    from types import ModuleType

FLAT = {"threads": 2, "files": 7, "sockets": 3, "memory": 40 << 20, "objects": 40_000, "kept": 900}
COURSE: dict[str, Any] = {"states": [FLAT, {**FLAT}], "together": False, "keyed": [0.0, 5.0, 12.0]}


@pytest.fixture
def soak() -> ModuleType:
    return script("soak")


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_an_hour_of_watching_is_flat_idle_and_paced_and_survives_being_killed(
    soak: ModuleType, capfd: pytest.CaptureFixture[str]
) -> None:
    assert soak.main(["--kills", "3"]) == 0, capfd.readouterr().out
    told = capfd.readouterr().out.splitlines()
    looks = int(told[0].split()[3])
    assert told[0].endswith(" 8 cures")
    assert looks > 90
    assert len([line for line in told if "MiB" in line]) == 4
    assert told[-1] == "  killed 3 times"


@pytest.mark.parametrize(
    ("name", "more"),
    [("threads", 1), ("files", 1), ("sockets", 1), ("memory", 5 << 20), ("objects", 600)],
)
def test_what_grows_is_told(soak: ModuleType, name: str, more: int) -> None:
    course = deepcopy(COURSE)
    assert soak.complaints(course) == []
    course["states"][1][name] += more
    (told,) = soak.complaints(course)
    assert told.startswith(f"{name} grew from ")


def test_a_call_too_soon_and_two_looks_at_once_are_told(soak: ModuleType) -> None:
    course = {**COURSE, "keyed": [0.0, 4.0], "together": True}
    assert soak.complaints(course) == ["two looks beside each other", "two calls with the key 4.00 s apart"]


@pytest.mark.parametrize(
    ("before", "after", "whole"),
    [
        ([], [], True),
        (["a"], ["a", "b"], True),
        (["a", "b"], ["a", "b, longer", "c"], True),
        (["a", "b"], ["a"], False),
        (["a", "b"], ["x", "b"], False),
        (["a", "b", "c"], ["b", "c", "d"], False),
        ([str(n) for n in range(50)], [str(n) for n in range(3, 53)], True),
        ([str(n) for n in range(50)], [str(n) for n in range(48)], False),
    ],
)
def test_a_history_goes_on_where_it_was(
    soak: ModuleType, before: list[str], after: list[str], whole: bool
) -> None:
    assert soak.goes_on(before, after) is whole
