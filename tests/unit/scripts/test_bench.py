"""The measurements work; how fast anything is, they say themselves."""

from __future__ import annotations

import argparse
import ast
import importlib.util
import json
import math
import runpy
import sys
from typing import TYPE_CHECKING

import pytest

from tests.support.folders import ROOT

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

BENCH = ROOT / "build" / "bench.py"


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


def test_the_first_paint_loads_nothing_that_it_does_not_need(bench: ModuleType) -> None:
    (row,) = bench.chosen("3")
    found = row.measure(1)
    assert found.notes[0] == "offenders: none"
    assert found.verdict == "goal"


def test_the_frozen_program_is_heard_painting(bench: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """Freezing takes long and another test does it: here the program from source stands in for it."""
    asked: list[str] = []

    def frozen(what: str, _folder: Path) -> dict[str, object]:
        asked.append(what)
        return {"program": "the frozen one", "bytes": 1, "files": 1}

    answer = bench.answer

    def heard(arguments: list[str], env: dict[str, str]) -> object:
        if arguments == ["the frozen one", "real"]:
            assert not any(name.startswith("PYTHON") for name in env)
            return answer(bench.script("start", "real"), bench.environment())
        return answer(arguments, env)

    monkeypatch.setattr(bench, "frozen", frozen)
    monkeypatch.setattr(bench, "answer", heard)
    (row,) = bench.chosen("2")
    assert row.measure(1).ratio > 0
    assert asked == ["program"]


@pytest.mark.parametrize(
    ("folder", "setup", "word"),
    [
        (105, None, "goal"),
        (106, None, "MISSED"),
        (105, 21, "stretch"),
        (105, 29, "goal"),
        (105, 31, "MISSED"),
    ],
)
def test_sizes_are_compared_with_a_hello_of_the_same_libraries(
    bench: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    folder: int,
    setup: int | None,
    word: str,
) -> None:
    found = {"plain": folder, "hello": 100}
    monkeypatch.setattr(bench, "frozen", lambda what, _: {"bytes": found[what] * 10**6, "files": 3})
    monkeypatch.setattr(bench, "DIST", tmp_path)
    if setup:
        with (tmp_path / "connect-wizard-1-windows-setup.exe").open("wb") as file:
            file.truncate(setup * 10**6)
    measured = bench.sizes(1)
    assert measured.verdict == word
    assert ("not measured" in measured.notes[1]) is (setup is None)


def test_the_spec_has_the_shape_that_the_measurement_changes(tmp_path: Path) -> None:
    scope = runpy.run_path(str(BENCH.parent / "bench_bundle.py"))
    for what in ("program", "plain", "hello"):
        assert "Path(SPECPATH)" not in scope["spec"](what, tmp_path)


def test_imports_the_standard_library_only() -> None:
    tree = ast.parse(BENCH.read_text("utf-8"))
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    names = {alias.name for node in imports if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in imports if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in names} <= sys.stdlib_module_names


@pytest.mark.parametrize("text", ["", "4", "1,x", "-1"])
def test_says_which_rows_there_are(bench: ModuleType, text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError, match="1,2,3,6,7,8,10,11,12"):
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
    assert not any(map(bench.offends, ("PySide6.QtGui", "wizard.ui.window", "wizard.ui.flow", "sslx")))
