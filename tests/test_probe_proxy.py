"""The proxy in force, and the pace at which one key may call."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wizard.core.endpoint import local, remote, service
from wizard.core.mode import Mode
from wizard.core.redact import Redactor
from wizard.core.system_proxy import SystemProxy, chosen
from wizard.core.system_proxy import skipped as bypassed
from wizard.probe.client import Caller
from wizard.probe.pace import UNKNOWN_TIER_S, Pacer
from wizard.probe.proxy import Source, in_force

PASSWORD = "CANARYPASSWORD"


@pytest.mark.parametrize("name", ["HTTPS_PROXY", "https_proxy", "Https_Proxy", "ALL_PROXY", "all_proxy"])
def test_the_environment_names_a_proxy(name: str) -> None:
    found = in_force(remote(), {name: " http://proxy.office:3128 "})
    assert found is not None
    assert (found.host, found.port, found.usable, found.source) == (
        "proxy.office",
        3128,
        True,
        Source.ENVIRONMENT,
    )


def test_none_is_none() -> None:
    for environ in (
        {},
        {"HTTPS_PROXY": ""},
        {"HTTPS_PROXY": " "},
        {"HTTP_PROXY": "http://p:1"},
        {"PROXY": "http://p:1"},
    ):
        assert in_force(remote(), environ) is None


def test_https_goes_before_all() -> None:
    found = in_force(remote(), {"ALL_PROXY": "http://all:1", "HTTPS_PROXY": "http://secure:2"})
    assert found is not None
    assert found.host == "secure"
    found = in_force(remote(), {"ALL_PROXY": "http://all:1", "HTTPS_PROXY": " "})
    assert found is not None
    assert found.host == "all"


@pytest.mark.parametrize("value", ["http://p:1", "nonsense://", ""])
def test_inside_the_office_there_is_never_a_proxy(value: str) -> None:
    for endpoint in (service(), service("192.168.1.9"), service("fd00::1"), local()):
        assert in_force(endpoint, {"HTTPS_PROXY": value, "ALL_PROXY": value, "HTTP_PROXY": value}) is None


@pytest.mark.parametrize(
    ("no_proxy", "skipped"),
    [
        ("*", True),
        ("api.opendental.com", True),
        ("API.OpenDental.com", True),
        (".opendental.com", True),
        ("opendental.com", True),
        ("com", True),
        (" localhost , opendental.com ", True),
        ("", False),
        (",", False),
        ("dental.com", False),
        ("example.com", False),
        ("api.opendental.com.evil.example", False),
        ("127.0.0.1,localhost", False),
    ],
)
@pytest.mark.parametrize("name", ["NO_PROXY", "no_proxy"])
def test_no_proxy(no_proxy: str, skipped: bool, name: str) -> None:
    assert (in_force(remote(), {"HTTPS_PROXY": "http://p:1", name: no_proxy}) is None) is skipped


@pytest.mark.parametrize(
    ("value", "host", "port"),
    [
        ("proxy:8080", "proxy", 8080),
        ("proxy", "proxy", 80),
        ("http://proxy", "proxy", 80),
        ("https://proxy", "proxy", 443),
        (f"http://user:{PASSWORD}@proxy:8080/", "proxy", 8080),
        ("http://[::1]:3128", "::1", 3128),
        ("HTTP://PROXY:1", "proxy", 1),
    ],
)
def test_a_usable_setting(value: str, host: str, port: int) -> None:
    found = in_force(remote(), {"HTTPS_PROXY": value})
    assert found is not None
    assert (found.usable, found.host, found.port) == (True, host, port)


@pytest.mark.parametrize(
    "value",
    [
        "socks5://proxy:1080",
        "ftp://proxy",
        "http://",
        "http:///path",
        "http://:8080",
        "http://proxy:99999",
        "http://proxy:x",
        "http://[::1",
        "http://pro xy:80",
        "http://pro\nxy:80",
        "http://\x00proxy",
        f"http://user:{PASSWORD}/@proxy:80",
    ],
)
def test_a_setting_that_cannot_be_used(value: str) -> None:
    found = in_force(remote(), {"HTTPS_PROXY": value})
    assert found is not None
    assert not found.usable


@given(st.text(st.characters(), min_size=1))
@settings(deadline=None, max_examples=120)
def test_any_setting_can_be_read(value: str) -> None:
    found = in_force(remote(), {"HTTPS_PROXY": value})
    assert found is None or not found.usable or (found.host and 0 < found.port < 65536)


def test_a_password_is_never_printed() -> None:
    for value in (
        f"http://user:{PASSWORD}@proxy:1",
        f"http://user:{PASSWORD}@proxy:x",
        f"{PASSWORD}://proxy",
    ):
        found = in_force(remote(), {"HTTPS_PROXY": value})
        assert found is not None
        for shown in (repr(found), str(found), f"{found}", repr([found]), repr(ValueError(found))):
            assert PASSWORD not in shown


def test_the_systems_proxy_is_asked_for_where_the_environment_has_none() -> None:
    asked: list[int] = []

    def system() -> SystemProxy:
        asked.append(1)
        return SystemProxy("system:3128")

    found = in_force(remote(), {}, system)
    assert found is not None
    assert (found.host, found.port, found.source) == ("system", 3128, Source.SYSTEM)
    assert in_force(service(), {}, system) is None
    assert in_force(remote(), {"HTTPS_PROXY": "http://p:1", "NO_PROXY": "*"}, system) is None
    assert len(asked) == 1
    assert in_force(remote(), {}, SystemProxy) is None


def test_a_scripts_choice_is_told_apart_from_a_fixed_setting() -> None:
    found = in_force(remote(), {}, lambda: SystemProxy("pac:8080", automatic=True))
    assert found is not None
    assert (found.host, found.source) == ("pac", Source.SCRIPT)


@pytest.mark.parametrize(
    ("listed", "address"),
    [
        ("proxy:8080", "proxy:8080"),
        ("http=plain:1;https=secure:2", "secure:2"),
        ("HTTPS=secure:2", "secure:2"),
        ("http=plain:1", ""),
        ("first:1;second:2", "first:1"),
        ("first:1 second:2", "first:1"),
        ("", ""),
    ],
)
def test_a_list_as_windows_keeps_it(listed: str, address: str) -> None:
    assert chosen(listed) == address


@pytest.mark.parametrize(
    ("bypass", "skipped"),
    [
        ("*.opendental.com", True),
        ("<local>;api.opendental.com", True),
        ("API.opendental.com:443", True),
        ("https://api.opendental.com", True),
        ("<local>", False),
        ("*.example.com", False),
        ("", False),
    ],
)
def test_a_bypass_list_as_windows_keeps_it(bypass: str, skipped: bool) -> None:
    assert bypassed(remote().host, bypass) is skipped
    assert bypassed("server", "<local>")


@pytest.mark.parametrize(
    ("no_proxy", "skipped"),
    [
        ("*.opendental.com", True),
        ("api.opendental.com:443", True),
        ("api.opendental.com:80", False),
        ("10.0.0.0/8 opendental.com", True),
        ("10.0.0.0/8", False),
    ],
)
def test_more_forms_of_no_proxy(no_proxy: str, skipped: bool) -> None:
    assert (in_force(remote(), {"HTTPS_PROXY": "http://p:1", "NO_PROXY": no_proxy}) is None) is skipped


def test_lower_case_goes_before_upper() -> None:
    found = in_force(remote(), {"https_proxy": "http://lower:1", "HTTPS_PROXY": "http://upper:1"})
    assert found is not None
    assert found.host == "lower"


@pytest.mark.parametrize(
    "value",
    ["http://127.0.0.1:3128", f"http://user:{PASSWORD}@proxy.office:3128", "proxy.office", "http://[::1]:1"],
)
def test_a_caller_can_be_made_for_an_ordinary_proxy(value: str) -> None:
    caller = Caller(remote(), Redactor(), proxy=in_force(remote(), {"HTTPS_PROXY": value}))
    asyncio.run(caller.aclose())


@pytest.mark.parametrize(
    "value", ["http://999.1.1.1:3128", "https://999.1.1.1:3128", "http://" + "a" * 70_000], ids=len
)
def test_a_setting_that_the_library_refuses_is_not_usable(value: str) -> None:
    found = in_force(remote(), {"HTTPS_PROXY": value})
    assert found is not None
    assert not found.usable


def test_port_nought_is_no_port() -> None:
    found = in_force(remote(), {"HTTPS_PROXY": "http://proxy:0"})
    assert found is not None
    assert not found.usable


class Clock:
    """A clock that only a sleep moves."""

    def __init__(self) -> None:
        self.time = 1000.0
        self.slept: list[float] = []

    def now(self) -> float:
        return self.time

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds / 2 if len(self.slept) == 1 else seconds  # the first one wakes too early


def test_the_first_call_need_not_wait_and_the_next_one_does() -> None:
    clock = Clock()
    pacer = Pacer(clock.now, clock.sleep)
    assert pacer.wait_s(Mode.REMOTE) == 0
    asyncio.run(pacer.turn(Mode.REMOTE))
    assert clock.slept == []
    pacer.called()
    assert pacer.wait_s(Mode.REMOTE) == UNKNOWN_TIER_S == 5.0
    clock.time += 2
    assert pacer.wait_s(Mode.REMOTE) == 3.0
    asyncio.run(pacer.turn(Mode.REMOTE))
    assert sum(clock.slept) > 3.0  # a sleep that ends too early is followed by another
    assert pacer.wait_s(Mode.REMOTE) == 0


def test_inside_the_office_nobody_waits() -> None:
    clock = Clock()
    pacer = Pacer(clock.now, clock.sleep)
    pacer.called(60)
    for mode in (Mode.SERVICE, Mode.LOCAL):
        assert pacer.wait_s(mode) == 0
        asyncio.run(pacer.turn(mode))
    assert clock.slept == []


@pytest.mark.parametrize(("asked", "wait"), [(None, 5.0), (0, 5.0), (3, 5.0), (7, 7.0), (86400, 86400.0)])
def test_a_longer_wait_that_was_asked_for_is_kept(asked: int | None, wait: float) -> None:
    clock = Clock()
    pacer = Pacer(clock.now, clock.sleep)
    pacer.called(asked)
    assert pacer.wait_s(Mode.REMOTE) == wait
    clock.time += wait + 1
    assert pacer.wait_s(Mode.REMOTE) == 0
