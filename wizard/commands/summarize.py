"""``summarize``: documents and case files of many offices as a table by cause, and as one page."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from wizard.casefile.case_file import SUFFIX
from wizard.core.text import T, unmarked
from wizard.diagnosis.fleet import age
from wizard.diagnosis.fleet_page import CAUSE_HEADINGS, RUN_HEADINGS, FleetFacts, FleetPage, quoted, summed_up
from wizard.runs.summary import Summary
from wizard.store import files, resources
from wizard.store.catalogue import Catalogue

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

    from wizard.core.text import Text, Translator
    from wizard.diagnosis.fleet import CauseCount, OfficeRun
    from wizard.store.document_files import LeftOutFile


def summarize(arguments: argparse.Namespace, translator: Translator) -> int:
    """Read, print, and write the page; 2 where nothing could be read, 1 where no page could be written."""
    page = None if arguments.html is None else Path(arguments.html)
    if page is not None and page.suffix.lower() not in (".html", ".htm"):
        return _complaint(T("--html expects a file that ends in .html."), translator)
    with Summary(Catalogue()) as summary:
        summary.read(
            map(Path, arguments.files), lambda left: _tell(left, translator), by_folder=arguments.by_folder
        )
        if not summary.counts.runs:
            return _complaint(T("No document and no case file could be read."), translator)
        report = _SummaryForms(summary, translator)
        if page is not None and not report.write_page(page):
            return _complaint(T("The page could not be written."), translator, 1)
        for piece in report.document() if arguments.json else report.lines():
            sys.stdout.write(piece)
    return 0


def _complaint(words: Text, translator: Translator, code: int = 2) -> int:
    sys.stderr.write(f"{translator.translate(words)}\n")
    return code


def _tell(left: LeftOutFile, translator: Translator) -> None:
    in_lines = left.line and left.file.suffix.lower() != SUFFIX  # a case is one line
    place = f"{left.file}:{left.line}" if in_lines else f"{left.file}"
    sys.stderr.write(f"{place}: {translator.translate(left.why)}\n")


class _SummaryForms:
    """What was read, in three forms."""

    def __init__(self, summary: Summary, translator: Translator) -> None:
        self._summary, self._translator = summary, translator
        counts = summary.counts
        self._facts = FleetFacts(
            now_s=int(datetime.now(tz=UTC).timestamp()),
            offices=counts.offices,
            runs=counts.runs,
            causes=counts.rows(),
            left_out=[(left.shown, left.why) for left in summary.left_out],
            left_out_count=summary.left_out_count,
            notes=summary.names.notes(),
            say_time=lambda at_s: f"{_local(at_s):%Y-%m-%d %H:%M}",
            say_day=lambda at_s: f"{_local(at_s):%Y-%m-%d}",
        )

    def lines(self) -> Iterator[str]:
        """For people: by cause, then each office's latest run."""
        yield f"{self._say(summed_up(self._facts))}\n"
        for note in self._facts.notes:
            yield f"{self._say(note)}\n"
        table = [self._cause_cells(row) for row in self._facts.causes]
        heads = [self._say(text) for text in (*CAUSE_HEADINGS[1:], CAUSE_HEADINGS[0])]
        widths = [max(map(len, column)) for column in zip(heads, *table, strict=True)]
        yield "\n"
        yield from (_in_columns(cells, widths) for cells in (heads, *table))
        heads = [self._say(RUN_HEADINGS[place]) for place in (3, 4, 0, 1)]
        widths = [len(head) for head in heads]
        for cells in self._latest():  # read twice and never kept: there may be ten thousand
            widths = [max(wide, len(cell)) for wide, cell in zip(widths, cells, strict=True)]
        yield "\n" + _in_columns(heads, widths)
        yield from (_in_columns(cells, widths) for cells in self._latest())

    def _latest(self) -> Iterator[list[str]]:
        """The cells of each office's latest run."""
        return (self._run_cells(run) for run in self._summary.runs() if run.is_latest)

    def _cause_cells(self, row: CauseCount) -> list[str]:
        days = map(self._facts.say_day, (row.oldest_s, row.newest_s))
        title = f"{row.group.ref:4} {self._say(row.group.title)}"
        return [str(row.now), str(row.offices), str(row.runs), *days, title.lstrip()]

    def _run_cells(self, run: OfficeRun) -> list[str]:
        how_old = self._say(age(run.started_s, self._facts.now_s))
        group = self._summary.groups.of(run)
        return [how_old, quoted(group, run), run.office, self._say(group.title)]

    def document(self) -> Iterator[str]:
        """For programs: one JSON object, written a line at a time."""
        facts = self._facts
        head = {
            "schema": 1,
            "made": _stamp(facts.now_s),
            "offices": facts.offices,
            "runs": facts.runs,
            "repeated": self._summary.repeated,
            "notes": [self._say(note) for note in facts.notes],
            "left_out_count": facts.left_out_count,
            "left_out": [
                {"file": left.shown, "line": left.line or None, "why": self._say(left.why)}
                for left in self._summary.left_out
            ],
            "causes": [self._cause_fields(row) for row in facts.causes],
        }
        yield f'{json.dumps(head)[:-1]}, "latest": ['
        between = "\n"
        for run in self._summary.runs():
            if run.is_latest:
                yield between + json.dumps(self._run_fields(run))
                between = ",\n"
        yield "\n]}\n"

    def _cause_fields(self, row: CauseCount) -> dict[str, object]:
        return {
            "cause": row.group.key,
            "ref": row.group.ref or None,
            "title": self._say(row.group.title),
            "now": row.now,
            "offices": row.offices,
            "runs": row.runs,
            "oldest": _stamp(row.oldest_s),
            "newest": _stamp(row.newest_s),
        }

    def _run_fields(self, run: OfficeRun) -> dict[str, object]:
        return {
            "office": run.office,
            "cause": self._summary.groups.of(run).key,
            "verdict": run.verdict,
            "who": list(run.who),
            "started": _stamp(run.started_s),
            "reference": run.reference,
        }

    def write_page(self, file: Path) -> bool:
        """Whether the page could be written; it appears whole or not at all."""
        style, script = (resources.path(f"fleet/page.{kind}").read_text("utf-8") for kind in ("css", "js"))
        page = FleetPage(self._translator, self._summary.groups.of, style, script)
        try:
            with files.writing(file) as stream:
                stream.writelines(piece.encode() for piece in page.pieces(self._facts, self._summary.runs()))
        except (OSError, ValueError):  # the latter of a name that no file can have
            return False
        return True

    def _say(self, text: Text) -> str:
        return unmarked(self._translator.translate(text))


def _in_columns(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = "  ".join(f"{cell:{width}}" for cell, width in zip(cells, widths, strict=True))
    return f"{padded.rstrip()}\n"


def _local(at_s: int) -> datetime:
    return datetime.fromtimestamp(at_s, tz=UTC).astimezone()


def _stamp(at_s: int) -> str:
    return f"{datetime.fromtimestamp(at_s, tz=UTC):%Y-%m-%dT%H:%M:%SZ}"
