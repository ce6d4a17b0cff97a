"""The only addresses that are ever called with a key."""

from __future__ import annotations

from ipaddress import ip_address, ip_network
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wizard.core.endpoint import (
    LOCAL_PORT,
    REMOTE_HOST,
    SERVICE_PORT,
    Endpoint,
    EndpointError,
    api_service_endpoint,
    is_private,
    is_simulator,
    local_endpoint,
    remote_endpoint,
    split_host,
    takes_key,
)
from wizard.core.mode import Mode

METADATA = ("fd00:ec2::/32", "fd20:ce::/32", "fd00:42::42/128", "fd00:c1::a9fe:a9fe/128")
OFFICE = tuple(
    map(
        ip_network,
        (
            "10.0.0.0/8",
            "172.16.0.0/12",
            "192.168.0.0/16",
            "127.0.0.0/8",
            "::1/128",
            "fc00::/7",
        ),
    )
)


def inside(text: str) -> bool:
    address = ip_address(text)
    address = getattr(address, "ipv4_mapped", None) or address
    return any(address.version == net.version and address in net for net in OFFICE)


def test_the_three_ways() -> None:
    assert remote_endpoint().base_url == "https://api.opendental.com/api/v1"
    assert local_endpoint().base_url == f"http://127.0.0.1:{LOCAL_PORT}/api/v1"
    assert api_service_endpoint().base_url == f"http://127.0.0.1:{SERVICE_PORT}/api/v1"
    assert [e.mode for e in (remote_endpoint(), api_service_endpoint(), local_endpoint())] == [
        Mode.REMOTE,
        Mode.API_SERVICE,
        Mode.LOCAL,
    ]
    assert [e.private for e in (remote_endpoint(), api_service_endpoint(), local_endpoint())] == [
        False,
        True,
        True,
    ]


def test_an_ipv4_address_written_as_ipv6_is_the_same_pc() -> None:
    assert api_service_endpoint("::ffff:127.0.0.1").loopback
    assert not api_service_endpoint("::ffff:192.168.1.9").loopback
    assert is_simulator("[::ffff:127.0.0.1]:8080")
    assert "192.168" not in api_service_endpoint("::ffff:192.168.1.9").public_url


def test_an_ipv6_address_stands_in_brackets() -> None:
    assert api_service_endpoint("fd00::1", LOCAL_PORT).base_url == f"http://[fd00::1]:{LOCAL_PORT}/api/v1"
    assert api_service_endpoint("::1").public_url == "http://[::1]:30223/api/v1"


def test_an_offices_own_address_is_not_told() -> None:
    assert api_service_endpoint("192.168.7.9").public_url == "http://private-address:30223/api/v1"
    assert api_service_endpoint("fd00::1234").public_url == "http://private-address:30223/api/v1"
    assert remote_endpoint().public_url == remote_endpoint().base_url
    assert local_endpoint().public_url == local_endpoint().base_url


@pytest.mark.parametrize(
    ("scheme", "port"), [("http", 443), ("http", 80), ("https", 8443), ("https", 30223), ("ftp", 443)]
)
def test_the_hosted_api_is_called_over_https_on_443_only(scheme: str, port: int) -> None:
    with pytest.raises(EndpointError):
        Endpoint(Mode.REMOTE, scheme, REMOTE_HOST, port)


@pytest.mark.parametrize("port", [0, -1, 65536, 10**9])
def test_a_port_is_a_port(port: int) -> None:
    with pytest.raises(EndpointError):
        api_service_endpoint("127.0.0.1", port)


@given(st.ip_addresses())
@settings(deadline=None, max_examples=150)
def test_no_public_address_is_ever_an_endpoint(address: object) -> None:
    text = str(address)
    if inside(text) and takes_key(text):
        assert api_service_endpoint(text).host == text
    elif ip_address(text).is_global:
        assert not is_private(text)
        with pytest.raises(EndpointError):
            api_service_endpoint(text)


@given(st.sampled_from(OFFICE).flatmap(lambda net: st.ip_addresses(network=net)))
@settings(deadline=None)
def test_every_address_of_an_office_is_one(address: object) -> None:
    assert is_private(str(address))
    if any(address in net for net in map(ip_network, METADATA)):
        return
    assert urlsplit(api_service_endpoint(str(address)).base_url).hostname == str(address)


@given(st.ip_addresses(v=4))
@settings(deadline=None, max_examples=120)
def test_a_mapped_address_counts_as_what_it_maps(address: object) -> None:
    assert is_private(f"::ffff:{address}") == is_private(str(address))


@pytest.mark.parametrize(
    "host",
    [
        "8.8.8.8",
        "::ffff:8.8.8.8",
        "2606:4700::1111",
        "0.0.0.0",
        "::",
        "::ffff:0.0.0.0",
        "100.64.0.1",
        "172.32.0.1",
        "192.169.0.1",
        "11.0.0.1",
        "64:ff9b::808:808",
        "2002:7f00:1::",
    ],
)
def test_a_public_or_unspecified_address_is_refused(host: str) -> None:
    with pytest.raises(EndpointError):
        api_service_endpoint(host)


