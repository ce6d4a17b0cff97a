"""What the checks of the server found: Open Dental's services, and what puts the server to sleep."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from wizard.core.facts.place_facts import PlaceFacts
from wizard.core.machine import Role
from wizard.core.record import record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wizard.core.facts import AllowList
    from wizard.core.machine import PortAnswer, Service, ServiceState, SleepTimeouts, StartType
    from wizard.core.mode import Mode
    from wizard.core.version import Version


@record
class ServiceFacts(PlaceFacts):
    """A service of Open Dental's, which may be installed more than once.

    Attributes:
        mode: How Open Dental is called.
        services: Every one that is installed on this PC.
        program: Version of the Open Dental on this PC; None where it is not known or was not needed.
    """

    mode: Mode
    services: tuple[Service, ...] = ()
    program: Version | None = None

    @property
    def installed(self) -> int:
        """How many are installed."""
        return len(self.services)

    @property
    def running(self) -> int:
        """How many run."""
        return sum(service.runs for service in self.services)

    @property
    def one(self) -> Service | None:
        """The one that runs, else the first; None without one."""
        return next((service for service in self.services if service.runs), next(iter(self.services), None))

    @property
    def same_version(self) -> bool:
        """That one's version is Open Dental's, as far as both are known."""
        return self.one is None or not self.one.differs(self.program)


@record
class EconnectorFacts(ServiceFacts):
    """The eConnector's service.

    Attributes:
        COUNTED: What is told where none runs that could be the office's.
    """

    COUNTED: ClassVar[AllowList] = {"role": "role", "installed": "installed", "running": "running"}
    REPORT: ClassVar[AllowList] = {
        **COUNTED,
        "state": "state",
        "start": "start",
        "same_version": "same_version",
        "version": "version",
    }

    @property
    def elsewhere(self) -> bool:
        """It is looked for on another PC."""
        return self.role is Role.CLOUD or (not self.services and self.role is not Role.SERVER)

    @property
    def left_over(self) -> bool:
        """What is installed here is an old one: the office's runs on the server."""
        return self.role is Role.WORKSTATION and not self.running

    @property
    def state(self) -> ServiceState | None:
        """What that one is doing."""
        return self.one.state if self.one else None

    @property
    def start(self) -> StartType | None:
        """When it is started."""
        return self.one.start if self.one else None

    @property
    def version(self) -> Version | None:
        """Its version."""
        return self.one.version if self.one else None


@record
class ApiServiceFacts(ServiceFacts):
    """The API Service, here or on the server.

    Attributes:
        service_port: The port on which it is expected.
        port: What that port said; None where none was asked.
        AFAR: What is told of the server's, as a workstation sees it.
    """

    AFAR: ClassVar[AllowList] = {"role": "role", "port": "port"}
    REPORT: ClassVar[AllowList] = {
        "installed": "installed",
        "running": "running",
        "port": "port",
        "same_version": "same_version",
    }

    service_port: int = 0
    port: PortAnswer | None = None

    @property
    def elsewhere(self) -> bool:
        """It is on another PC, and which one is not known."""
        return self.role is Role.CLOUD or (self.role is Role.UNKNOWN and not self.services)


@record
class OtherServicesFacts(PlaceFacts):
    """The database's service and OpenDentalService.

    Attributes:
        databases: Services with a database's name.
        helpers: Those of OpenDentalService.
    """

    REPORT: ClassVar[AllowList] = {
        "database": "database",
        "open_dental_service": "open_dental_service",
        "role": "role",
    }

    databases: tuple[Service, ...] = ()
    helpers: tuple[Service, ...] = ()

    @property
    def database(self) -> str:
        """``running``, ``stopped`` or ``missing``."""
        return _whether(self.databases)

    @property
    def open_dental_service(self) -> str:
        """The same of OpenDentalService."""
        return _whether(self.helpers)


def _whether(found: Sequence[Service]) -> str:
    if not found:
        return "missing"
    return "running" if any(service.runs for service in found) else "stopped"


@record
class SleepFacts(PlaceFacts):
    """Whether the PC with the eConnector falls asleep.

    Attributes:
        sleep: Its settings; None where this is not that PC.
    """

    REPORT: ClassVar[AllowList] = {"sleeps_s": "sleeps_s", "hibernates_s": "hibernates_s"}

    sleep: SleepTimeouts | None = None

    @property
    def sleeps_s(self) -> int | None:
        """Seconds until it sleeps; 0 for never."""
        return self.sleep.sleeps_s if self.sleep else None

    @property
    def hibernates_s(self) -> int | None:
        """Seconds until it hibernates; 0 for never."""
        return self.sleep.hibernates_s if self.sleep else None


@record
class SetupWindowFacts(PlaceFacts):
    """Whether Open Dental's API Setup window can reach what it calls when it opens.

    Attributes:
        installed: Open Dental is on this PC.
        port: What was said there; None where nothing was asked.
        proxied: A proxy is in force, which may let Open Dental through; asked where the port is not open.
        way_open: Open Dental itself is reached; asked where that decides.
    """

    REPORT: ClassVar[AllowList] = {"port": "port"}

    installed: bool = False
    port: PortAnswer | None = None
    proxied: bool = False
    way_open: bool = False
