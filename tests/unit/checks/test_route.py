"""The route by value: handed on by the checks of the way, found by each of them where none was handed on."""

from __future__ import annotations

import asyncio
import ssl
from dataclasses import FrozenInstanceError, replace
from functools import partial
from typing import TYPE_CHECKING

import pytest

from tests.support.run_checks import run_on_route
from wizard.checks.context import Context, World
from wizard.core.codes import CheckId
from wizard.core.endpoint import Endpoint, api_service_endpoint, remote_endpoint
from wizard.core.evidence import Status
from wizard.core.mode import Mode
from wizard.core.route import Route
from wizard.runs.way_checks import PREREQUISITES
from wizard.simulator.pretend_office import PretendOffice
from wizard.simulator.scenarios import SCENARIOS

if TYPE_CHECKING:
    from wizard.runs.schedule import CheckOutcomes

ADDRESS = "20.1.2.3"


async def found(asked: list[str], host: str) -> list[str]:
    asked.append(host)
    return [ADDRESS]


async def opens(_host: str, _port: int) -> None:
    return


def go(world: World, endpoint: Endpoint, *ids: CheckId, route: Route | None = None) -> CheckOutcomes:
    async def run() -> CheckOutcomes:
        context = Context.of(world, endpoint, None, lambda _: None)
        if route is not None:
            context = context.on(route)
        try:
            return await run_on_route([c for c in PREREQUISITES if c.id in ids], context)
        finally:
            await context.aclose()

    return asyncio.run(run())


def test_nothing_of_a_context_or_a_route_changes_once_it_is_made() -> None:
    context = Context.of(World(environ={}), remote_endpoint(), None, lambda _: None)
    for made, name in ((context, "route"), (context, "keyless_s"), (context.route, "dial")):
        with pytest.raises(FrozenInstanceError):
            setattr(made, name, None)
    longer = context.on(replace(context.route, dial=ADDRESS))
    assert (context.route.dial, longer.route.dial) == (None, ADDRESS)
    assert longer.once is context.once  # it is the same run all the same


def test_each_check_hands_on_what_it_has_found_of_the_route() -> None:
    asked: list[str] = []
    world = World(environ={}, look_up=partial(found, asked), connect=opens)
    way = (CheckId.PREREQ_PROXY, CheckId.PREREQ_NAME, CheckId.PREREQ_PORT)
    ran = go(world, remote_endpoint(), *way)
    assert ran.route == Route(remote_endpoint(), ways=(None,), addresses=(ADDRESS,), dial=ADDRESS)
    assert asked == [remote_endpoint().host]  # once a run, not once a check
    assert [result.status for result in ran.results] == [Status.PASSED] * 3


@pytest.mark.parametrize("alone", [CheckId.PREREQ_PROXY, CheckId.PREREQ_NAME, CheckId.PREREQ_PORT])
def test_a_check_alone_makes_the_route_that_it_needs(alone: CheckId) -> None:
    asked: list[str] = []
    world = World(environ={}, look_up=partial(found, asked), connect=opens)
    (result,) = go(world, remote_endpoint(), alone).results
    assert result.status is Status.PASSED
    assert asked == ([] if alone is CheckId.PREREQ_PROXY else [remote_endpoint().host])


@pytest.mark.parametrize("alone", [CheckId.PREREQ_SECURE_CHANNEL, CheckId.PREREQ_CLOCK])
def test_the_call_without_a_key_finds_its_own_address(alone: CheckId) -> None:
    """The library would look the name up on a thread that nothing can end."""
    asked: list[str] = []
    dialled: list[tuple[str, int]] = []

    async def connect(host: str, port: int) -> None:
        dialled.append((host, port))
        raise ConnectionRefusedError

    world = World(environ={}, look_up=partial(found, asked), connect=connect)
    (result,) = go(world, remote_endpoint(), alone).results
    assert result.status is Status.UNKNOWN
    assert asked[0] == remote_endpoint().host
    assert dialled[0] == (ADDRESS, 443)


def test_a_check_takes_the_route_that_it_is_given() -> None:
    dialled: list[str] = []

    async def nowhere(_host: str) -> list[str]:
        raise OSError("no such name")

    async def connect(host: str, _port: int) -> None:
        dialled.append(host)

    known = Route(remote_endpoint(), ways=(None,), addresses=("20.9.9.9",))
    world = World(environ={}, look_up=nowhere, connect=connect)
    ran = go(world, remote_endpoint(), CheckId.PREREQ_PORT, route=known)
    assert (dialled, ran.route.dial) == (["20.9.9.9"], "20.9.9.9")


def test_a_key_goes_to_a_port_of_the_office_only_over_a_route_that_says_who_is_there() -> None:
    assert Route(remote_endpoint()).takes_key
    assert Route(Endpoint(Mode.API_SERVICE, "http", "127.0.0.1", 8080)).takes_key  # nobody else's port
    assert not Route(api_service_endpoint()).takes_key
    assert not Route(api_service_endpoint("192.168.1.9", by_broadcast=True)).takes_key
    assert Route(api_service_endpoint(), identified=True).takes_key


def test_a_name_that_needs_no_lookup_is_an_address_of_the_route() -> None:
    with PretendOffice(SCENARIOS["healthy"]) as office:
        endpoint = Endpoint(Mode.REMOTE, "http", "127.0.0.1", office.port)
        ran = go(World(environ={}), endpoint, CheckId.PREREQ_NAME, CheckId.PREREQ_PORT)
    assert (ran.route.addresses, ran.route.dial) == (("127.0.0.1",), None)


def test_each_run_reads_anew_whom_this_pc_trusts_and_reads_it_once() -> None:
    made: list[ssl.SSLContext] = []

    def tls() -> ssl.SSLContext:
        made.append(ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))
        return made[-1]

    async def runs(count: int) -> None:
        for _ in range(count):
            context = Context.of(World(environ={}, tls=tls), remote_endpoint(), None, lambda _: None)
            for address in (ADDRESS, "20.1.2.4"):
                assert context.caller.prevented(replace(context.route, dial=address)) is None
            await context.aclose()

    asyncio.run(runs(3))
    assert len(made) == 3
