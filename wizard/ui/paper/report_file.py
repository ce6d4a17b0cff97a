"""A run's report as the bytes of a file, in each form that there is; at most 64 KiB."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from wizard.diagnosis.report_form import MOST, ReportForm
from wizard.diagnosis.report_page import page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.pointer.edition import EditionChoice
    from wizard.pointer.pointer_view import PointerView
    from wizard.runs.run_result import RunResult


def report_bytes(
    result: RunResult,
    form: ReportForm,
    picture: PointerView | None = None,
    choice: EditionChoice | None = None,
) -> bytes:
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
            return result.as_report().encode()
        case ReportForm.DATA:
            return (json.dumps(result.document, indent=1) + "\n").encode()
        case ReportForm.CASE:
            return result.as_case()
        case ReportForm.PAGE:
            forms = (html.encode() for html in _pages(result, picture, choice))
        case ReportForm.PDF:
            from wizard.ui.paper.pdf import html_to_pdf  # the other forms need no pages

            title = result.as_told().title
            forms = (html_to_pdf(html, title) for html in _pages(result, picture, choice))
    made = b""
    for made in forms:
        if len(made) <= MOST:
            break
    return made


def _pages(result: RunResult, picture: PointerView | None, choice: EditionChoice | None) -> Iterator[str]:
    """The page with its pictures as large as can be, then with smaller ones, at last without."""
    told = result.as_told()
    if picture is not None and told.causes:
        from wizard.ui.paper.report_pictures import SIZES, step_pictures

        shown = picture.shown(choice, named=False)
        for size in SIZES:
            yield page(told, step_pictures(shown, told.causes[0].steps, size, result.translator.translate))
    yield page(told, {})
