"""Reads the one preference that is ever asked for: the version of Open Dental."""

from __future__ import annotations

import json

from wizard.core.version import Version

NAME = "ProgramVersion"
"""Its name. Without it in the query, a thousand would come, secrets among them (facts, section 2.2)."""


def program_version(raw: bytes) -> str:
    """The version in an answer of ``/preferences?PrefName=ProgramVersion``; empty for any other body.

    Seen as ``[{"PrefNum": .., "PrefName": "ProgramVersion", "ValueString": "25.4.48.0"}]`` [M].
    """
    try:
        rows = json.loads(raw.decode("utf-8-sig"))
        (row,) = rows
        if row["PrefName"] != NAME:
            return ""
        return str(Version.parse(row["ValueString"]))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return ""
