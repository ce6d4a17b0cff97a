"""Runs rows, some beside each other, each in a place of its own."""

from __future__ import annotations

import contextlib
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from tests.lab.case_faults import KEYS, PC_NAME, USER_NAME
from tests.lab.needs import program, why_no_namespaces, why_not
from tests.lab.place import NotReadyError, Place, sweep
from tests.lab.row import Found
from tests.lab.trust import Trust

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.lab.row import Asked, Row

BESIDE = 6
"""Rows at once: most of them wait most of the time."""
_CHECK = ("-m", "wizard", "check", "--json", "--developer-key-stdin", "--key-stdin")
_LONGEST_S = 150.0


_ONE_MACHINE = threading.Lock()  # rows without namespaces share its ports


def reason_to_skip(row: Row) -> str | None:
    """Why a row cannot run here; None where it can."""
    return why_not(row.programs, namespaces=not row.alone)


def run_rows(rows: Sequence[Row]) -> dict[str, Found]:
    """What comes of each row that can run here, by id."""
    sweep()
    chosen = [row for row in rows if reason_to_skip(row) is None]
    if not chosen:
        return {}
    with tempfile.TemporaryDirectory(prefix=f"cwl{os.getpid()}-") as folder:
        Path(folder).chmod(0o755)
        trust = Trust(Path(folder))
        longest_first = sorted(chosen, key=lambda row: -row.bound_s)
        places: list[Place] = []
        with ThreadPoolExecutor(BESIDE, "laboratory") as pool:
            try:
                found = list(pool.map(lambda row: _run(row, trust, places), longest_first))
            except BaseException:  # Ctrl+C: what runs is ended, so that nobody waits for it
                for place in tuple(places):
                    place.end()
                raise
        # What took too long among others is asked once more by itself: only the program is to be judged.
        found += [
            _run(row, trust, places)
            for row, one in zip(longest_first, found, strict=True)
            if one.seconds > row.bound_s
        ]
    return {one.row: one for one in found}


def _run(row: Row, trust: Trust, places: list[Place]) -> Found:
    alone = row.alone and why_no_namespaces() is not None
    try:
        with _ONE_MACHINE if alone else contextlib.nullcontext(), Place(trust, alone=alone) as place:
            places.append(place)
            return check(row.id, place, row.prepare(place))
    except NotReadyError as problem:
        return Found(row.id, 0.0, complaint=str(problem), unready=str(problem))
    except (RuntimeError, OSError, ValueError, subprocess.SubprocessError) as problem:
        return Found(row.id, 0.0, complaint=f"the set-up failed: {problem}")


def check(row: str, place: Place, asked: Asked) -> Found:
    """Run the command on the office's PC."""
    env = {
        "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
        "HOME": str(place.folder),
        "LANG": "C.UTF-8",
        **dict.fromkeys(("USER", "LOGNAME", "USERNAME"), USER_NAME),
        "PYTHONDONTWRITEBYTECODE": "1",
        "SSL_CERT_FILE": str(asked.trusted or place.trust.trusted),
        "SSL_CERT_DIR": str(place.folder),
        **asked.env,
    }
    start = time.monotonic()
    case = place.folder / "seen.cwcase"
    process = place.client(
        (sys.executable, *_CHECK, "--case", str(case), *asked.arguments),
        env,
        "".join(f"{key}\n" for key in KEYS),
        (*_called(place), *asked.prefix),
    )
    peak_kb = _watch(process, start)
    out, err = process.communicate()
    seconds = time.monotonic() - start
    try:
        document = json.loads(out)
    except ValueError:
        return Found(row, seconds, peak_kb=peak_kb, complaint=f"no document; it said: {err[-500:]}")
    written = case.read_bytes() if case.exists() else b""
    said = f"it said: {err[-500:]}" if err else ""
    return Found(row, seconds, document, peak_kb, said, case=written, printed=out)


def _called(place: Place) -> tuple[str, ...]:
    """What gives the office's PC a name of its own, that is searched for afterwards."""
    unshare = None if place.alone else program("unshare")
    named = f'echo {PC_NAME} > /proc/sys/kernel/hostname && exec "$@"'
    return (unshare, "--uts", "sh", "-c", named, "sh") if unshare else ()


def _watch(process: subprocess.Popen[str], start: float) -> int:
    """Wait for the end; the memory at its highest, as the system counts it for the program itself."""
    peak = 0
    while process.poll() is None:
        if time.monotonic() - start > _LONGEST_S:
            process.kill()
        try:
            status = Path(f"/proc/{process.pid}/status").read_text()
        except OSError:
            status = ""
        if found := re.search(r"VmHWM:\s+(\d+) kB", status):
            peak = max(peak, int(found.group(1)))
        time.sleep(0.03)
    return peak
