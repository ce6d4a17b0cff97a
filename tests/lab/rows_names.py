"""Rows about names and about networks that lead nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.lab import parts
from tests.lab.place import API, API_6, CONTROL, GATEWAY, GATEWAY_6, INTERNET, OFFICE
from tests.lab.row import NOT_THE_KEY, Asked, Row

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.lab.place import Place
    from tests.lab.trust import Trust

OFFLINE, BLOCKED = ("network.offline",), ("network.name-blocked",)
SLOW = ("connected.with-warnings",)
_HA = ("haproxy",)
_DEAD_S = 15.0
_BOTH = ("api.opendental.com", "example.com")


def _healthy_behind(names: Callable[[Place], None]) -> Callable[[Place], Asked]:
    """Open Dental is well; only the names are not."""

    def prepare(place: Place) -> Asked:
        names(place)
        parts.haproxy(place)
        return Asked()

    return prepare


def _names(found: dict[str, tuple[str, ...]], *options: str) -> Callable[[Place], Asked]:
    return _healthy_behind(lambda place: parts.dnsmasq(place, found, *options))


def _answers(behaviour: str, *which: str) -> Callable[[Place], Asked]:
    """A name server behind the office's own answers with one response code."""

    def names(place: Place) -> None:
        place.start(parts.raw(behaviour, "127.0.0.1", "5353"), port=5353, udp=True)
        known = {name: found for name, found in parts.NAMES.items() if name not in which}
        parts.dnsmasq(place, known, *(f"--server=/{name}/127.0.0.1#5353" for name in which))

    return _healthy_behind(names)


def _nothing(place: Place) -> Asked:
    place.ip(OFFICE, "link set out down", "link set lo down")
    return Asked()


def _cable_out(place: Place) -> Asked:
    place.ip(OFFICE, "link set out down")
    return Asked()


def _no_way_but_hosts(place: Place) -> Asked:
    place.ip(OFFICE, "link set out down")
    place.hosts(f"{API} api.opendental.com")
    return Asked()


def _gateway_dead(place: Place) -> Asked:
    """The cable is in, the router forwards nothing; a name server on it still answers."""
    parts.dnsmasq(place)
    place.nft(INTERNET, "input", "tcp dport 1-65535 drop")
    return Asked()


def _silent(place: Place) -> Asked:
    place.nft(INTERNET, "input", "udp dport 53 drop", "tcp dport 53 drop")
    parts.haproxy(place)
    return Asked()


def _nobody_resolves(place: Place) -> Asked:
    parts.haproxy(place)  # nothing listens on port 53: the system says so at once
    return Asked()


def _silent_for_one(place: Place) -> None:
    place.nft(INTERNET, "input", "udp dport 5354 drop")
    parts.dnsmasq(place, {"example.com": (CONTROL,)}, "--server=/api.opendental.com/127.0.0.1#5354")


def _captive(place: Place) -> Asked:
    """Every name leads to the sign-in page of a guest network."""
    parts.dnsmasq(place, {"#": (GATEWAY,)})
    parts.portal(place)
    return Asked()


def _ipv6_only(place: Place) -> Asked:
    place.names_at(GATEWAY_6)
    place.ip(OFFICE, f"route del default via {GATEWAY}", "addr del 192.168.7.2/24 dev out")
    parts.dnsmasq(place, {"api.opendental.com": (API_6,), "example.com": (API_6,)})
    parts.haproxy(place, ipv6=True)
    parts.simulator(place)
    return Asked()


def _portal_in_line(place: Place) -> Asked:
    """A guest network of the usual kind: the web leads to its sign-in page, all else is refused."""
    parts.dnsmasq(place)
    parts.portal(place)
    place.nft(INTERNET, "prerouting", 'iifname "in" tcp dport 80 redirect to :8081')
    away = f'iifname "in" ip daddr {{ {API}, {CONTROL} }}'
    place.nft(INTERNET, "input", f"{away} tcp dport 443 reject with tcp reset")
    return Asked()


def _dead_behind_proxy(place: Place) -> Asked:
    place.ip(OFFICE, "link set out down")
    return Asked(env={"HTTPS_PROXY": f"http://{GATEWAY}:3128"})


def _slow_names(*options: str, answer: str = API) -> Callable[[Place], Asked]:
    """The name server takes its time, or is silent about one kind of address."""

    def prepare(place: Place) -> Asked:
        place.start(parts.raw("slow-names", GATEWAY, "53", "--answer", answer, *options), port=53, udp=True)
        parts.haproxy(place, ipv6=True)
        parts.simulator(place)
        return Asked()

    return prepare


