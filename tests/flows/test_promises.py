"""Promises about what leaves the window: each belt holds alone, and the server PC is never named."""

from __future__ import annotations

import asyncio
import base64
import io
import json
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.support.machines import machine
from tests.support.office import CANARY_CUSTOMER, CANARY_DEVELOPER, changed, launch_at, quick_world
from tests.support.verdicts import Judged, verdict
from wizard.casefile.forms import Writing
from wizard.casefile.shared_forms import CertificateForm
from wizard.checks import proxy_check
from wizard.core.codes import Code
from wizard.core.endpoint import remote_endpoint
from wizard.core.evidence import Answer, Certificate, Content, Evidence, Failure, Status
from wizard.core.facts import ReportFacts
from wizard.core.facts.channel_facts import ChannelFacts
from wizard.core.issuer import without_office
from wizard.core.outcome import Outcome
from wizard.core.route import Route
from wizard.core.text import T, Translator, unmarked
from wizard.diagnosis.verdicts.channel_verdicts import channel
from wizard.main import main
from wizard.runs.key_choice import typed_keys
from wizard.runs.registry import CHECKS
from wizard.simulator.pretend_office import PretendOffice
from wizard.simulator.scenario import Scenario
from wizard.simulator.scenarios import SCENARIOS
from wizard.simulator.wire_answer import sentence
from wizard.ui.engine import Engine
from wizard.ui.shown_result import ShownResult
from wizard.windows.machine_reader import MachineReader

if TYPE_CHECKING:
    from wizard.checks.context import Context

KEYS = typed_keys(CANARY_CUSTOMER, CANARY_DEVELOPER, None)
PARTS = tuple(
    key[at : at + 6].casefold() for key in (CANARY_CUSTOMER, CANARY_DEVELOPER) for at in range(len(key) - 5)
)
PAIR = f"{CANARY_DEVELOPER}:{CANARY_CUSTOMER}"
FORMS = {
    "plain": CANARY_CUSTOMER,
    "a part": CANARY_CUSTOMER[5:12],
    "base64": base64.b64encode(PAIR.encode()).decode(),
    "base64, one key": base64.b64encode(CANARY_CUSTOMER.encode()).decode(),
    "base64, behind a word": base64.b64encode(f"ODFHIR {PAIR}".encode()).decode(),
    "base64, a part": base64.b64encode(f"a:{CANARY_CUSTOMER[2:11]}".encode()).decode(),
    "percent": "".join(f"%{ord(c):02X}" for c in CANARY_CUSTOMER),
    "wide": "".join(chr(ord(c) + 0xFEE0) for c in CANARY_CUSTOMER),
}


async def nobody(_name: str) -> list[str]:
    """A network without names."""
    raise OSError


def run(scenario: Scenario, name: str = "workstation") -> ShownResult:
    """A live run of the window's engine against a pretend office, on a recorded PC."""
    with PretendOffice(scenario) as office:
        world = replace(quick_world(), machine=lambda: MachineReader(machine(name).system), look_up=nobody)
        engine = Engine(changed(launch_at(office.port), world=lambda: world))
        result = asyncio.run(engine.live(KEYS, lambda _: None))
        assert isinstance(result, ShownResult)
        return result


