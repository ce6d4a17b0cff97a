"""Redaction: run once on a finished text. Known values first, then patterns."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wizard.core.secret import Secret

Step = Callable[[str], str]
_LONGEST = 2000  # characters that an excerpt is looked for in; patterns are slow on text made to be slow


def _step(pattern: str, mark: str) -> Step:
    compiled = re.compile(pattern, re.IGNORECASE)
    return lambda text: compiled.sub(mark, text)


PATTERNS: Mapping[str, Step] = {
    # an authorization value that was echoed back, whatever its keys
    "authorization": _step(r"\bODFHIR\s+\S+", "ODFHIR [key]"),
    # every key seen has 16 letters and digits; longer runs that mix both are tokens too
    "token": _step(r"\b(?=[A-Za-z0-9_-]*[0-9])(?=[A-Za-z0-9_-]*[A-Za-z])[A-Za-z0-9_-]{14,}", "[token]"),
    "capital-token": _step(r"\b(?-i:[A-Z]{16})\b", "[token]"),
    "email": _step(r"[\w.+-]+@[\w-]+\.[\w.-]+", "[email]"),
    "date": _step(r"\b(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})\b", "[date]"),
    "ssn": _step(r"\b\d{3}-\d{2}-\d{4}\b", "[number]"),
    "phone": _step(r"(?<!\w)(?:\+?\d[\s.-]?)?\(?\d{3}\)?[\s.-]?\d{3}[\s.-]?\d{4}\b", "[number]"),
    "number": _step(r"\b\d{6,}\b", "[number]"),
    # a user's folder names the user
    "home": _step(r"(?:[A-Z]:\\Users\\|/home/|/Users/)[^\\/\"'<>|\r\n]+", "[home]"),
    # a path or an address inside an error may name a computer or carry a query
    "query": _step(r"(https?://[^\s?\"'<>]+)\?[^\s\"'<>]*", r"\1"),
    "name-pair": _step(r"\b(LName|FName|SSN|Birthdate|Preferred)\b\W{0,4}[\w' -]{1,40}", r"\1 [patient]"),
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
        """Take out known values only; safe on text whose form must not change, such as JSON."""
        for secret in self._secrets:
            text = secret.hide_in(text)
        return text

    def clean(self, text: str) -> str:
        """Take out known values and everything that looks like a key or a person's data."""
        text = self.known(text)
        for step in PATTERNS.values():
            text = step(text)
        return text

    def excerpt(self, text: str, limit: int = 200) -> str:
        """Return a cleaned single line of at most ``limit`` characters, without control characters."""
        known = self.known(text)[:_LONGEST]
        seen = "".join(c if c.isprintable() else " " if c.isspace() else "" for c in known)
        line = " ".join(self.clean(seen).split())
        return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"
