"""``check``: the prerequisites and the live call without a window."""

from __future__ import annotations

import asyncio
import contextlib
import json
import signal
import sys
from dataclasses import replace
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, NamedTuple

from wizard.checks.after import LIVE, RIGHTS, VERSION
from wizard.checks.context import World, on_daemon
from wizard.checks.targets import target
from wizard.commands.compose import profile_or_complaint
from wizard.commands.piped import piped
from wizard.core.endpoint import EndpointError, is_simulator
from wizard.core.events import CallDone, CallStarted, CheckDone, Pacing
from wizard.core.evidence import Evidence, KeyProblem
from wizard.core.keys import Keys, stored_keys, typed_keys
from wizard.core.mode import Mode
from wizard.core.redact import Redactor
from wizard.core.text import T, unmarked
from wizard.core.unwrap import unwrapped
from wizard.diagnosis.document import RunFacts, document
from wizard.diagnosis.explained import explain, found_names
from wizard.diagnosis.judge import judge
from wizard.diagnosis.report import run_report
from wizard.runs.registry import CHECKS
from wizard.runs.run import Request, run
from wizard.runs.run_clock import Stopwatch, program_facts
from wizard.store.catalogue import Catalogue

if TYPE_CHECKING:
    import argparse

    from wizard.core.endpoint import Endpoint
    from wizard.core.events import Event
    from wizard.core.profile import Profile
    from wizard.core.secret import Secret
    from wizard.core.text import Translator

_KEYCHAIN_S = 30.0  # a person may have to unlock it


def check(arguments: argparse.Namespace, translator: Translator) -> int:
    """Run the checks and print the verdict; returns the exit code that README tells."""
    profile = profile_or_complaint(arguments.profile, translator)
    if profile is None:
        return 2
    if complaint := _unknown_ids(arguments):
        sys.stderr.write(complaint)
        return 2
    try:
        return asyncio.run(_check(arguments, profile, translator))
    except _NotChosenError as problem:
        sys.stderr.write(f"{problem}\n")
        return 2
    except EndpointError as problem:
        sys.stderr.write(f"--host: {problem}\n")
        return 2


async def _check(arguments: argparse.Namespace, profile: Profile, translator: Translator) -> int:
    world = World()
    mode = None if arguments.mode == "auto" else Mode(arguments.mode)
    watch = Stopwatch()
    modes = _ways(profile, mode, arguments.host)
    endpoint = await target(world, mode, arguments.host, modes)
    keys = await _keys(arguments, profile, translator)
    request = Request(
        endpoint,
        keys.pair,
        keys.problem,
        keys.detail,
        tuple(arguments.only),
        tuple(arguments.skip),
        arguments.deadline,
        profile.permissions,
        profile.minimum_version,
        modes,
    )
    if keys.problem is not None and not request.chooses(LIVE):
        request = Request(
            endpoint, only=request.only, skip=request.skip, minimum_version=request.minimum_version
        )  # no key is needed for what was asked
    redactor = Redactor((keys.pair.developer, keys.pair.customer) if keys.pair else ())
    evidence = await _interruptible(request, world, _Narrator(translator, redactor, on=arguments.verbose))
    if not arguments.quiet:
        _print(arguments, profile, endpoint, evidence, watch, translator, redactor)
    return judge(evidence).exit_code


class _NotChosenError(ValueError):
    """A way was asked for that the vendor's profile does not name."""


def _ways(profile: Profile, mode: Mode | None, host: str | None) -> tuple[Mode, ...]:
    """The ways on which a key may go: the profile's, or without one that which was asked for, else Remote.

    Raises:
        _NotChosenError: The profile does not name the way that was asked for.
    """
    asked = Mode.SERVICE if host is not None and mode is None else mode
    if not profile.vendor_name:
        return (asked or Mode.REMOTE,)
    if asked is None or asked in profile.modes or (host is not None and is_simulator(host)):
        return profile.modes
    named = ", ".join(profile.modes)
    option = "--mode" if host is None else "--host"
    raise _NotChosenError(f"{option}: the vendor profile names no way but {named}; expected one of these")


