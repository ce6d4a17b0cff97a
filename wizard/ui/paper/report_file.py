"""A run's report as the bytes of a file, in each form that there is; at most 64 KiB."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from wizard.core.record import record
from wizard.diagnosis.report_form import MOST, ReportForm
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
    get smaller, and go at last; no word does.

    Args:
        result: The run.
        form: Which one.
        picture: The pointer of its first cause; None without one.
        choice: What the person said about their Open Dental.

    Raises:
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
    made = next(forms)
    while len(made.content) > MOST and (smaller := next(forms, None)) is not None:
        made = smaller
    return made


def _plain(form: ReportForm, text: str) -> ReportFile:
    return ReportFile(form, text.encode(), text)


def _pages(result: RunResult, picture: PointerView | None, choice: EditionChoice | None) -> Iterator[str]:
    """The page with its pictures as large as can be, then with smaller ones, at last without."""
    told = result.as_told()
    if picture is not None and told.causes:
        from wizard.ui.paper.report_pictures import SIZES, step_pictures

        shown = picture.shown(choice, named=False)
        for size in SIZES:
            yield page(told, step_pictures(shown, told.causes[0].steps, size, result.translator.translate))
    yield page(told, {})


def save_with_case(file: Path, content: bytes, result: RunResult) -> Path:
    """Save a report, and beside it the case of the same run; returns the case's file.

    Both or none: where one cannot be written, nothing new is left. The case takes no other case's place,
    unless the person chose to write over the report that lies beside it.

    Raises:
        CaseError: The case would be larger than one may be; nothing is written.
        OSError: One of them could not be written.
    """
    case = file.with_suffix(ReportForm.CASE)
    fresh = not file.exists()
    if fresh and case.exists():
        case = case.with_stem(f"{case.stem}-{result.reference}")
    was_there = case.exists()
    files.write(case, result.as_case())
    try:
        files.write(file, content)
    except OSError:
        if not was_there:
            case.unlink(missing_ok=True)
        raise
    return case
