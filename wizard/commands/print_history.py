"""``history``: the last runs and incidents that are kept on this PC, and their end."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from wizard.core.profile import GENERIC
from wizard.core.text import T, unmarked
from wizard.runs.history import History, HistoryTrouble, kept_here
from wizard.runs.history_words import broken_hours, told_entries
from wizard.store.catalogue import Catalogue
from wizard.store.history_file import KeptRun, fields_of

if TYPE_CHECKING:
    from datetime import datetime

    from wizard.core.text import Text, Translator
    from wizard.runs.history import HistoryRead
    from wizard.runs.history_words import ToldEntry

_TROUBLE: dict[HistoryTrouble, Text] = {
    HistoryTrouble.DAMAGED: T("The history is damaged. It is put aside with the next run, and begun anew."),
    HistoryTrouble.UNREADABLE: T("The history could not be read."),
}


def print_history(translator: Translator, *, as_json: bool, clear: bool) -> int:
    """Print the history, or remove it with all other notes; 1 where that could not be done.

    Args:
        translator: Says the texts.
        as_json: Print a document for programs.
        clear: Remove history, log, progress and the places of windows instead.
    """
    history = History(kept_here())
    if clear:
        return _cleared(history, translator)
    found = history.read()
    if as_json:
        sys.stdout.write(json.dumps(_document(found), indent=1) + "\n")
    else:
        for line in _lines(found, translator):
            sys.stdout.write(f"{line}\n")
    return 0 if found.trouble is None else 1


def _cleared(history: History, translator: Translator) -> int:
    if history.clear():
        sys.stdout.write(translator.translate(T("History and log were removed.")) + "\n")
        return 0
    words = T("Not everything could be removed. Close every window of this program and try again.")
    sys.stderr.write(translator.translate(words) + "\n")
    return 1


def _document(found: HistoryRead) -> dict[str, object]:
    return {
        "schema": 1,
        "trouble": None if found.trouble is None else found.trouble.name.lower(),
        "entries": [fields_of(entry) for entry in found.entries],
        "broken_hours": list(broken_hours(found.entries)),
    }


def _lines(found: HistoryRead, translator: Translator) -> list[str]:
    """The latest last, as a log; then the hours."""
    say = translator.translate
    if found.trouble is not None:
        return [say(_TROUBLE[found.trouble])]
    if not found.entries:
        return [say(T("Nothing is kept here."))]
    told = told_entries(found.entries, Catalogue(), GENERIC)
    lines = [_line(entry, unmarked(say(entry.words))) for entry in told]
    hours = broken_hours(found.entries)
    if any(hours):
        lines += ["", say(T("Hours of the day at which it was broken:"))]
        lines += [f"  {hour:02}:00  {'#' * times}" for hour, times in enumerate(hours) if times]
    return lines


def _line(told: ToldEntry, words: str) -> str:
    first, last = _local(told.at), _local(told.until)
    when = first if first == last else f"{first} - {last[11:] if last[:10] == first[:10] else last}"
    quoted = ""
    if isinstance(told.entry, KeptRun) and told.entry.ref is not None:
        quoted = f"{told.entry.ref}-{told.entry.reference}"
    return f"{when:35}  {quoted:12}  {words}"


def _local(at: datetime) -> str:
    return f"{at.astimezone():%Y-%m-%d %H:%M}"
