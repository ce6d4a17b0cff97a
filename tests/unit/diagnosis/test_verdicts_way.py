"""What the facts of the way mean: each verdict on its own, without a world."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.support.verdicts import found, said, shown
from wizard.core.codes import Code
from wizard.core.endpoint import api_service_endpoint, local_endpoint, remote_endpoint
from wizard.core.evidence import Answer, Certificate, Content, Failure, PageKind, Status
from wizard.core.facts.channel_facts import ChannelFacts, ClockFacts
from wizard.core.facts.live_facts import IdentityFacts, PortIdentity, RightsFacts, VersionFacts
from wizard.core.facts.way_facts import FamilyOutcome, NameFacts, PortFacts, ProxyFacts
from wizard.core.proxy_setting import Proxy, ProxyFlaw, ProxySource
from wizard.core.route import Route
from wizard.core.version import Version
from wizard.diagnosis.verdicts import (
    channel_verdicts,
    live_verdicts,
    name_verdict,
    port_verdict,
    proxy_in_force_verdicts,
)

PASSED, WARNED, FAILED = Status.PASSED, Status.WARNED, Status.FAILED
SKIPPED, UNKNOWN = Status.SKIPPED, Status.UNKNOWN
DIRECT = Route(remote_endpoint(), (None,))
OFFICE = Proxy("http://u:secret@practice.lan:3128", ProxySource.SYSTEM, None, "practice.lan", 3128)
SOCKS = replace(OFFICE, flaw=ProxyFlaw.SCHEME, source=ProxySource.ENVIRONMENT, variable="HTTPS_PROXY")
PROXIED = Route(remote_endpoint(), (OFFICE,))
UNUSABLE = Route(remote_endpoint(), (SOCKS,))
LISTED = Route(remote_endpoint(), (SOCKS, replace(OFFICE, source=ProxySource.SCRIPT), None))
GUESS = Route(replace(api_service_endpoint(), stands_in=True), (None,))
QUIET = Answer("GET", "/", failure=Failure.UNREACHABLE)
PORTAL = Answer("GET", "/", 200, Content.HTML, page=PageKind.SIGN_IN)
BLOCK = Answer("GET", "/", 200, Content.HTML, page=PageKind.BLOCK, product="DNSFilter", refuses=True)
OPEN, REFUSED, SILENT = (
    (("ipv4", fate),) for fate in (FamilyOutcome.OPEN, FamilyOutcome.REFUSED, FamilyOutcome.SILENT)
)


@pytest.mark.parametrize(
    ("route", "expected", "told"),
    [
        (Route(local_endpoint()), (SKIPPED, None), {}),
        (DIRECT, (PASSED, None), {"proxy": False, "script_failed": False}),
        (replace(DIRECT, script_failed=True), (PASSED, None), {"proxy": False, "script_failed": True}),
        (PROXIED, (PASSED, None), {"proxy": True, "source": "system"}),
        (
            UNUSABLE,
            (FAILED, Code.PROXY_BAD_SETTING),
            {"proxy": True, "source": "environment", "flaw": "scheme"},
        ),
        (
            replace(LISTED, way=1),
            (PASSED, None),
            {"proxy": True, "source": "script", "listed": 3, "taken": 2},
        ),
        (
            replace(LISTED, way=2),
            (PASSED, None),
            {"proxy": False, "source": "script", "listed": 3, "taken": 3},
        ),
    ],
)
def test_which_way_is_taken(
    route: Route, expected: tuple[Status, Code | None], told: dict[str, object]
) -> None:
    outcome = proxy_in_force_verdicts.proxy_in_force_verdict(ProxyFacts(route))
    assert (found(outcome), dict(outcome.evidence)) == (expected, told)
    assert "practice" not in said(outcome)
    assert "secret" not in said(outcome)


@pytest.mark.parametrize(
    ("facts", "expected", "told"),
    [
        (NameFacts(UNUSABLE), (SKIPPED, None), {}),
        (NameFacts(Route(local_endpoint(), (None,))), (SKIPPED, None), {}),
        (NameFacts(PROXIED), (FAILED, Code.PROXY_UNREACHABLE), {}),
        (NameFacts(DIRECT, control=False), (FAILED, Code.NETWORK_OFFLINE), {"control": False}),
        (NameFacts(DIRECT, control=True), (FAILED, Code.NETWORK_NAME_BLOCKED), {"control": True}),
        (NameFacts(DIRECT, 2, 0.1), (PASSED, None), {"addresses": 2}),
        (
            NameFacts(replace(DIRECT, slow_names=True), 1, 2.6),
            (WARNED, Code.NETWORK_SLOW_NAMES),
            {"addresses": 1, "seconds": 3},
        ),
        (
            NameFacts(replace(DIRECT, slow_names=True), 1, 0.2, "IPv6"),
            (WARNED, Code.NETWORK_SLOW_NAMES),
            {"addresses": 1, "silent_about": "IPv6"},
        ),
        (
            NameFacts(DIRECT, 1, sinkhole=True),
            (FAILED, Code.NETWORK_NAME_BLOCKED),
            {"addresses": 1, "sinkhole": True},
        ),
        (
            NameFacts(DIRECT, 1, sinkhole=True, catches_all=True),
            (FAILED, Code.NETWORK_CAPTIVE_PORTAL),
            {"addresses": 1, "sinkhole": True},
        ),
        (
            NameFacts(DIRECT, 1, sinkhole=True, blocker="FortiGuard"),
            (FAILED, Code.NETWORK_NAME_BLOCKED),
            {"addresses": 1, "sinkhole": True, "filter": "FortiGuard"},
        ),
    ],
)
def test_where_the_name_leads(
    facts: NameFacts, expected: tuple[Status, Code | None], told: dict[str, object]
) -> None:
    outcome = name_verdict.name(facts)
    assert (found(outcome), dict(outcome.evidence)) == (expected, told)


@pytest.mark.parametrize(
    ("facts", "expected", "told"),
    [
        (PortFacts(UNUSABLE), (UNKNOWN, None), {}),
        (PortFacts(DIRECT), (UNKNOWN, None), {}),
        (PortFacts(DIRECT, OPEN, reached=True), (PASSED, None), {"port": 443, "ipv4": "open"}),
        (
            PortFacts(PROXIED, SILENT),
            (FAILED, Code.PROXY_UNREACHABLE),
            {"port": 3128, "ipv4": "silent"},
        ),
        (
            PortFacts(DIRECT, REFUSED, pages=(QUIET, QUIET)),
            (FAILED, Code.NETWORK_REFUSED),
            {"port": 443, "ipv4": "refused"},
        ),
        (
            PortFacts(DIRECT, REFUSED, pages=(QUIET, PORTAL)),
            (FAILED, Code.NETWORK_CAPTIVE_PORTAL),
            {"port": 443, "ipv4": "refused"},
        ),
        (
            PortFacts(DIRECT, SILENT, pages=(BLOCK, QUIET)),
            (FAILED, Code.NETWORK_NAME_BLOCKED),
            {"port": 443, "ipv4": "silent", "filter": "DNSFilter"},
        ),
        (
            PortFacts(DIRECT, SILENT, pages=(QUIET, QUIET), outside=False),
            (FAILED, Code.NETWORK_OFFLINE),
            {"port": 443, "ipv4": "silent", "control": False},
        ),
        (
            PortFacts(DIRECT, SILENT, pages=(QUIET, QUIET), outside=True),
            (FAILED, Code.NETWORK_UNREACHABLE),
            {"port": 443, "ipv4": "silent"},
        ),
        (
            PortFacts(GUESS, SILENT),
            (FAILED, Code.API_SERVICE_NOT_RUNNING),
            {"port": 30223, "ipv4": "silent", "sure": False},
        ),
        (
            PortFacts(Route(local_endpoint(), (None,)), SILENT),
            (FAILED, Code.LOCAL_API_STUCK),
            {"port": 30222, "ipv4": "silent"},
        ),
    ],
)
def test_how_the_port_took_a_connection(
    facts: PortFacts, expected: tuple[Status, Code | None], told: dict[str, object]
) -> None:
    outcome = port_verdict.port(facts)
    assert (found(outcome), dict(outcome.evidence)) == (expected, told)


@pytest.mark.parametrize("first", ["ipv4", "ipv6"])
def test_families_are_told_in_the_order_in_which_they_were_tried(first: str) -> None:
    second = "ipv6" if first == "ipv4" else "ipv4"
    facts = PortFacts(DIRECT, ((first, FamilyOutcome.SILENT), (second, FamilyOutcome.OPEN)), reached=True)
    assert [key for key, _ in port_verdict.port(facts).evidence] == ["port", first, second]


@pytest.mark.parametrize(
    ("answer", "expected", "told"),
    [
        (Answer("CONNECT", "", 200), (PASSED, None), {"proxy_status": 200}),
        (Answer("CONNECT", "", 511), (FAILED, Code.NETWORK_CAPTIVE_PORTAL), {"proxy_status": 511}),
        (
            Answer("CONNECT", "", 407, challenges=("Basic", "NTLM")),
            (FAILED, Code.PROXY_SIGN_IN_REQUIRED),
            {"proxy_status": 407, "sign_in": "Basic, NTLM"},
        ),
        (
            Answer("CONNECT", "", 407),
            (FAILED, Code.PROXY_SIGN_IN_REQUIRED),
            {"proxy_status": 407, "sign_in": "unknown"},
        ),
        (Answer("CONNECT", "", 501), (FAILED, Code.PROXY_BAD_SETTING), {"proxy_status": 501}),
        (Answer("CONNECT", "", 403), (FAILED, Code.PROXY_BLOCKED), {"proxy_status": 403}),
        (Answer("CONNECT", "", failure=Failure.DROPPED), (FAILED, Code.PROXY_UNREACHABLE), {}),
        (Answer("CONNECT", "", failure=Failure.UNREADABLE), (FAILED, Code.ANSWER_NOT_OPEN_DENTAL), {}),
        (Answer("CONNECT", "", failure=Failure.TLS_UNTRUSTED), (FAILED, Code.PROXY_BAD_SETTING), {}),
    ],
)
def test_what_a_proxy_says_to_the_request_for_the_way(
    answer: Answer, expected: tuple[Status, Code | None], told: dict[str, object]
) -> None:
    outcome = port_verdict.port(PortFacts(PROXIED, OPEN, reached=True, tunnel=answer))
    assert found(outcome) == expected
    assert dict(outcome.evidence) == {"port": 3128, "proxy": True, "ipv4": "open", **told}


@pytest.mark.parametrize(
    ("answer", "code", "words"),
    [
        (Answer("CONNECT", "", 501), Code.PROXY_BAD_SETTING,
         "A web server answers where the proxy should be (501). The setting comes from"),
        (Answer("CONNECT", "", failure=Failure.PROXY_BAD_SETTING), Code.PROXY_BAD_SETTING,
         "What answers at the proxy's address is no proxy."),
        (Answer("CONNECT", "", failure=Failure.NO_ANSWER), Code.PROXY_UNREACHABLE, "in time"),
        (Answer("CONNECT", "", failure=Failure.DROPPED), Code.PROXY_UNREACHABLE, "broke it off"),
        (Answer("CONNECT", "", 502), Code.PROXY_BLOCKED,
         "The office's proxy could not reach Open Dental (502)."),
        (Answer("CONNECT", "", 503, product="Squid"), Code.PROXY_BLOCKED,
         "The office's proxy (Squid) could not reach Open Dental (503)."),
        (Answer("CONNECT", "", 403), Code.PROXY_BLOCKED,
         "The office's proxy does not open the way to Open Dental (403)."),
        (Answer("CONNECT", "", 403, product="Squid"), Code.PROXY_BLOCKED,
         "The office's proxy (Squid) does not open the way to Open Dental (403)."),
    ],
)  # fmt: skip
def test_the_words_for_a_way_that_the_proxy_does_not_open(answer: Answer, code: Code, words: str) -> None:
    named = replace(OFFICE, source=ProxySource.ENVIRONMENT, variable="HTTPS_PROXY")
    facts = PortFacts(replace(PROXIED, ways=(named,)), OPEN, reached=True, tunnel=answer)
    outcome = port_verdict.port(facts)
    assert found(outcome) == (FAILED, code)
    assert words in said(outcome)


def test_a_pc_that_can_make_no_secure_channel_is_told_by_the_setting_alone() -> None:
    answer = Answer("CONNECT", "", failure=Failure.TLS_IMPOSSIBLE)
    facts = PortFacts(PROXIED, OPEN, reached=True, tunnel=answer, setting="OPENSSL_CONF")
    outcome = port_verdict.port(facts)
    assert found(outcome) == (FAILED, Code.TLS_HANDSHAKE)
    assert dict(outcome.evidence) == {"failure": "tls-impossible", "setting": "OPENSSL_CONF"}
    assert channel_verdicts.channel(ChannelFacts(DIRECT, answer, setting="OPENSSL_CONF")) == outcome
    bare = port_verdict.port(replace(facts, setting=None))
    assert dict(bare.evidence) == {"failure": "tls-impossible"}
    assert "its own OpenSSL configuration" in said(bare)


def seen(
    failure: Failure | None = None, status: int | None = None, pages: tuple[Answer, Answer] | None = None
) -> ChannelFacts:
    own = Certificate("Miller Dental CA", "Miller Dental CA", 0.0, 2e9)
    answer = Answer("GET", "/patients", status, failure=failure, certificate=own)
    return ChannelFacts(replace(DIRECT, certificate=own), answer, pages, 1e9)


@pytest.mark.parametrize(
    ("facts", "expected", "told"),
    [
        (ChannelFacts(Route(local_endpoint())), (SKIPPED, None), {}),
        (seen(status=401), (PASSED, None), {"issuer": "… CA", "public": False}),
        (seen(Failure.UNREADABLE), (PASSED, None), {"issuer": "… CA", "public": False}),
        (seen(Failure.NO_ANSWER, pages=(QUIET, QUIET)), (UNKNOWN, None), {}),
        (
            seen(Failure.NO_ANSWER, pages=(BLOCK, QUIET)),
            (FAILED, Code.NETWORK_NAME_BLOCKED),
            {"filter": "DNSFilter"},
        ),
        (
            seen(Failure.TLS_UNTRUSTED, pages=(QUIET, QUIET)),
            (FAILED, Code.TLS_INTERCEPTED),
            {"failure": "tls-untrusted", "issuer": "… CA"},
        ),
        (
            seen(Failure.TLS_UNTRUSTED, pages=(QUIET, PORTAL)),
            (FAILED, Code.NETWORK_CAPTIVE_PORTAL),
            {"failure": "tls-untrusted", "issuer": "… CA"},
        ),
        (
            seen(Failure.TLS_HANDSHAKE, pages=(QUIET, PORTAL)),
            (FAILED, Code.TLS_HANDSHAKE),
            {"failure": "tls-handshake", "issuer": "… CA"},
        ),
        (
            seen(Failure.TLS_EXPIRED, pages=(QUIET, replace(QUIET, clock_ahead_s=3.4))),
            (FAILED, Code.TLS_EXPIRED),
            {"failure": "tls-expired", "issuer": "… CA", "ahead_s": 3},
        ),
        (
            replace(seen(Failure.TLS_UNTRUSTED), no_authorities="SSL_CERT_FILE"),
            (FAILED, Code.TLS_ROOTS_OUTDATED),
            {"failure": "tls-untrusted", "issuer": "… CA", "setting": "SSL_CERT_FILE"},
        ),
    ],
)
def test_what_the_secure_channel_shows(
    facts: ChannelFacts, expected: tuple[Status, Code | None], told: dict[str, object]
) -> None:
    outcome = channel_verdicts.channel(facts)
    assert (found(outcome), dict(outcome.evidence)) == (expected, told)
    assert "Miller" not in said(outcome)


def test_an_issuer_that_was_not_read_is_not_trusted_either() -> None:
    answer = Answer("GET", "/patients", failure=Failure.TLS_UNTRUSTED)
    outcome = channel_verdicts.channel(ChannelFacts(DIRECT, answer, (QUIET, QUIET)))
    assert (found(outcome), shown(outcome)) == ((FAILED, Code.TLS_INTERCEPTED), None)
    assert dict(outcome.evidence) == {"failure": "tls-untrusted"}
    assert "an issuer that this PC does not trust" in said(outcome)


def test_the_window_names_the_whole_issuer() -> None:
    outcome = channel_verdicts.channel(seen(Failure.TLS_UNTRUSTED, pages=(QUIET, QUIET)))
    assert "“… CA”" in said(outcome)
    assert "“Miller Dental CA”" in (shown(outcome) or "")


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (ClockFacts(answered=False), (UNKNOWN, None)),
        (ClockFacts(answered=True), (UNKNOWN, None)),
        (ClockFacts(answered=True, ahead=300.0), (PASSED, None)),
        (ClockFacts(answered=True, ahead=-300.5), (WARNED, Code.CLOCK_SKEWED)),
    ],
)
def test_this_pcs_clock(facts: ClockFacts, expected: tuple[Status, Code | None]) -> None:
    outcome = channel_verdicts.clock_verdict(facts)
    assert found(outcome) == expected
    assert dict(outcome.evidence) == ({} if facts.ahead is None else {"ahead_s": round(facts.ahead)})


@pytest.mark.parametrize("who", PortIdentity)
def test_where_the_key_stays_that_is_told_unless_the_answer_tells_more(who: PortIdentity) -> None:
    outcome = live_verdicts.identity(IdentityFacts(Route(api_service_endpoint()), who))
    if who in (PortIdentity.OPEN_DENTAL, PortIdentity.LIKE_OPEN_DENTAL, PortIdentity.NOBODY):
        assert outcome is None
        return
    assert outcome is not None
    assert found(outcome) == (FAILED, Code.ANSWER_NOT_OPEN_DENTAL)
    assert dict(outcome.evidence) == {"who": str(who), "sure": who is PortIdentity.SOMEBODY_ELSE}


def test_rights_and_version() -> None:
    answer = Answer(
        "GET",
        "/x",
        200,
        Content.JSON_LIST,
        rights=(("ApiReadAll", True), ("ApiComm", False)),
        version="24.2.1",
    )
    outcome = live_verdicts.rights_verdict(RightsFacts(answer, ("ApiReadAll", "ApiComm"), 5.0))
    assert found(outcome) == (WARNED, Code.PERMISSION_MISSING)
    assert dict(outcome.evidence) == {"held": "ApiReadAll", "missing": "ApiComm", "pace_s": 5.0}
    assert found(live_verdicts.rights_verdict(RightsFacts(answer, ("ApiReadAll",)))) == (PASSED, None)
    assert found(live_verdicts.rights_verdict(RightsFacts(QUIET))) == (UNKNOWN, None)
    refused = live_verdicts.rights_verdict(RightsFacts(Answer("GET", "/x", 401, Content.JSON_STRING)))
    assert (found(refused), said(refused)) == ((UNKNOWN, None), "Open Dental did not tell (401).")
    old = live_verdicts.version_verdict(VersionFacts(answer, Version.parse("24.3")))
    assert (found(old), dict(old.evidence)) == (
        (WARNED, Code.OFFICE_VERSION_TOO_OLD),
        {"version": "24.2.1"},
    )
    assert found(live_verdicts.version_verdict(VersionFacts(answer, Version.parse("24.2")))) == (PASSED, None)
    assert found(live_verdicts.version_verdict(VersionFacts(QUIET, Version.parse("24.2")))) == (UNKNOWN, None)
