"""Generated cases: what Open Dental and others say, in every form in which it may arrive.

Nothing of the product is used for what is expected: sentences and codes are those of the cause catalogue.
"""

from __future__ import annotations

import gzip
import json
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.lab.row import NOT_THE_KEY, Case

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

JSON = "application/json"
_WAY = ("network.*", "proxy.*", "tls.*", "hq.*")


@dataclass(frozen=True, slots=True)
class Wire:
    """An answer as it goes over the wire.

    Attributes:
        status: HTTP status.
        body: Its bytes.
        label: ``Content-Type``; None for no such header.
        headers: Further headers.
        alike: A call without a key gets the same; else the refusal that is documented.
    """

    status: int
    body: bytes
    label: str | None = JSON
    headers: tuple[tuple[str, str], ...] = ()
    alike: bool = False


@dataclass(frozen=True, slots=True)
class Spoken(Case):
    """A case for the product's own run against a loopback server.

    Attributes:
        wire: What comes back.
        mode: How Open Dental is reached.
    """

    wire: Wire
    mode: str = "remote"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of Open Dental's, and what it means."""

    id: str
    text: str
    code: str
    statuses: tuple[int, ...] = (400, 401, 403, 404, 500, 502, 503, 504)


_ECONNECTOR = "The office's eConnector is not running. Please contact the office to start their eConnector."
SENTENCES = (
    Sentence("econnector", _ECONNECTOR, "econnector.not-running"),
    Sentence("socket", "No immortal socket connection found for this office.", "econnector.not-running"),
    Sentence("duplicate", "Multiple eConnectors have been detected for this key.", "econnector.duplicate"),
    Sentence("version", "Error. This is most likely a version issue.", "office.version-too-old"),
    Sentence("not-assigned", "API key has not been assigned.", "key.not-assigned"),
    Sentence("by-customer", "API key has been disabled by customer.", "key.disabled-by-customer"),
    Sentence("by-developer", "API key has been disabled by developer.", "key.disabled-by-developer"),
    Sentence("by-open-dental", "API key has been disabled by Open Dental.", "key.disabled-by-open-dental"),
    Sentence("developer-key", "The developer key is not valid.", "key.developer-rejected"),
    Sentence("api-off", "The API is not enabled.", "api.not-enabled"),
    Sentence("cloud", "Failed to communicate with the API service: ", "cloud.api-service-down"),
    Sentence("resource", "patients is not a valid resource.", "answer.resource-unknown"),
    Sentence("convert", "Local API. Unable to convert request.", "request.refused"),
    Sentence("method", "patients GET  is not a valid method.", "request.refused"),
    Sentence("listener", "Listener version does not match program version.", "econnector.version-mismatch"),
    Sentence("database", "Unable to connect to any of the specified MySQL hosts.", "office.unreachable"),
    Sentence("permission", "The key lacks the required permission.", "permission.missing", (400, 401, 403)),
)

LABELS = (JSON, "text/plain; charset=utf-8", "text/html", None)


def bare(text: str) -> bytes:
    """Open Dental's own form: a JSON string."""
    return json.dumps(text).encode()


def _object(field: str) -> Callable[[str], bytes]:
    return lambda text: json.dumps({field: text}).encode()


def _raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


