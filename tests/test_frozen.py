"""The frozen program finds its data, judges an office and walks its window."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from office import CANARY_CUSTOMER, CANARY_DEVELOPER

from wizard.simulator.office import PretendOffice
from wizard.simulator.scenarios import SCENARIOS

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def frozen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program as ``installer.spec`` freezes it, nothing written into the tree."""
    folder = tmp_path_factory.mktemp("frozen")
    before = set(ROOT.iterdir())
    folders = ["--workpath", str(folder / "work"), "--distpath", str(folder / "dist")]
    done = subprocess.run(
        [sys.executable, "-m", "PyInstaller", "--log-level", "WARN", *folders, str(ROOT / "installer.spec")],
        capture_output=True,
        check=False,
        env={**os.environ, "PYINSTALLER_CONFIG_DIR": str(folder / "config")},
        timeout=500,
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
        timeout=120,
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
