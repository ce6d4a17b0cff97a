"""A code in large letters, to be read out; spoken letter by letter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QFont, QFontDatabase

from wizard.core.text import T
from wizard.ui.widgets import label

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLabel

    from wizard.core.handoff_code import HandoffCode
    from wizard.ui.session import Session


def code_label() -> QLabel:
    """A place for a code, which can be selected and copied."""
    made = label("", "code", wrap=False, select=True)
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 112)
    made.setFont(font)
    return made


def show_code(target: QLabel, code: HandoffCode, session: Session) -> None:
    """Show a code; a screen reader says each of its characters."""
    text = str(code)
    target.setText(text)
    spoken = ", ".join(text.replace("-", ""))
    target.setAccessibleName(session.say(T("Code: {letters}", letters=spoken)))
