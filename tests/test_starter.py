"""The starter and the lock files: from a bare checkout to a running program."""

from __future__ import annotations

import ast
import importlib.util
import json
import os
import re
import signal
import subprocess
import sys
import tomllib
import venv
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, NoReturn

import pytest

if TYPE_CHECKING:
    from types import ModuleType

ROOT = Path(__file__).resolve().parent.parent
STARTER = ROOT / "build" / "start.py"
LOCKS = ("requirements.lock", "requirements-dev.lock")


class Environment(NamedTuple):
    """What the starter calls by this name, for the type checker: the starter is loaded by its path."""

    folder: Path
    lock: Path
    python: Path


def load_starter() -> ModuleType:
    spec = importlib.util.spec_from_file_location("starter_under_test", STARTER)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def starter(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """A fresh copy that leaves this process's signal handlers alone."""
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    return load_starter()


# --- Which Python -------------------------------------------------------------------------------------------


def test_imports_the_standard_library_only() -> None:
    tree = ast.parse(STARTER.read_text("utf-8"))
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    names = {alias.name for node in imports if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in imports if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in names} <= sys.stdlib_module_names


def test_an_old_python_gets_as_far_as_the_message() -> None:
    tree = ast.parse(STARTER.read_text("utf-8"), feature_version=(3, 6))
    check = next(number for number, node in enumerate(tree.body) if isinstance(node, ast.If))
    before = [node for node in tree.body[:check] if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    annotations = [
        argument.annotation
        for node in before
        if isinstance(node, ast.FunctionDef)
        for argument in node.args.args
    ]
    assert [node.name for node in before] == ["too_old"]
    # Anything with brackets would be evaluated, and fail, before the message is printed.
    assert all(isinstance(annotation, ast.Name) for annotation in annotations)


def test_an_old_python_is_told_what_is_needed() -> None:
    code = (
        "import runpy, sys; sys.version_info = (3, 9, 18); runpy.run_path(sys.argv[1], run_name='__main__')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(STARTER)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr == (
        "This needs Python 3.11 or later; this is Python 3.9. Start it with a newer one, "
        "for example: python3.11 build/start.py\n"
    )


@pytest.mark.parametrize(
    ("version", "refused"), [((3, 10), True), ((3, 11), False), ((3, 14), False), ((4, 0), False)]
)
def test_refused_versions(starter: ModuleType, version: tuple[int, int], refused: bool) -> None:
    assert bool(starter.too_old(*version)) is refused


# --- System packages ----------------------------------------------------------------------------------------


def test_libraries_of_x_count_only_where_there_is_x(starter: ModuleType) -> None:
    without = {library.package for library in starter.missing_libraries({}, lambda _: False)}
    with_x = {library.package for library in starter.missing_libraries({"DISPLAY": ":0"}, lambda _: False)}
    assert {"libegl1", "libgl1", "libdbus-1-3", "libxkbcommon0", "libfontconfig1", "libglib2.0-0"} == without
    assert {"libxcb-cursor0", "libxcb-icccm4", "libxcb-keysyms1", "libxcb-shape0"} < with_x - without


def test_only_what_is_missing_is_named(starter: ModuleType) -> None:
    missing = starter.missing_libraries({"DISPLAY": ":0"}, lambda soname: soname != "libxcb-cursor.so.0")
    packages = [library.package for library in missing]
    assert packages == ["libxcb-cursor0"]


def test_the_loader_is_asked(starter: ModuleType) -> None:
    assert not starter.loads("libnothing-of-this-name.so.9")


def test_fonts(starter: ModuleType, tmp_path: Path) -> None:
    assert not starter.has_font([str(tmp_path), str(tmp_path / "absent")])
    (tmp_path / "deep" / "er").mkdir(parents=True)
    (tmp_path / "deep" / "er" / "Sans.TTF").touch()
    assert starter.has_font([str(tmp_path)])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('PRETTY_NAME="Debian GNU/Linux 12"\nID=debian\n', True),
        ("NAME=Ubuntu\nID=ubuntu\nID_LIKE=debian\n", True),
        ('ID=linuxmint\nID_LIKE="ubuntu debian"\n', True),
        ("ID='debian'", True),
        ('ID=fedora\nID_LIKE="rhel"\nPRETTY_NAME="not debian"\n', False),
        ("", False),
    ],
)
def test_which_systems_have_apt(starter: ModuleType, text: str, expected: bool) -> None:
    assert starter.is_debian(text) is expected


