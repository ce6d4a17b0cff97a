"""The installed program: a wheel is built, unpacked, and its data files are found from there."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.support.folders import ROOT
from wizard.store import resources

DEVELOPMENT = ROOT / "resources" / "docs" / "development"
"""Pages for whoever works on the program; they go nowhere with it."""

# Runs isolated, so that neither the source tree nor the current folder can stand in for the wheel.
RESOLVE = """
import json, sys
sys.path.insert(0, sys.argv[1])
if len(sys.argv) > 2:
    sys._MEIPASS = sys.argv[2]
from wizard.store import resources
name = resources.file_names("causes", ".toml")[0]
print(json.dumps({
    "module": resources.__file__,
    "root": str(resources.root()),
    "name": name,
    "text": resources.path(name).read_text("utf-8"),
}))
"""


def resolve(package_folder: Path, cwd: Path, *frozen: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-I", "-X", "utf8", "-c", RESOLVE, str(package_folder), *frozen],
        capture_output=True,
        encoding="utf-8",
        check=False,
        cwd=cwd,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert isinstance(found, dict)
    return found


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("wheel")
    done = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(target)],
        capture_output=True,
        encoding="utf-8",
        check=False,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = target.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("with space é")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def test_wheel_holds_the_program_and_its_data_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        inside = set(archive.namelist())
    data = {
        "wizard/_resources/" + found.relative_to(ROOT / "resources").as_posix()
        for found in (ROOT / "resources").rglob("*")
        if found.is_file()
        and not found.is_relative_to(DEVELOPMENT)
        and found.suffix not in (".po", ".pot")  # what the program reads is made of them
    }
    assert data == {name for name in inside if name.startswith("wizard/_resources/")}
    assert any(DEVELOPMENT.rglob("*.md"))  # there are pages that could have got in
    assert {name.split("/")[0].split("-")[0] for name in inside} == {"wizard", "connect_wizard"}
    assert {"LICENSE"} == {Path(name).name for name in inside if "/licenses/" in name}


def test_wheel_starts_the_program(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith("/entry_points.txt")]
        lines = archive.read(name).decode().splitlines()
    assert "connect-wizard = wizard.main:program" in lines
    assert "connect-wizard-gui = wizard.main:program" in lines


def test_wheel_finds_its_data(installed: Path, tmp_path: Path) -> None:
    found = resolve(installed, tmp_path)
    assert Path(found["module"]).is_relative_to(installed)
    assert Path(found["root"]) == installed / "wizard" / "_resources"
    assert found["text"] == (ROOT / "resources" / found["name"]).read_text("utf-8")


def test_frozen_program_finds_its_data(installed: Path, tmp_path: Path) -> None:
    frozen = tmp_path / "_internal é"
    (frozen / "resources" / "causes").mkdir(parents=True)
    (frozen / "resources" / "causes" / "only-here.toml").write_text("frozen = true\n", "utf-8")
    found = resolve(installed, tmp_path, str(frozen))
    assert Path(found["root"]) == frozen / "resources"
    assert (found["name"], found["text"]) == ("causes/only-here.toml", "frozen = true\n")


def test_source_tree_finds_its_data(tmp_path: Path) -> None:
    found = resolve(ROOT, tmp_path)
    assert Path(found["root"]) == ROOT / "resources"


def test_missing_data_is_said_plainly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    with pytest.raises(resources.ResourceError, match="data files are missing"):
        resources.root()


@pytest.mark.parametrize(
    "name",
    [
        "",
        "/etc/passwd",
        "//server/share/file",
        "..",
        "../pyproject.toml",
        "causes/../../pyproject.toml",
        "causes/..",
        "..\\pyproject.toml",
        "causes\\key.toml",
        "\\\\server\\share\\file",
        "C:/Windows/win.ini",
        "c:key.toml",
        "causes/key.toml:stream",
    ],
)
def test_names_that_leave_the_folder_are_refused(name: str) -> None:
    with pytest.raises(resources.ResourceError, match="expected a relative name"):
        resources.path(name)


def test_an_unknown_name_is_named() -> None:
    with pytest.raises(resources.ResourceError, match=r"'causes/no-such-cause\.toml' is missing"):
        resources.path("causes/no-such-cause.toml")
