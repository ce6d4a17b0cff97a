"""The runs of many offices as one static HTML page: no server, no call, no link; it sorts by its own script.

Everything that came from a file is escaped. The policy in the page's head lets nothing in but the one script
and the one style that stand in it, whatever a label holds.
"""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from html import escape
from typing import TYPE_CHECKING

from wizard.core.record import record
from wizard.core.text import N, T, Text, paragraph, unmarked
from wizard.diagnosis.fleet import age
from wizard.diagnosis.report_model import WHO

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from wizard.core.text import Translator
    from wizard.diagnosis.fleet import CauseCount, CauseGroup, OfficeRun

CAUSE_HEADINGS = (T("Cause"), T("Now"), T("Offices"), T("Runs"), T("Oldest"), T("Newest"))
RUN_HEADINGS = (T("Office"), T("Cause"), T("Who can fix it"), T("Age"), T("Reference"))


@record
class FleetFacts:
    """What the page says besides its rows.

    Attributes:
        now_s: When it is made, seconds since 1970, UTC.
        offices: How many offices.
        runs: How many runs.
        causes: Runs counted by cause.
        left_out: Files that could not be read, by name, with the reason; the first of them.
        left_out_count: How many could not be read.
        say_time: A time as the reader reads it.
        say_day: Its day.
        notes: What could not be known of whose the runs are.
    """

    now_s: int
    offices: int
    runs: int
    causes: Sequence[CauseCount]
    left_out: Sequence[tuple[str, Text]]
    left_out_count: int
    say_time: Callable[[int], str]
    say_day: Callable[[int], str]
    notes: Sequence[Text] = ()


