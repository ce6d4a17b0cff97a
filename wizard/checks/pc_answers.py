"""One run's questions to this PC: each is asked once, on a thread of its own, whoever wants to know first."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar, cast

from wizard.checks.once import Once
from wizard.core.machine import Role

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from wizard.core.machine import (
        DiskSpace,
        Place,
        PortAnswer,
        PortOwner,
        Program,
        RunningPrograms,
        Service,
        SleepTimeouts,
        TimeZone,
    )
    from wizard.core.mode import Mode
    from wizard.windows.machine_reader import MachineReader

R = TypeVar("R")

HERE = "127.0.0.1"


class PcAnswers:
    """Answers of this PC, kept for one run.

    Args:
        reader: Knows where to look.
        on_thread: Runs a blocking question beside the loop.
        place: What this PC was in an earlier run; it names the server until this run has asked.
    """

    def __init__(
        self,
        reader: MachineReader,
        on_thread: Callable[[Callable[[], object]], Awaitable[object]],
        place: Place | None = None,
    ) -> None:
        self._reader = reader
        self._on_thread = on_thread
        self._asked = Once()
        self._known_place = place

    async def _once(self, question: str, ask: Callable[[], R]) -> R:
        return cast("R", await self._asked(question, lambda: self._on_thread(ask)))  # what ``ask`` returned

    async def place(self) -> Place:
        """This PC's role and the server's name."""
        return await self._once("place", self._reader.place)

    async def programs(self) -> tuple[Program, ...]:
        """Every installed Open Dental."""
        return await self._once("programs", self._reader.programs)

    async def running(self) -> RunningPrograms:
        """Which programs run."""
        return await self._once("running", self._reader.running)

    async def services(self) -> tuple[Service, ...]:
        """Open Dental's services and the database's."""
        return await self._once("services", self._reader.services)

    async def sleep(self) -> SleepTimeouts:
        """When this PC sleeps."""
        return await self._once("sleep", self._reader.sleep)

    async def restart_pending(self) -> bool:
        """Whether Windows waits for a restart."""
        return await self._once("restart", self._reader.restart_pending)

    async def disk(self) -> DiskSpace:
        """The drive of Open Dental."""
        return await self._once("disk", self._reader.disk)

    async def zone(self) -> TimeZone:
        """The time zone."""
        return await self._once("zone", self._reader.zone)

    async def knock(self, host: str, port: int, *, http: bool = True) -> PortAnswer:
        """What a port says."""
        return await self._once(f"knock {host}:{port}", lambda: self._reader.knock(host, port, http=http))

    async def owner(self, port: int, mode: Mode) -> PortOwner:
        """Whose a port of this PC is."""
        return await self._once(f"owner {port}", lambda: self._reader.owner(port, mode))

    async def is_here(self, address: str) -> bool:
        """Whether an address is this PC's own."""
        return await self._once(f"here {address}", lambda: self._reader.is_here(address))

    @property
    def server(self) -> str:
        """The server's name, for the window's words; empty where it is not known (yet) or is this PC.

        Whoever sends something there asks for :meth:`place`.
        """
        place = self._place()
        return place.server if place is not None and place.role is Role.WORKSTATION else ""

    @property
    def server_here(self) -> bool:
        """Whether this PC is the server; False where it is not known (yet)."""
        place = self._place()
        return place is not None and place.role is Role.SERVER

    def _place(self) -> Place | None:
        return cast("Place | None", self._asked.answer("place")) or self._known_place

    async def aclose(self) -> None:
        """Wait for nothing that still hangs."""
        await self._asked.aclose()
