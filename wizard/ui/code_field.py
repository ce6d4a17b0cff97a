"""The field into which a person types the code that another PC shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from wizard.core.handoff_code import CODE_LENGTH, HandoffCodeError, read_handoff_code
from wizard.core.text import T
from wizard.ui.widgets import label, set_marked

if TYPE_CHECKING:
    from wizard.core.handoff_code import HandoffCode
    from wizard.core.text import Text
    from wizard.ui.session import Session

_MOST = 40  # characters: a code with all that a person may put between its own
_WIDTH = 240
_GROUP = 4  # characters before the hyphen


class CodeField(QWidget):
    """A field for a code, and below it what is wrong with what was typed.

    Args:
        session: The window's state.
        title: What is to be typed.
        back: A code on its way back is wanted, not one on its way out.

    Signals:
        changed: Something else is in it now.
    """

    changed = Signal()

    def __init__(self, session: Session, title: str, *, back: bool) -> None:
        super().__init__()
        self._say, self._back = session.say, back
        self.edit = QLineEdit()
        self.edit.setAccessibleName(title)
        self.edit.setMaxLength(_MOST)
        self.edit.setPlaceholderText("XXXX-XXXX")
        self.edit.setInputMethodHints(
            Qt.InputMethodHint.ImhNoPredictiveText | Qt.InputMethodHint.ImhPreferUppercase
        )
        self.edit.setMaximumWidth(session.theme.px(_WIDTH))
        self.edit.textChanged.connect(self._typed)
        self.edit.textEdited.connect(self._group)
        self.note = label("", "quiet")
        caption = label(title, "strong")
        caption.setBuddy(self.edit)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(caption)
        column.addWidget(self.edit)
        column.addWidget(self.note)

    @property
    def holds(self) -> bool:
        """Whether anything is in it."""
        return bool(self.edit.text().strip())

    def code(self) -> HandoffCode | None:
        """The code that was typed; None where it is none, which is said below the field."""
        try:
            code = read_handoff_code(self.edit.text())
        except HandoffCodeError as wrong:
            self.tell(wrong.reason)
            # most of it may be right: what is typed next joins it
            self.edit.setCursorPosition(len(self.edit.text()))
            return None
        if code.is_answer is self._back:
            return code
        out = T("This is the code for the other PC. Type the one that the other PC shows.")
        self.tell(out if self._back else T("This code goes back. Type it on the PC where you began."))
        return None

    def tell(self, words: Text) -> None:
        """Say something below the field, to screen readers as well; the keyboard comes back to it."""
        spoken = self._say(words)
        set_marked(self.note, spoken)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.edit, spoken))
        self.edit.setFocus()
        self.edit.selectAll()

    def _group(self, text: str) -> None:
        """Show what is typed as the other PC shows it, so that its places can be counted."""
        signs = "".join(text.replace("-", "").split())
        if self.edit.cursorPosition() == len(text) and _GROUP < len(signs) <= CODE_LENGTH:
            self.edit.setText(f"{signs[:_GROUP]}-{signs[_GROUP:]}".upper())

    def _typed(self) -> None:
        set_marked(self.note, "")
        self.changed.emit()
