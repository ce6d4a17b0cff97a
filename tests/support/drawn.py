"""Every distinct picture, as the contact sheet lists them, shared by the tests that look at pixels."""

from __future__ import annotations

import importlib.util
import sys
from functools import cache
from typing import TYPE_CHECKING

from tests.support.folders import ROOT

if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any

_FILE = ROOT / "build" / "contact_sheet.py"


@cache
def contact_sheet() -> ModuleType:
    """The script as a module."""
    spec = importlib.util.spec_from_file_location("contact_sheet", _FILE)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@cache
def _every() -> tuple[Any, ...]:
    return tuple(contact_sheet().drawings())


def drawings(pointer: str) -> tuple[Any, ...]:
    """The distinct pictures that a pointer shows first, traps among them."""
    return tuple(found for found in _every() if found.pointer == pointer)
