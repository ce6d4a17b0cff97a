"""What is taken of somebody else's document: known fields in their shapes, and nothing else."""

from __future__ import annotations

import copy
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.office import CANARY_CUSTOMER, CANARY_DEVELOPER
from tests.support.results import THROTTLED, UNKNOWN_KEY
from wizard.core.cause import Who
from wizard.core.codes import Code
from wizard.core.secret import MARK
from wizard.core.text import Translator
from wizard.diagnosis.judge import Verdict
from wizard.runs.stated_run import NotADocumentError, office_label, stated_run

WHOLE: dict[str, Any] = json.loads(json.dumps(UNKNOWN_KEY.document))


def changed(field: str, value: object) -> dict[str, Any]:
    """The document with another value at a dotted place."""
    document = copy.deepcopy(WHOLE)
    at: Any = document
    *path, last = field.split(".")
    for name in path:
        at = at[int(name) if name.isdigit() else name]
    at[int(last) if last.isdigit() else last] = value
    return document


def test_what_is_taken_of_our_own_document() -> None:
    run = stated_run(changed("run.started", "2026-11-27T23:30:00-05:00"), "bright-smiles")
    assert run.office == "bright-smiles"
    assert run.started_s == datetime(2026, 11, 28, 4, 30, tzinfo=UTC).timestamp()
    assert (run.reference, run.verdict) == (WHOLE["run"]["reference"], Verdict.FAILED)
    assert (run.code, run.who, run.is_known) == (Code.KEY_NOT_ASSIGNED, (Who.OFFICE,), True)
    assert stated_run(json.loads(json.dumps(THROTTLED.document)), "a").who == (Who.WAIT, Who.VENDOR)
    assert stated_run(changed("causes", []), "a").is_known


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("schema", "1", "schema"),
        ("schema", True, "schema"),
        ("schema", 0, "schema"),
        ("schema", 2, "newer version"),
        ("program.name", "another", "no document"),
        ("program", [], "no document"),
        ("run", None, "no document"),
        ("run.started", "yesterday", "run.started"),
        ("run.started", 1_700_000_000, "run.started"),
        ("run.started", "2026-13-01T00:00:00Z", "run.started"),
        ("run.started", "9" * 5000, "run.started"),
        ("run.reference", "abc", "run.reference"),
        ("run.reference", ["ABCD1234"], "run.reference"),
        ("verdict", "fine", "verdict"),
        ("verdict", 3, "verdict"),
        ("causes", {}, "causes"),
        ("causes.0", "K2", "no document"),
        ("causes.0.code", "<b>", "causes[0].code"),
        ("causes.0.code", "x" * 90, "causes[0].code"),
        ("causes.0.who", "office", "causes[0].who"),
    ],
)
def test_what_is_of_another_shape_is_refused_and_named(field: str, value: object, told: str) -> None:
    with pytest.raises(NotADocumentError) as refused:
        stated_run(changed(field, value), "a")
    said = Translator().translate(refused.value.why)
    assert told in said
    assert "<b>" not in said


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(sorted(WHOLE)) | st.text(), inner),
    )
)
def test_anything_else_is_refused_and_nothing_worse(document: object) -> None:
    with pytest.raises(NotADocumentError):
        stated_run(document, "a")


def test_a_cause_or_a_person_that_only_a_newer_version_knows() -> None:
    run = stated_run(changed("causes.0.code", "future.cause"), "a")
    assert (run.code, run.is_known) == (None, False)
    assert stated_run(changed("causes.0.who", ["robot", 7, "vendor", "vendor"]), "a").who == (Who.VENDOR,)


@pytest.mark.parametrize(
    ("given_label", "shown"),
    [
        ("Bright Smiles", "Bright Smiles"),
        ("  two\n\x1b[31mlines\u202e ", "two [31mlines"),
        ("", "stem"),
        ("\t", "stem"),
        (7, "stem"),
        (None, "stem"),
        (CANARY_CUSTOMER, MARK),
        (f"a {CANARY_DEVELOPER}!", f"a {MARK}!"),
        ("ABCDEFGHIJKLMNOP", MARK),
        ("SouthsideDentist", "SouthsideDentist"),
        ("a-report-K2-AB12CD34", "a-report-K2-AB12CD34"),
        ("x" * 100, "x" * 59 + "…"),
        ("\ud800half", "half"),
    ],
)
def test_a_label_is_one_short_line_without_a_key(given_label: object, shown: str) -> None:
    assert office_label(given_label, "stem") == shown


def test_no_text_of_the_document_is_taken() -> None:
    document = json.loads(json.dumps(WHOLE).replace('"title": "', '"title": "CANARY '))
    for place in ("next", "run.endpoint", "program.platform", "checks", "run.mode"):
        document = copy.deepcopy(document)
        at = document
        *path, last = place.split(".")
        for name in path:
            at = at[name]
        at[last] = "CANARY"
    assert "CANARY" not in repr(stated_run(document, "a"))
