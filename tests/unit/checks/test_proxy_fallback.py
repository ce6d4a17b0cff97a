"""Several proxies that a configuration script lists: the next one is tried, as browsers do."""

from __future__ import annotations

import asyncio
import socket
from typing import TYPE_CHECKING

import pytest

from tests.support.run_checks import run_checks
from wizard.checks import ways
from wizard.checks.context import Context, World
from wizard.core.endpoint import REMOTE_HOST, remote_endpoint
from wizard.core.evidence import Status
from wizard.core.system_proxy import SystemProxy, listed_by_script
from wizard.core.text import Translator
from wizard.runs.way_checks import PREREQUISITES
from wizard.simulator.pretend_office import PretendOffice
from wizard.simulator.scenarios import SCENARIOS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wizard.core.evidence import CheckResult

PUBLIC = "20.1.2.3"


def look(
    result: str,
    open_to: set[str],
    names: dict[str, list[str]] | None = None,
    tried: list[str] | None = None,
) -> dict[str, CheckResult]:
    """What the checks say where a script's result is this, and connections stand to these addresses only."""
    first, *others = listed_by_script(result)
    known = {REMOTE_HOST: [PUBLIC], **(names or {})}

    async def look_up(host: str) -> Sequence[str]:
        if host not in known:
            raise socket.gaierror(socket.EAI_NONAME, "unknown")
        return known[host]

    async def connect(host: str, port: int) -> None:
        if tried is not None:
            tried.append(f"{host}:{port}")
        if f"{host}:{port}" not in open_to:
            raise ConnectionRefusedError

    world = World(
        environ={},
        look_up=look_up,
        connect=connect,
        system_proxy=lambda _url: SystemProxy(first, automatic=True, others=tuple(others)),
    )

    async def go() -> tuple[CheckResult, ...]:
        context = Context.of(world, remote_endpoint(), None, lambda _: None)
        try:
            wanted = ("prereq.proxy", "prereq.name", "prereq.port")
            return await run_checks([c for c in PREREQUISITES if c.id in wanted], context)
        finally:
            await context.aclose()

    return {found.id: found for found in asyncio.run(go())}


def taken(found: dict[str, CheckResult]) -> object:
    return dict(found["prereq.proxy"].evidence).get("taken", 1)


@pytest.fixture(scope="module")
def refusing() -> Iterator[int]:
    """A proxy that answers each request for the way with 403."""
    with PretendOffice(SCENARIOS["blocked-403"]) as office:
        yield office.port


def test_the_next_one_is_tried_where_the_first_does_not_answer(refusing: int) -> None:
    found = look(
        f"PROXY dead.office:1; SOCKS 127.0.0.1:9; PROXY 127.0.0.1:1; PROXY 127.0.0.1:{refusing}; DIRECT",
        {f"127.0.0.1:{refusing}"},
    )
    assert taken(found) == 4
    assert "number 4 of 5" in Translator().translate(found["prereq.proxy"].summary)
    assert found["prereq.port"].code == "proxy.blocked"  # what it answers is its own word


def test_one_that_takes_the_connection_and_breaks_it_off_is_passed_over(refusing: int) -> None:
    with PretendOffice(SCENARIOS["dropped-reset"]) as broken:
        found = look(
            f"PROXY 127.0.0.1:{broken.port}; PROXY 127.0.0.1:{refusing}",
            {f"127.0.0.1:{broken.port}", f"127.0.0.1:{refusing}"},
        )
    assert taken(found) == 2


def test_the_direct_way_is_taken_where_the_script_lists_it() -> None:
    found = look("PROXY dead.office:1; PROXY 127.0.0.1:1; DIRECT", {f"{PUBLIC}:443"})
    assert taken(found) == 3
    assert "direct way" in Translator().translate(found["prereq.proxy"].summary)
    assert found["prereq.port"].status is Status.PASSED


def test_the_direct_way_comes_first_where_it_is_listed_first(refusing: int) -> None:
    result = f"DIRECT; PROXY 127.0.0.1:{refusing}"
    assert taken(look(result, {f"{PUBLIC}:443", f"127.0.0.1:{refusing}"})) == 1
    assert taken(look(result, {f"127.0.0.1:{refusing}"})) == 2


def test_the_first_usable_ones_fault_is_told_where_none_answers() -> None:
    found = look("SOCKS 127.0.0.1:9; PROXY 127.0.0.1:1; PROXY 127.0.0.1:2", set())
    assert taken(found) == 2
    assert found["prereq.port"].code == "proxy.unreachable"
    assert look("SOCKS 127.0.0.1:9", set())["prereq.proxy"].code == "proxy.bad-setting"


def test_what_cannot_be_used_is_not_called(refusing: int) -> None:
    tried: list[str] = []
    open_to = {"127.0.0.1:9", f"127.0.0.1:{refusing}"}
    look(f"SOCKS 127.0.0.1:9; PROXY 127.0.0.1:{refusing}", open_to, tried=tried)
    assert "127.0.0.1:9" not in tried


def test_a_single_one_is_not_tried_beforehand(refusing: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ways, "_works", None)
    found = look(f"PROXY 127.0.0.1:{refusing}", {f"127.0.0.1:{refusing}"})
    assert found["prereq.port"].code == "proxy.blocked"


def test_the_search_ends_in_time(refusing: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ways, "WAYS_S", 0.2)
    with PretendOffice(SCENARIOS["silent"]) as silent:
        found = look(
            f"PROXY 127.0.0.1:{silent.port}; PROXY 127.0.0.1:{refusing}",
            {f"127.0.0.1:{silent.port}", f"127.0.0.1:{refusing}"},
        )
    assert taken(found) == 1
