"""The JSON document and the report of a run: valid, complete, and without a key or a patient."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime

import pytest
from jsonschema import Draft202012Validator

from tests.support.folders import ROOT
from wizard.checks.context import World
from wizard.core.cause import Confidence, Finding
from wizard.core.codes import CheckId, Code
from wizard.core.endpoint import Endpoint, api_service_endpoint, remote_endpoint
from wizard.core.evidence import (
    Answer,
    CheckResult,
    Content,
    Evidence,
    KeyProblem,
    Opinion,
    SecondOpinion,
    Status,
)
from wizard.core.facts.pc_facts import InstalledFacts
from wizard.core.keys import KeyPair
from wizard.core.machine import Program
from wizard.core.mode import Mode
from wizard.core.profile import GENERIC, Profile, Support
from wizard.core.secret import Secret
from wizard.core.text import T, Translator
from wizard.core.version import Version
from wizard.diagnosis.document import Document, RunFacts, document
from wizard.diagnosis.explained import Cause, catalogue_values, explain, found_names
from wizard.diagnosis.judge import judge
from wizard.diagnosis.report import cause_lines, report_text
from wizard.diagnosis.report_model import report_of
from wizard.probe.pace import Pacer
from wizard.runs.request import Request
from wizard.runs.run import run
from wizard.runs.run_clock import RunClock, program_facts
from wizard.runs.run_words import RunWords
from wizard.simulator.patients import CANARY_PATIENT
from wizard.simulator.pretend_office import PretendOffice
from wizard.simulator.scenarios import SCENARIOS
from wizard.store.catalogue import Catalogue

DEV, CUS = "CANARYDEV0000001", "CANARYCUS0000001"
KEYS = KeyPair(Secret(DEV), Secret(CUS))
SCHEMA = json.loads((ROOT / "resources/schema/check-1.schema.json").read_text("utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER)
FACTS = RunFacts(
    "0.1.0", "3.11.7", "Linux 6", "0123ABCD", "2026-01-02T03:04:05Z", 12, "https://api.opendental.com/api/v1"
)


def written(evidence: Evidence, profile: Profile = GENERIC) -> tuple[Document, str, tuple[Cause, ...]]:
    judgement = judge(evidence)
    catalogue, filled = Catalogue(), catalogue_values(profile, evidence.mode)
    causes = tuple(explain(finding, catalogue, filled) for finding in judgement.findings)
    made = document(FACTS, evidence, judgement, causes, Translator())
    VALIDATOR.validate(json.loads(json.dumps(made)))
    return made, report_text(report_of(made, causes, Translator())), causes


def seen(name: str) -> Evidence:
    time = [1000.0]

    async def sleep(seconds: float) -> None:
        time[0] += seconds

    world = World(pacer=Pacer(lambda: time[0], sleep), environ={})
    with PretendOffice(SCENARIOS[name], pace_s=0) as office:
        request = Request(
            Endpoint(Mode.REMOTE, "http", "127.0.0.1", office.port),
            KEYS,
            deadline_s=0.5 if name == "silent" else 5.0,
            skip=("prereq.clock",) if name == "silent" else (),
        )
        return asyncio.run(run(request, world, lambda _: None))


@pytest.mark.parametrize("name", sorted(SCENARIOS))
def test_every_run_makes_a_valid_document_without_a_key_or_a_patient(name: str) -> None:
    made, text, _ = written(seen(name))
    whole = json.dumps(made, ensure_ascii=False) + text
    for word in (DEV, CUS, DEV.lower(), CUS[::-1], CANARY_PATIENT, "Exampleton", "127.0.0.1", "{", "**"):
        assert word not in (text if word in ("{", "127.0.0.1") else whole)
    assert made["causes"][0]["code"] == SCENARIOS[name].expected
    assert made["probe"] is not None
    assert made["run"]["reference"] in text
    assert made["next"] in text
    assert all(cause["title"] in text for cause in made["causes"])
    assert all(check["summary"] in text and check["id"] not in text for check in made["checks"])


@pytest.mark.parametrize("problem", KeyProblem)
def test_a_refused_key_makes_a_document_too(problem: KeyProblem) -> None:
    made, text, _ = written(Evidence(Mode.REMOTE, key_problem=problem))
    assert made["probe"] is None
    assert made["verdict"] == "failed"
    assert made["causes"][0]["code"].startswith("key.")
    assert "The live call was not made." in text


def test_a_run_that_was_broken_off() -> None:
    made, _, _ = written(Evidence(Mode.API_SERVICE, key_problem=KeyProblem.MISSING, interrupted=True))
    assert (made["verdict"], made["exit_code"]) == ("incomplete", 130)


def test_what_was_seen_stands_in_the_document() -> None:
    answer = Answer(
        "GET", "/patients", 401, Content.JSON_STRING, server_text="401 {Not} **Authorized**", took_ms=7
    )
    evidence = Evidence(
        Mode.LOCAL,
        (
            CheckResult(
                CheckId.PREREQ_PORT, Status.PASSED, T("Port {port} is open.", port=1), None, (("port", 1),), 3
            ),
        ),
        answer,
        (SecondOpinion(Opinion.KEYLESS, Answer("GET", "/patients", 400, Content.TEXT, took_ms=2)),),
    )
    made, text, _ = written(evidence)
    assert made["checks"] == [
        {
            "id": "prereq.port",
            "status": "passed",
            "code": None,
            "summary": "Port 1 is open.",
            "evidence": {"port": 1},
            "took_ms": 3,
            "blocked_by": None,
        }
    ]
    assert made["probe"] is not None
    assert (made["probe"]["server_text"], made["probe"]["took_ms"]) == ("401 {Not} **Authorized**", 7)
    assert made["second_opinions"] == [{"what": "keyless", "status": 400, "content": "text", "took_ms": 2}]
    assert "401 {Not}" in text
    assert made["run"]["mode"] == "local"


def test_a_wait_that_was_asked_for_goes_before_the_catalogues() -> None:
    answer = Answer("GET", "/patients", 429, Content.EMPTY, retry_after_s=7)
    made, text, _ = written(Evidence(Mode.REMOTE, probe=answer))
    assert made["causes"][0]["wait_s"] == 7
    assert "7 seconds" in text or "1 minutes" in text


def test_the_vendors_names_are_filled_in() -> None:
    profile = Profile(vendor_name="Northwind {x}", product="Sync **7**", support=Support(phone="555-0100"))
    filled = catalogue_values(profile, Mode.REMOTE)
    catalogue, translator = Catalogue(), Translator()
    for code in catalogue.codes():
        cause = explain(
            judge(Evidence(Mode.REMOTE, key_problem=KeyProblem.MISSING)).findings[0], catalogue, filled
        )
        assert translator.translate(cause.title)
        entry = catalogue.entry(code)
        for line in (entry.title, entry.meaning, *entry.steps, entry.wait_why):
            spoken = translator.translate(T(line, **filled))
            assert "{vendor}" not in spoken
            assert "{product}" not in spoken
    assert (
        catalogue_values(GENERIC, Mode.API_SERVICE)["host"] != catalogue_values(GENERIC, Mode.REMOTE)["host"]
    )


NOT_ASSIGNED = Finding(Code.KEY_NOT_ASSIGNED, Confidence.LIKELY, ())


@pytest.mark.parametrize(
    ("told", "installed", "menu"),
    [(None, None, "API"), ("21.3.60", None, "FHIR"), ("21.4.1", None, "API"), (None, "20.5.3", "FHIR")],
)
def test_the_steps_call_the_menu_what_this_version_does(
    told: str | None, installed: str | None, menu: str
) -> None:
    version = Version.parse(installed) if installed else None
    check = CheckResult(
        CheckId.PREREQ_OPEN_DENTAL_INSTALLED,
        Status.PASSED,
        T("Open Dental is installed."),
        facts=InstalledFacts(Mode.REMOTE, None, (Program("", version),)),
    )
    evidence = Evidence(Mode.REMOTE, checks=(check,), od_version=Version.parse(told) if told else None)
    cause = explain(NOT_ASSIGNED, Catalogue(), found_names(GENERIC, remote_endpoint(), evidence))
    assert f"**{menu}**" in " ".join(map(Translator().translate, cause.steps))


def test_the_port_that_was_asked_is_the_one_that_is_named() -> None:
    stopped = Finding(Code.API_SERVICE_NOT_RUNNING, Confidence.LIKELY, ())
    for endpoint, port in ((api_service_endpoint("127.0.0.1", 8080), "8080"), (remote_endpoint(), "30223")):
        evidence = Evidence(endpoint.mode)
        cause = explain(stopped, Catalogue(), found_names(GENERIC, endpoint, evidence))
        assert f"port {port}," in Translator().translate(cause.meaning)


@pytest.mark.parametrize("here", [True, False])
def test_a_pc_where_this_is_read_is_neither_off_nor_asleep(*, here: bool) -> None:
    words = RunWords(GENERIC, remote_endpoint(), Catalogue(), Translator())
    answer = Answer("GET", "/patients", 503, Content.EMPTY)
    check = CheckResult(
        CheckId.PREREQ_ECONNECTOR_SERVICE, Status.FAILED, T("It is stopped."), Code.ECONNECTOR_NOT_RUNNING
    )
    for server in ("", "DENTAL-SRV"):
        evidence = Evidence(Mode.REMOTE, (check,), probe=answer, server=server, server_here=here)
        run_words = words.result(evidence, FACTS, datetime(2026, 11, 27, 13, 21, tzinfo=UTC))
        causes = [
            words.of_check(check, evidence),
            words.of_finding(Finding(Code.ECONNECTOR_NOT_RUNNING, Confidence.LIKELY, ()), evidence),
            run_words.by_check[check.id],
            *(c for c in (*run_words.shown_causes, *run_words.written_causes) if c.code is check.code),
        ]
        assert len(causes) == 5
        for cause in causes:
            meaning = Translator().translate(cause.meaning)
            assert "Usually it is stopped" in meaning
            assert ("asleep" not in meaning) is here


def test_an_offices_address_is_not_in_a_report() -> None:
    _, text, causes = written(
        Evidence(Mode.API_SERVICE, probe=Answer("GET", "/patients", 401, Content.EMPTY))
    )
    assert "192.168" not in text
    assert all(list(cause_lines(cause, Translator())) for cause in causes)


def test_facts_of_the_program_name_no_computer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platform.node", lambda: "FRONT-DESK-PC")
    watch = RunClock()
    shown = repr((*program_facts(), watch.reference, watch.started, watch.took_ms()))
    assert "FRONT-DESK-PC" not in shown
    made = document(
        RunFacts(*program_facts(), watch.reference, watch.started, watch.took_ms(), "x"),
        Evidence(Mode.REMOTE),
        judge(Evidence(Mode.REMOTE)),
        (),
        Translator(),
    )
    VALIDATOR.validate(json.loads(json.dumps(made)))


def test_the_schema_is_strict_where_it_counts() -> None:
    made, _, _ = written(Evidence(Mode.REMOTE, key_problem=KeyProblem.MISSING))
    broken = json.loads(json.dumps(made))
    broken["verdict"] = "fine"
    assert not VALIDATOR.is_valid(broken)
    broken = json.loads(json.dumps(made))
    broken["causes"] *= 5
    assert not VALIDATOR.is_valid(broken)
