"""Files of the program's own that must never hold it up: what they cannot do in time is not done."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

R = TypeVar("R")

PATIENCE_S = 2.0
"""Seconds that a folder has to answer, for example one on a server that is gone."""


class InTime(Generic[R]):
    """Does things with one file, each on a thread of its own that may hang as long as it likes.

    While one hangs nothing more is tried. From any thread.
    """

    def __init__(self) -> None:
        self._going: threading.Thread | None = None
        self._lock = threading.Lock()

    def do(self, work: Callable[[], R | None]) -> R | None:
        """The result of the work; None where it was not done in time, or could not be done at all."""
        with self._lock:
            return self._done(work)

    def _done(self, work: Callable[[], R | None]) -> R | None:
        if self._going is not None and self._going.is_alive():
            return None
        found: list[R | None] = [None]

        def attempt() -> None:
            try:
                found[0] = work()
            except (OSError, ValueError, RuntimeError):  # full, locked, not to be read; a home nobody knows
                return

        going = threading.Thread(target=attempt, name="own-notes", daemon=True)
        try:
            going.start()
        except RuntimeError:  # there can be no further thread
            return None
        self._going = going
        going.join(PATIENCE_S)
        return found[0]
