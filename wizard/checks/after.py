"""What is asked once the key works: which rights it has, and which Open Dental runs in the office."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.core.codes import CheckId, Code
from wizard.core.evidence import CheckResult, Content, Status
from wizard.core.text import N, T, Text
from wizard.core.version import Version

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wizard.core.evidence import Answer

LIVE = CheckId.LIVE_PATIENTS
"""Id by which the live call can be chosen or left out, like a check."""

RIGHTS = CheckId.LIVE_RIGHTS
VERSION = CheckId.LIVE_VERSION


def rights(answer: Answer, wanted: Sequence[str], pace_s: float) -> CheckResult:
    """Compare the key's rights with those that the vendor's program needs.

    Args:
        answer: Of ``/securityperms``.
        wanted: Names from the profile.
        pace_s: Seconds between two calls that this key's tier asks for; 0 where nothing is limited.
    """
    if not answer.rights:
        return _not_told(RIGHTS, answer)
    held = dict(answer.rights)
    missing = [name for name in wanted if not held.get(name, False)]
    evidence = (
        ("held", ", ".join(name for name, has in answer.rights if has)),
        ("missing", ", ".join(missing)),
        ("pace_s", pace_s),
    )
    if missing:
        words: Text = N(
            "The key lacks a right that the program needs: {names}.",
            "The key lacks {n} rights that the program needs: {names}.",
            len(missing),
            names=", ".join(missing),
        )
        return CheckResult(RIGHTS, Status.WARNED, words, Code.PERMISSION_MISSING, evidence, answer.took_ms)
    return CheckResult(RIGHTS, Status.PASSED, _pace(pace_s), None, evidence, answer.took_ms)


def _pace(pace_s: float) -> Text:
    if not pace_s:
        return T("The key has the rights that are needed.")
    return N(
        "The key has the rights that are needed; it may call once in {n} second.",
        "The key has the rights that are needed; it may call once in {n} seconds.",
        round(pace_s),
    )


def version(answer: Answer, floor: Version | None) -> CheckResult:
    """Compare the office's version with the oldest one that the vendor's program works with."""
    if not answer.version:
        return _not_told(VERSION, answer)
    evidence = (("version", answer.version),)
    if floor is not None and Version.parse(answer.version) < floor:
        words = T(
            "This office runs Open Dental {version}; the program needs {floor} or later.",
            version=answer.version,
            floor=str(floor),
        )
        return CheckResult(
            VERSION, Status.WARNED, words, Code.OFFICE_VERSION_TOO_OLD, evidence, answer.took_ms
        )
    words = T("This office runs Open Dental {version}.", version=answer.version)
    return CheckResult(VERSION, Status.PASSED, words, None, evidence, answer.took_ms)


def _not_told(identity: CheckId, answer: Answer) -> CheckResult:
    words = T("Open Dental did not tell.")
    if answer.status is not None and answer.content is not Content.JSON_LIST:
        words = T("Open Dental did not tell ({status}).", status=answer.status)
    return CheckResult(identity, Status.UNKNOWN, words, took_ms=answer.took_ms)
