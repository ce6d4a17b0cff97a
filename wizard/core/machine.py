"""What this PC is asked, and how its answers look: typed, frozen, and without any configuration's secrets."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wizard.core.version import Version


class Why(StrEnum):
    """Why a question could not be answered."""

    NOT_WINDOWS = "not-windows"
    DENIED = "denied"
    BROKEN = "broken"  # the answer makes no sense, or Windows failed
    MALFORMED = "malformed"  # a file is not what it should be


class Unreadable(Exception):  # noqa: N818 - an outcome of a question, not an error of the program
    """A question could not be answered; carries nothing of what was read.

    Attributes:
        why: The reason.
    """

    def __init__(self, why: Why) -> None:
        super().__init__(str(why))
        self.why = why


class State(StrEnum):
    """What a Windows service is doing."""

    RUNNING = "running"
    STOPPED = "stopped"
    STARTING = "starting"
    STOPPING = "stopping"
    PAUSED = "paused"
    UNKNOWN = "unknown"


class Start(StrEnum):
    """When Windows starts a service."""

    AUTOMATIC = "automatic"
    MANUAL = "manual"
    DISABLED = "disabled"
    UNKNOWN = "unknown"


class Knock(StrEnum):
    """What a port said to a connection, or to a request without any key."""

    OPEN = "open"  # the connection came about; nothing was asked
    ANSWERS = "answers"  # a program answered over HTTP
    WINDOWS = "windows"  # Windows' own HTTP driver answered for a program that is not there
    MUTE = "mute"  # the connection came about, and no answer came
    REFUSED = "refused"
    SILENT = "silent"
    NO_NAME = "no-name"


@dataclass(frozen=True, slots=True)
class RawService:
    """A Windows service as the system tells of it.

    Attributes:
        name: Its key name.
        command: Command line, as registered.
        state: What it is doing.
        start: When it is started.
    """

    name: str
    command: str
    state: State
    start: Start


@dataclass(frozen=True, slots=True)
class RawProcess:
    """A running program: file name, and whole path where the system tells it."""

    name: str
    path: str | None = None


@dataclass(frozen=True, slots=True)
class Sleep:
    """After how many seconds without use, on mains power, the PC sleeps or hibernates; 0 for never."""

    sleeps_s: int
    hibernates_s: int


@dataclass(frozen=True, slots=True)
class Disk:
    """Bytes of a drive."""

    free: int
    total: int


@dataclass(frozen=True, slots=True)
class Host:
    """What this PC is called in its network; compared, never shown or kept.

    Attributes:
        names: Its names, in small letters.
        addresses: Its IP addresses.
    """

    names: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()


class System(Protocol):
    """The raw questions; each may block, and raises :class:`Unreadable` where there is no answer."""

    def services(self) -> tuple[RawService, ...]:
        """Every Windows service."""

    def processes(self) -> tuple[RawProcess, ...]:
        """Every running program."""

    def exists(self, path: str) -> bool:
        """Whether there is such a file or folder."""

    def version(self, path: str) -> str | None:
        """The file version of a program's version resource; None without one."""

    def content(self, path: str, most: int) -> bytes | None:
        """The first ``most`` bytes of a file; None where there is no such file."""

    def values(self, key: str) -> Mapping[str, str | int] | None:
        r"""The values of a registry key, such as ``HKLM\SOFTWARE\X``; None where there is no such key."""

    def subkeys(self, key: str) -> tuple[str, ...]:
        """The names of the keys under a registry key; none where there is no such key."""

    def sleep(self) -> Sleep:
        """The sleep settings of the power plan in force."""

    def disk(self, path: str) -> Disk:
        """The drive on which a path lies."""

    def host(self) -> Host:
        """This PC's names and addresses."""

    def look_up(self, name: str) -> tuple[str, ...]:
        """The IP addresses of a computer's name; none where it is not found."""

    def knock(self, host: str, port: int, *, http: bool) -> Knock:
        """Connect to a port; with ``http`` ask for the API's base without any key."""


@dataclass(frozen=True, slots=True)
class Program:
    """One installed Open Dental.

    Attributes:
        folder: Where OpenDental.exe lies; compared, never told to anybody.
        version: Its file version; None where it has none.
    """

    folder: str
    version: Version | None


@dataclass(frozen=True, slots=True)
class Running:
    """Which of the programs run."""

    open_dental: bool
    cloud_client: bool


class Kind(StrEnum):
    """How Open Dental on this PC reaches its database."""

    DIRECT = "direct"
    MIDDLE_TIER = "middle-tier"
    STRING = "connection-string"  # never read, so the server is not known
    NOT_CHOSEN = "not-chosen"  # no database was chosen yet


@dataclass(frozen=True, slots=True)
class Connection:
    """What ``FreeDentalConfig.xml`` says, of the few things that are read.

    Attributes:
        kind: How the database is reached.
        server: Name or address of the database's or middle tier's computer; empty where not known.
        database: Name of the database.
        engine: ``MySql`` or what else is written there.
    """

    kind: Kind
    server: str = ""
    database: str = ""
    engine: str = ""


