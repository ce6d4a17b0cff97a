"""One public name, one meaning: no class, no function and no module is called as another one."""

from __future__ import annotations

import ast
from collections import Counter
from typing import TYPE_CHECKING

from tests.support.folders import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = ROOT / "wizard"
DEFINITIONS = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def twice(names: Iterator[str]) -> list[str]:
    return sorted(name for name, count in Counter(names).items() if count > 1)


def public(source: str) -> Iterator[str]:
    for node in ast.parse(source).body:
        if isinstance(node, DEFINITIONS) and not node.name.startswith("_"):
            yield node.name


def test_no_public_class_or_function_is_called_as_another_one() -> None:
    found = (name for path in PACKAGE.rglob("*.py") for name in set(public(path.read_text("utf-8"))))
    assert not twice(found)


def test_no_module_is_called_as_another_one() -> None:
    assert not twice(path.stem for path in PACKAGE.rglob("*.py") if not path.stem.startswith("__"))


def test_what_is_there_twice_is_found() -> None:
    assert twice(iter(("Kind", "Source", "Kind"))) == ["Kind"]
    assert set(public("class A: pass\nasync def b(): pass\ndef _c(): pass\nd = 1")) == {"A", "b"}
