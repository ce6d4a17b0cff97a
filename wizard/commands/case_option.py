"""``check --case FILE``: the run's case file, beside what is printed."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from wizard.core.text import T

if TYPE_CHECKING:
    from pathlib import Path

    from wizard.core.text import Translator
    from wizard.runs.run_result import RunResult


def case_refused(file: Path, translator: Translator) -> bool:
    """Whether no case can be written there, told on standard error before the run."""
    from wizard.casefile.case_file import SUFFIX  # most checks write none

    if file.suffix.lower() == SUFFIX and file.parent.is_dir() and not file.is_dir():
        return False
    words = T(
        "--case expects a file that ends in {suffix}, in a folder that is there, got {file}.",
        suffix=SUFFIX,
        file=str(file),
    )
    sys.stderr.write(f"{translator.translate(words)}\n")
    return True


def case_written(result: RunResult, file: Path) -> bool:
    """Write a run's case, in place of an earlier one; False after the reason why not was told."""
    from wizard.commands.telling import is_written
    from wizard.store import files

    return is_written(
        lambda: files.write(file, result.as_case()),
        lambda reason: T("The case file could not be written: {reason}.", reason=reason),
        result.translator,
    )
