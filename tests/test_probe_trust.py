"""The certificate that came is told, trusted or not; nothing is sent over a channel that is not trusted."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING

import pytest
import trustme

from wizard.checks.channel import secure_channel
from wizard.checks.context import Context, World
from wizard.core.endpoint import Endpoint, remote
from wizard.core.evidence import Answer, Certificate, Failure, Page, Status
from wizard.core.mode import Mode
from wizard.core.redact import Redactor
from wizard.core.text import Speaker
from wizard.probe import trust
from wizard.probe.client import Caller
from wizard.store.interceptors import interceptor, is_public

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from wizard.checks.engine import Outcome

HOST = remote().host
DAY = timedelta(days=1)
NOW = datetime.now(UTC)


class Moved(BaseHTTPRequestHandler):
    """Sends whoever got through on to another page of the same host."""

    def do_GET(self) -> None:
        self.send_response(302)
        self.send_header("Location", f"https://{HOST}/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Empty(BaseHTTPRequestHandler):
    """Answers ``[]`` to whoever got through; notes that somebody did."""

    def do_GET(self) -> None:
        self.server.asked.append(self.path)  # type: ignore[attr-defined]  # see serving
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"[]")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Quiet(HTTPServer):
    """A server that does not print the handshakes that failed."""

    def handle_error(self, *_: object) -> None:
        """Say nothing."""


@contextlib.contextmanager
def serving(
    leaf: trustme.LeafCert, handler: type[BaseHTTPRequestHandler] = Empty
) -> Iterator[tuple[int, list[str]]]:
    """An https server with a certificate; its port, and what it was asked."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    leaf.configure_cert(context)
    server = Quiet(("127.0.0.1", 0), handler)
    server.asked = []  # type: ignore[attr-defined]
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server.server_port, server.asked  # type: ignore[attr-defined]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def authority(name: str) -> trustme.CA:
    return trustme.CA(organization_name=name)


def call(port: int, trusted: trustme.CA | None, host: str = "127.0.0.1") -> Answer:
    def tls() -> ssl.SSLContext:
        context = trust.context()
        if trusted is not None:
            trusted.configure_trust(context)
        return context

    async def go() -> Answer:
        endpoint = Endpoint(Mode.REMOTE, "https", "127.0.0.1", port)
        if host != "127.0.0.1":  # as over the real name: dialled at an address, checked by name
            endpoint = remote()
            object.__setattr__(endpoint, "port", port)
        caller = Caller(endpoint, Redactor(), tls=tls)
        caller.dial = "127.0.0.1" if host != "127.0.0.1" else None
        try:
            return await caller.patients(None, 5)
        finally:
            await caller.aclose()

    return asyncio.run(go())


def test_the_issuer_of_an_untrusted_certificate_is_told_and_nothing_is_sent() -> None:
    shield = authority("Avast Web Shield Root")
    with serving(shield.issue_cert("127.0.0.1")) as (port, asked):
        answer = call(port, None)
        assert asked == []
    assert answer.failure is Failure.TLS_UNTRUSTED
    assert answer.certificate is not None
    assert "Avast" in answer.certificate.issuer
    assert interceptor(answer.certificate.chain) == "Avast"


def test_the_issuer_of_a_trusted_certificate_is_told_too() -> None:
    shield = authority("Northwind Inspection")
    with serving(shield.issue_cert("127.0.0.1")) as (port, asked):
        answer = call(port, shield)
        assert len(asked) == 1
    assert answer.succeeded
    assert answer.certificate is not None
    assert "Northwind Inspection" in answer.certificate.issuer


@pytest.mark.parametrize(
    ("host", "starts", "ends", "failure"),
    [
        ("127.0.0.1", NOW - 9 * DAY, NOW - DAY, Failure.TLS_EXPIRED),
        ("127.0.0.1", NOW + DAY, NOW + 9 * DAY, Failure.TLS_NOT_YET_VALID),
        ("other.example.com", NOW - DAY, NOW + DAY, Failure.TLS_WRONG_HOST),
    ],
)
def test_what_is_wrong_with_a_certificate(
    host: str, starts: datetime, ends: datetime, failure: Failure
) -> None:
    root = authority("Northwind")
    leaf = root.issue_cert(host, not_before=starts, not_after=ends)
    with serving(leaf) as (port, asked):
        answer = call(port, root)
        assert asked == []
    assert answer.failure is failure
    assert answer.certificate is not None
    assert abs(answer.certificate.valid_to - ends.timestamp()) < 2