def _dead_first(place: Place) -> Asked:
    """The first of two name servers is gone."""
    gone = "192.168.7.3"
    place.ip(INTERNET, f"addr add {gone}/32 dev in")
    place.nft(INTERNET, "input", f"ip daddr {gone} drop")
    parts.dnsmasq(place)
    place.names_at(gone, GATEWAY)
    parts.haproxy(place)
    parts.simulator(place)
    return Asked()


def _silent_first(place: Place) -> Asked:
    asked = _at("44.7.7.7", "44.7.7.8")(place)
    place.nft(INTERNET, "input", "ip daddr 44.7.7.7 drop")
    return asked


def _at(*addresses: str) -> Callable[[Place], Asked]:
    """All is well, at other addresses than usual."""

    def prepare(place: Place) -> Asked:
        for address in addresses:
            place.ip(INTERNET, f"addr add {address} dev lo" + (" nodad" if ":" in address else ""))
        parts.dnsmasq(place, {**parts.NAMES, "api.opendental.com": addresses})
        parts.haproxy(place, here=False)
        parts.secure_in_front(place, addresses[-1])
        parts.simulator(place)
        return Asked()

    return prepare


_PAGE = "<html><h1>This site is blocked</h1>by {product}</html>"
_BARE_403 = "<html><h1>403 Forbidden</h1><hr>nginx</html>"
_ELSEWHERE = "44.7.7.7"


def _filter(
    page: str, status: int = 403, pem: Callable[[Trust], Path] | None = None, rule: str = ""
) -> Callable[[Place], Asked]:
    """A filter by name lookup leads Open Dental's name to a web server of its own, at an unknown address."""

    def prepare(place: Place) -> Asked:
        place.ip(INTERNET, f"addr add {_ELSEWHERE} dev lo")
        parts.dnsmasq(place, {**parts.NAMES, "api.opendental.com": (_ELSEWHERE,)})
        parts.control(place)
        parts.first_page(place, _ELSEWHERE, status, page, pem(place.trust) if pem else None)
        if rule:
            place.nft(INTERNET, "input", f"ip daddr {_ELSEWHERE} tcp dport 443 {rule}")
        return Asked()

    return prepare


