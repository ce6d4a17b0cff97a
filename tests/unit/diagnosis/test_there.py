"""What another PC has to look at, what it found, and what that means for the first one."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

from wizard.core.cause import Confidence, Finding
from wizard.core.codes import CheckId, Code
from wizard.core.evidence import Answer, CheckResult, Content, Evidence, Status
from wizard.core.handoff_code import FoundThere, HandoffCode
from wizard.core.mode import Mode
from wizard.core.text import T, Translator
from wizard.diagnosis.judge import judge
from wizard.diagnosis.there import (
    _SEEN_BY_NO_CHECK,
    ALWAYS,
    checks_there,
    deciding,
    found_there,
    on_server,
    there_line,
    weighed_with_there,
)
from wizard.diagnosis.verdicts import verdict_table

DOWN = Code.ECONNECTOR_NOT_RUNNING
SERVICE = CheckId.PREREQ_ECONNECTOR_SERVICE
ASKS_NOTHING = {
    Code.ANSWER_NOT_OPEN_DENTAL, Code.ANSWER_RESOURCE_UNKNOWN, Code.ANSWER_GONE, Code.ANSWER_REDIRECTED,
    Code.ANSWER_OVERSIZED, Code.API_NOT_ENABLED, Code.CHECK_CRASHED, Code.CLOUD_API_SERVICE_DOWN,
    Code.CONNECTED, Code.CONNECTED_WITH_WARNINGS, Code.HQ_UNAVAILABLE, Code.HQ_THROTTLED, Code.KEY_REJECTED,
    Code.KEY_NOT_ASSIGNED, Code.KEY_DISABLED_BY_CUSTOMER, Code.KEY_DISABLED_BY_DEVELOPER,
    Code.KEY_DISABLED_BY_OPEN_DENTAL, Code.KEY_MALFORMED, Code.KEY_IS_DEVELOPER_KEY,
    Code.KEY_DEVELOPER_REJECTED, Code.KEY_MISSING, Code.KEY_OTHER_OFFICE, Code.PERMISSION_MISSING,
    Code.REQUEST_REFUSED, Code.UNKNOWN, Code.OFFICE_VERSION_NEAR_FLOOR,
}  # fmt: skip


DATABASES = CheckId.PREREQ_OTHER_SERVICES


def seen(*found: tuple[CheckId, Status, Code | None], database: str = "running") -> Evidence:
    results = (
        CheckResult(i, status, T("Seen."), code, (("database", database),) if i is DATABASES else ())
        for i, status, code in found
    )
    return Evidence(Mode.REMOTE, tuple(results))


STOPPED = seen((SERVICE, Status.FAILED, DOWN))
RUNS = seen((SERVICE, Status.PASSED, None))
BY_HAND = seen((SERVICE, Status.WARNED, Code.ECONNECTOR_NOT_AUTOMATIC))


@pytest.mark.parametrize("code", Code)
def test_every_cause_has_its_checks_or_is_known_to_have_none(code: Code) -> None:
    checks = checks_there(code)
    assert bool(checks) == (code not in ASKS_NOTHING)
    assert len(set(checks)) == len(checks)
    assert not any(check.is_live for check in (*checks, *ALWAYS))  # no key is there


@pytest.mark.parametrize(
    ("first", "now", "found"),
    [
        (STOPPED, STOPPED, FoundThere.STILL_WRONG),
        (STOPPED, RUNS, FoundThere.CURED),
        (RUNS, RUNS, FoundThere.RIGHT_ALL_ALONG),
        (RUNS, STOPPED, FoundThere.STILL_WRONG),
        (STOPPED, BY_HAND, FoundThere.CURED),  # it was stopped, and now it runs
        (STOPPED, seen((SERVICE, Status.WARNED, Code.ECONNECTOR_VERSION_MISMATCH)), FoundThere.CURED),
        (STOPPED, seen((SERVICE, Status.FAILED, Code.ECONNECTOR_DUPLICATE)), FoundThere.OTHER_CAUSE),
        (STOPPED, seen((SERVICE, Status.UNKNOWN, None)), FoundThere.COULD_NOT_LOOK),
        (STOPPED, seen((SERVICE, Status.SKIPPED, None)), FoundThere.COULD_NOT_LOOK),
        (BY_HAND, BY_HAND, FoundThere.OTHER_CAUSE),
        (BY_HAND, RUNS, FoundThere.RIGHT_ALL_ALONG),  # nobody saw it stopped
        (BY_HAND, STOPPED, FoundThere.STILL_WRONG),
        (RUNS, seen((SERVICE, Status.SKIPPED, None)), FoundThere.NOT_THERE),
        (RUNS, seen((SERVICE, Status.UNKNOWN, None)), FoundThere.COULD_NOT_LOOK),
        (RUNS, seen((SERVICE, Status.BLOCKED, None)), FoundThere.COULD_NOT_LOOK),
        (RUNS, seen(), FoundThere.COULD_NOT_LOOK),
        (RUNS, seen((CheckId.PREREQ_DISK, Status.FAILED, Code.OFFICE_DISK_FULL)), FoundThere.COULD_NOT_LOOK),
    ],
)
def test_what_was_found(first: Evidence, now: Evidence, found: FoundThere) -> None:
    assert found_there(DOWN, first, now) is found


_SAW = {  # what the eConnector's check can say, in the order of the columns below
    "passed": (Status.PASSED, None),
    "stopped": (Status.FAILED, DOWN),
    "differs": (Status.FAILED, Code.ECONNECTOR_VERSION_MISMATCH),
    "differs, runs": (Status.WARNED, Code.ECONNECTOR_VERSION_MISMATCH),
    "by hand": (Status.WARNED, Code.ECONNECTOR_NOT_AUTOMATIC),
    "twice": (Status.WARNED, Code.ECONNECTOR_DUPLICATE),
    "skipped": (Status.SKIPPED, None),
    "unknown": (Status.UNKNOWN, None),
    "blocked": (Status.BLOCKED, None),
    "crashed": (Status.CRASHED, Code.CHECK_CRASHED),
}
_LETTERS = {
    "C": FoundThere.CURED, "W": FoundThere.STILL_WRONG, "R": FoundThere.RIGHT_ALL_ALONG,
    "O": FoundThere.OTHER_CAUSE, "?": FoundThere.COULD_NOT_LOOK, "N": FoundThere.NOT_THERE,
}  # fmt: skip
_JUDGED = {  # one letter for each that is seen now: where the cause was seen at first, and where it was not
    DOWN: ("CWOCCC????", "RWOOOON???"),
    Code.ECONNECTOR_VERSION_MISMATCH: ("COWWCO????", "ROWWOON???"),
    Code.ECONNECTOR_NOT_AUTOMATIC: ("COOOWO????", "ROOOWON???"),
    Code.ECONNECTOR_DUPLICATE: ("COOCCW????", "ROOOOWN???"),
}


@pytest.mark.parametrize("cause", _JUDGED)
@pytest.mark.parametrize("before", _SAW)
def test_what_every_two_looks_at_a_service_come_to(cause: Code, before: str) -> None:
    first = seen((SERVICE, *_SAW[before]))
    was = _SAW[before][1] is cause
    found = [found_there(cause, first, seen((SERVICE, *now))) for now in _SAW.values()]
    assert found == [_LETTERS[letter] for letter in _JUDGED[cause][not was]]


def test_what_saw_it_has_to_look_again() -> None:
    was = seen((CheckId.PREREQ_PORT, Status.FAILED, Code.NETWORK_REFUSED))
    trusted = (CheckId.PREREQ_SECURE_CHANNEL, Status.PASSED, None)
    for status, found in (
        (Status.PASSED, FoundThere.CURED),
        (Status.UNKNOWN, FoundThere.COULD_NOT_LOOK),
        (Status.BLOCKED, FoundThere.COULD_NOT_LOOK),
    ):
        now = seen(trusted, (CheckId.PREREQ_PORT, status, None))
        assert found_there(Code.NETWORK_REFUSED, was, now) is found
    assert found_there(Code.NETWORK_REFUSED, was, seen(trusted)) is FoundThere.COULD_NOT_LOOK


def test_what_else_fails_by_now_is_no_cure() -> None:
    was = seen((CheckId.PREREQ_PORT, Status.FAILED, Code.NETWORK_REFUSED))
    now = seen(
        (CheckId.PREREQ_PORT, Status.PASSED, None),
        (CheckId.PREREQ_SECURE_CHANNEL, Status.FAILED, Code.TLS_INTERCEPTED),
    )
    assert found_there(Code.NETWORK_REFUSED, was, now) is FoundThere.OTHER_CAUSE


@pytest.mark.parametrize("cause", [code for code in Code if on_server(code) and checks_there(code)])
def test_a_workstation_tells_nothing_of_the_server(cause: Code) -> None:
    role = CheckResult(CheckId.PREREQ_ROLE, Status.PASSED, T("Seen."), None, (("role", "workstation"),))
    decides, *_ = checks_there(cause)
    for status, code in ((Status.FAILED, cause), (Status.PASSED, None)):
        found = seen((decides, status, code))
        there = replace(found, checks=(role, *found.checks))
        assert found_there(cause, there, there) is FoundThere.NOT_THERE


@pytest.mark.parametrize("database", ["missing", "stopped"])
def test_a_database_that_was_not_seen_does_not_run(database: str) -> None:
    cause, passed = Code.OFFICE_DATABASE_STOPPED, seen((DATABASES, Status.PASSED, None), database=database)
    assert found_there(cause, passed, passed) is FoundThere.COULD_NOT_LOOK
    was = seen((DATABASES, Status.FAILED, cause), database="stopped")
    assert found_there(cause, was, passed) is FoundThere.COULD_NOT_LOOK
    assert found_there(cause, was, seen((DATABASES, Status.PASSED, None))) is FoundThere.CURED


@pytest.mark.parametrize("cause", [Code.OFFICE_TIMEOUT, Code.OFFICE_UNREACHABLE])
def test_what_only_a_call_shows_is_over_once_what_had_failed_works(cause: Code) -> None:
    assert found_there(cause, STOPPED, BY_HAND) is FoundThere.CURED
    assert found_there(cause, BY_HAND, BY_HAND) is FoundThere.OTHER_CAUSE
    assert found_there(cause, BY_HAND, RUNS) is FoundThere.CURED


def test_what_was_wrong_with_another_cause_is_cured_as_well() -> None:
    right = seen((SERVICE, Status.PASSED, None), (CheckId.PREREQ_OTHER_SERVICES, Status.PASSED, None))
    assert found_there(Code.OFFICE_TIMEOUT, STOPPED, STOPPED) is FoundThere.OTHER_CAUSE
    assert found_there(Code.OFFICE_TIMEOUT, STOPPED, right) is FoundThere.CURED


@pytest.mark.parametrize("cause", [code for code in Code if checks_there(code)])
def test_only_what_was_seen_there_is_called_fixed(cause: Code) -> None:
    """Over every cause, and everything that what decides may have said before and after."""
    decides, *_ = checks_there(cause)
    other = next(code for code in (Code.OFFICE_SLEEPS, Code.OFFICE_DISK_FULL) if code is not cause)
    for was, status, code in product((cause, other, None), Status, (None, other)):
        first = seen((decides, Status.FAILED if was else Status.PASSED, was))
        found = found_there(cause, first, seen((decides, status, code)))
        looked = status in (Status.PASSED, Status.WARNED)
        may_be = was is cause or (was is not None and code is None and cause in _SEEN_BY_NO_CHECK)
        assert (found is FoundThere.CURED) == (looked and may_be), (was, status, code)


def test_causes_of_checks_are_told_from_those_of_calls_alone() -> None:
    verdicts = [f for f in Path(verdict_table.__file__).parent.glob("*.py") if "live" not in f.name]
    told = {name for file in verdicts for name in re.findall(r"Code\.([A-Z_]+)", file.read_text("utf-8"))}
    assert {code for code in Code if checks_there(code) and code.name not in told} == _SEEN_BY_NO_CHECK


def test_no_check_can_tell_of_a_key() -> None:
    assert found_there(Code.KEY_REJECTED, RUNS, RUNS) is None
    assert deciding(Code.KEY_REJECTED, RUNS) is None


def test_the_check_that_found_it_tells_most() -> None:
    both = seen(
        (CheckId.PREREQ_SLEEP, Status.WARNED, Code.OFFICE_SLEEPS),
        (SERVICE, Status.PASSED, None),
        (CheckId.PREREQ_DISK, Status.FAILED, Code.OFFICE_DISK_FULL),
    )
    told = deciding(Code.OFFICE_TIMEOUT, both)
    assert told is not None
    assert told.id is CheckId.PREREQ_SLEEP
    right = deciding(Code.OFFICE_TIMEOUT, seen((CheckId.PREREQ_SLEEP, Status.PASSED, None), *_passed()))
    assert right is not None
    assert right.id is SERVICE  # the first that matters


def _passed() -> tuple[tuple[CheckId, Status, Code | None], ...]:
    return ((SERVICE, Status.PASSED, None),)


BOTH = (
    Finding(DOWN, Confidence.LIKELY, (T("It answered 503."),)),
    Finding(Code.OFFICE_TIMEOUT, Confidence.LIKELY, (T("It answered 503."),)),
)


def test_it_is_a_reason_of_its_cause_alone() -> None:
    made = weighed_with_there(BOTH, HandoffCode(DOWN, found=FoundThere.CURED))
    doubted = replace(BOTH[0], because=(*BOTH[0].because, there_line(DOWN, FoundThere.CURED)))
    assert made == (BOTH[1], replace(doubted, confidence=Confidence.POSSIBLE))


def test_what_was_fixed_there_is_less_likely_and_stays_before_its_equals() -> None:
    sure = (replace(BOTH[0], confidence=Confidence.CERTAIN), BOTH[1])
    made = weighed_with_there(sure, HandoffCode(DOWN, found=FoundThere.CURED))
    assert [(f.code, f.confidence) for f in made] == [
        (DOWN, Confidence.LIKELY),
        (Code.OFFICE_TIMEOUT, Confidence.LIKELY),
    ]


def test_what_was_seen_there_comes_first() -> None:
    made = weighed_with_there(BOTH, HandoffCode(Code.OFFICE_TIMEOUT, found=FoundThere.STILL_WRONG))
    assert [f.code for f in made] == [Code.OFFICE_TIMEOUT, DOWN]


def test_what_was_seen_there_is_certain() -> None:
    made = weighed_with_there(BOTH, HandoffCode(DOWN, found=FoundThere.STILL_WRONG))
    assert [(f.code, f.confidence) for f in made] == [
        (DOWN, Confidence.CERTAIN),
        (Code.OFFICE_TIMEOUT, Confidence.LIKELY),
    ]


def test_what_was_right_there_is_less_likely() -> None:
    made = weighed_with_there(BOTH, HandoffCode(DOWN, found=FoundThere.RIGHT_ALL_ALONG))
    assert [(f.code, f.confidence) for f in made] == [
        (Code.OFFICE_TIMEOUT, Confidence.LIKELY),
        (DOWN, Confidence.POSSIBLE),
    ]
    sure = (replace(BOTH[0], confidence=Confidence.CERTAIN), BOTH[1])
    made = weighed_with_there(sure, HandoffCode(DOWN, found=FoundThere.RIGHT_ALL_ALONG))
    assert [(f.code, f.confidence) for f in made] == [
        (Code.OFFICE_TIMEOUT, Confidence.LIKELY),
        (DOWN, Confidence.LIKELY),
    ]


@pytest.mark.parametrize(
    "told",
    [
        HandoffCode(DOWN),
        HandoffCode(Code.OFFICE_SLEEPS, found=FoundThere.CURED),
        HandoffCode(DOWN, found=FoundThere.OTHER_CAUSE),
        HandoffCode(DOWN, found=FoundThere.COULD_NOT_LOOK),
        HandoffCode(DOWN, found=FoundThere.NOT_THERE),
    ],
)
def test_what_is_about_something_else_changes_nothing(told: HandoffCode) -> None:
    assert weighed_with_there(BOTH, told) is BOTH


def test_judgement_hears_it() -> None:
    answer = Answer("GET", "/patients", status=503, content=Content.EMPTY)
    before = judge(Evidence(Mode.REMOTE, probe=answer))
    about = before.findings[0].code
    told = HandoffCode(about, found=FoundThere.CURED)
    after = judge(Evidence(Mode.REMOTE, probe=answer, there=told))
    told_of = next(finding for finding in after.findings if finding.code is about)
    assert told_of.because == (*before.findings[0].because, there_line(about, FoundThere.CURED))
    assert replace(after, findings=before.findings) == before


@pytest.mark.parametrize("found", FoundThere)
@pytest.mark.parametrize("code", Code)
def test_every_line_says_which_pc_it_is_of(code: Code, found: FoundThere) -> None:
    line = Translator().translate(there_line(code, found))
    assert line.endswith(".")
    if found is not FoundThere.NOT_THERE:
        assert ("the server PC" in line or "The server PC" in line) == on_server(code)
