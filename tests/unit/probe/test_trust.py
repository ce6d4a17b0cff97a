"""The certificate that came is told, trusted or not; nothing is sent over a channel that is not trusted."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import socket
import ssl
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING

import httpx
import pytest
import trustme
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.lab.trust import weak
from tests.support.run_checks import run_checks
from wizard.checks.channel import secure_channel
from wizard.checks.context import Context, World
from wizard.core.authorities import well_known
from wizard.core.codes import CheckId, Code
from wizard.core.endpoint import Endpoint, remote_endpoint
from wizard.core.evidence import (
    CLOCK_LIMIT_S,
    Answer,
    Certificate,
    CheckResult,
    Evidence,
    Failure,
    PageKind,
    Status,
    Weakness,
)
from wizard.core.facts.channel_facts import ChannelFacts, ClockFacts
from wizard.core.keys import KeyPair
from wizard.core.mode import Mode
from wizard.core.network_products import interceptor, is_public
from wizard.core.route import Route
from wizard.core.secret import Secret
from wizard.core.text import T, Translator
from wizard.diagnosis.judge import judge
from wizard.diagnosis.verdicts.certificates_verdicts import clock_or_certificate
from wizard.diagnosis.verdicts.channel_verdicts import channel as verdict
from wizard.probe import failures, trust
from wizard.probe.client import Caller
from wizard.runs.request import Request
from wizard.runs.run import run
from wizard.runs.way_checks import PREREQUISITES
from wizard.simulator.pretend_office import PretendOffice
from wizard.simulator.scenarios import SCENARIOS
from wizard.store.catalogue import Catalogue

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from wizard.core.outcome import Outcome

HOST = remote_endpoint().host
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
    leaf: trustme.LeafCert | Path, handler: type[BaseHTTPRequestHandler] = Empty
) -> Iterator[tuple[int, list[str]]]:
    """An https server with a certificate; its port, and what it was asked."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    if isinstance(leaf, trustme.LeafCert):
        leaf.configure_cert(context)
    else:
        context.set_ciphers("DEFAULT:@SECLEVEL=0")  # one that is too weak can be shown, too
        context.load_cert_chain(leaf)
    server = Quiet(("127.0.0.1", 0), handler)
    server.asked = []  # type: ignore[attr-defined]
    server.release = threading.Event()  # type: ignore[attr-defined]
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server.server_port, server.asked  # type: ignore[attr-defined]
    finally:
        server.release.set()  # type: ignore[attr-defined]
        server.shutdown()
        thread.join()
        server.server_close()


class WindowsObject(ssl.SSLObject):
    """Judges after the handshake as Windows does, with its one code for a certificate out of its time."""

    def do_handshake(self) -> None:
        super().do_handshake()
        problem = ssl.SSLCertVerificationError(1, "A required certificate is not within its validity period")
        problem.verify_code = 0x800B0101  # CERT_E_EXPIRED
        raise problem


@pytest.mark.parametrize(
    ("starts", "failure"),
    [(NOW - 9 * DAY, Failure.TLS_EXPIRED), (NOW + DAY, Failure.TLS_NOT_YET_VALID)],
)
def test_windows_has_one_code_for_a_certificate_of_yesterday_and_of_tomorrow(
    starts: datetime, failure: Failure, monkeypatch: pytest.MonkeyPatch
) -> None:
    leaf = authority("Northwind").issue_cert("127.0.0.1", not_before=starts, not_after=starts + 2 * DAY)
    judged_later = trust.context()
    judged_later.check_hostname = False
    judged_later.verify_mode = ssl.CERT_NONE  # truststore's way on Windows: who judges is the object
    judged_later.sslobject_class = WindowsObject
    monkeypatch.setattr(trust, "context", lambda: judged_later)
    with serving(leaf) as (port, asked):
        answer = call(port, None)
        assert asked == []
    assert answer.failure is failure


def authority(name: str) -> trustme.CA:
    return trustme.CA(organization_name=name)


