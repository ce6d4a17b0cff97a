"""Which versions of Python and of what comes inside it are still without a published hole.

A release is made of what runs at the office for years. So a build with anything older is not called a
release: it is a build for tests, and its names say so. The table is small and has a date; whoever makes a
release looks for newer entries first. A line of versions that it does not know passes only where it is newer
than all that it knows.
"""

from __future__ import annotations

import re
from typing import NamedTuple

AS_OF = "2026-11-27"


class Fixed(NamedTuple):
    """The oldest good version in one line of versions.

    Attributes:
        part: What it is.
        line: The beginning that its versions share.
        version: The oldest one with the fix.
        why: The fix.
    """

    part: str
    line: str
    version: str
    why: str


PYTHON, OPENSSL, EXPAT, ZLIB = PARTS = ("Python", "OpenSSL", "expat", "zlib")

TABLE = (
    Fixed(
        PYTHON, "3.12", "3.12.14", "html.parser and ElementTree take quadratic time (gh-153030, gh-152674)"
    ),
    Fixed(PYTHON, "3.13", "3.13.18", "the Security section of its news of 2026-10-25"),
    Fixed(PYTHON, "3.14", "3.14.7", "html.parser and ElementTree take quadratic time (gh-153030, gh-152674)"),
    Fixed(OPENSSL, "3.0", "3.0.20", "CVE-2026-31790"),
    Fixed(OPENSSL, "3.5", "3.5.6", "CVE-2026-31790"),
    Fixed(OPENSSL, "3.6", "3.6.3", "the security release after CVE-2026-31790, of severity high"),
    Fixed(EXPAT, "2", "2.8.3", "CVE-2026-72522"),
    Fixed(ZLIB, "1", "1.3.1", "CVE-2023-45853"),
)

ASK = """
import json, platform, pyexpat, ssl, zlib
told = (platform.python_version(), ssl.OPENSSL_VERSION, pyexpat.EXPAT_VERSION, zlib.ZLIB_RUNTIME_VERSION)
print(json.dumps(told))
"""
"""What the Python that is frozen says of itself."""


def versions(told: list[str]) -> dict[str, str]:
    """The answers to :data:`ASK` as plain numbers, by part."""
    found = (re.search(r"\d+(\.\d+)+\w*", words) for words in told)
    return {part: match[0] if match else "0" for part, match in zip(PARTS, found, strict=True)}


def older(made_with: dict[str, str]) -> list[str]:
    """A sentence for each part that has a published hole; empty for what may be released."""
    return [words for part in PARTS if (words := _complaint(part, made_with.get(part, "0")))]


def _complaint(part: str, version: str) -> str:
    rows = [row for row in TABLE if row.part == part]
    number = _number(version)
    row = next((row for row in rows if number[: len(_number(row.line))] == _number(row.line)), None)
    if row is None and number > max(_number(row.version) for row in rows):
        return ""
    if row is None:
        return f"{part} {version} is of a line that gets no more fixes"
    return f"{part} {version} is older than {row.version}: {row.why}" if number < _number(row.version) else ""


def _number(version: str) -> tuple[int, ...]:
    """The numbers of a version; a beta or candidate counts as older than its release."""
    plain = re.match(r"\d+(\.\d+)*", version)
    numbers = tuple(map(int, plain[0].split("."))) if plain else (0,)
    return (
        (*numbers[:-1], numbers[-1] - 1)
        if plain and re.match(r"(a|b|rc)\d", version[plain.end() :])
        else numbers
    )
