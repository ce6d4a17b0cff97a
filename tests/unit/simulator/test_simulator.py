"""The pretend office: the documented API, its throttle, and how it starts and stops."""

from __future__ import annotations

import gc
import json
import socket
import ssl
import threading
import time
from email.utils import parsedate_to_datetime
from http.client import HTTPConnection
from typing import TYPE_CHECKING, Any

import pytest

from wizard.core.codes import Code
from wizard.simulator import api, patients
from wizard.simulator.call import RecordedCall
from wizard.simulator.patients import CANARY_PATIENT
from wizard.simulator.pretend_office import DEMO_CUSTOMER_KEY, DEMO_DEVELOPER_KEY, PretendOffice
from wizard.simulator.scenario import Scenario
from wizard.simulator.scenarios import SCENARIOS
from wizard.simulator.throttle import Throttle
from wizard.simulator.wire_answer import Behaviour, WireAnswer

if TYPE_CHECKING:
    from collections.abc import Iterator

HEALTHY = SCENARIOS["healthy"]
DEMO = (DEMO_DEVELOPER_KEY, DEMO_CUSTOMER_KEY)
PLAIN = {"Content-Type": "application/json"}
KEYED = PLAIN | {"Authorization": "ODFHIR DEMODEVELOPERKEY/DEMOCUSTOMERKEY1"}


class Reply:
    """A whole answer, read to its end."""

    def __init__(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.status, self.headers, self.body = status, headers, body

    @property
    def json(self) -> Any:  # noqa: ANN401 - any JSON value
        assert self.headers["content-type"] == "application/json"
        return json.loads(self.body)


def call(
    office: PretendOffice, path: str, headers: dict[str, str] = KEYED, method: str = "GET", body: str = ""
) -> Reply:
    connection = HTTPConnection("127.0.0.1", office.port, timeout=10)
    try:
        connection.request(method, path, body or None, headers)
        answer = connection.getresponse()
        return Reply(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
    finally:
        connection.close()


def threads() -> list[str]:
    return [t.name for t in threading.enumerate() if t.name.startswith("pretend-office")]


@pytest.fixture
def office() -> Iterator[PretendOffice]:
    pretend = PretendOffice(HEALTHY, pace_s=0)
    with pretend:
        yield pretend
    assert pretend.faults == ()
    assert threads() == []


# ---- the documented API


def test_a_filter_that_matches_nobody_brings_an_empty_list(office: PretendOffice) -> None:
    reply = call(office, "/api/v1/patients?LName=zz-nobody-has-this-name&Limit=1")
    assert (reply.status, reply.json) == (200, [])


def test_a_filter_is_partial_and_ignores_case(office: PretendOffice) -> None:
    reply = call(office, "/api/v1/patients?LName=zzCANARY&FName=pretend")
    assert [row["LName"] for row in reply.json] == [CANARY_PATIENT]


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("", 100),
        ("?Limit=1", 1),
        ("?Limit=7&Offset=3", 7),
        ("?Limit=5000", 100),
        ("?Limit=0", 100),
        ("?Limit=nonsense", 100),
        ("?limit1=1", 100),  # an unknown parameter is ignored: a page of patients for a typing mistake
        ("?limit=1", 100),
        ("?showArchived=true&Offset=240", 10),
        ("?Offset=9999", 0),
        ("?Phone=555-0001", 1),
        ("?clinicNums=1&Limit=9", 9),
    ],
)
def test_pages(office: PretendOffice, query: str, rows: int) -> None:
    assert len(call(office, "/api/v1/patients" + query).json) == rows


def test_archived_and_inactive_patients_can_be_left_out(office: PretendOffice) -> None:
    shown = {row["PatStatus"] for row in call(office, "/api/v1/patients").json}
    active = {row["PatStatus"] for row in call(office, "/api/v1/patients?hideInactive=true").json}
    everyone = {row["PatStatus"] for row in call(office, "/api/v1/patients?showArchived=true").json}
    assert (shown, active) == ({"Patient", "Inactive"}, {"Patient"})
    assert everyone == {"Patient", "Inactive", "Archived"}


def test_a_row_has_the_documented_fields_and_is_obviously_invented() -> None:
    rows = patients.everybody()
    assert len(rows) == 250
    assert len(rows[0]) == 25
    assert rows[0]["LName"] == CANARY_PATIENT
    assert all(str(row["SSN"]).startswith("000-00-") for row in rows)
    assert all(str(row["LName"]).startswith(("Example-", "Zz")) for row in rows)
    assert all(str(row["Email"]).endswith(".invalid") for row in rows)
    assert len({row["SSN"] for row in rows}) == 250