def call(port: int, trusted: trustme.CA | None, host: str = "127.0.0.1", deadline_s: float = 5.0) -> Answer:
    def tls() -> ssl.SSLContext:
        context = trust.context()
        if trusted is not None:
            trusted.configure_trust(context)
        return context

    async def go() -> Answer:
        endpoint = Endpoint(Mode.REMOTE, "https", "127.0.0.1", port)
        if host != "127.0.0.1":  # as over the real name: dialled at an address, checked by name
            endpoint = remote_endpoint()
            object.__setattr__(endpoint, "port", port)
        caller, route = Caller(tls), Route(endpoint, dial="127.0.0.1" if host != "127.0.0.1" else None)
        try:
            return await caller.patients(route, None, deadline_s)
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
    assert trust.Handshake(context).certificate is None
    assert trust.Handshake(ssl.create_default_context()).certificate is None


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
    found = trust.read_chain([{"issuer": name(common, organisation), **dates}])
    assert found is not None
    assert found.issuer == told
    assert trust.read_chain([]) is None


def test_only_what_belongs_to_the_first_tells_who_is_at_its_top() -> None:
    dates = {"notBefore": "Jan  1 00:00:00 2026 GMT", "notAfter": "Jan  1 00:00:00 2027 GMT"}

    def named(organisation: str, common: str) -> tuple[tuple[tuple[str, str], ...], ...]:
        return ((("organizationName", organisation),), (("commonName", common),))

    office, theirs = named("Smith Dental", "SMITHDENTAL-DC01-CA"), named("DigiCert Inc", "DigiCert TLS CA")
    root = named("DigiCert Inc", "DigiCert Global Root G2")
    leaf = {"subject": named("", "api.example"), "issuer": office, **dates}
    beside = {"subject": theirs, "issuer": root, **dates}
    found = trust.read_chain([leaf, beside])
    assert found is not None
    assert found.top == ("Smith Dental", "SMITHDENTAL-DC01-CA")
    itself = {"subject": root, "issuer": root, **dates}
    linked = trust.read_chain([{**leaf, "issuer": theirs}, itself, beside])
    assert linked is not None
    assert linked.top == ("DigiCert Inc", "DigiCert Global Root G2")


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


def channel(
    answer: Answer,
    plain: tuple[Answer, Answer] = (KEYLESS, KEYLESS),
    environ: dict[str, str] | None = None,
) -> Outcome:
    """What that means."""
    return verdict(facts_of(answer, plain, environ))


def facts_of(
    answer: Answer,
    plain: tuple[Answer, Answer] = (KEYLESS, KEYLESS),
    environ: dict[str, str] | None = None,
) -> ChannelFacts:
    """What the check finds where the control call and the two unencrypted ones came out like this."""
    hosts = []

    async def keyless(_self: Context) -> Answer:
        return answer

    async def unencrypted(_self: Context, host: str) -> Answer:
        hosts.append(host)
        return plain[len(hosts) - 1]

    async def go() -> ChannelFacts:
        context = Context.of(World(environ=environ or {}), remote_endpoint(), None, lambda _: None)
        try:
            return await secure_channel(context)
        finally:
            await context.aclose()

    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(Context, "keyless", keyless)
        monkeypatch.setattr(Context, "first_page", unencrypted)
        return asyncio.run(go())


def failed(failure: Failure, days_past: float = 1.0) -> Answer:
    shown = replace(SHOWN, valid_to=NOW.timestamp() - days_past * 86400)
    return replace(KEYLESS, failure=failure, certificate=shown)


def early(days_left: float) -> Answer:
    starts = NOW.timestamp() + days_left * 86400
    shown = replace(SHOWN, valid_from=starts, valid_to=starts + 90 * 86400)
    return replace(KEYLESS, failure=Failure.TLS_NOT_YET_VALID, certificate=shown)


def off(days: float) -> Answer:
    """A web server's time, by which this PC's clock is so many days ahead."""
    return replace(KEYLESS, clock_ahead_s=days * 86400)


AHEAD, BEHIND, RIGHT = off(1.5), off(-1.5), replace(KEYLESS, clock_ahead_s=2.0)