@pytest.mark.parametrize(
    "host",
    [
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",  # Teredo: a tunnel over the public internet
        "192.0.2.1",
        "198.18.0.1",
        "203.0.113.7",
        "240.0.0.1",
        "255.255.255.255",
        "0.0.0.1",
        "2001:db8::1",
    ],
)
def test_a_special_address_that_is_in_no_office_is_refused(host: str) -> None:
    assert not is_private(host)


@pytest.mark.parametrize("zone", ["]@evil.example#", "]@evil.example?", "]@evil.example:80#"])
def test_a_zone_cannot_carry_another_host_into_the_url(zone: str) -> None:
    with pytest.raises(EndpointError):
        Endpoint(Mode.API_SERVICE, "http", f"fe80::1%{zone}", SERVICE_PORT)


@pytest.mark.parametrize("scheme", ["", "ftp", "HTTP", "http://evil.example/?", "file"])
def test_no_other_scheme(scheme: str) -> None:
    with pytest.raises(EndpointError):
        Endpoint(Mode.API_SERVICE, scheme, "127.0.0.1", SERVICE_PORT)


def test_the_hosted_api_is_remote_mode() -> None:
    with pytest.raises(EndpointError):
        Endpoint(Mode.API_SERVICE, "https", REMOTE_HOST, 443)


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "API.OPENDENTAL.COM",
        "api.opendental.com.",
        "api.opendental.com.evil.example",
        "evil.example",
        "127.1",
        "0x7f.0.0.1",
        "2130706433",
        "127.0.0.1.evil.example",
        " 127.0.0.1",
        "127.0.0.1/",
        "user@127.0.0.1",
        "127.0.0.1#",
        "127.0.0.1:1",
        "[::1]",
        "",
        "10.0.0.0/8",
        "010.0.0.1",
    ],
)
def test_a_name_or_a_disguise_is_refused(host: str) -> None:
    with pytest.raises(EndpointError):
        api_service_endpoint(host)


@given(st.text())
@settings(deadline=None, max_examples=120)
def test_no_text_becomes_an_endpoint_elsewhere(host: str) -> None:
    try:
        made = Endpoint(Mode.API_SERVICE, "http", host, SERVICE_PORT)
    except EndpointError:
        return
    assert inside(made.host)


@pytest.mark.parametrize(
    ("text", "host", "port"),
    [
        ("server", "server", 30223),
        ("server:", "server", 30223),
        (" 192.168.1.10 ", "192.168.1.10", 30223),
        ("192.168.1.10:8080", "192.168.1.10", 8080),
        ("::1", "::1", 30223),
        ("fd00::12:3", "fd00::12:3", 30223),
        ("[::1]", "::1", 30223),
        ("[fd00::1]:1", "fd00::1", 1),
        ("server:65535", "server", 65535),
    ],
)
def test_a_host_and_its_port(text: str, host: str, port: int) -> None:
    assert split_host(text) == (host, port)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        ":80",
        "[]:80",
        "http://server",
        "user@server",
        "server?x",
        "server#x",
        "a b",
        "server/x",
        "server:x",
        "server:0",
        "server:65536",
        "server:-1",
        "server:٣",
        "server:+80",
        "server: 80",
        "[::1]x",
        "server:8_0",
    ],
)
def test_a_host_that_cannot_be_split(text: str) -> None:
    with pytest.raises(EndpointError) as caught:
        split_host(text)
    assert "expected" in str(caught.value)


@given(st.text())
@settings(deadline=None, max_examples=120)
def test_splitting_gives_a_host_and_a_port_or_an_error(text: str) -> None:
    try:
        host, port = split_host(text)
    except EndpointError:
        return
    assert host
    assert 0 < port < 65536


def test_an_endless_port_is_refused_like_any_other() -> None:
    with pytest.raises(EndpointError):
        split_host("server:" + "9" * 5000)


@pytest.mark.parametrize(
    "host",
    [
        "169.254.169.254", "169.254.0.1", "fe80::1", "::ffff:169.254.169.254", "fd00:ec2::254",
        "fd20:ce::254", "fd00:42::42", "fd00:c1::a9fe:a9fe", "100.100.100.200", "0.0.0.0",
    ],
)  # fmt: skip
def test_no_key_goes_to_link_local_addresses_or_to_a_clouds_metadata(host: str) -> None:
    assert not takes_key(host)
    with pytest.raises(EndpointError):
        api_service_endpoint(host)


@pytest.mark.parametrize("host", ["192.168.1.9", "10.0.0.1", "fd00::5"])
@pytest.mark.parametrize("port", [80, 443, 8080, 30221, 30224])
def test_on_another_pc_only_open_dentals_ports_are_called(host: str, port: int) -> None:
    with pytest.raises(EndpointError, match="expected port 30223 or 30222"):
        api_service_endpoint(host, port)
    assert api_service_endpoint("127.0.0.1", port).port == port  # the simulator


@pytest.mark.parametrize(
    ("host", "simulator"),
    [
        ("127.0.0.1:9000", True),
        ("localhost:9000", True),
        ("[::1]:9000", True),
        ("127.0.0.1", False),
        ("127.0.0.1:30222", False),
        ("server:9000", False),
        ("192.168.1.9:9000", False),
    ],
)
def test_the_simulator_is_another_port_of_this_pc(host: str, simulator: bool) -> None:
    assert is_simulator(host) is simulator
