"""Whatever bytes, headers and status come: no crash, no key accused without evidence, no patient shown.

What has to hold of every answer is in ``readpath.hold``; ``build/fuzz.py`` drives the same with atheris.
"""

from __future__ import annotations

import gzip
import json
import time
import tracemalloc
import zlib
from contextlib import suppress
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from tests.support.readpath import ABOUT_A_KEY, STATUSES, ReadingPath
from wizard.core.evidence import AnsweredBy, Content
from wizard.core.network_products import PRODUCTS
from wizard.core.sentences import KnownSentence, recognise
from wizard.simulator import html_answers as pretend
from wizard.simulator.patients import CANARY_PATIENT, everybody

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SAID = {
    "The office's eConnector is not running. Please contact the office to start their eConnector.": (
        "econnector.not-running"
    ),
    "Multiple eConnectors have been detected for this registration key.": "econnector.duplicate",
    "Error. This is most likely a version issue": "office.version-too-old",
    "API key has not been assigned.": "key.not-assigned",
    "API key has been disabled by customer.": "key.disabled-by-customer",
    "API key has been disabled by developer.": "key.disabled-by-developer",
    "API key has been disabled by Open Dental.": "key.disabled-by-open-dental",
    "Failed to communicate with the API service: ": "cloud.api-service-down",
    "Local API. Unable to convert request.": "request.refused",
    "notaresource is not a valid resource.": "answer.resource-unknown",
}
PAGES = [
    pretend.SIGN_IN,
    pretend.BALANCER_503,
    pretend.BALANCER_504,
    pretend.BLOCKED_BY_SQUID,
    pretend.BLOCKED_BY_SOMEBODY,
    pretend.WELCOME,
]
FORMS: dict[str, Callable[[str], bytes]] = {
    "string": lambda text: json.dumps(text).encode(),
    "string of a string": lambda text: json.dumps(json.dumps(text)).encode(),
    "words": str.encode,
    "single quotes": lambda text: f"'{text}'".encode(),
    "message": lambda text: json.dumps({"message": text}).encode(),
    "Message": lambda text: json.dumps({"Message": text, "StackTrace": None}, indent=2).encode(),
    "inner message": lambda text: json.dumps({"error": {"code": 7, "message": text}}).encode(),
    "problem": lambda text: json.dumps({"type": "about:blank", "title": "x", "detail": text}).encode(),
    "list": lambda text: json.dumps([text]).encode(),
    "cut off": lambda text: json.dumps(text + " And so on").encode()[:-3],
    "object cut off": lambda text: json.dumps({"message": text}).encode()[:-1],
    "wrapped": lambda text: json.dumps(f"Error: {text} (400)").encode(),
    "capitals": lambda text: json.dumps(text.upper()).encode(),
    "lines": lambda text: ('"' + text.replace(" ", "\r\n ") + '"').encode(),
    "curly": lambda text: json.dumps(text.replace("'", "’"), ensure_ascii=False).encode("cp1252"),
    "marked": lambda text: json.dumps(text).encode("utf-8-sig"),
    "utf-16": lambda text: json.dumps(text).encode("utf-16"),
    "utf-16-le": lambda text: json.dumps(text).encode("utf-16-le"),
    "utf-16-be": lambda text: json.dumps(text).encode("utf-16-be"),
    "utf-32": lambda text: json.dumps(text).encode("utf-32"),
    "gzip": lambda text: gzip.compress(json.dumps(text).encode()),
    "zlib": lambda text: zlib.compress(json.dumps(text).encode()),
    "blank": lambda text: b" \r\n\t" + json.dumps(text).encode() + b"\r\n\x00",
}
LABELS = ["", "identity", "gzip", "deflate", "br", "gzip, br", "x-gzip", "zstd"]
HEADERS = st.fixed_dictionaries(
    {},
    optional={
        "content-type": st.sampled_from(["application/json", "text/html", "text/plain", "nonsense"]),
        "content-encoding": st.sampled_from(LABELS),
        "server": st.sampled_from(["nginx", "Microsoft-HTTPAPI/2.0", "squid", "Zscaler/6.2"])
        | st.text(max_size=9),
        "date": st.text(max_size=40) | st.just("Fri, 15 Jan 2027 08:00:00 GMT"),
        "retry-after": st.text(max_size=9) | st.integers().map(str),
        "www-authenticate": st.sampled_from(["Negotiate, NTLM", 'Basic realm="x"', "ODFHIR"])
        | st.text(max_size=9),
        "location": st.text(max_size=60) | st.sampled_from(["http://10.0.0.1/login", "//x", "http://[bad"]),
    },
).map(lambda headers: {name: "".join(filter(str.isprintable, value)) for name, value in headers.items()})
WRAPS: list[Callable[[bytes], bytes]] = [
    lambda body: body,
    gzip.compress,
    zlib.compress,
    lambda body: body[:-7],
    lambda body: b"\xef\xbb\xbf" + body,
    lambda body: body.decode("latin-1").encode("utf-16"),
    lambda body: b"<html>" + body,
    lambda body: b'{"error": ' + body + b"}",
    lambda body: b"[" + body + b",",
    lambda body: body + b"\x00" + body,
]
BODIES = (
    st.builds(
        lambda form, text: FORMS[form](text), st.sampled_from(sorted(FORMS)), st.sampled_from(sorted(SAID))
    )
    | st.sampled_from([page.encode() for page in PAGES])
    | st.binary(max_size=200)
    | st.text(max_size=80).map(lambda text: text.encode("utf-8", "surrogatepass"))
    | st.text('"[]{}:,\\ \n<>key', max_size=80).map(str.encode)
    | st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(max_size=9) | st.sampled_from(sorted(SAID)),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["message", "Error", "LName", "detail"]), inner, max_size=3)
        ),
        max_leaves=6,
    ).map(lambda value: json.dumps(value).encode())
)


