"""Rows inside the office: the API Service and the Local API."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.lab import parts
from tests.lab.place import GATEWAY, INTERNET, OFFICE
from tests.lab.row import NOT_THE_KEY, Asked, Row
from tests.lab.rows_network import healthy

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.lab.place import Place

_SERVER = ("--mode", "service", "--host", f"{GATEWAY}:30223")
_WAY = ("network.*", "proxy.*", "tls.*")


def _on_server(behaviour: str = "", scenario: str = "", rule: str = "") -> Callable[[Place], Asked]:
    """The API Service on another PC of the office."""

    def prepare(place: Place) -> Asked:
        if scenario:
            # the pretend office serves its own loopback only; the balancer stands for its public port
            parts.simulator(place, scenario, 8080)
            parts.plain_in_front(place, 30223, 8080)
        elif behaviour:
            place.start(parts.raw(behaviour, GATEWAY, "30223"), port=30223)
        if rule:
            place.nft(INTERNET, "input", f"tcp dport 30223 {rule}")
        return Asked((*_SERVER, "--deadline", "6"))

    return prepare


def _service(behaviour: str = "", scenario: str = "", deadline: str = "6") -> Callable[[Place], Asked]:
    """The API Service on this PC, at any port."""

    def prepare(place: Place) -> Asked:
        port = place.port(30223)
        if scenario:
            parts.simulator(place, scenario, port, where=OFFICE)
        elif behaviour:
            place.start(parts.raw(behaviour, "127.0.0.1", str(port)), port=port, where=OFFICE)
        return Asked(("--mode", "service", "--host", f"127.0.0.1:{port}", "--deadline", deadline))

    return prepare


def _local(behaviour: str = "", scenario: str = "") -> Callable[[Place], Asked]:
    """The Local API, which has one port only."""

    def prepare(place: Place) -> Asked:
        if scenario:
            parts.simulator(place, scenario, 30222, where=OFFICE)
        elif behaviour:
            place.start(parts.raw(behaviour, "127.0.0.1", "30222"), port=30222, where=OFFICE)
        return Asked(("--mode", "local", "--deadline", "6"))

    return prepare


_PROFILE = """
schema = 1
[vendor]
name = "Northwind"
[api]
modes = ["remote", "service", "local"]
"""


def _remote_and(
    behind: str, mode: str, scenario: str = "healthy", *, chosen: bool = True
) -> Callable[[Place], Asked]:
    """The hosted way has a fault, and something answers on this PC; a vendor's profile names each way."""

    def prepare(place: Place) -> Asked:
        asked = healthy(place, behind)
        parts.simulator(place, scenario, {"service": 30223, "local": 30222}[mode], where=OFFICE)
        if not chosen:
            return asked
        profile = place.write("vendor.toml", _PROFILE)
        return replace(asked, arguments=(*asked.arguments, "--profile", str(profile)))

    return prepare


NOT_RUNNING, CLOSED, STUCK = ("api-service.not-running",), ("local-api.closed",), ("local-api.stuck",)
CONNECTED = ("connected",)

ROWS = (
    Row("service-healthy", "the API Service on this PC", CONNECTED, _service(scenario="healthy"),
        programs=(), alone=True),
    Row("service-closed", "nothing listens on the API Service's port", NOT_RUNNING, _service(), programs=(),
        alone=True),
    Row("service-http-sys", "Windows answers for an API Service that is not there", NOT_RUNNING,
        _service("http-sys"), programs=(), alone=True),
    Row("service-other-name", "Windows knows a program at the API Service's port by another name",
        ("api-service.other-name",), _service("other-name"), programs=(), alone=True,
        forbidden=(*NOT_THE_KEY, "api-service.not-running")),
    Row("local-other-name", "Windows knows a program at the Local API's port by another name",
        ("api-service.other-name",), _local("other-name"), programs=(), alone=True,
        forbidden=(*NOT_THE_KEY, "local-api.closed")),
    Row("service-silent", "the API Service accepts and never answers", ("network.no-answer",),
        _service("no-answer"), programs=(), alone=True),
    Row("service-drip", "the API Service's answer never ends", ("answer.oversized",), _service("drip",
        deadline="30"), bound_s=40.0,
        programs=(), alone=True),
    Row("service-flood", "128 MB of patients from the API Service", ("answer.oversized",), _service("flood"),
        programs=(), alone=True),
    Row("service-reset", "the API Service resets every call", ("network.dropped",), _service("reset"),
        programs=(), alone=True),
    Row("service-key", "the API Service does not know the key", ("key.not-assigned",),
        _service(scenario="key-not-assigned"), forbidden=_WAY, programs=(), alone=True),
    Row("service-convert", "the API Service cannot read the request", ("request.refused",),
        _service(scenario="request-refused"), programs=(), alone=True),
    Row("server-healthy", "the API Service on another PC of the office", CONNECTED,
        _on_server(scenario="healthy"), programs=("haproxy",)),
    Row("server-closed", "the server runs, and nothing listens there", NOT_RUNNING, _on_server(),
        programs=()),
    Row("server-firewalled", "the server's firewall drops what comes to the API Service",
        ("api-service.firewalled",), _on_server("healthy", rule="drop"), bound_s=25.0, programs=()),
    Row("server-off", "the server is switched off", ("api-service.firewalled", "api-service.not-running"),
        lambda _: Asked(("--mode", "service", "--host", "192.168.7.77:30223", "--deadline", "6")),
        bound_s=25.0,
        programs=()),
    Row("local-healthy", "the Local API of this PC", CONNECTED, _local(scenario="healthy"), programs=()),
    Row("local-closed", "Open Dental is closed on this PC", CLOSED, _local(), programs=()),
    Row("local-stuck", "the Local API accepts and never answers", STUCK, _local("no-answer"), programs=()),
    Row("local-http-sys", "Windows answers for a Local API that is not there", CLOSED, _local("http-sys"),
        programs=()),
    Row("local-key", "the Local API says that the key was disabled by the office",
        ("key.disabled-by-customer",), _local(scenario="key-disabled-by-customer"), forbidden=_WAY,
        programs=()),
    Row("econnector-but-service", "the eConnector is stopped, and the API Service on this PC answers",
        ("econnector.not-running",), _remote_and("econnector-not-running", "service"),
        shows=("'what': 'service'",), bound_s=30.0),
    Row("econnector-but-local", "the eConnector is stopped, and Open Dental on this PC answers",
        ("econnector.not-running",), _remote_and("econnector-not-running", "local"),
        shows=("'what': 'local'",), bound_s=30.0),
    Row("econnector-not-chosen", "the same, and nobody has chosen a way inside the office",
        ("econnector.not-running",), _remote_and("econnector-not-running", "service", chosen=False),
        lacks=("'what': 'service'",), bound_s=30.0),
    Row("econnector-squatter", "the eConnector is stopped, and another program has the API Service's port",
        ("econnector.not-running",), _remote_and("econnector-not-running", "service", "other-product"),
        lacks=("'what': 'service'", "works in this office"), bound_s=30.0),
    Row("service-squatter", "another program has the API Service's port of the server",
        ("answer.not-open-dental",), _on_server(scenario="other-product"), shows=("not sent there",),
        programs=("haproxy",)),
    Row("local-squatter", "another program answers a bare list on the Local API's port",
        ("answer.not-open-dental",), _local("healthy"), shows=("not sent there",), programs=()),
    Row("local-econnector", "the Local API is called, and the eConnector is of no matter", CONNECTED,
        _local(scenario="healthy"), forbidden=(*NOT_THE_KEY, *_WAY, "econnector.*"), programs=()),
)  # fmt: skip
