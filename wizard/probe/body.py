"""Reads a body as far as it may be read: its kind, and the sentence of an error. No patient is decoded."""

from __future__ import annotations

import json
import re
from itertools import islice
from typing import TYPE_CHECKING

from wizard.core.evidence import Content
from wizard.core.record import record
from wizard.core.sentences import KnownSentence, recognise
from wizard.probe.decoding import decode
from wizard.probe.row_counter import RowCounter

if TYPE_CHECKING:
    from collections.abc import Iterator

_SENTENCE_FIELDS = (
    "message", "msg", "error_description", "error_message", "errormessage", "exceptionmessage", "detail",
    "error", "errors", "text", "description", "reason", "title", "value",
)  # fmt: skip
"""Where other servers put an error's sentence, the most telling first; in lower case."""

_LEAD = "\ufeff\u200b\x00 \t\r\n"
"""What may stand around a body without being part of it."""
_MARKUP = re.compile(r"<[a-z!?/]", re.IGNORECASE)
_TAG = re.compile(r"<(!doctype\s+html|html|head|body|title)\b", re.IGNORECASE)
_WHITE = b"\x00 \t\r\n"
_WHOLE_STRING = re.compile(rb'\s*"(?:[^"\\]|\\.)*"\s*', re.DOTALL)
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)')
_ODD = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufffd]")
_QUOTES = "\"'‘’“”"
_STRICT = json.JSONDecoder(strict=False)  # a line end inside a string is forgiven
_RIGHT = re.compile(r"Api[A-Z][A-Za-z]{1,36}")
_DEEP = 3
_WIDE = 10
_MANY = 200
_LONGEST = 400  # characters of a known sentence that is picked out of a broken body


@record
class Body:
    """A body that is no list of patients.

    Attributes:
        content: Its kind.
        text: Its sentence or page source; empty where there is none that may be shown.
    """

    content: Content
    text: str = ""


def without_lead(start: bytes) -> bytes:
    """The first bytes of a body in UTF-8, without what may stand before it."""
    return start.removeprefix(b"\xef\xbb\xbf").lstrip(_WHITE)


def is_whole(raw: bytes | bytearray) -> bool:
    """Whether a JSON string or a web page has come to its own end."""
    end = raw[-32:].rstrip(_WHITE).lower()
    return end.endswith(b"</html>") or (end.endswith(b'"') and _WHOLE_STRING.fullmatch(raw) is not None)


def read_body(raw: bytes, *, success: bool = False) -> Body:
    """Judge a body by its own bytes, whatever its header says.

    Args:
        raw: The body of an error, or of a success that is no list of patients.
        success: The status is one of success: an object is not decoded, it could be a patient.
    """
    text = decode(raw).strip(_LEAD)
    if not text:
        return Body(Content.EMPTY)
    if text[0] in "[{":
        return _list_or_object(text, success=success)
    if text[0] == '"':
        return _string(text)
    if _MARKUP.match(text) or _TAG.search(text, 0, 2048):
        return Body(Content.HTML, text)
    if len(_ODD.findall(text, 0, 1024)) * 20 > len(text[:1024]):
        return Body(Content.TEXT, _known_in([text]))  # bytes, not words
    return Body(Content.TEXT, _unquoted(text))


def _string(text: str) -> Body:
    """The form in which Open Dental tells an error."""
    try:
        value, end = _STRICT.raw_decode(text)
    except (ValueError, RecursionError):
        return Body(Content.TEXT, _unescaped(text))
    if text[end:].strip():
        return Body(Content.TEXT, _unquoted(text))
    for _ in range(_DEEP):  # a string that was made JSON twice
        value = value.strip(_LEAD)
        if not (len(value) > 1 and value[0] == value[-1] == '"'):
            break
        try:
            value = _STRICT.decode(value)  # what stands between quotation marks is a string again
        except (ValueError, RecursionError):
            break
    if value[:1] in ("{", "["):
        return Body(Content.JSON_STRING, _list_or_object(value, success=False).text)
    return Body(Content.JSON_STRING, value) if value else Body(Content.EMPTY)


def _unescaped(text: str) -> str:
    """The words of a string that was cut off."""
    try:
        return str(_STRICT.decode(re.sub(r"\\(u[0-9a-fA-F]{0,3})?$", "", text) + '"'))
    except (ValueError, RecursionError):
        return _unquoted(text)


def _unquoted(text: str) -> str:
    return text.strip(_QUOTES + _LEAD)


def _list_or_object(text: str, *, success: bool) -> Body:
    """A list is counted at most; of an object in an error the fields are read in which errors are told."""
    is_list = text[0] == "["
    if not _balanced(text if is_list else f"[{text}]"):
        # it may hold a person's data: only a known sentence is taken out of it
        return Body(Content.TEXT, "" if success else _known_in(_strings(text)))
    if is_list:
        return Body(Content.JSON_LIST, "" if success else _known_in(_strings(text)))
    if success:
        return Body(Content.JSON_OTHER)
    try:
        value = _STRICT.decode(text)
    except (ValueError, RecursionError):
        return Body(Content.TEXT, _known_in(_strings(text)))
    return Body(Content.JSON_OTHER, _known_in(_strings(text)) or next(_sentences(value, _DEEP), ""))


def _balanced(text: str) -> bool:
    counter = RowCounter()
    counter.feed(text.encode("utf-8", "replace"))
    return counter.ended and not counter.broken


def _known_in(texts: list[str]) -> str:
    """The first text that is a known sentence, or has one in it."""
    return next((text for text in texts if recognise(text) is not KnownSentence.NOTHING), "")


def _strings(text: str) -> list[str]:
    """The short texts between quotation marks, whatever they belong to; without such marks, the text."""
    if '"' not in text:
        return [text[:_LONGEST]]
    found = (match.group(1) for match in islice(_STRING.finditer(text), _MANY))
    return [_unescaped(f'"{text}') for text in found if len(text) <= _LONGEST]


def _sentences(value: object, depth: int) -> Iterator[str]:
    """The texts of the fields in which errors are told, and of the objects and lists in them."""
    if isinstance(value, str) and value.strip():
        yield value
    elif isinstance(value, list) and depth:
        for item in value[:_WIDE]:
            yield from _sentences(item, depth - 1)
    elif isinstance(value, dict) and depth:
        fields = {str(name).lower(): inner for name, inner in value.items()}
        for name in _SENTENCE_FIELDS:
            yield from _sentences(fields.get(name), depth - 1)


def read_rights(raw: bytes) -> tuple[tuple[str, bool], ...]:
    """Read ``/securityperms``: a list of ``{"Permission": ..., "HasPermission": "true"}`` rows [D].

    Returns:
        Permission names and whether the key has them, of those whose name has Open Dental's form (facts,
        section 4): a document may hold them. Empty for any other body.
    """
    try:
        value = json.loads(decode(raw).strip(_LEAD))
    except (ValueError, RecursionError):
        return ()
    rows = [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []
    return tuple(
        (name, str(row.get("HasPermission")).lower() == "true")
        for row in rows
        if isinstance(name := row.get("Permission"), str) and _RIGHT.fullmatch(name)
    )
