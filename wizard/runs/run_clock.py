"""Facts about a run for its document: version, system, reference, time; never a PC's or person's name."""

from __future__ import annotations

import os
import secrets
import sys
import time
from datetime import UTC, datetime

from wizard import __version__
from wizard.core.reference import new_reference


class RunClock:
    """Notes when a run began.

    Args:
        reference: That of an earlier run, where this one only looks again; None makes a new one.

    Attributes:
        reference: Eight characters for the phone.
        started: RFC 3339, UTC.
    """

    def __init__(self, reference: str | None = None) -> None:
        self.reference = reference or new_reference(secrets.choice)
        self.started = _now()
        self._start = time.perf_counter()

    def took_ms(self) -> int:
        """Milliseconds since the run began."""
        return round((time.perf_counter() - self._start) * 1000)


def _now() -> str:
    try:
        return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    except (ValueError, OverflowError, OSError):  # a clock beyond every calendar
        return "9999-12-31T23:59:59Z"


def program_facts() -> tuple[str, str, str]:
    """The program's version, Python's, and the system's name and release."""
    return __version__, sys.version.split()[0], _system()


def _system() -> str:
    if sys.platform == "win32":
        import platform

        return f"{platform.system()} {platform.release()}"
    system = os.uname()  # what ``platform`` asks too, after it has read and compiled much else
    return f"{system.sysname} {system.release}"
