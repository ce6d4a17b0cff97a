"""The history's file: whole or not at all, bounded, and nobody's loss but the history's."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from tests.support.folders import ROOT
from wizard.store import history_file
from wizard.store.file_lock import locked
from wizard.store.history_file import (
    MOST,
    DamagedHistoryError,
    HistoryFile,
    KeptIncident,
    KeptRun,
    NewerLine,
)

if TYPE_CHECKING:
    from pathlib import Path

AT = datetime(2026, 11, 27, 22, 30, tzinfo=UTC)
RUN = KeptRun(AT, AT, 1, "ABCD1234", "remote", "failed", "key.not-assigned", "K2")
INCIDENT = KeptIncident(AT, 12, "econnector.not-running", None)
NEWER = '{"v":2,"what":"run","shape":{"that":["nobody","knows"]}}'


@pytest.fixture
def file(tmp_path: Path) -> HistoryFile:
    return HistoryFile(tmp_path / "notes" / "history.jsonl")


def add(file: HistoryFile, *lines: KeptRun | KeptIncident) -> None:
    file.change(lambda before: (*before, *lines))


def test_what_is_written_is_read(file: HistoryFile) -> None:
    assert file.read() == ()
    add(file, RUN)
    add(file, INCIDENT, replace(RUN, code=None, ref=None, verdict="connected"))
    assert file.read() == (RUN, INCIDENT, replace(RUN, code=None, ref=None, verdict="connected"))
    lines = file.path.read_text("utf-8").splitlines()
    assert [json.loads(line)["v"] for line in lines] == [1, 1, 1]
    assert max(map(len, lines)) < 300
    assert json.loads(lines[0])["at"] == "2026-11-27T22:30:00Z"


def test_the_last_fifty_lines_are_kept(file: HistoryFile) -> None:
    for number in range(MOST + 5):
        add(file, replace(RUN, times=number + 1))
    kept = file.read()
    assert [one.times for one in kept if isinstance(one, KeptRun)] == list(range(6, MOST + 6))


def test_a_newer_versions_lines_stay_as_they_are(file: HistoryFile) -> None:
    file.path.parent.mkdir()
    file.path.write_text(f"{NEWER}\n", "utf-8")
    add(file, RUN)
    assert file.read() == (NewerLine(NEWER), RUN)
    assert file.path.read_text("utf-8").splitlines()[0] == NEWER
    assert not file.put_aside.exists()


DAMAGED = {
    "binary": b"\xff\xfe\x00",
    "half a line": b'{"v":1,"what":"run","at":"2026-1',
    "a list": b"[1]\n",
    "no version": b'{"what":"run"}\n',
    "another kind": b'{"v":1,"what":"else"}\n',
    "a name in a field": json.dumps({
        "v": 1, "what": "incident", "closed": "2026-11-27T22:30:00Z", "minutes": 1,
        "named": "Smile Dental", "proven": None,
    }).encode(),
    "a time at the calendar's end": json.dumps({
        "v": 1, "what": "incident", "closed": "9999-12-31T23:59:00Z", "minutes": 1,
        "named": "key.rejected", "proven": None,
    }).encode(),
    "deep": b"[" * 100_000,
    "too long": b'{"v":2}\n' * 40_000,
    "too long, and cut at the end of a line": b'{"v":200000}\n' * 40_000,
}  # fmt: skip


@pytest.mark.parametrize("content", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_one_is_put_aside_once_and_begun_anew(file: HistoryFile, content: bytes) -> None:
    file.path.parent.mkdir()
    for _ in range(2):
        file.path.write_bytes(content)
        with pytest.raises(DamagedHistoryError):
            file.read()
        assert file.path.read_bytes() == content  # reading writes nothing
        add(file, RUN)
        assert file.read() == (RUN,)
        assert file.put_aside.read_bytes() == content
    assert sorted(path.name for path in file.path.parent.iterdir()) == [
        "history.jsonl",
        "history.jsonl.broken",
        "history.jsonl.lock",
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        replace(RUN, reference="Smile Dental"),
        replace(RUN, mode="https://10.0.0.5/"),
        replace(RUN, code="key.not-assigned " + "x" * 80),
        replace(RUN, code="x" * 65),
        replace(RUN, ref="K2; DROP"),
        replace(INCIDENT, proven="CANARYCUST0MER22"),
        replace(INCIDENT, minutes=-1),
        replace(RUN, at=datetime(1969, 12, 31, tzinfo=UTC)),
        replace(RUN, until=datetime(3000, 1, 1, tzinfo=UTC)),
    ],
)
def test_nothing_but_what_a_field_may_hold_is_written(
    file: HistoryFile, wrong: KeptRun | KeptIncident
) -> None:
    add(file, RUN)
    with pytest.raises(DamagedHistoryError):
        add(file, wrong)
    assert file.read() == (RUN,)


def test_a_full_disk_leaves_it_as_it_was(file: HistoryFile, monkeypatch: pytest.MonkeyPatch) -> None:
    add(file, RUN)

    def full(_descriptor: int) -> None:
        raise OSError(28, "full")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="full"):
        add(file, INCIDENT)
    monkeypatch.undo()
    assert file.read() == (RUN,)
    assert {path.name for path in file.path.parent.iterdir()} == {"history.jsonl", "history.jsonl.lock"}


def test_a_lock_that_is_held_is_waited_for_and_not_for_ever(
    file: HistoryFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(file, RUN)
    monkeypatch.setattr(history_file, "_WAIT_S", 0.05)
    with locked(file.path.with_name("history.jsonl.lock"), 1), pytest.raises(TimeoutError):
        add(file, INCIDENT)
    add(file, INCIDENT)
    assert file.read() == (RUN, INCIDENT)


def test_what_a_killed_writer_left_is_swept(file: HistoryFile) -> None:
    add(file, RUN)
    part = file.path.with_name(".history.jsonl.0a1b2c3d.part")
    part.write_bytes(b"half")
    add(file, INCIDENT)
    assert not part.exists()


def test_removing_leaves_nothing(file: HistoryFile) -> None:
    file.remove()
    add(file, RUN)
    file.put_aside.write_bytes(b"x")
    file.remove()
    assert list(file.path.parent.iterdir()) == []


WRITER = """
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from wizard.store import history_file
from wizard.store.history_file import HistoryFile, KeptRun
history_file._WAIT_S = 60.0  # a busy machine
at = datetime(2026, 11, 27, 22, 30, tzinfo=UTC)
file = HistoryFile(Path(sys.argv[1]))
print("ready", flush=True)
number = 0
while number < int(sys.argv[3]):
    number += 1
    run = KeptRun(at, at, number, sys.argv[2] * 8, "remote", "failed", "key.not-assigned", "K2")
    file.change(lambda before: (*before, run))
