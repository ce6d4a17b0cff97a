"""Finds what is left of a key in a text, however the text writes it.

A text is read as it stands and as it reads once its escapes are undone; of each reading only the letters and
digits count, folded. In these, any six characters of a key in a row are a trace of it, and so are their usual
encodings. Every step takes time that grows with the length of the text and no faster.
"""

from __future__ import annotations

import re
import unicodedata
from base64 import b32encode, b64encode
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

PART = 6
"""Characters of a key in a row that are as good as the key (contract, "What a document holds")."""

Span = tuple[int, int]
Traces = tuple[tuple[int, frozenset[str]], ...]

_SHORTEST = 4  # shorter values would blot out ordinary words
_APART = 3  # other signs between two characters of a key that was spread out
_ROUNDS = 3  # escapes within escapes
_BREAK = "\0"
_BLANKS = "\ufffc\u2800\u3164\u115f\u1160\uffa0"  # drawn as nothing, yet letters or signs

_OWN = ("developerkey", "customerkey", "opendental", "connectwizard", "patients", "econnector")
"""Words of this program. A made-up key may hold a part of one; such a part alone tells nothing of a key."""

_ESCAPE = re.compile(
    r"(?:%[0-9a-f]{2})+|%u[0-9a-f]{4}|&#x[0-9a-f]{1,6};?|&#\d{1,7};?|&[a-z]{2,8};"
    r"|\\u\{[0-9a-f]{1,6}\}|\\u[0-9a-f]{4}|\\x[0-9a-f]{2}|\\[0-7]{3}|\\[nrtbfv\"'/\\]",
    re.IGNORECASE,
)
_MAIL_ESCAPE = re.compile(r"(?:=[0-9a-f]{2}|=\r?\n)+", re.IGNORECASE)  # quoted-printable


class FoldedText(NamedTuple):
    """The letters and digits of a text, folded, and where in the text each of them stands."""

    flat: str
    starts: list[int]
    ends: list[int]


def readings(text: str) -> list[FoldedText]:
    """The text as it stands, and with its escapes undone."""
    starts, ends = list(range(len(text))), list(range(1, len(text) + 1))
    found = [_folded(text, starts, ends)]
    if "=" in text and _MAIL_ESCAPE.search(text):
        found.append(_folded(*_undone(text, starts, ends, _MAIL_ESCAPE, _from_mail)))
    for _ in range(_ROUNDS):
        if not _ESCAPE.search(text):
            break
        text, starts, ends = _undone(text, starts, ends, _ESCAPE, _from_escape)
        found.append(_folded(text, starts, ends))
    return found


def unescaped(text: str) -> str:
    """The text with its escapes undone, in composed letters and without what is drawn as nothing."""
    for _ in range(_ROUNDS):
        if not _ESCAPE.search(text):
            break
        text = _ESCAPE.sub(lambda found: _from_escape(found[0]), text)
    return "".join(c for c in unicodedata.normalize("NFKC", text) if c.isspace() or not is_invisible(c))


def traces(value: str) -> Traces:
    """Everything that gives a value away, by its length."""
    flat = "".join(map(_fold, value)).replace(" ", "")
    if len(flat) < _SHORTEST:
        return ()
    raw, wide = (value.encode(form, "surrogatepass") for form in ("utf-8", "utf-16-le"))
    coded = (b64encode(raw), b64encode(wide), raw.hex().encode(), wide.hex().encode(), b32encode(raw))
    whole = (flat, flat[::-1], *(form.decode("ascii").rstrip("=").lower() for form in coded))
    found = [
        (PART, flat),
        (PART, flat[::-1]),
        *((7, form) for form in _base64(raw)),  # six bytes fix seven characters at least
        *((14, form) for form in _base64(wide)),
        *((8, form) for form in _base32(raw)),
        (12, raw.hex()),
        (22, wide.hex()),
        *((len(form), form) for form in whole),
    ]
    lengths: dict[int, set[str]] = {}
    for length, form in found:
        size = min(length, len(form))
        parts = (form[at : at + size] for at in range(len(form) - size + 1))
        lengths.setdefault(size, set()).update(p for p in parts if p in whole or not _is_own(p))
    return tuple((size, frozenset(parts)) for size, parts in lengths.items())


def _is_own(part: str) -> bool:
    return any(part in word for word in _OWN)


