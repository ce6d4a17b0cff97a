"""How one value stands in a case file: a form writes it as JSON, and reads it as strictly as that."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Generic, NamedTuple, Protocol, TypeVar

from wizard.core.version import Version

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from enum import StrEnum

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]

V = TypeVar("V")
K = TypeVar("K")

MOST_SIGNS = 2000
"""Characters that a text of a case may have; none that the program writes comes near it."""

_MOST_PARTS = 200
_MOST_NUMBER = 2**53
"""From there on JSON's readers no longer agree about a whole number."""


class Omission(NamedTuple):
    """Something that a case file leaves out.

    Attributes:
        what: What it is, in English, for whoever reads the file.
        why: Why it stays.
    """

    what: str
    why: str


class ShapeError(ValueError):
    """Something does not look as it should.

    Attributes:
        place: Where, as ``evidence.checks[3].facts``; empty for the whole file.
        wanted: What was expected there, in English.
    """

    def __init__(self, place: str, wanted: str) -> None:
        super().__init__(f"{place or 'file'}: expected {wanted}")
        self.place = place
        self.wanted = wanted


class Writing:
    """One case being written: takes the run's keys out of words, and notes what is left out.

    Args:
        clean: Takes the run's keys out of words that are not of the program's own making.
    """

    def __init__(self, clean: Callable[[str], str]) -> None:
        self.clean = clean
        self._omitted: dict[Omission, None] = {}

    def omit(self, omission: Omission) -> None:
        """Note that something is left out, once."""
        self._omitted[omission] = None

    @property
    def omitted(self) -> tuple[Omission, ...]:
        """What was left out, in the order in which it came up."""
        return tuple(self._omitted)


class Form(Protocol[V]):
    """How a value of one type is written and read."""

    def write(self, value: V, out: Writing) -> Json:
        """The value as JSON."""

    def read(self, found: Json, place: str) -> V:
        """The value that JSON stands for.

        Raises:
            ShapeError: It is none; where, and what was expected.
        """


class Flag:
    """True or false."""

    def write(self, value: bool, _out: Writing) -> Json:
        """As it is."""
        return value

    def read(self, found: Json, place: str) -> bool:
        """As it is."""
        if not isinstance(found, bool):
            raise ShapeError(place, "true or false")
        return found


class Whole:
    """A whole number.

    Args:
        least: The smallest one.
        most: The largest one.
    """

    def __init__(self, least: int = 0, most: int = _MOST_NUMBER) -> None:
        self.least, self.most = least, most

    def write(self, value: int, _out: Writing) -> Json:
        """As it is, within its bounds."""
        return min(max(value, self.least), self.most)

    def read(self, found: Json, place: str) -> int:
        """As it is."""
        if isinstance(found, bool) or not isinstance(found, int) or not self.least <= found <= self.most:
            raise ShapeError(place, f"a whole number from {self.least} to {self.most}")
        return found


class Number:
    """A number, such as seconds."""

    def write(self, value: float, _out: Writing) -> Json:
        """As it is; what JSON has no number for as the nearest one that it has."""
        if math.isnan(value):
            return 0
        return min(max(value, -_MOST_NUMBER), _MOST_NUMBER)

    def read(self, found: Json, place: str) -> float:
        """As it is."""
        if isinstance(found, bool) or not isinstance(found, int | float) or not abs(found) <= _MOST_NUMBER:
            raise ShapeError(place, "a number")
        return found


class Words:
    """Words that may be somebody else's; the run's keys are taken out of them.

    Args:
        most: Characters.
    """

    def __init__(self, most: int = MOST_SIGNS) -> None:
        self.most = most

    def write(self, value: str, out: Writing) -> Json:
        """The words without a key, and no longer than they may be."""
        return out.clean(value)[: self.most]

    def read(self, found: Json, place: str) -> str:
        """As they are."""
        if not isinstance(found, str) or len(found) > self.most:
            raise ShapeError(place, f"a text of at most {self.most} characters")
        return found


