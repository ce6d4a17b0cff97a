"""The diagnoser behind the window, with what the window adds: pictures, and why nothing can begin.

Everything here runs on the worker's thread.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from wizard.core.codes import EVERY_PREREQUISITE
from wizard.core.keys import Keys
from wizard.core.mode import Mode
from wizard.core.text import T
from wizard.diagnosis.incident import Incident
from wizard.runs.destination import CannotBeginError, Destination, Missing
from wizard.runs.diagnoser import Diagnoser
from wizard.runs.history import History
from wizard.runs.kept_progress import KeptProgress
from wizard.runs.office_look import OfficeLook
from wizard.runs.registry import CHECKS
from wizard.runs.run_events import CheckExplained
from wizard.runs.watch import Watch
from wizard.runs.watch_clock import PcClock
from wizard.runs.watch_events import LookCrashed, Looked, Looking, Waiting
from wizard.ui.runner import Refused
from wizard.ui.shown_result import Illustrator, with_pictures
from wizard.ui.told import CheckShown, LookShown, ThereShown

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from wizard.core.evidence import Evidence
    from wizard.core.handoff_code import HandoffCode
    from wizard.core.keys import KeyPair
    from wizard.core.practice_title import Practice
    from wizard.diagnosis.cure import Cure
    from wizard.diagnosis.explained import Cause
    from wizard.diagnosis.over_time import Changes
    from wizard.runs.check_definition import AnyCheck
    from wizard.runs.history_words import ToldHistory
    from wizard.runs.run_events import OnEvent, RunEvent
    from wizard.runs.run_result import RunResult
    from wizard.runs.watch_clock import WatchClock
    from wizard.runs.watch_events import WatchEnd, WatchEvent
    from wizard.ui.launch import Launch
    from wizard.ui.shown_result import ShownResult

# Missing.WAY_NOT_NAMED cannot come here: with a vendor's profile the window asks for no way (_destination),
# and without one every way is open. A test holds both.
_MISSING = {
    Missing.SERVER: T(
        "This PC's Open Dental does not say which PC is the server. "
        "Enter the server's name on the key's page."
    ),
    Missing.HOST: T(
        "No server in this office was found under that name. Check the server's name on the key's page."
    ),
}


_COUNTS_S = 30 * 60.0
"""How long it counts what another PC has found."""


class _Asked(NamedTuple):
    """What a live run was made with."""

    keys: Keys
    way: Mode
    host: str | None


class _Heard(NamedTuple):
    """What another PC has found, after which live run, and when a person typed it, by the watch's clock."""

    code: HandoffCode
    asked: _Asked | None
    at_s: float


