"""Runs against the pretend office, to be written down and replayed."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from tests.support.office import CANARY_CUSTOMER, CANARY_DEVELOPER, deadline_of, vendor
from wizard.checks.context import World, connect
from wizard.core.endpoint import Endpoint
from wizard.core.keys import KeyPair, Keys
from wizard.core.mode import Mode
from wizard.core.secret import Secret
from wizard.core.text import Translator
from wizard.probe.pace import Pacer
from wizard.runs.diagnoser import Diagnoser
from wizard.runs.setup import Setup
from wizard.simulator.pretend_office import PretendOffice
from wizard.simulator.pretend_pc import pretend_pc
from wizard.simulator.scenarios import SCENARIOS
from wizard.windows.machine_reader import MachineReader

if TYPE_CHECKING:
    from wizard.runs.run_result import RunResult

PAIR = KeyPair(Secret(CANARY_DEVELOPER), Secret(CANARY_CUSTOMER))


class _Hurried:
    """Time that only a sleep moves, so that nobody waits for the pace."""

    time = 1000.0

    async def sleep(self, seconds: float) -> None:
        """Let time pass."""
        self.time += seconds


async def _nowhere(name: str) -> tuple[str, ...]:
    raise OSError(name)


async def _loopback_only(host: str, port: int) -> None:
    if host != "127.0.0.1":
        raise OSError(host)
    await connect(host, port)


def run_of(scenario: str, mode: Mode = Mode.REMOTE) -> RunResult:
    """A whole run against a pretend office and PC."""
    clock = _Hurried()
    with PretendOffice(SCENARIOS[scenario], pace_s=0) as office:
        setup = Setup(
            Translator(),
            profile=vendor()._replace(modes=(Mode.REMOTE, Mode.LOCAL)),
            endpoint=lambda: Endpoint(mode, "http", "127.0.0.1", office.port),
            world=lambda: World(
                pacer=Pacer(lambda: clock.time, clock.sleep),
                environ={},
                look_up=_nowhere,
                connect=_loopback_only,
                machine=lambda: MachineReader(pretend_pc(scenario)),
            ),
        )
        deadline_s = 1.0 if scenario == "silent" else float(deadline_of(scenario))
        return asyncio.run(Diagnoser(setup).live(Keys(PAIR), deadline_s=deadline_s))
