"""What this PC is asked, and how its answers look: typed, frozen, and without any configuration's secrets."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wizard.core.version import Version


class UnreadableReason(StrEnum):
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

    def __init__(self, why: UnreadableReason) -> None:
        super().__init__(str(why))
        self.why = why


class ServiceState(StrEnum):
    """What a Windows service is doing."""

    RUNNING = "running"
    STOPPED = "stopped"
    STARTING = "starting"
    STOPPING = "stopping"
    PAUSED = "paused"
    UNKNOWN = "unknown"


class StartType(StrEnum):
    """When Windows starts a service."""

    AUTOMATIC = "automatic"
    MANUAL = "manual"
    DISABLED = "disabled"
    UNKNOWN = "unknown"


class PortAnswer(StrEnum):
    """What a port said to a connection, or to a request without any key."""

    OPEN = "open"  # the connection came about; nothing was asked
    ANSWERS = "answers"  # a program answered over HTTP
    WINDOWS = "windows"  # Windows' own HTTP driver answered for a program that is not there
    OTHER_NAME = "other-name"  # it answered for one that is registered there under another name or address
    MUTE = "mute"  # the connection came about, and no answer came
    REFUSED = "refused"
    SILENT = "silent"
    NO_NAME = "no-name"


class RawService(NamedTuple):
    """A Windows service as the system tells of it.

    Attributes:
        name: Its key name.
        command: Command line, as registered.
        state: What it is doing.
        start: When it is started.
    """

    name: str
    command: str
    state: ServiceState
    start: StartType


class RawProcess(NamedTuple):
    """A running program.

    Attributes:
        name: File name.
        path: Whole path, where the system tells it.
        here: It runs in this person's session; None where that is not told.
    """

    name: str
    path: str | None = None
    here: bool | None = None


class RawListener(NamedTuple):
    """A program that listens on a port.

    Attributes:
        process: Its number; 4 is Windows itself, which listens for others (http.sys).
        path: Whole path of its program, where this user may ask.
    """

    process: int
    path: str | None = None


class PortOwner(StrEnum):
    """Whose a port of this PC is."""

    OPEN_DENTAL = "open-dental"
    OTHER = "other"
    UNKNOWN = "unknown"  # nobody listens, or Windows does not tell who


class SleepTimeouts(NamedTuple):
    """After how many seconds without use, on mains power, the PC sleeps or hibernates; 0 for never."""

    sleeps_s: int
    hibernates_s: int


class DiskSpace(NamedTuple):
    """Bytes of a drive."""

    free: int
    total: int


class PcNames(NamedTuple):
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

    def sleep(self) -> SleepTimeouts:
        """The sleep settings of the power plan in force."""

    def disk(self, path: str) -> DiskSpace:
        """The drive on which a path lies."""

    def host(self) -> PcNames:
        """This PC's names and addresses."""

    def look_up(self, name: str) -> tuple[str, ...]:
        """The IP addresses of a computer's name; none where it is not found."""

    def find(self, name: str) -> tuple[str, ...]:
        """The same through the hosts file and DNS alone: nobody else in the network is asked."""

    def listeners(self, port: int) -> tuple[RawListener, ...]:
        """Who listens on a TCP port of this PC, at whichever of its addresses."""

    def knock(self, host: str, port: int, *, http: bool) -> PortAnswer:
        """Connect to a port; with ``http`` ask for the API's base without any key."""


class Program(NamedTuple):
    """One installed Open Dental.

    Attributes:
        folder: Where OpenDental.exe lies; compared, never told to anybody.
        version: Its file version; None where it has none.
    """

    folder: str
    version: Version | None


class RunningPrograms(NamedTuple):
    """Which of the programs run."""

    open_dental: bool
    cloud_client: bool


class DatabaseWay(StrEnum):
    """How Open Dental on this PC reaches its database."""

    DIRECT = "direct"
    MIDDLE_TIER = "middle-tier"
    STRING = "connection-string"  # never read, so the server is not known
    NOT_CHOSEN = "not-chosen"  # no database was chosen yet


class DatabaseSetting(NamedTuple):
    """What ``FreeDentalConfig.xml`` says, of the few things that are read.

    Attributes:
        kind: How the database is reached.
        server: Name or address of the database's or middle tier's computer; empty where not known.
        database: Name of the database.
        engine: ``MySql`` or what else is written there.
    """

    kind: DatabaseWay
    server: str = ""
    database: str = ""
    engine: str = ""


class ServicePurpose(StrEnum):
    """What a service is for."""

    ECONNECTOR = "econnector"
    API = "api"
    OPEN_DENTAL = "open-dental-service"
    DATABASE = "database"


class Service(NamedTuple):
    """A service of Open Dental's, or the database's.

    Attributes:
        name: Its key name.
        job: What it is for.
        state: What it is doing.
        start: When it is started.
        version: Its program's file version; None where not told.
        folder_version: Version of the Open Dental whose folder it lies in; None where there is none.
        folder: The folder of that Open Dental; empty where there is none.
    """

    name: str
    job: ServicePurpose
    state: ServiceState
    start: StartType
    version: Version | None = None
    folder_version: Version | None = None
    folder: str = ""

    @property
    def runs(self) -> bool:
        """Whether it runs."""
        return self.state is ServiceState.RUNNING

    def differs(self, program: Version | None) -> bool:
        """Whether its version is another than Open Dental's; the fourth part is not compared.

        Open Dental's own version list carries three parts (window facts, section 8).
        """
        wanted = self.folder_version or program
        return self.version is not None and wanted is not None and self.version.parts[:3] != wanted.parts[:3]


class TimeZone(NamedTuple):
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


class Place(NamedTuple):
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
    kind: DatabaseWay | None = None
    server: str = ""
    why: UnreadableReason | None = None
    database: str = ""
    engine: str = ""
