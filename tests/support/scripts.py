"""Scripts of build/ as modules."""

from __future__ import annotations

import importlib.util
import sys
from typing import TYPE_CHECKING

from tests.support.folders import ROOT

if TYPE_CHECKING:
    from types import ModuleType


def script(name: str) -> ModuleType:
    """A fresh copy of the script of this name."""
    spec = importlib.util.spec_from_file_location(f"{name}_under_test", ROOT / "build" / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # where dataclasses look for the names of types
    spec.loader.exec_module(module)
    return module
