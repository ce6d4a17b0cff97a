"""What the facts of the server mean: each verdict on its own, without a world."""

from __future__ import annotations

from itertools import product

import pytest

from tests.support.verdicts import found, said, shown
from wizard.core.codes import Code
from wizard.core.evidence import Status
from wizard.core.facts.server_facts import (
    ApiServiceFacts,
    EconnectorFacts,
    OtherServicesFacts,
    SetupWindowFacts,
    SleepFacts,
)
from wizard.core.machine import (
    DatabaseWay,
    Place,
    PortAnswer,
    Role,
    Service,
    ServicePurpose,
    ServiceState,
    SleepTimeouts,
    StartType,
    UnreadableReason,
)
from wizard.core.mode import Mode
from wizard.core.version import Version
from wizard.diagnosis.verdicts import server_verdicts
from wizard.diagnosis.verdicts.api_service_verdict import api_service_verdict
from wizard.diagnosis.verdicts.setup_window_verdict import setup_window_verdict

PASSED, WARNED, FAILED = Status.PASSED, Status.WARNED, Status.FAILED
SKIPPED, UNKNOWN = Status.SKIPPED, Status.UNKNOWN
HERE = Place(Role.SERVER, DatabaseWay.DIRECT)
AWAY = Place(Role.WORKSTATION, DatabaseWay.DIRECT, "SRV")
V24_2, V24_3 = Version((24, 2, 12)), Version((24, 3, 45))
DOWN, TWICE = Code.ECONNECTOR_NOT_RUNNING, Code.ECONNECTOR_DUPLICATE
OLD, NOT_AUTOMATIC = Code.ECONNECTOR_VERSION_MISMATCH, Code.ECONNECTOR_NOT_AUTOMATIC
API_DOWN, API_OTHER = Code.API_SERVICE_NOT_RUNNING, Code.API_SERVICE_OTHER_NAME
Expected = tuple[Status, Code | None]
BEHIND_PROXY = SetupWindowFacts(HERE, installed=True, port=PortAnswer.SILENT, proxied=True)


def service(
    state: ServiceState = ServiceState.RUNNING,
    start: StartType = StartType.AUTOMATIC,
    version: Version | None = V24_3,
    folder: str = "",
) -> Service:
    return Service("SRV-NAME", ServicePurpose.ECONNECTOR, state, start, version, None, folder)


RUNS, STOPPED = service(), service(ServiceState.STOPPED)


def econnector(
    *services: Service, place: Place = HERE, mode: Mode = Mode.REMOTE, program: Version | None = V24_3
) -> EconnectorFacts:
    return EconnectorFacts(place, mode, services, program)


def api(
    port: PortAnswer | None,
    *services: Service,
    place: Place = HERE,
    mode: Mode = Mode.REMOTE,
    program: Version | None = V24_3,
) -> ApiServiceFacts:
    return ApiServiceFacts(place, mode, services, program, 30223, port)


@pytest.mark.parametrize(
    ("services", "expected", "words"),
    [
        ((RUNS,), (PASSED, None), "The eConnector runs on this PC."),
        ((STOPPED,), (FAILED, DOWN), "The eConnector is stopped on this PC."),
        ((service(ServiceState.STOPPED, StartType.DISABLED),), (FAILED, DOWN), "its start is disabled"),
        ((service(ServiceState.PAUSED),), (FAILED, DOWN), "is paused"),
        ((service(ServiceState.STARTING),), (UNKNOWN, None), "is being started"),
        ((service(ServiceState.UNKNOWN),), (UNKNOWN, None), "does not tell whether the eConnector runs"),
        ((service(start=StartType.MANUAL),), (WARNED, NOT_AUTOMATIC), "does not start by itself"),
        ((service(start=StartType.DISABLED),), (WARNED, NOT_AUTOMATIC), "does not start by itself"),
        ((service(start=StartType.UNKNOWN),), (PASSED, None), "The eConnector runs on this PC."),
        ((service(version=V24_2),), (WARNED, OLD), "version 24.2.12, Open Dental is 24.3.45"),
        ((service(ServiceState.STOPPED, version=V24_2),), (FAILED, OLD), "version 24.2.12"),
        ((service(version=None),), (PASSED, None), "The eConnector runs on this PC."),
        ((RUNS, RUNS), (WARNED, TWICE), "2 eConnectors run on this PC"),
        ((RUNS, STOPPED), (WARNED, TWICE), "2 eConnectors are installed on this PC; one of them runs"),
        ((STOPPED, STOPPED), (FAILED, DOWN), "is stopped on this PC"),
        ((service(folder="A"), service(folder="a")), (WARNED, TWICE), "2 eConnectors run"),
        ((service(folder="A"), service(folder="B")), (PASSED, None), "each for an Open Dental folder"),
        (
            (service(folder="A"), service(ServiceState.STOPPED, folder="B")),
            (PASSED, None),
            "runs on this PC.",
        ),
        ((), (FAILED, DOWN), "No eConnector is installed on this PC, the server."),
    ],
)
def test_the_econnector_of_a_server(services: tuple[Service, ...], expected: Expected, words: str) -> None:
    outcome = server_verdicts.econnector_verdict(econnector(*services))
    assert found(outcome) == expected
    assert words in said(outcome)
    for mode in (Mode.LOCAL, Mode.API_SERVICE):  # the same seen, and no fault
        other = server_verdicts.econnector_verdict(econnector(*services, mode=mode))
        assert found(other) == ((SKIPPED, None) if expected[1] else expected)
        assert ("This connection does not need it." in said(other)) == (expected[1] is not None)
        assert other.evidence == outcome.evidence