@pytest.mark.parametrize(
    ("answer", "plain", "code"),
    [
        (failed(Failure.TLS_EXPIRED), (KEYLESS, KEYLESS), "tls.expired"),
        (failed(Failure.TLS_EXPIRED), (RIGHT, KEYLESS), "tls.expired"),
        (failed(Failure.TLS_EXPIRED, 400), (KEYLESS, RIGHT), "tls.expired"),
        (failed(Failure.TLS_EXPIRED, 400), (KEYLESS, KEYLESS), "tls.clock"),
        (failed(Failure.TLS_EXPIRED), (KEYLESS, AHEAD), "tls.clock"),
        (failed(Failure.TLS_EXPIRED), (KEYLESS, BEHIND), "tls.expired"),
        (failed(Failure.TLS_EXPIRED, 3), (KEYLESS, AHEAD), "tls.expired"),  # by the right time too
        (early(1), (KEYLESS, KEYLESS), "tls.clock"),
        (early(1), (KEYLESS, BEHIND), "tls.clock"),
        (early(3), (KEYLESS, BEHIND), "tls.handshake"),
        (early(1), (KEYLESS, AHEAD), "tls.handshake"),
        (early(1), (RIGHT, KEYLESS), "tls.handshake"),
        (failed(Failure.TLS_UNTRUSTED), (RIGHT, RIGHT), "tls.intercepted"),
        (failed(Failure.TLS_WRONG_HOST), (RIGHT, RIGHT), "tls.wrong-host"),
        (failed(Failure.TLS_HANDSHAKE), (RIGHT, RIGHT), "tls.handshake"),
        *(
            (failed(failure), (KEYLESS, replace(KEYLESS, page=PageKind.SIGN_IN)), "network.captive-portal")
            for failure in (Failure.TLS_UNTRUSTED, Failure.TLS_WRONG_HOST)
        ),
        # Open Dental's own first page may well have a place to log on
        (
            failed(Failure.TLS_UNTRUSTED),
            (replace(KEYLESS, page=PageKind.SIGN_IN), KEYLESS),
            "tls.intercepted",
        ),
    ],
)
def test_a_channel_that_failed(answer: Answer, plain: tuple[Answer, Answer], code: str) -> None:
    outcome = channel(answer, plain)
    assert (outcome.status, outcome.code) == (Status.FAILED, code)
    assert Translator().translate(outcome.summary)


@given(
    ahead=st.floats(-4e8, 4e8, allow_nan=False),
    starts=st.floats(-4e8, 4e8),
    lasts=st.floats(3600, 4e7),
    known=st.booleans(),
)
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_clock_is_blamed_only_where_the_right_time_would_find_the_certificate_valid(
    ahead: float, starts: float, lasts: float, known: bool
) -> None:
    now = 1.8e9
    shown = Certificate("x", "x", now + starts, now + starts + lasts)
    if shown.valid_from <= now <= shown.valid_to:
        return
    failure = Failure.TLS_NOT_YET_VALID if now < shown.valid_from else Failure.TLS_EXPIRED
    blamed = clock_or_certificate(failure, ahead, shown if known else None, now) == "tls.clock"
    if abs(ahead) <= CLOCK_LIMIT_S:
        assert not blamed
    if failure is Failure.TLS_EXPIRED and ahead <= 0:
        assert not blamed
    if failure is Failure.TLS_NOT_YET_VALID and ahead >= 0:
        assert not blamed
    true = now - ahead
    if known and abs(ahead) > CLOCK_LIMIT_S:
        inside = shown.valid_from <= true <= shown.valid_to
        near = min(abs(true - shown.valid_from), abs(true - shown.valid_to)) <= 61
        assert blamed == inside or near


class Mute(Empty):
    """Lets whoever got through wait for longer than they do."""

    def do_GET(self) -> None:
        self.server.asked.append(self.path)  # type: ignore[attr-defined]  # see serving
        self.server.release.wait(20)  # type: ignore[attr-defined]


def test_a_secure_channel_that_does_not_stand_in_time_is_not_the_offices_silence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:  # takes the connection, and says nothing
        silent = call(listener.getsockname()[1], None, deadline_s=0.3)
    assert silent.failure is Failure.TLS_NO_ANSWER
    found = judge(Evidence(Mode.REMOTE, probe=silent)).findings
    assert [one.code for one in found] == ["tls.handshake"]
    assert not any("{server}" in step for step in Catalogue().entry("tls.handshake").steps)


