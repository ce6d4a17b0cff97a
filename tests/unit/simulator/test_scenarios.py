"""Every scenario answers as declared: to a key, to a question for rights, and without a key."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from email.utils import parsedate_to_datetime
from http.client import BadStatusLine, HTTPConnection, HTTPResponse, IncompleteRead, RemoteDisconnected

import pytest

from wizard.simulator import scenarios_network, scenarios_open_dental
from wizard.simulator.patients import CANARY_PATIENT
from wizard.simulator.pretend_office import PretendOffice
from wizard.simulator.scenarios import DEFAULT, SCENARIOS, Scenario

PLAIN = {"Content-Type": "application/json"}
KEYED = PLAIN | {"Authorization": "ODFHIR DEMODEVELOPERKEY/DEMOCUSTOMERKEY1"}
PROBE = "/api/v1/patients?LName=zz-matches-nobody&Limit=1"
RIGHTS = "/api/v1/securityperms"
MEBIBYTE = 1 << 20

CATALOGUE = """
connected connected.with-warnings
network.offline network.name-blocked network.refused network.unreachable network.captive-portal
network.dropped network.no-answer
proxy.unreachable proxy.sign-in-required proxy.blocked proxy.bad-setting
tls.intercepted tls.clock tls.wrong-host tls.expired tls.handshake
clock.skewed hq.unavailable hq.throttled
econnector.not-running econnector.duplicate office.timeout office.version-too-old
econnector.version-mismatch office.unreachable
key.rejected key.not-assigned key.disabled-by-customer key.disabled-by-developer
key.disabled-by-open-dental key.malformed key.is-developer-key key.developer-rejected key.missing
key.other-office office.version-near-floor
permission.missing api.not-enabled
local-api.closed local-api.stuck api-service.not-running api-service.firewalled cloud.api-service-down
answer.not-open-dental answer.resource-unknown answer.gone request.refused answer.redirected
answer.oversized
unknown check.crashed
"""
CODES = frozenset(CATALOGUE.split())

NOT_BY_HTTP = """
network.offline network.name-blocked network.refused network.unreachable
proxy.unreachable proxy.bad-setting
tls.intercepted tls.clock tls.wrong-host tls.expired tls.handshake clock.skewed
econnector.version-mismatch key.malformed key.is-developer-key key.missing
key.other-office office.version-near-floor
local-api.closed local-api.stuck api-service.not-running api-service.firewalled check.crashed
"""
HTTP_LEVEL = CODES - frozenset(NOT_BY_HTTP.split())  # each of them needs a scenario

OPEN_DENTAL = "200 list, 400 string"  # to a question for rights, and without a key

# scenario: what a probe meets, what a question for rights meets, what a call without a key meets
DECLARED = {
    "healthy": f"200 list, {OPEN_DENTAL}",
    "healthy-with-rows": f"200 list, {OPEN_DENTAL}",
    "slow-but-healthy": f"200 list, {OPEN_DENTAL}",
    "other-office": f"200 list, {OPEN_DENTAL}",
    "title-refused": f"200 list, {OPEN_DENTAL}",
    "clock-off": f"200 list, {OPEN_DENTAL}",
    "econnector-not-running": "400 string, 400 string, 400 string",
    "econnector-503": "503 string, 503 string, 400 string",
    "econnector-503-empty": "503 empty, 503 empty, 400 string",
    "econnector-any-status": "500 string, 500 string, 400 string",
    "econnector-duplicate": "400 string, 400 string, 400 string",
    "office-timeout": "504 html, 504 html, 400 string",
    "office-timeout-json": "504 string, 504 string, 400 string",
    "office-timeout-empty": "504 empty, 504 empty, 400 string",
    "office-version": "400 string, 400 string, 400 string",
    "office-unreachable": "400 string, 400 string, 400 string",
    "key-rejected": "401 string, 401 string, 400 string",
    "key-rejected-empty": "401 empty, 401 empty, 400 string",
    "key-not-assigned": "401 string, 401 string, 400 string",
    "key-not-assigned-400": "400 string, 400 string, 400 string",
    "key-disabled-by-customer": "401 string, 401 string, 400 string",
    "key-disabled-by-developer": "401 string, 401 string, 400 string",
    "key-disabled-by-open-dental": "401 string, 401 string, 400 string",
    "developer-key-rejected": "401 string, 401 string, 400 string",
    "permission-403": "403 string, 403 string, 400 string",
    "permission-403-empty": "403 empty, 403 empty, 400 string",
    "permission-401": f"401 string, {OPEN_DENTAL}",
    "api-not-enabled": "400 string, 400 string, 400 string",
    "throttled": "429 empty, 429 empty, 400 string",
    "throttled-date": "429 empty, 429 empty, 400 string",
    "hq-500": "500 string, 500 string, 500 string",
    "hq-500-empty": "500 empty, 500 empty, 500 empty",
    "hq-502": "502 html, 502 html, 502 html",
    "hq-503": "503 html, 503 html, 503 html",
    "cloud-503": "503 string, 503 string, 503 string",
    "captive-portal-redirect": "302 html, 302 html, 302 html",
    "captive-portal-page": "200 html, 200 html, 200 html",
    "captive-portal-511": "511 html, 511 html, 511 html",
    "dropped-reset": "reset, reset, reset",
    "dropped-truncated": "truncated, truncated, truncated",
    "dropped-not-http": "not-http, not-http, not-http",
    "silent": "closed, closed, closed",
    "proxy-sign-in": "407 html, 407 html, 407 html",
    "blocked-403": "403 html, 403 html, 403 html",
    "blocked-451": "451 html, 451 html, 451 html",
    "blocked-502": "502 html, 502 html, 502 html",
    "blocked-503": "503 html, 503 html, 503 html",
    "blocked-200": "200 html, 200 html, 200 html",
    "other-product": "200 object, 200 object, 200 object",
    "other-text": "200 text, 200 text, 200 text",
    "other-html": "200 html, 200 html, 200 html",
    "redirected": "302 html, 302 html, 302 html",
    "not-a-list": f"200 object, {OPEN_DENTAL}",
    "empty-200": f"200 empty, {OPEN_DENTAL}",
    "oversized": f"200 too long, {OPEN_DENTAL}",
    "endless": f"200 too long, {OPEN_DENTAL}",
    "resource-unknown": f"404 string, {OPEN_DENTAL}",
    "gone": f"410 string, {OPEN_DENTAL}",
    "request-refused": "400 string, 400 string, 400 string",
    "request-not-a-method": f"400 string, {OPEN_DENTAL}",
    "unknown-status": "418 string, 418 string, 400 string",
}


def fetch(office: PretendOffice, path: str, headers: dict[str, str]) -> tuple[HTTPResponse, bytes]:
    connection = HTTPConnection("127.0.0.1", office.port, timeout=10)
    try:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        return answer, answer.read(MEBIBYTE + 1)
    finally:
        connection.close()


def outcome(office: PretendOffice, path: str, headers: dict[str, str]) -> str:
    """What a client meets, in two words."""
    try:
        answer, body = fetch(office, path, headers)
    except RemoteDisconnected:
        return "closed"
    except ConnectionResetError:
        return "reset"
    except BadStatusLine:
        return "not-http"
    except IncompleteRead:
        return "truncated"
    promised = int(answer.headers.get("Content-Length") or len(body))
    if len(body) < min(promised, MEBIBYTE):  # read(amount) does not raise
        return "truncated"
    return f"{answer.status} {kind(answer.headers.get('Content-Type'), body)}"


def kind(content_type: str | None, body: bytes) -> str:
    if len(body) > MEBIBYTE:
        return "too long"
    if content_type is None:
        assert body == b""
        return "empty"
    if content_type != "application/json":
        return {"text/html": "html", "text/plain": "text"}[content_type]
    return {"str": "string", "list": "list", "dict": "object"}[type(json.loads(body)).__name__]


@pytest.mark.parametrize("name", SCENARIOS)
def test_answers_are_as_declared(name: str, capfd: pytest.CaptureFixture[str]) -> None:
    office = PretendOffice(replace(SCENARIOS[name], delay_s=0), silence_s=0.05)
    with office:
        calls = ((PROBE, KEYED), (RIGHTS, KEYED), (PROBE, PLAIN))
        met = ", ".join(outcome(office, path, headers) for path, headers in calls)
    assert met == DECLARED.get(name), f"DECLARED, above, has to say what {name} answers"
    assert [call.had_key for call in office.calls] == [True, True, False]
    assert office.faults == ()
    assert "".join(capfd.readouterr()) == ""


def test_every_scenario_is_declared_and_expects_a_known_cause() -> None:
    assert set(SCENARIOS) == set(DECLARED), "each scenario has its row in DECLARED, above"
    assert {s.expected for s in SCENARIOS.values()} <= CODES
    assert all(name == scenario.id for name, scenario in SCENARIOS.items())


def test_no_two_scenarios_share_an_id() -> None:
    groups = [
        g
        for module in (scenarios_network, scenarios_open_dental)
        for g in vars(module).values()
        if isinstance(g, tuple)
    ]
    made = [entry.id for group in groups for entry in group if isinstance(entry, Scenario)]
    assert sorted(made) == sorted(SCENARIOS)


def test_every_cause_that_http_can_show_has_a_scenario() -> None:
    expected = {s.expected for s in SCENARIOS.values()}
    assert expected == HTTP_LEVEL, "a cause with a scenario stands in CATALOGUE, above"


def test_the_order_and_the_default() -> None:
    assert next(iter(SCENARIOS)) == "healthy"
    assert SCENARIOS[DEFAULT].expected == "econnector.not-running"


def test_every_scenario_says_what_it_is_about() -> None:
    texts = [s.about.msgid for s in SCENARIOS.values()]
    assert len(set(texts)) == len(texts)
    assert all(
        text.endswith(".") and not s.about.args for text, s in zip(texts, SCENARIOS.values(), strict=True)
    )


SENTENCES = {
    "econnector-not-running": "eConnector is not running.",
    "econnector-any-status": "eConnector is not running.",
    "econnector-duplicate": "Multiple eConnectors have been detected",
    "office-version": "Error. This is most likely a version issue",
    "key-rejected": "401 Not Authorized",
    "key-not-assigned": "has not been assigned",
    "key-not-assigned-400": "has not been assigned",
    "key-disabled-by-customer": "disabled by customer",
    "key-disabled-by-developer": "disabled by developer",
    "key-disabled-by-open-dental": "disabled by Open Dental",
    "cloud-503": "Failed to communicate with the API service: ",
    "request-refused": "Local API. Unable to convert request.",
    "request-not-a-method": "patients GET  is not a valid method.",
    "resource-unknown": "patients is not a valid resource.",
    "office-timeout": "The server didn't respond in time.",
    "hq-503": "No server is available to handle this request.",
    "blocked-403": "squid",
    "blocked-451": "FortiGuard",
    "blocked-502": "Zscaler",
    "blocked-200": "ESET",
    "captive-portal-page": 'type="password"',
}


@pytest.mark.parametrize("name", SENTENCES)
def test_the_words_are_there(name: str) -> None:
    with PretendOffice(SCENARIOS[name]) as office:
        assert SENTENCES[name] in fetch(office, PROBE, KEYED)[1].decode()


@pytest.mark.parametrize(
    ("name", "header", "value"),
    [
        ("captive-portal-redirect", "Location", "http://wifi.example.com/login?next=portal"),
        ("redirected", "Location", "https://www.example.com/new-home"),
        ("proxy-sign-in", "Proxy-Authenticate", 'Negotiate, Basic realm="Example office proxy"'),
        ("throttled", "Retry-After", "7"),
        ("blocked-403", "X-Squid-Error", "ERR_ACCESS_DENIED 0"),
    ],
)
def test_the_headers_are_there(name: str, header: str, value: str) -> None:
    with PretendOffice(SCENARIOS[name]) as office:
        assert fetch(office, PROBE, KEYED)[0].getheader(header) == value


def test_retry_after_as_a_date() -> None:
    with PretendOffice(SCENARIOS["throttled-date"]) as office:
        headers = fetch(office, PROBE, KEYED)[0].headers
    wait = parsedate_to_datetime(headers["Retry-After"]) - parsedate_to_datetime(headers["Date"])
    assert 6 <= wait.total_seconds() <= 8


def test_a_throttled_office_keeps_its_own_pause() -> None:
    with PretendOffice(SCENARIOS["throttled"], pace_s=1000, burst=1) as office:
        waits = [fetch(office, PROBE, KEYED)[0].getheader("Retry-After") for _ in range(3)]
    assert waits == ["7", "7", "7"]


@pytest.mark.parametrize("headers", [KEYED, PLAIN])
def test_a_clock_two_hours_away(headers: dict[str, str]) -> None:
    with PretendOffice(SCENARIOS["clock-off"]) as office:
        date = fetch(office, PROBE, headers)[0].headers["Date"]
    assert parsedate_to_datetime(date).timestamp() - time.time() == pytest.approx(7200, abs=10)


def test_slow_is_slow_but_not_too_slow() -> None:
    start = time.perf_counter()
    with PretendOffice(SCENARIOS["slow-but-healthy"]) as office:
        assert fetch(office, PROBE, KEYED)[0].status == 200
    assert 1.2 <= time.perf_counter() - start < 8


def test_rows_that_nobody_asked_for_hold_the_canary() -> None:
    for name in ("healthy-with-rows", "oversized", "endless"):
        with PretendOffice(SCENARIOS[name]) as office:
            body = fetch(office, PROBE, KEYED)[1]
        assert body.startswith(b"[{")
        assert CANARY_PATIENT.encode() in body
    with PretendOffice(SCENARIOS["healthy-with-rows"]) as office:
        assert len(json.loads(fetch(office, PROBE, KEYED)[1])) == 100


def test_an_oversized_list_is_well_formed() -> None:
    scenario = SCENARIOS["oversized"]
    assert scenario.patients is not None
    assert len(scenario.patients.body) > MEBIBYTE
    assert len(json.loads(scenario.patients.body)) > 1000


def test_a_key_without_the_right_is_told_so() -> None:
    with PretendOffice(SCENARIOS["permission-401"]) as office:
        rows = json.loads(fetch(office, RIGHTS, KEYED)[1])
    held = {row["Permission"] for row in rows if row["HasPermission"] == "true"}
    assert held == {"ApiComm"}


def test_no_scenario_names_a_real_host() -> None:
    for scenario in SCENARIOS.values():
        for answer in (scenario.everyone, scenario.keyed, scenario.patients):
            if answer is None or len(answer.body) > MEBIBYTE:
                continue
            text = answer.body.decode("latin-1") + "".join(value for _, value in answer.headers)
            hosts = [part.split("/")[0].split("?")[0] for part in text.split("://")[1:]]
            assert all(host.endswith((".example.com", ".invalid")) for host in hosts), hosts