def test_what_a_document_holds_of_the_econnector() -> None:
    assert server_verdicts.econnector_verdict(econnector(STOPPED, service(version=V24_2))).evidence == (
        ("role", "server"),
        ("installed", 2),
        ("running", 1),
        ("state", "running"),
        ("start", "automatic"),
        ("same_version", False),
        ("version", "24.2.12"),
    )
    assert server_verdicts.econnector_verdict(econnector()).evidence == (
        ("role", "server"),
        ("installed", 0),
        ("running", 0),
    )


def test_an_old_econnector_on_a_workstation_is_no_fault() -> None:
    outcome = server_verdicts.econnector_verdict(econnector(STOPPED, place=AWAY))
    assert found(outcome) == (SKIPPED, None)
    assert shown(outcome) == "An old one is stopped on this PC. Look on **SRV**."
    assert said(outcome) == "An old one is stopped on this PC. Look on the server PC."
    assert outcome.evidence == (("role", "workstation"), ("installed", 1), ("running", 0))
    assert found(server_verdicts.econnector_verdict(econnector(RUNS, place=AWAY))) == (PASSED, None)


@pytest.mark.parametrize(
    ("place", "status", "words"),
    [
        (Place(Role.CLOUD), SKIPPED, "In Open Dental Cloud this runs at Open Dental."),
        (AWAY, SKIPPED, "Look on the server PC: it runs there."),
        (Place(Role.UNKNOWN, why=UnreadableReason.DENIED), UNKNOWN, "Windows does not let this user look."),
        (Place(Role.UNKNOWN, DatabaseWay.STRING), UNKNOWN, "it is not known which PC is the server"),
        (Place(Role.UNKNOWN), SKIPPED, "Not on this PC, and neither is Open Dental."),
    ],
)
def test_what_is_not_here_is_looked_for_on_the_server(place: Place, status: Status, words: str) -> None:
    for outcome in (
        server_verdicts.econnector_verdict(econnector(place=place)),
        server_verdicts.others_verdict(OtherServicesFacts(place)),
        server_verdicts.sleep_verdict(SleepFacts(place)),
    ):
        assert found(outcome) == (status, None)
        assert words in said(outcome)
        assert outcome.evidence == (("role", str(place.role)),)
        assert (shown(outcome) or "").count("SRV") == (place is AWAY)


def test_a_service_in_open_dental_cloud_is_not_this_offices() -> None:
    cloud = Place(Role.CLOUD)
    assert found(server_verdicts.econnector_verdict(econnector(STOPPED, place=cloud))) == (SKIPPED, None)
    assert found(server_verdicts.others_verdict(OtherServicesFacts(cloud, (STOPPED,)))) == (SKIPPED, None)
    there = api_service_verdict(api(None, STOPPED, place=cloud))
    assert (found(there), said(there)) == ((SKIPPED, None), "In Open Dental Cloud this runs at Open Dental.")


