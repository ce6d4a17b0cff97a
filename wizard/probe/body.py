"""Reads a body as far as it may be read: its kind, and the sentence of an error. No patient is decoded."""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wizard.core.evidence import Content
from wizard.core.sentences import Said, recognise

if TYPE_CHECKING:
    from collections.abc import Iterator

_SENTENCE_FIELDS = (
    "message", "error", "errors", "error_description", "errormessage", "exceptionmessage", "detail", "text",
    "title", "description",
)  # fmt: skip
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


@dataclass(frozen=True, slots=True)
class Body:
    """A body that is no list of patients.

    Attributes:
        content: Its kind.
        text: Its sentence or page source; empty where there is none that may be shown.
    """

    content: Content
    text: str = ""


def looks_like_list(start: bytes) -> bool:
    """Whether the first bytes of a body begin a JSON list."""
    for bom, _ in _BOMS[:1]:
        start = start.removeprefix(bom)
    return start.lstrip(b" \t\r\n").startswith(b"[")


def inflate(raw: bytes, encoding: str, cap: int) -> bytes:
    """Undo a compression that was not asked for, to at most ``cap`` bytes; unknown ones stay as they are."""
    for wbits in {"gzip": (47, 15, -15), "x-gzip": (47,), "deflate": (15, -15, 47)}.get(
        encoding.strip().lower(), ()
    ):
        try:
            return zlib.decompressobj(wbits).decompress(raw, cap)
        except zlib.error:
            continue
    return raw


def read(raw: bytes) -> Body:
    """Judge a body by its own bytes, whatever its header says.

    Args:
        raw: The body of an error, or of a success that is no list.
    """
    text = _decode(raw).strip("\ufeff\x00 \t\r\n")
    if not text:
        return Body(Content.EMPTY)
    if text.startswith("<"):
        return Body(Content.HTML, text)
    return _json(text) if text[0] in '"{[' else Body(Content.TEXT, text)


def _json(text: str) -> Body:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        # a broken object or list may hold a person's data: its words are not shown
        return Body(Content.TEXT, text.strip('"') if text[0] == '"' else "")
    if isinstance(value, str):
        return Body(Content.JSON_STRING, value) if value.strip() else Body(Content.EMPTY)
    if isinstance(value, list):
        # a list of objects could be patients; of a list of sentences a known one is taken
        known = [text for text in value[:10] if isinstance(text, str) and recognise(text) is not Said.NOTHING]
        return Body(Content.JSON_LIST, known[0] if known else "")
    return Body(Content.JSON_OTHER, _sentence_in(value))


def _sentence_in(value: object) -> str:
    """The sentence of an error object: a known one wherever it stands, else the first that there is."""
    found = list(_sentences(value, 3))
    return next((text for text in found if recognise(text) is not Said.NOTHING), found[0] if found else "")


def _sentences(value: object, depth: int) -> Iterator[str]:
    """The texts of the fields in which errors are told, and of the objects and lists in them."""
    if isinstance(value, str) and value.strip():
        yield value
    elif isinstance(value, list) and depth:
        for item in value[:10]:
            yield from _sentences(item, depth - 1)
    elif isinstance(value, dict) and depth:
        fields = {str(name).lower(): inner for name, inner in value.items()}
        for name in _SENTENCE_FIELDS:
            yield from _sentences(fields.get(name), depth - 1)


def _decode(raw: bytes) -> str:
    for bom, encoding in _BOMS:
        if raw.startswith(bom):
            return raw[len(bom) :].decode(encoding, "replace")
    if raw[1:2] == b"\x00" and raw[:1] != b"\x00":
        return raw.decode("utf-16-le", "replace")
    if raw[:1] == b"\x00" and raw[1:2] != b"\x00":
        return raw.decode("utf-16-be", "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def rights(raw: bytes) -> tuple[tuple[str, bool], ...]:
    """Read ``/securityperms``: a list of ``{"Permission": ..., "HasPermission": "true"}`` rows [D].

    Returns:
        Permission names (letters only) and whether the key has them; empty for any other body.
    """
    try:
        value = json.loads(_decode(raw))
    except (ValueError, RecursionError):
        return ()
    rows = [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []
    return tuple(
        (name, str(row.get("HasPermission")).lower() == "true")
        for row in rows
        if isinstance(name := row.get("Permission"), str)
        and name.isascii()
        and name.isalpha()
        and len(name) <= 40
    )
