"""One who translates, made at the program's start and handed on."""

from __future__ import annotations

import ast

from tests.support.folders import ROOT

WIZARD = ROOT / "wizard"
COMPOSITION = {"main.py", "cli.py"}


def test_a_translator_is_made_at_the_start_alone() -> None:
    """One made elsewhere would speak English, whatever language was asked for."""
    makers = set()
    for file in WIZARD.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and "Translator" in ast.unparse(node.func):
                makers.add(file.relative_to(WIZARD).as_posix())
    assert makers
    assert makers <= COMPOSITION
