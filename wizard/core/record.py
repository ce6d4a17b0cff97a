"""Frozen classes of values with slots, as ``dataclass`` makes them, in a third of its time.

``dataclass(frozen=True, slots=True)`` compiles six methods for every class, which was a quarter of the time
in which a check loads. Here one is compiled, ``__init__``; the others are shared. The standard library's
``fields`` and ``replace`` work on these classes as on its own.
"""

from __future__ import annotations

from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field, fields
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn, TypeVar, cast, dataclass_transform, overload

if TYPE_CHECKING:
    from collections.abc import Callable

_C = TypeVar("_C", bound=type[Any])


@overload
def record(cls: _C) -> _C: ...
@overload
def record(*, kw_only: bool) -> Callable[[_C], _C]: ...
@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(cls: _C | None = None, *, kw_only: bool = False) -> _C | Callable[[_C], _C]:
    """Make a frozen class with slots of a class with annotated fields.

    Args:
        cls: The class; its bases are records too, or have no fields.
        kw_only: Its own fields are given by name only.

    Raises:
        TypeError: The class has an ``__init__`` of its own, or a field that is not given or not compared.
    """
    if cls is None:
        return lambda given: _made(given, kw_only=kw_only)
    return _made(cls, kw_only=kw_only)


def _made(cls: _C, *, kw_only: bool) -> _C:
    made = cast("_C", dataclass(init=False, repr=False, eq=False, slots=True, kw_only=kw_only)(cls))
    if "__init__" in cls.__dict__:
        message = f"{cls.__qualname__}: a record makes __init__ itself; expected __post_init__"
        raise TypeError(message)
    made.__init__ = _init(made)
    made.__record_names__ = tuple(part.name for part in fields(made))
    for name in _SHARED:
        if name not in cls.__dict__:
            setattr(made, name, vars(_Record)[name])
    return made


def _init(made: type[Any]) -> Callable[..., None]:
    """The one method that is compiled: it puts each value into its slot, past ``__setattr__``."""
    scope: dict[str, Any] = {"MISSING": MISSING}
    by_place: list[str] = []
    by_name: list[str] = []
    body = []
    for part in fields(made):
        name = taken = part.name
        if not part.init or not part.compare:
            message = f"{made.__qualname__}.{name}: a record gives and compares all its fields"
            raise TypeError(message)
        scope[f"_set_{name}"] = getattr(made, name).__set__
        if part.default is not MISSING:
            scope[f"_default_{name}"] = part.default
            taken += f"=_default_{name}"
        elif part.default_factory is not MISSING:
            scope[f"_make_{name}"] = part.default_factory
            taken += "=MISSING"
            body.append(f" if {name} is MISSING: {name} = _make_{name}()")
        (by_name if part.kw_only else by_place).append(taken)
        body.append(f" _set_{name}(self, {name})")
    if hasattr(made, "__post_init__"):
        body.append(" self.__post_init__()")
    arguments = ["self", *by_place, *(("*", *by_name) if by_name else ())]
    text = f"def __init__({', '.join(arguments)}):\n" + ("\n".join(body) or " pass")
    exec(text, scope)  # noqa: S102 - of names of fields only, as the standard library does
    init: Callable[..., None] = scope["__init__"]
    init.__qualname__, init.__module__ = f"{made.__qualname__}.__init__", made.__module__
    return init


class _Record:
    """What all records share."""

    __slots__ = ()
    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]
    __record_names__: ClassVar[tuple[str, ...]]

    def __repr__(self) -> str:
        shown = (f"{part.name}={getattr(self, part.name)!r}" for part in fields(self) if part.repr)
        return f"{type(self).__qualname__}({', '.join(shown)})"

    def __eq__(self, other: object) -> bool:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in self.__record_names__)

    def __hash__(self) -> int:
        return hash(tuple(getattr(self, name) for name in self.__record_names__))

    def __setattr__(self, name: str, _value: object) -> NoReturn:
        raise FrozenInstanceError(f"cannot assign to field {name!r}")

    def __delattr__(self, name: str) -> NoReturn:
        raise FrozenInstanceError(f"cannot delete field {name!r}")

    def __getstate__(self) -> tuple[object, ...]:
        return tuple(getattr(self, name) for name in self.__record_names__)

    def __setstate__(self, state: tuple[object, ...]) -> None:
        for name, value in zip(self.__record_names__, state, strict=True):
            object.__setattr__(self, name, value)


_SHARED = (
    "__repr__", "__eq__", "__hash__", "__setattr__", "__delattr__", "__getstate__", "__setstate__",
)  # fmt: skip