def test_a_call_dialled_at_an_address_is_still_checked_by_name() -> None:
    root = authority("Northwind")
    with serving(root.issue_cert(HOST)) as (port, asked):
        assert call(port, root, HOST).succeeded
        assert len(asked) == 1
    with serving(root.issue_cert("127.0.0.1")) as (port, asked):
        assert call(port, root, HOST).failure is Failure.TLS_WRONG_HOST
        assert asked == []


def test_a_redirect_to_the_same_name_leads_nowhere_else_though_an_address_was_dialled() -> None:
    root = authority("Northwind")
    with serving(root.issue_cert(HOST), Moved) as (port, _):
        answer = call(port, root, HOST)
    assert answer.status == 302
    assert not answer.redirect_elsewhere


def test_a_context_verifies() -> None:
    context = trust.context()
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname
    assert trust.presented(context) is None
    assert trust.presented(ssl.create_default_context()) is None


def test_without_a_store_of_openssls_the_system_is_asked(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    import truststore

    paths = ssl.get_default_verify_paths()._replace(cafile="", capath="")
    monkeypatch.setattr("ssl.get_default_verify_paths", lambda: paths)
    assert isinstance(trust.context(), truststore.SSLContext)
    monkeypatch.setattr("ssl.get_default_verify_paths", lambda: paths._replace(capath=str(tmp_path)))
    assert not isinstance(trust.context(), truststore.SSLContext)


def name(common: str = "", organisation: str = "") -> tuple[tuple[tuple[str, str], ...], ...]:
    return ((("commonName", common),), (("organizationName", organisation),))


@pytest.mark.parametrize(
    ("common", "organisation", "told"),
    [
        ("R3", "Let's Encrypt", "R3 (Let's Encrypt)"),
        ("Northwind Root", "Northwind", "Northwind Root"),
        ("", "Northwind", "Northwind"),
        ("line\none\x00", "", "line one"),
        ("x" * 500, "", "x" * 120),
    ],
)
def test_an_issuer_in_words(common: str, organisation: str, told: str) -> None:
    dates = {"notBefore": "Jan  1 00:00:00 2000 GMT", "notAfter": "Jan  1 00:00:00 3000 GMT"}
    found = trust.read([{"issuer": name(common, organisation), **dates}])
    assert found is not None
    assert found.issuer == told
    assert trust.read([]) is None


@pytest.mark.parametrize(
    ("names", "product"),
    [
        ("FGT60F FortiGate CA Fortinet", "Fortinet FortiGate"),
        ("mitmproxy mitmproxy", "mitmproxy"),
        ("ESET SSL Filter CA ESET, spol. s r. o.", "ESET"),
        ("DigiCert TLS RSA SHA256 2020 CA1 DigiCert Inc", None),
        ("R3 Let's Encrypt | ISRG Root X1 Internet Security Research Group", None),
        ("Some Office Root", None),
        ("Unified Systems CA", None),
        ("Corporate WebRoot CA", None),
        ("", None),
    ],
)
def test_which_product_looks_in(names: str, product: str | None) -> None:
    assert interceptor(names) == product


def test_public_authorities_are_known() -> None:
    assert is_public("Amazon RSA 2048 M02 Amazon")
    assert not is_public("Northwind Inspection")


SHOWN = Certificate("Northwind Shield", "Northwind Shield", 0.0, NOW.timestamp() - 86400)
KEYLESS = Answer("GET", "/patients", certificate=SHOWN)


def channel(answer: Answer, plain: tuple[Answer, Answer] = (KEYLESS, KEYLESS)) -> Outcome:
    """The check's outcome where the control call and the two unencrypted ones came out like this."""
    hosts = []

    async def keyless() -> Answer:
        return answer

    async def unencrypted(host: str) -> Answer:
        hosts.append(host)
        return plain[len(hosts) - 1]

    async def go() -> Outcome:
        context = Context(World(environ={}), remote(), None, lambda _: None)
        await context.ready()
        context.keyless = keyless  # type: ignore[method-assign]
        context.plain = unencrypted  # type: ignore[method-assign]
        try:
            return await secure_channel(context)
        finally:
            await context.aclose()

    return asyncio.run(go())


def failed(failure: Failure, days_past: float = 1.0) -> Answer:
    shown = replace(SHOWN, valid_to=NOW.timestamp() - days_past * 86400)
    return replace(KEYLESS, failure=failure, certificate=shown)


AHEAD, RIGHT = replace(KEYLESS, clock_ahead_s=4000.0), replace(KEYLESS, clock_ahead_s=2.0)


@pytest.mark.parametrize(
    ("answer", "plain", "code"),
    [
        (failed(Failure.TLS_EXPIRED), (KEYLESS, KEYLESS), "tls.expired"),
        (failed(Failure.TLS_EXPIRED), (RIGHT, KEYLESS), "tls.expired"),
        (failed(Failure.TLS_EXPIRED, 400), (KEYLESS, RIGHT), "tls.expired"),
        (failed(Failure.TLS_EXPIRED, 400), (KEYLESS, KEYLESS), "tls.clock"),
        (failed(Failure.TLS_EXPIRED), (KEYLESS, AHEAD), "tls.clock"),
        (failed(Failure.TLS_NOT_YET_VALID), (KEYLESS, KEYLESS), "tls.clock"),
        (failed(Failure.TLS_NOT_YET_VALID), (KEYLESS, AHEAD), "tls.clock"),
        (failed(Failure.TLS_NOT_YET_VALID), (RIGHT, KEYLESS), "tls.handshake"),
        (failed(Failure.TLS_UNTRUSTED), (RIGHT, RIGHT), "tls.intercepted"),
        (failed(Failure.TLS_WRONG_HOST), (RIGHT, RIGHT), "tls.wrong-host"),
        (failed(Failure.TLS_HANDSHAKE), (RIGHT, RIGHT), "tls.handshake"),
        *(
            (failed(failure), (KEYLESS, replace(KEYLESS, page=Page.SIGN_IN)), "network.captive-portal")
            for failure in (Failure.TLS_UNTRUSTED, Failure.TLS_WRONG_HOST)
        ),
        # Open Dental's own first page may well have a place to log on
        (failed(Failure.TLS_UNTRUSTED), (replace(KEYLESS, page=Page.SIGN_IN), KEYLESS), "tls.intercepted"),
    ],
)
def test_a_channel_that_failed(answer: Answer, plain: tuple[Answer, Answer], code: str) -> None:
    outcome = channel(answer, plain)
    assert (outcome.status, outcome.code) == (Status.FAILED, code)
    assert Speaker().say(outcome.summary)


def test_an_untrusted_issuer_is_in_the_words_and_in_the_evidence() -> None:
    outcome = channel(failed(Failure.TLS_UNTRUSTED))
    assert "Northwind Shield" in Speaker().say(outcome.summary)
    assert dict(outcome.evidence)["issuer"] == "Northwind Shield"


@pytest.mark.parametrize(
    ("chain", "words", "noted"),
    [
        ("DigiCert Inc", "trusted by this PC.", {}),
        ("Fortinet FortiGate CA", "Fortinet FortiGate looks into", {"inspected_by": "Fortinet FortiGate"}),
        ("Northwind Shield", "not one of the usual", {"public": False}),
    ],
)
def test_an_inspection_that_is_trusted_is_a_note_and_no_fault(
    chain: str, words: str, noted: dict[str, object]
) -> None:
    shown = replace(SHOWN, issuer=chain, chain=chain)
    outcome = channel(replace(KEYLESS, status=401, certificate=shown))
    assert (outcome.status, outcome.code) == (Status.PASSED, None)
    assert words in Speaker().say(outcome.summary)
    assert dict(outcome.evidence) == {"issuer": chain, **noted}
