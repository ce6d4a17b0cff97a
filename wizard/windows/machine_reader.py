"""Puts the raw facts of a PC together: which Open Dental, which role, which services.

The same code reads a real Windows PC (:mod:`wizard.windows.win32`) and a recorded one.
"""

from __future__ import annotations

import threading
from pathlib import PureWindowsPath
from typing import TYPE_CHECKING

from wizard.core.endpoint import is_address, is_loopback, plain_ip
from wizard.core.machine import (
    DatabaseSetting,
    DatabaseWay,
    DiskSpace,
    Place,
    PortAnswer,
    PortOwner,
    Program,
    RawListener,
    RawService,
    Role,
    RunningPrograms,
    Service,
    ServicePurpose,
    SleepTimeouts,
    System,
    TimeZone,
    Unreadable,
    UnreadableReason,
)
from wizard.core.mode import Mode
from wizard.core.version import Version
from wizard.windows import open_dental_config
from wizard.windows.command_line import executable_of

if TYPE_CHECKING:
    from collections.abc import Iterator

OPEN_DENTAL = "OpenDental.exe"
API_SERVICE = "opendentalapiservice.exe"
CLOUD_CLIENT = "ODCloudClient"
CLOUD_FOLDER = r"C:\ODCloudClientTransfer\API"
JOBS = {
    "opendentaleconnector.exe": ServicePurpose.ECONNECTOR,
    "opendentalapiservice.exe": ServicePurpose.API,
    "opendentalservice.exe": ServicePurpose.OPEN_DENTAL,
    "mysqld.exe": ServicePurpose.DATABASE,
    "mysqld-nt.exe": ServicePurpose.DATABASE,
    "mariadbd.exe": ServicePurpose.DATABASE,
}
"""Services by the program that they start, since their names are free (facts, section 7)."""
_BY_NAME = {
    "opendentaleconnector": ServicePurpose.ECONNECTOR,
    "opendentalapiservice": ServicePurpose.API,
    "opendentalservice": ServicePurpose.OPEN_DENTAL,
}
FOLDERS = (r"C:\Program Files (x86)\Open Dental", r"C:\Program Files\Open Dental", r"C:\OpenDental")
"""Where Open Dental is usually installed (facts, section 8)."""
CURRENT = r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion"
UNINSTALL = (
    rf"{CURRENT}\Uninstall",
    r"HKLM\SOFTWARE\WOW6432Node\Microsoft\Windows\CurrentVersion\Uninstall",
)
RESTART = (
    rf"{CURRENT}\WindowsUpdate\Auto Update\RebootRequired",
    rf"{CURRENT}\Component Based Servicing\RebootPending",
)
"""Keys that are there only while Windows waits for a restart.

``PendingFileRenameOperations`` is left out: any program's small update sets it.
"""
ZONE = r"HKLM\SYSTEM\CurrentControlSet\Control\TimeZoneInformation"
ZONES = r"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Time Zones"
_HTTP_SYS = 4
_THIS_PC = {"localhost", ".", "(local)"}


