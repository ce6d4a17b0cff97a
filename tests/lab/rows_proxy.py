"""Rows about the proxy in force."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from tests.lab import parts
from tests.lab.place import API, INTERNET
from tests.lab.row import Asked, Row

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.lab.place import Place

CONNECTED, BLOCKED = ("connected",), ("proxy.blocked",)
UNREACHABLE, SIGN_IN, BAD = ("proxy.unreachable",), ("proxy.sign-in-required",), ("proxy.bad-setting",)
_SQUID = ("squid",)
_ALL = ("dnsmasq", "haproxy", "squid")
_SOON = ("--deadline", "8")


def _squid(rules: str, user: str = "", **env: str) -> Callable[[Place], Asked]:
    """Only the proxy: it says no by itself."""

    def prepare(place: Place) -> Asked:
        port = parts.squid(place, rules)
        return Asked(env={"HTTPS_PROXY": f"http://{user}{place.gateway}:{port}", **env})

    return prepare


def _behind(
    setting: str, rules: str = parts.ALLOW, *, scenario: str = "healthy", names: bool = True
) -> Callable[[Place], Asked]:
    """A whole internet behind the proxy; ``setting`` is ``NAME=VALUE``."""

    def prepare(place: Place) -> Asked:
        parts.dnsmasq(place, parts.NAMES if names else {"example.com": parts.NAMES["example.com"]})
        parts.haproxy(place)
        parts.simulator(place, scenario)
        parts.squid(place, rules)
        # the office itself gets out through the proxy only
        place.nft(INTERNET, "input", f'iifname "in" ip daddr {API} drop')
        name, _, value = setting.partition("=")
        return Asked(env={name: value})

    return prepare


def _set(value: str) -> Callable[[Place], Asked]:
    """A setting and nothing behind it."""
    return lambda _: Asked(env={"HTTPS_PROXY": value})


def _refused(place: Place) -> Asked:
    return Asked(env={"HTTPS_PROXY": f"http://{place.gateway}:{place.port(3999)}"})


def _dropped(place: Place) -> Asked:
    place.nft(INTERNET, "input", "tcp dport 3128 drop")
    return Asked(env={"HTTPS_PROXY": f"http://{place.gateway}:3128"})


def _no_name(place: Place) -> Asked:
    parts.dnsmasq(place)
    return Asked(env={"HTTPS_PROXY": "http://proxy.office.example:3128"})


def _by_name(place: Place) -> Asked:
    asked = _behind("HTTPS_PROXY=http://proxy.office.example:3128")(place)
    place.hosts(f"{place.gateway} proxy.office.example")
    return asked


def _unreachable_behind(rule: str) -> Callable[[Place], Asked]:
    """The proxy is well and gets no way to Open Dental."""

    def prepare(place: Place) -> Asked:
        parts.dnsmasq(place)
        parts.control(place)
        parts.squid(place, parts.ALLOW)
        if rule:
            place.nft(INTERNET, "output", f"ip daddr {API} {rule}")
        return Asked(_SOON, {"HTTPS_PROXY": f"http://{place.gateway}:3128"})

    return prepare


def _no_such_name_behind(place: Place) -> Asked:
    parts.dnsmasq(place, {"example.com": parts.NAMES["example.com"]})
    place.forget_names()
    parts.squid(place, parts.ALLOW)
    return Asked(_SOON, {"HTTPS_PROXY": f"http://{place.gateway}:3128"})


def _raw(behaviour: str) -> Callable[[Place], Asked]:
    def prepare(place: Place) -> Asked:
        port = place.port(3128)
        place.start(parts.raw(behaviour, place.gateway, str(port)), port=port)
        return Asked(_SOON, {"HTTPS_PROXY": f"http://{place.gateway}:{port}"})

    return prepare


def _web_server(place: Place) -> Asked:
    """Python's own web server at the proxy's port."""
    port = place.port(3128)
    place.start([sys.executable, "-m", "http.server", "--bind", place.gateway, str(port)], port=port)
    return Asked(_SOON, {"HTTPS_PROXY": f"http://{place.gateway}:{port}"})


def _excepted(place: Place) -> Asked:
    parts.dnsmasq(place)
    parts.haproxy(place)
    parts.simulator(place)
    return Asked(env={"HTTPS_PROXY": f"http://{place.gateway}:3999", "NO_PROXY": "localhost,.opendental.com"})


def _http_only(place: Place) -> Asked:
    asked = _excepted(place)
    return Asked(env={"HTTP_PROXY": asked.env["HTTPS_PROXY"]})


def _over_tls(place: Place) -> Asked:
    asked = _behind("HTTPS_PROXY=https://192.168.7.1:3129")(place)
    parts.tls_in_front(place, 3129, 3128)
    return asked


def _tls_to_plain(place: Place) -> Asked:
    port = parts.squid(place, parts.ALLOW)
    return Asked(env={"HTTPS_PROXY": f"https://{place.gateway}:{port}"})


def _not_inside(place: Place) -> Asked:
    """A proxy is set that leads nowhere, and Open Dental is asked for inside the office."""
    port = place.port(30223)
    parts.simulator(place, port=port, where="office")
    return Asked(
        ("--mode", "service", "--host", f"127.0.0.1:{port}"),
        {"HTTPS_PROXY": "http://127.0.0.1:9", "ALL_PROXY": "http://127.0.0.1:9"},
    )


ROWS = (
    Row("proxy-healthy", "Squid lets every call through", CONNECTED,
        _behind("HTTPS_PROXY=http://192.168.7.1:3128"), programs=_ALL),
    Row("proxy-healthy-lower-case", "Squid, by the lower-case variable and without a scheme", CONNECTED,
        _behind("https_proxy=192.168.7.1:3128"), programs=_ALL),
    Row("proxy-healthy-all", "Squid, by ALL_PROXY", CONNECTED,
        _behind("ALL_PROXY=http://192.168.7.1:3128"), programs=_ALL),
    Row("proxy-healthy-name", "Squid, by its name", CONNECTED, _by_name, programs=_ALL),
    Row("proxy-healthy-signed-in", "Squid wants Basic, and the setting holds a user and a password",
        CONNECTED,
        _behind("HTTPS_PROXY=http://office:example@192.168.7.1:3128", parts.BASIC), programs=_ALL),
    Row("proxy-healthy-blind", "Squid alone finds Open Dental's name; this PC cannot", CONNECTED,
        _behind("HTTPS_PROXY=http://192.168.7.1:3128", names=False), programs=_ALL),
    Row("proxy-over-tls", "Squid, itself called over TLS", CONNECTED, _over_tls, programs=_ALL),
    Row("proxy-then-econnector", "Squid is well, and the office's eConnector is stopped",
        ("econnector.not-running",),
        _behind("HTTPS_PROXY=http://192.168.7.1:3128", scenario="econnector-not-running"), programs=_ALL),
    Row("proxy-then-key", "Squid is well, and the key is not added yet", ("key.not-assigned",),
        _behind("HTTPS_PROXY=http://192.168.7.1:3128", scenario="key-not-assigned"),
        forbidden=("proxy.*", "network.*", "tls.*"), programs=_ALL),
    Row("proxy-no-proxy", "a dead proxy is set, and NO_PROXY excepts Open Dental", CONNECTED, _excepted),
    Row("proxy-not-inside", "a dead proxy is set, and the API Service of the office is called", CONNECTED,
        _not_inside, programs=(), alone=True),
    Row("proxy-refused", "nothing listens at the proxy's port", UNREACHABLE, _refused, programs=(),
        alone=True),
    Row("proxy-dropped", "the proxy is switched off: silence", UNREACHABLE, _dropped, bound_s=25.0,
        programs=()),
    Row("proxy-no-name", "the proxy's name is not found", UNREACHABLE, _no_name, programs=("dnsmasq",)),
    Row("proxy-silent", "the proxy accepts and never says a word", UNREACHABLE, _raw("silent"), bound_s=30.0,
        programs=(), alone=True),
    Row("proxy-reset", "the proxy resets every connection", UNREACHABLE, _raw("reset"), programs=(),
        alone=True),
    Row("proxy-closes", "the proxy closes every connection", UNREACHABLE, _raw("close"), programs=(),
        alone=True),
    Row("proxy-not-one", "something else than a proxy listens there",
        ("proxy.unreachable", "proxy.bad-setting"), _raw("banner"), programs=(), alone=True),
    Row("proxy-lies", "the proxy says that the way is open, and shows its own page on it",
        ("proxy.blocked", "tls.handshake", "proxy.bad-setting"), _raw("lies"), programs=()),
    Row("proxy-denied-zscaler", "a cloud proxy (Zscaler, by its header) does not allow it", BLOCKED,
        _raw("zscaler"), shows=("Zscaler",), programs=(), alone=True),
    Row("proxy-denied-odd-head", "a cloud proxy refuses, in a head that is not to the letter", BLOCKED,
        _raw("odd-proxy"), shows=("Zscaler",), programs=(), alone=True),
    Row("proxy-for-http-only", "HTTP_PROXY names a dead proxy; calls over TLS do not go there", CONNECTED,
        _http_only),
    Row("proxy-407-basic", "Squid wants a user and a password", SIGN_IN, _squid(parts.BASIC),
        shows=("Basic",), programs=_SQUID, alone=True),
    Row("proxy-407-ntlm", "Squid wants a Windows sign-in (NTLM)", SIGN_IN, _squid(parts.NTLM),
        shows=("NTLM",), programs=_SQUID, alone=True),
    Row("proxy-407-negotiate", "Squid wants a Windows sign-in (Negotiate, else NTLM)", SIGN_IN,
        _squid(parts.NEGOTIATE), shows=("Negotiate",), programs=_SQUID, alone=True),
    Row("proxy-407-no-password", "Squid wants a password, and the setting holds an empty one", SIGN_IN,
        _squid(parts.REJECT, "office:@"), programs=_SQUID, alone=True),
    Row("proxy-denied", "Squid does not allow anything", BLOCKED, _squid(parts.DENY), shows=("Squid",),
        programs=_SQUID, alone=True),
    Row("proxy-denied-address", "Squid does not allow Open Dental's name", BLOCKED,
        _squid("acl dental dstdomain .opendental.com\nhttp_access deny dental\nhttp_access allow all"),
        shows=("Squid",), programs=_SQUID, alone=True),
    Row("proxy-denied-own-page", "Squid does not allow it and shows the office's own page", BLOCKED,
        _squid("deny_info 451:ERR_ACCESS_DENIED all\nhttp_access deny all"), shows=("Squid",),
        programs=_SQUID, alone=True),
    Row("proxy-behind-refused", "Squid is well, and is refused by Open Dental's address", BLOCKED,
        _unreachable_behind(""), bound_s=25.0, shows=("Squid",), programs=_ALL),
    Row("proxy-behind-dropped", "Squid is well, and gets no answer from Open Dental's address", BLOCKED,
        _unreachable_behind("drop"), bound_s=40.0, shows=("Squid",), programs=_ALL),
    Row("proxy-behind-no-name", "Squid is well, and does not find Open Dental's name", BLOCKED,
        _no_such_name_behind, bound_s=25.0, shows=("Squid",), programs=("dnsmasq", "squid")),
    Row("proxy-scheme-socks", "the setting names a SOCKS proxy", BAD, _set("socks5://192.168.7.1:1080"),
        programs=(), alone=True),
    Row("proxy-scheme-ftp", "the setting has a scheme that no proxy has", BAD, _set("ftp://192.168.7.1:21"),
        programs=(), alone=True),
    Row("proxy-scheme-https", "the setting says https, and the proxy speaks plain HTTP",
        ("proxy.bad-setting", "proxy.unreachable"), _tls_to_plain, programs=_SQUID, alone=True),
    Row("proxy-is-web-server", "a web server stands where the proxy should be", BAD, _web_server,
        shows=("HTTPS_PROXY",), programs=(), alone=True),
    *(
        Row(f"proxy-{name}", f"the request for the way is answered with {setting}", expected, _raw(name),
            shows=shows, programs=(), alone=True)
        for name, setting, expected, shows in (
            ("way-400", "400", BAD, ("HTTPS_PROXY",)),
            ("way-400-page", "400 and a page", BAD, ("HTTPS_PROXY",)),
            ("way-404", "404 and a page", BAD, ("HTTPS_PROXY",)),
            ("way-405", "405", BAD, ("HTTPS_PROXY",)),
            ("way-200-page", "a web server's first page", BAD, ("HTTPS_PROXY",)),
            ("way-301", "a web server's redirect to itself", BAD, ("HTTPS_PROXY",)),
            ("way-401", "401 and Basic", SIGN_IN, ("Basic",)),
            ("way-302", "a redirect to a sign-in page", SIGN_IN, ()),
            ("way-307-page", "a redirect to a sign-in page, and the page", SIGN_IN, ()),
            ("way-511", "511 and a sign-in page", ("network.captive-portal",), ()),
        )
    ),
    *(
        Row(f"proxy-garbage-{name}", f"the setting is {value!r}", BAD, _set(value), programs=(), alone=True)
        for name, value in (
            ("colons", "http://:::"), ("port", "http://192.168.7.1:99999"), ("word", "http://"),
            ("blank", "http://proxy office:3128"), ("number", "3128"), ("bracket", "http://[::1:3128"),
            ("sign", "http://office:12#ss@192.168.7.1:3128"), ("variable", "%HTTP_PROXY%"),
            ("variable-here", "http://$PROXY:3128"), ("quoted", '"http://192.168.7.1:3128"'),
            ("script", "http://192.168.7.1/proxy.pac"), ("no-port", "http://192.168.7.1:"),
            ("brackets", "http://fd00::1:3128"), ("direct", "DIRECT"),
        )
    ),
)  # fmt: skip
