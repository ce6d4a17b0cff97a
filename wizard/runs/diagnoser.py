"""The main act: from profile and keys to a result. Commands, windows and whatever watches only call it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from wizard.checks.context import World
from wizard.core.codes import EVERY_PREREQUISITE, CheckId
from wizard.core.keys import Keys
from wizard.core.mode import Mode
from wizard.runs.carried import carried_over
from wizard.runs.destination import Destination, Target, find_destination
from wizard.runs.in_progress import RunInProgress
from wizard.runs.request import Request
from wizard.runs.run import run
from wizard.runs.run_clock import RunClock
from wizard.runs.run_events import unheard
from wizard.store.catalogue import Catalogue

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from wizard.core.evidence import Disowned
    from wizard.core.keys import KeyPair
    from wizard.core.practice_title import Practice
    from wizard.runs.kept_keys import KeptKey, KeptKeys, StoredKeys
    from wizard.runs.run_events import OnEvent
    from wizard.runs.run_result import RunResult
    from wizard.runs.setup import Setup

ANYWHERE = Destination()


class Diagnoser:
    """Runs diagnoses; one for the life of the program, so that the pace of a key outlives a run.

    Its methods are coroutines of one event loop. Runs may go on beside each other.

    Args:
        setup: Whose program it is, and the worlds that it looks at.
    """

    def __init__(self, setup: Setup) -> None:
        self._setup = setup
        self._world = setup.world() if setup.world else World()
        self._catalogue = Catalogue()
        self._kept: KeptKeys | None = None

    async def find(self, wanted: Destination = ANYWHERE) -> Target:
        """Whom a run would ask now, for a caller that wants to know it before there are keys.

        Raises:
            CannotBeginError: It is not known whom to ask; what is missing.
        """
        return await find_destination(self._setup, self._world, wanted)

    async def prerequisites(
        self,
        on_event: OnEvent = unheard,
        *,
        only: Sequence[str] = (EVERY_PREREQUISITE,),
        to: Destination | Target = ANYWHERE,
        since: RunResult | None = None,
    ) -> RunResult:
        """Run the checks that need no key, or some of them alone.

        Args:
            on_event: Hears what happens, on the loop's thread.
            only: Ids or patterns of ids of the checks that are run.
            to: Which way to Open Dental is wanted, or whom :meth:`find` has found.
            since: As :meth:`live` has it.

        Raises:
            CannotBeginError: It is not known whom to ask; what is missing.
            CancelledError: The run was cancelled.
        """
        return await self.live(Keys(), on_event, only=only, to=to, since=since)

    async def live(
        self,
        keys: Keys,
        on_event: OnEvent = unheard,
        *,
        only: Sequence[str] = (),
        skip: Sequence[str] = (),
        deadline_s: float | None = None,
        to: Destination | Target = ANYWHERE,
        clock: RunClock | None = None,
        when_cancelled: Callable[[RunResult], None] | None = None,
        since: RunResult | None = None,
    ) -> RunResult:
        """Run every check and the calls with the keys.

        Args:
            keys: The keys, or why there are none, which is part of the result then.
            on_event: Hears what happens, on the loop's thread.
            only: Ids or patterns of ids that are run; empty for all.
            skip: Ids or patterns of ids that are left out.
            deadline_s: Seconds that the live call may wait; None for the way's own.
            to: Which way to Open Dental is wanted, or whom :meth:`find` has found.
            clock: When the run began, for a caller that looked for whom to ask and for the keys before; None
                is now.
            when_cancelled: Given the result of what was seen, where a run that has begun is cancelled.
            since: An earlier result of the same office: what passed there and does not change while somebody
                mends something is taken from it and not asked again. The way, the live call and whatever was
                not well are asked always.

        Raises:
            CannotBeginError: It is not known whom to ask; what is missing.
            CancelledError: The run was cancelled.
        """
        # who reads it out on the phone meanwhile still has the right one
        clock = clock or RunClock(None if since is None else since.reference)
        endpoint, ways = await self.find(to) if isinstance(to, Destination) else to
        profile = self._setup.profile
        request = Request(
            endpoint,
            keys=keys.pair,
            key_problem=keys.problem,
            key_detail=keys.detail,
            only=tuple(only),
            skip=tuple(skip),
            deadline_s=deadline_s,
            permissions=profile.permissions,
            minimum_version=profile.minimum_version,
            modes=ways,
        )
        if keys.problem is not None and not request.chooses(CheckId.LIVE_PATIENTS):
            keys = Keys()  # none is needed for what was asked
            request = Request(
                endpoint, only=request.only, skip=request.skip, minimum_version=profile.minimum_version
            )
        if since is not None:
            request = replace(request, known=carried_over(since.evidence, request))
        going = RunInProgress(self._setup, endpoint, keys, self._catalogue, on_event, clock, request.known)
        try:
            return going.ended(await run(request, self._world, going.tell, going.keep))
        except asyncio.CancelledError:
            if when_cancelled is not None:
                when_cancelled(going.interrupted())
            raise  # the very one: a deadline around the run knows its own cancellation by its type

    async def practice(
        self, keys: KeyPair, since: RunResult, *, to: Destination | Target = ANYWHERE
    ) -> Practice | None:
        """Whose practice the keys open, for the window alone; None where Open Dental does not tell.

        Args:
            keys: Those of the run.
            since: The run that they connected in.
            to: As in that run.

        Raises:
            CannotBeginError: It is not known whom to ask; what is missing.
        """
        from wizard.runs.practice import ask_practice  # asked after a success alone, and by the window

        endpoint, _ = await self.find(to) if isinstance(to, Destination) else to
        return await ask_practice(self._world, endpoint, keys, since.evidence)

    def pace_s(self, keys: Keys, mode: Mode) -> float:
        """Seconds that Open Dental wants between two calls with these keys, as far as it is known.

        What its last answer asked for (``Retry-After``) counts until the next one; 0 where nobody limits.
        """
        if keys.pair is None or mode is not Mode.REMOTE:
            return 0.0
        return self._world.pacer.of(keys.pair.customer).between_s

    async def keychain(self) -> StoredKeys:
        """What this PC's keychain holds under the profile's names."""
        return await self._kept_keys().read()

    async def keep(self, pair: KeyPair) -> KeptKey:
        """Put the keys into this PC's keychain."""
        return await self._kept_keys().keep(pair)

    async def withdraw(self, pair: KeyPair) -> Disowned:
        """Have this PC's keychain hold again what it held before :meth:`keep` put these keys there."""
        return await self._kept_keys().withdraw(pair)

    def _kept_keys(self) -> KeptKeys:
        if self._kept is None:
            from wizard.runs.kept_keys import KeptKeys  # piped keys do not need it

            self._kept = KeptKeys(self._setup)
        return self._kept