def test_silence_behind_a_secure_channel_is_the_offices() -> None:
    root = authority("Northwind")
    with serving(root.issue_cert("127.0.0.1"), Mute) as (port, asked):
        answer = call(port, root, deadline_s=1.0)
        assert len(asked) == 1
    assert answer.failure is Failure.NO_ANSWER


@pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl to make weak certificates with")
@pytest.mark.parametrize(
    ("kind", "weakness"),
    [("sha1", Weakness.SIGNATURE), ("rsa1024", Weakness.KEY), ("client", Weakness.PURPOSE)],
)
def test_a_trusted_certificate_that_is_not_good_enough(kind: str, weakness: Weakness, tmp_path: Path) -> None:
    root = authority("Northwind")
    both = tmp_path / "authority.pem"
    both.write_bytes(root.private_key_pem.bytes() + root.cert_pem.bytes())
    pem = weak(tmp_path, kind, both, HOST)
    with serving(pem) as (port, asked):
        answer = call(port, root, HOST)
        assert asked == []
    assert (answer.failure, answer.weakness) == (Failure.TLS_TOO_WEAK, weakness)
    if weakness is not Weakness.KEY:  # OpenSSL looks at the key first, and at the trust behind it
        with serving(pem) as (port, _):
            assert call(port, None, HOST).failure is Failure.TLS_UNTRUSTED
    facts = facts_of(answer)
    outcome = verdict(facts)
    assert (outcome.status, outcome.code) == (Status.FAILED, "tls.too-weak")
    assert dict(outcome.evidence)["weakness"] == weakness
    said = Translator().translate(outcome.shown or outcome.summary)
    assert "Northwind" in said
    assert "Northwind" not in Translator().translate(outcome.summary)
    assert ("trusts, but" in said) is (weakness is not Weakness.KEY)
    check = judged_check(facts)
    codes = [one.code for one in judge(Evidence(Mode.REMOTE, (check,))).findings]
    assert codes == ["tls.too-weak", *(["tls.intercepted"] if weakness is Weakness.KEY else [])]
    judged = judge(Evidence(Mode.REMOTE, probe=answer)).findings
    assert [one.code for one in judged] == codes


@pytest.mark.parametrize(
    ("code", "failure", "weakness"),
    [
        *((code, Failure.TLS_TOO_WEAK, Weakness.SIGNATURE) for code in (68, 0x80096004, 0x80094016)),
        *((code, Failure.TLS_TOO_WEAK, Weakness.KEY) for code in (66, 67)),
        *(
            (c, Failure.TLS_TOO_WEAK, Weakness.PURPOSE)
            for c in (26, 32, 79, 0x800B0110, 0x800B0106, 0x80096019)
        ),
        *((code, Failure.TLS_UNTRUSTED, None) for code in (18, 19, 20, 0x800B0109, 0x800B010A)),
        (0x800B010F, Failure.TLS_WRONG_HOST, None),
    ],
)
def test_refusals_by_openssls_and_by_windows_codes(
    code: int, failure: Failure, weakness: Weakness | None
) -> None:
    problem = ssl.SSLCertVerificationError(1, "certificate verify failed")
    problem.verify_code = code
    outer = httpx.ConnectError("")
    outer.__context__ = problem
    assert failures.failure_of(outer, proxied=False) is failure
    assert failures.weakness(outer) is weakness


def test_a_weak_certificate_without_a_name_has_words_too() -> None:
    nameless = replace(KEYLESS, failure=Failure.TLS_TOO_WEAK, weakness=Weakness.KEY, certificate=None)
    assert "too short" in Translator().translate(channel(nameless).summary)


KNOWN = ("Internet Security Research Group", "ISRG Root X1")


@pytest.mark.parametrize(
    ("top", "known"),
    [
        (KNOWN, True),
        (("DigiCert Inc", "DigiCert Global Root G2"), True),
        (("GlobalSign", "GlobalSign"), True),
        (("Let's Encrypt", "R11"), True),
        (("DigiCert Inc", "DigiCert TLS RSA SHA256 2020 CA1"), True),
        (("", "ISRG Root X1"), False),
        (("Northwind", "ISRG Root X1"), False),
        (("GlobalSign", "Office Root"), False),
        (("Contoso Microsoft Forefront TMG", "HTTPS Inspection"), False),
        (("", ""), False),
    ],
)
def test_a_well_known_authority_is_known_by_its_whole_name(top: tuple[str, str], known: bool) -> None:
    assert well_known(*top) is known


