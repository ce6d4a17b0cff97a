"""A body is judged by its own bytes; no words are taken out of what could hold a person's data."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wizard.core.evidence import Content
from wizard.probe import body
from wizard.probe.body import Body
from wizard.simulator.patients import CANARY_PATIENT, everybody

WORDS = "API key has not been assigned."


@pytest.mark.parametrize(
    ("raw", "content", "text"),
    [
        (b"", Content.EMPTY, ""),
        (b" \r\n\t\x00", Content.EMPTY, ""),
        (b"\xef\xbb\xbf", Content.EMPTY, ""),
        (b'""', Content.EMPTY, ""),
        (b'" "', Content.EMPTY, ""),
        (b'"a b"', Content.JSON_STRING, "a b"),
        (b' \n"a b"\r\n', Content.JSON_STRING, "a b"),
        (b'"caf\xc3\xa9"', Content.JSON_STRING, "café"),
        (b'"caf\xe9"', Content.JSON_STRING, "café"),
        (b'"\\u0041\\n"', Content.JSON_STRING, "A"),
        (b'"cut off', Content.TEXT, "cut off"),
        (b'"a" b', Content.TEXT, 'a" b'),
        (b"[]", Content.JSON_LIST, ""),
        (b'["words"]', Content.JSON_LIST, ""),
        (b'[{"message": "words"}]', Content.JSON_LIST, ""),
        (b"{}", Content.JSON_OTHER, ""),
        (b'{"LName": "words"}', Content.JSON_OTHER, ""),
        (b'{"message": "words"}', Content.JSON_OTHER, "words"),
        (b'{"Message": "words"}', Content.JSON_OTHER, "words"),
        (b'{"error": "words"}', Content.JSON_OTHER, "words"),
        (b'{"error": {"message": "words"}}', Content.JSON_OTHER, "words"),
        (b'{"error": {"code": 1}, "detail": "words"}', Content.JSON_OTHER, "words"),
        (b'{"error": "code", "error_description": "words"}', Content.JSON_OTHER, "words"),
        (b'{"message": ["words"]}', Content.JSON_OTHER, "words"),
        (b'{"message": " ", "title": "words"}', Content.JSON_OTHER, "words"),
        (b'{"message": "words"', Content.TEXT, ""),
        (b'[{"message": "words"', Content.TEXT, ""),
        (b"<html><body>words</body></html>", Content.HTML, "<html><body>words</body></html>"),
        (b"\xef\xbb\xbf\r\n<!DOCTYPE html>words", Content.HTML, "<!DOCTYPE html>words"),
        (b"plain words", Content.TEXT, "plain words"),
        (b"true", Content.TEXT, "true"),
        (b"42", Content.TEXT, "42"),
        pytest.param(b"[" * 100_000, Content.TEXT, "", id="deep list"),
        pytest.param(b'{"a":' * 100_000, Content.TEXT, "", id="deep object"),
        pytest.param(b'{"a":' + b"9" * 5000 + b"}", Content.TEXT, "", id="long number"),
    ],
)
def test_a_body_and_its_words(raw: bytes, content: Content, text: str) -> None:
    assert body.read(raw) == Body(content, text)


@pytest.mark.parametrize(
    ("encoding", "bom"),
    [
        ("utf-8", b""),
        ("utf-8", b"\xef\xbb\xbf"),
        ("utf-16-le", b"\xff\xfe"),
        ("utf-16-be", b"\xfe\xff"),
        ("utf-16-le", b""),
        ("utf-16-be", b""),
        ("latin-1", b""),
    ],
)
def test_a_sentence_is_read_in_whatever_encoding(encoding: str, bom: bytes) -> None:
    assert body.read(bom + json.dumps(WORDS).encode(encoding)) == Body(Content.JSON_STRING, WORDS)


@given(st.binary(max_size=300) | st.text(st.characters()).map(lambda t: t.encode("utf-8", "surrogatepass")))
@settings(deadline=None, max_examples=150)
def test_any_bytes_can_be_read(raw: bytes) -> None:
    found = body.read(raw)
    assert found.content is not Content.NONE
    assert (found.content is Content.EMPTY) <= (found.text == "")
    assert isinstance(body.rights(raw), tuple)


JSON = st.recursive(
    st.none() | st.integers() | st.just(CANARY_PATIENT),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["LName", "PatNum", "rows", "data", "FName"]), inner, max_size=4)
    ),
)


@given(
    st.lists(JSON) | st.dictionaries(st.sampled_from(["LName", "rows", "data"]), JSON), st.integers(0, 10**6)
)
@settings(deadline=None)
def test_no_word_comes_out_of_a_list_or_an_object_whole_or_cut(value: object, cut: int) -> None:
    raw = json.dumps(value).encode()
    assert CANARY_PATIENT not in body.read(raw).text
    assert CANARY_PATIENT not in body.read(raw[: 1 + cut % len(raw)]).text


def test_a_page_of_patients_gives_no_word() -> None:
    rows = everybody()[:100]
    for value in (rows, list(rows), rows[0], {"patients": list(rows)}, {"error": {"LName": CANARY_PATIENT}}):
        assert body.read(json.dumps(value).encode()).text == ""


@pytest.mark.parametrize(
    ("value", "held"),
    [
        ([], ()),
        ([{"Permission": "ApiReadAll", "HasPermission": "true"}], (("ApiReadAll", True),)),
        ([{"Permission": "ApiReadAll", "HasPermission": True}], (("ApiReadAll", True),)),
        ([{"Permission": "ApiReadAll", "HasPermission": "false"}], (("ApiReadAll", False),)),
        ([{"Permission": "ApiReadAll"}], (("ApiReadAll", False),)),
        (
            [
                {"Permission": 7},
                8,
                None,
                {"Permission": "A b"},
                {"Permission": "é"},
                {"Permission": "A" * 41},
            ],
            (),
        ),
        ([{"LName": CANARY_PATIENT}], ()),
        ([{"Permission": CANARY_PATIENT, "HasPermission": "true"}], ()),
        ({"Permission": "ApiReadAll"}, ()),
        ("ApiReadAll", ()),
    ],
)
def test_rights_are_names_of_letters(value: object, held: tuple[tuple[str, bool], ...]) -> None:
    assert body.rights(json.dumps(value).encode()) == held
    assert body.rights(b"\xef\xbb\xbf" + json.dumps(value).encode()) == held


def test_rights_of_nonsense() -> None:
    assert body.rights(b"[" * 100_000) == body.rights(b"\xff\xff") == body.rights(b"") == ()
