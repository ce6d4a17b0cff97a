"""The program killed at any moment: what was kept before is whole, and nothing that it keeps is damaged."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from tests.support.folders import ROOT
from tests.support.office import CANARY_CUSTOMER, CANARY_DEVELOPER, vendor
from wizard.runs.history import History
from wizard.runs.kept_progress import KeptProgress

if TYPE_CHECKING:
    from pathlib import Path

PROGRAM = """
import sys
from PySide6.QtCore import QTimer
from tests.support.office import CANARY_CUSTOMER, MemoryBackend, remote_launch, vendor
from wizard.commands.compose import program_log
from wizard.core.text import Translator
from wizard.simulator.pretend_office import PretendOffice
from wizard.simulator.scenarios import SCENARIOS
from wizard.ui.app import make_application
from wizard.ui.lifetime import bind_session
from wizard.ui.flow import StepId
from wizard.ui.session import Session
from wizard.ui.window import Window

application = make_application(Translator())
backend = MemoryBackend()
backend.set_password(vendor().keychain_service, "customer-key", CANARY_CUSTOMER)
with PretendOffice(SCENARIOS["key-not-assigned"]) as office:
    launch = remote_launch(office, backend)
    window = Window(Session(launch._replace(setup=launch.setup._replace(log=program_log(vendor())))))
    bind_session(window)
    window.show()

    def walk():
        # to and fro, and a live test whenever one has ended
        if window.session.stored is None or window.session.live_run.busy:
            return
        window.go_to(StepId.KEY)
        window.go_to(StepId.LIVE)

    window.session.changed.connect(lambda: print("result", flush=True))
    timer = QTimer()
    timer.timeout.connect(walk)
    timer.start(10)
    application.exec()
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL here")
def test_whatever_is_kept_is_whole(notes: Path) -> None:
    env = {**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
    known = 0
    for round_number in range(6):
        process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM], stdout=subprocess.PIPE, text=True, env=env, cwd=ROOT
        )
        assert process.stdout is not None
        for _ in range(2):  # two results at least, the second of which comes after the first was noted
            assert process.stdout.readline() == "result\n"
        time.sleep(0.013 * round_number)
        process.kill()
        process.communicate(timeout=60)
        found = History.of(vendor()).read()
        assert found.trouble is None
        times = sum(getattr(entry, "times", 0) for entry in found.entries)
        assert times > known, "what was noted before is still there"
        known = times
        place = KeptProgress(vendor(), on=True).read()
        assert place is not None
        assert place.step in ("key", "live", "result")
    lines = (notes / "log" / "connect-wizard.log").read_text("utf-8").splitlines()
    assert all(re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ \S", line) for line in lines)
    everything = "".join(file.read_text("utf-8") for file in notes.rglob("*") if file.is_file())
    for secret in (CANARY_CUSTOMER, CANARY_DEVELOPER, "127.0.0.1"):
        assert secret not in everything
    assert json.loads((notes / "history.jsonl").read_text("utf-8").splitlines()[-1])["v"] == 1
    assert not list(notes.glob("*.broken"))
