"""Runs checks: independent ones together, dependent ones after what they need; a crash becomes an outcome."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from wizard.core.events import CheckDone, CheckStarted
from wizard.core.evidence import CheckResult, Status
from wizard.core.facts.unanswered_facts import Crashed, TimedOut, Unanswered
from wizard.core.facts.way_facts import WayFacts
from wizard.core.machine import Unreadable
from wizard.core.record import record
from wizard.diagnosis.verdicts.unanswered_verdict import BLOCKED, unanswered_verdict

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from typing import Self

    from wizard.checks.context import Context
    from wizard.core.codes import CheckId
    from wizard.core.facts import CheckFacts
    from wizard.core.outcome import Outcome
    from wizard.core.route import Route
    from wizard.runs.check_definition import AnyCheck


@record
class CheckOutcomes:
    """What checks have brought.

    Attributes:
        results: In the order in which the checks were given.
        route: The longest route that one of them handed on, else the one that they were given.
    """

    results: tuple[CheckResult, ...]
    route: Route


class CheckTasks:
    """Checks that go on beside each other, each as soon as those that it needs have ended.

    A check that is needed but was left out does not hold anything back; what it would have told of the route
    the next one finds out itself. A context manager: at its end whatever still runs is cancelled and waited
    for.

    Args:
        checks: What is to be run.
        context: This run's view of the world.
    """

    def __init__(self, checks: Sequence[AnyCheck], context: Context) -> None:
        self._context = context
        self._tasks: dict[CheckId, asyncio.Task[tuple[CheckResult, Route]]] = {}
        for check in checks:
            self._tasks[check.id] = asyncio.create_task(self._one(check))

    async def __aenter__(self) -> Self:
        """Return the checks, which have begun."""
        return self

    async def __aexit__(self, *_raised: object) -> None:
        """End what still runs."""
        for task in self._tasks.values():
            task.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)

    async def ran(self, only: Collection[CheckId] | None = None) -> CheckOutcomes:
        """Wait for checks and return what they have brought.

        Args:
            only: Their ids; None for all.
        """
        wanted = [task for identity, task in self._tasks.items() if only is None or identity in only]
        done = await asyncio.gather(*wanted)
        route = _longest([self._context.route, *(route for _, route in done)])
        return CheckOutcomes(tuple(result for result, _ in done), route)

    async def _one(self, check: AnyCheck) -> tuple[CheckResult, Route]:
        tasks, context = self._tasks, self._context
        ended = await asyncio.gather(*(tasks[need] for need in check.needs if need in tasks))
        before = (result for result, _ in ended)
        held = next(
            (r.blocked_by or r.id for r in before if r.status in (Status.FAILED, Status.BLOCKED)), None
        )
        own = context.on(_longest([context.route, *(route for _, route in ended)]))
        result, route = (_blocked(check, held), own.route) if held else await _ask(check, own)
        context.on_event(CheckDone(result, context.pc.server, context.pc.server_here))
        return result, route


def _longest(routes: Sequence[Route]) -> Route:
    return max(routes, key=lambda route: route.length)


def _blocked(check: AnyCheck, by: CheckId) -> CheckResult:
    return CheckResult(check.id, Status.BLOCKED, BLOCKED, blocked_by=by)


async def _ask(check: AnyCheck, context: Context) -> tuple[CheckResult, Route]:
    context.on_event(CheckStarted(check.id))
    start = time.perf_counter()
    facts, outcome = await _judged(check, context)
    took = round((time.perf_counter() - start) * 1000)
    result = CheckResult(
        check.id,
        outcome.status,
        outcome.summary,
        outcome.code,
        outcome.evidence,
        took,
        shown=outcome.shown,
        facts=facts,
    )
    return result, facts.route if isinstance(facts, WayFacts) else context.route


async def _judged(check: AnyCheck, context: Context) -> tuple[CheckFacts, Outcome]:
    """What was found, and what it means."""
    facts: Unanswered | TimedOut | Crashed
    try:
        async with asyncio.timeout(check.deadline_s):
            found: CheckFacts = await check.ask(context)
        return found, check.verdict(found)
    except TimeoutError:
        facts = TimedOut(check.deadline_s)
    except Unreadable as problem:
        facts = Unanswered(problem.why)
    except Exception as problem:  # noqa: BLE001 - a crashing check must not end the run
        facts = Crashed(type(problem).__name__)
    return facts, unanswered_verdict(facts)
