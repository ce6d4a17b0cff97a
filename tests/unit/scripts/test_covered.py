"""What the fast tests reach is compared with what they have to: less is told, and so is more."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.folders import ROOT
from tests.support.scripts import script

if TYPE_CHECKING:
    from pathlib import Path

covered = script("covered")


def measured(*, lines: tuple[int, ...] = (), branches: tuple[tuple[int, int], ...] = ()) -> dict[str, Any]:
    summary = {"covered_lines": 8, "covered_branches": 1, "num_statements": 10, "num_branches": 2}
    return {"missing_lines": list(lines), "missing_branches": list(branches), "summary": summary}


WHOLE = measured()


def test_what_is_reached_is_not_told() -> None:
    assert not list(covered.complaints({"wizard/core/text.py": WHOLE}, ()))


@pytest.mark.parametrize(
    ("lacks", "words"),
    [
        (measured(lines=(4,)), "not reached: 4"),
        (measured(branches=((3, 5),)), "not reached: 3->5"),
        (measured(branches=((3, -1),)), "not reached: 3->end"),
    ],
)
def test_a_line_or_a_branch_that_is_not_reached_is_told(lacks: dict[str, Any], words: str) -> None:
    (told,) = covered.complaints({"wizard/diagnosis/judge.py": lacks}, ())
    assert told.startswith("wizard/diagnosis/judge.py has to be")
    assert told.endswith(words)
    assert not list(covered.complaints({"wizard/diagnosis/judge.py": lacks}, ("wizard/diagnosis/judge.py",)))
    assert not list(covered.complaints({"wizard/ui/window.py": lacks}, ()))


def test_a_file_that_has_come_to_all_is_told_and_so_is_one_that_is_gone() -> None:
    (told,) = covered.complaints({"wizard/probe/wire.py": WHOLE}, ("wizard/probe/wire.py",))
    assert "take it off the list" in told
    (told,) = covered.complaints({}, ("wizard/probe/wire.py",))
    assert "no such file" in told


def test_the_files_that_lack_something_are_files_of_those_layers() -> None:
    assert list(covered.NOT_YET) == sorted(set(covered.NOT_YET))
    for name in covered.NOT_YET:
        assert name.startswith(covered.WHOLE)
        assert (ROOT / name).is_file()
    for layer in covered.WHOLE:
        assert (ROOT / layer / "__init__.py").is_file()


def test_the_comparison_alone_runs_no_test(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def write(call: list[str], **_: object) -> int:
        assert call[:5] == [sys.executable, "-P", "-m", "coverage", "json"]
        files = {"wizard/core/text.py": measured(lines=(7,))}
        (tmp_path / "measured.json").write_text(json.dumps({"files": files}), "utf-8")
        return 0

    monkeypatch.setattr(covered, "WORK", tmp_path)
    monkeypatch.setattr(covered, "NOT_YET", ())
    monkeypatch.setattr(covered.subprocess, "check_call", write)
    assert covered.main(["--again"]) == 1
    said = capsys.readouterr()
    assert "| `wizard/core/` | 75.0 % |" in said.out
    assert "wizard/core/text.py has to be reached entirely; not reached: 7" in said.err
