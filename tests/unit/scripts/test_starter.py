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

from tests.support.folders import ROOT
from tests.support.scripts import script

if TYPE_CHECKING:
    from types import ModuleType

STARTER = ROOT / "build" / "start.py"
LOCKS = ("requirements.lock", "requirements-dev.lock")


class Environment(NamedTuple):
    """What the starter calls by this name, for the type checker: the starter is loaded by its path."""

    folder: Path
    lock: Path
    python: Path


@pytest.fixture
def starter(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """A fresh copy that leaves this process's signal handlers alone."""
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    return script("start")


# --- Which Python -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("script", "own"), [("start.py", {"system_packages"}), ("system_packages.py", set())]
)
def test_imports_the_standard_library_only(script: str, own: set[str]) -> None:
    tree = ast.parse(STARTER.with_name(script).read_text("utf-8"))
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    names = {alias.name for node in imports if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in imports if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in names} <= sys.stdlib_module_names | own


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


@pytest.fixture
def system(starter: ModuleType) -> ModuleType:
    """The starter's module about the system itself; the starter brings it."""
    return sys.modules[starter.supply.__module__]


def test_libraries_of_x_count_only_where_there_is_x(system: ModuleType) -> None:
    without = {library.package for library in system.missing_libraries({}, lambda _: False)}
    with_x = {library.package for library in system.missing_libraries({"DISPLAY": ":0"}, lambda _: False)}
    assert {"libegl1", "libgl1", "libdbus-1-3", "libxkbcommon0", "libfontconfig1", "libglib2.0-0"} == without
    assert {"libxcb-cursor0", "libxcb-icccm4", "libxcb-keysyms1", "libxcb-shape0"} < with_x - without


def test_only_what_is_missing_is_named(system: ModuleType) -> None:
    missing = system.missing_libraries({"DISPLAY": ":0"}, lambda soname: soname != "libxcb-cursor.so.0")
    packages = [library.package for library in missing]
    assert packages == ["libxcb-cursor0"]


def test_the_loader_is_asked(system: ModuleType) -> None:
    assert not system.loads("libnothing-of-this-name.so.9")


def test_fonts(system: ModuleType, tmp_path: Path) -> None:
    assert not system.has_font([str(tmp_path), str(tmp_path / "absent")])
    (tmp_path / "deep" / "er").mkdir(parents=True)
    (tmp_path / "deep" / "er" / "Sans.TTF").touch()
    assert system.has_font([str(tmp_path)])


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
def test_which_systems_have_apt(system: ModuleType, text: str, expected: bool) -> None:
    assert system.is_debian(text) is expected


REFUSED = "E: Unable to locate package not-there"
UNRESOLVED = "W: Failed to fetch InRelease  Temporary failure resolving 'deb.example'"


class Typed:
    """A standard input at which somebody sits, or nobody."""

    def __init__(self, text: str | None) -> None:
        self._text = text
        self.asked = 0

    def isatty(self) -> bool:
        return self._text is not None

    def readline(self) -> str:
        self.asked += 1
        assert self._text is not None
        return self._text


class Debian:
    """A Debian and who uses it; ``got`` is what apt was asked for, each time."""

    def __init__(self, system: ModuleType, patch: pytest.MonkeyPatch) -> None:
        self._system, self._patch = system, patch
        self.got: list[list[str]] = []
        self.options: list[list[str]] = []
        self.offline = False
        self.capable = True
        self.lists = False
        patch.setattr(system, "on_debian", lambda: True)
        patch.setattr(system, "apt", self._apt)
        patch.setattr(system, "knows_packages", lambda: self.lists)
        self.user("a user")

    def user(self, who: str, typed: str | None = None) -> Typed:
        """Root or another; with text typed at a terminal, or without one."""
        keyboard = Typed(typed)
        self._patch.setattr(self._system, "is_root", lambda: who == "root")
        self._patch.setattr(sys, "stdin", keyboard)
        return keyboard

    def _apt(self, *arguments: str) -> tuple[bool, str]:
        said = self._answer(arguments)
        return ("update" in arguments or not said, said)

    def _answer(self, arguments: tuple[str, ...]) -> str:
        if "install" in arguments:
            assert {"-y", "--no-install-recommends", "--no-remove"} <= set(arguments)
            self.got.append(
                [package for package in arguments[arguments.index("install") + 1 :] if package[0] != "-"]
            )
            self.options.append([option for option in arguments if "::" in option])
        if self.capable or any(option.startswith("APT::Sandbox::User=root") for option in arguments):
            if "update" in arguments:  # which says that it went well when it did not
                return UNRESOLVED if self.offline else ""
            return REFUSED if self.offline or "not-there" in arguments else ""
        return "W: Problem unlinking the file (13: Permission denied)"


