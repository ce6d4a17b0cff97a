"""Writes requirements.lock and requirements-dev.lock from pyproject.toml.

Run ``python build/lock.py`` after a change of the dependencies: versions already locked stay.
``python build/lock.py --upgrade`` takes the newest allowed ones. It needs ``uv``, on the path or
beside this Python.

The locks are universal: markers choose per system, one file serves Windows and Linux from Python 3.11 on.
"""

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RUNTIME = "requirements.lock"
DEVELOPMENT = "requirements-dev.lock"
HOW = "python build/lock.py"


def uv() -> str:
    """The ``uv`` program.

    Raises:
        SystemExit: There is none.
    """
    beside = Path(sys.executable).with_name("uv.exe" if sys.platform == "win32" else "uv")
    found = str(beside) if beside.exists() else shutil.which("uv")
    if not found:
        raise SystemExit("uv is missing: install it with 'pip install uv', then start this again.")
    return found


def command(output: str, *options: str) -> list[str]:
    """The call that writes ``output``; relative names only, because uv repeats them in the file."""
    return [
        *(uv(), "pip", "compile", "--quiet", "--no-config", "--universal", "--python-version", "3.11"),
        *("--generate-hashes", "--only-binary", ":all:", "--custom-compile-command", HOW),
        *("--no-emit-index-url", "--no-emit-find-links"),
        *("pyproject.toml", "--output-file", output, *options),
    ]


def main() -> int:
    """Writes both files, the second one bound to the versions of the first."""
    parser = argparse.ArgumentParser(description="Writes the two lock files.")
    parser.add_argument("--upgrade", action="store_true", help="take the newest allowed versions")
    upgrade = ["--upgrade"] if parser.parse_args().upgrade else []
    env = {name: value for name, value in os.environ.items() if not name.startswith(("UV_", "PIP_"))}
    for call in (
        command(RUNTIME, *upgrade),
        command(DEVELOPMENT, "--group", "dev", "--constraints", RUNTIME, *upgrade),
    ):
        code = subprocess.call(call, cwd=ROOT, env=env)
        if code:
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main())
