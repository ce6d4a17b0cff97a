"""Runs in front of a pretend office, in one process; started by bench.py, prints what it measured as JSON.

bench_run.py together PORT    all prerequisites and the slowest of them, on a PC that takes its time to answer
bench_run.py bodies PORT      bytes of the bodies that came, and how many of patients were kept to be decoded
"""

import asyncio
import json
import sys
import time

from wizard.checks.context import World
from wizard.core.endpoint import Endpoint
from wizard.core.keys import KeyPair
from wizard.core.mode import Mode
from wizard.core.secret import Secret
from wizard.runs.request import Request
from wizard.runs.run import run
from wizard.simulator.pretend_pc import pretend_pc
from wizard.windows.machine_reader import MachineReader

KEYS = KeyPair(Secret("BENCHDEVELOPER01"), Secret("BENCHCUSTOMER001"))
EACH_S = 0.1
"""How long the PC takes for each question; Windows answers some of them that slowly."""


class Slow:
    """A PC whose answers take their time."""

    def __init__(self, system: object) -> None:
        self._system = system

    def __getattr__(self, name: str) -> object:
        asked = getattr(self._system, name)
        if not callable(asked):
            return asked

        def answered(*arguments: object, **named: object) -> object:
            time.sleep(EACH_S)
            return asked(*arguments, **named)

        return answered


async def together(port: int) -> dict[str, object]:
    """Milliseconds of all prerequisites, and of the slowest of them from first question to outcome."""
    request = Request(Endpoint(Mode.REMOTE, "http", "127.0.0.1", port), only=("prereq.*",))

    def machine() -> MachineReader:
        return MachineReader(Slow(pretend_pc("healthy")))  # type: ignore[arg-type]  # it has whatever that one has

    world = World(environ={}, machine=machine)
    await run(request, world, lambda _event: None)  # loads what is loaded once
    begin = time.perf_counter()
    evidence = await run(request, world, lambda _event: None)
    every = (time.perf_counter() - begin) * 1000
    slowest = max(evidence.checks, key=lambda check: check.took_ms)
    return {"together_ms": every, "slowest_ms": slowest.took_ms, "slowest": str(slowest.id)}


async def bodies(port: int) -> dict[str, object]:
    """Bytes of the bodies of one run, of its list of patients, and of that what was kept to be decoded."""
    from wizard.probe import arriving

    bodies: list[arriving.Arriving] = []
    sizes: dict[int, int] = {}
    take = arriving.Arriving.take

    def counted(self: arriving.Arriving, chunk: bytes) -> None:
        if self not in bodies:
            bodies.append(self)
        sizes[id(self)] = sizes.get(id(self), 0) + len(chunk)
        take(self, chunk)

    arriving.Arriving.take = counted  # type: ignore[method-assign]
    endpoint = Endpoint(Mode.REMOTE, "http", "127.0.0.1", port)
    evidence = await run(Request(endpoint, KEYS), World(environ={}), lambda _event: None)
    if evidence.probe is None or not evidence.probe.succeeded:
        raise SystemExit(f"expected a healthy office, got {evidence.probe}")
    lists = [body for body in bodies if body.counter is not None]
    return {
        "all": sum(sizes.values()),
        "patients": sum(sizes[id(body)] for body in lists),
        "decoded": sum(len(body.kept) for body in lists),
    }


def main(what: str, port: str) -> None:
    """Measure and print."""
    print(json.dumps(asyncio.run({"together": together, "bodies": bodies}[what](int(port)))), flush=True)


main(*sys.argv[1:])
