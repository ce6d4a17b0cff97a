"""On a Windows that is too old for Qt: said in a box where the window was asked for, else in the console."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from wizard.core.text import T
from wizard.windows import minimum_windows

if TYPE_CHECKING:
    from wizard.core.text import Translator


def refused_in_a_box(translator: Translator) -> bool:
    """Say that the window cannot open here, and what works; False where it can."""
    if not refused_in_words(translator):
        return False
    say = translator.translate
    minimum_windows.show_box(
        say(T("Connect Wizard for Open Dental")),
        f"{say(minimum_windows.WORDS)}\n\n{say(minimum_windows.INSTEAD)}",
    )
    return True


def refused_in_words(translator: Translator) -> bool:
    """Say on standard error that nothing can be drawn here; False where it can."""
    if not minimum_windows.too_old_for_qt():
        return False
    sys.stderr.write(translator.translate(minimum_windows.WORDS) + "\n")
    return True
