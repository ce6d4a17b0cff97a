"""A lock between processes that ends with its process, however that ends."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_AGAIN_S = 0.01


@contextlib.contextmanager
def locked(file: Path, wait_s: float) -> Iterator[None]:
    """Hold the lock that a file stands for; the system lets go of it when the process dies.

    Args:
        file: The lock's own file, which stays empty; nothing is read from it.
        wait_s: Seconds that another process is waited for.

    Raises:
        TimeoutError: Another process did not let go in time.
        OSError: There can be no such file.
    """
    opened = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _take(opened, time.monotonic() + wait_s)
        yield
    finally:
        os.close(opened)  # which lets go of it


def _take(opened: int, until: float) -> None:
    while not _taken(opened):
        if time.monotonic() >= until:
            raise TimeoutError("another process has the lock")
        time.sleep(_AGAIN_S)


def _taken(opened: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(opened, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:  # held; Windows says EACCES, Wine says nothing at all
        return False
    return True
