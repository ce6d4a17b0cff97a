"""Both kinds of address are asked for side by side, and a name that is found slowly is found."""

from __future__ import annotations

import asyncio
import re
import socket
import threading
from typing import TYPE_CHECKING

import pytest

from tests.support.run_checks import run_checks
from wizard.checks import name_lookup, network
from wizard.checks.context import CONTROL_HOST, Context, World, look_up
from wizard.checks.daemon import on_daemon
from wizard.checks.dial import dialled
from wizard.checks.endpoint_choice import named_endpoint
from wizard.checks.name_lookup import FoundAddresses, late
from wizard.core.codes import CheckId, Code
from wizard.core.endpoint import REMOTE_HOST, remote_endpoint
from wizard.core.evidence import Answer, CheckResult, Evidence, Status
from wizard.core.keys import KeyPair
from wizard.core.mode import Mode
from wizard.core.route import Route
from wizard.core.secret import Secret
from wizard.core.text import T, Translator
from wizard.diagnosis.judge import judge
from wizard.runs.calls import with_timings
from wizard.runs.request import Request
from wizard.runs.run import run
from wizard.runs.way_checks import PREREQUISITES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FOUR, SIX = "20.1.2.3", "2600::3"
NOT_FOUND = socket.gaierror(socket.EAI_NONAME, "unknown")
LATER = socket.gaierror(socket.EAI_AGAIN, "later")
Told = list[str] | Exception | None


@pytest.fixture
def resolver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Told, Told], None]]:
    """Makes the system's resolver say this of IPv4 and of IPv6; None is silence until the test ends."""
    release = threading.Event()
    said: dict[int, Told] = {}

    def getaddrinfo(_host: str, _port: None, kind: int, _type: int) -> list[tuple[object, ...]]:
        told = said[kind]
        if told is None:
            release.wait(20)
            raise LATER
        if isinstance(told, Exception):
            raise told
        return [(kind, 1, 6, "", (address, 0)) for address in told]

    def set_up(four: Told, six: Told) -> None:
        said.update({socket.AF_INET: four, socket.AF_INET6: six})

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    yield set_up
    release.set()


@pytest.mark.parametrize(
    ("four", "six", "found"),
    [
        ([FOUR], [SIX], [SIX, FOUR]),
        ([FOUR], NOT_FOUND, [FOUR]),
        (LATER, [SIX], [SIX]),
        ([FOUR, FOUR], [], [FOUR]),
        ([FOUR], None, [FOUR]),
        (None, [SIX], [SIX]),
    ],
)
def test_what_came_first_is_used(
    four: Told, six: Told, found: list[str], resolver: Callable[[Told, Told], None]
) -> None:
    resolver(four, six)

    async def ask() -> tuple[FoundAddresses, list[str] | None]:
        told = await look_up("x.example")
        return told, await late(told, 0.05)

    told, rest = asyncio.run(ask())
    assert list(told) == found
    assert rest == (None if None in (four, six) else [])


