"""A body is judged by its own bytes; no words are taken out of what could hold a person's data."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wizard.core.evidence import Content
from wizard.core.sentences import KnownSentence, recognise
from wizard.probe import body
from wizard.probe.body import Body
from wizard.simulator.patients import CANARY_PATIENT, everybody

WORDS = "API key has not been assigned."


def quoted(text: str, times: int) -> bytes:
    """A text made JSON several times."""
    return (text if not times else json.dumps(quoted(text, times - 1).decode())).encode()


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
        (b'"two\nlines"', Content.JSON_STRING, "two\nlines"),
        (b'\x00"a b"\x00\x00', Content.JSON_STRING, "a b"),
        (b'"caf\xe9\x92s"', Content.JSON_STRING, "café’s"),
        (b'"\\"a b\\""', Content.JSON_STRING, "a b"),
        (b'"\\"\\\\\\"a b\\\\\\"\\""', Content.JSON_STRING, "a b"),
        (b'"no \\escape, cut off', Content.TEXT, r"no \escape, cut off"),
        (b'{"message": 5}', Content.JSON_OTHER, ""),
        (b'{"message": [5]}', Content.JSON_OTHER, ""),
        (b'"\\"a\\" b\\""', Content.JSON_STRING, '"a" b"'),
        pytest.param(quoted("a b", 5), Content.JSON_STRING, '"a b"', id="more layers than anybody makes"),
        (b'"{\\"message\\": \\"words\\"}"', Content.JSON_STRING, "words"),
        (b'"[{\\"LName\\": \\"words\\"}]"', Content.JSON_STRING, ""),
        (b'"cut \\u0041 off \\u00', Content.TEXT, "cut A off "),
        (b"'single quotes'", Content.TEXT, "single quotes"),
        ("“curly quotes”".encode(), Content.TEXT, "curly quotes"),
        (b"words\xe2\x80", Content.TEXT, "words"),
        (b'{"MESSAGE": "words"}', Content.JSON_OTHER, "words"),
        (b'{"Message": "An error", "ExceptionMessage": "words"}', Content.JSON_OTHER, "An error"),
        (b'{"title": "Unauthorized", "status": 401, "detail": "words"}', Content.JSON_OTHER, "words"),
        (
            b'{"error": {"code": "", "message": {"lang": "en", "value": "words"}}}',
            Content.JSON_OTHER,
            "words",
        ),
        (b'{"errors": {"error": ["words"]}}', Content.JSON_OTHER, "words"),
        (b"<HTML>words", Content.HTML, "<HTML>words"),
        (b'<?xml version="1.0"?><!DOCTYPE html><html/>', Content.HTML, None),
        (b"<!-- a comment --> <html>", Content.HTML, None),
        (b"0d\r\n<!doctype HTML>", Content.HTML, None),
        (b"Access denied<html><body>", Content.HTML, None),
        (b"<Error><Code>AccessDenied</Code></Error>", Content.HTML, None),
        (b"< 5 words", Content.TEXT, "< 5 words"),
        (b"a title about <b> marks", Content.TEXT, "a title about <b> marks"),
        (bytes(range(1, 255)), Content.TEXT, ""),
        (b"true", Content.TEXT, "true"),
        (b"42", Content.TEXT, "42"),
        pytest.param(b"[" * 100_000, Content.TEXT, "", id="deep list"),
        pytest.param(b'{"a":' * 100_000, Content.TEXT, "", id="deep object"),
        pytest.param(b'{"a":' + b"9" * 5000 + b"}", Content.TEXT, "", id="long number"),
    ],
)
def test_a_body_and_its_words(raw: bytes, content: Content, text: str | None) -> None:
    found = body.read_body(raw)
    assert found.content is content
    assert text is None or found.text == text


@pytest.mark.parametrize(
    "raw",
    [
        '{"message": "API key has not been assigned."',
        '{"a": 1, "unheard-of": "API key has not been assigned."}',
        '{"error": "Unauthorized", "inner": [{"why": "API key has not been assigned."}]}',
        '["API key has not been assigned."]',
        '["API key has not been assigned."',
        '[{"message": "API key has not been assigned."}]',
        "{'message': 'API key has not been assigned.'}",
        "[400] API key has not been assigned.",
        '"API key has not been assigned. Contact the off',
        '"API key has not been assigned."\n"A second one."',
        "\x0b\x0e\x80API key has not been assigned.\x03",
        '{"message": "API\\u00a0key has not been assigned.", ',
        '{"message": "400: \\"API key has not been assigned.\\""}',
    ],
)
def test_a_known_sentence_is_found_wherever_it_stands(raw: str) -> None:
    assert recognise(body.read_body(raw.encode("latin-1")).text) is KnownSentence.NOT_ASSIGNED


@pytest.mark.parametrize(
    "raw", [b'{"message": "words"}', b'{"message": "words"', b'[{"message": "words"}]', b'["words"]', b"{}"]
)
def test_no_object_or_list_of_a_success_gives_a_word(raw: bytes) -> None:
    assert body.read_body(raw, success=True).text == ""


@pytest.mark.parametrize(
    ("encoding", "bom"),
    [
        ("utf-8", b""),
        ("utf-8", b"\xef\xbb\xbf"),
        ("utf-16-le", b"\xff\xfe"),
        ("utf-16-be", b"\xfe\xff"),
        ("utf-16-le", b""),
        ("utf-16-be", b""),
        ("utf-32-le", b"\xff\xfe\x00\x00"),
        ("utf-32-be", b"\x00\x00\xfe\xff"),
        ("utf-32-le", b""),
        ("utf-32-be", b""),
        ("latin-1", b""),
        ("cp1252", b""),
    ],
)
def test_a_sentence_is_read_in_whatever_encoding(encoding: str, bom: bytes) -> None:
    assert body.read_body(bom + json.dumps(WORDS).encode(encoding)) == Body(Content.JSON_STRING, WORDS)


@given(st.binary(max_size=300) | st.text(st.characters()).map(lambda t: t.encode("utf-8", "surrogatepass")))
@settings(deadline=None, max_examples=150)
def test_any_bytes_can_be_read(raw: bytes) -> None:
    found = body.read_body(raw)
    assert found.content is not Content.NONE
    assert (found.content is Content.EMPTY) <= (found.text == "")
    assert isinstance(body.read_rights(raw), tuple)


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
    assert CANARY_PATIENT not in body.read_body(raw).text
    assert CANARY_PATIENT not in body.read_body(raw[: 1 + cut % len(raw)]).text


def test_a_page_of_patients_gives_no_word() -> None:
    rows = everybody()[:100]
    for value in (rows, list(rows), rows[0], {"patients": list(rows)}, {"error": {"LName": CANARY_PATIENT}}):
        assert body.read_body(json.dumps(value).encode()).text == ""


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
        ([{"Permission": "Quackenbush", "HasPermission": "true"}], ()),
        ([{"Permission": "Api" + "A" * 40}, {"Permission": "Apiary"}], ()),
        ([{"LName": CANARY_PATIENT}], ()),
        ([{"Permission": CANARY_PATIENT, "HasPermission": "true"}], ()),
        ({"Permission": "ApiReadAll"}, ()),
        ("ApiReadAll", ()),
    ],
)
def test_rights_are_names_in_open_dentals_form(value: object, held: tuple[tuple[str, bool], ...]) -> None:
    assert body.read_rights(json.dumps(value).encode()) == held
    assert body.read_rights(b"\xef\xbb\xbf" + json.dumps(value).encode()) == held


def test_rights_of_nonsense() -> None:
    assert body.read_rights(b"[" * 100_000) == body.read_rights(b"\xff\xff") == body.read_rights(b"") == ()