WRAPPERS: dict[str, tuple[Callable[[str], bytes], str]] = {
    # name: how the bytes are made, and the Content-Encoding that they are said to have
    "object-message": (_object("message"), ""),
    "object-Message": (_object("Message"), ""),
    "object-error": (_object("error"), ""),
    "object-nested": (lambda t: json.dumps({"error": {"code": 7, "message": t}}).encode(), ""),
    "object-list": (lambda t: json.dumps({"errors": [t]}).encode(), ""),
    "object-problem": (lambda t: json.dumps({"title": "Bad", "status": 400, "detail": t}).encode(), ""),
    "list": (lambda t: json.dumps([t]).encode(), ""),
    "plain": (lambda t: t.encode(), ""),
    "upper": (lambda t: bare(t.upper()), ""),
    "lower": (lambda t: bare(t.lower()), ""),
    "spaced": (lambda t: bare(t.replace(" ", "  \t")), ""),
    "broken-lines": (lambda t: bare(t.replace(" ", "\r\n")), ""),
    "no-break-spaces": (lambda t: json.dumps(t.replace(" ", "\u00a0"), ensure_ascii=False).encode(), ""),
    "curly": (lambda t: bare(t.replace("'", "\u2019")), ""),
    "embedded": (lambda t: bare(f"Error 12 at 10:31: {t} (reference 4711, try again later)"), ""),
    "embedded-plain": (lambda t: f"HTTP error. Details follow. {t} End of details.".encode(), ""),
    "padded": (lambda t: b"\r\n\t " + bare(t) + b" \r\n", ""),
    "bom": (lambda t: b"\xef\xbb\xbf" + bare(t), ""),
    "utf16-le-bom": (lambda t: b"\xff\xfe" + bare(t).decode().encode("utf-16-le"), ""),
    "utf16-be-bom": (lambda t: b"\xfe\xff" + bare(t).decode().encode("utf-16-be"), ""),
    "utf16-le": (lambda t: bare(t).decode().encode("utf-16-le"), ""),
    "utf16-be": (lambda t: bare(t).decode().encode("utf-16-be"), ""),
    "latin-1": (lambda t: json.dumps(f"Clinique Orée: {t}", ensure_ascii=False).encode("latin-1"), ""),
    "double": (lambda t: json.dumps(json.dumps(t)).encode(), ""),
    "truncated": (lambda t: bare(t)[:-1], ""),
    "truncated-object": (lambda t: _object("message")(t)[:-1], ""),
    "gzip": (lambda t: gzip.compress(bare(t)), "gzip"),
    "gzip-unsaid": (lambda t: gzip.compress(bare(t)), ""),
    "gzip-not": (bare, "gzip"),
    "gzip-cut": (lambda t: gzip.compress(bare(t))[:-6], "gzip"),
    "deflate": (lambda t: zlib.compress(bare(t)), "deflate"),
    "deflate-raw": (lambda t: _raw_deflate(bare(t)), "deflate"),
    "deflate-not": (bare, "deflate"),
    "deflate-is-gzip": (lambda t: gzip.compress(bare(t)), "deflate"),
    "br-not": (bare, "br"),
    "zstd-not": (bare, "zstd"),
    "encoding-upper": (lambda t: gzip.compress(bare(t)), "GZIP"),
    "encoding-nonsense": (bare, "utf-8"),
}  # fmt: skip


def _forbidden(code: str, status: int) -> tuple[str, ...]:
    """What a sentence must not be called: the way to Open Dental is well, and only a key's is a key's."""
    own = code.partition(".")[0]
    if (code, status) == ("answer.resource-unknown", 404):  # possible beside it: the developer's key lacks it
        return tuple(pattern for pattern in (*_WAY, *NOT_THE_KEY) if pattern != "permission.*")
    if own == "permission":  # a filter's 403 looks much the same
        return tuple(pattern for pattern in _WAY if pattern != "proxy.*")
    return _WAY if own in ("key", "api") else (*_WAY, *NOT_THE_KEY)


def _sentence(sentence: Sentence, name: str, wire: Wire, mode: str = "remote") -> Spoken:
    label = wire.label or "no content type"
    return Spoken(
        f"said-{sentence.id}-{name}",
        f"'{sentence.text.strip()}' as {name.rpartition('-')[0] or name}, status {wire.status}, {label}",
        (sentence.code,),
        wire,
        mode,
        forbidden=_forbidden(sentence.code, wire.status),
    )


def sentences() -> Iterator[Spoken]:
    """Every known sentence, at every status, in every form."""
    for sentence in SENTENCES:
        for status in sentence.statuses:
            for number, label in enumerate(LABELS):
                yield _sentence(sentence, f"bare-{status}-{number}", Wire(status, bare(sentence.text), label))
            yield _sentence(sentence, f"alike-{status}", Wire(status, bare(sentence.text), alike=True))
        if 404 in sentence.statuses:  # meant at any status
            yield _sentence(sentence, "bare-200", Wire(200, bare(sentence.text)))
        for number, (name, (make, encoding)) in enumerate(WRAPPERS.items()):
            status = sentence.statuses[number % len(sentence.statuses)]
            headers = (("Content-Encoding", encoding),) if encoding else ()
            wire = Wire(status, make(sentence.text), JSON, headers)
            yield _sentence(sentence, f"{name}-{status}", wire)
        for mode in ("service", "local"):
            for status in sentence.statuses:
                wire = Wire(status, bare(sentence.text), alike=True)
                yield _sentence(sentence, f"{mode}-{status}", wire, mode)


_NOT_OURS = ("proxy.blocked", "network.captive-portal", "answer.not-open-dental", "hq.unavailable",
             "office.timeout", "answer.resource-unknown", "econnector.not-running")  # fmt: skip