def test_one_patient(office: PretendOffice) -> None:
    assert call(office, "/api/v1/patients/1").json["LName"] == CANARY_PATIENT
    for number in ("0", "251", "99999999999999999999", "abc"):
        reply = call(office, f"/api/v1/patients/{number}")
        assert (reply.status, reply.json) == (404, "Patient not found.")


def test_rights_are_texts(office: PretendOffice) -> None:
    rows = call(office, "/api/v1/securityperms").json
    assert {"Permission": "ApiReadAll", "HasPermission": "true"} in rows
    assert {"Permission": "ApiEnterprise", "HasPermission": "false"} in rows
    assert [row["Permission"] for row in rows] == list(api.PERMISSIONS)


def test_preferences(office: PretendOffice) -> None:
    rows = call(office, "/api/v1/preferences?PrefName=ProgramVersion").json
    assert [(row["PrefName"], row["ValueString"]) for row in rows] == [("ProgramVersion", "25.4.48.0")]
    assert call(office, "/api/v1/preferences?PrefName=Nothing").json == []
    assert len(call(office, "/api/v1/preferences").json) == 3


@pytest.mark.parametrize(
    ("method", "path", "status", "sentence"),
    [
        ("GET", "/api/v1/notaresource", 404, "notaresource is not a valid resource."),
        ("DELETE", "/api/v1/patients", 400, "patients DELETE  is not a valid method."),
        ("POST", "/api/v1/securityperms", 400, "securityperms POST  is not a valid method."),
        ("BREW", "/api/v1/patients/1", 400, "patients BREW  is not a valid method."),
    ],
)
def test_mistakes_are_answered_with_a_bare_json_string(
    office: PretendOffice, method: str, path: str, status: int, sentence: str
) -> None:
    reply = call(office, path, method=method)
    assert (reply.status, reply.json) == (status, sentence)


def test_head_has_no_body(office: PretendOffice) -> None:
    reply = call(office, "/api/v1/patients", method="HEAD")
    assert (reply.status, reply.body) == (400, b"")
    assert int(reply.headers["content-length"]) > 0


@pytest.mark.parametrize(
    "authorization",
    [
        None,
        "",
        "ODFHIR",
        "ODFHIR DEMODEVELOPERKEY",
        "ODFHIR DEMODEVELOPERKEY/",
        "ODFHIR DEMODEVELOPERKEY DEMOCUSTOMERKEY1",
        "ODFHIR A/B/C",
        "Bearer DEMODEVELOPERKEY/DEMOCUSTOMERKEY1",
        "Basic REVNTzpERU1P",
    ],
)
def test_a_missing_or_misformed_key_header_is_400(office: PretendOffice, authorization: str | None) -> None:
    headers = PLAIN if authorization is None else PLAIN | {"Authorization": authorization}
    reply = call(office, "/api/v1/patients?Limit=1", headers)
    assert reply.status == 400
    assert isinstance(reply.json, str)
    assert office.calls[-1].had_key is (authorization is not None)


@pytest.mark.parametrize("content_type", [None, "text/plain", "application/x-www-form-urlencoded"])
def test_any_other_content_type_is_400(office: PretendOffice, content_type: str | None) -> None:
    headers = {"Authorization": KEYED["Authorization"]}
    if content_type:
        headers["Content-Type"] = content_type
    reply = call(office, "/api/v1/patients?Limit=1", headers)
    assert (reply.status, reply.json) == (400, "The Content-Type header must be application/json.")


def test_a_charset_does_no_harm(office: PretendOffice) -> None:
    reply = call(
        office, "/api/v1/patients?Limit=1", KEYED | {"Content-Type": "application/json; charset=utf-8"}
    )
    assert reply.status == 200


def test_answers_have_a_date_and_the_connection_stays_open(office: PretendOffice) -> None:
    connection = HTTPConnection("127.0.0.1", office.port, timeout=10)
    for path, body in (("patients?Limit=2", None), ("nothing-here", "read away"), ("patients/1", None)):
        connection.request("GET", f"/api/v1/{path}", body, KEYED)
        answer = connection.getresponse()
        assert answer.version == 11
        date = parsedate_to_datetime(answer.headers["Date"])
        assert abs(date.timestamp() - time.time()) < 10
        json.loads(answer.read())
        assert not answer.will_close
    connection.close()


def test_a_proxy_form_of_the_address_is_read_too(office: PretendOffice) -> None:
    assert call(office, f"http://127.0.0.1:{office.port}/api/v1/patients/1").status == 200
    assert office.calls[-1].path == "/api/v1/patients/1"


