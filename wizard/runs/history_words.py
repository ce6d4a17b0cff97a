"""The history in words: what each line was, and at what hours of the day it breaks."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from wizard.core.record import record
from wizard.core.text import N, T, Text, paragraph
from wizard.diagnosis.clock_words import length
from wizard.diagnosis.explained import catalogue_values
from wizard.diagnosis.judge import WORKS, Verdict
from wizard.store.history_file import KeptIncident, KeptRun

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime, tzinfo

    from wizard.core.profile import Profile
    from wizard.diagnosis.explained import Entries, Names
    from wizard.runs.history import Entry, History, HistoryTrouble

_HOUR = timedelta(hours=1)


@record
class ToldEntry:
    """A line of the history for a person.

    Attributes:
        entry: The line.
        at: When it was found first, UTC.
        until: When it was found last, or was over.
        is_well: Whether Open Dental could be read then.
        words: What it was.
    """

    entry: Entry
    at: datetime
    until: datetime
    is_well: bool
    words: Text


@record
class ToldHistory:
    """The history for a person.

    Attributes:
        entries: The latest last.
        trouble: Why there are none; None where nothing went wrong.
    """

    entries: tuple[ToldEntry, ...]
    trouble: HistoryTrouble | None


def told_history(history: History, causes: Entries, profile: Profile) -> ToldHistory:
    """Read the history and put it into words; arguments as :func:`told_entries` has them."""
    found = history.read()
    return ToldHistory(told_entries(found.entries, causes, profile), found.trouble)


def worst_hours(hours: Sequence[int]) -> tuple[int, int] | None:
    """From which hour to which it was broken most often; None where no part of the day stands out.

    Args:
        hours: As :func:`broken_hours` counts them.
    """
    most = max(hours)
    begins = [hour for hour in range(24) if hours[hour] == most and hours[hour - 1] != most]
    if most < 2 or len(begins) != 1:
        return None
    start = end = begins[0]
    while hours[end] == most:
        end = (end + 1) % 24
    return start, end


def told_entries(entries: Iterable[Entry], causes: Entries, profile: Profile) -> tuple[ToldEntry, ...]:
    """Each line with its words.

    Args:
        entries: What is kept.
        causes: Where the words of a cause come from.
        profile: The vendor's names.
    """
    names = catalogue_values(profile)
    return tuple(
        _told_run(entry, causes, names)
        if isinstance(entry, KeptRun)
        else _told_incident(entry, causes, names)
        for entry in entries
    )


def broken_hours(entries: Iterable[Entry], zone: tzinfo | None = None) -> tuple[int, ...]:
    """How often each of the day's 24 hours saw it broken.

    Args:
        entries: What is kept.
        zone: Whose hours; None is this PC's.
    """
    hours = [0] * 24
    for entry in entries:
        if isinstance(entry, KeptRun) and entry.verdict == Verdict.FAILED:
            for hour in _hours(entry.at, entry.until, zone):
                hours[hour] += 1
    return tuple(hours)


def _hours(since: datetime, until: datetime, zone: tzinfo | None) -> set[int]:
    """Each hour of the day between two times, once."""
    found, at = {until.astimezone(zone).hour}, since
    while at < until and len(found) < 24:
        found.add(at.astimezone(zone).hour)
        at += _HOUR
    return found


def _told_run(run: KeptRun, causes: Entries, names: Names) -> ToldEntry:
    words = T("Not connected") if run.code is None else _title(run.code, causes, names)
    if run.times > 1:
        words = paragraph(T("{sentence}.", sentence=words), N("Seen {n} time.", "Seen {n} times.", run.times))
    is_well = run.verdict in WORKS
    return ToldEntry(run, run.at, run.until, is_well, words)


def _told_incident(incident: KeptIncident, causes: Entries, names: Names) -> ToldEntry:
    took = length(max(1, incident.minutes) * 60)
    named = _title(incident.named, causes, names)
    if incident.proven is None:
        words = T(
            "Fixed after {length}. What it was is not proven. First named: {cause}", length=took, cause=named
        )
    elif incident.proven == incident.named:
        words = T("Fixed after {length}. It was: {cause}", length=took, cause=named)
    else:
        proven = _title(incident.proven, causes, names)
        words = T(
            "Fixed after {length}. It was: {cause}. First named: {other}",
            length=took, cause=proven, other=named,
        )  # fmt: skip
    since = incident.closed - timedelta(minutes=incident.minutes)
    return ToldEntry(incident, since, incident.closed, is_well=True, words=words)


def _title(code: str, causes: Entries, names: Names) -> Text:
    """A cause's title; its code, where this version does not know it."""
    try:
        return T(causes.entry(code).title, **names)
    except KeyError:
        return T("{code}", code=code)
