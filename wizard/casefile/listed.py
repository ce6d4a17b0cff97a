"""A class by allow-list: which of its fields a case file holds, and which it leaves out, and why."""

from __future__ import annotations

from dataclasses import MISSING, fields
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from wizard.casefile.forms import Omission, read_fields

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wizard.casefile.forms import Form, Json, Writing

R = TypeVar("R")

IDENTIFIES = "identifies the office"
PERSONAL = "may identify a person"
NEVER_TOLD = "secret"
NOT_NEEDED = "not needed to judge"


class LeftOut(NamedTuple):
    """A field that does not go out.

    Attributes:
        what: What it is, as the manifest says it.
        why: Why it stays.
        stand_in: What the class is made with when it is read.
    """

    what: str
    why: str = IDENTIFIES
    stand_in: object = MISSING


class Listed(Generic[R]):
    """The form of a class whose fields are all listed: as going out, or as left out.

    A field that has its class's own default is not written.

    Args:
        kind: A record or a named tuple.
        goes: Its fields that go out, each with its form.
        left_out: Those that do not.
    """

    def __init__(
        self,
        kind: type[R],
        goes: Mapping[str, Form[Any]],
        left_out: Mapping[str, LeftOut] | None = None,
    ) -> None:
        self.kind, self.goes, self.left_out = kind, goes, left_out or {}
        self._defaults = defaults(kind)

    def write(self, value: R, out: Writing) -> Json:
        """An object of the fields that go out."""
        self._note(value, out)
        written: dict[str, Json] = {}
        for name, form in self.goes.items():
            one = getattr(value, name)
            if not self._by_itself(name, one):
                written[name] = form.write(one, out)
        return written

    def read(self, found: Json, place: str) -> R:
        """The value, with what stands for the fields that were left out."""
        needed = [name for name in self.goes if name not in self._defaults]
        parts = read_fields(found, place, self.goes, needed)
        values: dict[str, object] = {
            name: self.goes[name].read(part, f"{place}.{name}") for name, part in parts.items()
        }
        values |= {name: one.stand_in for name, one in self.left_out.items() if one.stand_in is not MISSING}
        return self.kind(**values)

    def _by_itself(self, name: str, value: object) -> bool:
        """Whether a field has this value where none is given; 0 is not the 0.0 that a document would show."""
        if name not in self._defaults:
            return False
        default = self._defaults[name]
        return value == default and type(value) is type(default)

    def _note(self, value: R, out: Writing) -> None:
        """What of this value is left out: fields that hold anything."""
        for name, one in self.left_out.items():
            held = getattr(value, name)
            if held and held != self._defaults.get(name, MISSING):
                out.omit(Omission(one.what, one.why))


def defaults(kind: type[Any]) -> dict[str, object]:
    """The values that a class's fields have where none is given."""
    if hasattr(kind, "_field_defaults"):
        return dict(kind._field_defaults)
    found: dict[str, object] = {}
    for part in fields(kind):
        if part.default is not MISSING:
            found[part.name] = part.default
        elif part.default_factory is not MISSING:
            found[part.name] = part.default_factory()
    return found
