"""``list`` and ``explain``: what the program knows, without asking anything."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from wizard.checks.access_table import address, called_by
from wizard.commands.compose import profile_or_complaint
from wizard.core.cause import Confidence, Finding
from wizard.core.codes import Code
from wizard.core.handoff_code import HandoffCodeError, read_handoff_code
from wizard.core.profile import GENERIC
from wizard.core.text import T, unmarked
from wizard.core.version import Version
from wizard.diagnosis.explained import catalogue_values
from wizard.diagnosis.explained import explain as explained
from wizard.diagnosis.report import cause_lines
from wizard.runs.registry import ENTRIES
from wizard.store.catalogue import Catalogue

if TYPE_CHECKING:
    from collections.abc import Callable

    from wizard.core.text import Text, Translator
    from wizard.diagnosis.explained import Cause


def print_list(what: str, translator: Translator, *, as_json: bool) -> int:
    """Print a list, one a line, the id first; or a JSON array of objects with ``id``."""
    rows = {"checks": _checks, "causes": _causes, "pointers": _pointers, "scenarios": _scenarios}[what](
        translator.translate
    )
    if as_json:
        sys.stdout.write(json.dumps(rows, indent=1) + "\n")
        return 0
    width = max(len(row["id"]) for row in rows)
    for row in rows:
        rest = "  ".join(value for name, value in row.items() if name != "id" and value)
        sys.stdout.write(f"{row['id']:{width}}  {rest}\n")
    return 0


def print_cause(
    code: str,
    picture: str | None = None,
    od_version: str | None = None,
    sheet: str | None = None,
    profile: str | None = None,
    *,
    translator: Translator,
) -> int:
    """Print a cause as the window would show it, and draw its pictures; 2 where the arguments are bad.

    Args:
        code: The cause's code or reference, or the code that a PC shows to continue on another one.
        picture: File that its pointer is drawn into.
        od_version: Version of Open Dental to explain and draw it for; None for the newest known.
        sheet: File that its fix sheet is drawn into.
        profile: The vendor whose words and support are used; None for the one beside the program, on a sheet.
        translator: Says the texts.
    """
    catalogue = Catalogue()
    entries = {entry.ref: entry for entry in map(catalogue.entry, catalogue.codes())}
    ref = code.upper().partition("-")[0]  # on the phone, a run's own eight characters are quoted behind it
    wanted = entries[ref].code if ref in entries else next((c for c in Code if c == code), _handed_on(code))
    if wanted is None:
        return _refused(_unknown(code, catalogue.codes()), translator)
    try:
        version = Version.parse(od_version) if od_version is not None else None
    except ValueError:
        return _refused(T("--od-version expects a version such as 24.3 or 24.3.45."), translator)
    whose = profile_or_complaint(profile, translator) if profile or sheet else GENERIC
    if whose is None:
        return 2
    names = catalogue_values(whose, version=version)
    cause = explained(Finding(wanted, Confidence.POSSIBLE, ()), catalogue, names)
    if refusal := _picture_refusal(cause, picture) or _sheet_refusal(cause, sheet):
        return _refused(refusal, translator)
    for line in cause_lines(cause, translator):
        sys.stdout.write(f"{line}\n")
    done = 0
    if picture is not None and cause.pointer is not None:
        from wizard.commands.explain_picture import save_pointer

        done = save_pointer(cause.pointer, Path(picture), version, translator)
    if sheet is not None and not done:
        from wizard.commands.explain_sheet import save_sheet

        done = save_sheet(cause, Path(sheet), version, whose, translator)
    return done


def _handed_on(typed: str) -> Code | None:
    """The cause of a code from another PC; None where it is none."""
    try:
        return read_handoff_code(typed).cause
    except HandoffCodeError:
        return None


def _refused(words: Text, translator: Translator) -> int:
    sys.stderr.write(f"{translator.translate(words)}\n")
    return 2


def _picture_refusal(cause: Cause, picture: str | None) -> Text | None:
    """What is wrong with the arguments of a picture; None when nothing is."""
    if picture is None:
        return None
    if Path(picture).suffix.lower() not in (".png", ".svg", ".pdf"):
        return T("--picture expects a file that ends in .png, .svg or .pdf.")
    if not Path(picture).absolute().parent.is_dir():
        return T("--picture expects a file in a folder that is there, got {file}.", file=picture)
    if cause.pointer:
        return None
    return T("{code} has no picture: its cure does not lie in Open Dental.", code=cause.code)


def _sheet_refusal(cause: Cause, sheet: str | None) -> Text | None:
    """What is wrong with the arguments of a fix sheet; None when nothing is."""
    if sheet is None:
        return None
    if Path(sheet).suffix.lower() != ".pdf":
        return T("--sheet expects a file that ends in .pdf.")
    if not Path(sheet).absolute().parent.is_dir():
        return T("--sheet expects a file in a folder that is there, got {file}.", file=sheet)
    if cause.steps:
        return None
    return T("{code} has no fix sheet: there is nothing to do.", code=cause.code)


def _unknown(code: str, codes: list[str]) -> Text:
    import difflib

    near = difflib.get_close_matches(code, codes, n=1)
    if near:
        return T(
            "explain expects a code or reference that 'list causes' shows. Did you mean {near}?", near=near[0]
        )
    return T("explain expects a code or reference that 'list causes' shows.")


def _checks(say: Callable[[Text], str]) -> list[dict[str, str]]:
    return [
        {
            "id": row.id,
            "title": say(row.title),
            "needs": row.needs,
            "reads": say(row.reads),
            "calls": "; ".join(say(address(call)) for call in called_by(row.id)),
        }
        for row in ENTRIES
    ]


def _causes(say: Callable[[Text], str]) -> list[dict[str, str]]:
    catalogue, filled = Catalogue(), catalogue_values()
    entries = map(catalogue.entry, catalogue.codes())
    return [{"id": e.code, "ref": e.ref, "title": unmarked(say(T(e.title, **filled)))} for e in entries]


def _pointers(say: Callable[[Text], str]) -> list[dict[str, str]]:
    from wizard.pointer.scene_files import Scenes

    scenes = Scenes()
    return [{"id": i, "title": unmarked(say(T(scenes.pointer(i).title)))} for i in scenes.pointer_ids()]


def _scenarios(say: Callable[[Text], str]) -> list[dict[str, str]]:
    from wizard.simulator.scenarios import SCENARIOS

    return [{"id": s.id, "expected": s.expected, "about": say(s.about)} for s in SCENARIOS.values()]