def _wrapped(body: bytes, wraps: list[Callable[[bytes], bytes]]) -> bytes:
    for wrap in wraps:
        body = wrap(body)
    return body


MADE = st.builds(_wrapped, BODIES, st.lists(st.sampled_from(WRAPS), max_size=2))


@pytest.fixture(scope="module")
def path() -> Iterator[ReadingPath]:
    made = ReadingPath()
    yield made
    made.close()


@given(st.sampled_from(STATUSES), HEADERS, MADE, st.lists(st.integers(0, 300), max_size=3), st.booleans())
@settings(deadline=None, max_examples=600)
@example(status=511, headers={}, body=b'[["API!key has not been assigned."\x00', cuts=[], rights=False)
@example(status=403, headers={}, body=b"key has not been assigned: firewall blocked", cuts=[], rights=False)
@example(status=401, headers={"www-authenticate": "Negotiate, NTLM"}, body=b"", cuts=[], rights=False)
def test_whatever_comes_is_judged_and_accuses_no_key_without_evidence(
    path: ReadingPath, status: int, headers: dict[str, str], body: bytes, cuts: list[int], rights: bool
) -> None:
    places = [0, *sorted(cut % (len(body) + 1) for cut in cuts), len(body)]
    chunks = [body[start:end] for start, end in pairwise(places)]
    path.read(status, headers, chunks, rights=rights)


@given(st.sampled_from(STATUSES), HEADERS, MADE)
@settings(deadline=None, max_examples=300)
def test_without_a_word_about_a_key_only_a_bare_401_is_the_keys(
    path: ReadingPath, status: int, headers: dict[str, str], body: bytes
) -> None:
    """An oracle of its own: where neither the bytes nor what they unpack to speak of a key."""
    assume(status != 401 and not _speaks_of_a_key(body))
    assert not path.read(status, headers, [body]).first.startswith("key.")


def _speaks_of_a_key(body: bytes) -> bool:
    raw = body.replace(b"\x00", b"").lower()
    if any(word in raw for word in (b"key", b"credential", b"assigned", b"disabled")):
        return True
    body = body.lstrip(b"\xef\xbb\xbf \r\n\t\x00")
    with suppress(zlib.error):  # gzip or zlib, cut off or not
        return bool(body) and _speaks_of_a_key(zlib.decompressobj(47).decompress(body))
    return False


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("text", SAID)
def test_a_sentence_leads_to_its_cause_in_every_form_and_at_any_status(
    path: ReadingPath, form: str, text: str
) -> None:
    for status in (400, 401, 403, 503):
        for label in ("", "gzip", "deflate", "br"):
            read = path.read(status, {"content-encoding": label}, [FORMS[form](text)])
            assert read.first == SAID[text], (status, label)


@pytest.mark.parametrize("status", [400, 401, 403, 500, 503])
@pytest.mark.parametrize(
    "text", ["Patient not found.", "PatNum is required.", "Provider has not been assigned."]
)
def test_a_sentence_about_something_else_accuses_no_key_by_name(
    path: ReadingPath, status: int, text: str
) -> None:
    read = path.read(status, {}, [json.dumps(text).encode()])
    ours = status == 400 and text.startswith("PatNum")  # what a call asked with
    assert read.answer.said is (KnownSentence.BAD_REQUEST if ours else KnownSentence.NOTHING)
    assert read.answer.answered_by is AnsweredBy.OPEN_DENTAL
    assert read.first not in {"key.not-assigned", "key.disabled-by-customer", "key.developer-rejected"}
    assert read.first.startswith("key.") is (status == 401)


@pytest.mark.parametrize("name", [row.name for row in PRODUCTS])
@pytest.mark.parametrize("status", [400, 401, 403, 404, 500, 503])
def test_a_products_name_in_open_dentals_own_sentence_is_no_block_page(
    path: ReadingPath, name: str, status: int
) -> None:
    text = f"Policy of {name} is blocked by the administrator's firewall and denied."
    answer = path.read(status, {"server": "nginx"}, [json.dumps(text).encode()]).answer
    assert (answer.product, answer.answered_by) == (None, AnsweredBy.OPEN_DENTAL)