# ---- keys, throttle, memory


def test_only_the_given_keys_are_known() -> None:
    with PretendOffice(HEALTHY, keys=DEMO, pace_s=0) as office:
        assert call(office, "/api/v1/patients?Limit=1").status == 200
        for pair, sentence in (
            ("DEMODEVELOPERKEY/SOMEOTHERKEY0000", "API key has not been assigned."),
            ("SOMEOTHERKEY0000/DEMOCUSTOMERKEY1", "The developer key is not valid."),
        ):
            reply = call(office, "/api/v1/patients?Limit=1", PLAIN | {"Authorization": f"ODFHIR {pair}"})
            assert (reply.status, reply.json) == (401, sentence)


def test_a_customer_key_is_throttled_and_others_are_not() -> None:
    with PretendOffice(HEALTHY, pace_s=1000, burst=2) as office:
        path = "/api/v1/securityperms"
        assert [call(office, path).status for _ in range(3)] == [200, 200, 429]
        reply = call(office, path)
        assert 900 <= int(reply.headers["retry-after"]) <= 1000
        assert reply.body == b""
        assert call(office, path, PLAIN).status == 400
        assert call(office, path, PLAIN | {"Authorization": "ODFHIR A/B"}).status == 200


def test_the_bucket_fills_again() -> None:
    now = [0.0]
    throttle = Throttle(5.0, 2, lambda: now[0])
    assert [throttle.wait_s("a"), throttle.wait_s("a"), throttle.wait_s("a")] == [0, 0, 5]
    now[0] = 4.0
    assert throttle.wait_s("a") == pytest.approx(1)
    assert throttle.wait_s("b") == 0
    now[0] = 5.0
    assert [throttle.wait_s("a"), throttle.wait_s("a")] == [0, pytest.approx(5)]
    now[0] = 1000.0
    assert [throttle.wait_s("a") for _ in range(3)] == [0, 0, 5]


def test_it_remembers_calls_without_keys_and_values(
    office: PretendOffice, capfd: pytest.CaptureFixture[str]
) -> None:
    call(office, "/api/v1/patients?LName=zz-secret-name&Limit=1")
    call(office, "/api/v1/securityperms", PLAIN)
    assert office.calls == [
        RecordedCall("GET", "/api/v1/patients", had_key=True, query_keys=("LName", "Limit")),
        RecordedCall("GET", "/api/v1/securityperms", had_key=False, query_keys=()),
    ]
    written = "".join(capfd.readouterr())
    assert written == ""
    for secret in (*DEMO, "zz-secret-name"):
        assert secret not in repr(office.calls) + repr(vars(office))


def test_the_demo_keys_have_the_usual_shape() -> None:
    assert all(len(key) == 16 and key.isascii() and key.isalnum() for key in DEMO)


# ---- starting, repairing, stopping


def test_it_can_be_repaired_while_it_runs(office: PretendOffice) -> None:
    office.scenario = SCENARIOS["econnector-not-running"]
    connection = HTTPConnection("127.0.0.1", office.port, timeout=10)
    statuses = []
    for scenario in ("econnector-not-running", "healthy", "key-not-assigned"):
        office.scenario = SCENARIOS[scenario]
        connection.request("GET", "/api/v1/patients?Limit=1", headers=KEYED)
        answer = connection.getresponse()
        answer.read()
        statuses.append(answer.status)
    connection.close()
    assert statuses == [400, 200, 401]
    assert office.scenario.id == "key-not-assigned"


def hung(behaviour: Behaviour) -> Scenario:
    answer = WireAnswer(body=b"x" * 65536, behaviour=behaviour)
    return Scenario("hung", HEALTHY.about, Code.UNKNOWN, everyone=answer)


@pytest.mark.parametrize("state", ["silent", "endless", "slow", "idle", "no-request", "half-request"])
def test_stop_ends_hung_connections_at_once(state: str, capfd: pytest.CaptureFixture[str]) -> None:
    scenario = {
        "silent": hung(Behaviour.SILENT),
        "endless": hung(Behaviour.ENDLESS),
        "slow": Scenario("slow", HEALTHY.about, Code.UNKNOWN, delay_s=300),
    }.get(state, HEALTHY)
    request = b"GET /api/v1/patients HTTP/1.1\r\nHost: x\r\n\r\n"
    sent = {"no-request": b"", "half-request": request[:30]}.get(state, request)
    office = PretendOffice(scenario)
    office.start()
    clients = [socket.create_connection(("127.0.0.1", office.port), timeout=10) for _ in range(8)]
    for client in clients:
        client.sendall(sent)
    if sent is request:
        assert office.wait_for_calls(8)
    if state in {"endless", "idle"}:
        assert clients[0].recv(10)
    start = time.perf_counter()
    office.stop()
    assert time.perf_counter() - start < 0.5
    assert threads() == []
    for client in clients:
        client.close()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", office.port), timeout=10)
    gc.collect()  # a socket left open would warn here, and a warning is an error
    assert office.faults == ()
    assert "".join(capfd.readouterr()) == ""


