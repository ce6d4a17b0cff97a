"""The registry joins each question with the verdict on what it brings."""

from __future__ import annotations

import asyncio
import inspect
from typing import TYPE_CHECKING

import pytest

from wizard.checks.context import Context, World
from wizard.core.codes import CheckId, Code
from wizard.core.endpoint import local
from wizard.core.evidence import CheckResult, Status
from wizard.core.facts.pc import RestartFacts
from wizard.core.facts.unanswered import Crashed, TimedOut, Unanswered
from wizard.core.machine import Unreadable, Why
from wizard.core.text import T
from wizard.diagnosis.verdicts import pc
from wizard.runs.check import AnyCheck, Check
from wizard.runs.registry import CHECKS
from wizard.runs.schedule import run_checks

if TYPE_CHECKING:
    from wizard.core.facts import CheckFacts
    from wizard.core.outcome import Outcome


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: str(check.id))
def test_a_verdict_takes_what_its_question_brings(check: AnyCheck) -> None:
    brought = inspect.get_annotations(check.ask)["return"]
    (taken,) = (kind for name, kind in inspect.get_annotations(check.verdict).items() if name != "return")
    assert brought == taken
    assert inspect.get_annotations(check.verdict)["return"] == "Outcome"


def outcome_of(check: AnyCheck) -> CheckResult:
    async def go() -> CheckResult:
        context = Context.of(World(), local(), None, lambda _: None)
        try:
            return (await run_checks([check], context))[0]
        finally:
            await context.aclose()

    return asyncio.run(go())


def restart(found: RestartFacts | BaseException) -> AnyCheck:
    async def ask(_: Context) -> RestartFacts:
        if isinstance(found, BaseException):
            raise found
        return found

    return Check(CheckId.PREREQ_RESTART_PENDING, T("Restart"), T("Nothing"), ask, pc.restart)


def test_a_result_keeps_what_was_found_beside_what_may_be_told() -> None:
    facts = RestartFacts(pending=True)
    result = outcome_of(restart(facts))
    assert result.facts is facts
    assert (result.status, result.code) == (Status.WARNED, Code.OFFICE_RESTART_PENDING)
    assert result.evidence == (("pending", True),)
    assert "RestartFacts" not in repr(result)


@pytest.mark.parametrize(
    ("raised", "facts"),
    [
        (Unreadable(Why.DENIED), Unanswered(Why.DENIED)),
        (TimeoutError("CANARY"), TimedOut(5.0)),
        (OSError("CANARY"), Crashed("OSError")),
    ],
)
def test_what_was_not_found_is_a_fact_too(raised: Exception, facts: CheckFacts) -> None:
    result = outcome_of(restart(raised))
    assert result.facts == facts
    assert "CANARY" not in repr((result, result.facts))


def test_a_verdict_that_crashes_is_a_crash_of_its_check() -> None:
    def crashes(_: RestartFacts) -> Outcome:
        raise KeyError("CANARY")

    check = restart(RestartFacts(pending=True))
    result = outcome_of(Check(check.id, check.title, check.reads, check.ask, crashes))
    assert (result.status, result.code) == (Status.CRASHED, Code.CHECK_CRASHED)
    assert result.facts == Crashed("KeyError")
