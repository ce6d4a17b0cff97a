"""On a Windows that is too old for Qt: said in a box where the window was asked for, else in the console."""

from __future__ import annotations

import sys

from wizard.core.text import T, Translator
from wizard.windows import old


def refused_in_a_box() -> bool:
    """Say that the window cannot open here, and what works; False where it can."""
    if not refused_in_words():
        return False
    say = Translator().translate
    old.show_box(say(T("Connect Wizard for Open Dental")), f"{say(old.WORDS)}\n\n{say(old.INSTEAD)}")
    return True


def refused_in_words() -> bool:
    """Say on standard error that nothing can be drawn here; False where it can."""
    if not old.too_old_for_qt():
        return False
    sys.stderr.write(Translator().translate(old.WORDS) + "\n")
    return True
