"""The proxy in force, and the pace at which one key may call."""

from __future__ import annotations

import asyncio
import ssl
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wizard.core.endpoint import api_service_endpoint, local_endpoint, remote_endpoint
from wizard.core.mode import Mode
from wizard.core.proxy_setting import Proxy, ProxyFlaw, ProxySource
from wizard.core.secret import Secret
from wizard.core.system_proxy import SystemProxy, listed_by_script, proxy_of_scheme
from wizard.core.system_proxy import skipped as bypassed
from wizard.probe import client
from wizard.probe.client import accepts
from wizard.probe.pace import UNKNOWN_TIER_S, Pacer
from wizard.probe.proxy import ways

if TYPE_CHECKING:
    from collections.abc import Callable

    from wizard.core.endpoint import Endpoint

PASSWORD = "CANARYPASSWORD"
OWN = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def first_way(
    endpoint: Endpoint, environ: dict[str, str], system: Callable[[], SystemProxy] = SystemProxy
) -> Proxy | None:
    return ways(endpoint, environ, system)[0]


@pytest.mark.parametrize("name", ["HTTPS_PROXY", "https_proxy", "Https_Proxy", "ALL_PROXY", "all_proxy"])
def test_the_environment_names_a_proxy(name: str) -> None:
    found = first_way(remote_endpoint(), {name: " http://proxy.office:3128 "})
    assert found is not None
    assert (found.host, found.port, found.usable, found.source) == (
        "proxy.office",
        3128,
        True,
        ProxySource.ENVIRONMENT,
    )


def test_none_is_none() -> None:
    for environ in (
        {},
        {"HTTPS_PROXY": ""},
        {"HTTPS_PROXY": " "},
        {"HTTP_PROXY": "http://p:1"},
        {"PROXY": "http://p:1"},
    ):
        assert first_way(remote_endpoint(), environ) is None


def test_https_goes_before_all() -> None:
    found = first_way(remote_endpoint(), {"ALL_PROXY": "http://all:1", "HTTPS_PROXY": "http://secure:2"})
    assert found is not None
    assert found.host == "secure"
    found = first_way(remote_endpoint(), {"ALL_PROXY": "http://all:1", "HTTPS_PROXY": " "})
    assert found is not None
    assert found.host == "all"


@pytest.mark.parametrize("value", ["http://p:1", "nonsense://", ""])
def test_inside_the_office_there_is_never_a_proxy(value: str) -> None:
    for endpoint in (
        api_service_endpoint(),
        api_service_endpoint("192.168.1.9"),
        api_service_endpoint("fd00::1"),
        local_endpoint(),
    ):
        assert first_way(endpoint, {"HTTPS_PROXY": value, "ALL_PROXY": value, "HTTP_PROXY": value}) is None


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
    assert (first_way(remote_endpoint(), {"HTTPS_PROXY": "http://p:1", name: no_proxy}) is None) is skipped


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
    found = first_way(remote_endpoint(), {"HTTPS_PROXY": value})
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
    found = first_way(remote_endpoint(), {"HTTPS_PROXY": value})
    assert found is not None
    assert not found.usable


@pytest.mark.parametrize(
    ("value", "flaw"),
    [
        (f"http://office:12#{PASSWORD}@host", ProxyFlaw.SIGN),
        (f"http://office:{PASSWORD}#x@host:3128", ProxyFlaw.SIGN),
        (f"http://office:{PASSWORD}?x@host:3128", ProxyFlaw.SIGN),
        (f"http://office:{PASSWORD}/x@host:3128", ProxyFlaw.SIGN),
        (f"http://office:{PASSWORD}[x@host:3128", ProxyFlaw.SIGN),
        ("http://office manager:x@host:3128", ProxyFlaw.SIGN),
        ("http://host:3128#note", ProxyFlaw.SIGN),
        ("%HTTP_PROXY%", ProxyFlaw.VARIABLE),
        ("http://%PROXY_HOST%:%PROXY_PORT%", ProxyFlaw.VARIABLE),
        ("http://%USERNAME%:%PASS%@host:3128", ProxyFlaw.VARIABLE),
        ("$HTTP_PROXY", ProxyFlaw.VARIABLE),
        ("http://${PROXY}:3128", ProxyFlaw.VARIABLE),
        ("http://$USER:x@host:3128", ProxyFlaw.VARIABLE),
        ("{{ proxy }}", ProxyFlaw.VARIABLE),
        ("<proxy>:3128", ProxyFlaw.VARIABLE),
        ("$env:HTTPS_PROXY", ProxyFlaw.VARIABLE),
        ('"http://host:3128"', ProxyFlaw.QUOTED),
        ("'host:3128'", ProxyFlaw.QUOTED),
        ("\u201chttp://host:3128\u201d", ProxyFlaw.QUOTED),
        ("http://host:3128/proxy.pac", ProxyFlaw.SCRIPT),
        ("http://wpad.office/wpad.dat", ProxyFlaw.SCRIPT),
        ("http://host/proxy.pac?site=1", ProxyFlaw.SCRIPT),
        ("file:///C:/proxy.pac", ProxyFlaw.SCRIPT),
        ("http://proxy.pac.example:3128/PROXY.PAC", ProxyFlaw.SCRIPT),
        ("host/wpad.dat", ProxyFlaw.SCRIPT),
        ("http://host/?file=proxy.pac", ProxyFlaw.SCRIPT),
        ("http://user:x@host/proxy.pac", ProxyFlaw.SCRIPT),
        ("file:proxy.txt", ProxyFlaw.SCRIPT),
        ("pac+http://host/x", ProxyFlaw.SCRIPT),
        ("socks5://host:1080", ProxyFlaw.SCHEME),
        ("htp://host:3128", ProxyFlaw.SCHEME),
        ("http://host:", ProxyFlaw.PORT),
        ("http://host:99999", ProxyFlaw.PORT),
        ("http://host:0", ProxyFlaw.PORT),
        ("host:port", ProxyFlaw.PORT),
        ("http://http://host:3128", ProxyFlaw.ADDRESS),
        ("fd00::1", ProxyFlaw.ADDRESS),
        ("http://fd00::1:3128", ProxyFlaw.ADDRESS),
        ("http://", ProxyFlaw.ADDRESS),
        ("http//host:3128", ProxyFlaw.ADDRESS),
        ("http://a,b:3128", ProxyFlaw.ADDRESS),
        ("PROXY host:3128", ProxyFlaw.ADDRESS),
        ("host one:3128", ProxyFlaw.ADDRESS),
        ("DIRECT", ProxyFlaw.ADDRESS),
        ("none", ProxyFlaw.ADDRESS),
        ("3128", ProxyFlaw.ADDRESS),
    ],
)
def test_why_a_setting_cannot_be_used(value: str, flaw: ProxyFlaw) -> None:
    found = first_way(remote_endpoint(), {"https_proxy": value})
    assert found is not None
    assert (found.flaw, found.usable, found.variable) == (flaw, False, "HTTPS_PROXY")
    assert PASSWORD not in repr(found)


