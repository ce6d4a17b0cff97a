"""The measurements work; how fast anything is, they say themselves."""

from __future__ import annotations

import argparse
import ast
import importlib.util
import json
import math
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from types import ModuleType

BENCH = Path(__file__).resolve().parent.parent / "build" / "bench.py"


def load_bench() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bench_under_test", BENCH)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """A fresh copy with tiny counts, and no X server."""
    module = load_bench()
    monkeypatch.setattr(module, "PAIRS", 2)
    monkeypatch.setattr(module, "IDLE_S", 0.1)
    monkeypatch.setattr(module, "SCENARIOS", ("healthy",))
    monkeypatch.setattr(module.shutil, "which", lambda name: None if name == "Xvfb" else which(name))
    return module


which = load_bench().shutil.which


@pytest.mark.parametrize("number", [1, 3, 6, 7, 8, 10, 11])
def test_a_row_is_measured(bench: ModuleType, number: int) -> None:
    (row,) = bench.chosen(str(number))
    found = row.measure(1)
    assert math.isfinite(found.ratio)
    assert found.ratio > 0
    assert found.verdict in ("goal", "stretch", "MISSED")
    assert f"| {number} | {row.what} | " in bench.table([(row, found)])
    (told,) = json.loads(bench.document([(row, found)]))
    assert told["row"] == number


def test_imports_the_standard_library_only() -> None:
    tree = ast.parse(BENCH.read_text("utf-8"))
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    names = {alias.name for node in imports if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in imports if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in names} <= sys.stdlib_module_names


@pytest.mark.parametrize("text", ["", "2", "1,x", "-1"])
def test_says_which_rows_there_are(bench: ModuleType, text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError, match="1,3,6,7,8,10,11"):
        bench.chosen(text)


def test_a_row_that_fails_does_not_end_the_others(
    bench: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(_rounds: int) -> None:
        raise bench.BenchError("broken")

    def works(_rounds: int) -> object:
        return bench.Measured(1.0, 1.0, "1.000", "", "stretch")

    rows = tuple(row._replace(measure=fails if row.number == 1 else works) for row in bench.ROWS)
    monkeypatch.setattr(bench, "ROWS", rows)
    assert bench.main(["--rows", "1,6", "--rounds", "1"]) == 1
    printed = capsys.readouterr()
    assert "row 1 could not be measured: broken" in printed.err
    assert "| 6 |" in printed.out


def test_forbidden_modules_are_told_from_the_windows_own(bench: ModuleType) -> None:
    assert all(map(bench.offends, ("httpx", "httpx._client", "wizard.probe.client", "PySide6.QtNetwork")))
    assert not any(map(bench.offends, ("PySide6.QtGui", "wizard.ui.window", "wizard.core.flow", "sslx")))
