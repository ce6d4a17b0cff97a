"""A planted key and a planted patient are found nowhere, over all scenarios."""

from __future__ import annotations

import asyncio
import dataclasses
import io
import json
import os
import subprocess
import sys
from base64 import b64encode
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from tests.support.folders import ROOT
from tests.support.machines import machine
from tests.support.office import CANARY_CUSTOMER, CANARY_DEVELOPER, quick_world, remote_launch, vendor
from wizard.commands.compose import program_log
from wizard.core.codes import Code
from wizard.core.mode import Mode
from wizard.core.text import T
from wizard.main import main
from wizard.runs.diagnoser import Diagnoser
from wizard.runs.history import History
from wizard.runs.kept_progress import KeptProgress, ReachedStep
from wizard.runs.key_choice import typed_keys
from wizard.simulator.patients import CANARY_PATIENT
from wizard.simulator.pretend_office import PretendOffice
from wizard.simulator.scenario import Scenario
from wizard.simulator.scenarios import SCENARIOS
from wizard.simulator.wire_answer import WireAnswer
from wizard.windows.machine_reader import MachineReader

if TYPE_CHECKING:
    from pathlib import Path

FORMS = [
    form
    for key in (CANARY_CUSTOMER, CANARY_DEVELOPER)
    for form in (key, key[::-1], b64encode(key.encode()).decode().rstrip("="), key.encode().hex(), quote(key))
]
CANARIES = tuple(form.casefold() for form in [*FORMS, CANARY_PATIENT])


def check(office: PretendOffice, home: Path, *arguments: str) -> bytes:
    """Run ``check`` as its own process with its own home and temp folder; returns everything it printed."""
    environment = {
        **os.environ,
        "HOME": str(home),
        "TMPDIR": str(home),
        "XDG_CONFIG_HOME": str(home),
        "XDG_DATA_HOME": str(home),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    host = f"127.0.0.1:{office.port}"
    chosen = ["check", "--key-stdin", "--verbose", *arguments, "--host", host, "--deadline", "2"]
    done = subprocess.run(
        [sys.executable, "-m", "wizard", *chosen],
        input=f"{CANARY_DEVELOPER}/{CANARY_CUSTOMER}".encode(),
        capture_output=True,
        check=False,
        cwd=ROOT,
        env=environment,
        timeout=300,
    )
    assert done.returncode in (0, 3, 4), done.stderr
    return done.stdout + done.stderr


def assert_clean(text: str) -> None:
    folded = text.casefold()
    for canary in CANARIES:
        assert canary not in folded


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_no_scenario_brings_a_canary_out(scenario: str, tmp_path: Path) -> None:
    with PretendOffice(SCENARIOS[scenario]) as office:
        printed = check(office, tmp_path, *(["--json"] if len(scenario) % 2 else [])).decode()
    assert_clean(printed)
    assert "Traceback" not in printed
    assert "Warning" not in printed
    (left,) = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert left.name == "connect-wizard.log"
    logged = left.read_text("utf-8")
    assert logged.count("\n") > 2
    assert_clean(logged)


async def nobody(_name: str) -> list[str]:
    """A network without names."""
    raise OSError


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_no_note_holds_a_canary_or_a_servers_name(scenario: str, notes: Path) -> None:
    """History, log and progress of the window's runs, on a workstation that knows its server's name."""
    keys = typed_keys(CANARY_CUSTOMER, CANARY_DEVELOPER, None)
    with PretendOffice(SCENARIOS[scenario]) as office:
        recorded = machine("workstation").system
        world = dataclasses.replace(quick_world(), machine=lambda: MachineReader(recorded), look_up=nobody)
        setup = remote_launch(office).setup._replace(world=lambda: world, log=program_log(vendor()))
        result = asyncio.run(Diagnoser(setup).live(keys, deadline_s=2))
    assert result.evidence.server == "DENTAL-SRV"
    History.of(vendor()).note_run(result)
    KeptProgress(vendor(), on=True).keep(ReachedStep("result", Mode.REMOTE, None))
    files = [path for path in notes.rglob("*") if path.is_file() and path.suffix != ".lock"]
    assert sorted(file.name for file in files) == ["connect-wizard.log", "history.jsonl", "progress.json"]
    for file in files:
        text = file.read_text("utf-8")
        assert text
        assert_clean(text)
        for name in ("dental-srv", "127.0.0.1", "northwind", str(notes).casefold()):
            assert name not in text.casefold(), file.name


ECHOES = {
    "text": f'"Key {CANARY_CUSTOMER} of {CANARY_DEVELOPER} is not known"',
    "lower": json.dumps(f"key {CANARY_CUSTOMER.lower()} is unknown"),
    "header": json.dumps(f"ODFHIR {CANARY_DEVELOPER}/{CANARY_CUSTOMER} was refused"),
    "base64": json.dumps("token " + b64encode(CANARY_CUSTOMER.encode()).decode()),
    "html": f"<html><body>Blocked: Authorization ODFHIR {CANARY_DEVELOPER}/{CANARY_CUSTOMER}</body></html>",
    "patient-list": json.dumps([{"PatNum": 1, "LName": CANARY_PATIENT, "SSN": "000-00-0001"}]),
    "patient-object": json.dumps({"patients": [{"LName": CANARY_PATIENT}]}),
    "cut-list": json.dumps([{"PatNum": 1, "LName": CANARY_PATIENT}])[:-4],
}


@pytest.mark.parametrize("status", [200, 400, 401, 403, 500, 503])
@pytest.mark.parametrize("echo", ECHOES)
def test_a_server_that_echoes_gets_nothing_shown(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], echo: str, status: int
) -> None:
    answer = WireAnswer(status=status, body=ECHOES[echo].encode(), content_type="application/json")
    scenario = Scenario("echo", T("An office that repeats what it was sent"), Code.UNKNOWN, everyone=answer)
    with PretendOffice(scenario) as office:
        typed = f"{CANARY_DEVELOPER}/{CANARY_CUSTOMER}".encode()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed)))
        host = f"127.0.0.1:{office.port}"
        main(["check", "--key-stdin", "--json", "--verbose", "--host", host, "--only", "live.patients"])
    told = capsys.readouterr()
    assert "live.patients" in told.err
    assert_clean(told.out + told.err)
