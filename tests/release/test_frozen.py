"""The frozen program finds its data, judges an office and walks its window."""

from __future__ import annotations

import importlib
import json
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from PyInstaller.depend.bindepend import get_python_library_path  # type: ignore[import-untyped]  # it brings no types
from PyInstaller.exceptions import PythonLibraryNotFoundError  # type: ignore[import-untyped]  # it brings no types

from tests.lab.needs import must_be_complete
from tests.support.folders import DATA, ROOT
from tests.support.office import CANARY_CUSTOMER, CANARY_DEVELOPER
from tests.support.printed import holds, words
from wizard.simulator.pretend_office import PretendOffice
from wizard.simulator.scenarios import SCENARIOS

if TYPE_CHECKING:
    from pathlib import Path


pytestmark = pytest.mark.timeout(900)  # whichever comes first waits for the program to be frozen


def why_not_frozen() -> str | None:
    """What PyInstaller lacks here; None where it can freeze."""
    if sys.platform != "linux":
        return None
    if shutil.which("objdump") is None:
        return "not installed: objdump, which PyInstaller needs"
    try:
        get_python_library_path()
    except PythonLibraryNotFoundError:
        return "not installed: this Python's shared library, which PyInstaller needs"
    return None


@pytest.fixture(scope="module")
def frozen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program as ``installer.spec`` freezes it, nothing written into the tree."""
    if reason := why_not_frozen():
        assert not must_be_complete(), reason
        pytest.skip(reason)
    folder = tmp_path_factory.mktemp("frozen")
    before = set(ROOT.iterdir())
    folders = ["--workpath", str(folder / "work"), "--distpath", str(folder / "dist")]
    done = subprocess.run(
        [sys.executable, "-m", "PyInstaller", "--log-level", "WARN", *folders, str(ROOT / "installer.spec")],
        capture_output=True,
        check=False,
        env={**os.environ, "PYINSTALLER_CONFIG_DIR": str(folder / "config")},
        timeout=1500,
    )
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    assert set(ROOT.iterdir()) == before
    return folder / "dist" / "connect-wizard" / "connect-wizard"


def run(frozen: Path, tmp_path: Path, *arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "QT_", "DISPLAY"))
    }
    return subprocess.run(
        [str(frozen), *arguments],
        input=typed,
        capture_output=True,
        check=False,
        cwd=tmp_path,
        env=environment,
        text=True,
        timeout=300,
    )


def test_it_judges_an_office(frozen: Path, tmp_path: Path) -> None:
    with PretendOffice(SCENARIOS["key-not-assigned"]) as office:
        arguments = ("check", "--key-stdin", "--json", "--host", f"127.0.0.1:{office.port}")
        done = run(frozen, tmp_path, *arguments, typed=f"{CANARY_DEVELOPER}/{CANARY_CUSTOMER}")
    assert done.stderr == ""
    assert done.returncode == 3
    assert json.loads(done.stdout)["causes"][0]["code"] == "key.not-assigned"


def test_it_walks_its_window_to_the_result(frozen: Path, tmp_path: Path) -> None:
    done = run(frozen, tmp_path, "demo", "--screenshots", "shots")
    assert done.stderr == ""
    assert "econnector.not-running" in done.stdout
    assert len(list((tmp_path / "shots").glob("*.png"))) == 5


@pytest.mark.parametrize("suffix", ["png", "svg", "pdf"])
def test_it_draws_a_pointer_into_a_file(frozen: Path, tmp_path: Path, suffix: str) -> None:
    done = run(frozen, tmp_path, "explain", "K2", "--picture", f"k2.{suffix}", "--od-version", "21.3")
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / f"k2.{suffix}").stat().st_size > 10_000


def test_it_writes_a_fix_sheet(frozen: Path, tmp_path: Path) -> None:
    done = run(frozen, tmp_path, "explain", "K2", "--sheet", "k2.pdf")
    assert (done.returncode, done.stderr) == (0, "")
    assert holds(words((tmp_path / "k2.pdf").read_bytes()), "Open Dental does not know this key yet")


def snapshot(folder: Path) -> dict[str, tuple[int, int]]:
    return {
        str(found.relative_to(folder)): (found.stat().st_size, found.stat().st_mtime_ns)
        for found in folder.rglob("*")
    }


def test_nothing_is_written_beside_it(frozen: Path, tmp_path: Path) -> None:
    before = snapshot(frozen.parent)
    assert run(frozen, tmp_path, "demo", "healthy", "--screenshots", "shots").returncode == 0
    assert run(frozen, tmp_path, "list", "checks").returncode == 0
    assert snapshot(frozen.parent) == before


def test_shibokens_own_modules_lie_compiled_where_it_looks_first(frozen: Path) -> None:
    importlib.import_module("shiboken6")  # brings the other one
    inside = importlib.import_module("shibokensupport").__spec__.loader.zfile.namelist()  # type: ignore[union-attr]
    place = frozen.parent / "_internal" / "shiboken6" / "files.dir"
    there = {file.relative_to(place).as_posix() for file in place.rglob("*") if file.is_file()}
    assert there == {
        f"{name}c" for name in inside if name.startswith("shibokensupport/") and name[-3:] == ".py"
    }
    assert str(ROOT) not in "".join(file.read_bytes().decode("latin-1") for file in place.rglob("*.pyc"))


def test_they_are_what_it_loads(frozen: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(frozen.parent, copy, copy_function=os.link, symlinks=True)
    loader = copy / "_internal" / "shiboken6" / "files.dir" / "shibokensupport" / "signature" / "loader.pyc"
    loader.unlink()
    loader.write_bytes(b"none")
    done = run(copy / frozen.name, tmp_path, "demo", "--screenshots", str(tmp_path / "pictures"))
    assert done.returncode != 0
    assert "(ImportError, signature_bootstrap.py:" in done.stderr


def test_another_programs_plugins_are_not_looked_at(frozen: Path, tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    foreign = tmp_path / "foreign"
    (foreign / "platforms").mkdir(parents=True)
    environment |= {"QT_PLUGIN_PATH": str(foreign), "QT_DEBUG_PLUGINS": "1", "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [str(frozen), "demo", "--screenshots", str(tmp_path / "pictures")],
        capture_output=True, check=False, cwd=tmp_path, env=environment, text=True, timeout=300,
    )  # fmt: skip
    assert "/platforms" in done.stderr
    assert str(foreign) not in done.stderr


def test_both_programs_share_one_folder_and_only_the_qt_in_use(frozen: Path) -> None:
    folder = frozen.parent
    assert {found.name for found in folder.iterdir()} == {"connect-wizard", "ConnectWizard", "_internal"}
    names = {found.name for found in folder.rglob("*")}
    bindings = {name.split(".")[0] for name in names if name.startswith("Qt") and ".abi3." in name}
    assert bindings == {"QtCore", "QtGui", "QtWidgets", "QtPrintSupport", "QtSvg"}
    libraries = {name.split(".")[0] for name in names if name.startswith("libQt6")}
    assert libraries == {
        *("libQt6Core", "libQt6Gui", "libQt6Widgets", "libQt6PrintSupport", "libQt6Svg"),
        *("libQt6DBus", "libQt6XcbQpa"),
    }
    assert not {"docs", "development", "click", "rich", "pygments"} & names  # pages; httpx's command line


def test_a_profile_beside_it_is_in_force_and_a_changed_one_is_refused(frozen: Path, tmp_path: Path) -> None:
    import shutil

    from wizard.store import seal

    folder = tmp_path / "Zoë Müller" / "Connect Wizard (1)"
    shutil.copytree(frozen.parent, folder, symlinks=True)
    profile = folder / "vendor.toml"
    shutil.copyfile(DATA / "vendor.toml", profile)
    shutil.copyfile(DATA / "logo.png", folder / "logo.png")
    sealed = seal.seal(profile.read_bytes(), (folder / "logo.png").read_bytes())
    (folder / seal.NAME).write_text(sealed, "utf-8")
    program = folder / frozen.name
    with PretendOffice(SCENARIOS["key-not-assigned"]) as office:
        arguments = ("check", "--key-stdin", "--json", "--host", f"127.0.0.1:{office.port}")
        done = run(program, tmp_path, *arguments, typed=CANARY_CUSTOMER)  # the profile holds the other key
    assert (done.returncode, done.stderr) == (3, "")
    assert json.loads(done.stdout)["causes"][0]["code"] == "key.not-assigned"
    profile.write_text(profile.read_text("utf-8").replace("555-0100", "555-0199"), "utf-8")
    for call in (["check"], ["profile", "check", str(profile)]):
        refused = run(program, tmp_path, *call)
        assert refused.returncode == 2
        assert "vendor.toml, line 9: Expected this line as the vendor's kit" in refused.stderr
