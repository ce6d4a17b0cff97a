"""Every recorded machine state, through the reader and the checks that a real PC meets."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from tests.support.machines import CANARY, NAMES, look, machine
from wizard.core.endpoint import api_service_endpoint
from wizard.core.evidence import CheckResult, Evidence, Status
from wizard.core.machine import DatabaseWay, PcNames, Place, PortAnswer, Role, Unreadable
from wizard.core.mode import Mode
from wizard.core.profile import GENERIC
from wizard.core.text import Translator, unmarked
from wizard.core.version import Version
from wizard.diagnosis.document import RunFacts, document
from wizard.diagnosis.explained import catalogue_values, explain, found_names
from wizard.diagnosis.judge import judge
from wizard.diagnosis.report import report_text
from wizard.diagnosis.report_model import report_of
from wizard.runs.office_checks import OFFICE, SETUP_CHECK
from wizard.simulator.recorded_system import RecordedSystem
from wizard.store.catalogue import Catalogue
from wizard.windows.machine_reader import MachineReader

SERVER = "DENTAL-SRV"


def said(result: CheckResult) -> str:
    return unmarked(Translator().translate(result.shown or result.summary))


def test_there_are_enough_states() -> None:
    assert len(NAMES) >= 40
    assert len({machine(name).about for name in NAMES}) == len(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_state_is_judged_as_it_says(name: str) -> None:
    state = machine(name)
    found = look(state.system, state.endpoint)
    judged = {identity: [str(r.status), r.code or ""] for identity, r in found.items()}
    assert judged == {k: v for k, v in state.expect.items() if k != "role"}
    assert str(MachineReader(state.system).place().role) == state.expect["role"]
    assert all(said(r).endswith(".") for r in found.values())


@pytest.mark.parametrize("name", NAMES)
def test_every_code_has_words_and_every_failure_a_code(name: str) -> None:
    state = machine(name)
    for result in look(state.system, state.endpoint).values():
        assert (result.code is not None) == (result.status in (Status.FAILED, Status.WARNED))
        if result.code:
            assert Catalogue().entry(result.code).steps


@pytest.mark.parametrize("name", NAMES)
def test_nothing_of_a_settings_file_but_the_servers_name_comes_out(
    name: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    state = machine(name)
    found = look(state.system, state.endpoint)
    reader = MachineReader(state.system)
    kept = [repr(found)]
    for ask in (reader.place, reader.programs, reader.services):
        try:
            kept.append(repr(ask()))
        except Unreadable as problem:
            kept.append(repr((problem, problem.__context__, problem.__cause__, problem.args)))
    everything = "\n".join([*kept, caplog.text, *capfd.readouterr()])
    assert CANARY not in everything.replace("CANARYUSER\\\\AppData", "")


@pytest.mark.parametrize("name", NAMES)
def test_no_document_and_no_report_names_the_server_or_a_folder(name: str) -> None:
    state = machine(name)
    checks = tuple(look(state.system, state.endpoint).values())
    evidence = Evidence(state.mode, checks, server="dental-srv")
    judgement = judge(evidence)
    causes = tuple(explain(f, Catalogue(), catalogue_values()) for f in judgement.findings)
    facts = RunFacts("1", "3.11", "Windows 11", "ABCDEFGH", "2026-01-01T00:00:00Z", 1, "https://x")
    written = document(facts, evidence, judgement, causes, Translator())
    texts = json.dumps(written) + report_text(report_of(written, causes, Translator()))
    for word in (SERVER, SERVER.lower(), "praxis", "PRAXIS", "od-server", "C:\\", "D:\\", CANARY, "192.168"):
        assert word not in texts


@pytest.mark.parametrize("port", [30223, 30222])
def test_the_port_that_is_called_is_the_one_that_is_asked_and_named(port: int) -> None:
    state = machine("workstation-service-firewalled")
    silent = replace(state.system, ports={f"dental-srv:{port}": PortAnswer.SILENT})
    endpoint = api_service_endpoint("192.168.1.10", port)
    check = look(silent, endpoint, "prereq.api-service")["prereq.api-service"]
    assert check.code == "api-service.firewalled"
    evidence = Evidence(Mode.API_SERVICE, (check,))
    cause = explain(judge(evidence).findings[0], Catalogue(), found_names(GENERIC, endpoint, evidence))
    for text in (check.summary, cause.meaning, cause.steps[0]):
        assert f"port {port} " in Translator().translate(text).replace(".", " ")


@pytest.mark.parametrize("name", ["workstation", "middle-tier"])
def test_the_window_is_told_which_pc_to_walk_to(name: str) -> None:
    found = look(machine(name).system, machine(name).endpoint)
    assert SERVER.lower() in said(found["prereq.role"]).lower()
    assert SERVER.lower() in said(found["prereq.econnector-service"]).lower()
    assert SERVER.lower() in said(found["prereq.api-service"]).lower()
    assert SERVER.lower() in said(found["prereq.sleep"]).lower()
    assert all(
        SERVER.lower() not in unmarked(Translator().translate(r.summary)).lower() for r in found.values()
    )


def test_a_middle_tier_is_told_from_a_direct_connection() -> None:
    assert MachineReader(machine("middle-tier").system).place() == Place(
        Role.WORKSTATION, DatabaseWay.MIDDLE_TIER, "dental-srv"
    )
    assert MachineReader(machine("workstation").system).place() == Place(
        Role.WORKSTATION, DatabaseWay.DIRECT, SERVER, database="opendental", engine="mysql"
    )


@pytest.mark.parametrize(
    ("name", "identity", "words"),
    [
        ("server", "prereq.open-dental-installed", "Open Dental 24.3.45 is installed."),
        ("german", "prereq.open-dental-installed", "is installed in D:\\Praxis\\Open Dental."),
        ("server", "prereq.role", "This PC is the server, with the database opendental."),
        ("old-20-5", "prereq.open-dental-installed", "20.5.60 is installed; this connection needs 21.1"),
        ("econnector-disabled", "prereq.econnector-service", "its start is disabled"),
        ("econnector-missing", "prereq.econnector-service", "No eConnector is installed"),
        ("econnector-other-version", "prereq.econnector-service", "version 24.2.12, Open Dental is 24.3.45"),
        ("econnector-twice", "prereq.econnector-service", "2 eConnectors run"),
        ("two-databases", "prereq.econnector-service", "each for an Open Dental folder of its own"),
        ("workstation-old-econnector", "prereq.econnector-service", "An old one is stopped on this PC."),
        ("workstation-silence", "prereq.api-service", "a firewall may be in the way"),
        ("not-logged-on", "prereq.open-dental-running", "nobody is logged on"),
        ("neglected-server", "prereq.sleep", "after 30 minutes"),
        ("neglected-server", "prereq.disk", "0.8 GB left"),
        ("old-database-left", "prereq.other-services", "The database's service runs."),
    ],
)  # fmt: skip
def test_the_sentence_says_what_was_seen(name: str, identity: str, words: str) -> None:
    assert words in said(look(machine(name).system, machine(name).endpoint)[identity])


@pytest.mark.parametrize(
    ("written", "role"),
    [
        ("localhost", Role.SERVER),
        ("LOCALHOST", Role.SERVER),
        ("127.0.0.1", Role.SERVER),
        ("127.0.0.1:3307", Role.SERVER),
        ("::1", Role.SERVER),
        (".", Role.SERVER),
        ("Dental-Srv", Role.SERVER),
        ("dental-srv.office.local", Role.SERVER),
        ("192.168.10.5", Role.SERVER),
        ("192.168.10.6", Role.WORKSTATION),
        ("dental-srv2", Role.WORKSTATION),
        ("192.example", Role.WORKSTATION),
    ],
)
def test_this_pcs_own_names_make_it_the_server(written: str, role: Role) -> None:
    state = machine("server").system
    files = {path: data.replace(b"localhost", written.encode()) for path, data in state.files.items()}
    own = PcNames(("dental-srv",), ("192.168.10.5",))
    assert MachineReader(replace(state, files=files, here=own)).place().role is role


def test_a_vendors_floor_is_a_warning() -> None:
    state = machine("server")
    floor = Version.parse("24.4")
    result = look(state.system, state.endpoint, floor=floor)["prereq.open-dental-installed"]
    assert (result.status, result.code) == (Status.WARNED, "office.version-too-old")
    assert look(state.system, state.endpoint, floor=Version.parse("24.3"))[result.id].status is Status.PASSED


def test_each_check_can_be_run_alone() -> None:
    state = machine("workstation")
    together = look(state.system, state.endpoint)
    for check in OFFICE:
        alone = look(state.system, state.endpoint, check.id)
        assert list(alone) == [check.id]
        assert replace(alone[check.id], took_ms=0) == replace(together[check.id], took_ms=0)


def test_what_is_not_windows_is_never_guessed() -> None:
    from wizard.windows.system import NoWindows

    found = look(NoWindows(), machine("server").endpoint)
    assert {r.status for r in found.values()} == {Status.UNKNOWN}
    assert {r.code for r in found.values()} == {None}
    assert {said(r) for r in found.values()} == {"Only Windows can be asked this."}


def test_an_empty_windows_is_no_fault() -> None:
    """A PC that has nothing of Open Dental's on it."""
    found = look(RecordedSystem(), machine("server").endpoint)
    assert not {r.id for r in found.values() if r.status is Status.FAILED}
    assert found[SETUP_CHECK.id].status is Status.SKIPPED
