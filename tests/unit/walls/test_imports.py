"""Each wall of pyproject.toml stands: a copy of the package with one import too many is told by its name."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import grimp
import pytest

from tests.unit.walls.test_borders import eager, strangers

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[3]
RUN = "import sys; sys.path.insert(0, '.'); from importlinter.cli import lint_imports_command as main; main()"

LAYERS = "Layers: arrows point down only, and siblings do not know each other"
PURE = "Core, judgement and pointer are pure, not even through somebody else"
WINDOW = "The window asks runs, never the outside world itself"
QT = "Qt lives in the window only"
HTTP = "HTTP is spoken in the probe only"
KEYCHAIN = "The keychain is reached in one file only"
SIMULATOR = "The simulator answers commands only: nothing that runs against a real office knows it"
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
    (LAYERS, "stray/__init__", ""),  # a package that has no place yet
    (LAYERS, "stray", ""),
    (WINDOW, "ui/session", "import http.client"),
    (WINDOW, "ui/session", "import socket"),
    (WINDOW, "ui/single_instance", "import urllib.request"),
    (QT, "commands/check", "import PySide6"),
    (QT, "commands/forget", "import wizard.ui.theme"),
    (QT, "kit/make", "import PySide6"),
    (QT, "kit/readme", "import wizard.ui.vendor_icon"),
    (QT, "cli", "import wizard.ui.app"),
    (QT, "main", "import PySide6.QtCore"),
    (SIMULATOR, "runs/key_in_use", "import wizard.simulator.server"),
    (SIMULATOR, "checks/context", "import wizard.simulator.server"),
    (SIMULATOR, "diagnosis/rules", "from wizard.simulator import scenarios"),
    (SIMULATOR, "pointer/scene", "import wizard.simulator.scenario"),
    (SIMULATOR, "probe/reading", "import wizard.simulator.api"),
    (SIMULATOR, "store/files", "import wizard.simulator.call"),
    (SIMULATOR, "windows/system", "import wizard.simulator.pretend_pc"),
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


@contextmanager
def added(copied: Path, file: str, line: str) -> Iterator[None]:
    """One line more in a file of the copy, or a file more."""
    path = copied / "wizard" / f"{file}.py"
    before = path.read_text("utf-8") if path.exists() else None
    assert (before is None) == file.startswith("stray"), f"{file} was renamed"
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"{before or ''}\n{line}\n", "utf-8")
    try:
        yield
    finally:
        if before is not None:
            path.write_text(before, "utf-8")
        elif path.name == "__init__.py":
            shutil.rmtree(path.parent)
        else:
            path.unlink()


@pytest.mark.parametrize(("wall", "file", "line"), BREACHES)
def test_an_import_too_many_is_told(copied: Path, wall: str, file: str, line: str) -> None:
    with added(copied, file, line):
        assert wall in broken(copied)


@pytest.mark.parametrize(
    ("file", "line", "module"),
    [
        ("diagnosis/rules", "import urllib.request", "urllib.request"),
        ("diagnosis/rules", "from urllib import request", "urllib"),
        ("diagnosis/rules", "from importlib import resources", "importlib"),
        ("diagnosis/verdicts/channel_verdicts", "import re", "re"),
        ("core/text", "import concurrent.futures", "concurrent.futures"),
        ("core/text", "import glob", "glob"),
        ("core/text", "import uuid", "uuid"),
        ("diagnosis/incident", "from datetime import datetime", "datetime"),
        ("core/text", "if TYPE_CHECKING: from datetime import datetime", "datetime"),
        ("core/toml/parsing", "__import__('os')", "os"),
        ("pointer/scene_files", "import zipfile", "zipfile"),
        ("pointer/layout", "def late(): import sqlite3", "sqlite3"),
    ],
)
def test_a_module_that_does_more_than_compute_is_told(
    copied: Path, file: str, line: str, module: str
) -> None:
    with added(copied, file, line):
        assert strangers(copied / "wizard") == {(f"{file}.py", module)}


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("commands/explain_picture", "from PySide6.QtWidgets import QApplication"),
        ("commands/simulate", "from wizard.ui.app import open_window"),
        ("kit/make", "from wizard.ui.vendor_icon import icon_of"),
        ("main", "from wizard.commands.open_window import open_wizard"),
    ],
)
def test_a_window_loaded_too_early_is_told(copied: Path, file: str, line: str) -> None:
    with added(copied, file, line):
        assert f"{file}.py" in eager(copied / "wizard")


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
