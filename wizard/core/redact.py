"""Redaction of values: known keys first, in whatever form, then patterns, then words that could be a name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from wizard.core.key_traces import blotted, readings, unescaped
from wizard.core.plain_words import plain_words
from wizard.core.secret import MARK

if TYPE_CHECKING:
    from wizard.core.secret import Secret

Step = Callable[[str], str]
_LONGEST = 2000  # characters that an excerpt is looked for in; patterns are slow on text made to be slow
_LONGEST_RAW = 16 * 1024  # the same before escapes are undone: a letter can take eight characters
_OF_KEYS = ("authorization", "other-authorization", "userinfo", "token", "capital-token")


def _step(pattern: str, mark: str) -> Step:
    compiled = re.compile(pattern, re.IGNORECASE)
    return lambda text: compiled.sub(mark, text)


_FIELDS = "LName|FName|MiddleI|Preferred|SSN|Birthdate|HmPhone|WkPhone|WirelessPhone|ChartNumber"
_SETTINGS = (
    "pwd|password|pass|uid|user ?id|user ?name|user|group ?name|server|data ?source|host ?name|host|computer|"
    "database|(?:client|source|your) ?(?:ip|address)"
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"

PATTERNS: Mapping[str, Step] = {
    # an authorization value that was echoed back, whatever its keys
    "authorization": _step(r"\bODFHIR\s+\S+", "ODFHIR [key]"),
    "other-authorization": _step(r"\b(Bearer|Basic|Negotiate)\s+(?=\S*(?-i:[^\sa-z,.;]))\S+", r"\1 [key]"),
    "userinfo": _step(r"(https?://)[^\s/@]{1,100}@", r"\1"),
    # what a connection string or a filter's page tells of this office
    "setting": _step(rf"\b({_SETTINGS})\s?[:=]\s?[^\s;,]+", r"\1: [hidden]"),
    "account": _step(r"'[^'\s]{0,60}'@'[^'\s]{0,60}'", "[account]"),
    "mac": _step(r"\b(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}\b", "[address]"),
    "address": _step(
        r"\b(?:10|127|169\.254|192\.168|172\.(?:1[6-9]|2\d|3[01]))(?:\.\d{1,3}){2,3}(?::\d{1,5})?\b",
        "[address]",
    ),
    "office-name": _step(r"\b(?:[\w-]{1,60}\.){1,5}(?:local|lan|internal|corp|localdomain)\b", "[name]"),
    # every key seen has 16 letters and digits; longer runs that mix both are tokens too
    "token": _step(r"\b(?=[A-Za-z0-9_-]*[0-9])(?=[A-Za-z0-9_-]*[A-Za-z])[A-Za-z0-9_-]{14,}", "[token]"),
    "capital-token": _step(r"\b(?-i:[A-Z]{16})\b", "[token]"),
    "email": _step(r"[\w.+-]+@[\w-]+\.[\w.-]+", "[email]"),
    "date": _step(
        r"(?<![\d.])(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})(?!\.?\d)", "[date]"
    ),
    "spelled-date": _step(rf"\b(?:{_MONTH} \d{{1,2}},? \d{{4}}|\d{{1,2}} {_MONTH},? \d{{4}})\b", "[date]"),
    "ssn": _step(r"\b\d{3}-\d{2}-\d{4}\b", "[number]"),
    "phone": _step(r"(?<!\w)(?:\+?\d[\s.-]?)?\(?\d{3}\)?[\s.-]?\d{3}[\s.-]?\d{4}\b", "[number]"),
    "number": _step(r"\b\d{6,}\b", "[number]"),
    # a user's folder names the user, a shared one the computer
    "home": _step(r"(?:[A-Z]:\\Users\\|/home/|/Users/)[^\\/\"'<>|\r\n]+", "[home]"),
    "share": _step(r"\\\\[\w.-]{1,60}\\[^\s\"'<>|]{0,200}", "[share]"),
    # a path or an address inside an error may name a computer or carry a query
    "query": _step(r"(https?://[^\s?\"'<>]+)\?[^\s\"'<>]*", r"\1"),
    "name-pair": _step(rf"\b({_FIELDS})\b\W{{0,4}}(?:(?!\b(?:{_FIELDS})\b)[\w' -]){{1,40}}", r"\1 [patient]"),
}
"""Each pattern by name; the order is the order in which they run."""


class Redactor:
    """Takes known secrets, then patterns, out of a text.

    Args:
        secrets: Keys that were used in this run.
    """

    def __init__(self, secrets: Iterable[Secret] = ()) -> None:
        self._secrets = tuple(secrets)

    def known(self, text: str) -> str:
        """Take out known values only, and six characters of one in a row, in whatever form."""
        if not self._secrets:
            return text
        found = readings(text)
        return blotted(text, [span for one in self._secrets for span in one.traced(text, found)], MARK)

    def clean(self, text: str) -> str:
        """Take out known values and everything that looks like a key or a person's data."""
        text = self.known(text)
        for step in PATTERNS.values():
            text = step(text)
        return text

    def excerpt(self, text: str, limit: int = 200) -> str:
        """Return a cleaned single line of at most ``limit`` characters, without control characters."""
        return _cut(_line(self.clean(self._read(text))), limit)

    def sentence(self, text: str, limit: int = 200) -> str:
        """What a document may hold of somebody else's sentence: its plain words (contract)."""
        return _cut(plain_words(_line(self.clean(self._read(text)))), limit)

    def whole(self, text: str) -> str:
        """The whole sentence without a key, for the office's own people; never for a document."""
        text = self._read(text)
        for name in _OF_KEYS:
            text = PATTERNS[name](text)
        return _cut(_line(text), _LONGEST)

    def _read(self, text: str) -> str:
        """The beginning of a text as a person reads it, without known values."""
        known = self.known(text[:_LONGEST_RAW])[:_LONGEST]
        return self.known(unescaped(known))


def _line(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " if c.isspace() else "" for c in text).split())


def _cut(line: str, limit: int) -> str:
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"
