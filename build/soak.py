"""Watches a pretend office that breaks and heals for hours, and says what that costs.

build/start.py soak                 an hour's script on a virtual clock; some seconds
build/start.py soak --hours N       N hours of it
build/start.py soak --minutes N     N minutes of it by this PC's own clock, the office in another process

Memory, threads, sockets and files have to be as flat at the end as after the first quarter, the processor
idle between two looks, no two calls with the key closer than its pace, and the history whole when a watch is
killed. What was measured last stands in resources/docs/development/performance.md. Exit code 1: not so.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
WATCH = ROOT / "build" / "soak_watch.py"

PACE_S = 5.0
"""Seconds between two calls with a key of unknown tier (facts, section 4)."""
MORE_MEMORY = 4 * 2**20
"""Bytes that the end may have over the first quarter: the allocator's own breathing."""
MORE_OBJECTS = 500
IDLE_MS_A_SECOND = 1.0
KEPT = 50
"""Entries of a history at most."""


def _started(*given: str) -> subprocess.Popen[str]:
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [sys.executable, str(WATCH), *given], stdout=subprocess.PIPE, env=env, cwd=ROOT, text=True
    )


def measured(*given: str) -> Any:  # noqa: ANN401 - any JSON
    """The last line of what soak_watch.py prints."""
    with _started(*given) as going:
        said, _ = going.communicate()
    if going.returncode:
        raise SystemExit(f"soak_watch.py {given[0]} failed")
    return json.loads(said.splitlines()[-1])


def complaints(course: dict[str, Any]) -> list[str]:
    """What is not as it has to be."""
    first, last = course["states"][0], course["states"][-1]
    allowed = {"memory": MORE_MEMORY, "objects": MORE_OBJECTS}
    found = [
        f"{name} grew from {first[name]} to {last[name]}"
        for name in ("memory", "objects", "threads", "files", "sockets")
        if last[name] > first[name] + allowed.get(name, 0)
    ]
    if course["together"]:
        found.append("two looks beside each other")
    closest = min((later - sooner for sooner, later in pairwise(course["keyed"])), default=PACE_S)
    if closest < PACE_S:
        found.append(f"two calls with the key {closest:.2f} s apart")
    return found


def killed(times: int, folder: str, seed: int) -> list[str]:
    """Kill a watch at random points; what of its history was lost or damaged."""
    chance, found = random.Random(seed), []  # noqa: S311 - points that can be had again
    before: list[str] = []
    for number in range(1, times + 1):
        with _started("virtual", "1", folder) as going:
            for _ in range(chance.randrange(1, 12)):
                if going.stdout is not None:
                    going.stdout.readline()
            time.sleep(chance.random() / 10)
            going.kill()
            going.communicate()
        trouble, after = measured("history", folder)
        if trouble is not None:
            found.append(f"kill {number}: the history is {trouble}")
        elif not goes_on(before, after):
            found.append(f"kill {number}: of {len(before)} entries some were lost")
        before = after
    return found


def goes_on(before: list[str], after: list[str]) -> bool:
    """Whether nothing but the last entry has changed, and nothing but what no longer fits is gone."""
    stays = before[:-1]
    dropped = next((n for n in range(len(stays)) if after[: len(stays) - n] == stays[n:]), len(stays))
    return len(after) >= min(len(before), KEPT) and (dropped == 0 or len(after) == KEPT)


def _tell(name: str, course: dict[str, Any]) -> None:
    print(f"{name}: {course['looks']} looks, {course['cures']} cures")
    for state in course["states"]:
        print(
            f"  {state['memory'] / 2**20:.1f} MiB, {state['objects']} objects, {state['threads']} threads, "
            f"{state['files']} files ({state['sockets']} sockets), history {state['kept']} B"
        )


def main(arguments: list[str]) -> int:
    """Run it and tell."""
    parser = argparse.ArgumentParser(prog="build/start.py soak", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--hours", type=int, default=1, metavar="N", help="hours on a virtual clock")
    parser.add_argument("--minutes", type=float, metavar="N", help="minutes by this PC's own clock instead")
    parser.add_argument("--kills", type=int, default=10, metavar="N", help="how often a watch is killed")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="of the points at which")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        if given.minutes:
            course = measured("real", str(given.minutes), folder)
            _tell(f"{given.minutes:g} minutes", course)
            spent = course["idle_s"] * 1000 / max(course["waited_s"], 1.0)
        else:
            course = measured("virtual", str(given.hours), folder)
            _tell(f"{given.hours} virtual hours", course)
            spent = measured("idle", "5")
    wrong = complaints(course)
    print(f"  waiting: {spent:.3f} ms of the processor in a second")
    if spent > IDLE_MS_A_SECOND:
        wrong.append(f"waiting costs {spent:.2f} ms of the processor in a second")
    with tempfile.TemporaryDirectory() as folder:
        wrong += killed(given.kills, folder, given.seed)
    print(f"  killed {given.kills} times")
    for line in wrong:
        print(f"WRONG: {line}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