class Job(StrEnum):
    """What a service is for."""

    ECONNECTOR = "econnector"
    API = "api"
    OPEN_DENTAL = "open-dental-service"
    DATABASE = "database"


@dataclass(frozen=True, slots=True)
class Service:
    """A service of Open Dental's, or the database's.

    Attributes:
        name: Its key name.
        job: What it is for.
        state: What it is doing.
        start: When it is started.
        version: Its program's file version; None where not told.
        beside: Version of the Open Dental whose folder it lies in; None where there is none.
        folder: The folder of that Open Dental; empty where there is none.
    """

    name: str
    job: Job
    state: State
    start: Start
    version: Version | None = None
    beside: Version | None = None
    folder: str = ""

    @property
    def runs(self) -> bool:
        """Whether it runs."""
        return self.state is State.RUNNING

    def differs(self, program: Version | None) -> bool:
        """Whether its version is another than Open Dental's; the fourth part is not compared.

        Open Dental's own version list carries three parts (facts: ``Manifest.txt``).
        """
        wanted = self.beside or program
        return self.version is not None and wanted is not None and self.version.parts[:3] != wanted.parts[:3]


@dataclass(frozen=True, slots=True)
class Zone:
    """This PC's time zone.

    Attributes:
        known: Windows knows the zone that is set.
        summer: The zone has summer time.
        summer_off: The switch to summer time is turned off.
    """

    known: bool
    summer: bool
    summer_off: bool


class Role(StrEnum):
    """What this PC is for Open Dental."""

    SERVER = "server"
    WORKSTATION = "workstation"
    CLOUD = "cloud"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Place:
    """This PC's role and where the services are.

    Attributes:
        role: What this PC is.
        kind: How the database is reached; None where nothing says so.
        server: Name of the server PC, for the window only; empty where it is this PC or not known.
        why: Why the role is not known.
        database: Name of the database, for the window only; empty where not known.
        engine: Its kind, ``mysql``, ``oracle`` or ``other``; empty where not known.
    """

    role: Role
    kind: Kind | None = None
    server: str = ""
    why: Why | None = None
    database: str = ""
    engine: str = ""


@dataclass(frozen=True, slots=True)
class Recorded:
    """A system written down: the same raw facts as a real one, for tests and for the pretend office.

    A question for which ``unreadable`` has a reason is not answered.
    """

    raw_services: tuple[RawService, ...] = ()
    raw_processes: tuple[RawProcess, ...] = ()
    versions: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)
    registry: Mapping[str, Mapping[str, str | int]] = field(default_factory=dict)
    power: Sleep = field(default_factory=lambda: Sleep(0, 0))
    drive: Disk = field(default_factory=lambda: Disk(200 * 2**30, 500 * 2**30))
    here: Host = field(default_factory=Host)
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ports: Mapping[str, Knock] = field(default_factory=dict)
    unreadable: Mapping[str, Why] = field(default_factory=dict)

    def _ask(self, question: str) -> None:
        if why := self.unreadable.get(question):
            raise Unreadable(why)

    def services(self) -> tuple[RawService, ...]:
        """As recorded."""
        self._ask("services")
        return self.raw_services

    def processes(self) -> tuple[RawProcess, ...]:
        """As recorded."""
        self._ask("processes")
        return self.raw_processes

    def exists(self, path: str) -> bool:
        """Whether a file, or something in a folder, was recorded."""
        wanted = path.lower()
        return any(
            known.lower() == wanted or known.lower().startswith(wanted + "\\")
            for known in (*self.versions, *self.files)
        )

    def version(self, path: str) -> str | None:
        """As recorded."""
        self._ask("version")
        return next((v for known, v in self.versions.items() if known.lower() == path.lower()), None)

    def content(self, path: str, most: int) -> bytes | None:
        """As recorded."""
        self._ask("content")
        found = next((data for known, data in self.files.items() if known.lower() == path.lower()), None)
        return None if found is None else found[:most]

    def values(self, key: str) -> Mapping[str, str | int] | None:
        """As recorded."""
        self._ask("registry")
        return next((v for known, v in self.registry.items() if known.lower() == key.lower()), None)

    def subkeys(self, key: str) -> tuple[str, ...]:
        """The next part of every recorded key under this one."""
        self._ask("registry")
        start = key.lower() + "\\"
        under = (known[len(start) :] for known in self.registry if known.lower().startswith(start))
        return tuple(dict.fromkeys(rest.partition("\\")[0] for rest in under))

    def sleep(self) -> Sleep:
        """As recorded."""
        self._ask("power")
        return self.power

    def disk(self, _path: str) -> Disk:
        """As recorded."""
        self._ask("disk")
        return self.drive

    def host(self) -> Host:
        """As recorded."""
        self._ask("host")
        return self.here

    def look_up(self, name: str) -> tuple[str, ...]:
        """As recorded."""
        return self.names.get(name.lower(), ())

    def knock(self, host: str, port: int, *, http: bool) -> Knock:  # noqa: ARG002 - as System.knock
        """As recorded; a port that was not recorded refuses."""
        self._ask("ports")
        return self.ports.get(f"{host.lower()}:{port}", Knock.REFUSED)
