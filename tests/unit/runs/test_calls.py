"""Calls with one key by several runs at once: one after the other, and none the poorer for it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from wizard.checks.context import Context, World
from wizard.core.endpoint import Endpoint
from wizard.core.events import CallDone, CallStarted, Pacing
from wizard.core.evidence import Answer, AnsweredBy, Content, Opinion
from wizard.core.keys import KeyPair
from wizard.core.mode import Mode
from wizard.core.secret import Secret
from wizard.probe.client import Caller
from wizard.probe.pace import Pacer
from wizard.runs.calls import call_with_key
from wizard.runs.key_in_use import KeyInUse, TimeLeft

if TYPE_CHECKING:
    from wizard.core.events import Event

KEYS = KeyPair(Secret("CANARYDEV0000001"), Secret("CANARYCUS0000001"))
LIMIT_S, RUN_S, CALL_S = 65.0, 75.0, 60.0
ANSWER = Answer("GET", "/patients", 200, Content.JSON_LIST, AnsweredBy.OPEN_DENTAL)


class Clock:
    """The loop's time, which moves only where a call or a pause takes it."""

    def __init__(self) -> None:
        self.time = 1000.0

    def now(self) -> float:
        return self.time

    async def sleep(self, seconds: float) -> None:
        self.time += seconds


@pytest.mark.parametrize("what", [None, Opinion.SECURITYPERMS, Opinion.VERSION])
@pytest.mark.parametrize(("mode", "waits"), [(Mode.REMOTE, True), (Mode.LOCAL, False)])
def test_a_run_is_not_the_poorer_for_another_one_with_its_key(
    mode: Mode, waits: bool, what: Opinion | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()
    told: list[list[Event]] = [[], []]
    given: list[float] = []
    endpoint = Endpoint(mode, "http", "127.0.0.1", 1)

    async def both() -> None:
        monkeypatch.setattr(asyncio.get_running_loop(), "time", clock.now)
        world, everyone_is_here = World(pacer=Pacer(clock.now, clock.sleep), environ={}), asyncio.Event()

        async def call(_self: Caller, _route: object, _keys: object, deadline_s: float) -> Answer:
            given.append(deadline_s)
            await everyone_is_here.wait()
            clock.time += CALL_S
            return ANSWER

        for name in ("patients", "securityperms", "program_version"):
            monkeypatch.setattr(Caller, name, call)
        contexts = [Context.of(world, endpoint, KEYS, heard.append) for heard in told]
        pace = world.pacer.of(KEYS.customer)
        runs = [
            asyncio.create_task(call_with_key(one, KeyInUse(KEYS, pace, TimeLeft(RUN_S)), what, LIMIT_S))
            for one in contexts
        ]
        await asyncio.sleep(0)  # both have gone as far as they can
        everyone_is_here.set()
        assert await asyncio.gather(*runs) == [ANSWER, ANSWER]
        for one in contexts:
            await one.aclose()

    asyncio.run(both())
    assert given == [LIMIT_S, LIMIT_S]
    assert [type(event) for event in told[0]] == [CallStarted, CallDone]
    pauses = [Pacing, Pacing] if waits else []  # the other's call, and then the pause after it
    assert [type(event) for event in told[1]] == [*pauses, CallStarted, CallDone]