@pytest.mark.parametrize("status", [200, 400, 401, 403, 404, 407, 451, 500, 502, 503, 504, 511])
@pytest.mark.parametrize("text", SAID)
def test_a_sentence_on_somebodys_web_page_is_not_believed(path: ReadingPath, status: int, text: str) -> None:
    for page in (
        f"<html><p>{text}</p></html>",
        f"<!-- x --><HTML>{text}",
        f"\ufeff <?xml version='1.0'?><p>{text}</p>",
    ):
        read = path.read(status, {}, [page.encode()])
        assert read.answer.content is Content.HTML
        assert not read.first.startswith("key.")


PATIENTS = st.sampled_from(
    [
        everybody()[:50],
        everybody()[0],
        {"patients": list(everybody()[:5])},
        [CANARY_PATIENT],
        CANARY_PATIENT,
        json.dumps(everybody()[:2]),
        {"message": CANARY_PATIENT, "error": {"detail": CANARY_PATIENT}},
    ]
)
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]


@given(
    st.sampled_from([200, 201, 202, 203, 206]),
    HEADERS,
    PATIENTS,
    st.sampled_from(ENCODINGS),
    st.sampled_from(WRAPS),
    st.integers(1, 10**6),
    st.booleans(),
)
@settings(deadline=None, max_examples=400)
def test_nothing_of_a_success_is_in_the_answer(
    path: ReadingPath,
    status: int,
    headers: dict[str, str],
    value: object,
    encoding: str,
    wrap: Callable[[bytes], bytes],
    end: int,
    rights: bool,
) -> None:
    body = wrap(json.dumps(value).encode(encoding, "replace"))
    read = path.read(status, headers, [body[:40], body[40 : 40 + end]], rights=rights)
    assert CANARY_PATIENT not in repr(read)
    assert read.answer.server_text is None


@given(
    st.sampled_from([400, 401, 403, 404, 500, 503]), PATIENTS, st.sampled_from(WRAPS), st.integers(1, 10**6)
)
@settings(deadline=None, max_examples=200)
def test_no_record_of_a_patient_in_an_error_is_shown(
    path: ReadingPath, status: int, value: object, wrap: Callable[[bytes], bytes], end: int
) -> None:
    # a bare string, or one in a field in which errors are told, cannot be told from a sentence
    assume("LName" in str(value))
    body = wrap(json.dumps(value).encode())
    assert CANARY_PATIENT not in repr(path.read(status, {}, [body[:end]]))


SLOW = [
    "key ", "api key ", "developer key ", "has not been ", "econnector ", "disabled by ", "<", "<!--",
    "<script", "</script ", "&", "&#", "generated by ", "accept the ", "http-equiv=refresh ",
    "location = ", "blocked ", "network administrator ", '"', "[", "{", '["', '"",', "[[],", "\\", '\\"',
    '"a":', "1-", "a.", "a@", "1 ", "http://", "C:\\Users\\", "LName ", "error 503 ", "apache a ",
    "\u0300", "\u0130", "it ", "missing ", "url=", "CANARYDEV000000", "C_A_N_A_R_Y_", " ", "\u200b",
    "lacks the ", "ODFHIR ", "untangle ", "server error in '/",
]  # fmt: skip


@pytest.mark.parametrize("piece", SLOW)
def test_a_body_made_to_be_slow_takes_no_longer_than_others(path: ReadingPath, piece: str) -> None:
    """Each whole reading takes at most a quarter of a second on a slow PC; the bound is for a busy one."""
    body = (piece * 65536).encode()[:65536]
    for before in (b"", b'"', b'{"message": "', b"<html>"):
        for status in (200, 503):
            start = time.process_time()
            path.read(status, {"location": body[:8192].decode("latin-1")}, [before + body])
            assert time.process_time() - start < 2


@pytest.mark.parametrize(
    "piece", [b"[", b'"', b"{", b'["",', b"[[],", b"\\", b"<a ", b"x", b"\x00", b"\xff\xfe"]
)
def test_a_body_that_never_ends_is_given_up_in_bounded_time_and_memory(
    path: ReadingPath, piece: bytes
) -> None:
    for first in (b"", b"["):
        chunks = [first] + [piece * (65536 // len(piece))] * 40
        start = time.process_time()
        assert path.read(200, {}, chunks).first == "answer.oversized"
        assert time.process_time() - start < 10
        tracemalloc.start()
        path.read(200, {}, chunks)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < 8 * 1024 * 1024


def test_the_statements_that_accuse_a_key_are_those_about_a_key() -> None:
    assert {recognise(text) for text, code in SAID.items() if code.startswith("key.")} <= ABOUT_A_KEY
