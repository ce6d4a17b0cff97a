"""Status line, headers and body become an answer: who it was, what was said, when to come again."""

from __future__ import annotations

import gzip
import json
from email.utils import formatdate
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wizard.core.evidence import Answer, AnsweredBy, Content, Failure, PageKind
from wizard.core.redact import Redactor
from wizard.core.secret import Secret
from wizard.core.sentences import KnownSentence
from wizard.probe import reading
from wizard.probe.arriving import Arriving
from wizard.probe.row_counter import RowCounter
from wizard.simulator import html_answers as pretend
from wizard.simulator.patients import CANARY_PATIENT, everybody

if TYPE_CHECKING:
    from collections.abc import Callable

NOW = 1_800_000_000.0
READER = reading.AnswerReader(Redactor([Secret("CANARYDEV0000001")]))
ASKED = Answer("GET", "/patients")


def read(status: int, raw: bytes, headers: dict[str, str] | None = None) -> Answer:
    headed = READER.heading(ASKED, status, headers or {}, NOW)
    body = Arriving(headers or {}, patients=False)
    body.take(raw)
    return READER.body(headed, bytes(body.kept), headers or {})


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        (formatdate(NOW, usegmt=True), NOW),
        ("Fri, 15 Jan 2027 08:00:00 GMT", NOW),
        ("Fri, 15 Jan 2027 08:00:00", NOW),
        ("Fri, 15 Jan 2027 09:00:00 +0100", NOW),
        ("", None),
        ("yesterday", None),
        ("Fri, 99 Jan 2027 08:00:00 GMT", None),
        ("Fri, 15 Jan 99999999999999 08:00:00 GMT", None),
        ("0", None),
    ],
)
def test_a_date(text: str, seconds: float | None) -> None:
    assert reading.http_date(text) == seconds


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("7", 7),
        (" 7 ", 7),
        ("0", 0),
        ("86400", 86400),
        ("86401", 86400),
        ("9" * 30, 86400),
        ("", None),
        ("-7", None),
        ("7.5", None),
        ("soon", None),
        ("٧", None),
        (formatdate(NOW + 7, usegmt=True), 7),
        (formatdate(NOW - 7, usegmt=True), 0),
        (formatdate(NOW + 10**6, usegmt=True), 86400),
    ],
)
def test_when_to_come_again(text: str, seconds: int | None) -> None:
    assert reading.retry_after(text, NOW) == seconds


@given(
    st.text(st.characters(max_codepoint=255))
    | st.from_regex(r"\w{3}, \d{1,4} \w{3} \d{1,12} \d\d?:\d\d?:\d\d?.{0,8}")
)
@settings(deadline=None, max_examples=150)
def test_no_header_raises(text: str) -> None:
    headers = dict.fromkeys(("date", "retry-after", "server", "www-authenticate", "content-encoding"), text)
    answer = read(503, b"words", headers)
    assert answer.retry_after_s is None or 0 <= answer.retry_after_s <= 86400


def test_the_clock_is_compared_with_the_servers() -> None:
    headers = {"date": formatdate(NOW - 600, usegmt=True), "server": "x CANARYDEV0000001"}
    answer = READER.heading(ASKED, 200, headers, NOW)
    assert answer.clock_ahead_s == pytest.approx(600)
    assert not answer.http_sys
    assert READER.heading(ASKED, 503, {"server": "Microsoft-HTTPAPI/2.0"}, NOW).http_sys
    assert answer.status == 200
    assert answer.answered_by is AnsweredBy.UNKNOWN
    assert READER.heading(ASKED, 200, {}, NOW).clock_ahead_s is None


@pytest.mark.parametrize("off", [-7200, 7200])
def test_a_wrong_clock_does_not_change_how_long_to_wait(off: int) -> None:
    sent = NOW + off
    headers = {"date": formatdate(sent, usegmt=True), "retry-after": formatdate(sent + 7, usegmt=True)}
    assert READER.heading(ASKED, 429, headers, NOW).retry_after_s == 7


