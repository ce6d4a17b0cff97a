"""``check``: the prerequisites and the live call without a window."""

from __future__ import annotations

import asyncio
import contextlib
import json
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from wizard.commands.case_option import case_refused, case_written
from wizard.commands.run_options import (
    cannot_begin,
    destination_of,
    keys_of,
    setup_or_complaint,
    telling,
)
from wizard.runs.destination import CannotBeginError
from wizard.runs.diagnoser import Diagnoser
from wizard.runs.run_clock import RunClock
from wizard.runs.run_events import unheard

if TYPE_CHECKING:
    import argparse

    from wizard.core.keys import Keys
    from wizard.core.text import Translator
    from wizard.runs.destination import Target
    from wizard.runs.run_result import RunResult
    from wizard.runs.setup import Setup


def check(arguments: argparse.Namespace, translator: Translator) -> int:
    """Run the checks and print the verdict; returns the exit code that README tells."""
    case = None if arguments.case is None else Path(arguments.case)
    if case is not None and case_refused(case, translator):
        return 2
    setup = setup_or_complaint(arguments, translator)
    if setup is None:
        return 2
    try:
        return asyncio.run(_check(arguments, setup, case))
    except CannotBeginError as problem:
        return cannot_begin(problem, arguments, translator)


async def _check(arguments: argparse.Namespace, setup: Setup, case: Path | None) -> int:
    result = await diagnosed(arguments, setup)
    if arguments.json and not arguments.quiet:
        sys.stdout.write(json.dumps(result.document, indent=1) + "\n")
    elif not arguments.quiet:
        sys.stdout.write(result.as_report())
    if case is not None and not case_written(result, case):
        return 1
    return result.judgement.exit_code


async def diagnosed(arguments: argparse.Namespace, setup: Setup) -> RunResult:
    """Run as the shared options say; Ctrl+C ends it with what was seen so far.

    Raises:
        CannotBeginError: An option is wrong or missing.
    """
    diagnoser, clock = Diagnoser(setup), RunClock()
    target = await diagnoser.find(destination_of(arguments))
    keys = await keys_of(arguments, setup, diagnoser)
    return await _interruptible(arguments, setup, diagnoser, keys, target, clock)


async def _interruptible(
    arguments: argparse.Namespace,
    setup: Setup,
    diagnoser: Diagnoser,
    keys: Keys,
    target: Target,
    clock: RunClock,
) -> RunResult:
    """Run; Ctrl+C ends it with what was seen so far."""
    task = asyncio.current_task()
    assert task is not None  # noqa: S101 - a coroutine runs in one
    with contextlib.suppress(NotImplementedError):  # Windows: asyncio.run itself cancels on Ctrl+C
        asyncio.get_running_loop().add_signal_handler(signal.SIGINT, task.cancel)
    seen: list[RunResult] = []
    try:
        return await diagnoser.live(
            keys,
            telling(setup, keys) if arguments.verbose else unheard,
            only=arguments.only,
            skip=arguments.skip,
            deadline_s=arguments.deadline,
            to=target,
            clock=clock,
            when_cancelled=seen.append,
        )
    except asyncio.CancelledError:
        if not seen:
            raise
        return seen[0]
