"""``history``: what it prints, and what ``--clear`` leaves."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from tests.support.time_zone import los_angeles
from wizard.main import main
from wizard.runs.history import kept_here
from wizard.store.history_file import Kept, KeptIncident, KeptRun, NewerLine

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NIGHT = datetime(2026, 11, 26, 10, 15, tzinfo=UTC)  # 2:15 AM in Los Angeles
RUN = KeptRun(NIGHT, NIGHT, 1, "ABCD1234", "remote", "failed", "econnector.not-running", "E1")


@pytest.fixture(autouse=True)
def _in_los_angeles() -> Iterator[None]:
    with los_angeles():
        yield


def keep(*lines: Kept) -> None:
    file = kept_here()
    assert file is not None
    file.change(lambda before: (*before, *lines))


def day(run: KeptRun, days: int, hours: float = 0) -> KeptRun:
    at = run.at + timedelta(days=days)
    until = at + timedelta(hours=hours)
    return KeptRun(at, until, 1 + round(hours * 10), run.reference, run.mode, run.verdict, run.code, run.ref)


def test_nothing_is_kept_at_first(capsys: pytest.CaptureFixture[str], notes: Path) -> None:
    assert main(["history"]) == 0
    assert capsys.readouterr().out == "Nothing is kept here.\n"
    assert not notes.exists()


def test_a_line_a_run_then_the_hours(capsys: pytest.CaptureFixture[str]) -> None:
    well = KeptRun(NIGHT, NIGHT, 1, "WXYZ5678", "remote", "connected", "connected", "OK1")
    keep(
        RUN,
        day(RUN, 1, hours=1.5),
        KeptIncident(NIGHT + timedelta(hours=4), 90, "econnector.not-running", "econnector.not-running"),
        KeptIncident(NIGHT + timedelta(hours=4), 0, "econnector.not-running", None),
        KeptIncident(NIGHT, 5, "econnector.not-running", "key.not-assigned"),
        KeptRun(NIGHT, NIGHT, 1, "ABCD1234", "remote", "failed", "future.code", "Z9"),
        NewerLine('{"v":2}'),
        well,
    )
    assert main(["history"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split("  ", 1)[0] == "2026-11-26 02:15"
    assert lines[0].endswith("  E1-ABCD1234   The eConnector is not running")
    assert lines[1].startswith("2026-11-27 02:15 - 03:45  ")
    assert lines[1].endswith("The eConnector is not running. Seen 16 times.")
    assert lines[2].startswith("2026-11-26 04:45 - 06:15  ")
    assert lines[2].endswith("Fixed after 1 h 30 min. It was: The eConnector is not running")
    assert "Fixed after 1 min. What it was is not proven." in lines[3]
    assert "It was: Open Dental does not know this key yet. First named: The eConnector" in lines[4]
    assert lines[5].endswith("future.code")
    assert "OK1-WXYZ5678" in lines[6]
    assert lines[7:] == [
        "",
        "Hours of the day at which it was broken:",
        "  02:00  ###",
        "  03:00  #",
    ]


def test_a_document_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    keep(RUN, KeptIncident(NIGHT, 5, "econnector.not-running", None))
    assert main(["history", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["schema"], found["trouble"]) == (1, None)
    assert [hour for hour, times in enumerate(found["broken_hours"]) if times] == [2]
    assert found["entries"][0] == {
        "what": "run",
        "at": "2026-11-26T10:15:00Z",
        "until": "2026-11-26T10:15:00Z",
        "times": 1,
        "reference": "ABCD1234",
        "mode": "remote",
        "verdict": "failed",
        "code": "econnector.not-running",
        "ref": "E1",
    }
    assert found["entries"][1]["what"] == "incident"


def test_a_whole_day_broken_is_every_hour_once(capsys: pytest.CaptureFixture[str]) -> None:
    keep(day(RUN, 0, hours=60))
    assert main(["history", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["broken_hours"] == [1] * 24


def test_a_damaged_one_is_told_and_stays(capsys: pytest.CaptureFixture[str], notes: Path) -> None:
    notes.mkdir()
    (notes / "history.jsonl").write_bytes(b"\xff")
    assert main(["history"]) == 1
    assert "damaged" in capsys.readouterr().out
    assert main(["history", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["trouble"] == "damaged"
    assert (notes / "history.jsonl").read_bytes() == b"\xff"


def test_clear_leaves_nothing(capsys: pytest.CaptureFixture[str], notes: Path) -> None:
    keep(RUN)
    (notes / "history.jsonl.broken").write_bytes(b"x")
    assert main(["check", "--quiet", "--only", "prereq.disk"]) in (0, 3)
    assert (notes / "log").exists()
    capsys.readouterr()
    assert main(["history", "--clear"]) == 0
    assert capsys.readouterr().out == "History and log were removed.\n"
    assert not notes.exists()
    assert main(["history", "--clear"]) == 0


def test_what_cannot_be_cleared_is_told(capsys: pytest.CaptureFixture[str], notes: Path) -> None:
    (notes / "progress.json").mkdir(parents=True)
    assert main(["history", "--clear"]) == 1
    assert "Close every window" in capsys.readouterr().err


def test_check_writes_no_history(notes: Path) -> None:
    assert main(["check", "--quiet", "--only", "prereq.disk"]) in (0, 3)
    assert not (notes / "history.jsonl").exists()
