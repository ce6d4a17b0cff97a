"""What ``check`` writes outside its output: a log, and nothing where the profile wants none."""

from __future__ import annotations

import io
import re
import sys
import threading
import time
from typing import TYPE_CHECKING

import pytest

from tests.support.office import CANARY_CUSTOMER, CANARY_DEVELOPER
from wizard.commands.compose import program_log
from wizard.core.profile import GENERIC
from wizard.main import main
from wizard.runs import in_time
from wizard.simulator.pretend_office import PretendOffice
from wizard.simulator.scenarios import SCENARIOS
from wizard.store.log_file import LogFile

if TYPE_CHECKING:
    from pathlib import Path

    from wizard.ui.launch import Launch


@pytest.fixture
def office() -> PretendOffice:
    return PretendOffice(SCENARIOS["key-not-assigned"])


def check(office: PretendOffice, monkeypatch: pytest.MonkeyPatch, *options: str) -> int:
    typed = f"{CANARY_DEVELOPER}\n{CANARY_CUSTOMER}\n".encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed)))
    with office:
        host = f"127.0.0.1:{office.port}"
        return main(["check", "--developer-key-stdin", "--host", host, "--only", "live.patients", *options])


def logged(notes: Path) -> str:
    return (notes / "log" / "connect-wizard.log").read_text("utf-8")


def test_the_log_has_the_lines_of_verbose(
    office: PretendOffice, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], notes: Path
) -> None:
    assert check(office, monkeypatch, "--verbose") == 3
    told = capsys.readouterr().err.splitlines()
    lines = [line.partition(" ")[2] for line in logged(notes).splitlines()]
    assert told
    assert lines[1:-1] == told
    assert re.fullmatch(r"[0-9A-Z]{8}: begins, service", lines[0])
    assert re.fullmatch(r"[0-9A-Z]{8}: failed, key.not-assigned \(\d+ ms\)", lines[-1])
    assert lines[0][:8] == lines[-1][:8]
    assert sorted(path.name for path in notes.rglob("*")) == ["connect-wizard.log", "log"]


def test_a_check_that_tells_nothing_is_logged_too(
    office: PretendOffice, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], notes: Path
) -> None:
    assert check(office, monkeypatch, "--quiet") == 3
    assert capsys.readouterr() == ("", "")
    assert "key.not-assigned" in logged(notes)


def test_a_profile_switches_it_off(
    office: PretendOffice, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, notes: Path
) -> None:
    profile = tmp_path / "vendor.toml"
    text = 'schema = 1\n[vendor]\nname = "Northwind Sync"\n[wizard]\nkeep_history = false\n'
    profile.write_text(text, "utf-8")
    assert check(office, monkeypatch, "--quiet", "--profile", str(profile)) == 3
    assert not notes.exists()


@pytest.mark.parametrize("options", [["check"], ["check", "--json"], ["list", "causes"], []])
def test_a_failure_of_the_program_is_logged_as_it_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], notes: Path, options: list[str]
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ValueError(CANARY_CUSTOMER)

    for name in ("check.check", "explain.print_list", "open_window.open_wizard"):
        monkeypatch.setattr(f"wizard.commands.{name}", fail)
    assert main(options) == 1
    told = capsys.readouterr()
    found = re.search(r"\((X1-[0-9A-Z]{8}, ValueError, [\w.]+:\d+)\)", told.err)
    assert found is not None
    assert logged(notes).endswith(f" {found[1]}\n")
    if "--json" in options:
        assert f'"reference": "{found[1][3:11]}"' in told.out


def test_a_failure_under_a_profile_that_wants_no_log_is_not_logged(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, notes: Path
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ValueError

    monkeypatch.setattr("wizard.commands.check.check", fail)
    profile = tmp_path / "vendor.toml"
    text = 'schema = 1\n[vendor]\nname = "Northwind Sync"\n[wizard]\nkeep_history = false\n'
    profile.write_text(text, "utf-8")
    assert main(["check", "--profile", str(profile)]) == 1
    assert main(["check", f"--profile={profile}"]) == 1
    assert main(["check", "--profile", str(tmp_path / "none.toml")]) == 1
    assert not notes.exists()


def test_a_log_that_cannot_be_written_changes_nothing(
    office: PretendOffice, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], notes: Path
) -> None:
    notes.write_bytes(b"")
    assert check(office, monkeypatch, "--verbose") == 3
    told = capsys.readouterr()
    assert "Errno" not in told.err
    assert "Logging" not in told.err


@pytest.mark.parametrize("keeps", [True, False])
def test_the_window_is_opened_with_the_log(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, notes: Path, *, keeps: bool
) -> None:

    opened: list[Launch] = []

    def open_window(launch: Launch, *_: object) -> int:
        opened.append(launch)
        return 0

    profile = tmp_path / "vendor.toml"
    text = f'schema = 1\n[vendor]\nname = "Northwind Sync"\n[wizard]\nkeep_history = {str(keeps).lower()}\n'
    profile.write_text(text, "utf-8")
    monkeypatch.setattr("wizard.commands.open_window.beside_program", lambda: profile)
    monkeypatch.setattr("wizard.commands.open_window.open_window", open_window)
    assert main([]) == 0
    monkeypatch.setattr("wizard.commands.open_window.beside_program", lambda: None)
    assert main([]) == 0
    ours, generic = opened
    assert (ours.setup.log is not None) == keeps
    assert generic.setup.log is not None
    assert not notes.exists()  # nothing before there is a line
    generic.setup.log("a line")
    assert logged(notes).endswith(" a line\n")


def test_a_folder_that_does_not_answer_holds_up_one_line_and_no_check(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answered, asked = threading.Event(), []

    def hang(self: LogFile, line: str) -> None:
        asked.append((self, line))
        answered.wait(60)

    monkeypatch.setattr(LogFile, "write", hang)
    monkeypatch.setattr(in_time, "PATIENCE_S", 0.01)
    log = program_log(GENERIC)
    assert log is not None
    log("first")
    log("second")
    answered.set()
    assert [line for _, line in asked] == ["first"]


def test_whoever_logs_while_somebody_else_does_waits_and_loses_no_line(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun, wrote = threading.Event(), []

    def slow(_self: LogFile, line: str) -> None:
        begun.set()
        time.sleep(0.05)
        wrote.append(line)

    monkeypatch.setattr(LogFile, "write", slow)
    log = program_log(GENERIC)
    assert log is not None
    other = threading.Thread(target=log, args=("one",))
    other.start()
    begun.wait()
    log("two")
    other.join()
    assert wrote == ["one", "two"]
