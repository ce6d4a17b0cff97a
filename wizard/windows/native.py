r"""Windows' own libraries, where Python has no way to ask: services, programs, versions, power.

Every call reads, with the least rights that there are for it; ``tests/unit/windows/test_reads_only.py``
holds that.
"""

from __future__ import annotations

import ctypes
import sys
from typing import Final, Self

from wizard.core.machine import RawProcess, ServiceState, SleepTimeouts, Unreadable, UnreadableReason
from wizard.core.system32 import SYSTEM32

assert sys.platform == "win32"  # noqa: S101 - tells the type checker which system's names there are

_STATES: Final = {
    1: ServiceState.STOPPED,
    2: ServiceState.STARTING,
    3: ServiceState.STOPPING,
    4: ServiceState.RUNNING,
    5: ServiceState.STARTING,  # it continues
    6: ServiceState.PAUSED,  # it is about to be
    7: ServiceState.PAUSED,
}
_FIXED_BYTES: Final = 52  # of VS_FIXEDFILEINFO
_FIXED_MARK: Final = 0xFEEF04BD
_SLEEP_GROUP: Final = "238c9fa8-0aad-41ed-83f4-97be242c8f20"
_SLEEPS_AFTER: Final = "29f6c1db-86da-48c5-9fdb-f2b67b1f44da"
_HIBERNATES_AFTER: Final = "9d7815a6-7ee4-497e-8888-515a05f02364"
_OPEN_DENTAL: Final = "opendental.exe"
_PROCESSES: Final = 0x2
_MAY_QUERY_LITTLE: Final = 0x1000
_MAY_CONNECT: Final = 0x1
_MAY_QUERY_STATUS: Final = 0x4
_ACCESS_DENIED: Final = 5
_NO_SUCH_SERVICE: Final = 1060


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


def processes() -> tuple[RawProcess, ...]:
    """Every running program; the path only of Open Dental, where this user may ask.

    Raises:
        Unreadable: Windows gives no list.
    """
    library = ctypes.WinDLL("kernel32", winmode=SYSTEM32, use_last_error=True)
    library.CreateToolhelp32Snapshot.restype = ctypes.c_void_p
    for function in (library.Process32FirstW, library.Process32NextW):
        function.argtypes = (ctypes.c_void_p, ctypes.c_void_p)
    library.CloseHandle.argtypes = (ctypes.c_void_p,)
    snapshot = library.CreateToolhelp32Snapshot(_PROCESSES, 0)
    if snapshot in (None, ctypes.c_void_p(-1).value):
        raise Unreadable(UnreadableReason.BROKEN)
    try:
        entry = _ProcessEntry(size=ctypes.sizeof(_ProcessEntry))
        found = []
        more = library.Process32FirstW(snapshot, ctypes.byref(entry))
        while more:
            wanted = entry.name.lower() == _OPEN_DENTAL
            found.append(
                RawProcess(entry.name, _path(library, entry.id), _same_session(library, entry.id))
                if wanted
                else RawProcess(entry.name)
            )
            more = library.Process32NextW(snapshot, ctypes.byref(entry))
    finally:
        library.CloseHandle(snapshot)
    return tuple(found)


def _same_session(library: ctypes.WinDLL, number: int) -> bool | None:
    """Whether a program runs in the session of this one; None where Windows does not tell."""
    its, own = ctypes.c_uint32(), ctypes.c_uint32()
    told = library.ProcessIdToSessionId(number, ctypes.byref(its)) and library.ProcessIdToSessionId(
        library.GetCurrentProcessId(), ctypes.byref(own)
    )
    return its.value == own.value if told else None


def file_version(path: str) -> str | None:
    """The file version of a program's version resource; None without one."""
    library = ctypes.WinDLL("version", winmode=SYSTEM32)
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


def sleep_timeouts() -> SleepTimeouts:
    """When the PC sleeps on mains power, by the power plan in force.

    Raises:
        Unreadable: Windows does not tell.
    """
    try:
        library = ctypes.WinDLL("powrprof", winmode=SYSTEM32)
        scheme = ctypes.POINTER(_Guid)()
        if library.PowerGetActiveScheme(None, ctypes.byref(scheme)):
            raise Unreadable(UnreadableReason.BROKEN)
    except (OSError, AttributeError):  # no such library, or no such function in it
        raise Unreadable(UnreadableReason.BROKEN) from None
    try:
        return SleepTimeouts(*(_power(library, scheme, what) for what in (_SLEEPS_AFTER, _HIBERNATES_AFTER)))
    finally:
        ctypes.WinDLL("kernel32", winmode=SYSTEM32).LocalFree(scheme)


def path_of(number: int) -> str | None:
    """The whole path of a running program; None where this user may not ask."""
    library = ctypes.WinDLL("kernel32", winmode=SYSTEM32, use_last_error=True)
    library.CloseHandle.argtypes = (ctypes.c_void_p,)
    return _path(library, number)


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


class ServiceControl:
    """Windows' service manager, asked for states only: its handle and rights are the least there are."""

    def __enter__(self) -> Self:
        """Connect.

        Raises:
            Unreadable: Windows does not let this user.
        """
        self._library = ctypes.WinDLL("advapi32", winmode=SYSTEM32, use_last_error=True)
        for function in (self._library.OpenSCManagerW, self._library.OpenServiceW):
            function.restype = ctypes.c_void_p
        self._library.OpenServiceW.argtypes = (ctypes.c_void_p, ctypes.c_wchar_p, ctypes.c_uint32)
        self._library.QueryServiceStatus.argtypes = (ctypes.c_void_p, ctypes.c_void_p)
        self._library.CloseServiceHandle.argtypes = (ctypes.c_void_p,)
        self._handle = self._library.OpenSCManagerW(None, None, _MAY_CONNECT)
        if not self._handle:
            denied = ctypes.get_last_error() == _ACCESS_DENIED
            raise Unreadable(UnreadableReason.DENIED if denied else UnreadableReason.BROKEN)
        return self

    def __exit__(self, *_: object) -> None:
        """Let go."""
        self._library.CloseServiceHandle(self._handle)

    def state(self, name: str) -> ServiceState | None:
        """What a service is doing; None where there is no such service."""
        service = self._library.OpenServiceW(self._handle, name, _MAY_QUERY_STATUS)
        if not service:
            return None if ctypes.get_last_error() == _NO_SUCH_SERVICE else ServiceState.UNKNOWN
        try:
            status = (ctypes.c_uint32 * 7)()  # SERVICE_STATUS; the second is the current state
            known = self._library.QueryServiceStatus(service, status)
            return _STATES.get(status[1], ServiceState.UNKNOWN) if known else ServiceState.UNKNOWN
        finally:
            self._library.CloseServiceHandle(service)


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
        raise Unreadable(UnreadableReason.BROKEN) from None
    if failed:
        raise Unreadable(UnreadableReason.BROKEN)
    return seconds.value
