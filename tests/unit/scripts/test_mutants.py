"""The score of the tests: what came of each small change, and how it is told."""

from __future__ import annotations

import json
import os
import signal
import sys
from typing import TYPE_CHECKING

import pytest

from tests.support.scripts import script

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="mutmut forks, which only POSIX systems do")

mutants = script("mutants")


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    for name, codes in {
        "wizard/runs/run.py": {"a": 1, "b": 0, "c": None, "d": 33},
        "wizard/ui/runner.py": {"e": 1, "f": 36, "g": -11},
    }.items():
        file = tmp_path / f"{name}.meta"
        file.parent.mkdir(parents=True)
        file.write_text(json.dumps({"exit_code_by_key": codes}), "utf-8")
    return tmp_path


def test_what_was_not_tried_counts_for_nothing(kept: Path) -> None:
    assert {key: outcome for _, key, outcome in mutants.results(kept)} == {
        "a": "killed", "b": "survived", "d": "no tests", "e": "killed", "f": "timeout", "g": "segfault",
    }  # fmt: skip


def test_the_score_is_told_by_part_and_what_was_not_noticed_by_name(kept: Path) -> None:
    told = mutants.table(list(mutants.results(kept)))
    assert "| `wizard/runs/` | 3 | 1 | 2 | 33 % |" in told
    assert "| `wizard/ui/runner.py` | 3 | 3 | 0 | 100 % |" in told
    assert told.endswith("\n- b\n- d\n")


def test_a_run_that_leaves_nothing_is_no_success(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mutants, "KEPT", tmp_path)
    monkeypatch.setattr(mutants, "ROOT", tmp_path)  # where mutmut finds nothing to change
    assert mutants.main([]) != 0


def test_when_the_time_is_over_nothing_goes_on(
    tmp_path: Path, kept: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    program = tmp_path / "sleeps"
    program.write_text(f"#!/bin/sh\necho $$ >{tmp_path}/pid\nsleep 600\n")
    program.chmod(0o755)
    monkeypatch.setattr(mutants, "KEPT", kept)
    monkeypatch.setattr(mutants, "ROOT", tmp_path)
    monkeypatch.setattr(mutants, "REPORT", tmp_path / "reports" / "mutants.md")
    monkeypatch.setattr(mutants.sys, "executable", str(program))
    before = signal.getsignal(signal.SIGTERM)
    try:
        assert mutants.main(["--minutes", "0.02"]) == 0
    finally:
        signal.signal(signal.SIGTERM, before)
    number = (tmp_path / "pid").read_text().strip()
    with pytest.raises(ProcessLookupError):
        os.kill(int(number), 0)
    assert "| `wizard/runs/` |" in capsys.readouterr().out
    assert (tmp_path / "reports" / "mutants.md").is_file()
