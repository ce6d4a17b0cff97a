"""Windows' own network libraries: who listens on a port, and what DNS says of a name. Both only read."""

from __future__ import annotations

import ctypes
import sys
from ipaddress import ip_address
from typing import Final

from wizard.core.machine import RawListener, Unreadable, UnreadableReason
from wizard.core.system32 import SYSTEM32
from wizard.windows import hosts_file, native

assert sys.platform == "win32"  # noqa: S101 - tells the type checker which system's names there are

_IPV4: Final = 2
_IPV6: Final = 23
_LISTENERS: Final = 3  # TCP_TABLE_OWNER_PID_LISTENER
_TOO_SMALL: Final = 122
_TRIES: Final = 8  # the table may grow between two questions
_ROW: Final = {_IPV4: (24, 8, 20), _IPV6: (56, 20, 52)}
"""Bytes of a row, and where the local port and the process's number stand in it."""

_RECORD: Final = {_IPV4: (1, 4), _IPV6: (28, 16)}  # A and AAAA, and the bytes of an address
_WITHOUT_OTHERS: Final = 0x8 | 0x20 | 0x40 | 0x80 | 0x800
"""DnsQuery's options: no cache, no local name, no hosts file (it was read), no NetBIOS, no multicast."""
_FREE_LIST: Final = 1


class _Record(ctypes.Structure):
    """Windows' DNS_RECORDW, as far as the data of an address."""


_Record._fields_ = (
    ("next", ctypes.POINTER(_Record)),
    ("name", ctypes.c_wchar_p),
    ("type", ctypes.c_uint16),
    ("length", ctypes.c_uint16),
    ("flags", ctypes.c_uint32),
    ("ttl", ctypes.c_uint32),
    ("reserved", ctypes.c_uint32),
    ("data", ctypes.c_ubyte * 16),
)


def listeners(port: int) -> tuple[RawListener, ...]:
    """Who listens on a TCP port, at whichever of this PC's addresses.

    Raises:
        Unreadable: Windows gives no table.
    """
    numbers = [number for family in (_IPV4, _IPV6) for number in _processes(family, port)]
    return tuple(RawListener(number, native.path_of(number)) for number in dict.fromkeys(numbers))


def _processes(family: int, port: int) -> list[int]:
    """Numbers of the processes that listen on a port, of one family of addresses."""
    library = ctypes.WinDLL("iphlpapi", winmode=SYSTEM32)
    size = ctypes.c_uint32(0)
    table = ctypes.create_string_buffer(4)
    for _ in range(_TRIES):
        failed = library.GetExtendedTcpTable(table, ctypes.byref(size), 0, family, _LISTENERS, 0)
        if failed != _TOO_SMALL:
            break
        table = ctypes.create_string_buffer(size.value)
    if failed:
        raise Unreadable(UnreadableReason.BROKEN)
    data, (step, at_port, at_process) = table.raw, _ROW[family]
    rows = int.from_bytes(data[:4], "little")
    # the port stands in network order, in the first two of its four bytes
    return [
        int.from_bytes(data[row + at_process : row + at_process + 4], "little")
        for row in range(4, 4 + rows * step, step)
        if int.from_bytes(data[row + at_port : row + at_port + 2], "big") == port
    ]


def by_dns(name: str) -> tuple[str, ...]:
    """The IP addresses of a name by DNS alone; none where it does not know it."""
    return hosts_file.by_kind(lambda family: _asked(name, *_RECORD[family]))


def _asked(name: str, kind: int, size: int) -> list[str]:
    library = ctypes.WinDLL("dnsapi", winmode=SYSTEM32)
    library.DnsFree.argtypes = (ctypes.c_void_p, ctypes.c_int)
    first = ctypes.POINTER(_Record)()
    if library.DnsQuery_W(name, kind, _WITHOUT_OTHERS, None, ctypes.byref(first), None):
        return []
    try:
        found, record = [], first
        while record:  # type: ignore[truthy-bool]  # a pointer is false where it points nowhere
            if record.contents.type == kind:
                found.append(str(ip_address(bytes(record.contents.data[:size]))))
            record = record.contents.next
        return found
    finally:
        library.DnsFree(first, _FREE_LIST)
