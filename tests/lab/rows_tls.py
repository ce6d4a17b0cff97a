"""Rows about the secure channel and about clocks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.lab import parts
from tests.lab.place import API, INTERNET
from tests.lab.row import NOT_THE_KEY, Asked, Row
from tests.lab.rows_network import healthy, misbehaving

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.lab.place import Place
    from tests.lab.trust import Trust

INTERCEPTED, CLOCK = ("tls.intercepted",), ("tls.clock",)
CONNECTED, HANDSHAKE = ("connected",), ("tls.handshake",)
_LOOKS_IN = ("dnsmasq", "haproxy", "squid", parts.CERTGEN)
_FAKE = ("dnsmasq", "haproxy", "faketime")
_ISSUER = ("mitmproxy",)


def _certificate(choose: Callable[[Trust], Path], bind: str = "") -> Callable[[Place], Asked]:
    """A server with another certificate, or a secure port with further options."""

    def prepare(place: Place) -> Asked:
        parts.dnsmasq(place)
        parts.haproxy(place, pem=choose(place.trust), bind=bind)
        parts.simulator(place)
        return Asked()

    return prepare


def _weak(kind: str) -> Callable[[Place], Asked]:
    """A trusted certificate that is not good enough; HAProxy would not show it."""

    def prepare(place: Place) -> Asked:
        parts.dnsmasq(place)
        parts.control(place)
        pem = place.trust.weak(kind)
        place.start(parts.raw("healthy", API, "443", "--pem", str(pem)), port=443)
        return Asked()

    return prepare


def _by(organisation: str, common_name: str) -> Callable[[Trust], Path]:
    return lambda trust: trust.named(organisation, common_name)


def _list_of_authorities(text: str) -> Callable[[Place], Asked]:
    """A list of authorities in which there is none; without a text the file is not there at all."""

    def prepare(place: Place) -> Asked:
        file = place.write("authorities.pem", text) if text else place.folder / "missing.pem"
        return replace(healthy(place), trusted=file)

    return prepare


def _key_log(place: Place) -> Asked:
    return replace(healthy(place), env={"SSLKEYLOGFILE": str(place.folder / "missing" / "keys")})


def _good(trust: Trust) -> Path:
    return trust.good


def _intercepted_by_proxy(*, trusted: bool, scenario: str = "healthy") -> Callable[[Place], Asked]:
    """The office's proxy looks into TLS."""

    def prepare(place: Place) -> Asked:
        healthy(place, scenario)
        port = parts.interceptor(place)
        return Asked(
            env={"HTTPS_PROXY": f"http://{place.gateway}:{port}"},
            trusted=place.trust.both if trusted else None,
        )

    return prepare


def _intercepted_in_line(*, trusted: bool) -> Callable[[Place], Asked]:
    """A box on the office's router takes every connection to port 443, and nobody set it."""

    def prepare(place: Place) -> Asked:
        healthy(place)
        port = parts.interceptor(place, in_line=True)
        place.nft(INTERNET, "prerouting", f'iifname "in" tcp dport 443 redirect to :{port}')
        return Asked(trusted=place.trust.both if trusted else None)

    return prepare


def _clock(shift: str, choose: Callable[[Trust], Path] = _good) -> Callable[[Place], Asked]:
    """The clock of this PC is off; its pace is right."""

    def prepare(place: Place) -> Asked:
        _certificate(choose)(place)
        # The clock that only counts is shifted too. Were it told apart, faketime would end each of Python's
        # waits for its own lock at once, and threads would take turns all the time.
        return Asked(prefix=("faketime", "-f", shift))

    return prepare


def _openssl(place: Place, section: str, *lines: str) -> str:
    """A configuration of OpenSSL's with one section of further lines; the file's path."""
    text = "\n".join(("openssl_conf = start", "[start]", *lines, ""))
    return str(place.write(f"{section}.cnf", text))