class MachineReader:
    """Answers what the checks ask about this PC.

    Made anew for each run: the list of services, which several answers need, is read once.

    Args:
        system: Where the raw facts come from.
    """

    def __init__(self, system: System) -> None:
        self._system = system
        self._lock = threading.Lock()
        self._services: tuple[RawService, ...] | None = None

    def programs(self) -> tuple[Program, ...]:
        """Every installed Open Dental, the one that is most likely used first.

        Raises:
            Unreadable: Nothing was found, and one of the places could not be looked at.
        """
        found: dict[str, Program] = {}
        why: UnreadableReason | None = None
        for source in (self._of_processes, self._usual, self._of_services, self._uninstallable):
            try:
                for folder in source():
                    if folder.lower() not in found and self._system.exists(f"{folder}\\{OPEN_DENTAL}"):
                        found[folder.lower()] = Program(folder, self._version(f"{folder}\\{OPEN_DENTAL}"))
            except Unreadable as problem:
                why = problem.why
        if not found and why is not None:
            raise Unreadable(why)
        return tuple(found.values())

    def running(self) -> RunningPrograms:
        """Which of the programs run.

        Raises:
            Unreadable: The running programs could not be listed.
        """
        names = {process.name.lower().removesuffix(".exe") for process in self._system.processes()}
        return RunningPrograms("opendental" in names, CLOUD_CLIENT.lower() in names)

    def services(self) -> tuple[Service, ...]:
        """Open Dental's services and the database's.

        Raises:
            Unreadable: The services could not be listed.
        """
        return tuple(self._service(raw, job) for raw in self._listed() if (job := _job(raw)) is not None)

    def place(self) -> Place:
        """This PC's role, and the server's name.

        Raises:
            Unreadable: It is not Windows.
        """
        try:
            if self.running().cloud_client:
                return Place(Role.CLOUD)
        except Unreadable as problem:
            if problem.why is UnreadableReason.NOT_WINDOWS:
                raise
        programs = self.programs()
        if not programs:
            return Place(Role.CLOUD if self._system.exists(CLOUD_FOLDER) else Role.UNKNOWN)
        try:
            found = self.connection(programs[0])
        except Unreadable as problem:
            return Place(Role.UNKNOWN, why=problem.why)
        if not found.server:
            return Place(Role.UNKNOWN, found.kind)
        here = self._is_here(found.server)
        return Place(
            Role.SERVER if here else Role.WORKSTATION,
            found.kind,
            "" if here else found.server,
            database=found.database,
            engine=_engine(found.engine),
        )

    def connection(self, installed: Program) -> DatabaseSetting:
        """What the configuration of an installed Open Dental says.

        Raises:
            Unreadable: It could not be read.
        """
        data = self._system.content(f"{installed.folder}\\{open_dental_config.NAME}", open_dental_config.MOST)
        return (
            DatabaseSetting(DatabaseWay.NOT_CHOSEN) if data is None else open_dental_config.connection(data)
        )

    def sleep(self) -> SleepTimeouts:
        """After how long the PC sleeps on mains power.

        Raises:
            Unreadable: The power plan could not be read.
        """
        return self._system.sleep()

    def restart_pending(self) -> bool:
        """Whether Windows waits for a restart.

        Raises:
            Unreadable: The registry could not be read.
        """
        return any(self._system.values(key) is not None for key in RESTART)

    def disk(self) -> DiskSpace:
        """The drive that Open Dental, or else Windows, is on.

        Raises:
            Unreadable: It could not be asked.
        """
        programs = self.programs()
        return self._system.disk(programs[0].folder if programs else "C:\\")

    def zone(self) -> TimeZone:
        """The time zone.

        Raises:
            Unreadable: The registry could not be read.
        """
        values = self._system.values(ZONE)
        if values is None:
            raise Unreadable(UnreadableReason.BROKEN)
        name = str(values.get("TimeZoneKeyName", "")).partition("\0")[0]
        zone = self._system.values(f"{ZONES}\\{name}") if name else None
        # bytes as hexadecimal digits; the month in which summer time ends stands at the 15th, 0 for none
        rules = str((zone or {}).get("TZI", ""))
        summer = rules[28:32] not in ("", "0000")
        return TimeZone(zone is not None, summer, bool(values.get("DynamicDaylightTimeDisabled", 0)))

    def knock(self, host: str, port: int, *, http: bool) -> PortAnswer:
        """Connect to a port.

        Raises:
            Unreadable: It is not Windows.
        """
        return self._system.knock(host, port, http=http)

    def owner(self, port: int, mode: Mode) -> PortOwner:
        """Whose a port of this PC is: Open Dental's only where everybody who listens there is.

        Windows' own driver (http.sys, process 4) listens for programs that do not show; it counts as Open
        Dental's while the program that would use it runs (facts, section 1.1). It lets any user register an
        address on loopback, which cannot be told apart.

        Args:
            port: TCP port.
            mode: Whose port it should be: that of the API Service or of the Local API.

        Raises:
            Unreadable: Windows does not tell, or it is not Windows.
        """
        found = self._system.listeners(port)
        if not found:
            return PortOwner.UNKNOWN
        if all(self._is_open_dentals(listener, mode) for listener in found):
            return PortOwner.OPEN_DENTAL
        told = any(listener.path or listener.process == _HTTP_SYS for listener in found)
        return PortOwner.OTHER if told else PortOwner.UNKNOWN

    def _is_open_dentals(self, listener: RawListener, mode: Mode) -> bool:
        if listener.process == _HTTP_SYS:
            if mode is Mode.API_SERVICE:
                return any(service.runs and service.job is ServicePurpose.API for service in self.services())
            return any(
                process.here and process.name.lower() == OPEN_DENTAL.lower()
                for process in self._system.processes()
            )
        path = PureWindowsPath(listener.path or "")
        if path.name.lower() == API_SERVICE:
            path = path.parent
        elif path.name.lower() != OPEN_DENTAL.lower():
            return False
        return self._is_installed_in(str(path.parent))

    def _is_installed_in(self, folder: str) -> bool:
        """Whether any of the places that only an administrator can change names a folder as Open Dental's.

        Raises:
            Unreadable: None does, and one of them could not be looked at.
        """
        why: UnreadableReason | None = None
        for source in (self._usual, self._of_services, self._uninstallable):
            try:
                if any(known.lower() == folder.lower() for known in source()):
                    return True
            except Unreadable as problem:
                why = problem.why
        if why is not None:
            raise Unreadable(why)
        return False

    def is_here(self, address: str) -> bool:
        """Whether an IP address is this PC's own."""
        return self._is_here(address)

    def find(self, name: str) -> tuple[str, ...]:
        """The IP addresses of a computer's name, through the hosts file and DNS alone.

        Raises:
            Unreadable: It is not Windows.
        """
        return self._system.find(name)

    def _listed(self) -> tuple[RawService, ...]:
        with self._lock:
            if self._services is None:
                self._services = self._system.services()
            return self._services

    def _of_processes(self) -> Iterator[str]:
        for process in self._system.processes():
            if process.path and process.name.lower() == OPEN_DENTAL.lower():
                yield str(PureWindowsPath(process.path).parent)

    def _usual(self) -> Iterator[str]:
        yield from FOLDERS
        places = self._system.values(CURRENT) or {}
        for value in ("ProgramFilesDir (x86)", "ProgramFilesDir"):
            if value in places:
                yield f"{places[value]}\\Open Dental"

    def _of_services(self) -> Iterator[str]:
        for raw in self._listed():
            if _job(raw) not in (None, ServicePurpose.DATABASE):
                yield _home(raw)

    def _uninstallable(self) -> Iterator[str]:
        for key in UNINSTALL:
            for name in self._system.subkeys(key):
                values = self._system.values(f"{key}\\{name}") or {}
                if str(values.get("DisplayName", "")).lower().startswith("open dental"):
                    yield str(values.get("InstallLocation", "")).strip('"').rstrip("\\")

    def _service(self, raw: RawService, job: ServicePurpose) -> Service:
        path, home = executable_of(raw.command), _home(raw)
        beside = f"{home}\\{OPEN_DENTAL}"
        has_home = job is not ServicePurpose.DATABASE and self._system.exists(beside)
        return Service(
            raw.name,
            job,
            raw.state,
            raw.start,
            self._version(path),
            self._version(beside) if has_home else None,
            home if has_home else "",
        )

    def _version(self, path: str) -> Version | None:
        try:
            return Version.parse(self._system.version(path) or "")
        except (ValueError, Unreadable):
            return None

    def _is_here(self, server: str) -> bool:
        """Whether a computer's name or address is this PC's own."""
        name = _plain(server.lower())
        if name in _THIS_PC or is_loopback(name):
            return True
        try:
            host = self._system.host()
        except Unreadable:
            return False
        own = {*host.names, *(known.partition(".")[0] for known in host.names)}
        if name in own or name in host.addresses or ("." in name and _same_host(name, own)):
            return True
        return any(found in host.addresses or is_loopback(found) for found in self._system.look_up(name))


def _job(raw: RawService) -> ServicePurpose | None:
    job = JOBS.get(PureWindowsPath(executable_of(raw.command)).name.lower())
    return job or _BY_NAME.get(raw.name.lower())


def _home(raw: RawService) -> str:
    r"""``C:\Open Dental`` of ``C:\Open Dental\OpenDentalEConnector\OpenDentalEConnector.exe``."""
    return str(PureWindowsPath(executable_of(raw.command)).parent.parent)


def _engine(written: str) -> str:
    """The kind of database; what else is written there is not passed on."""
    kind = written.lower()
    return kind if kind in ("", "mysql", "oracle") else "other"


def _plain(name: str) -> str:
    """A name as it is; an address in its usual form."""
    return str(plain_ip(name)) if is_address(name) else name


def _same_host(name: str, own: set[str]) -> bool:
    """Whether the first part of a whole name is this PC's; an address has no such part."""
    first = name.partition(".")[0]
    return not first.isdigit() and first in own
