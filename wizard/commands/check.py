"""``check``: the prerequisites and the live call without a window."""

from __future__ import annotations

import asyncio
import contextlib
import json
import signal
import sys
from typing import TYPE_CHECKING

from wizard.checks.daemon import on_daemon
from wizard.commands.compose import profile_or_complaint, program_log
from wizard.commands.piped import piped
from wizard.core.codes import EVERY_PREREQUISITE
from wizard.core.mode import Mode
from wizard.core.text import T
from wizard.runs.destination import CannotBeginError, Destination, Missing
from wizard.runs.diagnoser import Diagnoser
from wizard.runs.key_choice import given_keys
from wizard.runs.narration import Narration
from wizard.runs.registry import ENTRIES, checks_named
from wizard.runs.run_clock import RunClock
from wizard.runs.run_events import unheard
from wizard.runs.setup import Setup

if TYPE_CHECKING:
    import argparse

    from wizard.core.keys import Keys
    from wizard.core.text import Translator
    from wizard.runs.destination import Target
    from wizard.runs.kept_keys import StoredKeys
    from wizard.runs.run_events import OnEvent, RunEvent
    from wizard.runs.run_result import RunResult


def check(arguments: argparse.Namespace, translator: Translator) -> int:
    """Run the checks and print the verdict; returns the exit code that README tells."""
    profile = profile_or_complaint(arguments.profile, translator)
    if profile is None:
        return 2
    if not all(map(checks_named, [*arguments.only, *arguments.skip])):
        known = ", ".join(entry.id for entry in ENTRIES)
        words = T(
            "--only and --skip expect one of {known} or a pattern such as {pattern}",
            known=known,
            pattern=EVERY_PREREQUISITE,
        )
        sys.stderr.write(f"{translator.translate(words)}\n")
        return 2
    try:
        return asyncio.run(_check(arguments, Setup(translator, profile, log=program_log(profile))))
    except CannotBeginError as problem:
        named_mode = problem.missing is Missing.WAY_NOT_NAMED and arguments.host is None
        option = "--mode" if named_mode else "--host"
        sys.stderr.write(f"{option}: {translator.translate(problem.expected)}\n")
        return 2


async def _check(arguments: argparse.Namespace, setup: Setup) -> int:
    diagnoser, clock = Diagnoser(setup), RunClock()
    mode = None if arguments.mode == "auto" else Mode(arguments.mode)
    target = await diagnoser.find(Destination(mode, arguments.host))
    keys = await _keys(arguments, setup, diagnoser)
    result = await _interruptible(arguments, setup, diagnoser, keys, target, clock)
    if arguments.json and not arguments.quiet:
        sys.stdout.write(json.dumps(result.document, indent=1) + "\n")
    elif not arguments.quiet:
        sys.stdout.write(result.as_report())
    return result.judgement.exit_code


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
            _telling(Narration(setup.translator, keys)) if arguments.verbose else unheard,
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


async def _keys(arguments: argparse.Namespace, setup: Setup, diagnoser: Diagnoser) -> Keys:
    """The keys of standard input, else those of the keychain."""

    async def stored() -> StoredKeys:
        found = await diagnoser.keychain()
        words = T("The keychain did not answer.") if found.silent else found.trouble
        if words is not None:
            sys.stderr.write(f"{setup.translator.translate(words)}\n")
        return found

    both = arguments.developer_key_stdin
    text = await on_daemon(lambda: piped(lines=2 if both else 1)) if both or arguments.key_stdin else None
    return await given_keys(text, setup.profile.developer_key, stored, developer_first=both)


def _telling(narration: Narration) -> OnEvent:
    """Tell each event on standard error."""

    def tell(event: RunEvent) -> None:
        line = narration.line(event)
        if line is not None:
            sys.stderr.write(f"{line}\n")

    return tell
