"""A run's report as the bytes of a file, in each form that there is; at most 64 KiB."""

from __future__ import annotations

import json
from contextlib import contextmanager, nullcontext
from itertools import product
from secrets import token_hex
from typing import TYPE_CHECKING

from wizard.core.record import record
from wizard.core.text import T
from wizard.diagnosis.report_form import MOST, ReportError, ReportForm
from wizard.diagnosis.report_page import page
from wizard.store import files

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from wizard.pointer.edition import EditionChoice
    from wizard.pointer.pointer_view import PointerView
    from wizard.runs.run_result import RunResult


@record
class ReportFile:
    """The bytes of a report, and what they show.

    Attributes:
        form: Which one.
        content: The bytes of the file.
        shown: What a reader sees of them: of a page and a PDF the HTML, else the text.
    """

    form: ReportForm
    content: bytes
    shown: str


def report_file(
    result: RunResult,
    form: ReportForm,
    picture: PointerView | None = None,
    choice: EditionChoice | None = None,
) -> ReportFile:
    """Make the file of a report.

    A page and a PDF need an application (``QGuiApplication``). Where they would be too long their pictures
    get smaller, and then go; at last bold type does, since a PDF holds each of its fonts. No word goes.

    Args:
        result: The run.
        form: Which one.
        picture: The pointer of its first cause; None without one.
        choice: What the person said about their Open Dental.

    Raises:
        ReportError: It would be larger than a report may be, whatever goes.
        CaseError: It would be larger than a case may be.
    """
    match form:
        case ReportForm.TEXT:
            return _plain(form, result.as_report())
        case ReportForm.DATA:
            return _plain(form, json.dumps(result.document, indent=1) + "\n")
        case ReportForm.CASE:
            return _plain(form, result.as_case().decode())
        case ReportForm.PAGE:
            forms = (ReportFile(form, html.encode(), html) for html in _pages(result, picture, choice))
        case ReportForm.PDF:
            from wizard.ui.paper.pdf import html_to_pdf  # the other forms need no pages

            title = result.as_told().title
            forms = (
                ReportFile(form, html_to_pdf(html, title), html) for html in _pages(result, picture, choice)
            )
    return _fitting(forms)


def _plain(form: ReportForm, text: str) -> ReportFile:
    return _fitting(iter([ReportFile(form, text.encode(), text)]))


def _fitting(forms: Iterator[ReportFile]) -> ReportFile:
    """The first one that is no larger than a report may be."""
    least = 0
    for made in forms:
        if len(made.content) <= MOST:
            return made
        least = len(made.content)
    raise ReportError(
        T("A report has at most {most} bytes; this one would have {size}.", most=MOST, size=least)
    )


def _pages(result: RunResult, picture: PointerView | None, choice: EditionChoice | None) -> Iterator[str]:
    """The page with all its pictures as large as can be, smaller, fewer, without any, at last light."""
    told = result.as_told()
    if picture is not None and told.causes:
        from wizard.ui.paper.report_pictures import SIZES, step_pictures

        shown = picture.shown(choice, named=False)
        for every, size in (*product((True,), SIZES[1::2]), *product((False,), SIZES)):  # each costs its time
            say, steps = result.translator.translate, told.causes[0].steps
            yield page(told, step_pictures(shown, steps, size, say, every=every))
    yield page(told, {})
    yield page(told, {}, light=True)


def save_with_case(file: Path, content: bytes, result: RunResult) -> Path:
    """Save a report, and beside it the case of the same run; returns the case's file.

    Both or none: where one cannot be written, all is as it was. The case takes no other case's place, unless
    the person chose to write over the report that lies beside it.

    Raises:
        CaseError: The case would be larger than one may be; nothing is written.
        OSError: One of them could not be written.
    """
    case, made = file.with_suffix(ReportForm.CASE), result.as_case()
    before = case.read_bytes() if case.exists() else None
    if not file.exists() and before not in (None, made):
        case = case.with_stem(f"{case.stem}-{result.reference}")
        before = case.read_bytes() if case.exists() else None
    with _in_place_of(case) if before != made else nullcontext():
        if before != made:
            files.write(case, made)
        files.write(file, content)
    return case


@contextmanager
def _in_place_of(file: Path) -> Iterator[None]:
    """Have the earlier file back where what is done fails: it is moved, since a full disk has no room."""
    aside = file.with_name(f".{file.name[:80]}.{token_hex(4)}.part")
    was_there = file.exists()
    if was_there:
        file.replace(aside)
    try:
        yield
    except OSError:
        file.unlink(missing_ok=True)
        if was_there:
            aside.replace(file)
        raise
    if was_there:
        aside.unlink(missing_ok=True)
