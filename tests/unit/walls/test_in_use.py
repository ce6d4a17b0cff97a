"""What the layers of a run offer is called by the program itself, and not by tests alone."""

from __future__ import annotations

import ast
from collections import Counter
from functools import cache

from tests.support.folders import ROOT

LAYERS = ("core", "probe", "checks", "diagnosis", "runs")
PROGRAM = sorted((ROOT / "wizard").rglob("*.py"))


@cache
def _trees() -> dict[str, ast.Module]:
    return {path.relative_to(ROOT).as_posix(): ast.parse(path.read_text("utf-8")) for path in PROGRAM}


def _named(tree: ast.AST) -> Counter[str]:
    """How often each name is used; an import alone is no use of it, one under another name is."""
    names = [node.id for node in ast.walk(tree) if isinstance(node, ast.Name)]
    names += [node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)]
    names += [node.name for node in ast.walk(tree) if isinstance(node, ast.alias) if node.asname]
    # an annotation that is a string, and what is looked up by its name
    names += [
        node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and type(node.value) is str
    ]
    return Counter(names)


def test_every_function_is_called_by_the_program() -> None:
    everywhere = sum((_named(tree) for tree in _trees().values()), Counter[str]())
    unused = [
        f"{path}: {node.name}"
        for path, tree in _trees().items()
        if path.split("/")[1] in LAYERS
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        if everywhere[node.name] == _named(node)[node.name]  # called at most by itself
    ]
    assert unused == []