def test_a_client_that_goes_away_is_no_fault(capfd: pytest.CaptureFixture[str]) -> None:
    office = PretendOffice(hung(Behaviour.ENDLESS))
    with office:
        client = socket.create_connection(("127.0.0.1", office.port), timeout=10)
        client.sendall(b"GET /api/v1/patients HTTP/1.1\r\n\r\n")
        assert client.recv(10)
        client.close()
        client = socket.create_connection(("127.0.0.1", office.port), timeout=10)
        client.sendall(b"\x16\x03\x01 this is no HTTP\r\n\r\n")
        while client.recv(4096):
            pass
        client.close()
    assert office.faults == ()
    assert "".join(capfd.readouterr()) == ""


def test_silence_ends_after_its_time() -> None:
    with (
        PretendOffice(hung(Behaviour.SILENT), silence_s=0.05) as office,
        socket.create_connection(("127.0.0.1", office.port), timeout=10) as client,
    ):
        client.sendall(b"GET / HTTP/1.1\r\n\r\n")
        assert client.recv(10) == b""


def test_it_stops_twice_and_starts_again_on_its_port() -> None:
    office = PretendOffice(HEALTHY, pace_s=0)
    office.stop()
    office.start()
    port = office.port
    with pytest.raises(RuntimeError):
        office.start()
    assert call(office, "/api/v1/patients/1").status == 200
    office.stop()
    office.stop()
    with office:
        assert office.port == port
        assert call(office, "/api/v1/patients/1").status == 200


def test_a_taken_port_is_said(office: PretendOffice) -> None:
    with pytest.raises(OSError, match=r"."):
        PretendOffice(HEALTHY, port=office.port).start()


def test_only_loopback_is_served(office: PretendOffice) -> None:
    assert office._running is not None
    assert office._running[0].server_address[0] == "127.0.0.1"


def test_a_body_too_long_or_without_length_closes_the_connection(office: PretendOffice) -> None:
    for extra in ("Content-Length: " + "9" * 5000, "Transfer-Encoding: chunked", "Content-Length: -1"):
        with socket.create_connection(("127.0.0.1", office.port), timeout=10) as client:
            client.sendall(f"POST /api/v1/patients HTTP/1.1\r\n{extra}\r\n\r\n".encode())
            answer = b""
            while piece := client.recv(4096):
                answer += piece
        assert answer.startswith(b"HTTP/1.1 400 ")
        assert b"Connection: close" in answer


# ---- TLS


def anonymous(side: int) -> ssl.SSLContext:
    """TLS without any certificate, so that no private key has to lie in the tests."""
    context = ssl.SSLContext(side)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.set_ciphers("AECDH-AES256-SHA:@SECLEVEL=0")
    except ssl.SSLError:
        pytest.skip("this OpenSSL has no anonymous ciphers")
    return context


def test_it_serves_tls() -> None:
    with PretendOffice(HEALTHY, tls=anonymous(ssl.PROTOCOL_TLS_SERVER)) as office:
        raw = socket.create_connection(("127.0.0.1", office.port), timeout=10)
        with anonymous(ssl.PROTOCOL_TLS_CLIENT).wrap_socket(raw) as client:
            client.sendall(b"GET /api/v1/patients HTTP/1.1\r\n\r\n")
            assert client.recv(12) == b"HTTP/1.1 400"


def test_a_failed_handshake_is_no_fault_and_hangs_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    office = PretendOffice(HEALTHY, tls=anonymous(ssl.PROTOCOL_TLS_SERVER))
    with office:
        waiting = socket.create_connection(("127.0.0.1", office.port), timeout=10)
        strict = ssl.create_default_context()
        raw = socket.create_connection(("127.0.0.1", office.port), timeout=10)
        with raw, pytest.raises(ssl.SSLError):
            strict.wrap_socket(raw, server_hostname="office.invalid")
        start = time.perf_counter()
        office.stop()
        assert time.perf_counter() - start < 0.5
        waiting.close()
    assert office.faults == ()
    assert threads() == []
    assert "".join(capfd.readouterr()) == ""