@pytest.fixture
def debian(system: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Debian:
    return Debian(system, monkeypatch)


@pytest.mark.parametrize("sudo", ["/usr/bin/sudo", None])
def test_a_user_is_told_one_line_for_all(
    system: ModuleType, debian: Debian, monkeypatch: pytest.MonkeyPatch, sudo: str | None
) -> None:
    monkeypatch.setattr(system.shutil, "which", lambda _: sudo)
    lacks = (
        system.Lack("No Qt.", ["libegl1", "libgl1"]),
        None,
        system.Lack("No venv.", ["python3.11-venv"]),
        system.Lack("No laboratory.", ["squid-openssl", "libgl1"], needed=False),
    )
    with pytest.raises(system.PreparationError) as told:
        system.supply(*lacks)
    apt = "sudo apt-get" if sudo else "apt-get"
    assert str(told.value) == (
        "No Qt.\nNo venv.\nNo laboratory.\nWhat root would install, in one line:\n"
        f"  {apt} update && {apt} install -y --no-install-recommends "
        "libegl1 libgl1 python3.11-venv squid-openssl"
    )
    assert debian.got == []


def test_what_only_some_tests_need_stops_nobody(
    system: ModuleType, debian: Debian, capfd: pytest.CaptureFixture[str]
) -> None:
    system.supply(system.Lack("No laboratory.", ["squid-openssl"], needed=False))
    told = capfd.readouterr().err
    assert "apt-get install -y --no-install-recommends squid-openssl\n" in told
    assert told.endswith("The rest runs without it.\n")
    assert debian.got == []


def test_root_without_a_terminal_gets_packages_and_is_told_why(
    system: ModuleType, debian: Debian, capfd: pytest.CaptureFixture[str]
) -> None:
    keyboard = debian.user("root")
    lacks = (system.Lack("No Qt.", ["libegl1"]), system.Lack("No venv.", ["python3.11-venv"]))
    system.supply(*lacks)
    system.supply(None, None)
    assert debian.got == [["libegl1", "python3.11-venv"]]
    assert keyboard.asked == 0
    assert capfd.readouterr().err == (
        "No Qt.\nNo venv.\nPackages: libegl1 python3.11-venv\nInstalling system packages (once) ...\n"
    )


@pytest.mark.parametrize(
    ("typed", "agreed"),
    [("\n", True), ("y\n", True), ("Yes \n", True), ("n\n", False), ("no\n", False), ("what?\n", False),
     ("", False)],
)  # fmt: skip
def test_root_at_a_terminal_is_asked(
    system: ModuleType, debian: Debian, capfd: pytest.CaptureFixture[str], typed: str, agreed: bool
) -> None:
    keyboard = debian.user("root", typed)
    lack = system.Lack("No Qt.", ["libegl1"])
    if agreed:
        system.supply(lack)
    else:
        with pytest.raises(system.PreparationError, match=r"(?s)^Nothing was installed\..* libegl1$"):
            system.supply(lack)
    assert debian.got == ([["libegl1"]] if agreed else [])
    assert keyboard.asked == 1
    assert "No Qt.\nPackages: libegl1\nInstall them now? [Y/n]\n" in capfd.readouterr().err


def test_root_at_a_terminal_may_say_yes_beforehand(system: ModuleType, debian: Debian) -> None:
    keyboard = debian.user("root", "n\n")
    system.supply(system.Lack("No Qt.", ["libegl1"]), yes=True)
    assert debian.got == [["libegl1"]]
    assert keyboard.asked == 0


def test_without_any_input_nobody_can_be_asked(
    system: ModuleType, debian: Debian, monkeypatch: pytest.MonkeyPatch
) -> None:
    debian.user("root")
    monkeypatch.setattr(sys, "stdin", None)
    system.supply(system.Lack("No Qt.", ["libegl1"]))
    assert debian.got == [["libegl1"]]


def test_a_failed_install_does_not_advise_the_command_that_failed(system: ModuleType, debian: Debian) -> None:
    debian.user("root")
    with pytest.raises(system.PreparationError) as told:
        system.supply(system.Lack("No Qt.", ["not-there"]))
    assert debian.got == [["not-there"]]
    assert str(told.value) == f"apt-get could not install not-there:\n{REFUSED}"


def test_packages_of_the_laboratory_are_had_one_by_one(
    system: ModuleType, debian: Debian, capfd: pytest.CaptureFixture[str]
) -> None:
    debian.user("root")
    system.supply(
        system.Lack("No Qt.", ["libegl1"]),
        system.Lack("No laboratory.", ["haproxy", "not-there", "squid-openssl"], needed=False),
    )
    assert debian.got == [
        ["libegl1"], ["haproxy"], ["not-there"], ["squid-openssl"]
    ]  # fmt: skip
    assert capfd.readouterr().err.endswith("Not installed: not-there. What needs them is left out.\n")


def test_without_a_network_it_is_said_that_the_registry_was_not_reached(
    system: ModuleType, debian: Debian, capfd: pytest.CaptureFixture[str]
) -> None:
    debian.user("root")
    debian.offline = True
    with pytest.raises(system.PreparationError) as told:
        system.supply(system.Lack("No Qt.", ["libegl1"]))
    assert str(told.value) == f"apt-get could not install libegl1:\n{system.UNREACHED}"
    for word in ("Acquire::http::Proxy", "HTTPS_PROXY", "PIP_INDEX_URL"):
        assert word in system.UNREACHED or sys.platform == "win32"
    debian.got.clear()
    system.supply(system.Lack("No laboratory.", ["haproxy", "squid-openssl"], needed=False))
    assert debian.got == [["haproxy"]]  # not one after the other in vain
    assert system.UNREACHED in capfd.readouterr().err


def test_root_without_capabilities_gets_what_is_needed(
    system: ModuleType, debian: Debian, capfd: pytest.CaptureFixture[str]
) -> None:
    """As in a container: apt may neither become its own user nor write into that user's folders."""
    debian.user("root")
    debian.capable = False
    system.supply(
        system.Lack("No Qt.", ["libegl1"]), system.Lack("No laboratory.", ["squid-openssl"], needed=False)
    )
    assert debian.got == [["libegl1"], ["libegl1"], ["squid-openssl"]]
    assert [option.partition("=")[0] for option in debian.options[1]] == [
        "APT::Sandbox::User", "Dir::State::lists", "Dir::Cache::archives"
    ]  # fmt: skip
    assert not any(Path(option.partition("=")[2]).exists() for option in debian.options[1][1:])
    assert capfd.readouterr().err.endswith("Not installed: squid-openssl. What needs them is left out.\n")


def test_one_source_out_of_reach_is_no_missing_network(
    system: ModuleType, debian: Debian, capfd: pytest.CaptureFixture[str]
) -> None:
    debian.user("root")
    debian.offline = debian.lists = True  # what apt looked for was not there, and it knows packages
    with pytest.raises(system.PreparationError) as told:
        system.supply(system.Lack("No Qt.", ["not-there"]))
    assert str(told.value) == f"apt-get could not install not-there:\n{UNRESOLVED}\n{REFUSED}"
    debian.got.clear()
    system.supply(system.Lack("No laboratory.", ["not-there", "haproxy"], needed=False))
    assert debian.got == [["not-there"], ["haproxy"]]
    assert "not reached" not in capfd.readouterr().err


def test_what_apt_said_is_kept_when_it_failed(system: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[list[str]] = []

    def quietly(arguments: list[str], _env: object, to_the_end: bool) -> tuple[int, str]:
        assert to_the_end
        ran.append(arguments)
        return (100, "E: conflict") if "install" in arguments else (0, "W: a word")

    monkeypatch.setattr(system, "quietly", quietly)
    assert system.apt("update") == (True, "W: a word")
    assert system.apt_install(["squid-openssl"]) == (False, "E: conflict")
    assert ran[-1][-2:] == ["--no-remove", "squid-openssl"]


def test_other_systems_are_not_told_about_apt(
    system: ModuleType, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(system, "on_debian", lambda: False)
    with pytest.raises(system.PreparationError) as told:
        system.supply(system.Lack("libEGL.so.1 is missing.", ["libegl1"]))
    assert "apt" not in str(told.value)
    assert "libEGL.so.1" in str(told.value)
    system.supply(system.Lack("objdump is missing.", ["binutils"], needed=False))
    assert "objdump is missing." in capfd.readouterr().err


@pytest.mark.parametrize("root", [True, False])
def test_everybody_learns_what_the_laboratory_lacks(
    system: ModuleType, debian: Debian, monkeypatch: pytest.MonkeyPatch, root: bool
) -> None:
    asked: list[str] = []

    def which(name: str, path: str) -> str | None:
        asked.append(path)
        return None if name.startswith(("squid", "/usr/lib/squid", "nft")) else f"/usr/sbin/{name}"

    monkeypatch.setattr(system.shutil, "which", which)
    debian.user("root" if root else "a user")
    lack = system.laboratory_lack()
    assert lack.packages == ["nftables", "squid-openssl"]
    assert not lack.needed
    assert lack.what.endswith(": nft squid security_file_certgen")
    assert all(path.endswith(":/usr/sbin:/sbin") for path in asked)


def test_the_laboratory_is_left_out_where_there_is_no_apt(
    system: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(system, "on_debian", lambda: False)
    monkeypatch.setattr(system.shutil, "which", lambda *_, **__: None)
    assert system.laboratory_lack() is None


@pytest.mark.parametrize("root", [True, False])
def test_a_browser_is_brought_by_root_alone(
    system: ModuleType, monkeypatch: pytest.MonkeyPatch, *, root: bool
) -> None:
    monkeypatch.setattr(system, "on_debian", lambda: True)
    monkeypatch.setattr(system, "is_root", lambda: root)
    monkeypatch.setattr(system.shutil, "which", lambda *_, **__: None)
    lack = system.browser_lack()
    assert (lack.packages, lack.needed) == (["chromium"], False) if root else lack is None


@pytest.mark.skipif(sys.platform != "linux", reason="the laboratory's programs are those of Linux")
def test_the_starter_brings_every_program_that_the_laboratory_starts(system: ModuleType) -> None:
    from tests.lab.table import ROWS

    used = {program for row in ROWS for program in row.programs} | {"ip", "nft"}
    assert used == {name for name, _ in system.LABORATORY}


@pytest.fixture
def python(system: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, object]:
    """What this Python says of itself; on a Linux that has every program and finds no library."""
    said: dict[str, object] = {"Py_ENABLE_SHARED": 1, "LIBDIR": str(tmp_path)}
    monkeypatch.setattr(system.sysconfig, "get_config_var", said.get)
    monkeypatch.setattr(sys, "base_prefix", str(tmp_path / "own"))
    monkeypatch.setattr("platform.system", lambda: "Linux")
    monkeypatch.setattr(system, "find_program", lambda name: name)
    monkeypatch.setattr(system, "loads", lambda _: False)
    return said


LIBRARY = "libpython{}.{}".format(*sys.version_info[:2])


def test_the_library_of_python_is_looked_for_not_believed_in(
    system: ModuleType, python: dict[str, object], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Debian's Python says that it has a shared library, which is in a package of its own."""
    assert python["Py_ENABLE_SHARED"] == 1
    lack = system.bundle_lack()
    assert (lack.packages, lack.needed) == ([LIBRARY], False)
    assert LIBRARY + ".so.1.0" in lack.what
    (tmp_path / (LIBRARY + ".so.1.0")).touch()
    assert system.bundle_lack() is None
    (tmp_path / (LIBRARY + ".so.1.0")).unlink()
    monkeypatch.setattr(system, "loads", lambda soname: soname == LIBRARY + ".so.1.0")
    assert system.bundle_lack() is None
    monkeypatch.setattr(system, "find_program", lambda _: None)
    assert system.bundle_lack().packages == ["binutils"]


def test_a_python_without_a_library_is_not_helped_by_another_one(
    system: ModuleType,
    python: dict[str, object],
    debian: Debian,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    python["Py_ENABLE_SHARED"] = 0
    monkeypatch.setattr(system, "loads", lambda _: True)
    lack = system.bundle_lack()
    assert (lack.packages, lack.needed) == ([], False)
    debian.user("root")
    system.supply(lack)
    assert debian.got == []
    assert capfd.readouterr().err == f"{lack.what}\nThe rest runs without it.\n"
    (tmp_path / "own" / "lib").mkdir(parents=True)
    (tmp_path / "own" / "lib" / (LIBRARY + ".so.1.0")).touch()
    assert system.bundle_lack() is None


def test_a_missing_venv_part_is_named(system: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "ensurepip" else object())
    assert system.venv_lack().packages == ["python{}.{}-venv".format(*sys.version_info[:2])]


def test_only_linux_lacks_anything_of_qt(system: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platform.system", lambda: "Windows")
    monkeypatch.setattr(system, "loads", lambda _: False)
    assert system.qt_lack() is None


def test_what_makes_a_windows_release_is_named(system: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platform.system", lambda: "Linux")
    monkeypatch.setattr(system.shutil, "which", lambda *_, **__: None)
    assert system.windows_lack().packages == [
        "wine64", "xvfb", "xdotool", "nsis", "gcc-mingw-w64-x86-64", "osslsigncode", "openssl", "git"
    ]  # fmt: skip
    monkeypatch.setattr(
        system.shutil, "which", lambda name, **_: None if name in ("makensis", "git") else name
    )
    assert system.windows_lack().packages == ["nsis", "git"]
    assert system.windows_lack().needed
    monkeypatch.setattr("platform.system", lambda: "Windows")
    assert system.windows_lack().what.endswith(": git")
    monkeypatch.setattr(system.shutil, "which", lambda name, **_: name)
    assert system.windows_lack() is None


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
    starter.prepare(ready, None, yes=False)


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
        starter.prepare(ready, None, yes=False)
    assert not (folder / starter.STAMP).exists()

    monkeypatch.setattr(starter, "quietly", lambda *_args: (0, ""))
    starter.prepare(ready, None, yes=False)
    assert not (folder / "half").exists()
    assert json.loads((folder / starter.STAMP).read_text())["fingerprint"] == starter.fingerprint(b"one==2\n")


def test_a_failed_step_leaves_no_stamp(
    starter: ModuleType, ready: Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready.lock.write_bytes(b"one==2\n")
    monkeypatch.setattr(starter, "venv_lack", lambda: None)
    monkeypatch.setattr(starter, "quietly", lambda *_args: (1, "ERROR: no network"))
    with pytest.raises(starter.PreparationError, match=r"^ERROR: no network\n.*next start tries again"):
        starter.prepare(ready, None, yes=False)
    assert not starter.is_current(ready)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("NewConnectionError('Failed to establish')\nERROR: No match", "was not reached."),
        ("WARNING: Retrying ... ProxyError('Cannot connect to proxy.')\nERROR: none", "HTTPS_PROXY="),
        ("[SSL: CERTIFICATE_VERIFY_FAILED] self-signed", "PIP_CERT"),
        ("[Errno 11001] getaddrinfo failed", "was not reached"),
    ],
)  # fmt: skip
def test_what_keeps_pip_from_its_registry_is_one_plain_sentence(
    starter: ModuleType, ready: Environment, monkeypatch: pytest.MonkeyPatch, said: str, words: str
) -> None:
    ready.lock.write_bytes(b"one==2\n")
    monkeypatch.setattr(starter, "venv_lack", lambda: None)
    monkeypatch.setattr(starter, "quietly", lambda *_args: (1, said))
    with pytest.raises(starter.PreparationError) as told:
        starter.prepare(ready, None, yes=False)
    assert words in str(told.value)
    assert "\n" not in str(told.value)
    assert "Retrying" not in str(told.value)


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
    monkeypatch.setattr(starter, "prepare", lambda *_, **__: None)
    monkeypatch.setattr(starter, "qt_lack", lambda: None)
    return made


def test_all_checks_run_and_the_tests_come_last(
    starter: ModuleType, calls: list[list[str]], capfd: pytest.CaptureFixture[str]
) -> None:
    assert starter.main(["test"]) == 1
    assert len(calls) == 7
    assert calls[-1] == ["-m", "pytest", "tests", "-n", "auto"]
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
        (["cover", "--again"], [str(ROOT / "build" / "covered.py"), "--again"]),
        (["mutants", "wizard.runs.*"], [str(ROOT / "build" / "mutants.py"), "wizard.runs.*"]),
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
    lack = starter_lack("libEGL.so.1 is missing")

    def prepare(_environment: object, *lacking: object, yes: bool) -> None:
        assert not yes
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
        "Expected one of demo, run, test, bench, soak, cover, mutants, windows, texts, got 'tset'. "
        "More with --help.\n"
    )


def test_help_needs_no_environment(
    starter: ModuleType, calls: list[list[str]], capfd: pytest.CaptureFixture[str]
) -> None:
    assert starter.main(["--help"]) == 0
    assert calls == []
    assert "python3 build/start.py demo" in capfd.readouterr().out


@pytest.mark.parametrize("name", ["demo", "run", "test", "bench", "soak", "cover", "mutants", "windows"])
@pytest.mark.parametrize("flag", ["-h", "--help"])
def test_help_of_a_command_installs_nothing(
    starter: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    name: str,
    flag: str,
) -> None:
    def never(*_: object, **__: object) -> NoReturn:
        raise AssertionError

    monkeypatch.setattr(starter, "prepare", never)
    monkeypatch.setattr(starter, "supply", never)
    # a Python that has nothing but itself
    monkeypatch.setattr(starter, "base_python", lambda: str(bare_python()))
    assert starter.main([name, flag]) == 0
    out, err = capfd.readouterr()
    assert "usage: " in out or (name == "test" and "build/start.py test" in out)
    assert "--prove" in out or name not in ("windows", "test")
    assert err == ""


def bare_python() -> Path:
    return Path(getattr(sys, "_base_executable", "") or sys.executable)


def test_a_wrong_option_of_windows_is_told_before_anything_is_installed(
    starter: ModuleType, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(starter, "prepare", lambda *_, **__: pytest.fail("prepared"))
    monkeypatch.setattr(starter, "supply", lambda *_, **__: pytest.fail("supplied"))
    assert starter.main(["windows", "--porve"]) == 2
    assert "unrecognized arguments: --porve" in capfd.readouterr().err


def test_windows_without_git_ends_before_the_environment_is_made(
    starter: ModuleType,
    calls: list[list[str]],
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """Also where the packages could be installed and git is not there all the same."""
    monkeypatch.setattr(starter, "prepare", lambda *_, **__: pytest.fail("prepared"))
    monkeypatch.setattr(starter, "windows_lack", lambda: starter_lack("A Windows release needs: git"))
    given: list[object] = []
    monkeypatch.setattr(starter, "supply", lambda *lacks, yes: given.append((lacks, yes)))
    assert starter.main(["windows", "--prove"]) == 2
    assert given == [((None, starter_lack("A Windows release needs: git")), False)]
    assert calls == [["-I", str(STARTER.parent / "windows" / "options.py"), "--prove"]]
    assert capfd.readouterr().err == "A Windows release needs: git\nIt is missing still.\n"


def starter_lack(what: str) -> tuple[str, list[str], bool]:
    lack: tuple[str, list[str], bool] = sys.modules["system_packages"].Lack(what, ["git"])
    return lack


@pytest.mark.parametrize("given", [["--yes", "demo"], ["demo", "--yes"], ["--yes"]])
def test_yes_is_for_the_starter(
    starter: ModuleType, calls: list[list[str]], monkeypatch: pytest.MonkeyPatch, given: list[str]
) -> None:
    told: list[bool] = []
    monkeypatch.setattr(starter, "prepare", lambda *_, yes: told.append(yes))
    assert starter.main(given) == 0
    assert starter.main(["demo"]) == 0
    assert told == [True, False]
    assert calls == [["-m", "wizard", "demo"]] * 2


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
start.prepare = lambda environment, lack, yes: None
start.command_wizard = lambda arguments: start.call([sys.executable, "-c", sys.argv[2]])
sys.exit(start.main(["demo"]))
"""


WHILE_STARTING = """
import importlib.util, os, signal, subprocess, sys
spec = importlib.util.spec_from_file_location("start", sys.argv[1])
start = importlib.util.module_from_spec(spec)
spec.loader.exec_module(start)
class Slow(subprocess.Popen):
    def __init__(self, *args, **keywords):
        super().__init__(*args, **keywords)
        os.kill(os.getpid(), signal.SIGTERM)
start.subprocess.Popen = Slow
start.prepare = lambda environment, lack, yes: None
start.command_wizard = lambda arguments: start.call([sys.executable, "-c", sys.argv[2]])
sys.exit(start.main(["demo"]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there a program is ended without being asked")
def test_a_stop_while_the_program_is_being_started_reaches_it_too() -> None:
    """On a busy machine the program may be up before the starter knows of it."""
    done = subprocess.run(
        [sys.executable, "-c", WHILE_STARTING, str(STARTER), PROGRAM],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 143
    assert done.stderr == ""


NOT_STARTED = """
import importlib.util, signal, sys
spec = importlib.util.spec_from_file_location("start", sys.argv[1])
start = importlib.util.module_from_spec(spec)
spec.loader.exec_module(start)
start.prepare = lambda environment, lack, yes: None
def not_started(arguments):
    try:
        return start.call([sys.argv[1] + ".none"])
    except FileNotFoundError:
        return sum(signal.getsignal(number) != start.stop for number in start.STOPS)
start.command_wizard = not_started
sys.exit(start.main(["demo"]))
"""


def test_where_a_program_cannot_be_started_a_stop_is_heard_as_before() -> None:
    done = subprocess.run(
        [sys.executable, "-c", NOT_STARTED, str(STARTER)],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")


HUNG_UP = """
import os, signal
os.kill(os.getppid(), signal.SIGHUP)
os.kill(os.getpid(), signal.SIGHUP)
raise SystemExit(7)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal that hangs up is of POSIX")
def test_a_stop_that_is_ignored_stays_ignored() -> None:
    """As under ``nohup``: the terminal is closed, and starter and program go on."""
    ignoring = "import signal; signal.signal(signal.SIGHUP, signal.SIG_IGN)" + INTERRUPTIBLE
    done = subprocess.run(
        [sys.executable, "-c", ignoring, str(STARTER), HUNG_UP],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (7, "")


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
        _, err = process.communicate(timeout=60)
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
