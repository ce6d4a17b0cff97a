"""``watch``: checks an office again and again until it connects, and tells what changes."""

from __future__ import annotations

import asyncio
import contextlib
import json
import signal
import sys
from typing import TYPE_CHECKING

from wizard.commands.run_options import (
    cannot_begin,
    destination_of,
    keys_of,
    setup_or_complaint,
    telling,
)
from wizard.core.redact import Redactor
from wizard.core.text import T, unmarked
from wizard.diagnosis.document import with_changes
from wizard.diagnosis.judge import Verdict, next_step
from wizard.diagnosis.over_time import Changes
from wizard.diagnosis.report import cause_heading
from wizard.runs.destination import CannotBeginError
from wizard.runs.diagnoser import Diagnoser
from wizard.runs.history import History
from wizard.runs.office_look import OfficeLook
from wizard.runs.run_events import unheard
from wizard.runs.watch import Watch
from wizard.runs.watch_events import LookCrashed, Looked, Looking, Waiting, WatchEnded
from wizard.runs.watch_plan import LEAST_S

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator
    from datetime import datetime

    from wizard.core.keys import Keys
    from wizard.core.text import Text, Translator
    from wizard.diagnosis.cure import Cure
    from wizard.diagnosis.explained import Cause
    from wizard.runs.run_result import RunResult
    from wizard.runs.setup import Setup
    from wizard.runs.watch_events import WatchEvent

_FAILED, _INTERRUPTED = 1, 130


def watch(arguments: argparse.Namespace, translator: Translator) -> int:
    """Watch and tell; the exit code is that of ``check`` for what was seen last."""
    setup = setup_or_complaint(arguments, translator)
    if setup is None:
        return 2
    try:
        return asyncio.run(_watch(arguments, setup))
    except CannotBeginError as problem:
        return cannot_begin(problem, arguments, translator)


async def _watch(arguments: argparse.Namespace, setup: Setup) -> int:
    diagnoser, wanted = Diagnoser(setup), destination_of(arguments)
    target = await diagnoser.find(wanted)
    keys = await keys_of(arguments, setup, diagnoser)
    teller = _Teller(arguments, setup, keys)
    look = OfficeLook(
        diagnoser,
        keys,
        wanted,
        tuple(arguments.only),
        tuple(arguments.skip),
        arguments.deadline,
        teller.cut_short,
    )
    least = max(LEAST_S, diagnoser.pace_s(keys, target.endpoint.mode))
    if arguments.every is not None and arguments.every < least:
        words = T("--every becomes {seconds} s: to look more often is not allowed.", seconds=f"{least:g}")
        sys.stderr.write(f"{setup.translator.translate(words)}\n")
    watching = Watch(
        look,
        minutes=setup.profile.watch_minutes if arguments.minutes is None else arguments.minutes,
        every_s=arguments.every,
        pace_s=look.pace_s,
    )
    teller.tells_of(watching)
    with contextlib.suppress(NotImplementedError):  # Windows: asyncio.run itself cancels on Ctrl+C
        asyncio.get_running_loop().add_signal_handler(signal.SIGINT, teller.interrupt)
    await watching.run(teller)
    return teller.exit_code


class _Teller:
    """Prints the first look and then what changes, and keeps the history."""

    def __init__(self, arguments: argparse.Namespace, setup: Setup, keys: Keys) -> None:
        self._arguments = arguments
        self._translator = setup.translator
        self._redactor = Redactor(keys.secrets)
        self._tell = telling(setup, keys) if arguments.verbose else unheard
        self._history, self._log = History.of(setup.profile), setup.log
        self._last: RunResult | None = None
        self._interrupted = False
        self._watching: Watch | None = None

    def tells_of(self, watching: Watch) -> None:
        """The watch whose events come, so that it can be ended."""
        self._watching = watching

    @property
    def exit_code(self) -> int:
        """That of ``check`` for what was seen last."""
        if self._interrupted:
            return _INTERRUPTED
        return _FAILED if self._last is None else self._last.judgement.exit_code

    def interrupt(self) -> None:
        """Ctrl+C."""
        self._interrupted = True
        if self._watching is not None:
            self._watching.stop()

    def cut_short(self, seen: RunResult) -> None:
        """The first look did not end: tell what was seen, as ``check`` does."""
        if self._last is None:
            self._print(seen, Changes(), None)

    def __call__(self, event: WatchEvent) -> None:
        match event:
            case Looked(result=result, changes=changes, cure=cure):
                self._looked(result, changes, cure)
            case LookCrashed(facts=facts):
                words = T("This look could not be made ({facts}); the watch goes on.", facts=facts)
                line = self._say(words)
                sys.stderr.write(f"{line}\n")
                if self._log is not None:
                    self._log(line)
            case Looking() | Waiting() | WatchEnded():
                pass
            case _:
                self._tell(event)

    def _looked(self, result: RunResult, changes: Changes, cure: Cure | None) -> None:
        if self._last is None or changes.any or cure is not None:
            self._print(result, changes, cure)
        self._last = result
        # not only where there was a call: while the network is down none is made
        if result.judgement.verdict is not Verdict.INCOMPLETE and result.evidence.key_problem is None:
            self._history.note_run(result)
        if cure is not None:
            self._history.note_cure(cure)
        if result.evidence.key_problem is not None and self._watching is not None:
            self._watching.stop()  # no look brings another key

    def _print(self, result: RunResult, changes: Changes, cure: Cure | None) -> None:
        if self._arguments.quiet:
            return
        if self._arguments.json:
            sys.stdout.write(json.dumps(with_changes(result.document, changes, cure)) + "\n")
        else:
            sys.stdout.writelines(f"{line}\n" for line in self._lines(result, changes, cure))
        sys.stdout.flush()  # whoever reads it along wants it now

    def _lines(self, result: RunResult, changes: Changes, cure: Cure | None) -> Iterator[str]:
        """A line for each change; of the first look each of its causes is new."""
        time = _day_and_time(result.at)
        now = {cause.code: cause for cause in result.written_causes}
        before = {cause.code: cause for cause in self._last.written_causes} if self._last else now
        for code in changes.gone:
            yield self._say(T("{time}  No more: {cause}", time=time, cause=self._heading(before[code])))
        for code in changes.changed:
            yield self._say(T("{time}  Changed: {cause}", time=time, cause=self._heading(now[code])))
        for code in changes.new:
            yield self._say(T("{time}  New: {cause}", time=time, cause=self._heading(now[code])))
        if not now and result.evidence.interrupted:
            yield self._say(T("{time}  {sentence}", time=time, sentence=next_step(result.judgement)))
        elif not now:
            yield self._say(T("{time}  Nothing is wrong with what was checked.", time=time))
        for text in cure.said(_time_of_day) if cure else ():
            yield self._say(T("{time}  {sentence}", time=time, sentence=text))

    def _heading(self, cause: Cause) -> str:
        return cause_heading(cause, self._translator, self._redactor)

    def _say(self, text: Text) -> str:
        return unmarked(self._translator.translate(text))


def _day_and_time(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S}"


def _time_of_day(at: datetime) -> str:
    return f"{at:%H:%M:%S}"
