"""This PC's raw facts: Windows' own where this is Windows, and none elsewhere."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NoReturn

from wizard.core.machine import Unreadable, UnreadableReason

if TYPE_CHECKING:
    from wizard.core.machine import System


class NoWindows:
    """A system that is not Windows: no question is answered, and none is guessed at."""

    def services(self) -> NoReturn:
        """Not answered."""
        raise Unreadable(UnreadableReason.NOT_WINDOWS)

    def processes(self) -> NoReturn:
        """Not answered."""
        raise Unreadable(UnreadableReason.NOT_WINDOWS)

    def exists(self, _path: str) -> NoReturn:
        """Not answered."""
        raise Unreadable(UnreadableReason.NOT_WINDOWS)

    def version(self, _path: str) -> NoReturn:
        """Not answered."""
        raise Unreadable(UnreadableReason.NOT_WINDOWS)

    def content(self, _path: str, _most: int) -> NoReturn:
        """Not answered."""
        raise Unreadable(UnreadableReason.NOT_WINDOWS)

    def values(self, _key: str) -> NoReturn:
        """Not answered."""
        raise Unreadable(UnreadableReason.NOT_WINDOWS)

    def subkeys(self, _key: str) -> NoReturn:
        """Not answered."""
        raise Unreadable(UnreadableReason.NOT_WINDOWS)

    def sleep(self) -> NoReturn:
        """Not answered."""
        raise Unreadable(UnreadableReason.NOT_WINDOWS)

    def disk(self, _path: str) -> NoReturn:
        """Not answered."""
        raise Unreadable(UnreadableReason.NOT_WINDOWS)

    def host(self) -> NoReturn:
        """Not answered."""
        raise Unreadable(UnreadableReason.NOT_WINDOWS)

    def look_up(self, _name: str) -> NoReturn:
        """Not answered."""
        raise Unreadable(UnreadableReason.NOT_WINDOWS)

    def find(self, _name: str) -> NoReturn:
        """Not answered."""
        raise Unreadable(UnreadableReason.NOT_WINDOWS)

    def listeners(self, _port: int) -> NoReturn:
        """Not answered."""
        raise Unreadable(UnreadableReason.NOT_WINDOWS)

    def knock(self, _host: str, _port: int, *, http: bool) -> NoReturn:  # noqa: ARG002 - as System.knock
        """Not answered."""
        raise Unreadable(UnreadableReason.NOT_WINDOWS)


def this_system() -> System:
    """The raw facts of the PC that this program runs on."""
    if sys.platform == "win32":
        from wizard.windows.win32 import Win32

        return Win32()
    else:  # noqa: RET505 - the type checker looks at one system's branch at a time
        return NoWindows()
