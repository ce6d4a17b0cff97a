"""Runs the generated cases: the product's own run, in this process, against a server on loopback."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.lab.row import Found
from wizard.checks.context import World
from wizard.core.endpoint import Endpoint
from wizard.core.keys import KeyPair
from wizard.core.mode import Mode
from wizard.core.secret import Secret
from wizard.core.text import Translator
from wizard.diagnosis.judge import judge
from wizard.probe.pace import Pacer
from wizard.runs.request import Request
from wizard.runs.run import run

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.lab.spoken import Spoken, Wire

KEYS = KeyPair(Secret("LABDEVELOPERKEY1"), Secret("LABCUSTOMERKEY01"))
_REFUSAL = b'"The Authorization header is missing."'


@dataclass
class _Clock:
    """Time that only a sleep moves: nothing waits for the pace."""

    time: float = 1000.0

    async def sleep(self, seconds: float) -> None:
        self.time += seconds


def speak(cases: Iterable[Spoken]) -> dict[str, Found]:
    """What comes of each case, by id."""
    return asyncio.run(_all(tuple(cases)))


async def _all(cases: tuple[Spoken, ...]) -> dict[str, Found]:
    current: list[Wire] = []
    serving: set[asyncio.Task[None]] = set()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if task := asyncio.current_task():
            serving.add(task)
        with suppress(OSError, asyncio.IncompleteReadError):
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                wire = current[-1]
                keyed = b"\r\nauthorization: odfhir " in head.lower()
                writer.write(_whole(wire) if keyed or wire.alike else _answer(400, _REFUSAL))
                await writer.drain()
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    found = {}
    async with server:
        for case in cases:
            current[:] = [case.wire]
            found[case.id] = await _one(case, port)
        await asyncio.gather(*serving)  # the product has closed its connections
    return found


async def _one(case: Spoken, port: int) -> Found:
    clock = _Clock()
    world = World(pacer=Pacer(lambda: clock.time, clock.sleep), environ={})
    endpoint = Endpoint(Mode(case.mode), "http", "127.0.0.1", port)
    start = time.monotonic()
    evidence = await run(Request(endpoint, KEYS, deadline_s=10), world, lambda _: None)
    say = Translator().translate
    causes = [
        {"code": finding.code, "because": [say(reason) for reason in finding.because]}
        for finding in judge(evidence).findings
    ]
    return Found(case.id, time.monotonic() - start, {"causes": causes})


def _whole(wire: Wire) -> bytes:
    headers = wire.headers if wire.label is None else (("Content-Type", wire.label), *wire.headers)
    return _answer(wire.status, wire.body, headers)


def _answer(status: int, body: bytes, headers: tuple[tuple[str, str], ...] = ()) -> bytes:
    lines = [f"HTTP/1.1 {status} Lab", f"Content-Length: {len(body)}", *(f"{n}: {v}" for n, v in headers)]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body
