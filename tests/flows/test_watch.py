"""``watch`` as IT uses it: a line or a document for each change, exit codes, interruption, history."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import threading
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from tests.support.folders import ROOT
from tests.support.office import CANARY_CUSTOMER, CANARY_DEVELOPER
from tests.support.virtual import VirtualClock
from wizard.main import main
from wizard.simulator.patients import CANARY_PATIENT
from wizard.simulator.pretend_office import PretendOffice
from wizard.simulator.scenarios import SCENARIOS
from wizard.store import resources

if TYPE_CHECKING:
    from pathlib import Path

PAIR = f"{CANARY_DEVELOPER}/{CANARY_CUSTOMER}\n"
SCHEMA = json.loads(resources.path("schema/check-1.schema.json").read_text("utf-8"))


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its history goes into a folder of the test's."""
    for name in ("HOME", "XDG_DATA_HOME", "LOCALAPPDATA", "APPDATA"):
        monkeypatch.setenv(name, str(tmp_path))


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> VirtualClock:
    """The watch's clock, which only its own pauses move."""
    made = VirtualClock()
    monkeypatch.setattr("wizard.runs.watch.PcClock", lambda: made)
    return made


def watch(office: PretendOffice, *arguments: str, typed: str = PAIR) -> int:
    """Run ``watch`` in this process in front of an office."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed.encode())))
        return main(["watch", "--key-stdin", "--host", f"127.0.0.1:{office.port}", *arguments])


def documents(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    """What was printed: a document a line, each valid."""
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    validator = jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker())
    for document in found:
        validator.validate(document)
    return found


def test_a_document_a_line_for_the_first_look_and_for_each_change(
    clock: VirtualClock, capsys: pytest.CaptureFixture[str]
) -> None:
    with PretendOffice(SCENARIOS["econnector-not-running"], pace_s=0) as office:

        def heal() -> None:
            if clock.time >= 1000.0 + 100:
                office.scenario = SCENARIOS["healthy"]

        clock.on_move = heal
        assert watch(office, "--json") == 0
    first, last = documents(capsys)
    assert first["watch"]["changes"]["new"] == ["econnector.not-running"]
    assert first["watch"]["cure"] is None
    assert (first["exit_code"], last["exit_code"]) == (3, 0)
    assert last["watch"]["changes"]["gone"] == ["econnector.not-running"]
    assert last["watch"]["cure"]["named"] == "econnector.not-running"
    assert last["watch"]["cure"]["minutes"] == 2
    keyed = [call for call in office.calls if call.had_key and call.path.endswith("/patients")]
    assert len(keyed) == 5  # at 0, 30, 60, 90 and 120 s


def test_a_line_for_each_change_with_local_time(
    clock: VirtualClock, capsys: pytest.CaptureFixture[str]
) -> None:
    with PretendOffice(SCENARIOS["key-not-assigned"], pace_s=0) as office:

        def change() -> None:
            office.scenario = SCENARIOS["healthy" if clock.time > 1200 else "key-disabled-by-customer"]

        clock.on_move = change
        assert watch(office, "--every", "60") == 0
    lines = capsys.readouterr().out.splitlines()
    assert all(line[:2] == "20" and line[19:21] == "  " for line in lines)
    told = [line[21:] for line in lines]
    assert told[0].startswith("New: K2  ")
    assert told[1].startswith("No more: K2  ")
    assert told[2].startswith("New: K3  ")
    assert told[3].startswith("No more: K3  ")
    assert told[4].startswith("New: OK1  ")
    assert len(told) > 5  # what it was


def test_it_ends_with_the_state_that_was_seen_last(
    clock: VirtualClock, capsys: pytest.CaptureFixture[str]
) -> None:
    with PretendOffice(SCENARIOS["key-rejected"], pace_s=0) as office:
        assert watch(office, "--json", "--for", "3", "--every", "60") == 3
    assert len(documents(capsys)) == 1
    assert clock.time == 1000.0 + 180
    assert len([c for c in office.calls if c.had_key and c.path.endswith("/patients")]) == 4
    with PretendOffice(SCENARIOS["clock-off"], pace_s=0) as office:
        assert watch(office, "--quiet") == 4
    assert capsys.readouterr().out == ""


def test_the_profile_says_how_long(clock: VirtualClock, tmp_path: Path) -> None:
    profile = tmp_path / "vendor.toml"
    profile.write_text(
        'schema = 1\n[vendor]\nname = "Northwind Sync"\nsupport.phone = "555-0100"\n'
        f'[api]\ndeveloper_key = "{CANARY_DEVELOPER}"\nmodes = ["service"]\n[wizard]\nwatch_minutes = 7\n'
    )
    with PretendOffice(SCENARIOS["key-rejected"], pace_s=0) as office:
        assert watch(office, "--profile", str(profile), typed=CANARY_CUSTOMER) == 3
    assert clock.time == 1000.0 + 420


def test_a_pause_that_is_too_short_is_told(clock: VirtualClock, capsys: pytest.CaptureFixture[str]) -> None:
    with PretendOffice(SCENARIOS["key-rejected"], pace_s=0) as office:
        watch(office, "--for", "0.1", "--every", "0.2")
        assert "--every becomes 1 s" in capsys.readouterr().err
        watch(office, "--for", "0.1", "--every", "2")
    assert capsys.readouterr().err == ""
    assert len(clock.slept) == 6 + 3


@pytest.mark.parametrize("typed", ["x", ""])
def test_a_key_that_is_none_is_not_watched(
    clock: VirtualClock, capsys: pytest.CaptureFixture[str], typed: str
) -> None:
    with PretendOffice(SCENARIOS["healthy"]) as office:
        assert watch(office, "--json", typed=typed) == 2
    assert len(documents(capsys)) == 1
    assert clock.slept == []


@pytest.mark.parametrize(
    "arguments", [["--for", "0"], ["--every", "-1"], ["--for", "soon"], ["--only", "nothing"]]
)
def test_bad_arguments(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with PretendOffice(SCENARIOS["healthy"]) as office:
        try:
            code = watch(office, *arguments)
        except SystemExit as ended:
            code = int(str(ended.code))
    assert code == 2
    assert "expect" in capsys.readouterr().err


def test_a_look_that_crashes_is_told_and_it_goes_on(
    clock: VirtualClock, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with PretendOffice(SCENARIOS["key-rejected"], pace_s=0) as office:

        def break_once(*_arguments: object) -> None:
            raise ValueError(CANARY_CUSTOMER)

        def once() -> None:
            monkeypatch.setattr("wizard.runs.diagnoser.run", break_once)
            clock.on_move = heal

        def heal() -> None:
            monkeypatch.undo()
            monkeypatch.setattr("wizard.runs.watch.PcClock", lambda: clock)
            office.scenario = SCENARIOS["healthy"]

        clock.on_move = once
        assert watch(office, "--json", "--every", "15") == 0
    told = capsys.readouterr()
    assert "This look could not be made (X1-" in told.err
    (log,) = tmp_path.rglob("*.log")
    assert "This look could not be made (X1-" in log.read_text("utf-8")
    assert CANARY_CUSTOMER not in told.err + told.out
    assert len(told.out.splitlines()) == 2


@pytest.mark.usefixtures("clock")
def test_where_no_look_can_be_made_the_document_says_so(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_arguments: object) -> None:
        raise ValueError(CANARY_CUSTOMER)

    monkeypatch.setattr("wizard.runs.diagnoser.run", breaks)
    with PretendOffice(SCENARIOS["healthy"], pace_s=0) as office:
        assert watch(office, "--json", "--for", "1") == 1
    told = capsys.readouterr()
    (line,) = told.out.splitlines()
    assert json.loads(line)["causes"][0]["code"] == "check.crashed"
    assert CANARY_CUSTOMER not in told.err + told.out


def test_the_history_gets_runs_and_the_incident(clock: VirtualClock, tmp_path: Path) -> None:
    with PretendOffice(SCENARIOS["econnector-not-running"], pace_s=0) as office:
        clock.on_move = lambda: setattr(office, "scenario", SCENARIOS["healthy"])
        watch(office, "--quiet")
    (file,) = tmp_path.rglob("history.jsonl")
    kept = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    assert [line["what"] for line in kept] == ["run", "run", "incident"]


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize(
    ("only", "typed", "codes"),
    [
        ([], PAIR, ["api-service.not-running"]),  # no call is made while nothing answers
        ([], "\n", []),
        (["--only", "prereq.proxy"], PAIR, []),
    ],
)
def test_the_history_gets_what_came_to_a_verdict_also_without_a_call(
    tmp_path: Path, only: list[str], typed: str, codes: list[str]
) -> None:
    with PretendOffice(SCENARIOS["healthy"]) as office:
        pass
    watch(office, "--quiet", "--for", "1", *only, typed=typed)
    kept = [line for file in tmp_path.rglob("history.jsonl") for line in file.read_text("utf-8").splitlines()]
    assert [json.loads(line)["code"] for line in kept] == codes


def test_two_processes_play_it_for_real(tmp_path: Path) -> None:
    """The pretend office changes by its script, and the watch says what healed it."""
    program = [sys.executable, "-m", "wizard"]
    served = [*program, "simulate", "econnector-not-running", "--then", "stopped@2", "--then", "healthy@4"]
    with subprocess.Popen(served, stdout=subprocess.PIPE, cwd=ROOT) as office:
        assert office.stdout is not None
        said = [office.stdout.readline().decode() for _ in range(3)]
        assert [line.split(":")[0] for line in said[1:]] == ["After 2 s", "After 4 s"]
        host = said[0].split("//")[1].split("/")[0]
        seen = subprocess.run(
            [*program, "watch", "--key-stdin", "--host", host, "--every", "1", "--for", "5"],
            input=PAIR.encode(),
            capture_output=True,
            check=False,
            cwd=ROOT,
            env={**os.environ, "XDG_DATA_HOME": str(tmp_path)},
            timeout=400,
        )
        office.terminate()
        office.stdout.read()
    assert seen.returncode == 0, seen.stderr
    assert seen.stdout.decode().splitlines()[-1][21:]
    assert "  New: OK1  " in seen.stdout.decode()


@pytest.mark.parametrize("command", ["simulate", "demo"])
@pytest.mark.parametrize("turn", ["healthy", "healthy@", "@5", "healthy@soon", "healthy@-1", "nothing@5"])
def test_a_turn_that_is_none_is_refused(command: str, turn: str, capsys: pytest.CaptureFixture[str]) -> None:
    try:
        code = main([command, "healthy", "--then", turn])
    except SystemExit as ended:
        code = int(str(ended.code))
    assert code == 2
    assert "expected" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="no signal is sent to a process there")
def test_a_first_look_that_is_interrupted_is_not_said_to_be_well(capsys: pytest.CaptureFixture[str]) -> None:
    with PretendOffice(SCENARIOS["silent"]) as office:

        def interrupts() -> None:
            office.wait_for_calls(1, 60)
            os.kill(os.getpid(), signal.SIGINT)

        other = threading.Thread(target=interrupts)
        other.start()
        assert watch(office, "--deadline", "60") == 130
        other.join()
    (line,) = capsys.readouterr().out.splitlines()
    assert line[21:] == "It was interrupted; run the check again."


@pytest.mark.skipif(sys.platform == "win32", reason="no signal is sent to a process there")
def test_a_later_look_that_is_interrupted_tells_nothing(
    clock: VirtualClock, capsys: pytest.CaptureFixture[str]
) -> None:
    with PretendOffice(SCENARIOS["key-rejected"], pace_s=0) as office:
        others: list[threading.Thread] = []

        def interrupts(seen: int) -> None:
            office.wait_for_calls(seen + 1, 60)
            os.kill(os.getpid(), signal.SIGINT)

        def hang() -> None:
            if not others:
                office.scenario = SCENARIOS["silent"]
                others.append(threading.Thread(target=interrupts, args=(len(office.calls),)))
                others[0].start()

        clock.on_move = hang
        assert watch(office, "--json", "--deadline", "60") == 130
        others[0].join()
    (first,) = documents(capsys)
    assert first["verdict"] == "failed"


@pytest.mark.skipif(sys.platform == "win32", reason="no signal is sent to a process there")
@pytest.mark.parametrize("scenario", ["key-rejected", "silent"])
def test_ctrl_c_ends_it_with_130(scenario: str) -> None:
    """In a pause, and in the middle of the first look."""
    with PretendOffice(SCENARIOS[scenario]) as office:
        going = subprocess.Popen(
            [
                *(sys.executable, "-m", "wizard", "watch", "--json", "--key-stdin"),
                *("--host", f"127.0.0.1:{office.port}", "--deadline", "60"),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=ROOT,
            env=dict(os.environ),
        )
        assert going.stdin is not None
        assert going.stdout is not None
        going.stdin.write(PAIR.encode())
        going.stdin.close()
        first = going.stdout.readline() if scenario == "key-rejected" else b""
        assert office.wait_for_calls(1, 60)
        going.send_signal(signal.SIGINT)
        rest = going.stdout.read()
        told = going.stderr.read() if going.stderr else b""
        assert going.wait(60) == 130
        going.stdout.close()
        if going.stderr:
            going.stderr.close()
    assert told == b""
    (line,) = (first + rest).splitlines()
    assert json.loads(line)["verdict"] == ("failed" if first else "incomplete")


@pytest.mark.parametrize("arguments", [["--json"], ["--verbose"], []])
@pytest.mark.parametrize("scenario", ["developer-key-rejected", "permission-403", "oversized"])
def test_no_key_and_no_patient_is_in_what_it_prints_or_keeps(
    clock: VirtualClock,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    scenario: str,
    arguments: list[str],
) -> None:
    with PretendOffice(SCENARIOS[scenario], pace_s=0) as office:
        clock.on_move = lambda: setattr(office, "scenario", SCENARIOS["healthy-with-rows"])
        assert watch(office, *arguments) == 0
    told = capsys.readouterr()
    assert told.out.count("\n") >= 2
    assert bool(told.err) is ("--verbose" in arguments)
    kept = "".join(file.read_text("utf-8") for file in tmp_path.rglob("*") if file.is_file())
    assert '"incident"' in kept
    everything = (told.out + told.err + kept).casefold()
    for canary in (CANARY_CUSTOMER, CANARY_DEVELOPER, CANARY_PATIENT):
        assert canary.casefold() not in everything
