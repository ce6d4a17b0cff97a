"""Rows about who answers and with what: the load balancer's stock pages, sign-in pages, waits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.lab import parts
from tests.lab.row import NOT_THE_KEY, Asked, Row
from tests.lab.rows_network import healthy

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.lab.place import Place

HQ, CAPTIVE, TIMEOUT = ("hq.unavailable",), ("network.captive-portal",), ("office.timeout",)
_KEYED = "acl keyed req.hdr(Authorization) -m found"
_SLOW = 30.0  # second opinions with the key keep their distance
_WAY = ("proxy.*", "network.*", "tls.*", "hq.*")


def says(scenario: str) -> Callable[[Place], Asked]:
    """The pretend office behind the load balancer."""
    return lambda place: healthy(place, scenario)


def _balancer(backend: str, *, keyed: bool) -> Callable[[Place], Asked]:
    """HAProxy's own page, for every call or for those with a key only."""

    def prepare(place: Place) -> Asked:
        parts.dnsmasq(place)
        rules = f"{_KEYED}\n  use_backend {backend} if keyed\n  default_backend office"
        parts.haproxy(place, rules=rules if keyed else f"default_backend {backend}", timeout_s=2)
        parts.simulator(place)
        behaviour = {"silent": ("no-answer", 8081), "nonsense": ("nonsense", 8082)}.get(backend)
        if behaviour:
            place.start(parts.raw(behaviour[0], "127.0.0.1", str(behaviour[1])), port=behaviour[1])
        return Asked()

    return prepare


def _returned(status: int, kind: str, text: str, *headers: str) -> Callable[[Place], Asked]:
    """HAProxy answers every call itself."""

    def prepare(place: Place) -> Asked:
        parts.dnsmasq(place)
        more = " ".join(f"hdr {header}" for header in headers)
        parts.haproxy(
            place, rules=f'http-request return status {status} content-type {kind} string "{text}" {more}'
        )
        return Asked()

    return prepare


def _limited(place: Place) -> Asked:
    """HAProxy refuses calls with a key by its own stock page for too many."""
    parts.dnsmasq(place)
    parts.haproxy(
        place, rules=f"{_KEYED}\n  http-request deny deny_status 429 if keyed\n  default_backend office"
    )
    parts.simulator(place)
    return Asked()


def _denied(status: int) -> Callable[[Place], Asked]:
    def prepare(place: Place) -> Asked:
        parts.dnsmasq(place)
        parts.haproxy(place, rules=f"http-request deny deny_status {status}")
        return Asked()

    return prepare