@pytest.mark.parametrize(
    ("status", "raw", "headers", "who"),
    [
        (401, b'"401 Not Authorized"', {}, AnsweredBy.OPEN_DENTAL),
        (401, b"401 Not Authorized", {}, AnsweredBy.UNKNOWN),
        (401, b"", {}, AnsweredBy.UNKNOWN),
        (401, b"", {"www-authenticate": 'Basic realm="x"'}, AnsweredBy.MIDDLEBOX),
        (401, b"", {"www-authenticate": "NTLM"}, AnsweredBy.MIDDLEBOX),
        (401, b"", {"www-authenticate": "Negotiate, NTLM"}, AnsweredBy.MIDDLEBOX),
        (401, b"", {"www-authenticate": "negotiate,Basic realm=x"}, AnsweredBy.MIDDLEBOX),
        (401, b"", {"www-authenticate": ","}, AnsweredBy.UNKNOWN),
        (403, b"Blocked by the web filter", {}, AnsweredBy.MIDDLEBOX),
        (403, b'{"error": "Blocked by the web filter"}', {}, AnsweredBy.MIDDLEBOX),
        (403, b'"Blocked by the web filter"', {}, AnsweredBy.OPEN_DENTAL),
        (404, b"Patient Norton of Palo Alto not found", {}, AnsweredBy.UNKNOWN),
        (503, b"", {"x-squid-error": "ERR_CONNECT_FAIL 111"}, AnsweredBy.MIDDLEBOX),
        (503, b"no healthy upstream", {}, AnsweredBy.UNKNOWN),
        (401, b"", {"www-authenticate": "ODFHIR"}, AnsweredBy.UNKNOWN),
        (407, b"", {}, AnsweredBy.MIDDLEBOX),
        (511, b"{}", {}, AnsweredBy.MIDDLEBOX),
        (403, b"<html>x</html>", {}, AnsweredBy.MIDDLEBOX),
        (503, pretend.BALANCER_503.encode(), {}, AnsweredBy.UNKNOWN),
        (503, b"denied", {"server": "Zscaler"}, AnsweredBy.MIDDLEBOX),
        (503, b'"words"', {"server": "Zscaler"}, AnsweredBy.OPEN_DENTAL),  # its own form, through a proxy
        (400, b'{"message": "words"}', {}, AnsweredBy.UNKNOWN),
    ],
)
def test_who_answered(status: int, raw: bytes, headers: dict[str, str], who: AnsweredBy) -> None:
    assert read(status, raw, headers).answered_by is who