class Engine:
    """Everything that the window asks for; one for the life of the session.

    Args:
        launch: What the window was opened with.

    Attributes:
        history: Hears every live run and every cure.
        progress: Keeps how far the person came.
    """

    def __init__(self, launch: Launch) -> None:
        self._has_vendor = bool(launch.profile.vendor_name)
        self._profile = launch.profile
        self._minutes = launch.profile.watch_minutes
        self._clock: WatchClock = launch.watch_clock() if launch.watch_clock else PcClock()
        self._diagnoser, self._log = Diagnoser(launch.setup), launch.setup.log
        self._incident = Incident()  # of the live results, whoever began their runs
        self._illustrator = Illustrator()
        self._setup = launch.setup
        self._asked: _Asked | None = None  # the latest live run
        self._there: _Heard | None = None
        self.progress = KeptProgress(launch.profile, on=launch.keeps)
        self.history = History.of(launch.profile) if launch.keeps else History(None)
        self.rows: tuple[AnyCheck, ...] = CHECKS
        self.stored = self._diagnoser.keychain
        self.keep = self._diagnoser.keep

    async def prerequisites(
        self,
        tell: OnEvent,
        only: tuple[str, ...] = (EVERY_PREREQUISITE,),
        way: Mode = Mode.REMOTE,
        host: str | None = None,
    ) -> ShownResult | Refused:
        """Run the prerequisites, or some of them alone; ``way`` and ``host`` are as in :meth:`live`."""
        to = self._destination(way, host)
        return await self._shown(self._diagnoser.prerequisites(self._with_pictures(tell), only=only, to=to))

    async def live(
        self, keys: Keys, tell: OnEvent, way: Mode = Mode.REMOTE, host: str | None = None
    ) -> ShownResult | Refused:
        """Run everything with the keys; where it is not known whom to ask, say what is missing.

        Args:
            keys: The keys, or why there are none.
            tell: Hears what happens.
            way: How Open Dental is reached; counts only where no profile says it.
            host: The server that the person named for it; None takes the one in this PC's own settings.
        """
        to = self._destination(way, host)
        self._asked = _Asked(keys, way, host)
        shown = await self._shown(self._diagnoser.live(keys, self._with_pictures(tell), to=to))
        if isinstance(shown, Refused):
            return shown
        clock = self._clock
        followed = self._incident.follow(shown.evidence, shown.judgement, clock.wall(), clock.now())
        return self._noted(shown, *followed)

    async def watch(
        self,
        keys: Keys | None,
        tell: Callable[[object], None],
        hold: Callable[[Watch], None],
        *,
        way: Mode = Mode.REMOTE,
        host: str | None = None,
        first: ShownResult | None = None,
    ) -> WatchEnd:
        """Look again and again, until it connects or nothing is wrong, or the profile's time is over.

        Args:
            keys: Of the live call; None watches the prerequisites alone.
            tell: Hears what happens: the watch's events, each result of a look as the window shows it.
            hold: Given the watch, before its first wait.
            way: As in :meth:`live`.
            host: Likewise.
            first: What is known; the watch begins with a wait. None begins with a look.
        """
        live = keys is not None
        if keys is not None:
            self._asked = _Asked(keys, way, host)
        only = () if live else (EVERY_PREREQUISITE,)
        look = OfficeLook(self._diagnoser, keys or Keys(), self._destination(way, host), only)
        watch = Watch(
            look,
            self._clock,
            minutes=self._minutes,
            first=first,
            incident=self._incident if live else None,
            pace_s=look.pace_s,
        )
        hold(watch)
        return await watch.run(lambda event: self._watched(event, tell, live=live))

    def _watched(self, event: WatchEvent, tell: Callable[[object], None], *, live: bool) -> None:
        match event:
            case Looked(result=result, changes=changes, cure=cure):
                shown = self._illustrator.shown(self._with_there(result))
                tell(LookShown(self._noted(shown, changes, cure) if live else shown))
            case Waiting() | Looking():
                tell(event)
            case LookCrashed(facts=facts) if self._log is not None:
                self._log(facts)  # the watch goes on
            case _:
                pass  # what goes on within a look is followed by nobody

    def _noted(self, shown: ShownResult, changes: Changes, cure: Cure | None) -> ShownResult:
        """Keep a live result in the history; it knows now since when it is so, or what healed it."""
        if self._there and self._there.code.cause not in {found.code for found in shown.judgement.findings}:
            self._there = None
        later = asyncio.get_running_loop().call_soon  # noted after it was told: nobody waits for a file
        later(self.history.note_run, shown)
        if cure is not None:
            later(self.history.note_cure, cure)
        first = [finding.code for finding in shown.judgement.findings[:1]]
        known = [since for code, since in changes.standing if code in first and code not in changes.new]
        return replace(shown, since=known[0] if known else None, cure=cure)

    async def practice(
        self, keys: KeyPair, since: RunResult, way: Mode = Mode.REMOTE, host: str | None = None
    ) -> Practice | None:
        """Whose practice the keys open, for the window alone; None where Open Dental does not tell.

        Args:
            keys: Those of the run.
            since: The run that they connected in.
            way: As in :meth:`live`.
            host: Likewise.
        """
        try:
            return await self._diagnoser.practice(keys, since, to=self._destination(way, host))
        except CannotBeginError:  # this PC's own settings have changed meanwhile
            return None

    async def disown(self, keys: KeyPair, result: RunResult) -> ShownResult:
        """A person says that the practice is not theirs: keep the key nowhere, and tell what to do."""
        return self._illustrator.shown(result.disowned(await self._diagnoser.withdraw(keys)))

    async def hear(self, there: HandoffCode, result: ShownResult) -> ShownResult:
        """Take what another PC has found as evidence, for a result and for those after it."""
        self._there = _Heard(there, self._asked, self._clock.now())
        return replace(self._illustrator.shown(result.told(there)), since=result.since)

    async def look_here(self, code: HandoffCode, first: Evidence | None = None) -> ThereShown | Refused:
        """Look at what matters on this PC for a code that was carried here.

        Args:
            code: The code.
            first: What was seen at first; None for the first look.
        """
        from wizard.runs.look_here import look_here  # asked seldom
        from wizard.store.catalogue import Catalogue

        try:
            look = await look_here(self._diagnoser, self._setup, Catalogue(), code, first)
        except CannotBeginError as problem:
            return Refused(_MISSING[problem.missing])
        seen = look.result.evidence
        drawn = seen if seen.installed else replace(seen, od_version=code.version)
        return ThereShown(look, with_pictures(look.result, self._illustrator.pictures((look.cause,), drawn)))

    def told_history(self) -> ToldHistory:
        """The history in words."""
        from wizard.runs.history_words import told_history  # shown seldom
        from wizard.store.catalogue import Catalogue

        return told_history(self.history, Catalogue(), self._profile)

    def _destination(self, way: Mode, host: str | None) -> Destination:
        if self._has_vendor:
            return Destination()
        return Destination(way, host if way is Mode.API_SERVICE else None, may_guess=False)

    async def _shown(self, run: Awaitable[RunResult]) -> ShownResult | Refused:
        try:
            result = await run
        except CannotBeginError as problem:
            return Refused(_MISSING[problem.missing])
        return self._illustrator.shown(self._with_there(result))

    def _with_there(self, result: RunResult) -> RunResult:
        """A result together with what another PC has found about it, as long as that says something.

        Once it works, or another key or way is tried, nobody was there for it; and what was so a while ago
        may not be so any more.
        """
        there = self._there
        if there is None:
            return result
        old = self._clock.now() - there.at_s > _COUNTS_S
        if result.connected or old or there.asked != self._asked:
            self._there = None
            return result
        return result.told(there.code)

    def _with_pictures(self, tell: OnEvent) -> OnEvent:
        """Tell of a check that found something together with the pictures of its cause."""

        def told(event: RunEvent) -> None:
            if isinstance(event, CheckExplained) and event.cause is not None:
                event = self._shown_check(event, event.cause)
            tell(event)

        return told

    def _shown_check(self, event: CheckExplained, cause: Cause) -> CheckShown:
        # here, and not on the thread that looks at it
        pictures = self._illustrator.pictures((cause,), event.evidence)
        return CheckShown(
            event.result,
            event.server,
            event.server_here,
            cause=cause,
            evidence=event.evidence,
            so_far=lambda: with_pictures(event.so_far(), pictures),
        )
