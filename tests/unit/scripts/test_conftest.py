"""What holds for every test, and for CI: patience, which run, Ctrl+C, and the two commands of the README."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from types import SimpleNamespace
from typing import cast

import pytest
from hypothesis import HealthCheck, settings

from tests.conftest import MARKERS, pytest_cmdline_main
from tests.support.folders import ROOT, TESTS


def test_slow_examples_are_no_failure() -> None:
    assert HealthCheck.too_slow in settings().suppress_health_check
    assert settings().deadline is None


@pytest.mark.skipif(sys.platform == "win32", reason="a shell in the background is one of POSIX")
def test_started_in_the_background_of_a_script_ctrl_c_is_heard() -> None:
    code = """
import signal
signal.signal(signal.SIGINT, signal.SIG_IGN)
import tests.conftest
print(signal.getsignal(signal.SIGINT) is signal.default_int_handler)
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "True\n"
    assert signal.getsignal(signal.SIGINT) is not signal.SIG_IGN


def names(*arguments: str, seed: str = "1") -> list[str]:
    """The tests that a call of pytest takes."""
    call = [
        sys.executable,
        "-P",
        "-m",
        "pytest",
        "--collect-only",
        "-q",
        "-p",
        "no:cacheprovider",
        *arguments,
    ]
    env = {**os.environ, "PYTHONHASHSEED": seed}
    done = subprocess.run([*call, *arguments], cwd=ROOT, env=env, capture_output=True, text=True, check=True)
    return sorted(line for line in done.stdout.splitlines() if line.startswith("tests/"))


def collected(*arguments: str) -> set[str]:
    """The folders from which it takes them."""
    return {name.split("/")[1] for name in names(*arguments)}


def test_without_a_name_the_fast_tests_run_and_with_a_name_what_it_names() -> None:
    assert collected() == {"unit", "flows"}
    assert collected("tests/window/test_link.py") == {"window"}


def test_all_tests_are_called_the_same_in_every_process() -> None:
    first, second = names("tests"), names("tests", seed="2")  # and at another second of the clock
    assert first == second, "pytest-xdist gives tests out by name"
    assert {name.split("/")[1] for name in first} == {"unit", "flows", "window", "lab", "release"}


def test_markers_follow_the_folders() -> None:
    assert collected("-m", "window or release") == {"window", "release"}
    assert collected("-m", "fast") == {"unit", "flows"}
    for name in TESTS.iterdir():
        holds = any(name.rglob("test_*.py"))
        assert holds == (name.name in MARKERS), f"{name.name} has no marker, or one for nothing"


def test_a_test_that_hangs_is_ended(pytestconfig: pytest.Config) -> None:
    assert 60 <= float(pytestconfig.getini("timeout")) <= 600


@pytest.mark.skipif(sys.platform == "win32", reason="CI's scripts are those of a POSIX shell")
def test_ci_runs_the_two_commands_that_the_readme_names() -> None:
    script = (ROOT / ".ci" / "two-commands").read_text("utf-8")
    (line,) = (line for line in script.splitlines() if line.startswith("mapfile"))
    shown = subprocess.run(
        ["bash", "-c", line + '; printf "%s\\n" "${commands[@]}"'],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert shown.splitlines() == ["python3 build/start.py demo", "python3 build/start.py test"]


def test_one_of_several_processes_begins_no_others() -> None:
    config = SimpleNamespace(
        args_source=pytest.Config.ArgsSource.TESTPATHS, option=SimpleNamespace(numprocesses=None)
    )
    pytest_cmdline_main(cast("pytest.Config", config))
    assert config.option.numprocesses == "auto"
    config.option.numprocesses, config.workerinput = None, {}
    pytest_cmdline_main(cast("pytest.Config", config))
    assert config.option.numprocesses is None
