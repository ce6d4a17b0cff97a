"""Filters by name lookup: the name has to be allowed there, and their certificate helps nobody."""

from __future__ import annotations

import asyncio
import socket
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.support.run_checks import run_checks
from wizard.checks.channel import secure_channel
from wizard.checks.context import CONTROL_HOST, Context, World
from wizard.core.endpoint import REMOTE_HOST, remote_endpoint
from wizard.core.evidence import Answer, Certificate, Failure, PageKind, Status
from wizard.core.filter_page import blocks
from wizard.core.filters import by_address, by_certificate
from wizard.core.redact import Redactor
from wizard.core.route import Route
from wizard.core.text import Translator
from wizard.diagnosis.verdicts.channel_verdicts import channel as verdict
from wizard.probe.reading import AnswerReader
from wizard.runs.way_checks import PREREQUISITES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wizard.core.evidence import CheckResult
    from wizard.core.outcome import Outcome

PUBLIC = "20.1.2.3"
NOTHING = Answer("GET", "/", failure=Failure.REFUSED)
BARE = Answer("GET", "/", 403, page=PageKind.BLOCK)
NAMED = replace(BARE, product="DNSFilter")
SAID = replace(BARE, refuses=True)
SHOWN = Certificate("Northwind", "Northwind", 0.0, 4e9)


@pytest.mark.parametrize(
    ("address", "product"),
    [
        *((f"146.112.61.{last}", "Cisco Umbrella") for last in range(104, 111)),
        ("::ffff:146.112.61.106", "Cisco Umbrella"),
        ("146.112.61.103", None),
        ("146.112.61.111", None),
        ("162.159.36.12", "Cloudflare Gateway"),
        ("162.159.36.1", None),
        ("208.91.112.55", "FortiGuard"),
        ("2001:cdba::3257:9652", "FortiGuard"),
        ("198.135.184.22", "Palo Alto Networks"),
        ("198.251.90.72", "DNSFilter"),
        ("198.251.90.73", None),
        ("fe80::1%eth0", None),
        (PUBLIC, None),
    ],
)
def test_known_block_pages(address: str, product: str | None) -> None:
    assert by_address(address) == product


@pytest.mark.parametrize(
    ("names", "product"),
    [
        ("Cisco Umbrella Root CA Cisco", "Cisco Umbrella"),
        ("DigiCert Inc *.opendns.com", "Cisco Umbrella"),
        ("Fortiguard SDNS Blocked Page", "FortiGuard"),
        ("FortiGate CA Fortinet", None),
        ("Let's Encrypt R3 block.dnsfilter.com", "DNSFilter"),
        ("Northwind", None),
        ("", None),
    ],
)
def test_certificates_of_filters_pages(names: str, product: str | None) -> None:
    assert by_certificate(names) == product


@pytest.mark.parametrize(
    ("page", "blocked"),
    [
        (NAMED, True),
        (SAID, True),
        (BARE, False),
        (replace(BARE, status=200), True),
        (replace(BARE, status=302), True),
        (replace(SAID, status=503), True),
        (replace(NAMED, status=503), False),  # a proxy's on the way, which says that it could not get there
        (replace(NAMED, page=PageKind.OTHER), False),
        (NOTHING, False),
    ],
)
def test_a_page_of_a_filters_names_itself_or_says_so(page: Answer, blocked: bool) -> None:
    assert blocks(Route(remote_endpoint(), (None,)), page) is blocked


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("Blocked by the web filter of your office.", True),
        ("This domain has been blocked by your network's DNS filter.", True),
        ("This page is blocked by your organization's policy.", True),
        ("Access is denied by your company's rules.", True),
        ("403 Forbidden", False),
    ],
)
def test_words_of_refusal_are_noted(words: str, said: bool) -> None:
    reader = AnswerReader(Redactor())
    page = f"<html><h1>{words}</h1></html>".encode()
    read = reader.body(Answer("GET", "/", 403), page, {"content-type": "text/html"})
    assert (read.page, read.refuses) == (PageKind.BLOCK, said)


def look(addresses: list[str], connect: Exception | None, own: Answer) -> dict[str, CheckResult]:
    """What the checks of name and port say where the first page of Open Dental's host is ``own``."""

    async def look_up(host: str) -> Sequence[str]:
        if host not in (REMOTE_HOST, CONTROL_HOST):
            raise socket.gaierror(socket.EAI_NONAME, "unknown")
        return addresses if host == REMOTE_HOST else [PUBLIC]

    async def connects(_host: str, _port: int) -> None:
        if connect is not None:
            raise connect

    async def plain(_self: Context, host: str) -> Answer:
        return own if host == REMOTE_HOST else NOTHING

    async def go() -> tuple[CheckResult, ...]:
        world = World(environ={}, look_up=look_up, connect=connects)
        context = Context.of(world, remote_endpoint(), None, lambda _: None)
        try:
            wanted = ("prereq.name", "prereq.port")
            return await run_checks([c for c in PREREQUISITES if c.id in wanted], context)
        finally:
            await context.aclose()

    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(Context, "first_page", plain)
        return {one.id: one for one in asyncio.run(go())}