@pytest.mark.parametrize(
    ("services", "port", "expected", "words"),
    [
        ((RUNS,), PortAnswer.ANSWERS, (PASSED, None), "The API Service runs on this PC and answers."),
        ((), PortAnswer.ANSWERS, (PASSED, None), "The API Service answers on this PC."),
        (
            (service(version=V24_2),),
            PortAnswer.ANSWERS,
            (PASSED, None),
            "its version 24.2.12 is not",
        ),
        ((RUNS,), PortAnswer.OTHER_NAME, (FAILED, API_OTHER), "under another name or address"),
        ((), PortAnswer.REFUSED, (FAILED, API_DOWN), "The API Service is not installed"),
        ((RUNS,), PortAnswer.MUTE, (FAILED, API_DOWN), "does not answer at port 30223"),
        ((STOPPED,), PortAnswer.REFUSED, (FAILED, API_DOWN), "The API Service is stopped on this PC."),
        (
            (service(ServiceState.STOPPED, version=V24_2),),
            PortAnswer.REFUSED,
            (FAILED, API_DOWN),
            "its version 24.2.12",
        ),
    ],
)
def test_the_api_service_here(
    services: tuple[Service, ...], port: PortAnswer, expected: Expected, words: str
) -> None:
    outcome = api_service_verdict(api(port, *services, mode=Mode.API_SERVICE))
    assert found(outcome) == expected
    assert words in said(outcome)
    assert [key for key, _ in outcome.evidence] == ["installed", "running", "port", "same_version"]


@pytest.mark.parametrize(
    ("port", "expected", "words"),
    [
        (PortAnswer.ANSWERS, (PASSED, None), "The API Service on {} answers."),
        (PortAnswer.OPEN, (PASSED, None), "The API Service on {} answers."),
        (PortAnswer.NO_NAME, (UNKNOWN, None), "The name of {} was not found from this PC."),
        (
            PortAnswer.OTHER_NAME,
            (FAILED, API_OTHER),
            "A program listens at port 30223 of {}, but under another",
        ),
        (PortAnswer.REFUSED, (FAILED, API_DOWN), "{} is on, but no API Service answers there."),
        (PortAnswer.WINDOWS, (FAILED, API_DOWN), "{} is on, but no API Service answers there."),
        (PortAnswer.SILENT, (FAILED, Code.API_SERVICE_FIREWALLED), "No answer at port 30223 of {}."),
        (PortAnswer.MUTE, (FAILED, Code.API_SERVICE_FIREWALLED), "No answer at port 30223 of {}."),
    ],
)
def test_the_api_service_of_the_server_from_a_workstation(
    port: PortAnswer, expected: Expected, words: str
) -> None:
    outcome = api_service_verdict(api(port, place=AWAY, mode=Mode.API_SERVICE))
    assert found(outcome) == expected
    assert words.format("**SRV**") in (shown(outcome) or "")
    assert words.format("the server PC").lower() in said(outcome).lower()
    assert outcome.evidence == (("role", "workstation"), ("port", str(port)))


def test_silence_from_afar_may_be_a_pc_that_is_off_where_the_way_is_another() -> None:
    outcome = api_service_verdict(api(PortAnswer.SILENT, place=AWAY))
    assert found(outcome) == (UNKNOWN, None)
    assert "a firewall may be in the way, or that PC is off" in said(outcome)


@pytest.mark.parametrize(
    ("program", "asked"),
    [
        (None, False), ("24.2.99", False), ("24.3.60", False), ("24.3.61", True), ("24.4.32", False),
        ("24.4.33", True), ("25.1.1", False), ("25.1.2", True), ("26.1", True),
        ("24.5", False),  # a line that the manual does not name
    ],
)  # fmt: skip
def test_the_manual_asks_for_the_api_service_from_some_versions_on(program: str | None, asked: bool) -> None:
    version = Version.parse(program) if program else None
    for place, port in product((HERE, AWAY), (PortAnswer.REFUSED, PortAnswer.OTHER_NAME)):
        outcome = api_service_verdict(api(port, place=place, program=version))
        code = API_OTHER if port is PortAnswer.OTHER_NAME else API_DOWN
        assert found(outcome) == ((WARNED, code) if asked else (SKIPPED, None))
        assert (shown(outcome) is not None) == (place is AWAY)
        for text in (said(outcome), shown(outcome) or said(outcome)):
            assert ("This connection does not need it." in text) != asked


def test_a_service_is_compared_with_the_open_dental_beside_it() -> None:
    """A server may hold two, each with services of its own."""
    beside = Service(
        "x", ServicePurpose.API, ServiceState.STOPPED, StartType.AUTOMATIC, V24_2, Version((23, 3))
    )
    for port in (PortAnswer.REFUSED, PortAnswer.ANSWERS):
        assert "is not Open Dental's 23.3" in said(
            api_service_verdict(api(port, beside, mode=Mode.API_SERVICE))
        )
    assert "Open Dental is 23.3." in said(server_verdicts.econnector_verdict(econnector(beside)))
    alike = Service("x", ServicePurpose.API, ServiceState.RUNNING, StartType.AUTOMATIC, V24_2, V24_2)
    assert found(server_verdicts.econnector_verdict(econnector(alike))) == (PASSED, None)


