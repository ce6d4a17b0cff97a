"""What a docstring lists is there: attributes, signals and arguments by their present names."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

import pytest

from tests.support.folders import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

Function = (ast.FunctionDef, ast.AsyncFunctionDef)


def listed(node: ast.AST, section: str) -> list[str]:
    """The names that a section of a docstring begins its lines with."""
    if not isinstance(node, (ast.ClassDef, *Function)):
        return []
    found = re.search(rf"^{section}:\n((?: +.*\n?|\n)*)", ast.get_docstring(node) or "", re.MULTILINE)
    lines = [line for line in found[1].splitlines() if line.strip()] if found else []
    first = min((len(line) - len(line.lstrip()) for line in lines), default=0)
    heads = [re.match(rf" {{{first}}}(?! )([\w, *`]+):", line) for line in lines]
    return [name.strip(" *`") for head in heads if head for name in head[1].split(",")]


def parameters(node: ast.AST) -> set[str]:
    assert isinstance(node, Function)
    given = node.args
    rest = [one for one in (given.vararg, given.kwarg) if one]
    return {one.arg for one in (*given.posonlyargs, *given.args, *given.kwonlyargs, *rest)}


def members(node: ast.ClassDef) -> set[str]:
    """What a class declares, defines, or sets anywhere in it."""
    names = {part.name for part in node.body if isinstance(part, Function)}
    for part in ast.walk(node):
        if isinstance(part, ast.Attribute) and isinstance(part.ctx, ast.Store):
            names.add(part.attr)
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store):
            names.add(part.id)
    return names


def stale(text: str) -> Iterator[str]:
    """Each name that a docstring of a module lists and the code does not have."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ClassDef):
            known = members(node)
            made = [part for part in node.body if isinstance(part, Function) and part.name == "__init__"]
            arguments = {name for init in made for name in parameters(init)}
            yield from (f"{node.name}.{it}" for s in ("Attributes", "Signals") for it in listed(node, s)
                        if it not in known)  # fmt: skip
            yield from (f"{node.name}({it})" for it in listed(node, "Args") if made and it not in arguments)
        elif isinstance(node, Function):
            yield from (f"{node.name}({it})" for it in listed(node, "Args") if it not in parameters(node))


@pytest.mark.parametrize("folder", ["wizard", "build", "tests"])
def test_docstrings_list_what_is_there(folder: str) -> None:
    found = {
        str(file.relative_to(ROOT)): names
        for file in sorted((ROOT / folder).rglob("*.py"))
        if (names := list(stale(file.read_text("utf-8"))))
    }
    assert found == {}


def test_a_stale_name_is_told() -> None:
    text = '''
class It:
    """It.

    Args:
        old: A thing.

    Attributes:
        here, gone: Things.

    Signals:
        left: A thing.
    """

    def __init__(self, new): self.here = new

def do(new):
    """Do.

    Args:
        old: A thing.
            more: of it.
    """
'''
    assert list(stale(text)) == ["It.gone", "It.left", "It(old)", "do(old)"]
