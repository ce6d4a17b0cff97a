"""What the laboratory finds on this machine, and what it lacks."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from functools import cache
from pathlib import Path

COMPLETE = "CONNECT_WIZARD_LAB"
"""Environment variable; with the value ``complete`` (as in CI) a row that cannot run is a failure."""

_PATH = os.pathsep.join((os.environ.get("PATH", "/usr/bin:/bin"), "/usr/sbin", "/sbin"))


def must_be_complete() -> bool:
    """Whether no row may be skipped."""
    return os.environ.get(COMPLETE) == "complete"


@cache
def program(name: str) -> str | None:
    """Where a program is; daemons stand in folders that a user's PATH lacks."""
    return shutil.which(name, path=_PATH)


@cache
def why_no_namespaces() -> str | None:
    """Why no row can have networks of its own here; None where it can.

    Making one is not enough: in a plain chroot that works, entering it does not. So a place is built.
    """
    if sys.platform != "linux":
        return "network namespaces exist on Linux only"
    if os.geteuid() != 0:
        return "network namespaces need root"
    if lacking := [name for name in ("ip", "nft") if not program(name)]:
        return f"not installed: {', '.join(lacking)}"
    from tests.lab.place import rehearse
    from tests.lab.trust import Trust

    with tempfile.TemporaryDirectory(prefix=f"cwl{os.getpid()}-") as folder:
        return rehearse(Trust(Path(folder)))


def why_not(programs: tuple[str, ...], *, namespaces: bool) -> str | None:
    """Why a row cannot run here; None where it can.

    Args:
        programs: What the row starts.
        namespaces: Whether it needs networks of its own.
    """
    if sys.platform != "linux":
        return "the laboratory's programs are those of Linux"
    if lacking := [name for name in programs if not program(name)]:
        return f"not installed: {', '.join(lacking)}"
    return why_no_namespaces() if namespaces else None