def leaking(monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    """A check that would tell a key: the first belt has let something through."""

    seen = Outcome(Status.WARNED, T("Seen: {it}", it=words), Code.CLOCK_SKEWED, ReportFacts((("it", words),)))

    async def tell(_context: Context) -> Judged:
        return Judged(seen)

    check = next(check for check in CHECKS if check.ask is proxy_check.proxy_in_force)
    changed = tuple(replace(c, ask=tell, verdict=verdict) if c is check else c for c in CHECKS)
    monkeypatch.setattr("wizard.runs.run.CHECKS", changed)


def base64_parts(key: str) -> set[str]:
    """Eight signs in a row of a key's base64, wherever among three bytes the key begins."""
    parts: set[str] = set()
    for before in range(3):
        signs = base64.b64encode(bytes(before) + key.encode()).decode().rstrip("=")
        whole = signs[(before * 8 + 5) // 6 : (before + len(key)) * 8 // 6].casefold()
        parts |= {whole[at : at + 8] for at in range(len(whole) - 7)}
    return parts


BASE64_PARTS = base64_parts(CANARY_CUSTOMER) | base64_parts(CANARY_DEVELOPER)


def assert_no_key(text: str) -> None:
    low = text.casefold()
    assert not [part for part in PARTS if part in low]
    assert not [part for part in BASE64_PARTS if part in low]
    assert "%43%41" not in low
    assert "\uff23\uff21" not in text


@pytest.mark.parametrize("form", FORMS)
def test_a_key_that_was_told_would_be_found_here(form: str) -> None:
    with pytest.raises(AssertionError):
        assert_no_key(f"Seen: {FORMS[form]}.")


@pytest.mark.parametrize("form", FORMS)
def test_the_windows_report_has_a_belt_of_its_own(monkeypatch: pytest.MonkeyPatch, form: str) -> None:
    leaking(monkeypatch, FORMS[form])
    result = run(SCENARIOS["key-not-assigned"])
    assert "[key]" in result.report
    assert_no_key(result.report)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("arguments", [["--json"], ["--verbose"], []])
def test_the_commands_output_has_a_belt_of_its_own(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], form: str, arguments: list[str]
) -> None:
    leaking(monkeypatch, FORMS[form])
    with PretendOffice(SCENARIOS["key-not-assigned"]) as office:
        typed = f"{CANARY_DEVELOPER}/{CANARY_CUSTOMER}".encode()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed)))
        main(["check", "--key-stdin", "--host", f"127.0.0.1:{office.port}", *arguments])
    told = capsys.readouterr()
    assert "[key]" in told.out
    assert ("[key]" in told.err) == ("--verbose" in arguments)
    assert_no_key(told.out + told.err)
    if "--json" in arguments:
        assert json.loads(told.out)["schema"] == 1


def test_what_the_server_says_has_a_belt_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """The probe's own redaction holds with the later one taken away."""
    monkeypatch.setattr(
        "wizard.runs.in_progress.Redactor", lambda _secrets=(): type("None_", (), {"known": str})()
    )
    said = f"The key {CANARY_CUSTOMER[3:11]} of {CANARY_DEVELOPER.lower()} is unknown"
    result = run(Scenario("echo", T("An office that repeats"), Code.UNKNOWN, everyone=sentence(418, said)))
    assert result.evidence.probe is not None
    assert result.evidence.probe.server_text == "The key [key] of [key] is unknown"
    assert_no_key(result.report + str(result.evidence.probe.whole_text))


@pytest.mark.parametrize("scenario", ["econnector-not-running", "office-timeout", "key-not-assigned"])
def test_the_windows_report_never_names_the_server_though_its_card_does(scenario: str) -> None:
    result = run(SCENARIOS[scenario])
    assert result.evidence.server == "DENTAL-SRV"
    assert "dental-srv" not in result.report.casefold()
    card = " ".join(
        Translator().translate(line) for cause in result.causes for line in (cause.meaning, *cause.steps)
    )
    pictures = " ".join(
        unmarked(Translator().translate(frame.sentence))
        for p in result.pictures.values()
        for frame in p.shown().frames
    )
    assert ("DENTAL-SRV" in card + pictures) == (scenario != "key-not-assigned")


def test_a_patients_name_in_an_unknown_sentence_is_for_the_office_alone() -> None:
    said = "Patient Jane Example (born 02/29/1980) could not be read by DENTAL-SRV"
    result = run(
        Scenario("named", T("An office that names a patient"), Code.UNKNOWN, everyone=sentence(418, said))
    )
    assert result.evidence.probe is not None
    assert result.evidence.probe.whole_text == said
    assert "could not be read by" in result.report
    for word in ("Jane", "Example", "1980", "DENTAL-SRV"):
        assert word not in result.report
    spoken = " ".join(Translator().translate(line) for cause in result.causes for line in cause.because)
    assert "Example" not in spoken
    assert "Example" not in repr(Evidence(result.evidence.mode, probe=result.evidence.probe))


def test_a_window_says_nothing_with_the_key_in_it() -> None:
    from wizard.ui.session import Session

    class Held:
        keys = KEYS
        launch = launch_at(9)
        _tested_pair = _shown_pair = None
        _redactor = Session._redactor

    words = Session.say(Held(), T("Seen: {it}", it=FORMS["base64"]))  # type: ignore[arg-type]  # what say() uses
    assert words.startswith("Seen: [key]")
    assert_no_key(words)


