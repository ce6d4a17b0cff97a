"""The seal beside a vendor profile: whether profile and logo are still as the vendor's kit was made with.

It tells damage and later edits, with their line, before anybody wonders why the program behaves oddly. It is
no protection against somebody who rewrites both files: the signature of the vendor's setup is for that, and
nothing in a profile can send a key elsewhere.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from wizard.core.text import T
from wizard.core.toml.tables import Problem
from wizard.store import files

if TYPE_CHECKING:
    from pathlib import Path

NAME = "vendor.seal"
_LARGEST = 1024 * 1024


def seal(profile: bytes, logo: bytes | None) -> str:
    """The seal of a profile and its logo; the same input always gives the same text."""
    content = {"schema": 1, "lines": _lines(profile), "logo": None if logo is None else _digest(logo)}
    return json.dumps(content, indent=1) + "\n"


def broken(profile: Path, source: str, logo: Path | None) -> Problem | None:
    """What is no longer as the vendor made it; None where all is, or where there is no seal.

    Args:
        profile: The profile; its seal lies beside it.
        source: What was read from it.
        logo: The logo that it names, which is there.
    """
    file = profile.with_name(NAME)
    try:
        if not file.exists():
            return None
        content = json.loads(files.read(file, _LARGEST) or b"")
        lines, picture = [str(line) for line in content["lines"]], content["logo"]
        found = None if logo is None else _digest(files.read(logo, _LARGEST) or b"")
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return Problem("", None, T("The file {seal} beside it is damaged. Get the kit anew.", seal=NAME))
    now = _lines(source.encode())
    if now != lines:
        pairs = enumerate(zip(now, lines, strict=False), start=1)
        first = next((number for number, (a, b) in pairs if a != b), min(len(now), len(lines)) + 1)
        message = T("Expected this line as the vendor's kit was made with it; it was changed since then.")
        return Problem("", min(first, max(len(now), 1)), message)
    if found != picture:
        return Problem(
            "vendor.logo", None, T("Expected the picture that the vendor's kit was made with, got another.")
        )
    return None


def _lines(profile: bytes) -> list[str]:
    """A digest of each line, whatever an editor made of the line ends."""
    text = profile.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").removesuffix(b"\n")
    return [_digest(line) for line in text.split(b"\n")]


def _digest(part: bytes) -> str:
    return hashlib.sha256(part).hexdigest()
