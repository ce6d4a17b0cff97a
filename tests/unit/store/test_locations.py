"""Where files live: where they lay before platformdirs was asked."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.folders import ROOT

ASK = """
from PySide6.QtCore import QSettings
from wizard.store.locations import window_settings
old = QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "connect-wizard", "windows")
print(old.fileName())
print(window_settings().as_posix())
"""


@pytest.mark.skipif(sys.platform == "darwin", reason="no release for macOS has kept anything yet")
@pytest.mark.parametrize("own", [False, True], ids=["home", "folder of settings"])
def test_a_window_is_found_where_an_older_version_kept_it(tmp_path: Path, own: bool) -> None:
    env = {**os.environ, "HOME": str(tmp_path), "PYTHONPATH": str(ROOT)}
    env.pop("XDG_CONFIG_HOME", None)
    if own:
        env["XDG_CONFIG_HOME"] = str(tmp_path / "settings")
    done = subprocess.run(
        [sys.executable, "-c", ASK], env=env, capture_output=True, text=True, check=True, timeout=60
    )
    before, now = done.stdout.split("\n")[:2]
    assert now == before
    if sys.platform == "linux":
        assert Path(now) == tmp_path / ("settings" if own else ".config") / "connect-wizard" / "windows.ini"


def test_nothing_is_written_to_know_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from wizard.store.locations import window_settings

    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    window_settings()
    assert list(tmp_path.iterdir()) == []


def test_the_window_loads_the_library_on_the_workers_thread(tmp_path: Path) -> None:
    """Neither before the first paint, nor when the small window is opened."""
    code = """
import sys
from types import SimpleNamespace
from wizard.core.text import Translator
from wizard.runs.setup import Setup
from wizard.ui.launch import Launch
from wizard.ui.session import Session
from wizard.ui.window import Window
import wizard.ui.companion
assert "platformdirs" not in sys.modules
Session._make_engine(SimpleNamespace(launch=Launch(Setup(Translator()))))
assert "platformdirs" in sys.modules
"""
    env = {**os.environ, "HOME": str(tmp_path), "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
    subprocess.run([sys.executable, "-c", code], env=env, check=True, timeout=120)