ROWS = (
    Row("dead-no-network", "no network at all, loopback included", OFFLINE, _nothing, bound_s=_DEAD_S,
        programs=()),
    Row("dead-cable-out", "the network cable is out", OFFLINE, _cable_out, bound_s=_DEAD_S, programs=()),
    Row(
        "dead-hosts-only", "no network, and Open Dental's name stands in the hosts file",
        OFFLINE, _no_way_but_hosts, bound_s=_DEAD_S, programs=(),
    ),
    Row(
        "dead-names-only", "names are found, and no connection comes about to anybody",
        OFFLINE, _gateway_dead, bound_s=_DEAD_S, programs=("dnsmasq",),
    ),
    Row("dns-silent", "the name server says nothing", OFFLINE, _silent, bound_s=_DEAD_S),
    Row("dns-nobody", "nothing answers on the name server's port", OFFLINE, _nobody_resolves,
        bound_s=_DEAD_S),
    Row(
        "dns-silent-one", "the name server says nothing about Open Dental's name only",
        BLOCKED, _healthy_behind(_silent_for_one), bound_s=_DEAD_S,
    ),
    Row("nxdomain-one", "NXDOMAIN for Open Dental's name only", BLOCKED,
        _names({"api.opendental.com": (), "example.com": (CONTROL,)})),
    Row("nxdomain-all", "NXDOMAIN for every name", OFFLINE, _names({"#": ()}), bound_s=_DEAD_S),
    Row("nxdomain-server", "another server's NXDOMAIN for Open Dental's name", BLOCKED,
        _answers("nxdomain", _BOTH[0])),
    Row("servfail-one", "SERVFAIL for Open Dental's name only", BLOCKED, _answers("servfail", _BOTH[0])),
    Row("servfail-all", "SERVFAIL for every name", OFFLINE, _answers("servfail", *_BOTH), bound_s=_DEAD_S),
    Row("refused-one", "REFUSED for Open Dental's name only", BLOCKED, _answers("refused", _BOTH[0])),
    Row("refused-all", "REFUSED for every name", OFFLINE, _answers("refused", *_BOTH), bound_s=_DEAD_S),
    Row("nodata-one", "Open Dental's name exists and has no address", BLOCKED,
        _names({"example.com": (CONTROL,)}, "--txt-record=api.opendental.com,nothing",
               "--local=/api.opendental.com/")),
    *(
        Row(f"sinkhole-{name}", f"Open Dental's name leads to {address}, a filter's way to block it", BLOCKED,
            _names({"api.opendental.com": (address,), "example.com": (CONTROL,)}))
        for name, address in (
            ("zero", "0.0.0.0"), ("loopback", "127.0.0.1"), ("zero-6", "::"), ("loopback-6", "::1"),
            ("private", "10.9.8.7"), ("private-6", "fd00::7"), ("link-local", "169.254.1.1"),
        )
    ),
    *(
        Row(f"filter-address-{name}", f"Open Dental's name leads to {address}, a block page of {product}",
            BLOCKED, _names({"api.opendental.com": (address,), "example.com": (CONTROL,)}), shows=(product,))
        for name, address, product in (
            ("umbrella", "146.112.61.106", "Cisco Umbrella"),
            ("umbrella-6", "::ffff:146.112.61.105", "Cisco Umbrella"),
            ("gateway", "162.159.36.12", "Cloudflare Gateway"),
            ("fortiguard", "208.91.112.55", "FortiGuard"),
            ("fortiguard-6", "2001:cdba::3257:9652", "FortiGuard"),
            ("dnsfilter", "198.251.90.71", "DNSFilter"),
        )
    ),
    *(
        Row(f"filter-page-{name}", f"a filter leads the name to its own page; {setting}", BLOCKED, prepare,
            forbidden=(*NOT_THE_KEY, "tls.*"), shows=shows, bound_s=30.0)
        for name, setting, prepare, shows in (
            ("refused", "port 443 is refused", _filter(_PAGE.format(product="DNSFilter")), ("DNSFilter",)),
            ("silent", "port 443 is silent",
             _filter(_PAGE.format(product="SafeDNS"), rule="drop"), ("SafeDNS",)),
            ("nameless", "it does not give its name",
             _filter("<html>Blocked by the web filter of your network administrator</html>"), ()),
            ("own-certificate", "its certificate is its own",
             _filter(_PAGE.format(product="OpenDNS"), pem=lambda trust: trust.untrusted), ("Umbrella",)),
            ("other-name", "its certificate is for its own name",
             _filter(_PAGE.format(product="CleanBrowsing"), 200, lambda trust: trust.wrong_host),
             ("CleanBrowsing",)),
            ("certificate-alone", "only its certificate names it",
             _filter("<html>-</html>", 200, lambda trust: trust.named("Fortiguard SDNS Blocked Page", "x")),
             ("FortiGuard",)),
        )
    ),
    Row("filter-none", "port 443 is refused, and a web server's own 403 is on port 80", ("network.refused",),
        _filter(_BARE_403)),
    Row("captive-names", "every name leads to one private address, with a sign-in page",
        ("network.captive-portal",), _captive, programs=("dnsmasq", "haproxy")),
    Row("captive-in-line-plain", "a guest network shows its sign-in page on the web and refuses all else",
        ("network.captive-portal",), _portal_in_line),
    Row("dead-behind-proxy", "the network cable is out, and a proxy is set",
        ("network.offline", "proxy.unreachable"), _dead_behind_proxy, bound_s=_DEAD_S, programs=()),
    *(
        Row(f"dns-{name}", setting, SLOW, prepare, also=("network.slow-names",), bound_s=25.0,
            programs=programs)
        for name, setting, prepare, programs in (
            ("slow", "the name server takes three seconds", _slow_names("--delay-ms", "3000"), _HA),
            ("slower", "the name server takes seven seconds", _slow_names("--delay-ms", "7000"), _HA),
            ("silent-ipv6", "the name server is silent about IPv6",
             _slow_names("--silent-about", "ipv6"), _HA),
            ("silent-ipv4", "the name server is silent about IPv4",
             _slow_names("--silent-about", "ipv4", answer=API_6), _HA),
            ("dead-first", "the first of two name servers is gone", _dead_first, ("dnsmasq", "haproxy")),
        )
    ),
    Row("address-nat64", "an IPv6-only office's translated address (NAT64)", ("connected",),
        _at("64:ff9b::2c01:203")),
    Row("address-carrier", "a security agent's own address for Open Dental (100.64.0.0/10), and all is well",
        ("connected",), _at("100.64.0.7")),
    Row("address-pretended", "a VPN's own address for Open Dental (198.18.0.0/15), and all is well",
        ("connected",), _at("198.18.0.7")),
    Row("address-second", "the first of Open Dental's two addresses is silent", ("connected",),
        _silent_first),
    Row("ipv6-only", "the office has IPv6 only, and all is well", ("connected",), _ipv6_only),
)  # fmt: skip
