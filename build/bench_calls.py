"""Calls to a pretend office from one warm process; started by bench.py, prints what it measured as JSON.

bench_calls.py probe PORT PAIRS        the probe's call and a plain one of httpx, in alternating pairs
bench_calls.py contexts PORT CAFILE    SSL contexts that one run builds; CAFILE "" for http
"""

import asyncio
import json
import ssl
import statistics
import sys
import time
from collections.abc import Awaitable, Callable

from wizard.core.endpoint import Endpoint
from wizard.core.keys import KeyPair
from wizard.core.mode import Mode
from wizard.core.secret import Secret

DEVELOPER, CUSTOMER = "BENCHDEVELOPER01", "BENCHCUSTOMER001"
KEYS = KeyPair(Secret(DEVELOPER), Secret(CUSTOMER))
WARM = 20
DEADLINE_S = 20.0

Call = Callable[[], Awaitable[None]]


async def probe(port: int, pairs: int) -> dict[str, float]:
    """The median of the ratios of pairs, and of pairs of two plain calls as the noise of the method."""
    import httpx

    from wizard.core.route import Route
    from wizard.probe.client import NOBODY, Caller
    from wizard.probe.exchange import PATIENTS

    endpoint = Endpoint(Mode.API_SERVICE, "http", "127.0.0.1", port)
    caller, route = Caller(), Route(endpoint)
    headers = {
        "Accept": "application/json",
        "Accept-Encoding": "identity",
        "Content-Type": "application/json",
        "User-Agent": "connect-wizard",
    }
    client = httpx.AsyncClient(
        verify=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), trust_env=False, timeout=DEADLINE_S, headers=headers
    )

    async def plain() -> None:
        request = client.build_request("GET", endpoint.base_url + PATIENTS, params=NOBODY)
        request.headers["Authorization"] = f"ODFHIR {DEVELOPER}/{CUSTOMER}"
        response = await client.send(request, stream=True)
        try:
            size = 0
            async for chunk in response.aiter_raw():
                size += len(chunk)
        finally:
            await response.aclose()
        if response.status_code != 200 or not size:
            raise SystemExit(f"expected a healthy office, got {response.status_code}")

    async def probed() -> None:
        answer = await caller.patients(route, KEYS, DEADLINE_S)
        if not answer.succeeded:
            raise SystemExit(f"expected a healthy office, got {answer.status} {answer.failure}")

    for _ in range(WARM):
        await plain()
        await probed()
    ratios, noise, floors = [], [], []
    for number in range(pairs):
        ours, floor = await _pair(probed, plain, swap=bool(number % 2))
        ratios.append(ours / floor)
        floors.append(floor)
        other, floor = await _pair(plain, plain, swap=bool(number % 2))
        noise.append(other / floor)
    await caller.aclose()
    await client.aclose()
    return {
        "ratio": statistics.median(ratios),
        "noise": statistics.median(noise),
        "floor_ms": statistics.median(floors) * 1000,
    }


async def _pair(first: Call, second: Call, *, swap: bool) -> tuple[float, float]:
    """Seconds of both calls; made the other way round where ``swap``."""
    if swap:
        after = await _timed(second)
        return await _timed(first), after
    return await _timed(first), await _timed(second)


async def _timed(call: Call) -> float:
    start = time.perf_counter()
    await call()
    return time.perf_counter() - start


async def contexts(port: int, cafile: str) -> dict[str, float]:
    """How many SSL contexts one healthy run builds, and the milliseconds that one takes."""
    built = 0
    make: Callable[..., ssl.SSLContext] = ssl.SSLContext.__new__

    def counted(cls: type[ssl.SSLContext], *arguments: object, **named: object) -> ssl.SSLContext:
        nonlocal built
        built += 1
        return make(cls, *arguments, **named)

    ssl.SSLContext.__new__ = counted  # type: ignore[assignment,method-assign]
    from wizard.checks.context import World
    from wizard.runs.request import Request
    from wizard.runs.run import run

    def trusting() -> ssl.SSLContext:
        return ssl.create_default_context(cafile=cafile or None)

    world = World(environ={}, tls=trusting)
    endpoint = Endpoint(Mode.REMOTE, "https" if cafile else "http", "127.0.0.1", port)
    evidence = await run(Request(endpoint, KEYS), world, lambda _event: None)
    if evidence.probe is None or not evidence.probe.succeeded:
        raise SystemExit(f"expected a healthy office, got {evidence}")
    counted_so_far, start = built, time.perf_counter()
    ssl.create_default_context()
    return {"built": counted_so_far, "one_ms": (time.perf_counter() - start) * 1000}


def main(what: str, port: str, last: str) -> None:
    """Measure and print."""
    measured = probe(int(port), int(last)) if what == "probe" else contexts(int(port), last)
    print(json.dumps(asyncio.run(measured)), flush=True)


main(*sys.argv[1:])
