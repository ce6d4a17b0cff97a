"""Reads the two preferences that are ever asked for: the version of Open Dental, and the practice's title.

Each is asked for by its exact name. Without one in the query a thousand would come, secrets among them
(facts, section 2.2).
"""

from __future__ import annotations

import json

from wizard.core.practice_title import Practice, practice_named
from wizard.core.version import Version

VERSION = "ProgramVersion"
TITLE = "PracticeTitle"


def program_version(raw: bytes) -> str:
    """The version in an answer of ``/preferences?PrefName=ProgramVersion``; empty for any other body.

    Seen as ``[{"PrefNum": .., "PrefName": "ProgramVersion", "ValueString": "25.4.48.0"}]`` [M].
    """
    try:
        return str(Version.parse(_value(raw, VERSION)))
    except ValueError:
        return ""


def practice_title(raw: bytes) -> Practice | None:
    """The practice in an answer of ``/preferences?PrefName=PracticeTitle``; None for any other body.

    That the preference can be read is inferred from the other one [I] (facts, section 2.2).
    """
    return practice_named(_value(raw, TITLE))


def _value(raw: bytes, name: str) -> str:
    """The value in an answer of one row, of the preference that was asked for; else empty."""
    try:
        (row,) = json.loads(raw.decode("utf-8-sig"))
        value = row["ValueString"] if row["PrefName"] == name else ""
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return ""
    return value if isinstance(value, str) else ""
