"""Freezes one program as ``installer.spec`` does and prints where it lies and how large it is, as JSON.

    bench_bundle.py program FOLDER    the program, started by bench_start.py, so that its first paint is heard
    bench_bundle.py plain FOLDER      the program as it is released
    bench_bundle.py hello FOLDER      a window with a label over the same libraries: the floor of the size

PyInstaller is a development package: it runs in the environment that ``build/start.py test`` makes.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = ROOT / ".venv-dev" / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")

HELLO = """
import asyncio, difflib, email, json, tomllib
import httpx, keyring, keyring.backends.chainer
from PySide6.QtCore import QTimer
from PySide6.QtGui import QPainter
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QApplication, QLabel
application = QApplication([])
label = QLabel("Hello")
label.show()
QTimer.singleShot(0, application.quit)
application.exec()
"""


def spec(what: str, folder: Path) -> str:
    """The spec with another entry.

    Raises:
        SystemExit: It has another shape than this expects.
    """
    text = (ROOT / "installer.spec").read_text("utf-8")
    changes = {"ROOT = Path(SPECPATH)": f"ROOT = Path({str(ROOT)!r})"}
    entry = 'ENTRY = ROOT / "wizard" / "__main__.py"'
    if what == "program":
        changes[entry] = 'ENTRY = ROOT / "build" / "bench_start.py"'
    elif what == "hello":
        (folder / "hello.py").write_text(HELLO, "utf-8")
        changes[entry] = f"ENTRY = Path({str(folder / 'hello.py')!r})"
        changes["datas=data"] = "datas=[]"
        changes['hiddenimports=collect_submodules("wizard")'] = "hiddenimports=[]"
    for old, new in changes.items():
        if text.count(old) != 1:
            raise SystemExit(f"installer.spec: expected {old!r} once")
        text = text.replace(old, new)
    return text


def main(what: str, folder: Path) -> None:
    """Freeze and tell."""
    if not PYTHON.exists():
        raise SystemExit("PyInstaller is missing: 'build/start.py test' makes the environment that holds it")
    folder.mkdir(parents=True, exist_ok=True)
    made = folder / "bench.spec"
    made.write_text(spec(what, folder), "utf-8")
    places = ["--workpath", str(folder / "work"), "--distpath", str(folder / "dist")]
    env = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONSAFEPATH")}
    env["PYINSTALLER_CONFIG_DIR"] = str(folder / "config")
    call = [str(PYTHON), "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR", *places, str(made)]
    done = subprocess.run(call, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr[-2000:])
    bundle = folder / "dist" / "connect-wizard"
    files = [found for found in bundle.rglob("*") if found.is_file() and not found.is_symlink()]
    size = sum(found.stat().st_size for found in files)
    print(json.dumps({"program": str(bundle / "connect-wizard"), "bytes": size, "files": len(files)}))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
