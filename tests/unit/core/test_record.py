"""A record is what ``dataclass(frozen=True, slots=True)`` makes, but for the time that it takes."""

from __future__ import annotations

import copy
import inspect
import pickle
from dataclasses import FrozenInstanceError, dataclass, field, fields, is_dataclass, replace
from typing import ClassVar

import pytest

from wizard.core.record import record


@record
class Ours:
    LISTED: ClassVar[dict[str, str]] = {"a": "b"}
    a: int
    b: tuple[str, ...] = ()
    c: list[int] = field(default_factory=list, compare=True)
    d: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Theirs:
    LISTED: ClassVar[dict[str, str]] = {"a": "b"}
    a: int
    b: tuple[str, ...] = ()
    c: list[int] = field(default_factory=list, compare=True)
    d: str = field(default="", repr=False)


@record
class Longer(Ours):
    e: int = 0


@record(kw_only=True)
class Named:
    a: int
    b: int = 2


@record
class Checked:
    a: int

    def __post_init__(self) -> None:
        if self.a < 0:
            raise ValueError(self.a)


@record
class Empty:
    pass


@record
class Told:
    a: int

    def __repr__(self) -> str:
        return "told"


def test_it_reads_and_compares_as_the_standard_librarys_does() -> None:
    ours, theirs = Ours(1, ("x",), d="hidden"), Theirs(1, ("x",), d="hidden")
    assert repr(ours) == repr(theirs).replace("Theirs", "Ours") == "Ours(a=1, b=('x',), c=[])"
    assert ours == Ours(1, ("x",), [], "hidden") != Ours(2)
    others: tuple[object, ...] = (theirs, 1, Longer(1, ("x",), d="hidden"))
    assert ours not in others
    assert ours.c is not Ours(1).c
    assert [part.name for part in fields(ours)] == [part.name for part in fields(theirs)]
    assert is_dataclass(ours)
    assert str(inspect.signature(Named)) == "(*, a, b=2)"
    assert hash(Named(a=1)) == hash(Named(a=1)) != hash(Named(a=2))
    with pytest.raises(TypeError, match="unhashable"):
        hash(ours)  # of a list, as with the standard library's


def test_it_is_frozen_and_has_slots() -> None:
    for values in (Ours(1), Longer(1), Named(a=1), Empty()):
        with pytest.raises(FrozenInstanceError):
            setattr(values, "a", 2)  # noqa: B010 - a type checker sees the other way
        with pytest.raises(FrozenInstanceError):
            delattr(values, "a")
        with pytest.raises(AttributeError):
            object.__setattr__(values, "z", 2)
        assert not hasattr(values, "__dict__")


def test_it_is_replaced_copied_and_kept() -> None:
    assert replace(Ours(1, ("x",)), a=2) == Ours(2, ("x",))
    assert copy.copy(Ours(1)) == copy.deepcopy(Ours(1)) == pickle.loads(pickle.dumps(Ours(1))) == Ours(1)


def test_a_longer_one_has_the_fields_of_the_shorter() -> None:
    longer = Longer(1, e=3)
    assert repr(longer) == "Longer(a=1, b=(), c=[], e=3)"
    assert longer == Longer(1, (), [], "", 3)
    assert longer != Ours(1)
    assert isinstance(longer, Ours)


def test_what_a_class_says_itself_is_kept() -> None:
    assert repr(Told(1)) == "told"
    assert Told(1) == Told(1)
    with pytest.raises(ValueError, match="-1"):
        Checked(-1)


@pytest.mark.parametrize(
    ("given", "named"), [((), {}), ((1, 2, 3, 4, 5), {}), ((1,), {"a": 1}), ((1,), {"z": 1})]
)
def test_what_it_does_not_take_is_refused(given: tuple[int, ...], named: dict[str, int]) -> None:
    with pytest.raises(TypeError):
        Ours(*given, **named)  # type: ignore[arg-type]


def test_what_a_record_cannot_be_is_refused_where_it_is_written() -> None:
    with pytest.raises(TypeError, match=r"Uncompared\.a: a record gives and compares all its fields"):

        @record
        class Uncompared:
            a: int = field(compare=False)

    with pytest.raises(TypeError, match="a record gives and compares"):

        @record
        class NotGiven:
            a: int = field(init=False, default=0)

    with pytest.raises(TypeError, match="expected __post_init__"):

        @record
        class Own:
            def __init__(self) -> None: ...