def spans(found: Iterable[FoldedText], wanted: Traces) -> Iterator[Span]:
    """Where in the text the traces stand."""
    for reading in found:
        flat, starts, ends = reading
        for size, parts in wanted:
            for at in range(len(flat) - size + 1):
                if flat[at : at + size] in parts:
                    yield starts[at], ends[at + size - 1]


def blotted(text: str, found: Iterable[Span], mark: str) -> str:
    """The text with the spans replaced; those that touch become one."""
    parts, done = [], 0
    for start, end in _merged(found):
        parts += [text[done:start], mark]
        done = end
    return "".join([*parts, text[done:]])


def is_invisible(sign: str) -> bool:
    """Whether a character is drawn as nothing, so that it can hide in a word."""
    return sign in _BLANKS or unicodedata.category(sign) in ("Cf", "Cc", "Mn", "Me", "Cs")


def _merged(found: Iterable[Span]) -> Iterator[Span]:
    ordered = sorted(found)
    if not ordered:
        return
    start, end = ordered[0]
    for one, other in ordered[1:]:
        if one > end:
            yield start, end
            start = one
        end = max(end, other)
    yield start, end


def _folded(text: str, starts: list[int], ends: list[int]) -> FoldedText:
    flat: list[str] = []
    begin: list[int] = []
    finish: list[int] = []
    apart = 0
    for at, sign in enumerate(text):
        folded = _fold(sign)
        if folded == " ":
            apart += 1
            continue
        if folded and apart > _APART:
            flat.append(_BREAK)
            begin.append(starts[at])
            finish.append(starts[at])
        for letter in folded:
            flat.append(letter)
            begin.append(starts[at])
            finish.append(ends[at])
        apart = 0 if folded else apart
    return FoldedText("".join(flat), begin, finish)


@lru_cache(maxsize=4096)
def _fold(sign: str) -> str:
    """The letters and digits that a character stands for; a blank for a sign, nothing for what is unseen."""
    if sign.isascii() and sign.isalnum():
        return sign.lower()
    if is_invisible(sign):
        return ""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", sign).casefold())
    return "".join(c for c in plain if c.isalnum()) or " "


def _undone(
    text: str, starts: list[int], ends: list[int], escape: re.Pattern[str], plain: Callable[[str], str]
) -> tuple[str, list[int], list[int]]:
    made: list[str] = []
    begin: list[int] = []
    finish: list[int] = []
    done = 0
    for found in escape.finditer(text):
        made.append(text[done : found.start()])
        begin += starts[done : found.start()]
        finish += ends[done : found.start()]
        letters = plain(found[0])
        made.append(letters)
        # each byte of a run stands for itself where that can be told
        each = len(found[0]) // len(letters) if letters and len(found[0]) % len(letters) == 0 else 0
        for place in range(len(letters)):
            first = found.start() + place * each
            last = first + each - 1 if each else found.end() - 1
            begin.append(starts[first])
            finish.append(ends[last])
        done = found.end()
    made.append(text[done:])
    return "".join(made), [*begin, *starts[done:]], [*finish, *ends[done:]]


def _from_escape(found: str) -> str:
    if found[0] == "&":
        from html import unescape

        return unescape(found)
    if found[0] == "%" and found[1] not in "uU":
        return bytes.fromhex(found.replace("%", "")).decode("utf-8", "replace")
    if found[0] == "\\" and len(found) == 2:
        return {"n": "\n", "r": "\n", "t": "\t", "b": "\b", "f": "\f", "v": "\v"}.get(
            found[1].lower(), found[1]
        )
    digits = found.strip("\\%uUxX{}")
    number = int(digits, 8) if re.fullmatch(r"\\[0-7]{3}", found) else int(digits, 16)
    return chr(number) if number < 0x110000 else "\ufffd"


def _from_mail(found: str) -> str:
    return bytes.fromhex(re.sub(r"=(\r?\n)?", "", found)).decode("utf-8", "replace")


def _base64(raw: bytes) -> Iterator[str]:
    """What of base64 a value fixes, at each of the places in it where the value can begin."""
    for before in range(3):
        coded = b64encode(b"\0" * before + raw).decode("ascii").lower()
        yield coded[-(-before * 8 // 6) : (before + len(raw)) * 8 // 6]


def _base32(raw: bytes) -> Iterator[str]:
    for before in range(5):
        coded = b32encode(b"\0" * before + raw).decode("ascii").lower()
        yield coded[-(-before * 8 // 5) : (before + len(raw)) * 8 // 5]