def _providers(place: Place) -> str:
    """The null provider in place of the usual one has no cipher at all."""
    return _openssl(place, "none", "providers = list", "[list]", "null = on", "[on]", "activate = 1")


def _no_ciphers(place: Place) -> Asked:
    return Asked(env={**healthy(place).env, "OPENSSL_CONF": _providers(place)})


def _no_ciphers_inside(place: Place) -> Asked:
    port = place.port(30223)
    parts.simulator(place, port=port, where="office")
    arguments = ("--mode", "service", "--host", f"127.0.0.1:{port}")
    return Asked(arguments, {"OPENSSL_CONF": _providers(place)})


def _old_protocols(place: Place) -> Asked:
    lines = ("ssl_conf = all", "[all]", "system_default = old", "[old]", "MaxProtocol = TLSv1.1")
    return Asked(env={**healthy(place).env, "OPENSSL_CONF": _openssl(place, "old", *lines)})


def _portal_in_line(place: Place) -> Asked:
    """A guest network answers every connection itself, whatever address it was meant for."""
    parts.dnsmasq(place)
    parts.portal(place)
    place.nft(INTERNET, "prerouting", 'iifname "in" tcp dport 443 redirect to :8443',
              'iifname "in" tcp dport 80 redirect to :8081')  # fmt: skip
    return Asked()


def _plain(place: Place) -> Asked:
    """A web server that speaks plain HTTP there."""
    parts.dnsmasq(place)
    parts.haproxy(place, here=False)
    parts.plain_in_front(place, 443, 8080, at=API)
    parts.simulator(place)
    return Asked()


