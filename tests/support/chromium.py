"""A page in a real browser without a window, which asks nobody for anything by itself."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
_OFFLINE = (
    "--headless",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--disable-dev-shm-usage",  # a bare system has no shared memory that is large enough
    "--hide-scrollbars",
    "--timeout=20000",
    "--proxy-server=direct://",
)

needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")


def browsed(file: Path, *options: str) -> str:
    """What the browser prints of a file, in a home of its own beside it."""
    home = file.parent / "home"
    as_root = ("--no-sandbox",) if os.name == "posix" and os.geteuid() == 0 else ()
    arguments = [str(CHROMIUM), *_OFFLINE, *as_root, f"--user-data-dir={home}", *options, file.as_uri()]
    done = subprocess.run(
        arguments,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=200,
        check=False,
        env={**os.environ, "HOME": str(home)},
    )
    assert done.returncode == 0, done.stderr[-500:]
    return done.stdout
