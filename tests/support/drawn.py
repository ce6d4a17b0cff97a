"""Every distinct picture, as the contact sheet lists them, shared by the tests that look at pixels."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from tests.support.scripts import script

if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any


@cache
def contact_sheet() -> ModuleType:
    """The script as a module."""
    return script("contact_sheet")


@cache
def _every() -> tuple[Any, ...]:
    return tuple(contact_sheet().drawings())


def drawings(pointer: str) -> tuple[Any, ...]:
    """The distinct pictures that a pointer shows first, traps among them."""
    return tuple(found for found in _every() if found.pointer == pointer)
