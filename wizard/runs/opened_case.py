"""A case file read and replayed; what its replay hands on as a case is the file itself."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from wizard.casefile.case_file import MOST_BYTES, CaseError, read_case
from wizard.core.text import T
from wizard.runs.replay import replay
from wizard.store import files

if TYPE_CHECKING:
    from pathlib import Path

    from wizard.core.text import Translator
    from wizard.runs.replay import Replay


class UnreadableCaseError(CaseError):
    """A file that is not there, is none, or must not be read."""


def opened_case(file: Path, reader: Translator) -> Replay:
    """Replay a case file.

    Args:
        file: Its place.
        reader: Speaks the reader's language.

    Raises:
        UnreadableCaseError: It could not be read.
        CaseError: It is no case, or none that can be replayed; what was expected.
    """
    try:
        raw = files.read(file, MOST_BYTES)
    except (OSError, ValueError):  # ValueError: no file can have such a name
        raw = None
    if raw is None:
        raise UnreadableCaseError(
            T("The case file could not be read. Expected a case file that is there and may be read.")
        )
    found = replay(read_case(raw), reader)
    was, now = (replace(one, original=raw) for one in (found.was, found.now))
    return replace(found, was=was, now=now)
