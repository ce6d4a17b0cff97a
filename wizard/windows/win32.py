r"""The raw facts of a real Windows: the registry, and four of Windows' own libraries.

Everything here reads, and none of it needs an administrator. What Windows denies is a reason, never a guess.
"""

from __future__ import annotations

import errno
import shutil
import socket
import sys
import winreg
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from wizard.core.machine import (
    DiskSpace,
    PcNames,
    RawProcess,
    RawService,
    SleepTimeouts,
    StartType,
    Unreadable,
    UnreadableReason,
)
from wizard.windows import hosts_file, native, network_libraries
from wizard.windows.knock import knock

assert sys.platform == "win32"  # noqa: S101 - tells the type checker which system's names there are

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wizard.core.machine import PortAnswer, RawListener

_STARTS: Final = {2: StartType.AUTOMATIC, 3: StartType.MANUAL, 4: StartType.DISABLED}
_ROOTS: Final = {"HKLM": winreg.HKEY_LOCAL_MACHINE, "HKCU": winreg.HKEY_CURRENT_USER}
_OWN_OR_SHARED_PROCESS: Final = 0x30
_TCPIP: Final = r"HKLM\SYSTEM\CurrentControlSet\Services\Tcpip\Parameters"
_HOSTS_FOLDER: Final = r"%SystemRoot%\System32\drivers\etc"
_SERVICES: Final = r"HKLM\SYSTEM\CurrentControlSet\Services"


@contextmanager
def _told() -> Iterator[None]:
    """Turn what Windows raises into a reason."""
    try:
        yield
    except OSError as problem:
        denied = problem.errno in (errno.EACCES, errno.EPERM)
        raise Unreadable(UnreadableReason.DENIED if denied else UnreadableReason.BROKEN) from None


class Win32:
    """This PC."""

    def services(self) -> tuple[RawService, ...]:
        """Every service, from the registry, as Open Dental itself looks for its own; its state from Windows.

        Not through psutil: it ends the whole program where a service has no display name (seen in Wine).
        """
        names = self.subkeys(_SERVICES)
        with native.ServiceControl() as control:
            found = (_service(name, control) for name in names)
            return tuple(raw for raw in found if raw is not None)

    def processes(self) -> tuple[RawProcess, ...]:
        """Every running program; the path only of those that this user may ask.

        Not through psutil: in Wine, where this is proved, it tells no program's name.
        """
        return native.processes()

    def exists(self, path: str) -> bool:
        """Whether there is such a file or folder."""
        try:
            return Path(path).exists()
        except OSError:
            return False

    def version(self, path: str) -> str | None:
        """The file version of a program's version resource."""
        return native.file_version(path)

    def content(self, path: str, most: int) -> bytes | None:
        """The first ``most`` bytes of a file."""
        with _told():
            try:
                with Path(path).open("rb") as file:
                    return file.read(most)
            except FileNotFoundError:
                return None

    def values(self, key: str) -> Mapping[str, str | int] | None:
        """The values of a registry key; bytes as hexadecimal digits."""
        with _told(), _opened(key) as opened:
            if opened is None:
                return None
            found: dict[str, str | int] = {}
            for index in range(winreg.QueryInfoKey(opened)[1]):
                name, value, _ = winreg.EnumValue(opened, index)
                if isinstance(value, bytes):
                    found[name] = value.hex()
                elif isinstance(value, (str, int)):
                    found[name] = value
            return found

    def subkeys(self, key: str) -> tuple[str, ...]:
        """The names of the keys under a registry key."""
        with _told(), _opened(key) as opened:
            if opened is None:
                return ()
            return tuple(winreg.EnumKey(opened, index) for index in range(winreg.QueryInfoKey(opened)[0]))

    def sleep(self) -> SleepTimeouts:
        """The settings for mains power of the power plan in force."""
        return native.sleep_timeouts()

    def disk(self, path: str) -> DiskSpace:
        """The drive on which a path lies."""
        with _told():
            usage = shutil.disk_usage(path)
        return DiskSpace(usage.free, usage.total)

    def host(self) -> PcNames:
        """This PC's names and addresses."""
        own = socket.gethostname()
        names = {own.lower()}
        computer = self.values(r"HKLM\SYSTEM\CurrentControlSet\Control\ComputerName\ComputerName") or {}
        names |= {str(value).lower() for name, value in computer.items() if name == "ComputerName"}
        return PcNames(tuple(sorted(names)), self.look_up(own))

    def look_up(self, name: str) -> tuple[str, ...]:
        """The IP addresses of a computer's name."""
        try:
            found = socket.getaddrinfo(name, None, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            return ()
        return tuple(dict.fromkeys(str(entry[4][0]).partition("%")[0].lower() for entry in found))

    def find(self, name: str) -> tuple[str, ...]:
        """The IP addresses of a computer's name, through the hosts file and DNS alone."""
        place = str((self.values(_TCPIP) or {}).get("DataBasePath", ""))
        folder = winreg.ExpandEnvironmentStrings(place or _HOSTS_FOLDER)
        data = self.content(f"{folder}\\hosts", hosts_file.MOST)
        return hosts_file.in_hosts(data or b"", name) or network_libraries.by_dns(name)

    def listeners(self, port: int) -> tuple[RawListener, ...]:
        """Who listens on a TCP port of this PC."""
        return network_libraries.listeners(port)

    def knock(self, host: str, port: int, *, http: bool) -> PortAnswer:
        """Connect to a port."""
        return knock(host, port, http=http)


def _service(name: str, control: native.ServiceControl) -> RawService | None:
    """One service; None for a driver, and where nothing of it may be read."""
    try:
        with _opened(f"{_SERVICES}\\{name}") as key:
            if key is None or not winreg.QueryValueEx(key, "Type")[0] & _OWN_OR_SHARED_PROCESS:
                return None
            command = str(winreg.QueryValueEx(key, "ImagePath")[0])
            start = _STARTS.get(winreg.QueryValueEx(key, "Start")[0], StartType.UNKNOWN)
    except OSError:
        return None
    state = control.state(name)
    if state is None:
        return None
    return RawService(name, winreg.ExpandEnvironmentStrings(command), state, start)


@contextmanager
def _opened(key: str) -> Iterator[winreg.HKEYType | None]:
    """A registry key to be read, in the view of a 64-bit program; None where there is none."""
    root, _, path = key.partition("\\")
    try:
        opened = winreg.OpenKey(_ROOTS[root], path, 0, winreg.KEY_READ | winreg.KEY_WOW64_64KEY)
    except FileNotFoundError:
        yield None
        return
    with opened:
        yield opened
