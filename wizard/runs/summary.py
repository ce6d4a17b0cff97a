"""Documents and case files of many offices, read and put in order, in memory that does not grow with them."""

from __future__ import annotations

import json
from contextlib import ExitStack
from hashlib import sha256
from typing import TYPE_CHECKING

from wizard.casefile.case_file import SUFFIX, CaseError, DamagedCaseError, NewerCaseError, read_case
from wizard.core.cause import Who
from wizard.core.codes import Code
from wizard.core.text import T
from wizard.diagnosis.fleet import CauseCounts, CauseGroups, OfficeRun
from wizard.diagnosis.judge import Verdict
from wizard.runs.stated_run import NotADocumentError, office_label, short_end, stated_run
from wizard.runs.whose_run import OfficeNames, office_of
from wizard.store.disk_sort import DiskSort
from wizard.store.document_files import LeftOutFile, records_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path
    from types import TracebackType
    from typing import Self

    from wizard.diagnosis.explained import Entries
    from wizard.store.disk_sort import SortedRow
    from wizard.store.document_files import FoundRecord

MOST_TOLD = 100
"""Of what was left out, how much a page and a document name; all of it is counted."""

_BESIDE = ("label", "replay")
"""What may stand in a document beside what the run has found."""


class Summary:
    """What was read. To be closed: it lies in files without a name.

    Args:
        entries: The catalogue of causes.

    Attributes:
        groups: What runs are counted by.
        counts: Runs counted by cause.
        left_out: The first that could not be read.
        left_out_count: How many could not be read.
        repeated: How many runs were there more than once.
        names: Whose the runs are, and what could not be known of that.
    """

    def __init__(self, entries: Entries) -> None:
        self.groups = CauseGroups(entries)
        self.counts = CauseCounts(self.groups)
        self.left_out: list[LeftOutFile] = []
        self.left_out_count = 0
        self.repeated = 0
        self.names = OfficeNames()
        self._stack = ExitStack()
        self._shown = self._stack.enter_context(DiskSort())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, raised: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def read(
        self, named: Iterable[Path], on_left_out: Callable[[LeftOutFile], None], *, by_folder: bool = False
    ) -> None:
        """Read files and folders, once.

        Args:
            named: As the person named them.
            on_left_out: Told of each that could not be read.
            by_folder: Each folder is an office, whatever its files are called.

        Raises:
            OSError: There is no room to put them in order.
        """
        with DiskSort() as by_time, DiskSort() as by_name, DiskSort() as by_office:
            for found in records_of(named):
                if isinstance(found, LeftOutFile):
                    self._leave_out(found, on_left_out)
                    continue
                try:
                    by_time.add(_read(found, by_folder=by_folder))
                except NotADocumentError as problem:
                    self._leave_out(LeftOutFile(found.file, found.line, problem.why), on_left_out)
            for row in self._once(by_time):
                started, digest, by, name, folder, place, *more = row
                by_name.add((by, name, folder, place, -int(started), digest, *more))
            for row in self.names.named(by_name):
                by_office.add(row)
            for run in self.counts.counted(map(_of_office, by_office)):
                self._shown.add(self._as_shown(run))

    def runs(self) -> Iterator[OfficeRun]:
        """The latest of each office, then all earlier ones; what does not work first, by cause and age."""
        return map(_shown, self._shown)

    def _leave_out(self, left: LeftOutFile, on_left_out: Callable[[LeftOutFile], None]) -> None:
        self.left_out_count += 1
        if len(self.left_out) < MOST_TOLD:
            self.left_out.append(left)
        on_left_out(left)

    def _once(self, rows: Iterable[SortedRow]) -> Iterator[SortedRow]:
        """Each run once, also where its document and its case file are there, or copies under other names."""
        before: SortedRow = ()
        for row in rows:
            if row[:2] == before:
                self.repeated += 1
            else:
                yield row
            before = row[:2]

    def _as_shown(self, run: OfficeRun) -> SortedRow:
        group = self.groups.of(run)
        order = (int(not run.is_latest), group.rank, group.key, run.started_s, run.office)
        return (*order, *_fields(run))


def _read(found: FoundRecord, *, by_folder: bool) -> SortedRow:
    """A run, by its time and the sum of its document, then by what names its office."""
    try:
        document = _document(found)
        run = stated_run(document, found.file.stem)
        same = {name: value for name, value in document.items() if name not in _BESIDE}
        digest = sha256(json.dumps(same, sort_keys=True).encode()).hexdigest()
    except NotADocumentError:
        raise
    except (DamagedCaseError, NewerCaseError) as problem:
        raise NotADocumentError(problem.text) from None
    except CaseError:  # whose words may name a field that somebody else has made up
        raise NotADocumentError(T("It is no case file of this program.")) from None
    except (ValueError, RecursionError):
        raise NotADocumentError(T("It is no document of this program, or a damaged one.")) from None
    named = office_of(found, office_label(document.get("label"), ""), by_folder=by_folder)
    return run.started_s, digest, *named, *_fields(run)


def _document(found: FoundRecord) -> Mapping[str, object]:
    """The document of a record; that of a case file with its sum compared."""
    if found.file.suffix.lower() != SUFFIX:
        read = json.loads(found.text)
        if not isinstance(read, dict):
            raise ValueError
        if "case" not in read:
            return read
    return read_case(found.text.strip().encode()).document


def _fields(run: OfficeRun) -> SortedRow:
    return run.reference, str(run.verdict), run.code or "", ",".join(run.who), int(run.is_known)


def _run(office: str, started_s: int, fields: SortedRow, *, latest: bool, apart: str = "") -> OfficeRun:
    reference, verdict, code, who, known = map(str, fields)
    return OfficeRun(
        office,
        started_s,
        reference,
        Verdict(verdict),
        Code(code) if code else None,
        tuple(map(Who, who.split(","))) if who else (),
        known == "1",
        latest,
        apart,
    )


def _of_office(row: SortedRow) -> OfficeRun:
    return _run(str(row[0]), -int(row[2]), row[4:], latest=False, apart=str(row[1]))


def _shown(row: SortedRow) -> OfficeRun:
    return _run(short_end(str(row[4])), int(row[3]), row[5:], latest=row[0] == 0)