def pages() -> Iterator[Spoken]:
    """A web page is somebody else's, whatever stands in it."""
    for sentence in SENTENCES:
        for status in (200, 401, 403, 404, 451, 500, 502, 503):
            for kind, start in (("small", "<html><body>"), ("capital", "<!DOCTYPE HTML>\n<HTML><BODY>"),
                                ("xml", "\ufeff <?xml version='1.0'?><html><body>")):  # fmt: skip
                expected = (
                    ("proxy.blocked", "network.captive-portal")
                    if status in (401, 403, 451)
                    else _NOT_OURS[:4]
                )
                if status == 404:
                    expected = ("answer.not-open-dental", "proxy.blocked")
                yield Spoken(
                    f"page-{sentence.id}-{status}-{kind}",
                    f"a web page with status {status} that says: {sentence.text.strip()}",
                    expected,
                    Wire(
                        status,
                        f"{start}<p>{sentence.text}</p></body></html>".encode(),
                        "text/html",
                        alike=True,
                    ),
                )
    for scheme in ("Basic", "Digest", "NTLM", "Negotiate"):
        for name, body in (("page", b"<html><h1>401 Unauthorized</h1></html>"), ("empty", b"")):
            yield Spoken(
                f"sign-in-{scheme.lower()}-{name}",
                f"a device on the way wants a sign-in ({scheme}) with 401 ({name})",
                ("proxy.blocked", "network.captive-portal", "answer.not-open-dental"),
                Wire(
                    401, body, "text/html", (("WWW-Authenticate", f'{scheme} realm="gateway"'),), alike=True
                ),
            )
    for product, words in PRODUCTS.items():
        for status in (200, 403, 451, 502, 503):
            yield Spoken(
                f"filter-{product.split()[0].lower()}-{status}",
                f"a page of {product} with status {status}",
                ("proxy.blocked",),
                Wire(status, f"<html><body><h1>{words}</h1></body></html>".encode(), "text/html", alike=True),
                shows=(product,),
            )


PRODUCTS = {
    "Zscaler": "Zscaler: this web page is blocked",
    "FortiGuard": "FortiGuard Intrusion Prevention: Access Blocked",
    "Sophos": "Sophos Web Protection: blocked request",
    "Cisco Umbrella": "This site is blocked. Cisco Umbrella",
    "Barracuda": "Barracuda Web Filter: blocked",
    "SonicWall": "This site is blocked by the SonicWall Gateway",
    "WatchGuard": "WatchGuard: request denied by policy",
    "Palo Alto": "Palo Alto Networks: web page blocked",
    "Netskope": "Netskope: access to this site is blocked",
    "Kaspersky": "Kaspersky Endpoint Security: access denied",
    "ESET": "ESET Security: address has been blocked",
    "Bitdefender": "Bitdefender Endpoint Security Tools blocked this page",
    "Webroot": "Webroot SecureAnywhere: this site is blocked",
}

_BY_STATUS = (
    # status, a call without a key gets the same, code, what must not be said
    (400, False, ("office.unreachable",), NOT_THE_KEY),
    (401, False, ("key.rejected",), ("network.*", "tls.*", "hq.*", "econnector.*")),
    (403, False, ("permission.missing",), ("network.*", "tls.*", "hq.*")),
    (404, False, ("answer.resource-unknown",), NOT_THE_KEY),
    (409, False, ("unknown",), NOT_THE_KEY),
    (410, False, ("answer.gone",), NOT_THE_KEY),
    (418, False, ("unknown",), NOT_THE_KEY),
    (429, False, ("hq.throttled",), NOT_THE_KEY),
    (500, True, ("hq.unavailable",), NOT_THE_KEY),
    (502, True, ("hq.unavailable",), NOT_THE_KEY),
    (503, True, ("hq.unavailable",), NOT_THE_KEY),
    (503, False, ("econnector.not-running",), NOT_THE_KEY),
    (504, False, ("office.timeout",), NOT_THE_KEY),
    (507, False, ("unknown",), NOT_THE_KEY),
)
_UNHEARD = {
    "bare": bare("The pretend office has run out of tea."),
    "capital": bare("SOMETHING WENT WRONG. CODE 7."),
    "object": b'{"message": "The pretend office has run out of tea."}',
    "empty": b"",
    "blank": b" \r\n",
    "empty-string": b'""',
}


