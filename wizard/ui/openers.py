"""Opens a page of Windows' own, or the sign-in page of a guest network: one click nearer, and nothing more.

What is opened is written out here. Nothing that came from anywhere else is, and nothing is changed.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QVBoxLayout, QWidget

from wizard.core.cause import Opens
from wizard.core.text import T
from wizard.diagnosis.one_click import ON_WINDOWS_ONLY, can_mend_here
from wizard.ui.widgets import button, label

if TYPE_CHECKING:
    from wizard.core.evidence import Evidence
    from wizard.core.text import Text
    from wizard.diagnosis.explained import Cause
    from wizard.ui.session import Session

SIGN_IN = "http://example.com"
"""Unencrypted, so that a guest network can put its sign-in page there; a host reserved by RFC 2606."""

_WORDS: dict[Opens, Text] = {
    Opens.DATE_TIME: T("Open the date and time settings"),
    Opens.PROXY: T("Open the proxy settings"),
    Opens.SERVICES: T("Open Services of Windows"),
    Opens.GUEST_SIGN_IN: T("Open the sign-in page"),
}
_PATH_MOST = 260  # characters of Windows' own folder


def on_windows() -> bool:
    """Whether Windows' own pages are there."""
    return sys.platform == "win32"


def open_page_of(opens: Opens) -> bool:
    """Open one of the four pages; False where the system did not."""
    return QDesktopServices.openUrl(_place(opens))


def _place(opens: Opens) -> QUrl:
    match opens:
        case Opens.DATE_TIME:
            return QUrl("ms-settings:dateandtime")
        case Opens.PROXY:
            return QUrl("ms-settings:network-proxy")
        case Opens.SERVICES:
            return QUrl.fromLocalFile(f"{system_folder()}\\services.msc")
        case Opens.GUEST_SIGN_IN:
            return QUrl(SIGN_IN)


def system_folder() -> str:
    """Windows' own folder for its programs, from Windows itself: a variable could name another."""
    if sys.platform == "win32":
        import ctypes

        from wizard.core.system32 import SYSTEM32

        made = ctypes.create_unicode_buffer(_PATH_MOST)
        ctypes.WinDLL("kernel32", winmode=SYSTEM32).GetSystemDirectoryW(made, _PATH_MOST)
        return made.value
    raise OSError("only Windows has such a folder")


class Opener(QWidget):
    """A button that opens the page a cause's steps speak of; not there where it could not help.

    Args:
        session: The window's state.
        parent: The card around it.
    """

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._opens: Opens | None = None
        self.button = button("")
        self.button.clicked.connect(self._open)
        self.note = label("", "quiet")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 6, 0, 2)
        column.setSpacing(4)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.note)
        self.hide()

    def show_for(self, cause: Cause, evidence: Evidence) -> None:
        """Offer what a cause's page is, where it is one of this PC's; a replay is of another PC."""
        self._opens = opens = cause.opens
        there = (
            not self._session.is_replay
            and opens is not None
            and (opens not in ON_WINDOWS_ONLY or on_windows())
        )
        if opens is None or not there or not can_mend_here(cause.code, opens, evidence):
            self.hide()
            return
        self.button.setText(self._session.say(_WORDS[opens]))
        says = opens is Opens.GUEST_SIGN_IN
        self._say(T("Opens {address} in your browser.", address=SIGN_IN) if says else None)
        self.show()

    def _say(self, words: Text | None) -> None:
        self.note.setText(self._session.say(words) if words else "")
        self.note.setVisible(words is not None)

    def _open(self) -> None:
        if self._opens is not None and not open_page_of(self._opens):
            self._say(T("It could not be opened from here. Open it yourself, as the steps say."))