def test_a_public_authority_that_this_pc_lacks_is_nobody_in_between() -> None:
    root = trustme.CA(organization_name=KNOWN[0], organization_unit_name=KNOWN[1])
    with serving(root.issue_cert("127.0.0.1")) as (port, asked):
        answer = call(port, None)
        assert asked == []
    assert answer.certificate is not None
    assert answer.certificate.top == KNOWN
    outcome = channel(answer)
    assert (outcome.code, dict(outcome.evidence)["public"]) == ("tls.roots-outdated", True)
    for evidence in (
        Evidence(Mode.REMOTE, probe=answer),
        Evidence(
            Mode.REMOTE,
            (CheckResult(CheckId.PREREQ_SECURE_CHANNEL, outcome.status, outcome.summary, outcome.code),),
        ),
    ):
        assert [one.code for one in judge(evidence).findings] == ["tls.roots-outdated", "tls.intercepted"]


def test_a_product_that_takes_a_public_name_is_still_the_product() -> None:
    shown = replace(SHOWN, issuer="Fortinet CA", chain="Fortinet CA", top=KNOWN)
    outcome = channel(replace(KEYLESS, failure=Failure.TLS_UNTRUSTED, certificate=shown))
    assert outcome.code == "tls.intercepted"


def test_a_certificate_that_vouches_for_itself_is_a_devices(tmp_path: Path) -> None:
    device = authority("Northwind Router")
    file = tmp_path / "own.pem"
    file.write_bytes(device.private_key_pem.bytes() + device.cert_pem.bytes())
    with serving(file) as (port, _):
        answer = call(port, None)
    assert answer.certificate is not None
    assert answer.certificate.self_signed
    outcome = channel(answer)
    assert outcome.code == "tls.intercepted"
    assert "vouches for itself" in Translator().translate(outcome.summary)


@pytest.mark.parametrize("there", [True, False])
def test_a_list_of_authorities_without_any_is_named(
    there: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, empty = tmp_path / "list.pem", tmp_path / "empty"
    empty.mkdir()
    if there:
        file.write_text("no certificate")
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    monkeypatch.setenv("SSL_CERT_DIR", str(empty))
    assert trust.unusable_store() == "SSL_CERT_FILE"
    outcome = channel(failed(Failure.TLS_UNTRUSTED))
    assert outcome.code == "tls.roots-outdated"
    assert dict(outcome.evidence)["setting"] == "SSL_CERT_FILE"
    said = Translator().translate(outcome.summary)
    assert "SSL_CERT_FILE" in said
    assert str(tmp_path) not in said
    (empty / "0123abcd.0").write_text("an authority, by OpenSSL's way to name its file")
    assert trust.unusable_store() == ""


def test_a_list_of_authorities_with_one_is_no_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "list.pem"
    file.write_bytes(authority("Northwind").cert_pem.bytes())
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))
    assert trust.unusable_store() == ""
    monkeypatch.delenv("SSL_CERT_FILE")
    monkeypatch.delenv("SSL_CERT_DIR")
    assert trust.unusable_store() == ""


def impossible() -> ssl.SSLContext:
    raise ssl.SSLError("library has no ciphers")


def look(endpoint: Endpoint, environ: dict[str, str], *only: str) -> dict[str, CheckResult]:
    """What the checks say on a PC whose settings let no secure channel be made."""

    async def go() -> tuple[CheckResult, ...]:
        context = Context.of(World(environ=environ, tls=impossible), endpoint, None, lambda _: None)
        try:
            return await run_checks([c for c in PREREQUISITES if c.id in only], context)
        finally:
            await context.aclose()

    return {found.id: found for found in asyncio.run(go())}