async def _interruptible(request: Request, world: World, tell: _Narrator) -> Evidence:
    """Run; Ctrl+C ends it with what was seen so far."""
    latest = Evidence(request.endpoint.mode, key_problem=request.key_problem, key_detail=request.key_detail)

    def keep(seen: Evidence) -> None:
        nonlocal latest
        latest = seen

    task = asyncio.create_task(run(request, world, tell, keep))
    with contextlib.suppress(NotImplementedError):  # Windows: asyncio.run itself cancels on Ctrl+C
        asyncio.get_running_loop().add_signal_handler(signal.SIGINT, task.cancel)
    try:
        return await task
    except asyncio.CancelledError:
        return replace(latest, interrupted=True)


def _print(
    arguments: argparse.Namespace,
    profile: Profile,
    endpoint: Endpoint,
    evidence: Evidence,
    watch: Stopwatch,
    translator: Translator,
    redactor: Redactor,
) -> None:
    judgement = judge(evidence)
    filled = found_names(profile, endpoint, evidence)
    catalogue = Catalogue()
    causes = tuple(explain(finding, catalogue, filled) for finding in judgement.findings)
    facts = RunFacts(*program_facts(), watch.reference, watch.started, watch.took_ms(), endpoint.public_url)
    if arguments.json:
        written = document(facts, evidence, judgement, causes, translator, redactor)
        sys.stdout.write(json.dumps(written, indent=1) + "\n")
    else:
        sys.stdout.write(run_report(facts, evidence, judgement, causes, translator, redactor))


async def _keys(arguments: argparse.Namespace, profile: Profile, translator: Translator) -> Keys:
    """The keys of standard input, else those of the keychain."""
    if not (arguments.developer_key_stdin or arguments.key_stdin):
        stored = await _stored(profile, translator)
        return stored_keys(stored.customer, stored.developer)
    # first of all: a line of nothing but invisible characters is a blank one
    text = unwrapped(await on_daemon(lambda: piped(lines=2 if arguments.developer_key_stdin else 1)))
    if not text.strip():
        return Keys(problem=KeyProblem.NOTHING_GIVEN, detail=T("No key came on standard input."))
    if arguments.developer_key_stdin:
        developer, _, customer = text.strip().partition("\n")
        return typed_keys(customer, developer, None)
    keys = typed_keys(text, None, profile.developer_key)
    if profile.developer_key is not None or keys.pair is not None:
        return keys
    return typed_keys(text, None, None, (await _stored(profile, translator)).developer)


class _Stored(NamedTuple):
    customer: Secret | None = None
    developer: Secret | None = None


async def _stored(profile: Profile, translator: Translator) -> _Stored:
    """What the keychain holds; nothing where there is none, or where it is locked or silent."""

    def read() -> _Stored:
        from wizard.store.keychain import Keychain

        keychain = Keychain(profile)
        return _Stored(keychain.customer(), profile.developer_key or keychain.developer())

    from wizard.store.keychain import KeychainError

    try:
        async with asyncio.timeout(_KEYCHAIN_S):
            return await on_daemon(read)
    except (KeychainError, TimeoutError) as problem:
        words = problem.words if isinstance(problem, KeychainError) else T("The keychain did not answer.")
        sys.stderr.write(f"{translator.translate(words)}\n")
        return _Stored(developer=profile.developer_key)


def _unknown_ids(arguments: argparse.Namespace) -> str | None:
    """A sentence about a pattern that names no check, with what there is."""
    known = [*(check.id for check in CHECKS), LIVE, RIGHTS, VERSION]
    for pattern in [*arguments.only, *arguments.skip]:
        if not any(fnmatchcase(identity, pattern) for identity in known):
            return f"--only and --skip expect one of {', '.join(known)} or a pattern such as prereq.*\n"
    return None


class _Narrator:
    """Tells each event on standard error where that is wanted."""

    def __init__(self, translator: Translator, redactor: Redactor, *, on: bool) -> None:
        self._translator = translator
        self._redactor = redactor
        self._on = on

    def __call__(self, event: Event) -> None:
        if not self._on:
            return
        match event:
            case CheckDone(result=result):
                line = f"{result.id}: {result.status}: {unmarked(self._translator.translate(result.summary))}"
            case Pacing(seconds=seconds):
                line = self._translator.translate(
                    T("Waiting {seconds} s: one key may not call more often.", seconds=round(seconds))
                )
            case CallStarted(opinion=opinion):
                line = f"{opinion or LIVE}: ..."
            case CallDone(answer=answer, opinion=opinion):
                line = f"{opinion or LIVE}: {answer.status or answer.failure} ({answer.took_ms} ms)"
            case _:
                return
        sys.stderr.write(f"{self._redactor.known(line)}\n")
