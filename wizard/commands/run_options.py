"""What the commands that make a run share: whose program it is, whom they ask, with which keys."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from wizard.checks.daemon import on_daemon
from wizard.commands.compose import profile_or_complaint, program_log
from wizard.commands.piped import piped
from wizard.core.codes import EVERY_PREREQUISITE
from wizard.core.mode import Mode
from wizard.core.text import T
from wizard.runs.destination import CannotBeginError, Destination, Missing
from wizard.runs.key_choice import given_keys
from wizard.runs.narration import Narration
from wizard.runs.registry import ENTRIES, checks_named
from wizard.runs.setup import Setup

if TYPE_CHECKING:
    import argparse

    from wizard.core.keys import Keys
    from wizard.core.text import Translator
    from wizard.runs.diagnoser import Diagnoser
    from wizard.runs.kept_keys import StoredKeys
    from wizard.runs.run_events import OnEvent, RunEvent


def setup_or_complaint(arguments: argparse.Namespace, translator: Translator) -> Setup | None:
    """What the run is made with; None after what is wrong with the options was told on standard error."""
    profile = profile_or_complaint(arguments.profile, translator)
    if profile is None:
        return None
    if not all(map(checks_named, [*arguments.only, *arguments.skip])):
        known = ", ".join(entry.id for entry in ENTRIES)
        words = T(
            "--only and --skip expect one of {known} or a pattern such as {pattern}",
            known=known,
            pattern=EVERY_PREREQUISITE,
        )
        sys.stderr.write(f"{translator.translate(words)}\n")
        return None
    return Setup(translator, profile, log=program_log(profile))


def destination_of(arguments: argparse.Namespace) -> Destination:
    """Which way to Open Dental is wanted."""
    mode = None if arguments.mode == "auto" else Mode(arguments.mode)
    return Destination(mode, arguments.host)


def cannot_begin(problem: CannotBeginError, arguments: argparse.Namespace, translator: Translator) -> int:
    """Tell on standard error which option is wrong or missing; the exit code."""
    named_mode = problem.missing is Missing.WAY_NOT_NAMED and arguments.host is None
    option = "--mode" if named_mode else "--host"
    sys.stderr.write(f"{option}: {translator.translate(problem.expected)}\n")
    return 2


async def keys_of(arguments: argparse.Namespace, setup: Setup, diagnoser: Diagnoser) -> Keys:
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


def telling(setup: Setup, keys: Keys) -> OnEvent:
    """Tell each event on standard error."""
    narration = Narration(setup.translator, keys)

    def tell(event: RunEvent) -> None:
        line = narration.line(event)
        if line is not None:
            sys.stderr.write(f"{line}\n")

    return tell
