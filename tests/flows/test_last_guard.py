"""The last guard: what is left becomes a sentence with class and place, never an exception's own words."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, NoReturn

import jsonschema
import pytest

from tests.support.folders import ROOT
from wizard.core.crash_place import failed_at
from wizard.main import main
from wizard.runs import run_clock
from wizard.store import resources

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SCHEMA = json.loads(resources.path("schema/check-1.schema.json").read_text("utf-8"))
WORDS = "CANARY words of an exception, C:\\Users\\jane"
ONE_CHECK = ("check", "--json", "--only", "prereq.disk")  # asks nobody
POSIX = pytest.mark.skipif(os.name != "posix", reason="needs this system's limits and devices")


def valid(text: str) -> dict[str, object]:
    found: dict[str, object] = json.loads(text)
    jsonschema.validate(found, SCHEMA)
    return found


def raises(kind: type[BaseException], *arguments: object) -> Callable[..., NoReturn]:
    def fail(*_: object, **__: object) -> NoReturn:
        raise kind(*arguments)

    return fail


FAILURES: dict[str, tuple[type[BaseException], tuple[object, ...], str]] = {
    "value": (ValueError, (WORDS,), "The program itself failed"),
    "recursion": (RecursionError, (WORDS,), "The program itself failed"),
    "memory": (MemoryError, (), "too little memory"),
    "disk": (OSError, (28, WORDS), "no room left"),
    "files": (OSError, (24, WORDS), "too few files"),
    "resources": (resources.ResourceError, (WORDS,), "Install it again"),
    "import": (ImportError, (WORDS,), "The program itself failed"),
    "group": (ExceptionGroup, (WORDS, [KeyError(WORDS)]), "The program itself failed"),
}


@pytest.mark.parametrize("name", FAILURES)
@pytest.mark.parametrize("arguments", [["check", "--json"], ["check"], ["list", "causes"], []])
def test_a_failure_is_a_sentence_and_with_json_a_document(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str, arguments: list[str]
) -> None:
    kind, words, said = FAILURES[name]
    monkeypatch.setattr("wizard.commands.check.check", raises(kind, *words))
    monkeypatch.setattr("wizard.commands.explain.print_list", raises(kind, *words))
    monkeypatch.setattr("wizard.commands.open_window.open_wizard", raises(kind, *words))
    assert main(arguments) == 1
    told = capsys.readouterr()
    assert "CANARY" not in told.out + told.err
    assert "jane" not in told.out + told.err
    assert "Traceback" not in told.err
    assert told.err.count("\n") == 1
    assert said in told.err
    assert "changed" not in told.err  # what was done before it failed is not known here
    assert (KeyError if name == "group" else kind).__name__ in told.err
    if "--json" in arguments:
        found = valid(told.out)
        assert (found["verdict"], found["exit_code"]) == ("failed", 1)
    else:
        assert told.out == ""


def test_the_place_is_the_last_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resources, "root", raises(OSError, WORDS))
    try:
        resources.path("causes/key.toml")
    except OSError as problem:
        told = failed_at(problem)
    assert told.startswith("OSError, store.resources:")
    assert failed_at(ValueError(WORDS)) == "ValueError, ?"


def test_a_document_is_made_even_where_nothing_else_works(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("wizard.commands.check.check", raises(ValueError))
    monkeypatch.setattr(run_clock, "program_facts", raises(OSError))
    assert main(["check", "--json"]) == 1
    valid(capsys.readouterr().out)


def test_a_watch_that_fails_prints_its_document_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("wizard.commands.watch_command.watch", raises(ValueError, WORDS))
    assert main(["watch", "--json"]) == 1
    told = capsys.readouterr()
    (line,) = told.out.splitlines()
    assert valid(line)["exit_code"] == 1
    assert "CANARY" not in told.out + told.err


def test_an_interrupt_is_no_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wizard.commands.open_window.open_wizard", raises(KeyboardInterrupt))
    assert main([]) == 130


@pytest.mark.parametrize("problem", [ValueError, OverflowError, OSError])
def test_a_clock_beyond_the_calendar_is_no_failure(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], problem: type[Exception]
) -> None:
    class Clock:
        now = staticmethod(raises(problem, "year 10000 is out of range"))

    monkeypatch.setattr(run_clock, "datetime", Clock)
    assert main(list(ONE_CHECK)) in (0, 3)
    valid(capsys.readouterr().out)


def test_a_clock_beyond_what_python_reads_is_a_sentence_and_a_document(tmp_path: Path) -> None:
    beyond = "import time\ndef far(*_): raise OverflowError\ntime.time = time.time_ns = far\n"
    (tmp_path / "sitecustomize.py").write_text(beyond, "utf-8")
    done = run('"$@"', *ONE_CHECK, PYTHONPATH=f"{tmp_path}{os.pathsep}{ROOT}")
    assert done.returncode == 1
    assert "Set date and time first." in done.stderr
    assert valid(done.stdout)["exit_code"] == 1


def test_a_profile_that_fails_in_other_words_than_its_own_is_not_quoted(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("wizard.store.profile_file.read_profile", raises(ValueError, WORDS))
    assert main(["profile", "check", "vendor.toml"]) == 1
    assert "CANARY" not in capsys.readouterr().err


def run(script: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the program from a shell that first does something to it."""
    return subprocess.run(
        ["sh", "-c", f"{script}", "sh", sys.executable, "-m", "wizard", *arguments],
        capture_output=True,
        check=False,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", **environment},
        text=True,
        timeout=120,
    )


