"""``check`` as IT uses it: documents, exit codes, standard input, interruption."""

from __future__ import annotations

import io
import json
import signal
import subprocess
import sys
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from tests.support.folders import ROOT
from tests.support.office import CANARY_CUSTOMER, CANARY_DEVELOPER, vendor
from wizard.casefile.case_file import read_case
from wizard.commands import run_options
from wizard.commands.piped import piped
from wizard.core.mode import Mode
from wizard.core.profile import GENERIC, Profile
from wizard.main import main
from wizard.runs import diagnoser, run_clock
from wizard.runs.destination import Destination, _ways, find_destination
from wizard.simulator.pretend_office import PretendOffice
from wizard.simulator.scenarios import SCENARIOS
from wizard.store import resources

if TYPE_CHECKING:
    from pathlib import Path

    from wizard.checks.context import World
    from wizard.runs.destination import Target
    from wizard.runs.setup import Setup

PAIR = f"{CANARY_DEVELOPER}/{CANARY_CUSTOMER}\n"


def run(monkeypatch: pytest.MonkeyPatch, typed: str | bytes, *arguments: str) -> int:
    """Run ``check`` in this process with something on standard input."""
    raw = typed.encode() if isinstance(typed, str) else typed
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
    return main(["check", *arguments])


def document(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """What was printed, read and validated."""
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    schema = json.loads(resources.path("schema/check-1.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker()).validate(found)
    return found


EXITS = {"healthy": 0, "healthy-with-rows": 0, "clock-off": 4, "key-rejected": 3, "blocked-200": 3}


@pytest.mark.parametrize(("scenario", "code"), EXITS.items())
def test_exit_codes_and_documents(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], scenario: str, code: int
) -> None:
    with PretendOffice(SCENARIOS[scenario]) as office:
        host = f"127.0.0.1:{office.port}"
        assert run(monkeypatch, PAIR, "--key-stdin", "--host", host, "--json") == code
        found = document(capsys)
        assert found["exit_code"] == code
        assert found["causes"][0]["code"] == SCENARIOS[scenario].expected
        assert found["run"]["mode"] == "service"


def test_the_case_is_of_the_run_that_is_printed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "office.CWCASE"
    file.write_text("an earlier one", "utf-8")
    with PretendOffice(SCENARIOS["key-rejected"]) as office:
        host = f"127.0.0.1:{office.port}"
        options = ("--key-stdin", "--host", host, "--json", "--case", str(file))
        assert run(monkeypatch, PAIR, *options) == 3
    case = read_case(file.read_bytes())
    assert case.document == document(capsys)
    assert [left.name for left in tmp_path.iterdir()] == [file.name]


@pytest.mark.parametrize("name", ["office.json", "none/office.cwcase", "folder.cwcase"])
def test_a_case_that_could_go_nowhere_is_refused_before_the_run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, name: str
) -> None:
    (tmp_path / "folder.cwcase").mkdir()
    file = tmp_path / name
    with PretendOffice(SCENARIOS["healthy"]) as office:
        host = f"127.0.0.1:{office.port}"
        assert run(monkeypatch, PAIR, "--key-stdin", "--host", host, "--case", str(file)) == 2
        assert office.calls == []
    said = capsys.readouterr()
    assert not said.out
    expected = "--case expects a file that ends in .cwcase, in a folder that is there, got"
    assert said.err == f"{expected} {file}.\n"


@pytest.mark.parametrize("case", [OSError(28, "No space left on device"), OSError("no reason")])
def test_a_case_that_cannot_be_written_is_told_after_the_verdict(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, case: OSError
) -> None:
    def refused(*_: object) -> None:
        raise case

    monkeypatch.setattr("wizard.store.files.write", refused)
    with PretendOffice(SCENARIOS["healthy"]) as office:
        options = ("--key-stdin", "--host", f"127.0.0.1:{office.port}", "--case", str(tmp_path / "a.cwcase"))
        assert run(monkeypatch, PAIR, *options) == 1
    said = capsys.readouterr()
    assert said.out.startswith("Connect Wizard for Open Dental: report ")
    assert said.err == f"The case file could not be written: {case.strerror or case}.\n"


@pytest.mark.parametrize(
    ("typed", "arguments", "code", "cause"),
    [
        ("x", ("--key-stdin",), 2, "key.malformed"),
        ("ключ" * 4, ("--key-stdin",), 2, "key.malformed"),
        ("", ("--key-stdin",), 2, "key.missing"),
        ("\n \r\n", ("--key-stdin",), 2, "key.missing"),
        ("\n", ("--developer-key-stdin",), 2, "key.missing"),
        ("\u200b\n\ufeff\n", ("--key-stdin",), 2, "key.missing"),
        (f"{CANARY_DEVELOPER}/A1{CANARY_CUSTOMER[2:]} {PAIR}", ("--key-stdin",), 2, "key.malformed"),
        (f"{CANARY_CUSTOMER}\n", ("--key-stdin",), 3, "key.missing"),  # no developer key anywhere
        (f"{CANARY_DEVELOPER}\n{CANARY_DEVELOPER}", ("--developer-key-stdin",), 2, "key.is-developer-key"),
        (
            f"{CANARY_DEVELOPER}\n{CANARY_CUSTOMER}/{CANARY_DEVELOPER}",
            ("--developer-key-stdin",),
            2,
            "key.is-developer-key",
        ),
        ("", (), 3, "key.missing"),
    ],
)
def test_a_bad_key_prints_its_cause_and_calls_nobody_with_it(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    typed: str,
    arguments: tuple[str, ...],
    code: int,
    cause: str,
) -> None:
    with PretendOffice(SCENARIOS["healthy"]) as office:
        host = f"127.0.0.1:{office.port}"
        assert run(monkeypatch, typed, *arguments, "--host", host, "--json") == code
        found = document(capsys)
        assert found["causes"][0]["code"] == cause
        assert found["probe"] is None
        assert not any(call.had_key for call in office.calls)


@pytest.mark.parametrize(
    "typed",
    [
        f"{CANARY_DEVELOPER}\r\n{CANARY_CUSTOMER}\r\n".encode(),
        f"\ufeff{CANARY_DEVELOPER}\n{CANARY_CUSTOMER}\n".encode(),
        f"{CANARY_DEVELOPER}\n{CANARY_CUSTOMER}\n".encode("utf-16"),
        f"{CANARY_DEVELOPER}\n{CANARY_CUSTOMER}\n".encode("utf-16-le"),
        f"\n\n{CANARY_DEVELOPER}\n\n({CANARY_CUSTOMER})\n".encode(),
        f"ï»¿{CANARY_DEVELOPER}\n{CANARY_CUSTOMER}".encode(),
        f"ODFHIR {CANARY_DEVELOPER}/{CANARY_CUSTOMER}\n".encode(),
    ],
)
def test_whatever_a_shell_pipes(monkeypatch: pytest.MonkeyPatch, typed: bytes) -> None:
    with PretendOffice(SCENARIOS["healthy"]) as office:
        host = f"127.0.0.1:{office.port}"
        assert run(monkeypatch, typed, "--developer-key-stdin", "--host", host, "--quiet") == 0


def test_quiet_prints_nothing_and_verbose_tells_each_step(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with PretendOffice(SCENARIOS["healthy"]) as office:
        host = f"127.0.0.1:{office.port}"
        assert run(monkeypatch, PAIR, "--key-stdin", "--host", host, "--quiet") == 0
        assert capsys.readouterr() == ("", "")
        assert run(monkeypatch, PAIR, "--key-stdin", "--host", host, "--verbose") == 0
        told = capsys.readouterr()
        assert "live.patients: 200" in told.err
        assert "OK1" in told.out


def test_a_run_begins_with_the_search_for_whom_to_ask(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    now = [1000.0]

    async def finds(setup: Setup, world: World, wanted: Destination) -> Target:
        now[0] += 3.0
        return await find_destination(setup, world, wanted)

    def reads(*, lines: int) -> str:
        now[0] += 4.0
        return piped(lines=lines)

    monkeypatch.setattr(run_clock, "time", SimpleNamespace(perf_counter=lambda: now[0]))
    monkeypatch.setattr(diagnoser, "find_destination", finds)
    monkeypatch.setattr(run_options, "piped", reads)
    with PretendOffice(SCENARIOS["healthy"], pace_s=0) as office:
        host = f"127.0.0.1:{office.port}"
        assert run(monkeypatch, PAIR, "--key-stdin", "--host", host, "--json") == 0
    assert document(capsys)["run"]["took_ms"] == 7000


def test_only_prerequisites(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    with PretendOffice(SCENARIOS["key-rejected"]) as office:
        host = f"127.0.0.1:{office.port}"
        assert run(monkeypatch, "", "--only", "prereq.*", "--host", host, "--json") == 0
        found = document(capsys)
        assert found["verdict"] == "incomplete"
        assert found["probe"] is None
        assert all(check["id"].startswith("prereq.") for check in found["checks"])
        assert run(monkeypatch, PAIR, "--key-stdin", "--only", "live.patients", "--host", host, "--json") == 3
        found = document(capsys)
        assert found["checks"] == []
        assert found["causes"][0]["code"] == "key.rejected"


def test_no_network_blocks_the_call(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], closed_port: int
) -> None:
    host = f"127.0.0.1:{closed_port}"
    assert run(monkeypatch, PAIR, "--key-stdin", "--host", host, "--json") == 3
    found = document(capsys)
    assert found["probe"] is None
    assert found["causes"][0]["code"] == "api-service.not-running"
    blocked = {check["id"]: check["blocked_by"] for check in found["checks"] if check["status"] == "blocked"}
    assert blocked == {"prereq.secure-channel": "prereq.port", "prereq.clock": "prereq.port"}


def test_the_deadline_ends_a_silent_office(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with PretendOffice(SCENARIOS["silent"]) as office:
        host = f"127.0.0.1:{office.port}"
        chosen = ("--deadline", "0.3", "--only", "live.patients")
        assert run(monkeypatch, PAIR, "--key-stdin", "--host", host, "--json", *chosen) == 3
        assert document(capsys)["causes"][0]["code"] == "network.no-answer"


@pytest.mark.parametrize(
    "arguments",
    [
        ("--host", "203.0.113.5"),
        ("--host", "127.0.0.1:99999"),
        ("--host", "127.0.0.1", "--mode", "remote"),
        ("--only", "nonsense"),
        ("--deadline", "0"),
        ("--deadline", "soon"),
        ("--profile", "no-such-file.toml"),
        ("--mode", "fax"),
        ("--mode", CANARY_CUSTOMER),
        (CANARY_CUSTOMER,),
        ("--no-such-option",),
    ],
)
def test_bad_arguments_say_what_was_expected(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    try:
        code = run(monkeypatch, PAIR, "--key-stdin", *arguments)
    except SystemExit as ended:
        code = int(str(ended.code))
    told = capsys.readouterr()
    assert code == 2
    assert told.out == ""
    assert len(told.err.strip().splitlines()) == 1
    assert CANARY_CUSTOMER not in told.err


def test_a_broken_profile_names_file_line_and_expectation(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    broken = tmp_path / "vendor.toml"
    broken.write_text('schema = 1\n[vendor]\nname = "Northwind"\naccent = "#FFFFFF"\n', "utf-8")
    assert run(monkeypatch, PAIR, "--key-stdin", "--profile", str(broken)) == 2
    said = capsys.readouterr().err
    assert "vendor.toml, line 4" in said
    assert "xpected" in said
    assert str(tmp_path) not in said


def test_ctrl_c_ends_with_130_and_what_was_seen() -> None:
    with PretendOffice(SCENARIOS["silent"]) as office:
        arguments = ["check", "--key-stdin", "--host", f"127.0.0.1:{office.port}", "--json", "--verbose"]
        process = subprocess.Popen(
            [sys.executable, "-m", "wizard", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert process.stdin is not None
        assert process.stderr is not None
        process.stdin.write(PAIR.encode())
        process.stdin.close()
        for line in process.stderr:
            if line.startswith(b"live.patients"):
                break
        process.send_signal(signal.SIGINT)
        assert process.stdout is not None
        found = json.loads(process.stdout.read())
        rest = process.stderr.read()
        process.stdout.close()
        process.stderr.close()
        assert process.wait(60) == 130
        assert found["exit_code"] == 130
        assert found["verdict"] == "incomplete"
        assert found["checks"]
        assert b"Traceback" not in rest


@pytest.mark.parametrize(
    "typed",
    [
        f"\n\r\n{CANARY_DEVELOPER}/{CANARY_CUSTOMER}\n",
        f'{{\n  "DeveloperKey": "{CANARY_DEVELOPER}",\n  "CustomerKey": "{CANARY_CUSTOMER}"\n}}\n',
        f"Hello,\n\nDeveloper key: {CANARY_DEVELOPER}\nCustomer key: {CANARY_CUSTOMER}\n\nBest, Sam\n",
    ],
)
def test_a_key_is_found_wherever_it_stands_in_what_is_piped(
    monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    with PretendOffice(SCENARIOS["healthy"]) as office:
        host = f"127.0.0.1:{office.port}"
        assert run(monkeypatch, typed, "--key-stdin", "--host", host, "--quiet") == 0


def test_a_choice_of_keys_is_told_by_their_ends_and_none_is_printed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    other = f"A1{CANARY_CUSTOMER[2:]}"
    with PretendOffice(SCENARIOS["healthy"]) as office:
        host = f"127.0.0.1:{office.port}"
        typed = f"{CANARY_DEVELOPER}/{other}\n{CANARY_DEVELOPER}/{CANARY_CUSTOMER}\n"
        assert run(monkeypatch, typed, "--key-stdin", "--host", host) == 2
    told = "".join(capsys.readouterr())
    assert f"{other[:2]}…{other[-2:]}, {CANARY_CUSTOMER[:2]}…{CANARY_CUSTOMER[-2:]}" in told
    assert "Enter only the one for this office" in told
    assert not any(key in told for key in (other, CANARY_CUSTOMER, CANARY_DEVELOPER))


def test_a_pipe_that_stays_open_is_not_waited_for() -> None:
    done = subprocess.Popen(
        [sys.executable, "-c", "from wizard.commands.piped import piped; print(len(piped(lines=1)))"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
        text=True,
    )
    assert done.stdin is not None
    assert done.stdout is not None
    with done, done.stdin, done.stdout:
        done.stdin.write(f"\n{CANARY_CUSTOMER}\n")
        done.stdin.flush()
        assert done.stdout.readline().strip() == "18"
        done.stdin.close()
        done.wait(30)


PROFILE = """
schema = 1
[vendor]
name = "Northwind"
[api]
developer_key = "{key}"
modes = {modes}
"""


@pytest.mark.parametrize(
    ("modes", "arguments"),
    [
        (["remote"], ("--mode", "local")),
        (["remote"], ("--mode", "service")),
        (["remote"], ("--host", "192.168.1.9")),
        (["remote", "local"], ("--host", "127.0.0.1")),
        (["service"], ("--mode", "remote")),
    ],
)
def test_a_way_that_the_profile_does_not_name_is_refused(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    modes: list[str],
    arguments: tuple[str, ...],
) -> None:
    profile = tmp_path / "vendor.toml"
    profile.write_text(PROFILE.format(key=CANARY_DEVELOPER, modes=json.dumps(modes)))
    code = run(monkeypatch, CANARY_CUSTOMER, "--key-stdin", "--profile", str(profile), *arguments)
    told = capsys.readouterr()
    assert (code, told.out) == (2, "")
    assert f"the vendor profile names no way but {', '.join(modes)}" in told.err


def test_the_pretend_office_is_checked_under_any_profile(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    profile = tmp_path / "vendor.toml"
    profile.write_text(PROFILE.format(key=CANARY_DEVELOPER, modes='["remote"]'))
    with PretendOffice(SCENARIOS["healthy"]) as office:
        host = ("--profile", str(profile), "--host", f"localhost:{office.port}")
        assert run(monkeypatch, CANARY_CUSTOMER, "--key-stdin", "--quiet", *host) == 0


INSIDE_FIRST = vendor()._replace(modes=(Mode.API_SERVICE, Mode.REMOTE))


@pytest.mark.parametrize(
    ("profile", "mode", "host", "ways"),
    [
        (GENERIC, None, None, (Mode.REMOTE,)),
        (GENERIC, Mode.LOCAL, None, (Mode.LOCAL,)),
        (GENERIC, None, "server", (Mode.API_SERVICE,)),
        (
            vendor()._replace(modes=(Mode.API_SERVICE, Mode.REMOTE)),
            None,
            None,
            (Mode.API_SERVICE, Mode.REMOTE),
        ),
        (
            vendor()._replace(modes=(Mode.API_SERVICE, Mode.REMOTE)),
            Mode.REMOTE,
            None,
            (Mode.API_SERVICE, Mode.REMOTE),
        ),
    ],
)
def test_on_which_ways_a_key_may_go(
    profile: Profile, mode: Mode | None, host: str | None, ways: tuple[Mode, ...]
) -> None:
    assert _ways(profile, Destination(mode, host)) == ways
