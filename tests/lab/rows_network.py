"""Rows about connections: refused, dropped, cut off, slow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.lab import parts
from tests.lab.place import API, API_6, INTERNET, OFFICE
from tests.lab.row import NOT_THE_KEY, Asked, Row

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.lab.place import Place

DROPPED, OVERSIZED = ("network.dropped",), ("answer.oversized",)
NO_ANSWER, CONNECTED = ("network.no-answer",), ("connected",)
_NOT_THE_OFFICE = (*NOT_THE_KEY, "network.no-answer", "office.*", "econnector.*")
_SOON = ("--deadline", "8")


def healthy(place: Place, scenario: str = "healthy") -> Asked:
    """The way is free, and the office is in the state of a scenario."""
    parts.dnsmasq(place)
    parts.haproxy(place)
    parts.simulator(place, scenario)
    return Asked()


def misbehaving(
    behaviour: str, *, keyed: bool = True, tls: bool = True, arguments: tuple[str, ...] = _SOON
) -> Callable[[Place], Asked]:
    """A server at Open Dental's address that does what ``raw.py`` calls ``behaviour``.

    Args:
        behaviour: Its name there.
        keyed: Calls without a key get the usual refusal.
        tls: Over a secure channel with the right certificate.
        arguments: Of the command.
    """

    def prepare(place: Place) -> Asked:
        parts.dnsmasq(place)
        parts.control(place)
        options = (["--pem", str(place.trust.good)] if tls else []) + (["--keyed-only"] if keyed else [])
        place.start(parts.raw(behaviour, API, "443", *options), port=443)
        return Asked(arguments)

    return prepare


def _filtered(*rules: str, hook: str = "input", side: str = INTERNET) -> Callable[[Place], Asked]:
    def prepare(place: Place) -> Asked:
        asked = healthy(place)
        place.nft(side, hook, *rules)
        return asked

    return prepare


def _no_route(place: Place) -> Asked:
    asked = healthy(place)
    place.ip(OFFICE, f"route add unreachable {API}/32")
    return asked


def ipv6_black_hole(place: Place) -> Asked:
    """Both families in the name server; what goes over IPv6 is lost on the way."""
    names = {**parts.NAMES, "api.opendental.com": (API, API_6)}
    parts.dnsmasq(place, names)
    parts.haproxy(place, ipv6=True)
    parts.simulator(place)
    place.nft(INTERNET, "input", f"ip6 daddr {API_6} drop")
    return Asked()


def _both_families(place: Place) -> Asked:
    parts.dnsmasq(place, {**parts.NAMES, "api.opendental.com": (API, API_6)})
    parts.haproxy(place, ipv6=True)
    parts.simulator(place)
    return Asked()


def _ipv6_refused(place: Place) -> Asked:
    parts.dnsmasq(place, {**parts.NAMES, "api.opendental.com": (API, API_6)})
    parts.haproxy(place)
    parts.simulator(place)
    return Asked()


def _lossy(place: Place) -> Asked:
    """Every tenth packet is lost each way, by turns and not by chance, and everything takes 200 ms more."""
    parts.dnsmasq(place)
    parts.haproxy(place)
    parts.simulator(place, port=8079)
    place.start(parts.raw("relay", "127.0.0.1", "8080", "--to", "8079", "--delay-ms", "200"), port=8080)
    place.nft(OFFICE, "input", "iifname out numgen inc mod 10 == 3 drop")
    place.nft(OFFICE, "output", "oifname out numgen inc mod 10 == 6 drop")
    return Asked()


def _slow_channel(place: Place) -> Asked:
    """Whatever is sent takes five and a half seconds; an inspecting box can be as slow at the start."""
    parts.dnsmasq(place)
    parts.control(place)
    parts.simulator(place)
    parts.secure_in_front(place, "127.0.0.1", port=8443)
    place.start(parts.raw("relay", API, "443", "--to", "8443", "--delay-ms", "5500"), port=443)
    return Asked()


def _silent_office(place: Place) -> Asked:
    """Open Dental accepts the call and never answers; the whole patience of the program."""
    return misbehaving("no-answer", arguments=())(place)


ROWS = (
    Row("healthy", "all is well", CONNECTED, healthy),
    Row("healthy-plain-python", "all is well, with another web server", CONNECTED, misbehaving("healthy")),
    Row("healthy-both-families", "all is well over IPv4 and IPv6", CONNECTED, _both_families),
    Row("healthy-lossy", "a bad line: a tenth of all packets is lost and each answer takes 200 ms longer",
        ("connected", "connected.with-warnings"), _lossy, bound_s=45.0),
    Row("ipv6-black-hole", "IPv6 leads nowhere, IPv4 is well", CONNECTED, ipv6_black_hole),
    Row("ipv6-refused", "IPv6 is refused, IPv4 is well", CONNECTED, _ipv6_refused),
    Row("tcp-refused", "a firewall refuses port 443 of Open Dental's address", ("network.refused",),
        _filtered(f"ip daddr {API} tcp dport 443 reject with tcp reset")),
    Row("tcp-dropped", "a firewall drops what goes to Open Dental's address", ("network.unreachable",),
        _filtered(f"ip daddr {API} drop"), bound_s=25.0),
    Row("tcp-prohibited", "a firewall says by ICMP that Open Dental's address is prohibited",
        ("network.unreachable",), _filtered(f"ip daddr {API} reject with icmp type admin-prohibited")),
    Row("tcp-host-unreachable", "a router says by ICMP that there is no such host", ("network.unreachable",),
        _filtered(f"ip daddr {API} reject with icmp type host-unreachable")),
    Row("tcp-no-route", "this PC has no route to Open Dental's address", ("network.unreachable",), _no_route),
    Row("tcp-refused-here", "this PC's own firewall refuses the connection", ("network.refused",),
        _filtered(f"ip daddr {API} reject with tcp reset", hook="output", side=OFFICE)),
    Row("reset-after-connect", "the connection is reset as soon as it is used", DROPPED,
        misbehaving("reset", tls=False)),
    Row("closed-after-connect", "the connection is closed as soon as it is used",
        ("network.dropped", "tls.handshake"), misbehaving("close", tls=False)),
    Row("silent-after-connect", "the connection opens, and not even the secure channel is answered",
        ("tls.handshake",), misbehaving("silent", tls=False), forbidden=_NOT_THE_OFFICE, bound_s=25.0),
    Row("big-packets-lost", "the way loses big packets: the certificate never arrives",
        ("tls.handshake",), _filtered("tcp sport 443 meta length > 700 drop", hook="output"),
        forbidden=_NOT_THE_OFFICE, bound_s=30.0),
    Row("slow-secure-channel", "the secure channel takes eleven seconds to stand, and then all is well",
        ("connected.with-warnings",), _slow_channel, bound_s=60.0),
    Row("reset-mid-answer", "the answer is reset in its middle", DROPPED, misbehaving("reset-mid")),
    Row("reset-mid-answer-all", "every answer is reset in its middle, without a key too", DROPPED,
        misbehaving("reset-mid", keyed=False)),
    Row("truncated-answer", "the answer ends before its length", DROPPED, misbehaving("truncated")),
    Row("closed-before-status", "the connection is closed before the status line", DROPPED,
        misbehaving("no-status")),
    Row("closed-before-status-all", "every connection is closed before the status line", DROPPED,
        misbehaving("no-status", keyed=False)),
    Row("closed-in-status", "the connection is closed within the status line", DROPPED,
        misbehaving("half-status")),
    Row("no-answer", "the call with a key is never answered", NO_ANSWER, misbehaving("no-answer"),
        bound_s=25.0),
    Row("no-answer-all", "no call is ever answered", NO_ANSWER, misbehaving("no-answer", keyed=False),
        bound_s=25.0),
    Row("silent-office", "the call with a key is never answered, and the program has its usual patience",
        NO_ANSWER, _silent_office, bound_s=75.0),
    Row("head-odd", "a cache on the way writes a head that is not to the letter", ("econnector.not-running",),
        misbehaving("odd-head")),
    Row("head-identity", "a good answer whose head says Transfer-Encoding: identity", CONNECTED,
        misbehaving("identity")),
    Row("head-garbled", "an answer whose head is beyond reading", ("answer.not-open-dental",),
        misbehaving("garbled"), shows=("device on the way",)),
    Row("head-garbled-all", "every answer's head is beyond reading, without a key too",
        ("answer.not-open-dental",), misbehaving("garbled", keyed=False),
        shows=("device on the way", "The secure channel is trusted")),
    Row("body-flood", "128 MB of patients", OVERSIZED, misbehaving("flood")),
    Row("body-flood-html", "128 MB of a web page with status 503",
        ("answer.oversized", "proxy.blocked", "hq.unavailable"), misbehaving("flood-html")),
    Row("body-drip", "a blank every 0.3 seconds, without end", OVERSIZED,
        misbehaving("drip", arguments=()), bound_s=40.0),
    Row("body-hang", "the headers come and the body never does", NO_ANSWER,
        misbehaving("hang", arguments=()), bound_s=40.0),
    Row("header-endless", "a header every 0.2 seconds, without end",
        ("network.no-answer", "answer.oversized"), misbehaving("endless-header"), bound_s=25.0),
    Row("header-huge", "one header of 64 MB", ("answer.oversized", "network.dropped"),
        misbehaving("huge-header"), bound_s=25.0),
    Row("bomb", "a small packed body that unpacks to half a gigabyte of patients", OVERSIZED,
        misbehaving("bomb")),
    Row("bomb-error", "a small packed error that unpacks to 100 MB",
        ("answer.oversized", "office.unreachable"), misbehaving("bomb-error")),
    Row("packed-gzip", "a good answer, packed though nobody asked for it", CONNECTED, misbehaving("gzip")),
    Row("packed-deflate", "a good answer, deflated though nobody asked for it", CONNECTED,
        misbehaving("deflate")),
    Row("packed-gzip-not", "a good answer that says it is packed and is not", CONNECTED,
        misbehaving("gzip-mislabelled")),
    Row("packed-br-not", "a good answer that says it is packed with Brotli and is not", CONNECTED,
        misbehaving("br-mislabelled")),
)  # fmt: skip