@pytest.mark.parametrize(
    ("environ", "words"),
    [
        ({"OPENSSL_CONF": "CANARY"}, "OPENSSL_CONF, an environment"),
        ({"OPENSSL_MODULES": "CANARY"}, "OPENSSL_MODULES, an environment"),
        ({}, "its own OpenSSL configuration"),
    ],
)
def test_settings_that_allow_no_secure_channel_are_named(environ: dict[str, str], words: str) -> None:
    found = look(remote_endpoint(), environ, "prereq.secure-channel")["prereq.secure-channel"]
    assert (found.status, found.code) == (Status.FAILED, "tls.handshake")
    assert words in Translator().translate(found.summary)
    assert "CANARY" not in repr(found)
    judged = judge(Evidence(Mode.REMOTE, (found,)))
    assert [one.code for one in judged.findings] == ["tls.handshake"]  # nobody else is suspected
    assert judged.exit_code == 3


def test_a_live_call_that_cannot_be_made_securely_is_not_made_and_says_why() -> None:
    request = Request(
        remote_endpoint(), KeyPair(Secret("A" * 16), Secret("B" * 16)), only=(CheckId.LIVE_PATIENTS,)
    )
    world = World(environ={}, tls=impossible, look_up=nowhere, connect=opens)
    evidence = asyncio.run(run(request, world, lambda _: None))
    first = judge(evidence).findings[0]
    assert (first.code, evidence.probe and evidence.probe.failure) == (
        "tls.handshake",
        Failure.TLS_IMPOSSIBLE,
    )
    assert "OPENSSL_CONF" in Translator().translate(first.because[0])


def test_an_https_proxy_is_not_blamed_for_this_pcs_own_settings() -> None:
    environ = {"HTTPS_PROXY": "https://127.0.0.1:9", "OPENSSL_CONF": "x"}

    async def go() -> tuple[CheckResult, ...]:
        world = World(environ=environ, tls=impossible, connect=opens)
        context = Context.of(world, remote_endpoint(), None, lambda _: None)
        try:
            return await run_checks([c for c in PREREQUISITES if c.id == "prereq.port"], context)
        finally:
            await context.aclose()

    (found,) = asyncio.run(go())
    assert found.code == "tls.handshake"
    assert "OPENSSL_CONF" in Translator().translate(found.summary)


def test_inside_the_office_such_settings_do_not_matter() -> None:
    with PretendOffice(SCENARIOS["healthy"]) as office:
        endpoint = Endpoint(Mode.API_SERVICE, "http", "127.0.0.1", office.port)
        request = Request(
            endpoint, KeyPair(Secret("A" * 16), Secret("B" * 16)), only=(CheckId.LIVE_PATIENTS,)
        )
        evidence = asyncio.run(run(request, World(environ={}, tls=impossible), lambda _: None))
    assert evidence.probe is not None
    assert evidence.probe.succeeded


def test_a_handshake_that_fails_under_a_setting_that_changes_it_names_that() -> None:
    said = Translator().translate(
        channel(failed(Failure.TLS_HANDSHAKE), environ={"OPENSSL_CONF": "x"}).summary
    )
    assert "OPENSSL_CONF" in said
    assert "OPENSSL_CONF" not in Translator().translate(channel(failed(Failure.TLS_HANDSHAKE)).summary)


def test_whatever_else_raises_while_a_run_is_prepared_is_a_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    def raises(*_: object, **__: object) -> None:
        raise RuntimeError("CANARY")

    monkeypatch.setattr("wizard.checks.ways.chosen_route", raises)
    request = Request(
        remote_endpoint(),
        KeyPair(Secret("A" * 16), Secret("B" * 16)),
        only=("prereq.proxy", CheckId.LIVE_PATIENTS),
    )
    evidence = asyncio.run(run(request, World(environ={}), lambda _: None))
    judged = judge(evidence)
    assert [one.code for one in judged.findings] == ["unknown", "check.crashed"]
    assert judged.exit_code == 3
    assert "CANARY" not in repr(evidence)


async def opens(_host: str, _port: int) -> None:
    """Every connection stands."""


async def nowhere(_host: str) -> list[str]:
    return ["20.1.2.3"]


def judged_check(facts: ChannelFacts) -> CheckResult:
    outcome = verdict(facts)
    return CheckResult(
        CheckId.PREREQ_SECURE_CHANNEL,
        outcome.status,
        outcome.summary,
        outcome.code,
        outcome.evidence,
        facts=facts,
    )


