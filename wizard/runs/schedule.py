"""Runs checks: independent ones together, dependent ones after what they need; a crash becomes an outcome."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from wizard.core.codes import Code
from wizard.core.events import CheckDone, CheckStarted
from wizard.core.evidence import CheckResult, Status
from wizard.core.outcome import Outcome
from wizard.core.text import N, T

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wizard.checks.check import Check
    from wizard.checks.context import Context
    from wizard.core.codes import CheckId


async def run_checks(
    checks: Sequence[Check], context: Context, earlier: Sequence[CheckResult] = ()
) -> tuple[CheckResult, ...]:
    """Run every check; the results come in the order of ``checks``.

    A check that is needed but was left out does not hold anything back.

    Args:
        checks: What is to be run.
        context: This run's view of the world.
        earlier: Results that checks may need and that are known already.
    """
    tasks: dict[CheckId, asyncio.Task[CheckResult]] = {}

    async def one(check: Check) -> CheckResult:
        before = await asyncio.gather(*(tasks[need] for need in check.needs if need in tasks))
        before += [result for result in earlier if result.id in check.needs]
        held = next(
            (r.blocked_by or r.id for r in before if r.status in (Status.FAILED, Status.BLOCKED)), None
        )
        result = _blocked(check, held) if held else await _ask(check, context)
        context.tell(CheckDone(result, context.asked.server, context.asked.server_here))
        return result

    async with asyncio.TaskGroup() as group:
        for check in checks:
            tasks[check.id] = group.create_task(one(check))
    return tuple(task.result() for task in tasks.values())


def _blocked(check: Check, by: CheckId) -> CheckResult:
    return CheckResult(check.id, Status.BLOCKED, T("What is above has to work first."), blocked_by=by)


async def _ask(check: Check, context: Context) -> CheckResult:
    context.tell(CheckStarted(check.id))
    start = time.perf_counter()
    try:
        async with asyncio.timeout(check.deadline_s):
            outcome = await check.run(context)
    except TimeoutError:
        outcome = Outcome(
            Status.UNKNOWN,
            N("No answer within {n} second.", "No answer within {n} seconds.", round(check.deadline_s)),
        )
    except Exception as problem:  # noqa: BLE001 - a crashing check must not end the run
        outcome = Outcome(
            Status.CRASHED,
            T("This check itself failed; the others go on."),
            Code.CHECK_CRASHED,
            (("error", type(problem).__name__),),
        )
    took = round((time.perf_counter() - start) * 1000)
    return CheckResult(
        check.id, outcome.status, outcome.summary, outcome.code, outcome.evidence, took, shown=outcome.shown
    )
