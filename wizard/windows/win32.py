r"""The raw facts of a real Windows: psutil, the registry, and two of Windows' own libraries.

Everything here reads, and none of it needs an administrator. What Windows denies is a reason, never a guess.
"""

from __future__ import annotations

import ctypes
import errno
import shutil
import socket
import sys
import winreg
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import psutil

from wizard.core.machine import Disk, Host, RawProcess, RawService, Sleep, Start, State, Unreadable, Why
from wizard.windows.knock import knock

assert sys.platform == "win32"  # noqa: S101 - tells the type checker which system's names there are

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wizard.core.machine import Knock

_STATES: Final = {
    "running": State.RUNNING,
    "stopped": State.STOPPED,
    "start_pending": State.STARTING,
    "continue_pending": State.STARTING,
    "stop_pending": State.STOPPING,
    "paused": State.PAUSED,
    "pause_pending": State.PAUSED,
}
_STARTS: Final = {"automatic": Start.AUTOMATIC, "manual": Start.MANUAL, "disabled": Start.DISABLED}
_ROOTS: Final = {"HKLM": winreg.HKEY_LOCAL_MACHINE, "HKCU": winreg.HKEY_CURRENT_USER}
_SERVICES: Final = r"HKLM\SYSTEM\CurrentControlSet\Services"
_FIXED_BYTES: Final = 52  # of VS_FIXEDFILEINFO
_FIXED_MARK: Final = 0xFEEF04BD
_SLEEP_GROUP: Final = "238c9fa8-0aad-41ed-83f4-97be242c8f20"
_SLEEPS_AFTER: Final = "29f6c1db-86da-48c5-9fdb-f2b67b1f44da"
_HIBERNATES_AFTER: Final = "9d7815a6-7ee4-497e-8888-515a05f02364"


class _Guid(ctypes.Structure):
    """Windows' GUID."""

    _fields_ = (
        ("first", ctypes.c_uint32),
        ("second", ctypes.c_uint16),
        ("third", ctypes.c_uint16),
        ("rest", ctypes.c_uint8 * 8),
    )

    @classmethod
    def of(cls, text: str) -> _Guid:
        """The GUID of ``238c9fa8-0aad-41ed-83f4-97be242c8f20``."""
        digits = bytes.fromhex(text.replace("-", ""))
        made = cls(int.from_bytes(digits[:4]), int.from_bytes(digits[4:6]), int.from_bytes(digits[6:8]))
        made.rest[:] = digits[8:]
        return made


@contextmanager
def _told() -> Iterator[None]:
    """Turn what Windows or psutil raise into a reason."""
    try:
        yield
    except psutil.AccessDenied:
        raise Unreadable(Why.DENIED) from None
    except OSError as problem:
        denied = problem.errno in (errno.EACCES, errno.EPERM)
        raise Unreadable(Why.DENIED if denied else Why.BROKEN) from None
    except psutil.Error:
        raise Unreadable(Why.BROKEN) from None


