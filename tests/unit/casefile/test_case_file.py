"""A case file is read as strictly as it was written: what is damaged, strange or newer is told apart."""

from __future__ import annotations

import contextlib
import copy
import json
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tests.support.office import CANARY_CUSTOMER
from tests.support.results import UNKNOWN_KEY
from wizard.casefile.case_file import (
    MOST_BYTES,
    READERS,
    Case,
    CaseError,
    DamagedCaseError,
    NewerCaseError,
    read_case,
    sealed,
    write_case,
)
from wizard.core.text import Translator
from wizard.runs.replay import replay


@cache
def raw() -> bytes:
    return UNKNOWN_KEY.as_case()


def opened() -> dict[str, Any]:
    whole: dict[str, Any] = json.loads(raw())
    del whole["sha256"]
    return whole


def changed(place: str, value: object) -> bytes:
    """The case with another value at a place, such as ``document.run.mode``, and a right sum."""
    whole = opened()
    part: Any = whole
    *way, last = [int(step) if step.isdigit() else step for step in place.split(".")]
    for step in way:
        part = part[step]
    part[last] = value
    return sealed(whole)


def said(content: bytes) -> str:
    with pytest.raises(CaseError) as caught:
        read_case(content)
    return Translator().translate(caught.value.text)


def test_the_shape_is_the_contracts() -> None:
    whole = json.loads(raw())
    assert list(whole) == sorted(
        ("case", "schema", "program", "catalogue", "evidence", "document", "language", "omitted", "sha256")
    )
    assert (whole["case"], whole["schema"], whole["language"]) == (1, 1, "en")
    assert all(set(one) == {"what", "why"} for one in whole["omitted"])
    assert {"what": "customer key and developer key", "why": "secret"} in whole["omitted"]


def test_each_flipped_bit_is_refused() -> None:
    content = raw()
    for place in range(len(content)):
        bent = bytearray(content)
        bent[place] ^= 1 << place % 8
        with pytest.raises(CaseError):
            read_case(bytes(bent))


def test_a_flipped_letter_is_told_with_what_was_expected() -> None:
    bent = raw().replace(b'"language":"en"', b'"language":"eo"')
    with pytest.raises(DamagedCaseError) as caught:
        read_case(bent)
    words = Translator().translate(caught.value.text)
    assert words.startswith("This case file is damaged: expected the sum ")


@pytest.mark.parametrize(
    "content",
    [
        raw().replace(b'{"case":1,', b'{"case": 1,'),
        raw() + b"\n",
        raw().replace(b'{"case":1,', b'{"case":1,"case":1,'),
        raw()[:-40],
        raw().replace(b'"en"', b'"e\\u006e"'),
        raw().replace(b'"en"', b'"\\ud800"'),
    ],
    ids=["space", "line", "twice", "cut", "escape", "half-a-letter"],
)
def test_what_is_not_as_it_was_written_is_damaged(content: bytes) -> None:
    with pytest.raises(DamagedCaseError):
        read_case(content)


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"{}", b"\xff\xfe", b"PK\x03\x04", b"[" * 60_000, b'{"a":' * 9000, b"1" * 50_000, b"null"],
)
def test_what_is_no_case_is_told_to_be_none(content: bytes) -> None:
    assert said(content).startswith("This is no case file: expected what this program has saved as .cwcase")


def test_what_is_too_large_is_not_looked_at() -> None:
    assert said(raw() + b" " * MOST_BYTES).startswith("This is no case file: expected at most 65536 bytes")


def test_a_newer_one_is_told_to_be_newer() -> None:
    with pytest.raises(NewerCaseError):
        read_case(changed("case", 2))


@pytest.mark.parametrize("version", [0, -1, True, "1", None, 1.5])
def test_a_version_that_never_was_is_none(version: object) -> None:
    assert said(changed("case", version)).startswith("This is no case file")


def test_an_old_one_stays_readable() -> None:
    def from_0(whole: dict[str, Any]) -> Case:
        language = whole.pop("tongue")
        return READERS[1]({**whole, "case": 1, "language": language})

    whole = {**opened(), "case": 0}
    whole["tongue"] = whole.pop("language")
    case = read_case(sealed(whole), {0: from_0, **READERS})
    assert case == read_case(raw())


