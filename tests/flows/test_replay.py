"""Every state of the pretend office: written down as a case, read and replayed, it is what it was."""

from __future__ import annotations

import pytest

from tests.support.cases import run_of
from tests.support.office import CANARY_CUSTOMER, CANARY_DEVELOPER
from wizard.casefile.case_file import MOST_BYTES, read_case
from wizard.core.codes import Code
from wizard.core.handoff_code import FoundThere, HandoffCode
from wizard.core.mode import Mode
from wizard.core.text import Translator
from wizard.core.version import Version
from wizard.runs.replay import replay
from wizard.simulator.patients import CANARY_PATIENT
from wizard.simulator.pretend_pc import SERVER
from wizard.simulator.scenarios import SCENARIOS

GIVEN_AWAY = (
    *(key[part : part + 6] for key in (CANARY_CUSTOMER, CANARY_DEVELOPER) for part in range(11)),
    SERVER,
    CANARY_PATIENT,
    "front-desk",
    "192.168.10.",
    "C:\\\\",
)
"""Parts of the keys, the server's name, a patient, the pretend PC's name and address, a folder."""


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_replay_is_what_it_was(scenario: str) -> None:
    run = run_of(scenario)
    raw = run.as_case()
    again = replay(read_case(raw), Translator())
    assert again.now.document == run.document
    assert again.was.document == run.document
    assert again.differences == ()
    assert again.was.written_causes == run.written_causes
    assert again.was.judgement == run.judgement
    assert again.was.layers == run.layers
    assert len(raw) <= MOST_BYTES // 2, "there is room for a longer language"
    told = raw.decode().casefold()
    assert not [canary for canary in GIVEN_AWAY if canary.casefold() in told]


def test_the_pretend_pc_has_something_to_give_away() -> None:
    """Else the test above could not fail."""
    shown = run_of("key-not-assigned").evidence
    assert shown.server == SERVER
    assert any(SERVER in str(check.shown) for check in shown.checks)


def test_what_another_pc_found_is_in_the_case() -> None:
    code = HandoffCode(Code.ECONNECTOR_NOT_RUNNING, 1, Mode.REMOTE, Version((24, 3)), FoundThere.CURED)
    run = run_of("econnector-not-running").told(code)
    assert (
        "The server PC says: the eConnector was stopped, and now it runs."
        in (run.document["causes"][0]["because"])
    )
    again = replay(read_case(run.as_case()), Translator())
    assert again.now.evidence.there == code
    assert again.now.document == run.document
    assert again.differences == ()
