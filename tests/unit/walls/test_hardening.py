"""What another program's files or variables must not bring into this one."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import wizard
from wizard.core.system32 import SYSTEM32

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(wizard.__file__).parent


def calls() -> Iterator[tuple[str, ast.Call]]:
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                yield path.name, node


def test_a_library_of_windows_comes_from_windows_own_folder() -> None:
    assert SYSTEM32 == 0x800  # LOAD_LIBRARY_SEARCH_SYSTEM32
    seen = 0
    for file, call in calls():
        name = ast.unparse(call.func)
        if name in ("ctypes.WinDLL", "ctypes.OleDLL", "ctypes.CDLL"):
            seen += 1
            assert [ast.unparse(k.value) for k in call.keywords if k.arg == "winmode"] == ["SYSTEM32"], file
        assert not {"windll", "oledll", "cdll", "LoadLibrary", "find_library"} & set(name.split(".")), file
    assert seen > 5


def test_one_place_makes_an_application() -> None:
    made = {file for file, call in calls() if ast.unparse(call.func) in ("QApplication", "QGuiApplication")}
    assert made == {"app.py"}


def test_no_picture_is_drawn_with_another_programs_plug_ins(tmp_path: Path) -> None:
    foreign = tmp_path / "foreign"
    for kind in ("platforms", "imageformats"):
        (foreign / kind).mkdir(parents=True)
    environment = {
        **os.environ,
        "QT_PLUGIN_PATH": str(foreign),
        "QT_QPA_PLATFORM_PLUGIN_PATH": str(foreign),
        "QT_DEBUG_PLUGINS": "1",
        "DISPLAY": ":77",  # of nobody: a picture needs none
    }
    environment.pop("QT_QPA_PLATFORM", None)
    done = subprocess.run(
        [sys.executable, "-m", "wizard", "explain", "K2", "--picture", str(tmp_path / "picture.png")],
        capture_output=True,
        check=False,
        cwd=PACKAGE.parent,
        env=environment,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert "plugins" in done.stderr
    assert str(foreign) not in done.stderr
    assert (tmp_path / "picture.png").stat().st_size > 10_000