class Name:
    """A word of known make, such as a header's or a variable's name.

    Args:
        pattern: What it looks like.
        otherwise: Written in place of one that looks otherwise; None where there is none.
    """

    def __init__(self, pattern: str, otherwise: str | None = None) -> None:
        self.pattern = re.compile(pattern)
        self.otherwise = otherwise

    def write(self, value: str, out: Writing) -> Json:
        """As it is; what is of another make is not written."""
        return value if self._fits(value) and out.clean(value) == value else self.otherwise or ""

    def read(self, found: Json, place: str) -> str:
        """As it is."""
        if not isinstance(found, str) or not (found == self.otherwise or self._fits(found)):
            raise ShapeError(place, f"a name of the form {self.pattern.pattern}")
        return found

    def _fits(self, value: str) -> bool:
        return self.pattern.fullmatch(value) is not None


class OneOf:
    """One of some words that the program knows; any other one is not written."""

    def __init__(self, known: Collection[str]) -> None:
        self.known = frozenset(known)

    def write(self, value: str, _out: Writing) -> Json:
        """As it is, or empty."""
        return value if value in self.known else ""

    def read(self, found: Json, place: str) -> str:
        """As it is."""
        if not isinstance(found, str) or (found and found not in self.known):
            raise ShapeError(place, "a name that this program knows")
        return found


E = TypeVar("E", bound="StrEnum")


class Member(Generic[E]):
    """A member of an enum, by its value."""

    def __init__(self, kind: type[E]) -> None:
        self.kind = kind

    def write(self, value: E, _out: Writing) -> Json:
        """Its value."""
        return str(value)

    def read(self, found: Json, place: str) -> E:
        """The member of that value."""
        for member in self.kind:
            if isinstance(found, str) and member.value == found:
                return member
        raise ShapeError(place, "one of " + ", ".join(self.kind))


class ReleaseForm:
    """A version, as ``24.3.45``."""

    def write(self, value: Version, _out: Writing) -> Json:
        """Its numbers with dots between."""
        return str(value)

    def read(self, found: Json, place: str) -> Version:
        """The version of those numbers."""
        try:
            return Version.parse(found if isinstance(found, str) else "")
        except ValueError:
            raise ShapeError(place, "a version such as 24.3.45") from None


class Maybe(Generic[V]):
    """A value or none; what its form does not write (an empty text) is none as well."""

    def __init__(self, form: Form[V]) -> None:
        self.form = form

    def write(self, value: V | None, out: Writing) -> Json:
        """Null for none."""
        if value is None:
            return None
        written = self.form.write(value, out)
        return None if written == "" else written

    def read(self, found: Json, place: str) -> V | None:
        """None for null."""
        return None if found is None else self.form.read(found, place)


class Many(Generic[V]):
    """Values of one form, in their order."""

    def __init__(self, form: Form[V], most: int = _MOST_PARTS) -> None:
        self.form, self.most = form, most

    def write(self, value: tuple[V, ...], out: Writing) -> Json:
        """A list; what is beyond the most that there may be is left out."""
        return [self.form.write(one, out) for one in value[: self.most]]

    def read(self, found: Json, place: str) -> tuple[V, ...]:
        """The values of a list."""
        if not isinstance(found, list) or len(found) > self.most:
            raise ShapeError(place, f"a list of at most {self.most}")
        return tuple(self.form.read(one, f"{place}[{index}]") for index, one in enumerate(found))


class Both(Generic[K, V]):
    """Two values of their own forms."""

    def __init__(self, first: Form[K], second: Form[V]) -> None:
        self.first, self.second = first, second

    def write(self, value: tuple[K, V], out: Writing) -> Json:
        """A list of two."""
        return [self.first.write(value[0], out), self.second.write(value[1], out)]

    def read(self, found: Json, place: str) -> tuple[K, V]:
        """The two of a list."""
        if not isinstance(found, list) or len(found) != 2:
            raise ShapeError(place, "a list of two")
        return self.first.read(found[0], f"{place}[0]"), self.second.read(found[1], f"{place}[1]")


FLAG, WHOLE, NUMBER, WORDS, RELEASE = Flag(), Whole(), Number(), Words(), ReleaseForm()


def read_fields(found: Json, place: str, known: Collection[str], needed: Collection[str]) -> dict[str, Json]:
    """The fields of an object, none of them strange and none of the needed missing.

    Raises:
        ShapeError: It is no object, or one of other fields.
    """
    if not isinstance(found, dict):
        raise ShapeError(place, "an object")
    for name in found:
        if name not in known:
            # its name is not repeated: a stranger's file may hold a key there
            raise ShapeError(place, "only known fields")
    for name in needed:
        if name not in found:
            raise ShapeError(place, f"a field {name!r}")
    return found
