"""``replay``: a case as the office saw it, and what this version says to it. Nothing is called."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from wizard import __version__
from wizard.casefile.case_file import CaseError
from wizard.commands.telling import refused
from wizard.core.text import T, unmarked
from wizard.runs.local_time import stamp
from wizard.runs.opened_case import opened_case
from wizard.runs.replay import NO_SIGNATURE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.core.text import Translator
    from wizard.runs.replay import Replay


def replay_file(file: str, translator: Translator, *, as_json: bool) -> int:
    """Print a replay; the case's own exit code, and 2 where the file is no case.

    Args:
        file: The case file.
        translator: Says the texts.
        as_json: Print the document, as it was, for programs.
    """
    try:
        found = opened_case(Path(file), translator)
    except CaseError as problem:
        return refused(problem.text, translator)
    if as_json:
        sys.stdout.write(json.dumps(_document(found, translator), indent=1, ensure_ascii=False) + "\n")
    else:
        for line in _lines(found, translator):
            sys.stdout.write(f"{line}\n")
    return found.was.judgement.exit_code


def _document(found: Replay, translator: Translator) -> dict[str, object]:
    """The document as it was, with what this version says otherwise."""
    said = [unmarked(translator.translate(one)) for one in found.differences]
    return {**found.was.document, "replay": {"version": __version__, "differences": said}}


def _lines(found: Replay, translator: Translator) -> Iterator[str]:
    run = found.was.document["run"]
    words = T(
        "Replay of a case from {time}, reference {reference}. Nothing was called.",
        time=stamp(run["started"]),
        reference=run["reference"],
    )
    yield translator.translate(words)
    if found.differences:
        yield translator.translate(T("This version of the program says something else today:"))
    else:
        yield translator.translate(T("This version of the program says the same today."))
    for one in found.differences:
        yield f"  {unmarked(translator.translate(one))}"
    yield translator.translate(NO_SIGNATURE)
    yield ""
    shown = found.was if found.differences else found.now  # which speaks the reader's language
    yield shown.as_report().removesuffix("\n")
