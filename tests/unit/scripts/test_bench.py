"""The measurements work; how fast anything is, they say themselves."""

from __future__ import annotations

import argparse
import ast
import json
import math
import os
import runpy
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.folders import ROOT
from tests.support.scripts import script

if TYPE_CHECKING:
    from types import ModuleType

BENCH = ROOT / "build" / "bench.py"


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """A fresh copy with tiny counts, and no X server."""
    module = script("bench")
    monkeypatch.setattr(module, "PAIRS", 2)
    monkeypatch.setattr(module, "IDLE_S", 0.1)
    monkeypatch.setattr(module, "SCENARIOS", ("healthy",))
    monkeypatch.setattr(module.shutil, "which", lambda name: None if name == "Xvfb" else which(name))
    return module


which = script("bench").shutil.which


@pytest.mark.parametrize("number", [1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13])
def test_a_row_is_measured(bench: ModuleType, number: int) -> None:
    (row,) = bench.chosen(str(number))
    found = row.measure(1)
    assert math.isfinite(found.ratio)
    assert found.ratio > 0 or number == 13  # where none is the best
    assert found.verdict in ("goal", "stretch", "MISSED")
    assert f"| {number} | {row.what} | " in bench.table([(row, found)])
    (told,) = json.loads(bench.document([(row, found)]))
    assert told["row"] == number


def test_the_first_paint_loads_nothing_that_it_does_not_need(bench: ModuleType) -> None:
    (row,) = bench.chosen("3")
    found = row.measure(1)
    assert found.notes[0] == "offenders: none"
    assert found.verdict == "goal"


def test_a_check_loads_nothing_that_a_healthy_office_does_not_need(
    bench: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """As without development packages: httpx imports its own command line where click is there."""
    (tmp_path / "click.py").write_text("raise ImportError", "utf-8")
    environment = script("bench").environment
    path = f"{tmp_path}{os.pathsep}{ROOT}"
    monkeypatch.setattr(bench, "environment", lambda: {**environment(), "PYTHONPATH": path})
    (row,) = bench.chosen("8")
    assert row.measure(1).notes[0] == "modules that no healthy check needs: none"


def test_no_byte_of_a_patient_is_decoded(bench: ModuleType) -> None:
    (row,) = bench.chosen("13")
    found = row.measure(1)
    came = int(found.notes[0].split()[3])
    assert came > 50_000
    assert found.value == 0


def test_the_tests_own_time_is_taken_in_the_development_environment(
    bench: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(bench, "DEVELOPMENT", tmp_path / "none")
    with pytest.raises(bench.BenchError, match="no development environment"):
        bench.tests_alone(1)
    monkeypatch.setattr(bench, "DEVELOPMENT", Path(sys.executable))
    monkeypatch.setattr(bench, "started", lambda *_, **__: (90_000.0, "...\n12 passed in 89.00s\n"))
    found = bench.tests_alone(1)
    assert (found.shown, found.verdict, found.notes) == ("90 s", "goal", ("12 passed in 89.00s",))


def test_what_was_measured_is_kept_and_compared_with(
    bench: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bench, "BASELINE", tmp_path / "kept.json")
    ratio = 1.0
    monkeypatch.setattr(
        bench,
        "ROWS",
        tuple(
            row._replace(measure=lambda _: bench.Measured(ratio, ratio, f"{ratio:.3f}", "", "goal"))
            for row in bench.ROWS
        ),
    )
    assert bench.main(["--rows", "6,8", "--gross", "--keep"]) == 0
    kept = json.loads((tmp_path / "kept.json").read_text("utf-8"))
    assert list(kept) == ["6", "8"]
    assert set(kept["8"]) == {"what", "shown", "ratio", "value", "machine", "date"}
    capsys.readouterr()
    ratio = 1.5
    assert bench.main(["--rows", "8", "--gross"]) == 0
    ratio = 1.51
    assert bench.main(["--rows", "6"]) == 0
    assert bench.main(["--rows", "8", "--gross"]) == 1
    told = capsys.readouterr()
    assert "grossly worse, row 8: 1.510, and it was 1.000 on" in told.err
    assert f"1.510 |  | goal | 1.000 ({kept['8']['date']}) |" in told.out


def test_the_first_offender_is_a_regression(bench: ModuleType) -> None:
    (row,) = bench.chosen("3")
    kept = {"3": {"ratio": 1.2, "value": 0, "shown": "0 offenders", "date": "", "machine": ""}}
    assert bench.regressions([(row, bench.Measured(1.2, 1.0, "1 offenders", "", "MISSED"))], kept)
    assert not bench.regressions([(row, bench.Measured(1.2, 0.0, "0 offenders", "", "goal"))], kept)


def test_the_kept_measurements_are_those_of_the_rows(bench: ModuleType) -> None:
    kept = bench.kept_rows()
    assert kept
    rows = {str(row.number): row.what for row in bench.ROWS}
    assert {number: entry["what"] for number, entry in kept.items()}.items() <= rows.items()
    assert all(entry["machine"] and entry["date"] for entry in kept.values())


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


@pytest.mark.parametrize("text", ["", "14", "1,x", "-1"])
def test_says_which_rows_there_are(bench: ModuleType, text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError, match="1,2,3,4,5,6,7,8,9,10,11,12,13,18"):
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
