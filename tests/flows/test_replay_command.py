"""``replay``: what it prints of a case, and of what is none."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from tests.support.cases import run_of
from tests.support.results import UNKNOWN_KEY, WELL
from tests.support.time_zone import los_angeles
from wizard import __version__
from wizard.diagnosis.rules import RULES
from wizard.main import main

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "office.cwcase"
    path.write_bytes(UNKNOWN_KEY.as_case())
    return path


def test_it_says_that_it_is_a_replay(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["replay", str(file)]) == 3
    out = capsys.readouterr().out
    began = dict(UNKNOWN_KEY.as_told().facts)["When"]
    first = f"Replay of a case from {began}, reference {UNKNOWN_KEY.reference}. Nothing was called."
    assert out.splitlines()[0] == first
    assert UNKNOWN_KEY.as_report() in out
    assert out.splitlines()[1] == "This version of the program says the same today."
    assert out.splitlines()[2] == "The file's check sum shows damage, not who made the file."


def test_its_time_is_the_readers_with_its_zone(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with los_angeles():
        main(["replay", str(file)])
    out = capsys.readouterr().out
    assert re.match(r"Replay of a case from \d+/\d+/\d{4}, \d+:\d\d [AP]M \(P[SD]T\), reference ", out)
    assert UNKNOWN_KEY.document["run"]["started"] not in out


def test_its_json_is_the_document_with_what_is_different(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["replay", str(file), "--json"]) == 3
    printed = json.loads(capsys.readouterr().out)
    assert printed.pop("replay") == {"version": __version__, "differences": []}
    assert printed == UNKNOWN_KEY.document


def test_its_json_is_the_printed_document_byte_for_byte_where_today_differs_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A case is sorted by name; the document that the office printed is not."""
    run = run_of("api-not-enabled")
    path = tmp_path / "office.cwcase"
    path.write_bytes(run.as_case())
    orders = [list(check["evidence"]) for check in run.document["checks"]]
    assert [*map(sorted, orders)] != orders, "else nothing could be seen here"
    monkeypatch.setattr("wizard.diagnosis.judge.RULES", RULES[-1:])
    main(["replay", str(path), "--json"])
    printed = json.loads(capsys.readouterr().out)
    assert printed.pop("replay")["differences"]
    assert json.dumps(printed) == json.dumps(run.document)


def test_the_exit_code_is_the_cases_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "well.cwcase"
    path.write_bytes(WELL.as_case())
    assert main(["replay", str(path)]) == 0
    capsys.readouterr()


def test_what_today_says_otherwise_is_told(
    file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wizard.diagnosis.judge.RULES", RULES[-1:])
    assert main(["replay", str(file)]) == 3
    out = capsys.readouterr().out
    assert "This version of the program says something else today:\n  Today this would be " in out
    assert "\nThe file's check sum shows damage, not who made the file.\n" in out
    assert UNKNOWN_KEY.document["causes"][0]["title"] in out


def test_a_damaged_one_is_refused(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_bytes(file.read_bytes().replace(b"401", b"402"))
    assert main(["replay", str(file)]) == 2
    told = capsys.readouterr()
    assert not told.out
    assert told.err.startswith("This case file is damaged: expected the sum ")


def test_one_that_is_not_there_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["replay", str(tmp_path / "none.cwcase")]) == 2
    expected = "The case file could not be read. Expected a case file that is there and may be read.\n"
    assert capsys.readouterr().err == expected
