"""One look of a watch: a run that asks again what could have changed, and the pace that it has to keep."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.core.mode import Mode
from wizard.core.record import record
from wizard.runs.diagnoser import ANYWHERE

if TYPE_CHECKING:
    from collections.abc import Callable

    from wizard.core.keys import Keys
    from wizard.runs.destination import Destination, Target
    from wizard.runs.diagnoser import Diagnoser
    from wizard.runs.run_events import OnEvent
    from wizard.runs.run_result import RunResult


@record
class OfficeLook:
    """What a :class:`wizard.runs.watch.Watch` looks with; its arguments are those of ``Diagnoser.live``.

    Attributes:
        diagnoser: Makes the runs.
        keys: The keys; none for the prerequisites alone.
        to: Which way to Open Dental is wanted; a :class:`Destination` is found anew for each look.
        only: Ids or patterns of ids that are run; empty for all.
        skip: Ids or patterns of ids that are left out.
        deadline_s: Seconds that the live call may wait; None for the way's own.
        when_cancelled: Given the result of what was seen, where a look is cancelled.
    """

    diagnoser: Diagnoser
    keys: Keys
    to: Destination | Target = ANYWHERE
    only: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    deadline_s: float | None = None
    when_cancelled: Callable[[RunResult], None] | None = None

    async def __call__(self, on_event: OnEvent, since: RunResult | None) -> RunResult:
        """Look, and return what was found."""
        return await self.diagnoser.live(
            self.keys,
            on_event,
            only=self.only,
            skip=self.skip,
            deadline_s=self.deadline_s,
            to=self.to,
            when_cancelled=self.when_cancelled,
            since=since,
        )

    def pace_s(self, last: RunResult | None) -> float:
        """Seconds that have to lie between two looks, after this result."""
        return self.diagnoser.pace_s(self.keys, last.evidence.mode if last else Mode.REMOTE)