class FleetPage:
    """Writes the page piece by piece, so that no number of offices fills the memory.

    Args:
        translator: Says the texts.
        group_of: What a run is counted by.
        style: The page's style.
        script: The page's script.
    """

    def __init__(
        self, translator: Translator, group_of: Callable[[OfficeRun], CauseGroup], style: str, script: str
    ) -> None:
        self._translator, self._group_of = translator, group_of
        self._style, self._script = style, script

    def pieces(self, facts: FleetFacts, runs: Iterable[OfficeRun]) -> Iterator[str]:
        """The page's text.

        Args:
            facts: Counts and times.
            runs: A row each.
        """
        yield from self._head(facts)
        yield from self._table("causes", CAUSE_HEADINGS, (self._cause(row, facts) for row in facts.causes))
        yield _element("h2", self._say(T("Offices")))
        yield self._filters()
        yield from self._table("runs", RUN_HEADINGS, (self._run(run, facts) for run in runs))
        yield from self._left_out(facts)
        yield f"</main>\n<script>{self._script}</script>\n</body>\n</html>\n"

    def _head(self, facts: FleetFacts) -> Iterator[str]:
        title = self._say(T("What keeps offices from Open Dental"))
        policy = (
            f"default-src 'none'; style-src '{_sum(self._style)}'; script-src '{_sum(self._script)}'; "
            "base-uri 'none'; form-action 'none'"
        )
        yield f'<!DOCTYPE html>\n<html lang="{escape(self._translator.language)}">\n<head>\n'
        yield '<meta charset="utf-8">\n'
        yield f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        yield _element("title", title)
        yield f"<style>{self._style}</style>\n</head>\n<body>\n<main>\n"
        yield _element("h1", title)
        yield _element("p", self._say(summed_up(facts)), class_="quiet")
        for note in facts.notes:
            yield _element("p", self._say(note), class_="quiet")
        yield _element("h2", self._say(T("Causes")))
        yield _element("p", self._say(_WHAT_NOW_IS), class_="quiet")

    def _table(self, name: str, headings: Sequence[Text], rows: Iterable[str]) -> Iterator[str]:
        cells = (
            _element("th", self._say(text), scope="col", class_="number" if text in _NUMBERS else "")
            for text in headings
        )
        yield f'<table id="{name}">\n'
        yield _element("thead", _element("tr", _lines(cells)))
        yield "<tbody>\n"
        yield from rows
        yield "</tbody>\n</table>\n"

    def _cause(self, row: CauseCount, facts: FleetFacts) -> str:
        names = tuple(map(self._words, CAUSE_HEADINGS))
        numbers = zip(names[1:4], (row.now, row.offices, row.runs), strict=True)
        days = zip(names[4:], (row.oldest_s, row.newest_s), strict=True)
        cells = [
            _element("th", self._title(row.group), scope="row"),
            *(_element("td", str(number), class_="number", data_name=name) for name, number in numbers),
            *(
                _element(
                    "td", escape(facts.say_day(at_s)), class_="when", data_name=name, data_value=str(at_s)
                )
                for name, at_s in days
            ),
        ]
        return _element("tr", _lines(cells), data_cause=row.group.key)

    def _run(self, run: OfficeRun, facts: FleetFacts) -> str:
        group = self._group_of(run)
        _, _, who, how_old, reference = map(self._words, RUN_HEADINGS)
        old = _element(
            "span", self._say(age(run.started_s, facts.now_s)), title=facts.say_time(run.started_s)
        )
        old_s = str(max(0, facts.now_s - run.started_s))
        cells = [
            _element("th", self._office(run), scope="row", class_="name"),
            _element("td", self._title(group)),
            _element("td", self._who(run, group), class_="who", data_name=who),
            _element("td", old, class_="when", data_name=how_old, data_value=old_s),
            _element("td", escape(quoted(group, run)), class_="quote", data_name=reference),
        ]
        return _element("tr", _lines(cells), data_cause=group.key, class_="" if run.is_latest else "earlier")

    def _office(self, run: OfficeRun) -> str:
        if run.is_latest:
            return escape(run.office)
        return _lines([escape(run.office), _element("span", self._say(T("Earlier")), class_="quiet")])

    def _title(self, group: CauseGroup) -> str:
        parts = [
            _element("span", class_=f"state state-{group.rank}"),
            _element("span", escape(group.ref), class_="ref") if group.ref else "",
            _element("span", self._say(group.title)),
        ]
        return _element("span", _lines(parts), class_="cause")

    def _who(self, run: OfficeRun, group: CauseGroup) -> str:
        return self._say(WHO[run.who[0]]) if run.who and group.rank != 2 else ""

    def _filters(self) -> str:
        shown = self._words(T("Shown: {shown} of {all}", shown="{shown}", all="{all}"))
        every = _element("option", self._say(T("Every cause")))
        parts = [
            _element("label", _lines([self._say(T("Search")), '<input type="search">'])),
            _element("label", _lines([self._say(T("Cause")), "<select>", every, "</select>"])),
            _element(
                "label",
                _lines(['<input type="checkbox">', self._say(T("Show earlier runs too"))]),
                class_="tick",
            ),
            _element("output", data_words=shown),
        ]
        return _element("div", _lines(parts), class_="filters", hidden="hidden")

    def _left_out(self, facts: FleetFacts) -> Iterator[str]:
        if not facts.left_out_count:
            return
        yield _element("h2", self._say(T("Not read")))
        for name, why in facts.left_out:
            yield _element("p", f"{escape(name)}: {self._say(why)}")
        if facts.left_out_count > len(facts.left_out):
            rest = facts.left_out_count - len(facts.left_out)
            yield _element("p", self._say(N("And {n} more.", "And {n} more.", rest)))

    def _say(self, text: Text) -> str:
        return escape(self._words(text))

    def _words(self, text: Text) -> str:
        return unmarked(self._translator.translate(text))


_WHAT_NOW_IS = T("Now counts each office once, by its latest run.")
_NUMBERS = CAUSE_HEADINGS[1:4]


def _element(name: str, inside: str = "", **attributes: str) -> str:
    """An element of the page; ``inside`` is markup already, attributes are not."""
    named = ((key.rstrip("_").replace("_", "-"), value) for key, value in attributes.items() if value)
    given = "".join(f' {key}="{escape(value)}"' for key, value in named)
    return f"<{name}{given}>{inside}</{name}>\n"


def _lines(parts: Iterable[str]) -> str:
    return "\n".join(part.rstrip("\n") for part in parts if part)


def quoted(group: CauseGroup, run: OfficeRun) -> str:
    """A run's reference as it is read out on the phone."""
    return f"{group.ref}-{run.reference}" if group.ref else run.reference


def summed_up(facts: FleetFacts) -> Text:
    """How much was read, and when."""
    counted = [N("{n} office.", "{n} offices.", facts.offices), N("{n} run.", "{n} runs.", facts.runs)]
    if facts.left_out_count:
        counted.append(N("{n} could not be read.", "{n} could not be read.", facts.left_out_count))
    return paragraph(*counted, T("Made on {time}.", time=facts.say_time(facts.now_s)))


def _sum(content: str) -> str:
    return f"sha256-{b64encode(sha256(content.encode()).digest()).decode()}"
