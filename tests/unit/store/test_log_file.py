"""The program's log: bounded, and a file that cannot be written costs nothing else."""

from __future__ import annotations

import errno
import io
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.support.folders import ROOT
from wizard.store import log_file
from wizard.store.log_file import LogFile

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "notes" / "log" / "connect-wizard.log"


def test_a_line_has_its_time_and_is_one_line(path: Path) -> None:
    LogFile(path).write("prereq.disk: passed:\n 20 GB\x00 “free”")
    (line,) = path.read_text("utf-8").splitlines()
    time, _, said = line.partition(" ")
    assert (len(time), time[10], time[-1]) == (20, "T", "Z")
    assert said == "prereq.disk: passed: 20 GB\x00 “free”"


def test_it_takes_one_mebibyte_in_all(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert log_file.MOST * 2 == 1024 * 1024
    monkeypatch.setattr(log_file, "MOST", 4000)
    log = LogFile(path)
    for number in range(500):
        log.write(f"{number} {'x' * 90}")
    files = sorted(path.parent.iterdir())
    assert [file.name for file in files] == ["connect-wizard.log", "connect-wizard.log.1"]
    assert all(file.stat().st_size <= 4000 for file in files)
    assert " 499 x" in path.read_text("utf-8").splitlines()[-1]


def test_a_line_has_an_end(path: Path) -> None:
    LogFile(path).write("x" * 5000)
    (line,) = path.read_text("utf-8").splitlines()
    assert line.endswith(f" {'x' * 1000}")
    assert line.count("x") == 1000


def test_it_is_not_kept_open(path: Path) -> None:
    log = LogFile(path)
    log.write("one")
    path.rename(path.with_name("away"))
    log.write("two")
    assert path.read_text("utf-8").endswith(" two\n")


def test_a_full_file_that_cannot_be_put_aside_does_not_grow(
    path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As on Windows, while another process has it open."""
    monkeypatch.setattr(log_file, "MOST", 200)
    log = LogFile(path)
    log.write("x" * 150)

    def open_elsewhere(*_: object) -> None:
        raise PermissionError(13, "CANARY")

    with monkeypatch.context() as held:
        held.setattr(os, "rename", open_elsewhere)
        for _ in range(20):
            log.write("y" * 150)
    assert path.stat().st_size <= 200
    log.write("z")
    assert path.read_text("utf-8").endswith(" z\n")
    assert capsys.readouterr() == ("", "")


def test_a_folder_that_cannot_be_is_no_failure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_bytes(b"")
    LogFile(tmp_path / "file" / "log" / "connect-wizard.log").write("nowhere")
    (tmp_path / "folder.log").mkdir()
    LogFile(tmp_path / "folder.log").write("nowhere")
    assert capsys.readouterr() == ("", "")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with a name")
class Full(io.RawIOBase):
    """A disk without room."""

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, _offset: int, _whence: int = 0, /) -> int:
        return 0

    def write(self, _data: object, /) -> int:
        raise OSError(errno.ENOSPC, "no room")


def test_once_a_full_disk_has_room_again_it_goes_on(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = LogFile(path)
    with monkeypatch.context() as patch:
        full = io.TextIOWrapper(io.BufferedWriter(Full()), "utf-8")
        patch.setattr(log_file._ClosingHandler, "_open", lambda _handler: full)
        log.write("lost")
        assert full.closed
    log.write("kept")
    assert path.read_text("utf-8").endswith(" kept\n")


def test_a_pipe_is_not_waited_for(path: Path) -> None:
    path.parent.mkdir(parents=True)
    os.mkfifo(path)  # type: ignore[attr-defined, unused-ignore]  # not on Windows
    LogFile(path).write("nobody listens")


def test_two_processes_write_whole_lines(path: Path) -> None:
    code = """
import sys
from pathlib import Path
from wizard.store import log_file
log_file.MOST = 20_000
log = log_file.LogFile(Path(sys.argv[1]))
for number in range(400):
    log.write(f"{sys.argv[2]}{number:04} {sys.argv[2] * 60} end")
"""
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    both = [subprocess.Popen([sys.executable, "-c", code, str(path), letter], env=env) for letter in "AB"]
    assert [process.wait(120) for process in both] == [0, 0]
    lines = [line for file in path.parent.iterdir() for line in file.read_text("utf-8").splitlines()]
    assert lines
    assert all(len(line) == len(lines[0]) and line.endswith(" end") for line in lines)


def test_a_clock_that_python_cannot_read_is_no_failure(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def far(*_: object) -> None:
        raise OverflowError

    monkeypatch.setattr("time.time", far)
    monkeypatch.setattr("time.time_ns", far)
    LogFile(path).write("when?")
