"""What the history notes of runs and cures, and that its file can cost nothing but the history."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from tests.support.office import CANARY_CUSTOMER, CANARY_DEVELOPER, remote_launch, vendor
from wizard.core.codes import Code
from wizard.diagnosis.cure import Cure
from wizard.runs import in_time
from wizard.runs.diagnoser import Diagnoser
from wizard.runs.history import History, HistoryRead, HistoryTrouble
from wizard.runs.key_choice import typed_keys
from wizard.simulator.pretend_office import PretendOffice
from wizard.simulator.scenarios import SCENARIOS
from wizard.store import locations
from wizard.store.history_file import HistoryFile, KeptIncident, KeptRun
from wizard.store.log_file import LogFile

if TYPE_CHECKING:
    from pathlib import Path

    from wizard.runs.run_result import RunResult

AT = datetime(2026, 11, 27, 22, 30, 41, tzinfo=UTC)
MINUTE = AT.replace(second=0)
KEYS = typed_keys(CANARY_CUSTOMER, CANARY_DEVELOPER, None)


@pytest.fixture(scope="module")
def failed() -> RunResult:
    with PretendOffice(SCENARIOS["key-not-assigned"]) as office:
        return asyncio.run(Diagnoser(remote_launch(office).setup).live(KEYS))


@pytest.fixture
def file(tmp_path: Path) -> HistoryFile:
    return HistoryFile(tmp_path / "history.jsonl")


def test_a_run_is_noted_by_what_it_was_and_nothing_else(failed: RunResult, file: HistoryFile) -> None:
    history = History(file)
    history.note_run(replace(failed, at=AT))
    expected = KeptRun(MINUTE, MINUTE, 1, failed.reference, "remote", "failed", "key.not-assigned", "K2")
    assert history.read().entries == (expected,)


def test_the_same_outcome_within_the_hour_is_one_line(failed: RunResult, file: HistoryFile) -> None:
    history = History(file)
    for minutes in (0, 1, 45, 104, 165):
        history.note_run(replace(failed, at=AT + timedelta(minutes=minutes)))
    first, second = history.read().entries
    assert isinstance(first, KeptRun)
    assert (first.times, first.at, first.until) == (4, MINUTE, MINUTE + timedelta(minutes=104))
    assert isinstance(second, KeptRun)
    assert (second.times, second.at) == (1, MINUTE + timedelta(minutes=165))


def test_another_outcome_or_a_clock_set_back_is_a_line_of_its_own(
    failed: RunResult, file: HistoryFile
) -> None:
    history = History(file)
    history.note_run(replace(failed, at=AT))
    history.note_run(replace(failed, at=AT, written_causes=()))
    history.note_run(replace(failed, at=AT - timedelta(minutes=5), written_causes=()))
    assert [e.code for e in history.read().entries if isinstance(e, KeptRun)] == [
        "key.not-assigned",
        None,
        None,
    ]


def test_a_cure_is_noted_as_an_incident(file: HistoryFile) -> None:
    history = History(file)
    for proven in (Code.ECONNECTOR_NOT_RUNNING, None):
        history.note_cure(Cure(Code.KEY_NOT_ASSIGNED, proven, (), AT - timedelta(minutes=12), AT, (), 12))
    assert history.read().entries == (
        KeptIncident(MINUTE, 12, "key.not-assigned", "econnector.not-running"),
        KeptIncident(MINUTE, 12, "key.not-assigned", None),
    )


def test_a_profile_switches_it_off(failed: RunResult, notes: Path) -> None:
    History.of(vendor()._replace(keep_history=False)).note_run(failed)
    assert not notes.exists()
    History.of(vendor()).note_run(failed)
    assert (notes / "history.jsonl").exists()
    assert locations.history_file() == notes / "history.jsonl"


def test_a_file_that_cannot_be_written_costs_nothing_else(
    failed: RunResult, file: HistoryFile, tmp_path: Path
) -> None:
    (tmp_path / "file").write_bytes(b"")
    history = History(HistoryFile(tmp_path / "file" / "history.jsonl"))
    history.note_run(failed)
    assert history.read().trouble is HistoryTrouble.UNREADABLE
    file.path.write_bytes(b"\xff")
    history = History(file)
    assert history.read().trouble is HistoryTrouble.DAMAGED
    history.note_run(failed)
    assert history.read().trouble is None


def test_a_clock_at_the_calendars_end_costs_nothing_else(failed: RunResult, file: HistoryFile) -> None:
    history = History(file)
    history.note_run(replace(failed, at=datetime(9999, 12, 31, 23, 59)))  # noqa: DTZ001 - as RunResult has it
    history.note_run(replace(failed, at=datetime(1, 1, 1)))  # noqa: DTZ001 - likewise
    assert history.read() == HistoryRead(())


def test_a_folder_without_an_answer_is_left_alone(
    failed: RunResult, file: HistoryFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered, asked = threading.Event(), []

    def hang(self: HistoryFile, _changed: object) -> None:
        asked.append(self)
        answered.wait(60)

    monkeypatch.setattr(HistoryFile, "change", hang)
    monkeypatch.setattr(in_time, "PATIENCE_S", 0.01)
    history = History(file)
    history.note_run(failed)
    history.note_run(failed)
    answered.set()
    assert len(asked) == 1


def test_a_program_that_may_have_no_further_thread_keeps_nothing(
    failed: RunResult, file: HistoryFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_self: threading.Thread) -> None:
        raise RuntimeError

    history = History(file)
    with monkeypatch.context() as few:
        few.setattr(threading.Thread, "start", refused)
        history.note_run(failed)
    history.note_run(failed)
    assert len(history.read().entries) == 1


def test_nobody_knows_the_persons_folder(monkeypatch: pytest.MonkeyPatch, failed: RunResult) -> None:
    def unknown() -> Path:
        raise RuntimeError

    monkeypatch.setattr(locations, "history_file", unknown)
    history = History.of(vendor())
    history.note_run(failed)
    assert history.read().entries == ()
    assert history.clear()


def test_clearing_removes_every_note_and_what_was_put_aside(failed: RunResult, notes: Path) -> None:
    history = History.of(vendor())
    history.note_run(failed)
    log = LogFile(locations.log_file())
    log.write("a line")
    for file in (
        "history.jsonl.broken",
        "progress.json",
        ".progress.json.0a1b2c3d.part",
        "windows.ini",
        "log/connect-wizard.log.1",
    ):
        (notes / file).write_bytes(b"x")
    assert History.of(vendor()._replace(keep_history=False)).clear()
    assert not notes.exists()


def test_what_cannot_be_removed_is_told(failed: RunResult, notes: Path) -> None:
    History.of(vendor()).note_run(failed)
    (notes / "progress.json").mkdir()
    assert not History.of(vendor()).clear()
    assert [path.name for path in notes.iterdir()] == ["progress.json"]


def test_a_file_of_somebody_else_stays(notes: Path) -> None:
    notes.mkdir()
    (notes / "letter.txt").write_bytes(b"x")
    assert History.of(vendor()).clear()
    assert [path.name for path in notes.iterdir()] == ["letter.txt"]
