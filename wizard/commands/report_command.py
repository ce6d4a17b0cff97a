"""``report``: runs the checks, or reads a case, and writes the report into files."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from wizard.casefile.case_file import CaseError
from wizard.commands.drawing import drawing
from wizard.commands.telling import is_written, refused
from wizard.core.text import T
from wizard.diagnosis.report_form import ReportForm
from wizard.runs.destination import CannotBeginError
from wizard.store import files

if TYPE_CHECKING:
    import argparse

    from wizard.core.text import Text, Translator
    from wizard.runs.run_result import RunResult


def report_command(arguments: argparse.Namespace, translator: Translator) -> int:
    """Write the report; the exit code of its run, 2 for bad arguments, 1 where it cannot be written.

    What is wrong with the files is said before the run, so that nobody waits for nothing.
    """
    wanted = [Path(name) for name in arguments.out_files]
    for file in wanted:
        refusal = _refusal(file, force=arguments.force)
        if refusal is not None:
            return refused(refusal, translator)
    try:
        case = arguments.case
        found = _run(arguments, translator) if case is None else _replayed(Path(case), translator)
    except CaseError as problem:
        return refused(problem.text, translator)
    if isinstance(found, int):
        return found
    if not is_written(
        lambda: _write(found, wanted, translator, force=arguments.force),
        lambda reason: T("The report could not be written: {reason}.", reason=reason),
        translator,
    ):
        return 1
    if not arguments.quiet:
        sys.stdout.write(f"{found.as_told().verdict}\n")
        for file in wanted:
            sys.stdout.write(translator.translate(T("Report written: {file}", file=str(file))) + "\n")
    return found.judgement.exit_code


def _refusal(file: Path, *, force: bool) -> Text | None:
    """What is wrong with a file that is to be written; None when nothing is."""
    suffixes = [str(form) for form in ReportForm]
    if file.suffix.lower() not in suffixes:
        return T(
            "--out expects a file that ends in one of {suffixes}, got {name}.",
            suffixes=", ".join(suffixes),
            name=file.name,
        )
    if not file.parent.is_dir():
        return T("--out expects a folder that is there: {folder}", folder=str(file.parent))
    if file.exists() and not force:
        return T("{file} is there already. With --force the report takes its place.", file=str(file))
    return None


def _run(arguments: argparse.Namespace, translator: Translator) -> RunResult | int:
    """A run as ``check`` makes it; the exit code where it cannot begin."""
    from wizard.commands.check import diagnosed  # a case is read without the outside world
    from wizard.commands.run_options import cannot_begin, setup_or_complaint

    setup = setup_or_complaint(arguments, translator)
    if setup is None:
        return 2
    try:
        return asyncio.run(diagnosed(arguments, setup))
    except CannotBeginError as problem:
        return cannot_begin(problem, arguments, translator)


def _replayed(case: Path, translator: Translator) -> RunResult:
    """What the office saw whose case it is, in the reader's language where this version says the same."""
    from wizard.runs.opened_case import opened_case

    found = opened_case(case, translator)
    return found.was if found.differences else found.now


def _write(result: RunResult, wanted: list[Path], translator: Translator, *, force: bool) -> None:
    """Write all forms, each made before the first is written."""
    made = _made(result, [ReportForm(file.suffix.lower()) for file in wanted], translator)
    for file, content in zip(wanted, made, strict=True):
        files.write(file, content, fresh=not force)


def _made(result: RunResult, forms: list[ReportForm], translator: Translator) -> list[bytes]:
    from wizard.ui.paper.report_file import report_file  # draws, where a form has pictures
    from wizard.ui.shown_result import Illustrator

    pictures = Illustrator().pictures(result.written_causes[:1], result.evidence)
    pointer = result.written_causes[0].pointer if result.written_causes else None
    application = drawing(translator) if any(form.is_drawn for form in forms) else contextlib.nullcontext()
    with application:
        return [report_file(result, form, pictures.get(pointer or "")).content for form in forms]
