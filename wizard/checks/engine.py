"""Runs checks: independent ones together, dependent ones after what they need; a crash becomes an outcome."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from wizard.core.events import CheckDone, CheckStarted
from wizard.core.evidence import CheckResult, Status
from wizard.core.text import T, Text

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from wizard.checks.context import Context


Facts = tuple[tuple[str, str | int | float | bool], ...]
"""Evidence of one check by name, as it may stand in a report."""
WAITS = T("Waiting for an answer")


class Group(StrEnum):
    """What a check is about, for the window."""

    PC = "this-pc"
    SERVER = "server"
    WAY = "way"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one check found.

    Attributes:
        status: Passed, warned, failed, skipped or unknown.
        summary: One sentence.
        code: Cause code when it warned or failed.
        evidence: Facts for reports, on the check's own allow-list.
        shown: The sentence of the row in the window, where it names the server or is a shorter one.
    """

    status: Status
    summary: Text
    code: str | None = None
    evidence: Facts = ()
    shown: Text | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """One question to this PC or the network.

    Attributes:
        id: Stable id; prerequisites begin with ``prereq.``.
        title: What it looks at, as a short name.
        reads: What it reads or calls, for ``list checks``.
        needs: Ids of checks that must not have failed.
        deadline_s: Seconds after which it counts as unknown.
        run: Asks.
        group: What it is about.
        waits: What it waits for, when it takes long.
        minor: Shown only when something is not right with it, or when it is asked for.
    """

    id: str
    title: Text
    reads: Text
    needs: tuple[str, ...]
    deadline_s: float
    run: Callable[[Context], Awaitable[Outcome]]
    group: Group = Group.WAY
    waits: Text = WAITS
    minor: bool = False


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
    tasks: dict[str, asyncio.Task[CheckResult]] = {}

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


def _blocked(check: Check, by: str) -> CheckResult:
    return CheckResult(check.id, Status.BLOCKED, T("What is above has to work first."), blocked_by=by)


async def _ask(check: Check, context: Context) -> CheckResult:
    context.tell(CheckStarted(check.id))
    start = time.perf_counter()
    try:
        async with asyncio.timeout(check.deadline_s):
            outcome = await check.run(context)
    except TimeoutError:
        outcome = Outcome(
            Status.UNKNOWN, T("No answer within {seconds} seconds.", seconds=round(check.deadline_s))
        )
    except Exception as problem:  # noqa: BLE001 - a crashing check must not end the run
        outcome = Outcome(
            Status.CRASHED,
            T("This check itself failed; the others go on."),
            "check.crashed",
            (("error", type(problem).__name__),),
        )
    took = round((time.perf_counter() - start) * 1000)
    return CheckResult(
        check.id, outcome.status, outcome.summary, outcome.code, outcome.evidence, took, shown=outcome.shown
    )
