"""``list`` and ``explain``: what the program knows, without asking anything."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from wizard.checks.touched import address, asked, called_by
from wizard.core.cause import Confidence, Finding
from wizard.core.text import T, Translator, unmarked
from wizard.core.version import Version
from wizard.diagnosis.explained import explain as explained
from wizard.diagnosis.explained import names
from wizard.diagnosis.report import cause_lines
from wizard.store.catalogue import Catalogue

if TYPE_CHECKING:
    from wizard.diagnosis.explained import Cause


def listing(what: str, *, as_json: bool) -> int:
    """Print a list, one a line, the id first; or a JSON array of objects with ``id``."""
    rows = {"checks": _checks, "causes": _causes, "pointers": _pointers, "scenarios": _scenarios}[what]()
    if as_json:
        sys.stdout.write(json.dumps(rows, indent=1) + "\n")
        return 0
    width = max(len(row["id"]) for row in rows)
    for row in rows:
        rest = "  ".join(value for name, value in row.items() if name != "id" and value)
        sys.stdout.write(f"{row['id']:{width}}  {rest}\n")
    return 0


def explain(code: str, picture: str | None = None, od_version: str | None = None) -> int:
    """Print a cause as the window would show it, and draw its pointer; 2 where the arguments are bad.

    Args:
        code: The cause's code or reference.
        picture: File that its pointer is drawn into.
        od_version: Version of Open Dental to explain and draw it for; None for the newest known.
    """
    catalogue, translator = Catalogue(), Translator()
    entries = {entry.ref: entry for entry in map(catalogue.entry, catalogue.codes())}
    ref = code.upper().partition("-")[0]  # on the phone, a run's own eight characters are quoted behind it
    wanted = entries[ref].code if ref in entries else code
    if wanted not in {entry.code for entry in entries.values()}:
        sys.stderr.write(
            f"explain expects a code or reference that 'list causes' shows.{_near(code, catalogue.codes())}\n"
        )
        return 2
    try:
        version = Version.parse(od_version) if od_version is not None else None
    except ValueError:
        sys.stderr.write("--od-version expects a version such as 24.3 or 24.3.45.\n")
        return 2
    cause = explained(Finding(wanted, Confidence.POSSIBLE, ()), catalogue, names(version=version))
    if refusal := _picture_refusal(cause, picture):
        sys.stderr.write(f"{refusal}\n")
        return 2
    for line in cause_lines(cause, translator):
        sys.stdout.write(f"{line}\n")
    if picture is None or cause.pointer is None:
        return 0
    from wizard.commands.picture import draw

    return draw(cause.pointer, Path(picture), version, translator)


def _picture_refusal(cause: Cause, picture: str | None) -> str:
    """What is wrong with the arguments of a picture; empty when nothing is."""
    if picture is None:
        return ""
    if Path(picture).suffix.lower() not in (".png", ".svg", ".pdf"):
        return "--picture expects a file that ends in .png, .svg or .pdf."
    return "" if cause.pointer else f"{cause.code} has no picture: its cure does not lie in Open Dental."


def _near(code: str, codes: list[str]) -> str:
    import difflib

    found = difflib.get_close_matches(code, codes, n=1)
    return f" Did you mean {found[0]}?" if found else ""


def _checks() -> list[dict[str, str]]:
    say = Translator().translate
    return [
        {
            "id": row.id,
            "title": say(row.title),
            "needs": row.needs,
            "reads": say(row.reads),
            "calls": "; ".join(say(address(call)) for call in called_by(row.id)),
        }
        for row in asked()
    ]


def _causes() -> list[dict[str, str]]:
    catalogue, say, filled = Catalogue(), Translator().translate, names()
    entries = map(catalogue.entry, catalogue.codes())
    return [{"id": e.code, "ref": e.ref, "title": unmarked(say(T(e.title, **filled)))} for e in entries]


def _pointers() -> list[dict[str, str]]:
    from wizard.pointer.scene_files import Scenes

    scenes, say = Scenes(), Translator().translate
    return [{"id": i, "title": unmarked(say(T(scenes.pointer(i).title)))} for i in scenes.pointer_ids()]


def _scenarios() -> list[dict[str, str]]:
    from wizard.simulator.scenarios import SCENARIOS

    say = Translator().translate
    return [{"id": s.id, "expected": s.expected, "about": say(s.about)} for s in SCENARIOS.values()]
