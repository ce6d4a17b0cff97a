"""Makes the pictures of ``resources/docs`` from the real program: walks the demo, keeps what the pages show.

Run it with the development Python after a change of the window: ``python build/pictures.py``.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "docs" / "pictures"
PICTURES = {
    "healthy": {"3-key": "key", "5-result": "connected"},
    "key-not-assigned": {"5-result": "cause"},
}
"""For each scenario: the step's picture in the walk, and its name in the pages."""


def main() -> int:
    """Walk and keep."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    env = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    env["PYTHONPATH"] = str(ROOT)
    for scenario, wanted in PICTURES.items():
        with tempfile.TemporaryDirectory() as folder:
            call = [sys.executable, "-m", "wizard", "demo", scenario, "--screenshots", folder]
            subprocess.run(call, env=env, check=True, stdout=subprocess.DEVNULL)
            for step, name in wanted.items():
                shutil.copyfile(Path(folder) / f"{step}.png", FOLDER / f"{name}.png")
                print(f"{name}.png")
    return 0


if __name__ == "__main__":
    sys.exit(main())