def unheard() -> Iterator[Spoken]:
    """Sentences that nobody knows: the status decides, and nothing more is claimed."""
    for status, alike, expected, forbidden in _BY_STATUS:
        for name, body in _UNHEARD.items():
            yield Spoken(
                f"unheard-{status}-{'alike' if alike else 'keyed'}-{name}",
                f"status {status} with an unknown answer ({name})"
                + (", to a call without a key too" if alike else ""),
                expected,
                Wire(status, body, alike=alike),
                forbidden=forbidden,
            )
    for name, value in (("seconds", "7"), ("blank", " 7 "), ("none", ""), ("nonsense", "soon"),
                        ("negative", "-7"), ("huge", "9" * 40), ("past", "Wed, 21 Oct 2015 07:28:00 GMT"),
                        ("date", "Wed, 21 Oct 2099 07:28:00 GMT")):  # fmt: skip
        yield Spoken(
            f"wait-{name}",
            f"429 with Retry-After: {value!r}",
            ("hq.throttled",),
            Wire(429, b"", None, (("Retry-After", value),)),
        )


PARAMETERS = {
    "PatNum is required.": "request.refused",
    "DateCreated format must be yyyy-MM-dd HH:mm:ss.": "request.refused",
    "guarOnly is required.": "request.refused",
    "API must be enabled in API Setup.": "office.unreachable",
    "Workstation is required.": "office.unreachable",
    "Server must be restarted.": "office.unreachable",
}
_OFFICES_OWN = (
    "The eConnector service is unavailable",
    "The office server is offline",
    "Database server is down",
)


def alike() -> Iterator[Spoken]:
    """Sentences that look like others: of a call's parameter or the office, of Open Dental or the office."""
    for number, (text, code) in enumerate(PARAMETERS.items()):
        for name, body in (
            ("bare", bare(text)),
            ("object", _object("message")(text)),
            ("text", text.encode()),
        ):
            yield Spoken(
                f"alike-400-{number}-{name}", f"400 with '{text}' ({name})", (code,), Wire(400, body),
                forbidden=NOT_THE_KEY,
            )  # fmt: skip
    for number, text in enumerate(_OFFICES_OWN):
        yield Spoken(
            f"alike-503-{number}-bare",
            f"503 with '{text}'",
            ("econnector.not-running",),
            Wire(503, bare(text)),
            forbidden=("network.*", "tls.*", "answer.*"),
        )


_GOOD = {
    "empty": b"[]", "blank": b" [ \r\n ] ", "bom": b"\xef\xbb\xbf[]", "rows": b'[{"PatNum": 1}]',
    "gzip-not": b"[]", "utf16": "\ufeff[]".encode("utf-16-le"), "gzip": gzip.compress(b"[]"),
    "deflate": zlib.compress(b"[]"),
}  # fmt: skip
_BAD = {
    "object": b'{"patients": []}', "number": b"7", "null": b"null", "true": b"true", "text": b"It works!",
    "empty": b"", "string": b'"Welcome"', "error-object": b'{"message": "API key has not been assigned."}',
    "text-key": b"Printer 7: API key has not been assigned.", "nonsense": bytes(range(256)),
}  # fmt: skip


def successes() -> Iterator[Spoken]:
    """200 with a list is a success, in whatever form; 200 with anything else is not Open Dental's."""
    for name, body in _GOOD.items():
        encoding = name.partition("-")[0]
        headers = (("Content-Encoding", encoding),) if encoding in ("gzip", "deflate") else ()
        for number, label in enumerate(LABELS):
            wire = Wire(200, body, label, headers)
            yield Spoken(f"list-{name}-{number}", f"200 with a list ({name}), {label}", ("connected",), wire)
    for name, body in _BAD.items():
        for number, label in enumerate(LABELS):
            yield Spoken(
                f"no-list-{name}-{number}",
                f"200 with something else ({name}), {label}",
                ("answer.not-open-dental",),
                Wire(200, body, label, alike=True),
            )
    for status in (301, 302, 303, 307, 308):
        for name, target, expected in (
            ("sign-in", "http://wifi.example.net/login?next=x", "network.captive-portal"),
            ("elsewhere", "https://www.example.net/", "answer.redirected"),
            ("filter", "https://block.zscaler.example.net/denied", "proxy.blocked"),
        ):
            yield Spoken(
                f"redirect-{status}-{name}",
                f"a redirect with status {status} to {target}",
                (expected,),
                Wire(status, b"", None, (("Location", target),), alike=True),
            )


SPOKEN: tuple[Spoken, ...] = (*sentences(), *pages(), *unheard(), *alike(), *successes())