ROWS = (
    Row("balancer-502-all", "HAProxy's stock 502 page, to a call without a key too", HQ,
        _balancer("nonsense", keyed=False)),
    Row("balancer-503-all", "HAProxy's stock 503 page, to a call without a key too", HQ,
        _balancer("nobody", keyed=False)),
    Row("balancer-504-all", "HAProxy's stock 504 page, to a call without a key too",
        ("office.timeout", "hq.unavailable"), _balancer("silent", keyed=False)),
    Row("balancer-502-keyed", "HAProxy's stock 502 page, and a call without a key is answered",
        ("unknown", "hq.unavailable"), _balancer("nonsense", keyed=True)),
    Row("balancer-503-keyed", "HAProxy's stock 503 page, and a call without a key is answered",
        ("econnector.not-running",), _balancer("nobody", keyed=True)),
    Row("balancer-504-keyed", "HAProxy's stock 504 page after the office was silent", TIMEOUT,
        _balancer("silent", keyed=True)),
    Row("balancer-429", "HAProxy's stock 429 page", ("hq.throttled",), _limited),
    Row("balancer-403", "HAProxy's stock 403 page, to a call without a key too",
        ("proxy.blocked",), _denied(403)),
    Row("balancer-500", "HAProxy's stock 500 page, to a call without a key too", HQ, _denied(500)),
    Row("page-403-unnamed", "a page of nobody known refuses with 403", ("proxy.blocked",),
        _returned(403, "text/html", "<html><h1>403 Forbidden</h1></html>")),
    Row("page-200-shield", "an antivirus shield's page with status 200", ("proxy.blocked",),
        _returned(200, "text/html", "<html><h1>Kaspersky: this address is blocked</h1></html>"),
        shows=("Kaspersky",)),
    Row("page-200-welcome", "a web server's welcome page", ("answer.not-open-dental",),
        _returned(200, "text/html", "<html><h1>Welcome to nginx!</h1></html>")),
    Row("page-403-spanish", "a filter's page in Spanish refuses with 403", ("proxy.blocked",),
        _returned(403, "text/html", "<html><h1>Acceso denegado</h1><p>Sitio bloqueado</p></html>")),
    Row("page-200-german", "a guest network's sign-in page in German", CAPTIVE,
        _returned(200, "text/html", "<html><h1>Willkommen</h1><p>Bitte melden Sie sich an</p></html>")),
    Row("page-503-offline", "a server's own page while it is worked on, without and with the key", HQ,
        _returned(503, "text/html", "<html><p>We are updating. Ask the administrator.</p></html>")),
    Row("page-500-30", "ASP.NET Core says that its program does not start", HQ,
        _returned(500, "text/html", "<h1>HTTP Error 500.30 - ASP.NET Core app failed to start</h1>")),
    Row("status-522", "a status of a delivery network in front of a server", HQ,
        _returned(522, "text/plain", "error code: 522")),
    Row("words-403-all", "403 with an unknown word, to a call without a key too",
        ("proxy.blocked", "unknown"), _returned(403, "text/plain", "no")),
    Row("list-of-words", "a list that holds no objects", ("answer.not-open-dental",),
        _returned(200, "application/json", "[1]")),
    Row("redirect-here", "a redirect that stays on the host", ("answer.redirected",),
        _returned(301, "text/html", "moved", "Location /api/v1/patients/")),
    Row("refresh-sign-in", "a Refresh header that leads to a sign-in page", CAPTIVE,
        _returned(200, "text/html", "<html></html>", "Refresh 0;url=http://hotspot.example.net/login")),
    Row("page-about-keys", "a filter's page that talks of keys that have not been assigned",
        ("proxy.blocked",),
        _returned(403, "text/html", "<html><p>Access denied: API key has not been assigned.</p></html>")),
    Row("captive-redirect-other", "a redirect to a sign-in page elsewhere", CAPTIVE,
        _returned(302, "text/html", "moved", "Location http://hotspot.example.net/login")),
    Row("redirect-elsewhere", "a redirect to another host that is no sign-in page", ("answer.redirected",),
        _returned(301, "text/html", "moved", "Location https://www.example.net/new")),
    *(
        Row(f"says-{scenario}", words, expected, says(scenario), shows=shows)
        for scenario, words, expected, shows in (
            ("captive-portal-redirect", "a guest network redirects to its sign-in page", CAPTIVE, ()),
            ("captive-portal-page", "a guest network's sign-in page with status 200", CAPTIVE, ()),
            ("captive-portal-511", "a guest network's sign-in page with status 511", CAPTIVE, ()),
            ("blocked-451", "a web filter's page with status 451", ("proxy.blocked",), ("FortiGuard",)),
            ("blocked-502", "a web gateway's page with status 502", ("proxy.blocked",), ("Zscaler",)),
            ("blocked-503", "an unnamed filter's page with status 503", ("proxy.blocked",), ()),
            ("throttled", "429 with Retry-After in seconds", ("hq.throttled",), ("'wait_s': 7",)),
            ("throttled-date", "429 with Retry-After as a date", ("hq.throttled",), ("'wait_s': ",)),
            ("hq-500-empty", "500 without a word, to a call without a key too", HQ, ()),
            ("cloud-503", "Open Dental Cloud's client says that its API service is down",
             ("cloud.api-service-down",), ()),
            ("oversized", "more than a megabyte of patients", ("answer.oversized",), ()),
            ("endless", "patients without end", ("answer.oversized",), ()),
            ("other-product", "another product's JSON", ("answer.not-open-dental",), ()),
            ("gone", "410", ("answer.gone",), ()),
            ("request-not-a-method", "'is not a valid method'", ("request.refused",), ()),
        )
    ),
    Row("says-resource-unknown", "404 in Open Dental's own words", ("answer.resource-unknown",),
        says("resource-unknown"), also=("permission.missing",), forbidden=("key.*", "api.*", *_WAY)),
    *(
        Row(f"says-{scenario}", words, (expected,), says(scenario), bound_s=_SLOW, forbidden=forbidden)
        for scenario, words, expected, forbidden in (
            ("econnector-not-running", "Open Dental says that the eConnector is not running",
             "econnector.not-running", (*NOT_THE_KEY, *_WAY)),
            ("econnector-503-empty", "503 alone, and a call without a key is answered",
             "econnector.not-running", NOT_THE_KEY),
            ("econnector-duplicate", "two eConnectors", "econnector.duplicate", (*NOT_THE_KEY, *_WAY)),
            ("office-timeout", "504 with HAProxy's page", "office.timeout", NOT_THE_KEY),
            ("office-version", "'most likely a version issue'", "office.version-too-old", NOT_THE_KEY),
            ("office-unreachable", "400 with an unknown sentence", "office.unreachable", NOT_THE_KEY),
            ("key-rejected", "401 with an unknown sentence", "key.rejected", _WAY),
            ("key-not-assigned-400", "400: the key has not been assigned", "key.not-assigned", _WAY),
            ("key-disabled-by-customer", "the office disabled the key", "key.disabled-by-customer", _WAY),
            ("developer-key-rejected", "the developer key is not known", "key.developer-rejected", _WAY),
            ("permission-401", "401 for patients, and the list of rights lacks that one",
             "permission.missing", ("key.*", *_WAY)),
            ("permission-403-empty", "403 alone", "permission.missing", ("network.*", "tls.*", "hq.*")),
            ("api-not-enabled", "the API is not enabled", "api.not-enabled", _WAY),
            ("unknown-status", "a status that nobody has seen", "unknown", NOT_THE_KEY),
        )
    ),
)  # fmt: skip
