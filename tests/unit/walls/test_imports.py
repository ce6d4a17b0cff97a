"""Each wall of pyproject.toml stands: a copy of the package with one import too many is told by its name."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).resolve().parents[3]
RUN = "import sys; sys.path.insert(0, '.'); from importlinter.cli import lint_imports_command as main; main()"

LAYERS = "Layers: arrows point down only, and siblings do not know each other"
PURE = "Core, judgement and pointer are pure, not even through somebody else"
WINDOW = "The window asks runs, never the outside world itself"
QT = "Qt lives in the window only"
HTTP = "HTTP is spoken in the probe only"
KEYCHAIN = "The keychain is reached in one file only"
SCENES = "No page reads a scene on the window's thread"

BREACHES = [
    (LAYERS, "core/text", "import wizard.store.files"),
    (LAYERS, "checks/context", "import wizard.diagnosis.judge"),
    (LAYERS, "diagnosis/judge", "import wizard.pointer.scene"),
    (LAYERS, "store/files", "import wizard.windows.hosts_file"),
    (LAYERS, "runs/run", "import wizard.ui.theme"),
    (LAYERS, "ui/theme", "import wizard.commands.compose"),
    (PURE, "core/text", "import os"),
    (PURE, "core/version", "import httpx"),
    (PURE, "diagnosis/rules", "import time"),
    (PURE, "diagnosis/report", "import wizard.store.files"),  # which imports os, pathlib, subprocess
    (PURE, "pointer/layout", "import PySide6"),
    (PURE, "pointer/scene", "import wizard.store.files"),
    (WINDOW, "ui/pages/base", "import wizard.checks.context"),
    (WINDOW, "ui/window", "import wizard.probe.client"),
    (WINDOW, "ui/theme", "import wizard.windows.hosts_file"),
    (WINDOW, "ui/session", "import wizard.simulator.server"),
    (WINDOW, "ui/pages/key", "import wizard.store.keychain"),
    (QT, "runs/run", "import PySide6"),
    (QT, "store/resources", "import shiboken6"),
    (QT, "ui/flow", "import PySide6"),
    (LAYERS, "kit/make", "import wizard.commands.compose"),
    (LAYERS, "ui/vendor_icon", "import wizard.kit.product"),
    (HTTP, "probe/reading", "import httpx"),
    (HTTP, "commands/check", "import httpx"),
    (HTTP, "checks/context", "import anyio"),
    (KEYCHAIN, "store/keychain", "import keyring"),
    (KEYCHAIN, "commands/forget", "import keyring"),
    (SCENES, "ui/pages/base", "import wizard.pointer.scene_files"),
]


def broken(folder: Path) -> set[str]:
    """Names of the walls that are broken in a folder's package."""
    said = subprocess.run(
        [sys.executable, "-P", "-c", RUN, "--no-cache"],
        cwd=folder,
        env={**os.environ, "COLUMNS": "300", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    names = {line.partition(" BROKEN")[0] for line in said.stdout.splitlines() if " BROKEN" in line}
    assert (said.returncode != 0) == bool(names), said.stdout + said.stderr
    return names


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("walls")
    shutil.copytree(ROOT / "wizard", folder / "wizard", ignore=shutil.ignore_patterns("__pycache__", "*.pyc"))
    shutil.copyfile(ROOT / "pyproject.toml", folder / "pyproject.toml")
    return folder


def test_every_wall_stands(copied: Path) -> None:
    assert not broken(copied)


@pytest.mark.parametrize(("wall", "file", "line"), BREACHES)
def test_an_import_too_many_is_told(copied: Path, wall: str, file: str, line: str) -> None:
    path = copied / "wizard" / f"{file}.py"
    before = path.read_text("utf-8")
    path.write_text(f"{before}\n{line}\n", "utf-8")
    try:
        assert wall in broken(copied)
    finally:
        path.write_text(before, "utf-8")


def test_no_wall_is_without_a_breach() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    assert {contract["name"] for contract in settings["contracts"]} == {wall for wall, _, _ in BREACHES}


def test_no_module_imports_itself_in_a_circle() -> None:
    graph = grimp.build_graph("wizard", exclude_type_checking_imports=True, cache_dir=None)
    left = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    while free := {module for module, imported in left.items() if not imported & left.keys()}:
        left = {module: imported for module, imported in left.items() if module not in free}
    assert not left


def test_core_holds_only_what_layers_share() -> None:
    """What one layer alone uses has its home there; what core alone uses is a part of what it shares."""
    graph = grimp.build_graph("wizard", cache_dir=None)
    alone = {}
    for module in graph.find_descendants("wizard.core"):
        users = {user.split(".")[1] for user in graph.find_modules_that_directly_import(module)}
        if len(users) < 2 and users != {"core"} and not graph.find_children(module):
            alone[module] = users
    assert not alone
