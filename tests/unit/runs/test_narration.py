"""A run in lines, for the log and for whoever reads along: without a key, a PC's name or a patient."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace

import pytest

from tests.support.machines import CANARY, machine
from tests.support.office import CANARY_CUSTOMER, CANARY_DEVELOPER, quick_world, remote_launch
from wizard.core.codes import CheckId
from wizard.core.events import CallStarted, CheckStarted, Pacing
from wizard.core.text import Translator
from wizard.runs.diagnoser import Diagnoser
from wizard.runs.key_choice import typed_keys
from wizard.runs.narration import Narration
from wizard.simulator.patients import CANARY_PATIENT
from wizard.simulator.pretend_office import PretendOffice
from wizard.simulator.scenarios import SCENARIOS
from wizard.windows.machine_reader import MachineReader

KEYS = typed_keys(CANARY_CUSTOMER, CANARY_DEVELOPER, None)


async def nobody(_name: str) -> list[str]:
    """A network without names."""
    raise OSError


@pytest.mark.parametrize("state", ["workstation", "server", "econnector-stopped"])
@pytest.mark.parametrize("scenario", ["healthy-with-rows", "key-not-assigned"])
def test_the_log_names_neither_server_nor_key_nor_patient(state: str, scenario: str) -> None:
    lines: list[str] = []
    with PretendOffice(SCENARIOS[scenario]) as office:
        world = replace(quick_world(), machine=lambda: MachineReader(machine(state).system), look_up=nobody)
        setup = remote_launch(office).setup._replace(world=lambda: world, log=lines.append)
        result = asyncio.run(Diagnoser(setup).live(KEYS))
    assert result.evidence.server or result.evidence.server_here
    logged = "\n".join(lines).casefold()
    names = (result.evidence.server or "DENTAL-SRV", CANARY, CANARY_PATIENT, "127.0.0.1")
    for name in (*names, CANARY_CUSTOMER, CANARY_DEVELOPER):
        assert name.casefold() not in logged
    assert len(lines) > 10
    assert lines[0].startswith(f"{result.reference}: begins, remote")
    assert re.fullmatch(rf"{result.reference}: [a-z-]+, [a-z.-]+ \(\d+ ms\)", lines[-1])


def test_a_run_that_is_cut_short_is_logged_to_its_end() -> None:
    lines: list[str] = []

    async def cut_short(setup_office: PretendOffice) -> None:
        calling = asyncio.Event()

        def log(line: str) -> None:
            lines.append(line)
            if line.endswith(": ..."):
                calling.set()

        setup = remote_launch(setup_office).setup._replace(log=log)
        task = asyncio.create_task(Diagnoser(setup).live(KEYS, when_cancelled=lambda _: None))
        await calling.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    with PretendOffice(SCENARIOS["silent"]) as office:
        asyncio.run(cut_short(office))
    assert "incomplete" in lines[-1]


@pytest.mark.parametrize(
    ("event", "line"),
    [
        (Pacing(4.6), "Waiting 5 s: one key may not call more often."),
        (CallStarted(), "live.patients: ..."),
        (CheckStarted(CheckId.PREREQ_DISK), None),
    ],
)
def test_an_event_is_a_line_or_nothing(event: Pacing | CallStarted | CheckStarted, line: str | None) -> None:
    assert Narration(Translator(), KEYS).line(event) == line
