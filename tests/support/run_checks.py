"""Some checks run alone, for what they bring."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.runs.schedule import CheckTasks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wizard.checks.context import Context
    from wizard.core.evidence import CheckResult
    from wizard.runs.check_definition import AnyCheck
    from wizard.runs.schedule import CheckOutcomes


async def run_checks(checks: Sequence[AnyCheck], context: Context) -> tuple[CheckResult, ...]:
    """The results of :func:`run_on_route` alone."""
    return (await run_on_route(checks, context)).results


async def run_on_route(checks: Sequence[AnyCheck], context: Context) -> CheckOutcomes:
    """Run every check, each on the route that those before it handed on.

    A check that is needed but was left out does not hold anything back; what it would have told of the route
    the next one finds out itself.

    Args:
        checks: What is to be run.
        context: This run's view of the world.
    """
    async with CheckTasks(checks, context) as started:
        return await started.ran()
