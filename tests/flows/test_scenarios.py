"""Every state of the pretend office, run and judged for real: the declared cause comes first."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import pytest

from wizard.checks.context import World
from wizard.core.cause import Confidence
from wizard.core.codes import Code
from wizard.core.endpoint import Endpoint
from wizard.core.evidence import Evidence, Status
from wizard.core.keys import KeyPair
from wizard.core.mode import Mode
from wizard.core.secret import Secret
from wizard.core.text import T, Translator
from wizard.diagnosis.judge import Judgement, Verdict, judge
from wizard.diagnosis.layers import Layer, layers
from wizard.probe.pace import Pacer
from wizard.runs.request import Request
from wizard.runs.run import run
from wizard.simulator import wire_answer as wire
from wizard.simulator.pretend_office import PretendOffice
from wizard.simulator.scenario import Scenario
from wizard.simulator.scenarios import SCENARIOS

KEYS = KeyPair(Secret("CANARYDEV0000001"), Secret("CANARYCUS0000001"))


@dataclass
class Clock:
    """Time that only a sleep moves, so that no test waits for the pace."""

    time: float = 1000.0

    async def sleep(self, seconds: float) -> None:
        self.time += seconds


def judged(scenario: Scenario, mode: Mode = Mode.REMOTE, **asked: object) -> tuple[Evidence, Judgement]:
    clock = Clock()
    world = World(pacer=Pacer(lambda: clock.time, clock.sleep), environ={})
    quick = {"deadline_s": 0.3} if scenario.id == "silent" else {}
    with PretendOffice(scenario, pace_s=0) as office:
        endpoint = Endpoint(mode, "http", "127.0.0.1", office.port)
        request = Request(endpoint, KEYS, **{"skip": ("prereq.clock",) if quick else (), **quick, **asked})  # type: ignore[arg-type]  # names of its fields
        evidence = asyncio.run(run(request, world, lambda _: None))
    return evidence, judge(evidence)


def everyone(answer: wire.WireAnswer) -> Scenario:
    return Scenario("test", T("test"), Code.UNKNOWN, everyone=answer)


def codes(judgement: Judgement) -> list[str]:
    return [finding.code for finding in judgement.findings]


@pytest.mark.parametrize("name", sorted(SCENARIOS))
def test_the_declared_cause_comes_first(name: str) -> None:
    scenario = SCENARIOS[name]
    evidence, judgement = judged(scenario)
    first = judgement.findings[0]
    assert first.code == scenario.expected
    assert first.because
    good = scenario.expected.startswith("connected")
    assert judgement.exit_code == {"connected": 0, "connected.with-warnings": 4}.get(scenario.expected, 3)
    assert judgement.verdict is {
        "connected": Verdict.CONNECTED,
        "connected.with-warnings": Verdict.WARNINGS,
    }.get(scenario.expected, Verdict.FAILED)
    rows = {state.layer: state.status for state in layers(evidence, judgement)}
    assert (set(list(rows.values())[-4:]) == {Status.PASSED}) is good
    assert all(
        "{" not in Translator().translate(line) for finding in judgement.findings for line in finding.because
    )


@pytest.mark.parametrize(
    "name",
    sorted(
        s
        for s in SCENARIOS
        if SCENARIOS[s].expected.partition(".")[0] in ("network", "proxy", "tls", "hq", "answer")
    ),
)
def test_what_has_nothing_to_do_with_the_key_is_never_the_keys(name: str) -> None:
    _, judgement = judged(SCENARIOS[name])
    assert not [code for code in codes(judgement) if code.startswith("key.")]


def test_a_clock_that_is_off_is_a_warning_beside_a_success() -> None:
    _, judgement = judged(SCENARIOS["clock-off"])
    assert codes(judgement) == ["connected.with-warnings", "clock.skewed"]


def test_the_layers_of_a_refused_key() -> None:
    evidence, judgement = judged(SCENARIOS["key-rejected"])
    rows = {state.layer: state.status for state in layers(evidence, judgement)}
    assert rows[Layer.NAME] is Status.SKIPPED
    assert rows[Layer.CONNECTION] is Status.PASSED
    assert (rows[Layer.OPEN_DENTAL], rows[Layer.KEY], rows[Layer.RIGHT], rows[Layer.OFFICE]) == (
        Status.PASSED,
        Status.FAILED,
        Status.BLOCKED,
        Status.BLOCKED,
    )


def test_the_layers_of_a_missing_right() -> None:
    evidence, judgement = judged(SCENARIOS["permission-401"])
    assert judgement.findings[0].confidence is Confidence.CERTAIN
    rows = {state.layer: state.status for state in layers(evidence, judgement)}
    assert (rows[Layer.KEY], rows[Layer.RIGHT], rows[Layer.OFFICE]) == (
        Status.PASSED,
        Status.FAILED,
        Status.BLOCKED,
    )


def test_a_wait_that_was_asked_for_stands_in_the_finding() -> None:
    _, judgement = judged(SCENARIOS["throttled"])
    assert judgement.findings[0].wait_s == 7


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (200, "Your device has not been assigned to a user group."),
        (403, "This device has not been assigned to a policy."),
        (403, "Access was disabled by the customer of this network."),
        (503, "The developer key is needed to unlock this filter."),
    ],
)
def test_a_web_page_is_never_a_key_problem(status: int, words: str) -> None:
    _, judgement = judged(
        everyone(wire.html_answer(status, f"<html><body><h1>Notice</h1><p>{words}</p></body></html>"))
    )
    assert not [
        finding.code
        for finding in judgement.findings
        if finding.code.startswith("key.") and finding.confidence is not Confidence.POSSIBLE
    ]
    assert judgement.findings[0].code.partition(".")[0] in ("proxy", "network", "answer")


def test_another_products_json_is_never_a_key_problem() -> None:
    _, judgement = judged(everyone(wire.json_answer({"message": "Printer 7 has not been assigned."})))
    assert judgement.findings[0].code == "answer.not-open-dental"


@pytest.mark.parametrize(
    ("mode", "code"), [(Mode.LOCAL, "local-api.stuck"), (Mode.API_SERVICE, None)], ids=["local", "service"]
)
def test_silence_inside_the_office(mode: Mode, code: str | None) -> None:
    _, judgement = judged(SCENARIOS["silent"], mode)
    assert judgement.findings[0].code == (code or "network.no-answer")


@pytest.mark.parametrize(
    ("mode", "code"), [(Mode.LOCAL, "local-api.closed"), (Mode.API_SERVICE, "api-service.not-running")]
)
def test_a_closed_port_inside_the_office(mode: Mode, code: str, closed_port: int) -> None:
    request = Request(Endpoint(mode, "http", "127.0.0.1", closed_port), KEYS)
    judgement = judge(asyncio.run(run(request, World(environ={}), lambda _: None)))
    assert codes(judgement) == [code]


@pytest.mark.parametrize(
    ("mode", "code"), [(Mode.LOCAL, "local-api.closed"), (Mode.API_SERVICE, "api-service.not-running")]
)
def test_a_closed_port_inside_the_office_without_the_checks(mode: Mode, code: str, closed_port: int) -> None:
    request = Request(Endpoint(mode, "http", "127.0.0.1", closed_port), KEYS, skip=("prereq.*",))
    judgement = judge(asyncio.run(run(request, World(environ={}), lambda _: None)))
    assert judgement.findings[0].code == code


@pytest.mark.parametrize("mode", [Mode.LOCAL, Mode.API_SERVICE])
def test_no_proxy_is_accused_inside_the_office(mode: Mode) -> None:
    page = wire.html_answer(
        503,
        "<html><body><h2>Service Unavailable</h2><p>HTTP Error 503.</p></body></html>",
        ("Server", "Microsoft-HTTPAPI/2.0"),
    )
    _, judgement = judged(everyone(page), mode)
    assert judgement.findings[0].code != "proxy.blocked"


def test_a_clock_that_is_off_is_told_beside_a_failure() -> None:
    unreachable = Scenario(
        "test",
        T("test"),
        Code.UNKNOWN,
        keyed=wire.sentence(400, "The call to the office did not succeed."),
        clock_s=7200,
    )
    _, judgement = judged(unreachable)
    assert "clock.skewed" in codes(judgement)