@pytest.mark.parametrize(
    "value",
    [
        f"http://office:{PASSWORD}@x@proxy:80",  # the last one counts, as elsewhere
        f"http://office:{PASSWORD}%23@proxy:80",
        f"http://office:{PASSWORD}%x@proxy:80",
        "http://office:%41%42@proxy:80",
        "http://office:%ab%cd@proxy:80",
        "http://office:$ecret!@proxy:80",
        "http://office:a:b@proxy:80",
        "http://proxy:80/path",
        "HTTPS://proxy:80",
        "http://pro_xy:80",
        "http://package.pacific:80",
        "http://proxy.pac.example:80",
        "proxy.pac:80",
        "pac.office:80",
        "pac:80",
        "file:80",
        "http://wpad.dat.example:80",
        "http://user.pac:x@proxy.pac:80",
        "http://b\u00fccher.example:80",
        "http://proxy.b\u00fcro.example:80",
        "http://[fd00::1]:80",
    ],
)
def test_an_unusual_setting_that_can_be_used(value: str) -> None:
    found = first_way(remote_endpoint(), {"HTTPS_PROXY": value})
    assert found is not None
    assert (found.flaw, found.port) == (None, 80)
    assert accepts(found)


def test_a_proxy_that_is_called_over_tls_is_judged_by_the_systems_trust() -> None:
    for value in ("https://proxy:80", "HTTPS://proxy:80"):
        made = client._for_httpx(first_way(remote_endpoint(), {"HTTPS_PROXY": value}), OWN)
        assert made is not None
        assert made.ssl_context is OWN


@given(st.text(st.characters(), min_size=1))
@settings(deadline=None, max_examples=120)
def test_any_setting_can_be_read(value: str) -> None:
    found = first_way(remote_endpoint(), {"HTTPS_PROXY": value})
    assert found is None or not found.usable or (found.host and 0 < found.port < 65536)


def test_a_password_is_never_printed() -> None:
    for value in (
        f"http://user:{PASSWORD}@proxy:1",
        f"http://user:{PASSWORD}@proxy:x",
        f"{PASSWORD}://proxy",
    ):
        found = first_way(remote_endpoint(), {"HTTPS_PROXY": value})
        assert found is not None
        for shown in (repr(found), str(found), f"{found}", repr([found]), repr(ValueError(found))):
            assert PASSWORD not in shown


def test_the_systems_proxy_is_asked_for_where_the_environment_has_none() -> None:
    asked: list[int] = []

    def system() -> SystemProxy:
        asked.append(1)
        return SystemProxy("system:3128")

    found = first_way(remote_endpoint(), {}, system)
    assert found is not None
    assert (found.host, found.port, found.source) == ("system", 3128, ProxySource.SYSTEM)
    assert first_way(api_service_endpoint(), {}, system) is None
    assert first_way(remote_endpoint(), {"HTTPS_PROXY": "http://p:1", "NO_PROXY": "*"}, system) is None
    assert len(asked) == 1
    assert first_way(remote_endpoint(), {}, SystemProxy) is None