def test_what_a_slow_lookup_of_the_server_found_is_kept_while_the_other_kind_is_silent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Waiting for the other kind takes no part of the time in which the name itself has to come."""
    monkeypatch.setattr("wizard.checks.endpoint_choice._LOOK_UP_S", 1.0)
    monkeypatch.setattr("wizard.checks.endpoint_choice.PLACE_S", 1.5)

    async def find(_name: str) -> FoundAddresses:
        return FoundAddresses(["fd00::5"], asyncio.get_running_loop().create_future())

    found = asyncio.run(named_endpoint(World(environ={}, find=find, look_up=find), "server"))
    assert (found.host, found.by_broadcast) == ("fd00::5", False)


def test_an_inside_address_waits_for_no_other_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    async def find(_name: str) -> FoundAddresses:
        return FoundAddresses(["10.0.0.5"], asyncio.get_running_loop().create_future())

    async def never(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr("wizard.checks.endpoint_choice.late", never)
    assert (
        asyncio.run(named_endpoint(World(environ={}, find=find, look_up=find), "server")).host == "10.0.0.5"
    )


def test_a_moment_is_given_to_the_other_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(name_lookup, "_GRACE_S", 20.0)
    first_came = threading.Event()

    def getaddrinfo(_host: str, _port: None, kind: int, _type: int) -> list[tuple[object, ...]]:
        if kind == socket.AF_INET6:
            first_came.wait(20)
        return [(kind, 1, 6, "", (SIX if kind == socket.AF_INET6 else FOUR, 0))]

    async def on_thread(ask: Callable[[], list[str]]) -> list[str]:
        told = await on_daemon(ask)
        asyncio.get_running_loop().call_later(0.05, first_came.set)
        return told

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    assert asyncio.run(name_lookup.first_addresses("x.example", on_thread)) == [SIX, FOUR]


@pytest.mark.parametrize(
    ("four", "six", "number"),
    [
        (NOT_FOUND, NOT_FOUND, socket.EAI_NONAME),
        (LATER, NOT_FOUND, socket.EAI_NONAME),
        (NOT_FOUND, LATER, socket.EAI_NONAME),
        (LATER, LATER, socket.EAI_AGAIN),
        ([], [], socket.EAI_NONAME),
    ],
)
def test_a_name_that_neither_kind_knows(
    four: Told, six: Told, number: int, resolver: Callable[[Told, Told], None]
) -> None:
    resolver(four, six)
    with pytest.raises(OSError) as caught:  # noqa: PT011 - its number is looked at below
        asyncio.run(look_up("x.example"))
    assert caught.value.errno == number


def test_a_name_that_cannot_be_one(resolver: Callable[[Told, Told], None]) -> None:
    resolver(UnicodeError("label too long"), UnicodeError("label too long"))
    with pytest.raises(UnicodeError):
        asyncio.run(look_up("ä" * 80))


def test_the_slower_kind_is_told_late_and_never_raises(resolver: Callable[[Told, Told], None]) -> None:
    resolver([FOUR], None)

    async def ask() -> list[str] | None:
        told = await look_up("x.example")
        assert told.rest is not None
        told.rest.cancel()
        return await late(FoundAddresses([FOUR], asyncio.ensure_future(_soon([SIX]))), 5)

    assert asyncio.run(ask()) == [SIX]


async def _soon(addresses: list[str]) -> list[str]:
    await asyncio.sleep(0.05)
    return addresses


def look(
    found: Callable[[], FoundAddresses],
    delay_s: float = 0.0,
    open_to: tuple[str, ...] = (FOUR, SIX),
    asked: list[str] | None = None,
) -> dict[str, CheckResult]:
    """What the checks of name and port say."""

    async def ask(host: str) -> list[str]:
        if asked is not None:
            asked.append(host)
        await asyncio.sleep(delay_s)
        return found() if host == REMOTE_HOST else [FOUR]

    async def connect(host: str, _port: int) -> None:
        if host not in open_to:
            raise ConnectionRefusedError

    async def go() -> tuple[CheckResult, ...]:
        world = World(environ={}, look_up=ask, connect=connect)
        context = Context.of(world, remote_endpoint(), None, lambda _: None)
        try:
            wanted = ("prereq.name", "prereq.port")
            return await run_checks([c for c in PREREQUISITES if c.id in wanted], context)
        finally:
            await context.aclose()

    return {one.id: one for one in asyncio.run(go())}


def _silent(*addresses: str) -> Callable[[], FoundAddresses]:
    return lambda: FoundAddresses(addresses, asyncio.get_running_loop().create_future())


def _after(moment: float, first: str, then: str) -> Callable[[], FoundAddresses]:
    async def rest() -> list[str]:
        await asyncio.sleep(moment)
        return [then]

    return lambda: FoundAddresses([first], asyncio.ensure_future(rest()))


@pytest.mark.parametrize(("first", "kind"), [(FOUR, "IPv6"), (SIX, "IPv4")])
def test_silence_about_one_kind_is_a_warning(first: str, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network, "SLOW_S", 0.3)
    monkeypatch.setattr(network, "_CONTROL_AFTER_S", 0.1)
    asked: list[str] = []
    found = look(_silent(first), asked=asked)
    result = found["prereq.name"]
    assert (result.status, result.code) == (Status.WARNED, "network.slow-names")
    assert dict(result.evidence) == {"addresses": 1, "silent_about": kind}
    said = Translator().translate(result.summary)
    assert not re.search(r"DNS|IPv|name server", said)  # a row of a run that went well
    assert found["prereq.port"].status is Status.PASSED
    assert asked == [REMOTE_HOST]  # nobody else's name need be asked for
    judged = judge(Evidence(Mode.REMOTE, tuple(found.values())))
    assert [one.code for one in judged.findings] == ["network.slow-names"]


def test_a_name_that_takes_seconds_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network, "SLOW_S", 0.1)
    result = look(lambda: FoundAddresses([FOUR]), delay_s=0.2)["prereq.name"]
    assert (result.status, result.code) == (Status.WARNED, "network.slow-names")
    assert "seconds" in dict(result.evidence)


def test_seconds_are_what_is_called_slow() -> None:
    assert name_lookup.SLOW_S == 2.0
    assert look(lambda: FoundAddresses([FOUR]))["prereq.name"].status is Status.PASSED
    assert look(_after(0.05, FOUR, SIX))["prereq.name"].status is Status.PASSED


def test_the_kind_that_comes_a_moment_later_is_used_as_well() -> None:
    found = look(_after(0.05, FOUR, SIX), open_to=(SIX,))
    assert dict(found["prereq.name"].evidence) == {"addresses": 2}
    assert found["prereq.port"].status is Status.PASSED


def test_the_kind_that_comes_late_is_tried_where_the_first_leads_nowhere(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(network, "SLOW_S", 0.05)
    found = look(_after(0.5, FOUR, SIX), open_to=(SIX,))
    assert found["prereq.name"].code == "network.slow-names"
    result = found["prereq.port"]
    assert result.status is Status.PASSED
    assert dict(result.evidence) == {"port": 443, "ipv4": "refused", "ipv6": "open"}


def test_an_address_came_so_nobody_is_offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second name is as slow as the first; it is given the time that names take here."""
    monkeypatch.setattr(network, "SLOW_S", 0.05)
    monkeypatch.setattr(network, "_CONTROL_S", 0.1)
    monkeypatch.setattr(network, "_CONTROL_AFTER_S", 0.0)

    async def ask(_host: str) -> list[str]:
        await asyncio.sleep(0.3)
        return [FOUR] if _host == REMOTE_HOST else ["20.9.9.9"]

    async def connect(host: str, port: int) -> None:
        if (host, port) != ("20.9.9.9", 443):
            raise OSError(113, "no route")

    async def go() -> Evidence:
        keys = KeyPair(Secret("A" * 16), Secret("B" * 16))
        request = Request(remote_endpoint(), keys, only=("prereq.name", "prereq.port", "live.patients"))
        return await run(request, World(environ={}, look_up=ask, connect=connect), lambda _: None)

    codes = [one.code for one in judge(asyncio.run(go())).findings]
    assert codes == ["network.unreachable"]


