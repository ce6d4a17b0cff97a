"""Makes the pages' pictures from the real program: walks the demo, keeps what README and the pages show.

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
DOCS = ROOT / "resources" / "docs"
PICTURES = {
    "healthy": {"3-key": "pictures/key", "5-result": "pictures/connected"},
    "key-not-assigned": {"2-office": "development/pictures/office", "5-result": "pictures/cause"},
}
"""For each scenario: the step's picture in the walk, and its name below ``resources/docs``."""


def main() -> int:
    """Walk and keep."""
    env = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    env["PYTHONPATH"] = str(ROOT)
    for scenario, wanted in PICTURES.items():
        with tempfile.TemporaryDirectory() as folder:
            call = [sys.executable, "-m", "wizard", "demo", scenario, "--screenshots", folder]
            subprocess.run(call, env=env, check=True, stdout=subprocess.DEVNULL)
            for step, name in wanted.items():
                picture = DOCS / f"{name}.png"
                picture.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(Path(folder) / f"{step}.png", picture)
                print(f"{name}.png")
    return 0


if __name__ == "__main__":
    sys.exit(main())