@pytest.mark.parametrize(
    ("place", "value", "wanted"),
    [
        ("strange", 1, "only known fields at its top"),
        ("evidence.strange", 1, "only known fields at evidence"),
        ("evidence.evidence.server", "DENTAL-SRV", "only known fields at evidence.evidence"),
        ("evidence.evidence.probe.whole_text", "x", "only known fields at evidence.evidence.probe"),
        ("evidence.evidence.mode", "pigeon", "one of remote, service, local at evidence.evidence.mode"),
        ("evidence.evidence.probe.status", "401", "a whole number from 0 to 999"),
        ("evidence.evidence.probe.status", True, "a whole number from 0 to 999"),
        ("evidence.evidence.probe.said", "nonsense", "one of "),
        ("evidence.evidence.checks", {}, "a list of at most 100 at evidence.evidence.checks"),
        ("evidence.endpoint.host", "evil.example", "api.opendental.com, an address of this PC"),
        ("evidence.endpoint.port", 80, "remote mode and https on port 443"),
        ("evidence.profile.minimum_version", "new", "a version such as 24.3.45"),
        ("document.run.mode", "pigeon", "one of remote, service, local at document.run.mode"),
        ("document.causes.0.code", "key.eaten", "one of "),
        ("document.verdict", "fine", "a name of the form"),
        ("document.strange", 1, "only known fields at document"),
        ("program.version", "9", "the program of the document at program"),
        ("catalogue", "0", "a name of the form"),
        ("language", "en/../..", "a name of the form"),
        ("omitted", "nothing", "a list of at most 100 at omitted"),
        ("omitted.0", {"what": "x"}, "a field 'why' at omitted[0]"),
    ],
)
def test_what_is_strange_is_told_with_its_place(place: str, value: object, wanted: str) -> None:
    words = said(changed(place, value))
    assert words.startswith("This case file cannot be read: expected ")
    assert wanted in words


@pytest.mark.parametrize("place", ["", "evidence.", "document."])
def test_the_name_of_a_strange_field_is_not_repeated(place: str) -> None:
    assert CANARY_CUSTOMER not in said(changed(f"{place}{CANARY_CUSTOMER}", 1))


def test_the_name_of_a_value_that_is_not_plain_is_not_repeated() -> None:
    check = {"id": "prereq.name", "status": "passed", "code": None, "summary": "", "took_ms": 0}
    strange = {**check, "evidence": {CANARY_CUSTOMER: [1]}, "blocked_by": None}
    words = said(changed("document.checks", [strange]))
    assert "plain values at document.checks[0].evidence" in words
    assert CANARY_CUSTOMER not in words


NESTED: dict[str, Any] = {"msgid": "x"}
for _ in range(4):
    NESTED = {"msgid": "x", "args": {"a": NESTED}}


@pytest.mark.parametrize(
    "detail",
    [
        NESTED,
        {"msgid": "{n.__class__}", "args": {"n": 1}},
        {"msgid": "{n:>999999999}", "args": {"n": 1}},
        {"msgid": "{n!r}", "args": {"n": 1}},
        {"msgid": "{", "args": {"n": 1}},
        {"msgid": "{other}", "args": {"n": 1}},
        {"msgid": "{(}", "args": {"(": "."}},
        {"msgid": "x", "plural": "{m}", "args": {"n": 1}},
        {"msgid": "x", "plural": "y"},
    ],
)
def test_a_sentence_asks_nothing_of_its_values(detail: dict[str, Any]) -> None:
    assert "cannot be read" in said(changed("evidence.evidence.key_detail", detail))


def places(part: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:  # noqa: ANN401 - any part of JSON
    below = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    return [at, *(place for key, one in below for place in places(one, (*at, key)))]


ANYTHING = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats(allow_nan=False) | some.text(),
    lambda parts: some.lists(parts, max_size=3) | some.dictionaries(some.text(), parts, max_size=3),
)


@given(some.data())
def test_whatever_stands_where_it_is_refused_or_replayed(data: some.DataObject) -> None:
    """A stranger's file never ends the program: it is a case, or is told to be none."""
    whole = copy.deepcopy(opened())
    place = data.draw(some.sampled_from(places(whole)[1:]))
    part: Any = whole
    for step in place[:-1]:
        part = part[step]
    part[place[-1]] = data.draw(ANYTHING | some.sampled_from([1, "", [], {}, None, "office", 2**53]))
    try:
        content = sealed(whole)
    except ValueError:  # half a letter, which no file can hold
        return
    with contextlib.suppress(CaseError):
        replay(read_case(content), Translator())


def test_the_document_comes_back_in_its_own_order() -> None:
    """A file has its fields by the alphabet; whoever prints the document prints it as ``check`` does."""
    kept = read_case(raw()).document
    assert json.dumps(kept) == json.dumps(UNKNOWN_KEY.document)


def test_a_case_that_would_be_too_large_is_not_written() -> None:
    case = read_case(raw())
    document = {**case.document, "next": "x" * MOST_BYTES}
    with pytest.raises(CaseError, match="at most 65536 bytes"):
        write_case(case.seen, document, "en", case.catalogue, str)