LEADS = [
    "",
    "\ufeff",
    " \r\n\t",
    "\x00\x00\x00 ",
    "<!-- a > b -->\n",
    '<?xml version="1.0" encoding="utf-8"?>\n',
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
@pytest.mark.parametrize("lead", LEADS)
@pytest.mark.parametrize("page", [pretend.BLOCKED_BY_WEB_FILTER, "<HTML><BODY>Blocked by FORTIGUARD"])
def test_a_web_page_is_one_whatever_stands_before_it(page: str, lead: str, encoding: str) -> None:
    if encoding == "cp1252":  # it has no mark
        lead = lead.replace("\ufeff", "")
    if encoding == "utf-16":  # its mark and two zeros are the mark of UTF-32
        lead = lead.replace("\x00", "")
    for changed in (page, page.upper(), page.lower()):
        raw = (lead + changed).encode(encoding)
        for packed in (raw, gzip.compress(raw)):
            for kind in ("text/html", "application/json", "text/plain"):
                answer = read(403, packed, {"content-type": kind})
                found = (answer.content, answer.page, answer.product)
                assert found == (Content.HTML, PageKind.BLOCK, "FortiGuard")


def test_what_somebody_else_says_is_not_taken_for_open_dentals_sentence() -> None:
    sentence = b"API key has not been assigned."
    assert read(403, sentence).said is KnownSentence.NOT_ASSIGNED
    assert read(403, sentence, {"www-authenticate": "NTLM"}).said is KnownSentence.NOTHING
    assert read(403, sentence + b" Blocked by the firewall").said is KnownSentence.NOTHING
    assert read(511, sentence).said is KnownSentence.NOTHING
    assert read(403, b"<p>" + sentence).said is KnownSentence.NOTHING


def test_a_list_of_patients_in_a_bare_string_of_an_error_is_not_shown() -> None:
    for value in (everybody()[:3], everybody()[0], f"Failed at {json.dumps(everybody()[0])}"):
        text = value if isinstance(value, str) else json.dumps(value)
        assert CANARY_PATIENT not in repr(read(500, json.dumps(text).encode()))


def test_a_sentence_is_shown_recognised_and_cleaned() -> None:
    answer = read(401, b'"API key CANARYDEV0000001 has not been assigned."')
    assert answer.server_text == "API key [key] has not been assigned."
    assert answer.said is KnownSentence.NOT_ASSIGNED
    assert answer.content is Content.JSON_STRING
    assert (answer.page, answer.product) == (PageKind.NONE, None)


def test_of_a_block_page_the_kind_and_the_product_are_told_and_no_word() -> None:
    """Such a page names the user and the computer that it blocks."""
    answer = read(403, pretend.BLOCKED_BY_WEB_FILTER.encode())
    assert (answer.content, answer.page, answer.product) == (Content.HTML, PageKind.BLOCK, "FortiGuard")
    assert answer.server_text is None
    assert read(403, b"jdoe at FRONTDESK-02 was blocked by the web filter").server_text is None


@pytest.mark.parametrize("page", [pretend.BALANCER_503, "<error>Smith, John was not found</error>"])
def test_of_what_is_marked_up_no_word_is_told(page: str) -> None:
    answer = read(503, page.encode())
    assert (answer.server_text, answer.whole_text) == (None, None)


def test_of_an_unknown_sentence_a_document_gets_the_plain_words_and_the_window_all_but_the_key() -> None:
    answer = read(400, b'"Patient Jane Example (CANARYDEV0000001) could not be read by SRV-01."')
    assert answer.server_text == "Patient … ([key]) could not be read by …."
    assert answer.whole_text == "Patient Jane Example ([key]) could not be read by SRV-01."
    assert "Example" not in repr(answer)


@pytest.mark.parametrize("status", [200, 201, 204])
def test_the_words_of_a_success_are_not_shown_because_they_could_be_a_patients(status: int) -> None:
    for raw in (
        f'"{CANARY_PATIENT}"',
        CANARY_PATIENT,
        f"<p>{CANARY_PATIENT}</p>",
        json.dumps({"message": CANARY_PATIENT}),
    ):
        answer = read(status, raw.encode())
        assert answer.server_text is None
        assert CANARY_PATIENT not in repr(answer)


def test_a_known_sentence_is_recognised_at_any_status_but_a_success_is_never_quoted() -> None:
    sentence = b'"API key has not been assigned."'
    assert (read(200, sentence).said, read(200, sentence).server_text) == (KnownSentence.NOT_ASSIGNED, None)
    assert read(401, sentence).server_text == "API key has not been assigned."


@pytest.mark.parametrize("form", [str, json.dumps])
def test_a_record_inside_an_error_is_cut_off(form: Callable[[str], str]) -> None:
    answer = read(500, form(f'Exception near [{{"City": "{CANARY_PATIENT}"}}]').encode())
    assert answer.server_text == "Exception near"


@pytest.mark.parametrize("status", [200, 206, 400, 500])
def test_rows_are_never_shown_packed_or_not(status: int) -> None:
    for value in (everybody()[:100], everybody()[0], {"rows": everybody()[:3]}):
        raw = json.dumps(value).encode()
        for packed, headers in ((raw, {}), (gzip.compress(raw), {"content-encoding": "gzip"})):
            for part in (packed, packed[: len(packed) // 2]):
                answer = read(status, part, headers)
                assert CANARY_PATIENT not in repr(answer)
                assert answer.rows is None


# "API key has not been assigned." in quotation marks, and a list with one patient in it
BROTLI = bytes.fromhex("1b1f00f88dd44ef7911ad42022416b3a09aa2c4f1aa2483e954a4f67c28dcb3b09")
BROTLI_LIST = bytes.fromhex(
    "1b9200808d94aed644106d33f5cb6fd0f84d059388595978c6c2cac260c18d551b9d075cc4b0e5cccb9761569240b4777e74db1ea8"
    "176a3307ca7877bbec5e6e3a1684925644c8e785b2139253fc02f00149de00"
)
BROTLI_STORED = bytes.fromhex("8b0f8022415049206b657920686173206e6f74206265656e2061737369676e65642e2203")
ZSTANDARD = bytes.fromhex(
    "28b52ffd202001010022415049206b657920686173206e6f74206265656e2061737369676e65642e22"
)


@pytest.mark.parametrize("status", [200, 400, 401, 403, 503])
@pytest.mark.parametrize("label", ["br", "zstd", "gzip", "identity"])
def test_a_compression_that_cannot_be_undone_is_judged_by_its_status(status: int, label: str) -> None:
    for raw in (BROTLI, BROTLI_LIST, BROTLI_LIST[:60]):
        answer = read(status, raw, {"content-encoding": label})
        assert (answer.content, answer.said, answer.answered_by) == (
            Content.TEXT,
            KnownSentence.NOTHING,
            AnsweredBy.UNKNOWN,
        )
        assert answer.server_text is None  # bytes are no words
    for raw in (BROTLI_STORED, ZSTANDARD):  # the sentence stands in it as it is
        assert read(status, raw, {"content-encoding": label}).said is KnownSentence.NOT_ASSIGNED


def test_a_packed_sentence_is_read() -> None:
    answer = read(400, gzip.compress(b'"words here"'), {"content-encoding": "gzip"})
    assert (answer.content, answer.server_text) == (Content.JSON_STRING, "words here")


def test_a_list_as_far_as_it_was_counted() -> None:
    base = READER.heading(ASKED, 200, {}, NOW)
    for raw, content, failure, rows in (
        (b"[{},{}]", Content.JSON_LIST, None, 2),
        (b"[{},{}] x", Content.JSON_OTHER, None, None),
        (b"[{},{}", Content.NONE, Failure.DROPPED, None),
    ):
        counter = RowCounter()
        counter.feed(raw)
        answer = reading.patient_list(base, counter)
        assert (answer.content, answer.failure, answer.rows) == (content, failure, rows)
        assert answer.succeeded is (rows is not None)


@pytest.mark.parametrize(
    ("location", "elsewhere", "page"),
    [
        ("https://api.opendental.com/api/v2", False, PageKind.NONE),
        ("/elsewhere", False, PageKind.NONE),
        ("https://www.example.com/new-home", True, PageKind.NONE),
        ("//www.example.com/x", True, PageKind.NONE),
        ("http://wifi.example/login", True, PageKind.SIGN_IN),
        ("https://api.opendental.com/portal/gwt/fhirportal.html", False, PageKind.NONE),
        ("https://API.OpenDental.com./api/v2", False, PageKind.NONE),
        ("https://www.opendental.com/site/login.html", True, PageKind.NONE),
        ("https://login.opendental.com.example/", True, PageKind.SIGN_IN),
        ("http://10.0.0.1:1000/fgtauth?0123", True, PageKind.SIGN_IN),
        ("https://gateway.zscaler.example/login?next=x", True, PageKind.SIGN_IN),
        ("https://gateway.zscaler.example/?back=https://x.example/login", True, PageKind.BLOCK),
        ("http://wired.meraki.com:8090/blocked.cgi?url=x", True, PageKind.BLOCK),
        ("http://10.0.0.1/login/denied", True, PageKind.BLOCK),
        ("http://10.0.0.1/?url=blocked", True, PageKind.NONE),
        ("mailto:x@example.com", True, PageKind.NONE),
    ],
)
def test_where_a_redirect_leads(location: str, elsewhere: bool, page: PageKind) -> None:
    base = READER.heading(ASKED, 302, {}, NOW)
    answer = reading.redirect(base, "https://api.opendental.com/api/v1", location)
    assert (answer.redirect_elsewhere, answer.page) == (elsewhere, page)
    assert answer.answered_by is (AnsweredBy.MIDDLEBOX if elsewhere else AnsweredBy.UNKNOWN)
    assert location not in repr(answer)


def test_a_redirect_to_no_address_is_one_to_another_place() -> None:
    answer = reading.redirect(ASKED, "https://api.opendental.com/api/v1", "http://[bad")
    assert answer.redirect_elsewhere


def test_only_the_rights_page_gives_rights() -> None:
    raw = b'[{"Permission": "ApiReadAll", "HasPermission": "true"}]'
    answer = reading.permissions(READER.heading(ASKED, 200, {}, NOW), raw)
    assert answer is not None
    assert (answer.rights, answer.answered_by) == ((("ApiReadAll", True),), AnsweredBy.OPEN_DENTAL)
    assert reading.permissions(ASKED, b'"no"') is None
