"""Makes the pages' pictures from the real program: walks the demo, keeps what README and the pages show.

Run it with the development Python after a change of the window or of a drawing: ``python build/pictures.py``.
``--pointers`` makes only those of Open Dental anew.
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
POINTERS = {
    "pictures/menu": ("api-setup/open-menu", 0),
    "pictures/api-setup": ("api-setup/enabled", 1),
    "pictures/service-manager": ("service-manager/start", 1),
}
"""Below ``resources/docs``: a pointer, and which of its frames, from 0 on."""
SIZE, RATIO = (520, 360), 2
"""So that they are as large as those of the walk."""


def main() -> int:
    """Walk and keep."""
    draw_pointers()
    if "--pointers" not in sys.argv[1:]:
        walk()
    return 0


def draw_pointers() -> None:
    """Draw frames of Open Dental as the window shows them."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.path.insert(0, str(ROOT))
    from PySide6.QtCore import QSize  # after the platform
    from PySide6.QtGui import QGuiApplication

    from wizard.core.text import Translator
    from wizard.core.version import NEWEST_KNOWN
    from wizard.pointer.scene_files import Scenes
    from wizard.ui.pointer.render import image
    from wizard.ui.pointer.surround import LIGHT

    application, say = QGuiApplication([]), Translator().translate
    for name, (pointer, at) in POINTERS.items():
        frame = Scenes().picture(pointer, NEWEST_KNOWN).shown().frames[at]
        drawn = image(frame, at + 1, LIGHT, say=say, size=QSize(*SIZE), ratio=RATIO)
        if not drawn.save(str(DOCS / f"{name}.png")):
            raise OSError(name)
        print(f"{name}.png")
    application.quit()


def walk() -> None:
    """Keep pictures of the demo."""
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


if __name__ == "__main__":
    sys.exit(main())