@pytest.fixture
def debian(starter: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """A Debian whose user is not root; the packages that apt was asked for."""
    asked: list[list[str]] = []

    def apt_install(packages: list[str]) -> bool:
        asked.append(packages)
        return "not-there" not in packages

    monkeypatch.setattr(starter, "on_debian", lambda: True)
    monkeypatch.setattr(starter, "is_root", lambda: False)
    monkeypatch.setattr(starter, "apt_install", apt_install)
    return asked


def test_a_user_is_told_one_command_for_all(starter: ModuleType, debian: list[list[str]]) -> None:
    lacks = (
        starter.Lack("No Qt.", ["libegl1", "libgl1"]),
        None,
        starter.Lack("No venv.", ["python3.11-venv"]),
    )
    with pytest.raises(starter.PreparationError) as told:
        starter.supply(*lacks)
    assert str(told.value) == (
        "No Qt.\nNo venv.\nInstall the packages, then start this again:\n"
        "  sudo apt-get update && "
        "sudo apt-get install -y --no-install-recommends libegl1 libgl1 python3.11-venv"
    )
    assert debian == []


def test_root_gets_packages_installed(
    starter: ModuleType, debian: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(starter, "is_root", lambda: True)
    starter.supply(starter.Lack("No Qt.", ["libegl1"]), starter.Lack("No venv.", ["python3.11-venv"]))
    starter.supply(None, None)
    assert debian == [["libegl1", "python3.11-venv"]]


def test_root_is_told_the_command_when_apt_fails(
    starter: ModuleType, debian: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(starter, "is_root", lambda: True)
    with pytest.raises(starter.PreparationError, match=r"(?m)^  apt-get update && apt-get .* not-there$"):
        starter.supply(starter.Lack("No Qt.", ["not-there"]))
    assert debian == [["not-there"]]


def test_other_systems_are_not_told_about_apt(starter: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(starter, "on_debian", lambda: False)
    with pytest.raises(starter.PreparationError) as told:
        starter.supply(starter.Lack("libEGL.so.1 is missing.", ["libegl1"]))
    assert "apt" not in str(told.value)
    assert "libEGL.so.1" in str(told.value)


def test_root_gets_the_laboratory(
    starter: ModuleType, debian: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def which(name: str, path: str) -> str | None:
        asked.append(path)
        return None if name in ("squid", "mitmdump") else f"/usr/sbin/{name}"

    monkeypatch.setattr(starter.shutil, "which", which)
    assert starter.laboratory_lack() is None  # a user cannot make its networks
    monkeypatch.setattr(starter, "is_root", lambda: True)
    lack = starter.laboratory_lack()
    assert sorted(lack.packages) == ["mitmproxy", "squid"]
    assert all(path.endswith(":/usr/sbin:/sbin") for path in asked)
    starter.supply(lack)
    assert debian == [list(lack.packages)]


def test_the_laboratory_is_left_out_where_there_is_no_apt(
    starter: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(starter, "is_root", lambda: True)
    monkeypatch.setattr(starter, "on_debian", lambda: False)
    monkeypatch.setattr(starter.shutil, "which", lambda *_, **__: None)
    assert starter.laboratory_lack() is None


@pytest.mark.skipif(sys.platform != "linux", reason="the laboratory's programs are those of Linux")
def test_the_starter_brings_every_program_that_the_laboratory_starts(starter: ModuleType) -> None:
    from lab.table import ROWS

    used = {program for row in ROWS for program in row.programs} | {"ip", "nft"}
    assert used == {name for name, _ in starter.LABORATORY}


def test_a_missing_venv_part_is_named(starter: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "ensurepip" else object())
    assert starter.venv_lack().packages == ["python{}.{}-venv".format(*sys.version_info[:2])]


def test_only_linux_lacks_anything_of_qt(starter: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platform.system", lambda: "Windows")
    monkeypatch.setattr(starter, "loads", lambda _: False)
    assert starter.qt_lack() is None


def test_what_makes_a_windows_release_is_named(starter: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platform.system", lambda: "Linux")
    monkeypatch.setattr(starter.shutil, "which", lambda _: None)
    assert starter.windows_lack().packages == [
        "wine64", "xvfb", "nsis", "gcc-mingw-w64-x86-64", "osslsigncode", "openssl"
    ]  # fmt: skip
    monkeypatch.setattr(starter.shutil, "which", lambda name: None if name == "makensis" else name)
    assert starter.windows_lack().packages == ["nsis"]
    monkeypatch.setattr("platform.system", lambda: "Windows")
    assert starter.windows_lack() is None


# --- The environment ----------------------------------------------------------------------------------------


@pytest.fixture
def ready(starter: ModuleType, tmp_path: Path) -> Environment:
    """A complete environment with one package, made without the network."""
    lock = tmp_path / "some.lock"
    lock.write_bytes(b"one==1 \\\n    --hash=sha256:00\n")
    environment = starter.Environment(tmp_path / "with space é" / ".venv", lock)
    venv.create(environment.folder, with_pip=False, symlinks=sys.platform != "win32")
    package(environment).mkdir()
    starter.write_stamp(environment)
    return Environment(environment.folder, environment.lock, environment.python)


def package(environment: Environment) -> Path:
    inside = "Lib/site-packages" if sys.platform == "win32" else "lib/python*/site-packages"
    (site,) = environment.folder.glob(inside)
    return site / "one-1.dist-info"


def test_a_complete_environment_is_kept(starter: ModuleType, ready: Environment) -> None:
    assert starter.is_current(ready)
    starter.prepare(ready, None)


def test_line_ends_of_the_checkout_do_not_matter(starter: ModuleType) -> None:
    assert starter.fingerprint(b"a\nb\n") == starter.fingerprint(b"a\r\nb\r\n")
    assert starter.fingerprint(b"a\nb\n") != starter.fingerprint(b"a\nc\n")


def test_another_python_needs_another_environment(
    starter: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = starter.fingerprint(b"a")
    monkeypatch.setattr("platform.python_version", lambda: "3.99.0")
    assert starter.fingerprint(b"a") != before


def test_a_changed_lock_is_seen(starter: ModuleType, ready: Environment) -> None:
    ready.lock.write_bytes(b"one==2\n")
    assert not starter.is_current(ready)


def test_a_vanished_interpreter_is_seen(starter: ModuleType, ready: Environment) -> None:
    ready.python.unlink()
    assert not starter.is_current(ready)


def test_a_broken_interpreter_is_seen(starter: ModuleType, ready: Environment) -> None:
    python = ready.python
    python.unlink()
    python.write_text("not a program")
    python.chmod(0o755)
    assert not starter.is_current(ready)


def test_a_vanished_package_is_seen(starter: ModuleType, ready: Environment) -> None:
    package(ready).rmdir()
    assert not starter.is_current(ready)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"fingerprint": 1, "packages": 2}', "not json"])
def test_a_damaged_stamp_is_no_stamp(starter: ModuleType, ready: Environment, text: str) -> None:
    (ready.folder / starter.STAMP).write_text(text)
    assert not starter.is_current(ready)


def test_interrupted_half_way_starts_anew(
    starter: ModuleType, ready: Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, lock = ready.folder, ready.lock
    lock.write_bytes(b"one==2\n")

    def interrupted(*_args: object, **_keywords: object) -> NoReturn:
        (folder / "half").touch()
        raise KeyboardInterrupt

    monkeypatch.setattr(starter, "venv_lack", lambda: None)
    monkeypatch.setattr(starter, "quietly", interrupted)
    with pytest.raises(KeyboardInterrupt):
        starter.prepare(ready, None)
    assert not (folder / starter.STAMP).exists()

    monkeypatch.setattr(starter, "quietly", lambda *_args: (0, ""))
    starter.prepare(ready, None)
    assert not (folder / "half").exists()
    assert json.loads((folder / starter.STAMP).read_text())["fingerprint"] == starter.fingerprint(b"one==2\n")


def test_a_failed_step_leaves_no_stamp(
    starter: ModuleType, ready: Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready.lock.write_bytes(b"one==2\n")
    monkeypatch.setattr(starter, "venv_lack", lambda: None)
    monkeypatch.setattr(starter, "quietly", lambda *_args: (1, "ERROR: no network"))
    with pytest.raises(starter.PreparationError, match=r"^ERROR: no network\n.*next start tries again"):
        starter.prepare(ready, None)
    assert not starter.is_current(ready)


def test_the_system_s_trust_list_is_the_second_try(
    starter: ModuleType, ready: Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[dict[str, str]] = []

    def quietly(_arguments: list[str], env: dict[str, str]) -> tuple[int, str]:
        tried.append(env)
        return (0, "") if len(tried) == 2 else (1, "[SSL: CERTIFICATE_VERIFY_FAILED] self-signed")

    monkeypatch.setattr(starter, "quietly", quietly)
    monkeypatch.setattr(starter, "TRUST_LISTS", ("/absent", str(ready.lock)))
    assert starter.pip_install(ready, {"A": "1"}) == (0, "")
    assert tried == [{"A": "1"}, {"A": "1", "PIP_CERT": str(ready.lock)}]

    tried.clear()
    assert starter.pip_install(ready, {"PIP_CERT": "the user's own"})[0] == 1
    assert len(tried) == 1


def test_what_a_step_prints_is_held_back(starter: ModuleType, capfd: pytest.CaptureFixture[str]) -> None:
    code = "import sys; print('out'); sys.stdout.flush(); sys.exit('err')"
    assert starter.quietly([sys.executable, "-c", code], dict(os.environ)) == (1, "out\nerr")
    assert capfd.readouterr() == ("", "")


def test_what_somebody_else_made_is_kept(starter: ModuleType, tmp_path: Path) -> None:
    folder = tmp_path / ".venv"
    for number in (1, 2):
        folder.mkdir()
        (folder / "mine.txt").write_text(str(number))
        starter.clear_the_way(folder)
        assert not folder.exists()
        assert (tmp_path / f".venv.old{number}" / "mine.txt").read_text() == str(number)


def test_two_at_once_take_turns(starter: ModuleType, tmp_path: Path) -> None:
    lock = tmp_path / "some.lock"
    lock.write_bytes(b"one==1\n")
    with lock.open("rb") as first, lock.open("rb") as second:
        assert starter.try_lock(first)
        assert not starter.try_lock(second)
        assert lock.read_bytes() == b"one==1\n"
        first.close()
        assert starter.try_lock(second)


def test_settings_that_lead_elsewhere_are_dropped(
    starter: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("PYTHONHOME", "PYTHONPATH", "PIP_TARGET"):
        monkeypatch.setenv(name, "elsewhere")
    monkeypatch.setenv("PIP_INDEX_URL", "a mirror of this office")
    env = starter.quiet_environment()
    assert not {"PYTHONHOME", "PYTHONPATH", "PIP_TARGET"} & set(env)
    assert env["PIP_INDEX_URL"] == "a mirror of this office"


# --- The commands -------------------------------------------------------------------------------------------


@pytest.fixture
def calls(starter: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What would be run; mypy, and nothing else, fails."""
    made: list[list[str]] = []

    def call(arguments: list[str], *_args: object, **_keywords: object) -> int:
        made.append(list(arguments[1:]))
        return 5 if "mypy" in arguments else 0

    monkeypatch.setattr(starter, "call", call)
    monkeypatch.setattr(starter, "prepare", lambda *_: None)
    monkeypatch.setattr(starter, "qt_lack", lambda: None)
    return made


def test_all_checks_run_and_the_tests_come_last(
    starter: ModuleType, calls: list[list[str]], capfd: pytest.CaptureFixture[str]
) -> None:
    assert starter.main(["test"]) == 1
    assert len(calls) == 7
    assert calls[-1] == ["-m", "pytest"]
    out, err = capfd.readouterr()
    assert "== checks: mypy, mypy for Windows FAILED" in out
    assert out.splitlines()[-1] == "== pytest"
    assert err == "FAILED before the tests: mypy, mypy for Windows\n"


def test_arguments_mean_pytest_alone(starter: ModuleType, calls: list[list[str]]) -> None:
    assert starter.main(["test", "-k", "wheel"]) == 0
    assert calls == [["-m", "pytest", "-k", "wheel"]]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ([], ["-m", "wizard", "demo"]),
        (["demo"], ["-m", "wizard", "demo"]),
        (["demo", "slow", "--flag"], ["-m", "wizard", "demo", "slow", "--flag"]),
        (["run"], ["-m", "wizard"]),
        (["run", "--version"], ["-m", "wizard", "--version"]),
        (["bench", "--quick"], [str(ROOT / "build" / "bench.py"), "--quick"]),
    ],
)
def test_commands(starter: ModuleType, calls: list[list[str]], given: list[str], expected: list[str]) -> None:
    assert starter.main(given) == 0
    assert calls == [expected]


def test_missing_libraries_stop_the_demo_but_not_the_program(
    starter: ModuleType,
    calls: list[list[str]],
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    lack = starter.Lack("libEGL.so.1 is missing", ["libegl1"])

    def prepare(_environment: object, *lacking: object) -> None:
        if any(lacking):
            raise starter.PreparationError("libEGL.so.1 is missing")

    monkeypatch.setattr(starter, "qt_lack", lambda: lack)
    monkeypatch.setattr(starter, "venv_lack", lambda: None)
    monkeypatch.setattr(starter, "prepare", prepare)
    assert starter.main(["demo"]) == 2
    assert calls == []
    assert starter.main(["run", "--version"]) == 0
    assert calls == [["-m", "wizard", "--version"]]
    assert capfd.readouterr().err == "libEGL.so.1 is missing\n" * 2

    monkeypatch.setattr(starter, "venv_lack", lambda: lack)
    assert starter.main(["run", "--version"]) == 2


def test_an_unknown_command_names_the_known_ones(
    starter: ModuleType, calls: list[list[str]], capfd: pytest.CaptureFixture[str]
) -> None:
    assert starter.main(["tset"]) == 2
    assert calls == []
    assert capfd.readouterr().err == (
        "Expected one of demo, run, test, bench, windows, got 'tset'. More with --help.\n"
    )


def test_help_needs_no_environment(
    starter: ModuleType, calls: list[list[str]], capfd: pytest.CaptureFixture[str]
) -> None:
    assert starter.main(["--help"]) == 0
    assert calls == []
    assert "python3 build/start.py demo" in capfd.readouterr().out


def test_exit_codes_pass_through(starter: ModuleType) -> None:
    assert starter.call([sys.executable, "-c", "raise SystemExit(7)"]) == 7


@pytest.mark.skipif(sys.platform == "win32", reason="signals end a program on POSIX only")
def test_a_killed_program_gives_the_shell_s_code(starter: ModuleType) -> None:
    code = "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"
    assert starter.call([sys.executable, "-c", code]) == 137


PROGRAM = """
import sys, time
try:
    print("up", flush=True)
    while True:
        time.sleep(0.05)  # a signal just before a long sleep would be heard only after it
except KeyboardInterrupt:
    sys.exit("closed")
"""
INTERRUPTIBLE = """
import importlib.util, sys
spec = importlib.util.spec_from_file_location("start", sys.argv[1])
start = importlib.util.module_from_spec(spec)
spec.loader.exec_module(start)
start.prepare = lambda environment, lack: None
start.command_wizard = lambda arguments: start.call([sys.executable, "-c", sys.argv[2]])
sys.exit(start.main(["demo"]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl+C needs a console there")
@pytest.mark.parametrize(("name", "expected"), [("SIGINT", 130), ("SIGTERM", 143)])
def test_a_stop_is_quiet_and_reaches_the_program(name: str, expected: int) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", INTERRUPTIBLE, str(STARTER), PROGRAM],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "up\n"
        if sys.platform != "win32":
            # Ctrl+C goes to the starter and the program, a service's stop to the starter alone.
            (os.killpg if name == "SIGINT" else os.kill)(process.pid, getattr(signal, name))
        # Ends only when nobody holds the pipes any more: the program is gone as well.
        _, err = process.communicate(timeout=20)
    assert process.returncode == expected
    assert err == ("closed\n" if name == "SIGINT" else "")


# --- The lock files -----------------------------------------------------------------------------------------


def pins(name: str) -> dict[str, str]:
    lines = (ROOT / name).read_text("utf-8").splitlines()
    found = (re.match(r"([a-z0-9.-]+)==(\S+)(?: ; (.+?))? \\$", line) for line in lines)
    return {match[1]: match[2] for match in found if match}


def normal(requirement: str) -> str:
    name = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert name
    return re.sub(r"[._-]+", "-", name[0]).lower()


@pytest.mark.parametrize("name", LOCKS)
def test_locks_name_no_place(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    assert "python build/lock.py" in text.splitlines()[1]
    assert not re.search(r"https?:|file:|index|find-links|\bpypi\b|(^|\s)[/~]|[A-Za-z]:\\", text)


@pytest.mark.parametrize("name", LOCKS)
def test_locks_pin_everything_by_hash(name: str) -> None:
    entries = re.split(r"(?m)^(?=[a-z0-9])", (ROOT / name).read_text("utf-8"))[1:]
    assert len(entries) == len(pins(name))
    assert all(re.search(r"--hash=sha256:[0-9a-f]{64}\b", entry) for entry in entries)


def test_locks_cover_the_project_and_agree() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    runtime, development = pins(LOCKS[0]), pins(LOCKS[1])
    assert {normal(name) for name in project["project"]["dependencies"]} <= set(runtime)
    assert {normal(name) for name in project["dependency-groups"]["dev"]} <= set(development)
    assert runtime.items() <= development.items()
    assert "hatchling" in development
    # httpx imports its own command line where these are installed: start-up would pay for it.
    assert not {"click", "rich"} & set(runtime)
