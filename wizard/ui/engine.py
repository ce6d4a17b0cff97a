"""The engine behind the window, on the worker's thread: runs, judges and puts a result together.

Imported only after the first paint, and only by that thread.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from wizard.checks.context import World, on_daemon
from wizard.checks.targets import target
from wizard.core.cause import Confidence, Finding
from wizard.core.codes import EVERY_PREREQUISITE, Family
from wizard.core.endpoint import EndpointError, remote
from wizard.core.events import CheckDone
from wizard.core.evidence import Evidence
from wizard.core.machine import Role, Unreadable
from wizard.core.mode import Mode
from wizard.core.redact import Redactor
from wizard.core.text import T
from wizard.diagnosis.document import RunFacts
from wizard.diagnosis.explained import Cause, explain, found_names
from wizard.diagnosis.judge import Judgement, Verdict, judge
from wizard.diagnosis.layers import Layer, LayerState, layers
from wizard.diagnosis.report import run_report
from wizard.pointer.scene_files import Scenes
from wizard.runs.registry import CHECKS
from wizard.runs.run import Request, run
from wizard.runs.run_clock import Stopwatch, program_facts
from wizard.store.catalogue import Catalogue
from wizard.store.keychain import Keychain, KeychainError
from wizard.ui.told import CheckExplained

if TYPE_CHECKING:
    from wizard.checks.context import Tell
    from wizard.core.events import Event
    from wizard.core.evidence import CheckResult
    from wizard.core.keys import KeyPair, Keys
    from wizard.core.secret import Secret
    from wizard.core.text import Text
    from wizard.diagnosis.explained import Names
    from wizard.pointer.picture import Picture
    from wizard.runs.check import Group
    from wizard.ui.launch import Launch

_KEYCHAIN_S = 30.0  # a person may have to unlock it
_PLACE_S = 2.0  # to find out which PC is the server
_WHICH_SERVER = T(
    "This PC's Open Dental does not say which PC is the server. Enter the server's name on the key's page."
)
_NOT_FOUND = T(
    "No server in this office was found under that name. Check the server's name on the key's page."
)


@dataclass(frozen=True, slots=True)
class Result:
    """A finished run in everything that the window shows.

    Attributes:
        at: Local time of the end.
        reference: For the phone.
        evidence: What was seen.
        judgement: What it means.
        causes: In words.
        layers: The rows of the live test.
        pictures: By pointer id, those of the causes and of the checks' own.
        report: The whole report.
        by_check: The cause of each check that has one, by the check's id.
    """

    at: datetime
    reference: str
    evidence: Evidence
    judgement: Judgement
    causes: tuple[Cause, ...]
    layers: tuple[LayerState, ...]
    pictures: dict[str, Picture]
    report: str
    by_check: dict[str, Cause]

    @property
    def connected(self) -> bool:
        """Whether the live call succeeded."""
        return self.judgement.verdict in (Verdict.CONNECTED, Verdict.WARNINGS)

    @property
    def key_refused(self) -> bool:
        """Whether Open Dental did not take the key, so that it is not kept."""
        return any(cause.code.family is Family.KEY for cause in self.causes[:1])


def _now() -> datetime:
    """Local time; without its zone where a clock at the calendar's end leaves none."""
    now = datetime.now()  # noqa: DTZ005 - the zone follows
    try:
        return now.astimezone()
    except (ValueError, OverflowError, OSError):
        return now


class RowSpec(NamedTuple):
    """A check as a row: id, name, what it is about, what it waits for, whether it stays in the background."""

    id: str
    title: Text
    group: Group
    waits: Text
    minor: bool


class Stored(NamedTuple):
    """What the keychain holds."""

    available: bool
    customer: Secret | None = None
    developer: Secret | None = None
    trouble: Text | None = None