def test_a_scripts_choice_is_told_apart_from_a_fixed_setting() -> None:
    found = first_way(remote_endpoint(), {}, lambda: SystemProxy("pac:8080", automatic=True))
    assert found is not None
    assert (found.host, found.source) == ("pac", ProxySource.SCRIPT)


@pytest.mark.parametrize(
    ("result", "listed"),
    [
        ("PROXY a:1; PROXY b:2; DIRECT", ("http://a:1", "http://b:2", "")),
        ("DIRECT; PROXY a:1", ("", "http://a:1")),
        ("DIRECT", ("",)),
        ("SOCKS s:1; SOCKS5 t:2; HTTPS c:3", ("socks5://s:1", "socks5://t:2", "https://c:3")),
        ("proxy a:1;;PROXY a:1; direct ", ("http://a:1", "")),
        ("a:1;b:2", ("a:1", "b:2")),
        ("a:1 b:2", ("a:1", "b:2")),
        ("http=p:1;https=s:2", ("s:2",)),
        ("socks=s:1;p:2", ("socks5://s:1", "p:2")),
        ("http=p:1", ("",)),
        ("", ("",)),
    ],
)
def test_all_that_a_script_lists(result: str, listed: tuple[str, ...]) -> None:
    assert listed_by_script(result) == listed


def test_a_script_that_lists_several_gives_several_ways() -> None:
    first, *others = listed_by_script("PROXY a:1; SOCKS s:2; DIRECT; HTTPS c:3")
    found = ways(remote_endpoint(), {}, lambda: SystemProxy(first, automatic=True, others=tuple(others)))
    assert [way and (way.host, way.port, way.flaw) for way in found] == [
        ("a", 1, None),
        ("s", 2, ProxyFlaw.SCHEME),
        None,
        ("c", 3, None),
    ]
    assert ways(api_service_endpoint(), {}, SystemProxy) == (None,)


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
    assert proxy_of_scheme(listed) == address


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
    assert bypassed(remote_endpoint().host, bypass) is skipped
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
    assert (
        first_way(remote_endpoint(), {"HTTPS_PROXY": "http://p:1", "NO_PROXY": no_proxy}) is None
    ) is skipped


def test_lower_case_goes_before_upper() -> None:
    found = first_way(remote_endpoint(), {"https_proxy": "http://lower:1", "HTTPS_PROXY": "http://upper:1"})
    assert found is not None
    assert found.host == "lower"


@pytest.mark.parametrize(
    "value",
    ["http://127.0.0.1:3128", f"http://user:{PASSWORD}@proxy.office:3128", "proxy.office", "http://[::1]:1"],
)
def test_a_caller_can_be_made_for_an_ordinary_proxy(value: str) -> None:
    assert accepts(first_way(remote_endpoint(), {"HTTPS_PROXY": value}))


@pytest.mark.parametrize(
    "value", ["http://999.1.1.1:3128", "https://999.1.1.1:3128", "http://" + "a" * 70_000], ids=len
)
def test_a_setting_that_the_library_refuses_is_not_usable(value: str) -> None:
    found = first_way(remote_endpoint(), {"HTTPS_PROXY": value})
    assert found is not None
    assert not found.usable


def test_port_nought_is_no_port() -> None:
    found = first_way(remote_endpoint(), {"HTTPS_PROXY": "http://proxy:0"})
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
    pacer = Pacer(clock.now, clock.sleep).of(Secret("FIRSTKEY00000001"))
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
    pacer = Pacer(clock.now, clock.sleep).of(Secret("FIRSTKEY00000001"))
    pacer.called(60)
    for mode in (Mode.API_SERVICE, Mode.LOCAL):
        assert pacer.wait_s(mode) == 0
        asyncio.run(pacer.turn(mode))
    assert clock.slept == []


def test_the_way_is_taken_while_it_passes_from_one_call_to_the_next() -> None:
    clock = Clock()
    pace = Pacer(clock.now, clock.sleep).of(Secret("FIRSTKEY00000001"))
    taken: list[bool] = []

    async def call() -> None:
        async with pace.alone(Mode.REMOTE):
            await asyncio.sleep(0)
        taken.append(pace.taken(Mode.REMOTE))  # before the next one has woken

    async def three() -> None:
        assert not pace.taken(Mode.REMOTE)
        calls = [asyncio.create_task(call()) for _ in range(3)]
        await asyncio.sleep(0)
        assert pace.taken(Mode.REMOTE)
        assert not pace.taken(Mode.LOCAL)
        calls[2].cancel()  # one that gives up no longer waits
        await asyncio.gather(*calls, return_exceptions=True)

    asyncio.run(three())
    assert taken == [True, False]


@pytest.mark.parametrize(("asked", "wait"), [(None, 5.0), (0, 5.0), (3, 5.0), (7, 7.0), (86400, 86400.0)])
def test_a_longer_wait_that_was_asked_for_is_kept(asked: int | None, wait: float) -> None:
    clock = Clock()
    pacer = Pacer(clock.now, clock.sleep).of(Secret("FIRSTKEY00000001"))
    pacer.called(asked)
    assert pacer.wait_s(Mode.REMOTE) == wait
    clock.time += wait + 1
    assert pacer.wait_s(Mode.REMOTE) == 0