ROWS = (
    Row("tls-intercepted-by-proxy",
        "the office's proxy (Squid) looks into TLS, and this PC does not trust it",
        INTERCEPTED, _intercepted_by_proxy(trusted=False), shows=_ISSUER, programs=_LOOKS_IN),
    Row("tls-intercepted-in-line",
        "a box on the way (Squid) looks into TLS, and this PC does not trust it",
        INTERCEPTED, _intercepted_in_line(trusted=False), shows=_ISSUER, programs=_LOOKS_IN),
    Row("tls-trusted-by-proxy", "the office's proxy (Squid) looks into TLS, and this PC trusts it",
        CONNECTED, _intercepted_by_proxy(trusted=True), shows=_ISSUER, programs=_LOOKS_IN),
    Row("tls-trusted-in-line", "a box on the way (Squid) looks into TLS, and this PC trusts it",
        CONNECTED, _intercepted_in_line(trusted=True), shows=_ISSUER, programs=_LOOKS_IN),
    Row("tls-trusted-then-econnector", "TLS is looked into and trusted, and the eConnector is stopped",
        ("econnector.not-running",),
        _intercepted_by_proxy(trusted=True, scenario="econnector-not-running"), programs=_LOOKS_IN),
    Row("tls-untrusted", "a certificate of an authority that this PC does not know", INTERCEPTED,
        _certificate(lambda trust: trust.untrusted), shows=("“… Authority”",), lacks=("Nobody",)),
    *(
        Row(f"tls-weak-{kind}", f"a trusted certificate {setting}", ("tls.too-weak",), _weak(kind),
            shows=(words,), programs=("dnsmasq", "haproxy", "openssl"))
        for kind, setting, words in (
            ("sha1", "whose signature is SHA-1", "SHA-1"),
            ("rsa1024", "with a key of 1024 bits", "too short"),
            ("client", "that was not made for a server", "not made for a server"),
        )
    ),
    *(
        Row(f"tls-root-{name}", f"a certificate of {authority}, which is not on this PC's list",
            ("tls.roots-outdated",), _certificate(_by(organisation, authority)), shows=(organisation,))
        for name, organisation, authority in (
            ("isrg", "Internet Security Research Group", "ISRG Root X1"),
            ("digicert", "DigiCert Inc", "DigiCert Global Root G2"),
            ("intermediate", "Sectigo Limited", "Sectigo RSA Domain Validation Secure Server CA"),
        )
    ),
    Row("tls-list-missing", "SSL_CERT_FILE names a file that is not there", ("tls.roots-outdated",),
        _list_of_authorities(""), shows=("SSL_CERT_FILE",)),
    Row("tls-list-garbage", "SSL_CERT_FILE names a file without any certificate", ("tls.roots-outdated",),
        _list_of_authorities("no certificate"), shows=("SSL_CERT_FILE",)),
    Row("tls-key-log", "SSLKEYLOGFILE names a file that cannot be written", CONNECTED, _key_log),
    Row("tls-self-signed", "a certificate that signed itself", INTERCEPTED,
        _certificate(lambda trust: trust.self_signed)),
    Row("tls-wrong-host", "a certificate for another name", ("tls.wrong-host",),
        _certificate(lambda trust: trust.wrong_host)),
    Row("tls-expired", "an expired certificate, and this PC's clock is right", ("tls.expired",),
        _certificate(lambda trust: trust.expired)),
    Row("tls-not-yet-valid", "a certificate that is not valid yet, and this PC's clock is right",
        HANDSHAKE, _certificate(lambda trust: trust.not_yet)),
    Row("tls-clock-behind", "this PC's clock is five years behind: the certificate seems not valid yet",
        CLOCK,
        _clock("-5y", lambda trust: trust.short), programs=_FAKE),
    Row("tls-clock-ahead", "this PC's clock is five years ahead: the certificate seems expired", CLOCK,
        _clock("+5y", lambda trust: trust.short), programs=_FAKE),
    Row("tls-expired-clock-behind", "an expired certificate, and this PC's clock is a day behind",
        ("tls.expired",), _clock("-1d", lambda trust: trust.expired),
        forbidden=(*NOT_THE_KEY, "tls.clock"), programs=_FAKE),
    Row("tls-not-yet-valid-clock-ahead",
        "a certificate that is not valid yet, and this PC's clock is a day ahead", HANDSHAKE,
        _clock("+1d", lambda trust: trust.not_yet), forbidden=(*NOT_THE_KEY, "tls.clock"), programs=_FAKE),
    Row("clock-ahead", "this PC's clock is two hours ahead", ("connected.with-warnings",),
        _clock("+2h"), also=("clock.skewed",), programs=_FAKE),
    Row("clock-behind", "this PC's clock is two hours behind", ("connected.with-warnings",),
        _clock("-2h"), also=("clock.skewed",), programs=_FAKE),
    Row("clock-close", "this PC's clock is two minutes ahead: near enough", CONNECTED, _clock("+2m"),
        programs=_FAKE),
    Row("tls-old-protocol", "the server speaks TLS 1.1 only", HANDSHAKE,
        _certificate(_good, "ssl-max-ver TLSv1.1")),
    Row("tls-wants-certificate", "the server wants a certificate of this PC's", HANDSHAKE,
        _certificate(_good, "verify required ca-file {trusted}")),
    Row("tls-own-settings", "OPENSSL_CONF on this PC leaves no ciphers", HANDSHAKE, _no_ciphers,
        shows=("OPENSSL_CONF",)),
    Row("tls-own-settings-old", "OPENSSL_CONF on this PC allows TLS 1.1 at most", HANDSHAKE, _old_protocols,
        shows=("OPENSSL_CONF",)),
    Row("tls-own-settings-inside", "OPENSSL_CONF leaves no ciphers, and the API Service is called", CONNECTED,
        _no_ciphers_inside, programs=(), alone=True),
    Row("tls-plain-http", "plain HTTP on the secure port", HANDSHAKE, _plain),
    Row("tls-other-protocol", "another protocol on the secure port", HANDSHAKE,
        misbehaving("banner", tls=False)),
    Row("captive-in-line", "a guest network answers every connection with its sign-in page",
        ("network.captive-portal",), _portal_in_line),
)  # fmt: skip