def test_an_api_service_that_is_here_is_looked_at_though_the_role_is_not_known() -> None:
    unknown = Place(Role.UNKNOWN)
    assert found(api_service_verdict(api(PortAnswer.ANSWERS, RUNS, place=unknown))) == (PASSED, None)
    assert found(api_service_verdict(api(None, place=unknown))) == (SKIPPED, None)


@pytest.mark.parametrize("databases", [(), (RUNS,), (STOPPED,), (STOPPED, RUNS)])
@pytest.mark.parametrize("helpers", [(), (RUNS,), (STOPPED,)])
@pytest.mark.parametrize("place", [HERE, AWAY])
def test_the_database_stops_the_office_on_its_server_alone(
    databases: tuple[Service, ...], helpers: tuple[Service, ...], place: Place
) -> None:
    outcome = server_verdicts.others_verdict(OtherServicesFacts(place, databases, helpers))
    if place is HERE and databases == (STOPPED,):
        assert found(outcome) == (FAILED, Code.OFFICE_DATABASE_STOPPED)
    elif place is AWAY and not databases and not helpers:
        assert found(outcome) == (SKIPPED, None)
        return
    else:
        assert found(outcome) == (PASSED, None)
        told = {(): "is on this PC", (STOPPED,): "is not the one in use"}.get(databases, "service runs.")
        assert told in said(outcome)
        told = {(): "is not installed", (STOPPED,): "OpenDentalService is stopped"}.get(helpers, "runs too.")
        assert told in said(outcome)
    whether = {(): "missing", (STOPPED,): "stopped"}
    assert outcome.evidence == (
        ("database", whether.get(databases, "running")),
        ("open_dental_service", whether.get(helpers, "running")),
        ("role", str(place.role)),
    )


@pytest.mark.parametrize(
    ("sleeps", "hibernates", "words"),
    [
        (0, 0, None),
        (1800, 0, "after 30 minutes"),
        (0, 7200, "after 120 minutes"),
        (3600, 1800, "after 30 minutes"),
        (20, 0, "after 1 minute without"),
        (149, 0, "after 2 minutes"),
    ],
)
def test_the_server_does_not_sleep(sleeps: int, hibernates: int, words: str | None) -> None:
    outcome = server_verdicts.sleep_verdict(SleepFacts(HERE, SleepTimeouts(sleeps, hibernates)))
    assert found(outcome) == ((WARNED, Code.OFFICE_SLEEPS) if words else (PASSED, None))
    assert (words or "does not go to sleep") in said(outcome)
    assert outcome.evidence == (("sleeps_s", sleeps), ("hibernates_s", hibernates))


@pytest.mark.parametrize(
    ("facts", "expected", "words"),
    [
        (SetupWindowFacts(Place(Role.CLOUD)), (SKIPPED, None), "In Open Dental Cloud"),
        (SetupWindowFacts(HERE), (SKIPPED, None), "which is not on this PC"),
        (
            SetupWindowFacts(HERE, installed=True, port=PortAnswer.OPEN),
            (PASSED, None),
            "can reach what it needs",
        ),
        (
            SetupWindowFacts(HERE, installed=True, port=PortAnswer.SILENT, proxied=True),
            (UNKNOWN, None),
            "the proxy may let",
        ),
        (
            SetupWindowFacts(HERE, installed=True, port=PortAnswer.NO_NAME),
            (UNKNOWN, None),
            "has to work first",
        ),
        (
            SetupWindowFacts(HERE, installed=True, port=PortAnswer.SILENT, way_open=True),
            (WARNED, Code.API_SETUP_WINDOW_BLOCKED),
            "www.patientviewer.com does not answer at port 49997",
        ),
    ],
)
def test_the_setup_window_is_blocked_only_where_the_way_to_open_dental_is_open(
    facts: SetupWindowFacts, expected: Expected, words: str
) -> None:
    outcome = setup_window_verdict(facts)
    assert found(outcome) == expected
    assert words in said(outcome)
    told = {"role": "cloud"} if facts.role is Role.CLOUD else {"port": str(facts.port)} if facts.port else {}
    assert dict(outcome.evidence) == told
