"""What another PC has to look at for a cause, and what it means here that it found something.

A code that is carried to the other PC names the cause, the one that is brought back what was found. Pure.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeGuard

from wizard.core.cause import Confidence, Finding
from wizard.core.codes import CheckId, Code, Family
from wizard.core.evidence import Status
from wizard.core.handoff_code import FoundThere
from wizard.core.machine import Role
from wizard.core.text import T

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wizard.core.evidence import CheckResult, Evidence
    from wizard.core.handoff_code import HandoffCode
    from wizard.core.text import Text

ALWAYS = (CheckId.PREREQ_OPEN_DENTAL_INSTALLED, CheckId.PREREQ_ROLE)
"""Looked at for every cause: which Open Dental the pictures show, and whether that PC is the server."""

_WAY = (
    CheckId.PREREQ_PROXY,
    CheckId.PREREQ_NAME,
    CheckId.PREREQ_PORT,
    CheckId.PREREQ_SECURE_CHANNEL,
    CheckId.PREREQ_CLOCK,
)
_BY_FAMILY: Mapping[Family, tuple[CheckId, ...]] = {
    Family.API_SERVICE: (CheckId.PREREQ_API_SERVICE,),
    Family.CLOCK: (CheckId.PREREQ_CLOCK, *_WAY[:-1], CheckId.PREREQ_TIME_ZONE),
    Family.ECONNECTOR: (CheckId.PREREQ_ECONNECTOR_SERVICE,),
    Family.LOCAL_API: (CheckId.PREREQ_OPEN_DENTAL_RUNNING,),
    Family.NETWORK: (CheckId.PREREQ_SECURE_CHANNEL, *_WAY),
    Family.PROXY: (CheckId.PREREQ_SECURE_CHANNEL, *_WAY),
    Family.TLS: (CheckId.PREREQ_SECURE_CHANNEL, *_WAY),
}
_BY_CODE: Mapping[Code, tuple[CheckId, ...]] = {
    Code.API_SETUP_WINDOW_BLOCKED: (CheckId.PREREQ_SETUP_WINDOW_PORT,),
    Code.CLOCK_ZONE: (CheckId.PREREQ_TIME_ZONE,),
    Code.OFFICE_DATABASE_STOPPED: (CheckId.PREREQ_OTHER_SERVICES,),
    Code.OFFICE_DISK_FULL: (CheckId.PREREQ_DISK,),
    Code.OFFICE_RESTART_PENDING: (CheckId.PREREQ_RESTART_PENDING,),
    Code.OFFICE_SLEEPS: (CheckId.PREREQ_SLEEP,),
    Code.OFFICE_TIMEOUT: (
        CheckId.PREREQ_ECONNECTOR_SERVICE,
        CheckId.PREREQ_OTHER_SERVICES,
        CheckId.PREREQ_SLEEP,
    ),
    Code.OFFICE_UNREACHABLE: (CheckId.PREREQ_ECONNECTOR_SERVICE, CheckId.PREREQ_OTHER_SERVICES),
    Code.OFFICE_VERSION_TOO_OLD: (CheckId.PREREQ_OPEN_DENTAL_INSTALLED,),
    Code.TLS_CLOCK: (CheckId.PREREQ_CLOCK, *_WAY[:-1], CheckId.PREREQ_TIME_ZONE),
}

_SEEN_BY_NO_CHECK = frozenset(
    (Code.NETWORK_DROPPED, Code.NETWORK_NO_ANSWER, Code.OFFICE_TIMEOUT, Code.OFFICE_UNREACHABLE)
)
"""Causes that only a live call shows; whatever was wrong with what matters for one may have been it."""
_ORDER = (Confidence.CERTAIN, Confidence.LIKELY, Confidence.POSSIBLE)
_LOWER = {Confidence.CERTAIN: Confidence.LIKELY}
_ON_SERVER = (Code.OFFICE_DATABASE_STOPPED, Code.OFFICE_SLEEPS, Code.OFFICE_TIMEOUT, Code.OFFICE_UNREACHABLE)


def checks_there(cause: Code) -> tuple[CheckId, ...]:
    """What matters for a cause on the other PC; the first one decides. Empty where no check can tell.

    What needs a key is not among them: the other PC has none.
    """
    return tuple(dict.fromkeys(_BY_CODE.get(cause, _BY_FAMILY.get(cause.family, ()))))


def on_server(cause: Code) -> bool:
    """Whether a cause is mended on the server PC."""
    return cause.family in (Family.API_SERVICE, Family.ECONNECTOR) or cause in _ON_SERVER


def found_there(cause: Code, first: Evidence, now: Evidence) -> FoundThere | None:
    """What a look on the other PC has found; None where no check can tell.

    Args:
        cause: What the card is about.
        first: What was seen there at first.
        now: What is seen there by now; the same at first.
    """
    if not checks_there(cause):
        return None
    if on_server(cause) and _tells(now, CheckId.PREREQ_ROLE, "role") == Role.WORKSTATION:
        return FoundThere.NOT_THERE  # what it sees of the server is what the first PC sees as well
    codes = _codes(cause, now)
    if cause in codes:
        return FoundThere.STILL_WRONG
    if _is_over(cause, first, now):
        return FoundThere.CURED
    return FoundThere.OTHER_CAUSE if codes else _by_what_decides(cause, first, now)


def _by_what_decides(cause: Code, first: Evidence, now: Evidence) -> FoundThere:
    """What it means that nothing is wrong, or that nothing could be seen."""
    decides = deciding(cause, now)
    match decides.status if decides else None:
        case Status.PASSED | Status.WARNED | Status.SKIPPED if cause in _codes(cause, first):
            return FoundThere.COULD_NOT_LOOK  # it was there, and what saw it does not say that it is gone
        case Status.PASSED | Status.WARNED if not _is_silent(cause, now):
            return FoundThere.RIGHT_ALL_ALONG
        case Status.SKIPPED:
            return FoundThere.NOT_THERE
        case _:
            return FoundThere.COULD_NOT_LOOK


def _is_over(cause: Code, first: Evidence, now: Evidence) -> bool:
    """Whether what had seen the cause looked again and sees it no more, and nothing else has failed.

    It may warn of something lesser now: a service that was started, and starts by hand only. A cause that no
    check tells of by itself was seen by whatever had something to tell.
    """
    matter = _by_id(cause, now)
    if any(check.status is Status.FAILED for check in matter.values()) or _is_silent(cause, now):
        return False
    alone = cause in _SEEN_BY_NO_CHECK
    was = {i: c for i, c in _by_id(cause, first).items() if c.code is cause or (alone and c.code is not None)}
    again = [(before, matter[i]) for i, before in was.items() if i in matter]
    if any(after.code in (before.code, *_HIDE.get(cause, ())) for before, after in again if after.code):
        return False
    by_now = {after.status for _, after in again}
    return bool(by_now & _LOOKED) and by_now <= {*_LOOKED, Status.SKIPPED}


def _is_silent(cause: Code, now: Evidence) -> bool:
    """Whether what passes has not seen what the cause is about: a database with a name of its own."""
    if cause is not Code.OFFICE_DATABASE_STOPPED:
        return False
    return _tells(now, CheckId.PREREQ_OTHER_SERVICES, "database") != "running"


def _tells(seen: Evidence, check: CheckId, what: str) -> object:
    """One thing that a check reports; None where it does not."""
    found = (dict(result.evidence).get(what) for result in seen.checks if result.id is check)
    return next(found, None)


def _by_id(cause: Code, seen: Evidence) -> dict[CheckId, CheckResult]:
    return {check.id: check for check in seen.checks if check.id in checks_there(cause)}


_LOOKED = {Status.PASSED, Status.WARNED}
_HIDE: Mapping[Code, tuple[Code, ...]] = {
    Code.API_SERVICE_FIREWALLED: (Code.API_SERVICE_NOT_RUNNING, Code.API_SERVICE_OTHER_NAME),
    Code.API_SERVICE_NOT_RUNNING: (Code.API_SERVICE_FIREWALLED, Code.API_SERVICE_OTHER_NAME),
    Code.API_SERVICE_OTHER_NAME: (Code.API_SERVICE_FIREWALLED, Code.API_SERVICE_NOT_RUNNING),
    Code.ECONNECTOR_NOT_AUTOMATIC: (Code.ECONNECTOR_DUPLICATE, Code.ECONNECTOR_VERSION_MISMATCH),
    Code.ECONNECTOR_VERSION_MISMATCH: (Code.ECONNECTOR_DUPLICATE,),
}
"""A check tells one thing: what it tells first, so that it says nothing of the cause any more."""


def deciding(cause: Code, seen: Evidence) -> CheckResult | None:
    """The check that tells most of a cause on that PC: one that found it, else the first that matters."""
    matter = _by_id(cause, seen)
    in_order = [matter[check] for check in checks_there(cause) if check in matter]
    return min(in_order, key=lambda check: (check.code != cause, check.code is None), default=None)


def _codes(cause: Code, seen: Evidence) -> set[Code]:
    told = {check.code for check in _by_id(cause, seen).values()}
    return {code for code in told if code not in (None, Code.CHECK_CRASHED)}


def is_evidence(found: FoundThere | None) -> TypeGuard[FoundThere]:
    """Whether what was found on another PC speaks for or against the cause that it was asked about."""
    return found not in (None, FoundThere.OTHER_CAUSE, FoundThere.COULD_NOT_LOOK, FoundThere.NOT_THERE)


def weighed_with_there(findings: tuple[Finding, ...], told: HandoffCode) -> tuple[Finding, ...]:
    """The causes of a run, with what the other PC has found about one of them.

    That PC sees what this one can only guess: where the fault is seen there, the cause is certain. Where all
    was right there, or is by now, it is less likely: the call still fails. What was fixed stays before what
    is as likely, since a cure takes its time to show. What tells nothing of the cause changes nothing.
    """
    if not is_evidence(told.found) or told.cause not in {found.code for found in findings}:
        return findings
    line, found_as = there_line(told.cause, told.found), told.found
    made = tuple(_with_line(f, line, found_as) if f.code is told.cause else f for f in findings)
    doubted = told.cause if found_as is FoundThere.RIGHT_ALL_ALONG else None
    return tuple(sorted(made, key=lambda f: (_ORDER.index(f.confidence), f.code is doubted)))


def _with_line(finding: Finding, line: Text, found: FoundThere) -> Finding:
    sure = finding.confidence
    if found is FoundThere.STILL_WRONG:
        sure = Confidence.CERTAIN
    elif found in (FoundThere.RIGHT_ALL_ALONG, FoundThere.CURED):
        sure = _LOWER.get(sure, Confidence.POSSIBLE)
    return replace(finding, confidence=sure, because=(*finding.because, line))


def there_line(cause: Code, found: FoundThere) -> Text:
    """What the other PC says, as a reason on this one."""
    return _LINES.get((cause, found)) or (_OF_SERVER if on_server(cause) else _OF_ANOTHER)[found]


_OF_SERVER: Mapping[FoundThere, Text] = {
    FoundThere.CURED: T("The server PC says: it was so there, and now it is fixed."),
    FoundThere.STILL_WRONG: T("The server PC says: it is still so there."),
    FoundThere.RIGHT_ALL_ALONG: T("The server PC says: nothing is wrong there."),
    FoundThere.OTHER_CAUSE: T("The server PC says: something else is wrong there."),
    FoundThere.COULD_NOT_LOOK: T("The server PC says: it could not look."),
    FoundThere.NOT_THERE: T("The other PC says: it is not the server PC."),
    FoundThere.STEPS_DONE: T("The steps were done on the server PC."),
}
_OF_ANOTHER: Mapping[FoundThere, Text] = {
    FoundThere.CURED: T("The other PC says: it was so there, and now it is fixed."),
    FoundThere.STILL_WRONG: T("The other PC says: it is still so there."),
    FoundThere.RIGHT_ALL_ALONG: T("The other PC says: nothing is wrong there."),
    FoundThere.OTHER_CAUSE: T("The other PC says: something else is wrong there."),
    FoundThere.COULD_NOT_LOOK: T("The other PC says: it could not look."),
    FoundThere.NOT_THERE: T("The other PC says: it has nothing to do with this."),
    FoundThere.STEPS_DONE: T("The steps were done on the other PC."),
}
_ECONNECTOR, _SERVICE = Code.ECONNECTOR_NOT_RUNNING, Code.API_SERVICE_NOT_RUNNING
_DATABASE, _VERSIONS = Code.OFFICE_DATABASE_STOPPED, Code.ECONNECTOR_VERSION_MISMATCH
_LINES: Mapping[tuple[Code, FoundThere], Text] = {
    (_ECONNECTOR, FoundThere.CURED): T("The server PC says: the eConnector was stopped, and now it runs."),
    (_ECONNECTOR, FoundThere.STILL_WRONG): T("The server PC says: the eConnector is stopped."),
    (_ECONNECTOR, FoundThere.RIGHT_ALL_ALONG): T("The server PC says: the eConnector runs."),
    (_SERVICE, FoundThere.CURED): T("The server PC says: the API Service was stopped, and now it runs."),
    (_SERVICE, FoundThere.STILL_WRONG): T("The server PC says: the API Service is stopped."),
    (_SERVICE, FoundThere.RIGHT_ALL_ALONG): T("The server PC says: the API Service runs."),
    (_DATABASE, FoundThere.CURED): T("The server PC says: the database was stopped, and now it runs."),
    (_DATABASE, FoundThere.STILL_WRONG): T("The server PC says: the database is stopped."),
    (_DATABASE, FoundThere.RIGHT_ALL_ALONG): T("The server PC says: the database runs."),
    (_VERSIONS, FoundThere.CURED): T("The server PC says: the versions differed, and now they are the same."),
    (_VERSIONS, FoundThere.STILL_WRONG): T("The server PC says: the versions differ."),
    (_VERSIONS, FoundThere.RIGHT_ALL_ALONG): T("The server PC says: the versions are the same."),
}