class Engine:
    """Everything that the window asks for; one for the life of the window.

    Args:
        launch: What the window was opened with.
    """

    def __init__(self, launch: Launch) -> None:
        self._profile = launch.profile
        self._translator = launch.translator
        self._fixed = launch.endpoint
        self._endpoint = remote()
        self._world = launch.world() if launch.world else World()
        self._keychain = launch.keychain() if launch.keychain else Keychain(launch.profile)
        self._catalogue = Catalogue()
        self._scenes = Scenes()
        self.rows = tuple(RowSpec(c.id, c.title, c.group, c.waits, c.minor) for c in CHECKS)
        self.layer_order = tuple(Layer)

    async def prerequisites(
        self,
        tell: Tell,
        only: tuple[str, ...] = (EVERY_PREREQUISITE,),
        way: Mode = Mode.REMOTE,
        host: str | None = None,
    ) -> Result | Text:
        """Run the prerequisites, or some of them alone; ``way`` and ``host`` are as in :meth:`live`."""
        if wanted := await self._find_endpoint(way, host):
            return wanted
        request = Request(self._endpoint, only=only, minimum_version=self._profile.minimum_version)
        return await self._run(request, None, tell)

    async def live(
        self, keys: Keys, tell: Tell, way: Mode = Mode.REMOTE, host: str | None = None
    ) -> Result | Text:
        """Run everything with the keys; where it is not known whom to ask, say what is missing.

        Args:
            keys: The keys, or why there are none.
            tell: Hears what happens.
            way: How Open Dental is reached; counts only where no profile says it.
            host: The server that the person named for it; None takes the one in this PC's own settings.
        """
        if wanted := await self._find_endpoint(way, host):
            return wanted
        request = Request(
            self._endpoint,
            keys.pair,
            keys.problem,
            keys.detail,
            permissions=self._profile.permissions,
            minimum_version=self._profile.minimum_version,
            modes=self._ways(way),
        )
        return await self._run(request, keys.pair, tell)

    def _ways(self, way: Mode) -> tuple[Mode, ...]:
        """On which ways a key may go: those that the profile names, else the one that the person chose."""
        return self._profile.modes if self._profile.vendor_name else (way,)

    async def _find_endpoint(self, way: Mode, host: str | None) -> Text | None:
        """Which way the vendor's program would take now; anew for each run, since ways open and close.

        Returns:
            What the person has to enter first; None where it is known whom to ask.
        """
        if self._fixed is not None:
            self._endpoint = self._fixed()
        elif self._profile.vendor_name:
            self._endpoint = await target(self._world, None, None, self._profile.modes)
        else:
            host = host if way is Mode.SERVICE else None
            try:
                self._endpoint = await target(self._world, way, host)
            except EndpointError:
                return _NOT_FOUND
            if way is Mode.SERVICE and host is None and await self._is_a_guess():
                return _WHICH_SERVER
        return None

    async def _is_a_guess(self) -> bool:
        """Whether this PC would be asked only because nothing here says which one the server is."""
        if not self._endpoint.loopback:
            return False
        try:
            async with asyncio.timeout(_PLACE_S):
                place = await on_daemon(self._world.machine().place)
        except (Unreadable, TimeoutError):
            return True
        return place.role not in (Role.SERVER, Role.CLOUD)

    async def _run(self, request: Request, pair: KeyPair | None, tell: Tell) -> Result:
        watch = Stopwatch()
        evidence = await run(request, self._world, self._explaining(tell, watch, pair))
        return self._result(evidence, watch, pair)

    def _explaining(self, tell: Tell, watch: Stopwatch, pair: KeyPair | None) -> Tell:
        """Tell of a check that found something together with what that means."""
        found: list[CheckResult] = []

        def told(event: Event) -> None:
            if isinstance(event, CheckDone):
                found.append(event.result)
                seen = Evidence(
                    self._endpoint.mode,
                    tuple(found),
                    server=event.server,
                    server_here=event.server_here,
                )
                if cause := self._cause(event.result, self._window_names(seen)):
                    so_far = partial(self._result, seen, watch, pair, _now())
                    event = CheckExplained(
                        event.result, event.server, event.server_here, cause=cause, so_far=so_far
                    )
            tell(event)

        return told

    def _window_names(self, evidence: Evidence) -> Names:
        """What texts are filled with in the window, which names the server; what is handed on does not."""
        filled = found_names(self._profile, self._endpoint, evidence)
        return {**filled, "server": f"**{evidence.server}**"} if evidence.server else filled

    def _cause(self, check: CheckResult, filled: Names) -> Cause | None:
        """What a check's own code means, by itself."""
        if check.code is None:
            return None
        finding = Finding(check.code, Confidence.LIKELY, (check.summary,))
        return explain(finding, self._catalogue, filled)

    def _result(
        self, evidence: Evidence, watch: Stopwatch, pair: KeyPair | None, at: datetime | None = None
    ) -> Result:
        judgement = judge(evidence)
        filled = found_names(self._profile, self._endpoint, evidence)
        written_causes = tuple(explain(finding, self._catalogue, filled) for finding in judgement.findings)
        shown = self._window_names(evidence)
        causes = tuple(explain(finding, self._catalogue, shown) for finding in judgement.findings)
        each: dict[str, Cause | None] = {check.id: self._cause(check, shown) for check in evidence.checks}
        by_check = {identity: cause for identity, cause in each.items() if cause is not None}
        facts = RunFacts(
            *program_facts(), watch.reference, watch.started, watch.took_ms(), self._endpoint.public_url
        )
        redactor = Redactor((pair.developer, pair.customer) if pair else ())
        wanted = {pointer for cause in (*causes, *by_check.values()) for pointer in cause.pointers}
        return Result(
            at or _now(),
            watch.reference,
            evidence,
            judgement,
            causes,
            layers(evidence, judgement),
            {pointer: self._picture(pointer, evidence) for pointer in wanted},
            run_report(facts, evidence, judgement, written_causes, self._translator, redactor),
            by_check,
        )

    def _picture(self, pointer: str, evidence: Evidence) -> Picture:
        """A pointer for the version, and with the server's name, that the run has found."""
        here = T("this PC") if evidence.server_here else None
        server = T("**{name}**", name=evidence.server) if evidence.server else here
        return self._scenes.picture(pointer, evidence.od_version, evidence.installed, server, here)

    async def stored(self) -> Stored:
        """Read the keychain."""

        def read() -> Stored:
            if not self._keychain.available():
                return Stored(available=False)
            return Stored(
                available=True, customer=self._keychain.customer(), developer=self._keychain.developer()
            )

        try:
            async with asyncio.timeout(_KEYCHAIN_S):
                return await on_daemon(read)
        except (KeychainError, TimeoutError) as problem:
            return Stored(available=False, trouble=getattr(problem, "words", None))

    async def keep(self, pair: KeyPair) -> Text | str | None:
        """Store the keys; returns the key's home, a sentence about trouble, or None without a keychain."""
        developer = None if self._profile.developer_key else pair.developer
        try:
            async with asyncio.timeout(_KEYCHAIN_S):
                kept = await on_daemon(lambda: self._keychain.store(pair.customer, developer))
        except KeychainError as problem:
            return problem.words
        except TimeoutError:
            return None
        return self._keychain.home if kept else None
