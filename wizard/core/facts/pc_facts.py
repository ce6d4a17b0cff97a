"""What the checks of this PC found."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from wizard.core.facts import AllowList, CheckFacts
from wizard.core.facts.place_facts import PlaceFacts
from wizard.core.record import record

if TYPE_CHECKING:
    from wizard.core.machine import DatabaseWay, PortAnswer, Program
    from wizard.core.mode import Mode
    from wizard.core.version import Version


@record
class InstalledFacts(CheckFacts):
    """Which Open Dental is installed.

    Attributes:
        mode: How Open Dental is called.
        floor: Oldest version that the vendor's program works with.
        programs: Every one that was found, the one in use first.
        usual_folder: The first lies where Open Dental's own installer puts it.
        cloud: This PC works with Open Dental Cloud; asked only where no program was found.
        CLOUD: What is told there.
    """

    REPORT: ClassVar[AllowList] = {"found": "found", "version": "version"}
    CLOUD: ClassVar[AllowList] = {"cloud": "cloud"}

    mode: Mode
    floor: Version | None = None
    programs: tuple[Program, ...] = ()
    usual_folder: bool = True
    cloud: bool = False

    @property
    def found(self) -> int:
        """How many."""
        return len(self.programs)

    @property
    def version(self) -> Version | None:
        """Version of the one in use; None where it has none, or there is none."""
        return self.programs[0].version if self.programs else None


@record
class RunningFacts(CheckFacts):
    """Whether Open Dental is open, and somebody logged on.

    Attributes:
        mode: How Open Dental is called.
        process: The program runs.
        port: What the Local API's port said.
    """

    REPORT: ClassVar[AllowList] = {"process": "process", "port": "port"}

    mode: Mode
    process: bool
    port: PortAnswer


@record
class RoleFacts(PlaceFacts):
    """What this PC is for Open Dental, and how it reaches the database."""

    REPORT: ClassVar[AllowList] = {"role": "role", "kind": "kind", "engine": "engine"}

    @property
    def kind(self) -> DatabaseWay | None:
        """How the database is reached; None where nothing says so."""
        return self.place.kind

    @property
    def engine(self) -> str | None:
        """The database's kind; None where it is not known."""
        return self.place.engine or None


@record
class RestartFacts(CheckFacts):
    """Whether Windows waits for a restart.

    Attributes:
        pending: It does.
    """

    REPORT: ClassVar[AllowList] = {"pending": "pending"}

    pending: bool


@record
class DiskFacts(CheckFacts):
    """How full the drive of Open Dental is.

    Attributes:
        free: Bytes that are free.
        total: Bytes of the whole drive.
    """

    REPORT: ClassVar[AllowList] = {"free_gb": "free_gb", "total_gb": "total_gb"}

    free: int
    total: int

    @property
    def free_gb(self) -> float:
        """Free, in units of 2**30 bytes, to a tenth."""
        return round(self.free / 2**30, 1)

    @property
    def total_gb(self) -> int:
        """The whole drive, in units of 2**30 bytes."""
        return round(self.total / 2**30)


@record
class ZoneFacts(CheckFacts):
    """This PC's time zone.

    Attributes:
        known: Windows knows the zone that is set.
        summer: The zone has summer time.
        summer_off: The switch to summer time is turned off.
    """

    REPORT: ClassVar[AllowList] = {"known": "known", "summer": "summer", "summer_off": "summer_off"}

    known: bool
    summer: bool
    summer_off: bool
