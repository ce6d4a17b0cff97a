"""I have a code from another PC: the field on the first page, and the card that it opens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from wizard.core.text import T
from wizard.ui.code_field import CodeField
from wizard.ui.told import ThereShown

if TYPE_CHECKING:
    from wizard.ui.runner import Refused
    from wizard.ui.session import Session
    from wizard.ui.there_dialog import ThereDialog
    from wizard.ui.worker import Crash, Work


class CodeEntry(QWidget):
    """The field for a code that was carried here; it works before any key.

    Args:
        session: The window's state.

    Attributes:
        dialog: The card that was opened; None before that.

    Signals:
        changed: Something else can be done now.
    """

    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._work: Work | None = None
        self.dialog: ThereDialog | None = None
        title = session.say(T("Type the code that the first PC shows"))
        self.field = CodeField(session, title, back=False)
        self.field.changed.connect(self.changed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.addWidget(self.field)

    @property
    def busy(self) -> bool:
        """Whether this PC is being looked at."""
        return self._work is not None

    def open(self) -> None:
        """Look at what matters on this PC, and open the card."""
        code = self.field.code()
        if code is None or self.busy:
            return
        self.field.tell(T("Checking this PC..."))
        self._work = self._session.worker.submit(lambda engine, _tell: engine.look_here(code), self._looked)
        self.changed.emit()

    def cancel(self) -> None:
        """End the look."""
        if self._work is not None:
            self._work.cancel()
            self._work = None
            self.field.tell(T("Stopped."))
            self.changed.emit()

    def _looked(self, shown: ThereShown | Refused | Crash) -> None:
        from wizard.ui.there_dialog import ThereDialog

        self._work = None
        if isinstance(shown, ThereShown):
            self.field.edit.clear()
            self.dialog = ThereDialog(self._session, shown, self.window())
            self.dialog.open()
        else:
            self.field.tell(T("This PC could not be checked. Try again."))
        self.changed.emit()
