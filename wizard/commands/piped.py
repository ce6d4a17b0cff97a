"""What is piped into the program: keys, in whatever form and encoding a shell hands them over."""

from __future__ import annotations

import sys
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import BinaryIO

_MOST = 16384  # bytes that are read
_MORE_S = 0.5  # after the lines that are needed, for what else comes over a pipe that stays open
_BOMS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


def piped(*, lines: int) -> str:
    """The text on standard input.

    From a terminal only the lines that are needed; from a pipe or file all that comes, since a key may stand
    in the middle of a message or a table. A pipe that stays open is not waited for once the lines are there.

    Args:
        lines: Lines with something on them that are needed.
    """
    if sys.stdin is None:  # closed by whoever started this
        return ""
    source = sys.stdin.buffer
    if sys.stdin.isatty():
        return _decoded(_first_lines(source, lines))
    taken = _Taken(source, lines)
    taken.start()
    taken.enough.wait()
    taken.ended.wait(_MORE_S)
    return _decoded(bytes(taken.data[:_MOST]))


def _first_lines(source: BinaryIO, lines: int) -> bytes:
    data = b""
    while lines and len(data) < _MOST and (line := source.readline(_MOST)):
        data += line
        lines -= bool(line.strip())
    return data


class _Taken(threading.Thread):
    """Reads to the end on a thread of its own, which never holds the program."""

    def __init__(self, source: BinaryIO, lines: int) -> None:
        super().__init__(name="standard-input", daemon=True)
        self._source = source
        self._lines = lines
        self.data = bytearray()
        self.enough = threading.Event()
        self.ended = threading.Event()

    def run(self) -> None:
        """Read, and tell when the lines that are needed are there, and when all has come."""
        needed = self._lines
        try:
            while len(self.data) < _MOST and (line := self._source.readline(_MOST)):
                self.data += line
                needed -= bool(line.strip())
                if needed <= 0:
                    self.enough.set()
        except (OSError, ValueError):  # closed meanwhile
            pass
        finally:
            self.enough.set()
            self.ended.set()


def _decoded(raw: bytes) -> str:
    encoding = next((name for mark, name in _BOMS if raw.startswith(mark)), None)
    if encoding is None and len(raw) > 1 and not any(raw[1::2][:8]):
        encoding = "utf-16-le"
    elif encoding is None and len(raw) > 1 and not any(raw[::2][:8]):
        encoding = "utf-16-be"
    return (
        raw.decode(encoding or "utf-8-sig", "replace")
        .replace("\r\n", "\n")
        .replace("\r", "\n")
        .lstrip("\ufeff")
    )
