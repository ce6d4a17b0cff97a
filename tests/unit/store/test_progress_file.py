"""How far the person came: one small file that is whole or not there."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from tests.support.folders import ROOT
from wizard.store.progress_file import Progress, ProgressFile

if TYPE_CHECKING:
    from pathlib import Path

OWNER = "0123456789abcdef"
WHOLE = Progress(OWNER, "result", "service", "FHIR", clinics=True, release="23.2.5")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "notes" / "progress.json"


@pytest.mark.parametrize("progress", [WHOLE, Progress(OWNER, "key", "remote")])
def test_what_is_written_is_read(path: Path, progress: Progress) -> None:
    file = ProgressFile(path)
    assert file.read() is None
    file.write(Progress(OWNER, "office", "local"))
    file.write(progress)
    assert file.read() == progress
    assert [one.name for one in path.parent.iterdir()] == ["progress.json"]
    assert path.stat().st_size < 200
    file.remove()
    file.remove()
    assert file.read() is None


FIELDS = {
    "v": 1, "owner": OWNER, "step": "key", "mode": "remote", "menu": None, "clinics": False, "release": None,
}  # fmt: skip


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff",
        b"[" * 4000,
        b"{}",
        b"x" * 5000,
        *(
            json.dumps({**FIELDS, **wrong}).encode()
            for wrong in (
                {"v": 2},
                {"owner": "Smile Dental"},
                {"step": "CANARYCUST0MER22"},
                {"mode": None},
                {"menu": "SRV-01.office.local"},
                {"release": "latest"},
            )
        ),
    ],
)
def test_what_this_version_did_not_write_is_nothing(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    assert ProgressFile(path).read() is None
    ProgressFile(path).write(WHOLE)
    assert ProgressFile(path).read() == WHOLE


WRITER = """
import sys
from pathlib import Path
from wizard.store.progress_file import Progress, ProgressFile
file = ProgressFile(Path(sys.argv[1]))
print("ready", flush=True)
while True:
    for step in ("office", "key", "live", "result"):
        file.write(Progress("0123456789abcdef", step, "remote"))
"""


def test_what_a_killed_writer_left_is_swept(path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    left = path.with_name(f".{path.name}.0a1b2c3d.part")
    left.write_bytes(b"{")
    ProgressFile(path).write(WHOLE)
    assert [one.name for one in path.parent.iterdir()] == ["progress.json"]


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL here")
def test_a_writer_that_is_killed_damages_nothing(path: Path) -> None:
    ProgressFile(path).write(WHOLE)
    for round_number in range(12):
        process = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path)],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(0.003 * round_number)
        process.kill()
        process.communicate(timeout=60)
        found = ProgressFile(path).read()
        assert found is not None
        assert found.step in ("office", "key", "live", "result")
    ProgressFile(path).write(WHOLE)
    assert [one.name for one in path.parent.iterdir()] == ["progress.json"]
