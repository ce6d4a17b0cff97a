"""What a check is: one question to this PC or the network."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from wizard.core.text import T

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from wizard.checks.context import Context
    from wizard.core.codes import CheckId
    from wizard.core.outcome import Outcome
    from wizard.core.text import Text

WAITS = T("Waiting for an answer")


class Group(StrEnum):
    """What a check is about, for the window."""

    PC = "this-pc"
    SERVER = "server"
    WAY = "way"


@dataclass(frozen=True, slots=True)
class Check:
    """One question to this PC or the network.

    Attributes:
        id: Stable id; prerequisites begin with ``prereq.``.
        title: What it looks at, as a short name.
        reads: What it reads or calls, for ``list checks``.
        needs: Ids of checks that must not have failed.
        deadline_s: Seconds after which it counts as unknown.
        run: Asks.
        group: What it is about.
        waits: What it waits for, when it takes long.
        minor: Shown only when something is not right with it, or when it is asked for.
    """

    id: CheckId
    title: Text
    reads: Text
    needs: tuple[CheckId, ...]
    deadline_s: float
    run: Callable[[Context], Awaitable[Outcome]]
    group: Group = Group.WAY
    waits: Text = WAITS
    minor: bool = False