def clock_told(seconds: float) -> CheckResult:
    warned = abs(seconds) > CLOCK_LIMIT_S
    return CheckResult(
        CheckId.PREREQ_CLOCK,
        Status.WARNED if warned else Status.PASSED,
        T("x"),
        Code.CLOCK_SKEWED if warned else None,
        (("ahead_s", round(seconds)),),
        facts=ClockFacts(answered=True, ahead=seconds),
    )


@pytest.mark.parametrize(
    ("failure", "ahead", "first", "absent"),
    [
        (Failure.TLS_EXPIRED, None, "tls.expired", None),
        (Failure.TLS_EXPIRED, 4000, "tls.clock", None),
        (Failure.TLS_EXPIRED, -4000, "tls.expired", "tls.clock"),
        (Failure.TLS_EXPIRED, 3, "tls.expired", "tls.clock"),
        (Failure.TLS_NOT_YET_VALID, None, "tls.clock", None),
        (Failure.TLS_NOT_YET_VALID, -4000, "tls.clock", None),
        (Failure.TLS_NOT_YET_VALID, 4000, "tls.handshake", "tls.clock"),
        (Failure.TLS_NOT_YET_VALID, 3, "tls.handshake", "tls.clock"),
    ],
)
def test_a_live_call_blames_the_clock_by_the_same_rule(
    failure: Failure, ahead: float | None, first: str, absent: str | None
) -> None:
    checks = () if ahead is None else (clock_told(ahead),)
    found = judge(Evidence(Mode.REMOTE, checks, Answer("GET", "/patients", failure=failure))).findings
    assert found[0].code == first
    assert absent not in [one.code for one in found]


def test_a_clock_is_no_guess_where_the_time_was_told() -> None:
    told = facts_of(failed(Failure.TLS_EXPIRED), (RIGHT, RIGHT))
    silent = facts_of(failed(Failure.TLS_EXPIRED), (KEYLESS, KEYLESS))
    for facts, codes in ((told, ["tls.expired"]), (silent, ["tls.expired", "tls.clock"])):
        check = judged_check(facts)
        assert [one.code for one in judge(Evidence(Mode.REMOTE, (check,))).findings] == codes


def test_an_untrusted_issuer_is_in_the_words_and_in_the_evidence() -> None:
    outcome = channel(failed(Failure.TLS_UNTRUSTED))
    assert "Northwind Shield" in Translator().translate(outcome.shown or outcome.summary)
    assert "… Shield" in Translator().translate(outcome.summary)
    assert dict(outcome.evidence)["issuer"] == "… Shield"


@pytest.mark.parametrize(
    ("chain", "words", "noted"),
    [
        ("DigiCert Inc", "trusted by this PC.", {}),
        ("Fortinet FortiGate CA", "Fortinet FortiGate looks into", {"inspected_by": "Fortinet FortiGate"}),
        ("Root CA", "not one of the usual", {"public": False}),
    ],
)
def test_an_inspection_that_is_trusted_is_a_note_and_no_fault(
    chain: str, words: str, noted: dict[str, object]
) -> None:
    shown = replace(SHOWN, issuer=chain, chain=chain)
    outcome = channel(replace(KEYLESS, status=401, certificate=shown))
    assert (outcome.status, outcome.code) == (Status.PASSED, None)
    assert words in Translator().translate(outcome.summary)
    assert dict(outcome.evidence) == {"issuer": chain, **noted}


def test_an_offices_own_authority_is_not_named_in_what_leaves_the_window() -> None:
    own = replace(SHOWN, issuer="SMITH-DC01-CA", chain="SMITH-DC01-CA")
    for answer in (replace(failed(Failure.TLS_UNTRUSTED), certificate=own),
                   replace(KEYLESS, status=401, certificate=own),
                   replace(KEYLESS, failure=Failure.UNREADABLE, certificate=own)):  # fmt: skip
        outcome = channel(answer)
        assert "SMITH" not in Translator().translate(outcome.summary) + repr(outcome.evidence)
        assert outcome.shown is not None
        assert "SMITH-DC01-CA" in Translator().translate(outcome.shown)
