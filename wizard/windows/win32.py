r"""The raw facts of a real Windows: the registry, and four of Windows' own libraries.

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
from typing import TYPE_CHECKING, Final, Self

from wizard.core.machine import Disk, Host, RawProcess, RawService, Sleep, Start, State, Unreadable, Why
from wizard.windows.knock import knock

assert sys.platform == "win32"  # noqa: S101 - tells the type checker which system's names there are

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wizard.core.machine import Knock

_STATES: Final = {
    1: State.STOPPED,
    2: State.STARTING,
    3: State.STOPPING,
    4: State.RUNNING,
    5: State.STARTING,  # it continues
    6: State.PAUSED,  # it is about to be
    7: State.PAUSED,
}
_STARTS: Final = {2: Start.AUTOMATIC, 3: Start.MANUAL, 4: Start.DISABLED}
_ROOTS: Final = {"HKLM": winreg.HKEY_LOCAL_MACHINE, "HKCU": winreg.HKEY_CURRENT_USER}
_OPEN_DENTAL: Final = "opendental.exe"
_PROCESSES: Final = 0x2
_MAY_QUERY_LITTLE: Final = 0x1000
_OWN_OR_SHARED_PROCESS: Final = 0x30
_MAY_CONNECT: Final = 0x1
_MAY_QUERY_STATUS: Final = 0x4
_ACCESS_DENIED: Final = 5
_NO_SUCH_SERVICE: Final = 1060
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


class _ProcessEntry(ctypes.Structure):
    """Windows' PROCESSENTRY32W."""

    _fields_ = (
        ("size", ctypes.c_uint32),
        ("usage", ctypes.c_uint32),
        ("id", ctypes.c_uint32),
        ("heap", ctypes.c_size_t),
        ("module", ctypes.c_uint32),
        ("threads", ctypes.c_uint32),
        ("parent", ctypes.c_uint32),
        ("priority", ctypes.c_int32),
        ("flags", ctypes.c_uint32),
        ("name", ctypes.c_wchar * 260),
    )


@contextmanager
def _told() -> Iterator[None]:
    """Turn what Windows raises into a reason."""
    try:
        yield
    except OSError as problem:
        denied = problem.errno in (errno.EACCES, errno.EPERM)
        raise Unreadable(Why.DENIED if denied else Why.BROKEN) from None


class Win32:
    """This PC."""

    def services(self) -> tuple[RawService, ...]:
        """Every service, from the registry, as Open Dental itself looks for its own; its state from Windows.

        Not through psutil: it ends the whole program where a service has no display name (seen in Wine).
        """
        names = self.subkeys(_SERVICES)
        with _ServiceControl() as control:
            found = (_service(name, control) for name in names)
            return tuple(raw for raw in found if raw is not None)

    def processes(self) -> tuple[RawProcess, ...]:
        """Every running program; the path only of those that this user may ask.

        Not through psutil: in Wine, where this is proved, it tells no program's name.
        """
        library = ctypes.WinDLL("kernel32", use_last_error=True)
        library.CreateToolhelp32Snapshot.restype = ctypes.c_void_p
        for function in (library.Process32FirstW, library.Process32NextW):
            function.argtypes = (ctypes.c_void_p, ctypes.c_void_p)
        library.CloseHandle.argtypes = (ctypes.c_void_p,)
        snapshot = library.CreateToolhelp32Snapshot(_PROCESSES, 0)
        if snapshot in (None, ctypes.c_void_p(-1).value):
            raise Unreadable(Why.BROKEN)
        try:
            entry = _ProcessEntry(size=ctypes.sizeof(_ProcessEntry))
            found = []
            more = library.Process32FirstW(snapshot, ctypes.byref(entry))
            while more:
                wanted = entry.name.lower() == _OPEN_DENTAL
                found.append(RawProcess(entry.name, _path(library, entry.id) if wanted else None))
                more = library.Process32NextW(snapshot, ctypes.byref(entry))
        finally:
            library.CloseHandle(snapshot)
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
        own = socket.gethostname()
        names = {own.lower()}
        computer = self.values(r"HKLM\SYSTEM\CurrentControlSet\Control\ComputerName\ComputerName") or {}
        names |= {str(value).lower() for name, value in computer.items() if name == "ComputerName"}
        return Host(tuple(sorted(names)), self.look_up(own))

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


def _path(library: ctypes.WinDLL, number: int) -> str | None:
    """The whole path of a running program; None where this user may not ask."""
    library.OpenProcess.restype = ctypes.c_void_p
    library.QueryFullProcessImageNameW.argtypes = (
        ctypes.c_void_p,
        ctypes.c_uint32,
        ctypes.c_wchar_p,
        ctypes.c_void_p,
    )
    process = library.OpenProcess(_MAY_QUERY_LITTLE, 0, number)
    if not process:
        return None
    try:
        text, length = ctypes.create_unicode_buffer(1024), ctypes.c_uint32(1024)
        told = library.QueryFullProcessImageNameW(process, 0, text, ctypes.byref(length))
        return text.value if told else None
    finally:
        library.CloseHandle(process)


class _ServiceControl:
    """Windows' service manager, asked for states only: its handle and rights are the least there are."""

    def __enter__(self) -> Self:
        """Connect.

        Raises:
            Unreadable: Windows does not let this user.
        """
        self._library = ctypes.WinDLL("advapi32", use_last_error=True)
        for function in (self._library.OpenSCManagerW, self._library.OpenServiceW):
            function.restype = ctypes.c_void_p
        self._library.OpenServiceW.argtypes = (ctypes.c_void_p, ctypes.c_wchar_p, ctypes.c_uint32)
        self._library.QueryServiceStatus.argtypes = (ctypes.c_void_p, ctypes.c_void_p)
        self._library.CloseServiceHandle.argtypes = (ctypes.c_void_p,)
        self._handle = self._library.OpenSCManagerW(None, None, _MAY_CONNECT)
        if not self._handle:
            denied = ctypes.get_last_error() == _ACCESS_DENIED
            raise Unreadable(Why.DENIED if denied else Why.BROKEN)
        return self

    def __exit__(self, *_: object) -> None:
        """Let go."""
        self._library.CloseServiceHandle(self._handle)

    def state(self, name: str) -> State | None:
        """What a service is doing; None where there is no such service."""
        service = self._library.OpenServiceW(self._handle, name, _MAY_QUERY_STATUS)
        if not service:
            return None if ctypes.get_last_error() == _NO_SUCH_SERVICE else State.UNKNOWN
        try:
            status = (ctypes.c_uint32 * 7)()  # SERVICE_STATUS; the second is the current state
            known = self._library.QueryServiceStatus(service, status)
            return _STATES.get(status[1], State.UNKNOWN) if known else State.UNKNOWN
        finally:
            self._library.CloseServiceHandle(service)


def _service(name: str, control: _ServiceControl) -> RawService | None:
    """One service; None for a driver, and where nothing of it may be read."""
    try:
        with _opened(f"{_SERVICES}\\{name}") as key:
            if key is None or not winreg.QueryValueEx(key, "Type")[0] & _OWN_OR_SHARED_PROCESS:
                return None
            command = str(winreg.QueryValueEx(key, "ImagePath")[0])
            start = _STARTS.get(winreg.QueryValueEx(key, "Start")[0], Start.UNKNOWN)
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
