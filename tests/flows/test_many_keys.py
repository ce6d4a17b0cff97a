"""Many keys in one process at once: each with a pace, a redactor and a certificate of its own."""

from __future__ import annotations

import asyncio
import json
import ssl
from contextlib import ExitStack
from types import SimpleNamespace
from typing import TYPE_CHECKING

import trustme

from wizard.checks.context import World
from wizard.core.endpoint import Endpoint
from wizard.core.events import CallStarted, Event, Pacing
from wizard.core.evidence import Evidence, Opinion
from wizard.core.keys import KeyPair
from wizard.core.mode import Mode
from wizard.core.profile import GENERIC
from wizard.core.route import Route
from wizard.core.secret import Secret
from wizard.core.text import Translator
from wizard.diagnosis.document import RunFacts, document
from wizard.diagnosis.explained import catalogue_values, explain
from wizard.diagnosis.judge import judge
from wizard.diagnosis.report import report_text
from wizard.diagnosis.report_model import report_of
from wizard.probe import stopwatch
from wizard.probe.client import Caller
from wizard.probe.pace import UNKNOWN_TIER_S, Pacer
from wizard.runs.request import Request
from wizard.runs.run import run
from wizard.simulator import wire_answer as wire
from wizard.simulator.pretend_office import PretendOffice
from wizard.simulator.scenarios import SCENARIOS
from wizard.store.catalogue import Catalogue

if TYPE_CHECKING:
    import pytest

    from wizard.core.redact import Redactor
    from wizard.simulator.call import Call
    from wizard.simulator.scenario import Scenario

HOW_MANY = 20
SLOWED, GIVEN_UP_S = 1e-3, 300.0
# lower-case letters alone look like a word, so nothing but the run's own redactor takes them out
NAMES = [f"{'bcdfghjklmnpqrstvwxz'[n]}olumbeckmavire" for n in range(HOW_MANY)]
DEVELOPER = "kamendrubolizate"
KEYS = [KeyPair(Secret(DEVELOPER), Secret(name)) for name in NAMES]


class Echo(PretendOffice):
    """Refuses each key and says which one it was."""

    def _by_open_dental(self, call: Call, scenario: Scenario) -> wire.WireAnswer:
        if call.keys is None:
            return super()._by_open_dental(call, scenario)
        return wire.sentence(403, f"the key {call.keys[1]} is not known here")


def written(evidence: Evidence) -> str:
    """The document and the report of a run, in one text."""
    judgement = judge(evidence)
    filled = catalogue_values(GENERIC, evidence.mode)
    causes = tuple(explain(finding, Catalogue(), filled) for finding in judgement.findings)
    facts = RunFacts("0.1.0", "3.11.7", "Linux 6", "0123ABCD", "2026-01-02T03:04:05Z", 12, "https://x")
    made = document(facts, evidence, judgement, causes, Translator())
    return json.dumps(made, ensure_ascii=False) + report_text(report_of(made, causes, Translator()))


class Clock:
    """Stands still until every key waits for its own pause; then all of them are over."""

    def __init__(self) -> None:
        self.time = 1000.0
        self.slept: list[float] = []
        self._together = asyncio.Barrier(HOW_MANY)

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        await self._together.wait()
        self.time = 1000.0 + seconds


def test_twenty_keys_at_once_keep_each_its_own_pace_and_say_nothing_of_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told: list[list[Event]] = [[] for _ in KEYS]
    plain = Caller.patients

    async def all_at_once(port: int) -> tuple[list[Evidence], list[float]]:
        together, clock = asyncio.Barrier(HOW_MANY), Clock()
        loop = asyncio.get_running_loop()
        real, began = loop.time, loop.time()
        # no deadline of a call (half a second and more) can come before the end that the test itself sets
        monkeypatch.setattr(loop, "time", lambda: began + (real() - began) * SLOWED)
        monkeypatch.setattr(stopwatch, "time", SimpleNamespace(perf_counter=loop.time))

        async def patients(
            self: Caller, route: Route, keys: KeyPair | None, limit_s: float, redactor: Redactor | None = None
        ) -> object:
            if keys is not None:  # a key that waited for another's call would wait here for ever
                await together.wait()
            return await plain(self, route, keys, limit_s, redactor)

        monkeypatch.setattr(Caller, "patients", patients)
        world = World(pacer=Pacer(lambda: clock.time, clock.sleep), environ={})
        endpoint = Endpoint(Mode.REMOTE, "http", "127.0.0.1", port)
        runs = (
            run(Request(endpoint, keys, only=("live.*",)), world, events.append)
            for keys, events in zip(KEYS, told, strict=True)
        )
        return await asyncio.wait_for(asyncio.gather(*runs), GIVEN_UP_S * SLOWED), clock.slept

    with Echo(SCENARIOS["healthy"], pace_s=0) as office:
        seen, slept = asyncio.run(all_at_once(office.port))
    assert office.faults == ()
    assert slept == [UNKNOWN_TIER_S] * HOW_MANY  # between two calls of a key, whatever the others do
    for evidence, events in zip(seen, told, strict=True):
        assert evidence.probe is not None
        assert (evidence.probe.status, evidence.probe.server_text) == (403, "the key [key] is not known here")
        rights = evidence.opinion(Opinion.SECURITYPERMS)
        assert rights is not None
        assert rights.status == 403
        calls = [type(event) for event in events if isinstance(event, Pacing | CallStarted)]
        assert calls == [CallStarted, CallStarted, Pacing, CallStarted]  # live, keyless, rights
        text = written(evidence)
        assert not any(name in text for name in (*NAMES, DEVELOPER))


def _office(stack: ExitStack, number: int, trusting: ssl.SSLContext) -> int:
    """The port of an office whose certificate an authority of its own has issued."""
    authority = trustme.CA(organization_name=f"Northwind {number} Shield")
    authority.configure_trust(trusting)
    own = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(own)
    return stack.enter_context(PretendOffice(SCENARIOS["healthy"], pace_s=0, tls=own)).port


def test_every_run_shows_the_certificate_of_its_own_connection() -> None:
    """All trust by one context, so that nothing of a handshake may be kept there."""
    shared = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    with ExitStack() as stack:
        ports = [_office(stack, number, shared) for number in range(HOW_MANY)]
        routes = [Route(Endpoint(Mode.REMOTE, "https", "127.0.0.1", port)) for port in ports]

        async def by_runs() -> list[Evidence]:
            world = World(environ={}, tls=lambda: shared)
            return await asyncio.gather(
                *(
                    run(Request(route.endpoint, keys, only=("prereq.*", "live.*")), world, lambda _: None)
                    for route, keys in zip(routes, KEYS, strict=True)
                )
            )

        async def by_one_caller() -> list[str]:
            caller = Caller(lambda: shared)
            calls = (caller.patients(route, keys, 30) for route, keys in zip(routes, KEYS, strict=True))
            answers = await asyncio.gather(*calls)
            await caller.aclose()
            return [one.certificate.issuer if one.certificate else "" for one in answers]

        seen = asyncio.run(by_runs())
        called = asyncio.run(by_one_caller())
    for number, (evidence, issuer) in enumerate(zip(seen, called, strict=True)):
        own = f"Northwind {number} Shield"
        assert own in issuer
        channel = next(check for check in evidence.checks if check.id == "prereq.secure-channel")
        assert channel.shown is not None
        assert own in Translator().translate(channel.shown)
        text = written(evidence)
        assert "Northwind" not in text
        assert not any(name in text for name in (*NAMES, DEVELOPER))