def test_a_slow_lookup_is_among_the_timings() -> None:
    slow = CheckResult(CheckId.PREREQ_NAME, Status.WARNED, T("slow"), Code.NETWORK_SLOW_NAMES, took_ms=2100)

    async def go() -> int:
        context = Context.of(World(environ={}), remote_endpoint(), None, lambda _: None)
        return (await with_timings(context, Answer("GET", "/patients"), (slow,))).timings.dns

    assert asyncio.run(go()) == 2100


def test_a_live_call_alone_uses_the_late_kind_too() -> None:
    async def ask(_host: str) -> FoundAddresses:
        return _after(0.1, FOUR, SIX)()

    async def connect(host: str, _port: int) -> None:
        if host != SIX:
            raise ConnectionRefusedError

    async def go() -> object:
        world = World(environ={}, look_up=ask, connect=connect)
        context = Context.of(world, remote_endpoint(), None, lambda _: None)
        try:
            return await dialled(context)
        finally:
            await context.aclose()

    route = asyncio.run(go())
    assert isinstance(route, Route)
    assert route.dial == SIX


def test_the_inside_address_may_be_of_the_kind_that_comes_later() -> None:
    async def ask(_host: str) -> FoundAddresses:
        return _after(0.1, SIX, "10.0.0.5")()

    async def go() -> str:
        return (await named_endpoint(World(environ={}, look_up=ask), "server")).host

    assert asyncio.run(go()) == "10.0.0.5"


def test_a_first_page_is_asked_for_at_an_address_that_answers() -> None:
    tried: list[tuple[str, int]] = []

    async def connect(host: str, port: int) -> None:
        tried.append((host, port))
        raise ConnectionRefusedError

    async def ask(_host: str) -> list[str]:
        return [SIX, FOUR]

    async def go() -> object:
        context = Context.of(
            World(environ={}, look_up=ask, connect=connect), remote_endpoint(), None, lambda _: None
        )
        try:
            return (await context.first_page(CONTROL_HOST)).failure
        finally:
            await context.aclose()

    assert asyncio.run(go()) == "unreachable"
    assert tried == [(SIX, 80), (FOUR, 80)]
