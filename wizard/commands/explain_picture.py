"""``explain --picture``: draws a cause's pointer into a file, without a window."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from wizard.commands.drawing import drawing
from wizard.core.text import T
from wizard.pointer.edition import EditionChoice
from wizard.pointer.scene_files import Scenes

if TYPE_CHECKING:
    from pathlib import Path

    from wizard.core.text import Translator
    from wizard.core.version import Version


def save_pointer(pointer: str, file: Path, version: Version | None, translator: Translator) -> int:
    """Draw a pointer; 0, or 1 where the file cannot be written.

    Args:
        pointer: Its id.
        file: With one of the suffixes ``.png``, ``.svg`` and ``.pdf``.
        version: Open Dental's; None draws the newest known.
        translator: Says the texts.
    """
    from wizard.ui.pointer.sheet import Sheet

    picture = Scenes().picture(pointer)
    with drawing(translator):
        sheet = Sheet(picture.title, picture.shown(EditionChoice(version=version)), translator.translate)
        try:
            sheet.save(file)
        except OSError as problem:
            words = T("The picture could not be written: {reason}.", reason=problem.strerror or str(problem))
            sys.stderr.write(f"{translator.translate(words)}\n")
            return 1
    return 0