def test_a_name_that_leads_to_a_known_block_page_is_blocked_and_the_filter_named() -> None:
    result = look(["146.112.61.106", "::ffff:146.112.61.106"], None, NOTHING)["prereq.name"]
    assert (result.status, result.code) == (Status.FAILED, "network.name-blocked")
    assert dict(result.evidence) == {"addresses": 2, "sinkhole": True, "filter": "Cisco Umbrella"}
    assert "Cisco Umbrella" in Translator().translate(result.summary)


def test_another_address_beside_a_block_page_is_used() -> None:
    found = look(["146.112.61.106", PUBLIC], None, NOTHING)
    assert dict(found["prereq.name"].evidence) == {"addresses": 1}
    assert found["prereq.port"].status is Status.PASSED


@pytest.mark.parametrize("problem", [ConnectionRefusedError(), TimeoutError(), OSError(113, "no route")])
def test_a_filters_page_explains_a_port_that_does_not_open(problem: Exception) -> None:
    result = look([PUBLIC], problem, NAMED)["prereq.port"]
    assert (result.status, result.code) == (Status.FAILED, "network.name-blocked")
    assert "DNSFilter" in Translator().translate(result.summary)
    assert look([PUBLIC], problem, BARE)["prereq.port"].code != "network.name-blocked"
    nameless = look([PUBLIC], problem, SAID)["prereq.port"]
    assert nameless.code == "network.name-blocked"
    assert "filter" in Translator().translate(nameless.summary)


def channel(answer: Answer, own: Answer, environ: dict[str, str] | None = None) -> Outcome:
    async def keyless(_self: Context) -> Answer:
        return answer

    async def plain(_self: Context, host: str) -> Answer:
        return own if host == REMOTE_HOST else NOTHING

    async def go() -> Outcome:
        context = Context.of(World(environ=environ or {}), remote_endpoint(), None, lambda _: None)
        try:
            return verdict(await secure_channel(context))
        finally:
            await context.aclose()

    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(Context, "keyless", keyless)
        monkeypatch.setattr(Context, "first_page", plain)
        return asyncio.run(go())


FAILED = Answer("GET", "/patients", certificate=SHOWN)


@pytest.mark.parametrize(
    "failure",
    [
        Failure.TLS_UNTRUSTED,
        Failure.TLS_WRONG_HOST,
        Failure.TLS_EXPIRED,
        Failure.TLS_HANDSHAKE,
        Failure.TLS_TOO_WEAK,
        Failure.DROPPED,
        Failure.NO_ANSWER,
    ],
)
def test_a_filters_page_explains_a_channel_that_does_not_stand(failure: Failure) -> None:
    outcome = channel(replace(FAILED, failure=failure), NAMED)
    assert (outcome.status, outcome.code) == (Status.FAILED, "network.name-blocked")
    assert dict(outcome.evidence)["filter"] == "DNSFilter"
    assert channel(replace(FAILED, failure=failure), BARE).code != "network.name-blocked"


def test_a_proxys_own_page_does_not_hide_that_it_looks_into_the_secure_channel() -> None:
    through = {"HTTPS_PROXY": "http://127.0.0.1:9"}
    untrusted = replace(FAILED, failure=Failure.TLS_UNTRUSTED)
    assert channel(untrusted, replace(NAMED, product="Squid"), through).code == "tls.intercepted"
    filters_own = replace(SHOWN, chain="Cisco Umbrella Root CA")
    assert channel(replace(untrusted, certificate=filters_own), NOTHING, through).code == "proxy.blocked"


@pytest.mark.parametrize(
    "shown",
    [replace(SHOWN, chain="Cisco Umbrella Root CA"), replace(SHOWN, subject="*.opendns.com")],
)
def test_a_filters_own_certificate_is_never_to_be_trusted(shown: Certificate) -> None:
    for failure in (Failure.TLS_UNTRUSTED, Failure.TLS_WRONG_HOST):
        outcome = channel(replace(FAILED, failure=failure, certificate=shown), NOTHING)
        assert outcome.code == "network.name-blocked"
        assert "Cisco Umbrella" in Translator().translate(outcome.summary)
