"""What was seen that could stop a connection which works now. Pure: from evidence, nothing guessed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.core.cause import Confidence, Finding
from wizard.core.codes import Code
from wizard.core.evidence import Status
from wizard.core.text import T

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.core.evidence import Evidence
    from wizard.core.version import Version

IN_THE_WAY = (Code.PERMISSION_MISSING, Code.OFFICE_VERSION_TOO_OLD, Code.CHECK_CRASHED)
"""What is no matter of tomorrow: with it the vendor's program may not do all of its work today."""

_RANK = (
    Code.PERMISSION_MISSING,
    Code.OFFICE_VERSION_TOO_OLD,
    Code.ECONNECTOR_DUPLICATE,  # calls fail as soon as the other one answers
    Code.ECONNECTOR_VERSION_MISMATCH,  # does not start again
    Code.ECONNECTOR_NOT_AUTOMATIC,
    Code.OFFICE_SLEEPS,
    Code.OFFICE_DISK_FULL,
    Code.OFFICE_RESTART_PENDING,
    Code.CLOCK_SKEWED,
    Code.CLOCK_ZONE,
    Code.NETWORK_SLOW_NAMES,
    Code.OFFICE_VERSION_NEAR_FLOOR,
)
"""The soonest and hardest first; what is not among them comes after, in the order of the checks."""


def outlook(evidence: Evidence, floor: Version | None = None) -> tuple[Finding, ...]:
    """What to have a look at while it works, the most urgent first; each code once.

    Args:
        evidence: What a run saw.
        floor: Oldest Open Dental that the vendor's program works with.
    """
    answer = evidence.probe
    if answer is None or not answer.succeeded or evidence.disowned is not None:
        return ()
    found: dict[Code, Finding] = {}
    for finding in (*_warned(evidence), *_near(evidence, floor)):
        found.setdefault(finding.code, finding)
    return tuple(sorted(found.values(), key=lambda finding: _place(finding.code)))


def _place(code: Code) -> int:
    return _RANK.index(code) if code in _RANK else len(_RANK)


def _warned(evidence: Evidence) -> Iterator[Finding]:
    for check in evidence.checks:
        if check.code and check.status in (Status.WARNED, Status.CRASHED):
            yield Finding(check.code, Confidence.LIKELY, (check.summary,))


def _near(evidence: Evidence, floor: Version | None) -> Iterator[Finding]:
    """An office whose version is of the very release that is the oldest one which works."""
    version = evidence.od_version or evidence.installed
    if floor is None or version is None or version < floor or version.parts[:2] != floor.parts[:2]:
        return
    seen = T(
        "This office runs Open Dental {version}; the program needs {floor} or later.",
        version=str(version),
        floor=str(floor),
    )
    yield Finding(Code.OFFICE_VERSION_NEAR_FLOOR, Confidence.CERTAIN, (seen,))
