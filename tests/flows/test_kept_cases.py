"""Every case that is kept, replayed: a change of rules or words shows as a readable difference.

What is meant is kept by ``python build/cases.py``, of the laboratory's rows with ``--laboratory``.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.lab.case_faults import given_away
from tests.lab.row import Found, Row, faults
from tests.lab.table import ROWS
from tests.support.cases import KEPT, LABORATORY, kept_form, run_of
from wizard.casefile.case_file import SUFFIX, read_case
from wizard.core.text import Translator
from wizard.diagnosis.message import message
from wizard.diagnosis.report_page import page
from wizard.runs.replay import replay
from wizard.simulator.scenarios import SCENARIOS

if TYPE_CHECKING:
    from pathlib import Path

    from wizard.casefile.case_file import Case
    from wizard.diagnosis.explained import Cause
    from wizard.runs.run_result import RunResult

FILES = sorted(KEPT.glob(f"*{SUFFIX}"))


def printed(document: object) -> str:
    return json.dumps(document, indent=1, ensure_ascii=False)


def sorted_form(document: object) -> object:
    """A document as a case file holds it: sorted by name."""
    return json.loads(json.dumps(document, sort_keys=True))


OLDER = "What an older version said."


def _as_of_an_older_version(case: Case) -> Case:
    return replace(case, document={**case.document, "next": OLDER})


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_kept_case_is_judged_as_it_was(file: Path) -> None:
    english = Translator()
    again = replay(read_case(file.read_bytes()), english)
    different = [english.translate(one) for one in again.differences]
    assert not different, f"{file.stem}: " + "; ".join(different)
    assert sorted_form(again.now.document) == sorted_form(again.case.document)
    older = _as_of_an_older_version(again.case)
    assert printed(replay(older, english).was.document) == printed({**again.now.document, "next": OLDER})
    assert again.was.judgement == again.now.judgement


def test_every_state_of_the_pretend_office_is_kept() -> None:
    kept = {file.stem for file in FILES if not file.stem.startswith(LABORATORY)}
    assert kept == set(SCENARIOS)


def test_every_row_of_the_laboratory_is_kept() -> None:
    kept = {file.stem for file in FILES if file.stem.startswith(LABORATORY)}
    assert kept == {f"{LABORATORY}{row.id}" for row in ROWS}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_a_kept_row_has_the_cause_that_the_laboratory_expects(row: Row) -> None:
    """A case that was kept while a rule was wrong would hold that rule to it."""
    document = read_case((KEPT / f"{LABORATORY}{row.id}{SUFFIX}").read_bytes()).document
    assert faults(row, Found(row.id, 0.0, dict(document))) == []


def _message(cause: Cause, run: RunResult) -> str:
    made = message(cause, run.profile, "9:41", run.reference)
    return "" if made is None else made.body(run.translator.translate)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_no_form_of_a_kept_row_gives_its_office_away(row: Row) -> None:
    raw = (KEPT / f"{LABORATORY}{row.id}{SUFFIX}").read_bytes()
    run = replay(read_case(raw), Translator()).now
    forms = {
        "case": raw.decode(),
        "text": run.as_report(),
        "page": page(run.as_told(), {}),
        "data": json.dumps(run.document, indent=1),
        **{f"message of {cause.ref}": _message(cause, run) for cause in run.written_causes},
    }
    assert {name: given_away(form) for name, form in forms.items()} == {name: [] for name in forms}


@pytest.mark.parametrize("scenario", ["healthy", "key-not-assigned"])
def test_a_run_of_today_brings_the_case_that_is_kept(scenario: str) -> None:
    """What the script writes is the same in every run."""
    made = read_case(kept_form(read_case(run_of(scenario).as_case())))
    kept = read_case((KEPT / f"{scenario}{SUFFIX}").read_bytes())
    assert (made.seen, made.document) == (kept.seen, kept.document)
