"""The program's own log: 1 MiB in all, and a file that cannot be written costs the log and nothing else.

Loaded with the first line that is logged, on the worker's thread or while a command waits for its answers.
"""

from __future__ import annotations

import contextlib
import logging
import time
from logging.handlers import RotatingFileHandler
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from io import TextIOWrapper
    from pathlib import Path

MOST = 512 * 1024
"""Bytes of each of the two files."""

_LONGEST = 1000  # characters of a line


class LogFile:
    """Writes lines, each with its time in UTC, and puts a full file beside it, in the place of the last one.

    Args:
        path: Its place; the folder need not be there.
    """

    def __init__(self, path: Path) -> None:
        with contextlib.suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
        self._handler = _ClosingHandler(
            path, maxBytes=MOST, backupCount=1, encoding="utf-8", errors="backslashreplace", delay=True
        )
        form = logging.Formatter("%(asctime)sZ %(message)s", "%Y-%m-%dT%H:%M:%S")
        form.converter = time.gmtime
        self._handler.setFormatter(form)

    def write(self, line: str) -> None:
        """Write a line, or nothing where that cannot be."""
        text = " ".join(line.split())[:_LONGEST]
        with contextlib.suppress(OSError, ValueError, OverflowError):  # a clock that Python cannot read, too
            self._handler.handle(logging.LogRecord("", logging.INFO, "", 0, text, None, None))


class _ClosingHandler(RotatingFileHandler):
    """Has the file open only while it writes: Windows renames no file that another process has open."""

    def emit(self, record: logging.LogRecord) -> None:
        super().emit(record)
        if self.stream is not None:
            with contextlib.suppress(OSError):  # no room for what was still to be written
                self.stream.close()
            self.stream = None  # as the base class has it before its first line

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the library's name
        """Say nothing: who reads this program's output has not asked for its log."""

    def _open(self) -> TextIOWrapper:
        from pathlib import Path

        path = Path(self.baseFilename)
        if path.exists() and not path.is_file():  # a pipe would wait for its other end
            raise FileExistsError
        return super()._open()
