"""``explain --sheet``: a cause's fix sheet as a PDF, without a window."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from wizard.commands.drawing import drawing
from wizard.core.handoff_code import HandoffCode
from wizard.core.text import T
from wizard.pointer.edition import EditionChoice
from wizard.pointer.scene_files import Scenes
from wizard.store import files

if TYPE_CHECKING:
    from pathlib import Path

    from wizard.core.profile import Profile
    from wizard.core.text import Translator
    from wizard.core.version import Version
    from wizard.diagnosis.explained import Cause


def save_sheet(
    cause: Cause, file: Path, version: Version | None, profile: Profile, translator: Translator
) -> int:
    """Draw a fix sheet; 0, or 1 where the file cannot be written.

    Args:
        cause: What it is about.
        file: With the suffix ``.pdf``.
        version: Open Dental's; None draws the newest known.
        profile: Whose program this is, and how to reach them.
        translator: Says the texts.
    """
    from wizard.ui.paper.fix_sheet import fix_sheet
    from wizard.ui.paper.fix_sheet_page import FixSheetPage
    from wizard.ui.paper.pdf import drawn_pdf

    code = HandoffCode(cause.code, version=version)
    choice = EditionChoice(version=version)
    shown = Scenes().picture(cause.pointer).shown(choice, named=False) if cause.pointer else None
    with drawing(translator):
        sheet = fix_sheet(cause, code, shown, profile, translator)
        made = drawn_pdf(FixSheetPage(sheet, profile.accent).paged, sheet.title)
    try:
        files.write(file, made)
    except OSError as problem:
        words = T("The fix sheet could not be written: {reason}.", reason=problem.strerror or str(problem))
        sys.stderr.write(f"{translator.translate(words)}\n")
        return 1
    return 0
