"""Undoes what travel does to a pasted text: invisible characters, wrong encodings, escapes, codings."""

from __future__ import annotations

import binascii
import re
import unicodedata
from base64 import b64decode

_IGNORABLE = (
    (0x00AD, 0x00AD),
    (0x034F, 0x034F),
    (0x061C, 0x061C),
    (0x115F, 0x1160),
    (0x17B4, 0x17B5),
    (0x180B, 0x180F),
    (0x200B, 0x200F),
    (0x202A, 0x202E),
    (0x2060, 0x206F),
    (0x3164, 0x3164),
    (0xFE00, 0xFE0F),
    (0xFEFF, 0xFEFF),
    (0xFFA0, 0xFFA0),
    (0xFFF0, 0xFFF8),
    (0x1BCA0, 0x1BCA3),
    (0x1D173, 0x1D17A),
    (0xE0000, 0xE0FFF),
)
"""Default_Ignorable_Code_Point of Unicode's DerivedCoreProperties.txt, those not yet assigned included."""

_OBJECT = "\ufffc"  # stands in a text where a picture was
_MARKS = ("\ufeff", "Ã¯Â»Â¿", "ï»¿", "∩╗┐", "´╗┐", "Ôªø", "ÿþ", "þÿ")
"""A byte order mark: as it is; UTF-8's read as cp1252 (twice and once), cp437, cp850, Mac Roman; UTF-16's."""
_TERMINAL = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]")  # colors, and the marks around what a terminal pastes
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\x([0-9A-Fa-f]{2})|\\([nrt])")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z]{2,8});")
_PERCENT = re.compile(r"%[0-9A-Fa-f]{2}")
_BASE64 = re.compile(r"(?<![\w+/-])[A-Za-z0-9+/_-]{22,1024}={0,2}(?![\w+/=-])")
_TWO_BYTES = 0x100
_SHORTEST = 8  # characters of what a wrong encoding is undone for


def unwrapped(raw: str) -> str:
    """A text with its characters as they were meant.

    Invisible characters, marks of an encoding and of a terminal go; full-width and other forms of letters
    become plain ones (NFKC). A key as it should be comes back as it is.
    """
    text = raw
    for mark in _MARKS:
        text = text.removeprefix(mark)
    text = _TERMINAL.sub("", _reread(text))
    if text.isascii():
        return text
    # some invisible characters have a visible one as their other form, so they go first
    return _visible(unicodedata.normalize("NFKC", _visible(text)))


def is_never_meant(character: str) -> bool:
    """Whether a character is a format character, or one that shows nothing by default, or U+FFFC."""
    if character.isascii():
        return False
    code = ord(character)
    if character == _OBJECT or unicodedata.category(character) == "Cf":
        return True
    return any(first <= code <= last for first, last in _IGNORABLE)


def _visible(text: str) -> str:
    return "".join(character for character in text if not is_never_meant(character))


def _reread(text: str) -> str:
    """Undo UTF-8 read as UTF-16, and UTF-16 read as single bytes, as other libraries leave a key."""
    if "\0" in text:
        pairs = text.rstrip("\0")
        if len(pairs) > 1 and (set(pairs[1::2]) == {"\0"} or set(pairs[::2]) == {"\0"}):
            return pairs.replace("\0", "")
        text = pairs
    if any(ord(character) < _TWO_BYTES for character in text[:-1]):
        return text
    try:
        found = text.encode("utf-16-le").decode("utf-8").removeprefix("\ufeff").strip("\0")
    except UnicodeError:
        return text
    if "\0" in found:
        found = found.replace("\0", "")  # it was UTF-16 already, of the other byte order
    return found if len(found) >= _SHORTEST and found.isascii() and found.isprintable() else text


def spelled_out(text: str) -> str:
    """The same text with escapes, entities and Base64 read, to look for keys in."""
    if "\\" in text:
        text = _ESCAPE.sub(_escaped, text)
    if _ENTITY.search(text):
        from html import unescape

        text = unescape(text)
    if _PERCENT.search(text):
        from urllib.parse import unquote

        text = unquote(text)
    return _BASE64.sub(_decoded, text)


def _escaped(found: re.Match[str]) -> str:
    digits = found[1] or found[2]
    return chr(int(digits, 16)) if digits else " "


def _decoded(found: re.Match[str]) -> str:
    """What a Base64 word holds, where that is plain text; else the word as it is."""
    word = found[0].rstrip("=").replace("-", "+").replace("_", "/")
    try:
        held = b64decode(word + "=" * (-len(word) % 4), validate=True).decode("ascii")
    except (binascii.Error, UnicodeDecodeError):
        return found[0]
    return held if held.isprintable() and held.strip() else found[0]