class Win32:
    """This PC."""

    def services(self) -> tuple[RawService, ...]:
        """Every service whose configuration may be read."""
        with _told():
            names = [service.name() for service in psutil.win_service_iter()]
        return tuple(raw for name in names if (raw := _service(name)) is not None)

    def processes(self) -> tuple[RawProcess, ...]:
        """Every running program; the path only of those that this user may ask."""
        found = []
        with _told():
            for process in psutil.process_iter():
                try:
                    found.append(RawProcess(process.name(), process.exe()))
                except psutil.AccessDenied:
                    found.append(RawProcess(process.name()))
                except psutil.NoSuchProcess:
                    continue
        return tuple(found)

    def exists(self, path: str) -> bool:
        """Whether there is such a file or folder."""
        try:
            return Path(path).exists()
        except OSError:
            return False

    def version(self, path: str) -> str | None:
        """The file version of a program's version resource."""
        library = ctypes.WinDLL("version")
        size = library.GetFileVersionInfoSizeW(path, None)
        if not size:
            return None
        data = ctypes.create_string_buffer(size)
        if not library.GetFileVersionInfoW(path, 0, size, data):
            return None
        place, length = ctypes.c_void_p(), ctypes.c_uint()
        found = library.VerQueryValueW(data, "\\", ctypes.byref(place), ctypes.byref(length))
        if not found or not place.value or length.value < _FIXED_BYTES:
            return None
        fixed = (ctypes.c_uint32 * (_FIXED_BYTES // 4)).from_address(place.value)
        if fixed[0] != _FIXED_MARK:
            return None
        high, low = fixed[2], fixed[3]
        return f"{high >> 16}.{high & 0xFFFF}.{low >> 16}.{low & 0xFFFF}"

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

    def sleep(self) -> Sleep:
        """The settings for mains power of the power plan in force."""
        try:
            library = ctypes.WinDLL("powrprof")
            scheme = ctypes.POINTER(_Guid)()
            if library.PowerGetActiveScheme(None, ctypes.byref(scheme)):
                raise Unreadable(Why.BROKEN)
        except (OSError, AttributeError):  # no such library, or no such function in it
            raise Unreadable(Why.BROKEN) from None
        try:
            return Sleep(*(_power(library, scheme, what) for what in (_SLEEPS_AFTER, _HIBERNATES_AFTER)))
        finally:
            ctypes.WinDLL("kernel32").LocalFree(scheme)

    def disk(self, path: str) -> Disk:
        """The drive on which a path lies."""
        with _told():
            usage = shutil.disk_usage(path)
        return Disk(usage.free, usage.total)

    def host(self) -> Host:
        """This PC's names and addresses."""
        with _told():
            names = {socket.gethostname().lower()}
            addresses = [
                address.address.partition("%")[0].lower()
                for card in psutil.net_if_addrs().values()
                for address in card
                if address.family in (socket.AF_INET, socket.AF_INET6)
            ]
        computer = self.values(r"HKLM\SYSTEM\CurrentControlSet\Control\ComputerName\ComputerName") or {}
        names |= {str(value).lower() for name, value in computer.items() if name == "ComputerName"}
        return Host(tuple(sorted(names)), tuple(dict.fromkeys(addresses)))

    def look_up(self, name: str) -> tuple[str, ...]:
        """The IP addresses of a computer's name."""
        try:
            found = socket.getaddrinfo(name, None, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            return ()
        return tuple(dict.fromkeys(str(entry[4][0]).partition("%")[0].lower() for entry in found))

    def knock(self, host: str, port: int, *, http: bool) -> Knock:
        """Connect to a port."""
        return knock(host, port, http=http)


def _service(name: str) -> RawService | None:
    """One service; None where it is gone, or nothing of it may be read."""
    service = psutil.win_service_get(name)
    command, start = "", Start.UNKNOWN
    try:
        command, start = service.binpath(), _STARTS.get(service.start_type(), Start.UNKNOWN)
    except psutil.NoSuchProcess:
        return None
    except (psutil.Error, OSError):
        command = _registered(name)
    try:
        state = _STATES.get(service.status(), State.UNKNOWN)
    except psutil.NoSuchProcess:
        return None
    except (psutil.Error, OSError):
        state = State.UNKNOWN
    return RawService(name, command, state, start)


def _registered(name: str) -> str:
    """A service's command line from the registry, where the service manager does not tell it."""
    try:
        with _opened(f"{_SERVICES}\\{name}") as key:
            return "" if key is None else str(winreg.QueryValueEx(key, "ImagePath")[0])
    except OSError:
        return ""


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


def _power(library: ctypes.WinDLL, scheme: object, what: str) -> int:
    """One setting in seconds, for mains power.

    Raises:
        Unreadable: The power plan does not tell it.
    """
    seconds = ctypes.c_uint32()
    group, setting = _Guid.of(_SLEEP_GROUP), _Guid.of(what)
    try:
        failed = library.PowerReadACValueIndex(
            None, scheme, ctypes.byref(group), ctypes.byref(setting), ctypes.byref(seconds)
        )
    except AttributeError:
        raise Unreadable(Why.BROKEN) from None
    if failed:
        raise Unreadable(Why.BROKEN)
    return seconds.value
