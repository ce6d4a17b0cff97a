"""What could stop a connection that works: seen, ranked, each once."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest

from wizard.core.codes import CheckId, Code
from wizard.core.evidence import Answer, AnsweredBy, CheckResult, Content, Disowned, Evidence, Status
from wizard.core.mode import Mode
from wizard.core.text import T
from wizard.core.version import Version
from wizard.diagnosis.outlook import IN_THE_WAY, outlook

GOOD = Answer("GET", "/patients", 200, Content.JSON_LIST, AnsweredBy.OPEN_DENTAL, rows=0)


def seen(*codes: Code, status: Status = Status.WARNED) -> Evidence:
    """A success, with checks that found these codes."""
    checks = (CheckResult(CheckId.PREREQ_DISK, status, T("Seen: {code}", code=code), code) for code in codes)
    return Evidence(Mode.REMOTE, tuple(checks), probe=GOOD)


def codes_of(evidence: Evidence, floor: Version | None = None) -> list[Code]:
    return [finding.code for finding in outlook(evidence, floor)]


def test_the_most_urgent_comes_first_whatever_the_order_of_the_checks() -> None:
    ranked = [
        Code.PERMISSION_MISSING,
        Code.ECONNECTOR_DUPLICATE,
        Code.ECONNECTOR_NOT_AUTOMATIC,
        Code.OFFICE_SLEEPS,
        Code.OFFICE_RESTART_PENDING,
    ]
    for order in permutations(ranked):
        assert codes_of(seen(*order)) == ranked


def test_what_has_no_place_of_its_own_comes_last_in_the_order_of_the_checks() -> None:
    others = [Code.CHECK_CRASHED, Code.API_SETUP_WINDOW_BLOCKED]
    assert codes_of(seen(*others, Code.CLOCK_ZONE)) == [Code.CLOCK_ZONE, *others]
    assert Code.CHECK_CRASHED in IN_THE_WAY


def test_a_thing_is_told_once_as_it_was_first_seen() -> None:
    (finding,) = outlook(seen(Code.OFFICE_VERSION_TOO_OLD, Code.OFFICE_VERSION_TOO_OLD))
    assert finding.because == (T("Seen: {code}", code=Code.OFFICE_VERSION_TOO_OLD),)


@pytest.mark.parametrize("status", [Status.PASSED, Status.SKIPPED, Status.UNKNOWN, Status.BLOCKED])
def test_nothing_is_guessed(status: Status) -> None:
    assert codes_of(seen(Code.OFFICE_SLEEPS, status=status)) == []


def test_a_failure_has_no_outlook() -> None:
    evidence = seen(Code.OFFICE_SLEEPS)
    assert codes_of(evidence) == [Code.OFFICE_SLEEPS]
    assert codes_of(replace(evidence, probe=None)) == []
    assert codes_of(replace(evidence, probe=replace(GOOD, status=401))) == []
    assert codes_of(replace(evidence, disowned=Disowned.REMOVED)) == []


@pytest.mark.parametrize(
    ("version", "floor", "near"),
    [
        ("22.2.5.0", "22.2", True),
        ("22.2", "22.2", True),
        ("22.2.60", "22.2.45", True),
        ("22.3.1", "22.2", False),
        ("23.2.1", "22.2", False),
        ("22.1.9", "22.2", False),  # too old already, which a check has told
        (None, "22.2", False),
        ("22.2.5", None, False),
    ],
)
def test_a_version_of_the_oldest_release_that_works_is_near(
    version: str | None, floor: str | None, *, near: bool
) -> None:
    evidence = replace(seen(), od_version=Version.parse(version) if version else None)
    wanted = Version.parse(floor) if floor else None
    assert codes_of(evidence, wanted) == ([Code.OFFICE_VERSION_NEAR_FLOOR] if near else [])
