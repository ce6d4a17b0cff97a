"""A system written down: the raw facts of a PC as a value, for the pretend office and for tests."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from wizard.core.machine import (
    DiskSpace,
    PcNames,
    PortAnswer,
    RawListener,
    RawProcess,
    RawService,
    SleepTimeouts,
    Unreadable,
    UnreadableReason,
)
from wizard.core.record import record

if TYPE_CHECKING:
    from collections.abc import Mapping


@record
class RecordedSystem:
    """Answers as it was told.

    A question for which ``unreadable`` has a reason is not answered.
    """

    raw_services: tuple[RawService, ...] = ()
    raw_processes: tuple[RawProcess, ...] = ()
    versions: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)
    registry: Mapping[str, Mapping[str, str | int]] = field(default_factory=dict)
    power: SleepTimeouts = field(default_factory=lambda: SleepTimeouts(0, 0))
    drive: DiskSpace = field(default_factory=lambda: DiskSpace(200 * 2**30, 500 * 2**30))
    here: PcNames = field(default_factory=PcNames)
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ports: Mapping[str, PortAnswer] = field(default_factory=dict)
    unreadable: Mapping[str, UnreadableReason] = field(default_factory=dict)
    listening: Mapping[int, tuple[RawListener, ...]] = field(default_factory=dict)

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

    def sleep(self) -> SleepTimeouts:
        """As recorded."""
        self._ask("power")
        return self.power

    def disk(self, _path: str) -> DiskSpace:
        """As recorded."""
        self._ask("disk")
        return self.drive

    def host(self) -> PcNames:
        """As recorded."""
        self._ask("host")
        return self.here

    def look_up(self, name: str) -> tuple[str, ...]:
        """As recorded."""
        return self.names.get(name.lower(), ())

    def find(self, name: str) -> tuple[str, ...]:
        """As recorded."""
        return self.look_up(name)

    def listeners(self, port: int) -> tuple[RawListener, ...]:
        """As recorded."""
        self._ask("listeners")
        return self.listening.get(port, ())

    def knock(self, host: str, port: int, *, http: bool) -> PortAnswer:  # noqa: ARG002 - as System.knock
        """As recorded; a port that was not recorded refuses."""
        self._ask("ports")
        return self.ports.get(f"{host.lower()}:{port}", PortAnswer.REFUSED)
