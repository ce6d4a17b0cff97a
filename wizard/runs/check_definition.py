"""What a check is: one question to this PC or the network, joined with what its answer means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

from wizard.core.facts import CheckFacts
from wizard.core.record import record
from wizard.core.text import T
from wizard.diagnosis.check_groups import Group, group_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from wizard.checks.context import Context
    from wizard.core.codes import CheckId
    from wizard.core.outcome import Outcome
    from wizard.core.text import Text

F = TypeVar("F", bound=CheckFacts)

WAITS = T("Waiting for an answer")
DEADLINE_S = 5.0
"""Seconds that a check of this PC has."""


@record
class Check(Generic[F]):
    """One question, and what its answer means.

    Attributes:
        id: Stable id.
        title: What it looks at, as a short name.
        reads: What it reads or calls, for ``list checks``.
        ask: The question; raises Unreadable where this PC does not answer it.
        verdict: Judges the facts that ``ask`` brings. Pure.
        needs: Ids of checks that must not have failed.
        deadline_s: Seconds after which it counts as unknown.
        waits: What it waits for, when it takes long.
        minor: Shown only when something is not right with it, or when it is asked for.
        steady: Stays as it is while somebody mends something else: a watch does not ask again.
    """

    id: CheckId
    title: Text
    reads: Text
    ask: Callable[[Context], Awaitable[F]]
    verdict: Callable[[F], Outcome]
    needs: tuple[CheckId, ...] = ()
    deadline_s: float = DEADLINE_S
    waits: Text = WAITS
    minor: bool = False
    steady: bool = False

    @property
    def group(self) -> Group:
        """What it is about."""
        return group_of(self.id)


AnyCheck = Check[Any]
"""A check, whatever its facts are."""
