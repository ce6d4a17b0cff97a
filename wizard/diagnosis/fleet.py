"""Runs of many offices, one row a run, counted by cause. Pure: rows are given in order, one at a time.

Nothing here grows with the number of offices: causes are those of this version, and all others together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.core.cause import Confidence, Finding
from wizard.core.record import record
from wizard.core.text import N, T, Text
from wizard.diagnosis.explained import catalogue_values, explain
from wizard.diagnosis.judge import WORKS, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wizard.core.cause import Who
    from wizard.core.codes import Code
    from wizard.diagnosis.explained import Entries

_HOUR_S, _DAY_S = 3600, 86_400
_AHEAD_S = _HOUR_S
"""By how much a clock may be ahead before it is said."""


@record
class OfficeRun:
    """What a document tells of one run; all else of it is left behind.

    Attributes:
        office: The label.
        started_s: When it began, seconds since 1970, UTC.
        reference: Eight characters.
        verdict: The outcome.
        code: The first cause; None where there was none, or this version does not know it.
        who: Who can act, first one first.
        is_known: Whether this version knows the cause, or there was none.
        is_latest: Whether it is the office's latest run.
        apart: What keeps its office apart from another one of the same name.
    """

    office: str
    started_s: int
    reference: str
    verdict: Verdict
    code: Code | None
    who: tuple[Who, ...]
    is_known: bool = True
    is_latest: bool = True
    apart: str = ""


@record
class CauseGroup:
    """What runs are counted by: a cause, or an outcome without one.

    Attributes:
        key: The code; without one the verdict, or ``unknown-to-this-version``.
        ref: For the phone; empty without a cause.
        title: In words.
        verdict: Of the runs that are counted by it.
    """

    key: str
    ref: str
    title: Text
    verdict: Verdict

    @property
    def rank(self) -> int:
        """0 for what does not work, 1 for what was not asked, 2 for what works."""
        return 2 if self.verdict in WORKS else int(self.verdict is Verdict.INCOMPLETE)


@record
class CauseCount:
    """How often a cause was found first.

    Attributes:
        group: Which.
        runs: Runs that found it.
        offices: Offices in which it was found at some time.
        now: Offices whose latest run found it.
        oldest_s: When first, seconds since 1970, UTC.
        newest_s: When last.
    """

    group: CauseGroup
    runs: int
    offices: int
    now: int
    oldest_s: int
    newest_s: int


class CauseGroups:
    """The causes in words, each made once.

    Args:
        entries: The catalogue.
    """

    def __init__(self, entries: Entries) -> None:
        self._entries = entries
        self._names = catalogue_values()
        self._made: dict[str, CauseGroup] = {}

    def of(self, run: OfficeRun) -> CauseGroup:
        """What a run is counted by."""
        key = _key(run)
        if key not in self._made:
            self._made[key] = self._group(key, run)
        return self._made[key]

    def _group(self, key: str, run: OfficeRun) -> CauseGroup:
        if run.code is None:
            return CauseGroup(key, "", _WITHOUT[key], run.verdict)
        cause = explain(Finding(run.code, Confidence.POSSIBLE, ()), self._entries, self._names)
        return CauseGroup(key, cause.ref, cause.title, run.verdict)


_UNKNOWN = "unknown-to-this-version"
_WITHOUT: dict[str, Text] = {
    Verdict.CONNECTED: T("Connected"),
    Verdict.WARNINGS: T("Connected, with warnings"),
    Verdict.FAILED: T("Not connected"),
    Verdict.INCOMPLETE: T("Not everything was checked"),
    _UNKNOWN: T("A cause that this version does not know"),
}


def _key(run: OfficeRun) -> str:
    if not run.is_known and run.verdict not in WORKS:
        return _UNKNOWN
    return str(run.verdict if run.code is None else run.code)


class CauseCounts:
    """Counts runs by cause.

    Args:
        groups: The causes in words.
    """

    def __init__(self, groups: CauseGroups) -> None:
        self._groups = groups
        self._counted: dict[str, CauseCount] = {}
        self.runs = 0
        self.offices = 0

    def counted(self, runs: Iterable[OfficeRun]) -> Iterator[OfficeRun]:
        """The same runs, counted, and the latest of each office marked.

        Args:
            runs: By office, and of each office the latest first.
        """
        office: tuple[str, str] | None = None
        seen: set[str] = set()
        for run in runs:
            latest = (run.office, run.apart) != office
            if latest:
                office, seen = (run.office, run.apart), set()
                self.offices += 1
            self.runs += 1
            group = self._groups.of(run)
            self._count(group, run.started_s, new=group.key not in seen, latest=latest)
            seen.add(group.key)
            yield OfficeRun(
                run.office, run.started_s, run.reference, run.verdict, run.code, run.who, run.is_known, latest
            )

    def _count(self, group: CauseGroup, at_s: int, *, new: bool, latest: bool) -> None:
        before = self._counted.get(group.key) or CauseCount(group, 0, 0, 0, at_s, at_s)
        self._counted[group.key] = CauseCount(
            group,
            before.runs + 1,
            before.offices + new,
            before.now + latest,
            min(before.oldest_s, at_s),
            max(before.newest_s, at_s),
        )

    def rows(self) -> list[CauseCount]:
        """What does not work first, and of that what most offices have now."""
        return sorted(
            self._counted.values(), key=lambda row: (row.group.rank, -row.now, -row.runs, row.group.key)
        )


def age(started_s: int, now_s: int) -> Text:
    """How long ago a run was, in one unit."""
    seconds = now_s - started_s
    if seconds < -_AHEAD_S:
        return T("In the future: a clock is wrong")
    if seconds < _HOUR_S:
        return T("Under an hour")
    if seconds < 2 * _DAY_S:
        return N("{n} hour", "{n} hours", seconds // _HOUR_S)
    return N("{n} day", "{n} days", seconds // _DAY_S)