"""


def writer(file: HistoryFile, letter: str, lines: int) -> subprocess.Popen[str]:
    begun = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(file.path), letter, str(lines)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert begun.stdout is not None
    assert begun.stdout.readline() == "ready\n"
    return begun


def test_two_processes_at_once_lose_nothing(file: HistoryFile) -> None:
    both = [writer(file, letter, MOST // 2) for letter in "AB"]
    for process in both:
        process.communicate(timeout=120)
        assert process.returncode == 0
    kept = file.read()
    assert len(kept) == MOST
    for letter in "AB":
        own = [one.times for one in kept if isinstance(one, KeptRun) and one.reference[0] == letter]
        assert own == list(range(1, MOST // 2 + 1))


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL here")
def test_a_writer_that_is_killed_damages_nothing(file: HistoryFile) -> None:
    add(file, RUN)
    for round_number in range(12):
        process = writer(file, "C", 10_000)
        time.sleep(0.003 * round_number)
        process.kill()
        process.communicate(timeout=60)
        assert file.read(), "what was there is there"
        add(file, replace(RUN, times=1000 + round_number))
        last = file.read()[-1]
        assert isinstance(last, KeptRun)
        assert last.times == 1000 + round_number
    assert not file.put_aside.exists()


def test_no_lock_is_needed_to_read(file: HistoryFile) -> None:
    add(file, RUN)
    with locked(file.path.with_name("history.jsonl.lock"), 1):
        assert file.read() == (RUN,)


def test_it_is_no_file(file: HistoryFile) -> None:
    file.path.mkdir(parents=True)
    with pytest.raises(DamagedHistoryError):
        file.read()