@pytest.mark.parametrize(
    ("issuer", "told"),
    [
        ("Root CA", "Root CA"),
        ("Northwind Shield", "… Shield"),
        ("Example Gateway CA (Example Networks)", "… Gateway CA (… Networks)"),
        ("Dr Anna Miller Root CA", "… Root CA"),
        ("Miller and Sons Root CA", "… Root CA"),
        ("Lakeside Pediatrics CA", "… CA"),
        ("Office of Jane Doe (Jane Doe PLLC)", "Office … (…)"),
        ("MILLER ROOT CA", "… ROOT CA"),
        ("Root; Jane, Doe; CA", "Root; …; CA"),
        ("Web-Miller Müller’s Proxy", "… Proxy"),
        ("Miller/Web SSL/TLS", "…/Web SSL/TLS"),
        ("SMITH-DC01-CA", "…"),
        ("dc.office.local Root", "… Root"),
        ("FRONTDESK2 Web Shield", "… Web Shield"),
        ("Example Family Dental CA", "… CA"),
        ("Bright Smiles Proxy", "… Proxy"),
    ],
)
def test_an_offices_own_authority_is_named_in_the_window_only(issuer: str, told: str) -> None:
    own = Certificate(issuer, "", 0.0, 2e9)
    answer = Answer("GET", "/patients", 401, Content.JSON_STRING)
    facts = ChannelFacts(Route(remote_endpoint(), (None,), certificate=own), answer)
    found = channel(facts)
    assert f"“{told}”" in Translator().translate(found.summary)
    assert dict(found.evidence) == {"issuer": told, "public": False}
    assert issuer in Translator().translate(found.shown or found.summary)
    assert (found.shown is None) is (told == issuer)
    public = replace(own, top=("Internet Security Research Group", "ISRG Root X1"))
    known = channel(replace(facts, route=replace(facts.route, certificate=public)))
    assert (known.summary.args, known.shown) == ({"issuer": issuer}, None)


@pytest.mark.parametrize(
    ("issuer", "chain", "told"),
    [
        ("R11 (Let's Encrypt)", "R11 Let's Encrypt", "… (…)"),
        ("DigiCert Inc", "DigiCert Inc", "DigiCert Inc"),
        ("Amazonia Smiles CA", "Amazonia Smiles CA", "… CA"),
        ("Amazon Creek Dental CA", "Amazon Creek Dental CA", "… CA"),
        ("SMITHDENTAL-DC01-CA", "SMITHDENTAL-DC01-CA | DigiCert Inc", "…"),
        ("digicert-dc01.smith.local Root", "digicert-dc01.smith.local Root", "… Root"),
        ("Smith Microsoft Corporation CA", "Smith Microsoft Corporation CA", "… CA"),
    ],
)
def test_of_what_merely_sounds_public_nothing_but_the_public_name_is_told(
    issuer: str, chain: str, told: str
) -> None:
    one = Certificate(issuer, chain, 0.0, 2e9, top=("Smith Dental", "SMITHDENTAL-ROOT"))
    refused = Answer("GET", "/patients", failure=Failure.TLS_UNTRUSTED)
    found = channel(ChannelFacts(Route(remote_endpoint(), (None,), certificate=one), refused))
    assert dict(found.evidence)["issuer"] == told
    assert f"“{told}”" in Translator().translate(found.summary)
    assert issuer in Translator().translate(found.shown or found.summary)
    case = CertificateForm().write(one, Writing(str))
    assert isinstance(case, dict)
    assert case["issuer"] == told
    again = CertificateForm().read(case, "certificate")
    assert CertificateForm().write(again, Writing(str)) == case


@pytest.mark.parametrize(
    ("issuer", "product", "told"),
    [
        ("avast! Web/Mail Shield Root", "Avast", "avast! Web/Mail Shield Root"),
        (
            "Kaspersky Anti-Virus Personal Root Certificate",
            "Kaspersky",
            "Kaspersky Anti-Virus Personal Root Certificate",
        ),
        ("Fortinet FortiGate CA", "Fortinet FortiGate", "Fortinet FortiGate CA"),
        ("Miller Orthodontics Sophos CA", "Sophos", "… Sophos CA"),
        ("Sophos SSL CA_C01001ABCDEF", "Sophos", "Sophos SSL …"),
    ],
)
def test_of_a_products_authority_only_the_products_own_words_are_told(
    issuer: str, product: str, told: str
) -> None:
    assert without_office(issuer, product) == told