@POSIX
@pytest.mark.parametrize("arguments", [("list", "causes"), ("explain", "K2"), ONE_CHECK])
def test_a_full_disk_is_told_and_ends_with_1(arguments: tuple[str, ...]) -> None:
    done = run('"$@" > /dev/full', *arguments)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith("connect-wizard: ")


@POSIX
@pytest.mark.parametrize(
    ("script", "codes"),
    [
        ('"$@" 2> /dev/full', (0, 3)),
        ('"$@" 2>&-', (0, 3)),
        ('"$@" < /dev/null', (0, 3)),
        ('"$@" <&-', (0, 3)),
        ('unset HOME USER LOGNAME; "$@"', (0, 3)),
        ('HOME=/nowhere "$@"', (0, 3)),
        ('D=$(mktemp -d); cd "$D"; rmdir "$D"; "$@"', (0, 3)),
        ('ulimit -n 16; "$@"', (0, 1, 3)),
        ('ulimit -n 9; "$@"', (0, 1, 3)),
        ('ulimit -v 120000; "$@"', (0, 1, 3)),
        ('ulimit -f 0; "$@"', (0, 3)),
    ],
)
def test_whatever_is_short_the_answer_is_a_document(script: str, codes: tuple[int, ...]) -> None:
    done = run(script, *ONE_CHECK)
    assert done.returncode in codes
    assert "Traceback" not in done.stderr
    valid(done.stdout)


@POSIX
def test_closed_output_is_no_traceback() -> None:
    done = run('"$@" >&-', *ONE_CHECK)
    assert (done.returncode, done.stderr) in ((0, ""), (1, ""), (3, ""))
    gone = run('"$@" | true', "list", "causes")
    assert gone.stderr == ""


@POSIX
def test_a_failure_beside_the_command_tells_its_class_only_and_no_core_is_left() -> None:
    code = f"""
import resource, sys, threading
from wizard import main
sys.argv = ["x", "list"]
def fail():
    raise ValueError({WORDS!r})
def run(_=None):
    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    class Broken:
        def __del__(self):
            fail()
    Broken()
    import logging
    logging.getLogger("asyncio").error({WORDS!r})
    print(resource.getrlimit(resource.RLIMIT_CORE))
    return 0
main.main = run
main.program()
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT)
    assert (done.returncode, done.stdout) == (0, "(0, 0)\n")
    assert "CANARY" not in done.stderr
    assert done.stderr == "connect-wizard: something failed (ValueError, <string>:6)\n" * 2
