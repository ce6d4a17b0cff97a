"""Recorded machine states: small files with the raw facts of a PC, and what the checks have to say of it."""

from __future__ import annotations

import asyncio
import ssl
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.support.folders import DATA
from tests.support.run_checks import run_checks
from wizard.checks.context import Context, World
from wizard.core.endpoint import Endpoint, api_service_endpoint, local_endpoint, remote_endpoint
from wizard.core.machine import (
    DiskSpace,
    PcNames,
    PortAnswer,
    RawProcess,
    RawService,
    ServiceState,
    SleepTimeouts,
    StartType,
    System,
    UnreadableReason,
)
from wizard.core.mode import Mode
from wizard.runs.office_checks import OFFICE
from wizard.simulator.recorded_system import RecordedSystem
from wizard.windows.machine_reader import MachineReader

if TYPE_CHECKING:
    from wizard.core.evidence import CheckResult
    from wizard.core.version import Version

FOLDER = DATA / "machines"
NAMES = sorted(path.stem for path in FOLDER.glob("*.toml"))
CANARY = "CANARY"
ENDPOINTS = {"remote": remote_endpoint, "service": api_service_endpoint, "local": local_endpoint}


@dataclass(frozen=True)
class Machine:
    """One recorded state."""

    name: str
    about: str
    mode: Mode
    expect: dict[str, Any]
    system: RecordedSystem

    @property
    def endpoint(self) -> Endpoint:
        """What is called on it."""
        return ENDPOINTS[self.mode]()


def machine(name: str) -> Machine:
    """Read a state; ``like`` names the one that it changes, and ``false`` takes an entry out."""
    data = _data(name)
    services = data.get("services", {})
    system = RecordedSystem(
        tuple(
            RawService(known, s["command"], ServiceState(s["state"]), StartType(s["start"]))
            for known, s in services.items()
        ),
        tuple(RawProcess(known, path) for known, path in data.get("processes", {}).items()),
        data.get("versions", {}),
        {path: text.encode() for path, text in data.get("files", {}).items()},
        data.get("registry", {}),
        SleepTimeouts(**data.get("power", {"sleeps_s": 0, "hibernates_s": 0})),
        DiskSpace(**data.get("disk", {"free": 2 * 10**11, "total": 5 * 10**11})),
        PcNames(**{k: tuple(v) for k, v in data.get("host", {}).items()}),
        {k: tuple(v) for k, v in data.get("names", {}).items()},
        {k: PortAnswer(v) for k, v in data.get("ports", {}).items()},
        {k: UnreadableReason(v) for k, v in data.get("unreadable", {}).items()},
    )
    return Machine(name, data["about"], Mode(data.get("mode", "remote")), data["expect"], system)


def _data(name: str) -> dict[str, Any]:
    data = tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))
    if like := data.pop("like", None):
        return _merged(_data(like), data)
    return data


def _merged(base: dict[str, Any], change: dict[str, Any]) -> dict[str, Any]:
    made = dict(base)
    for key, value in change.items():
        if value is False:
            made.pop(key, None)
        elif isinstance(value, dict):
            made[key] = _merged(made.get(key, {}), value)
        else:
            made[key] = value
    return made


def _no_tls() -> ssl.SSLContext:
    """Trusts nobody, and costs nothing to make: nothing is called here."""
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


async def _found(_name: str) -> list[str]:
    """Every name is there."""
    return ["20.1.2.3"]


async def _connects(_host: str, _port: int) -> None:
    """The way to Open Dental is open."""


def look(
    system: System, endpoint: Endpoint, *only: str, floor: Version | None = None
) -> dict[str, CheckResult]:
    """Run the office's checks on a system."""

    async def go() -> tuple[CheckResult, ...]:
        world = World(
            machine=lambda: MachineReader(system), environ={}, tls=_no_tls, connect=_connects, look_up=_found
        )
        context = Context.of(world, endpoint, None, lambda _: None, floor=floor)
        try:
            return await run_checks([c for c in OFFICE if not only or c.id in only], context)
        finally:
            await context.aclose()

    return {result.id: result for result in asyncio.run(go())}
