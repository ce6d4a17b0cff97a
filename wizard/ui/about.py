"""The About box: which program and version this is, whose, where newer ones are, and under which licences."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl, qVersion
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from wizard import __version__
from wizard.core.text import T
from wizard.ui.browse import open_page
from wizard.ui.closing import STAY
from wizard.ui.dialog import Dialog
from wizard.ui.list_widgets import WrappingCheckBox
from wizard.ui.widgets import button, label, set_tip

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from wizard.ui.session import Session


def licences() -> Path | None:
    """The folder of the licences beside the frozen program; None in a source tree."""
    folder = Path(sys.executable).parent / "licences"
    return folder if getattr(sys, "frozen", False) and folder.is_dir() else None


class About(Dialog):
    """Says who made this; calls nobody."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        say, profile = session.say, session.launch.profile
        self._session = session
        self.setObjectName("about")
        self.setWindowTitle(say(T("About this program")))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._width = session.theme.px(420)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(28, 24, 28, 20)
        self._column.setSpacing(10)
        self._column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetFixedSize)
        self._add(say(T("Connect Wizard for Open Dental")), "title")
        self._add(say(T("Version {version}, with Qt {qt}", version=__version__, qt=qVersion())), "quiet")
        if profile.vendor_name:
            self._add(say(T("From {vendor}.", vendor=profile.vendor_name)), "text")
        if profile.download_url:
            url = QUrl(profile.download_url)
            self.download = button(say(T("Newer versions are at {host}", host=url.host())), "link")
            set_tip(self.download, profile.download_url)
            self.download.setStyleSheet("padding: 2px 0")  # in line with the words around it
            self.download.clicked.connect(lambda: open_page(url.toString()))
            self._column.addWidget(self.download)
        self._add(say(T("It looks for no updates by itself and sends no statistics.")), "text")
        self._add(
            say(T("Open Dental is a trademark of its owner. This program is independent of it.")), "text"
        )
        self._add(
            say(T("Apache License 2.0. Qt is used under the GNU Lesser General Public License 3.")), "quiet"
        )
        if session.launch.keeps:
            self.history = button(say(T("What was found here lately")), "link")
            self.history.setStyleSheet("padding: 2px 0")  # likewise
            self.history.clicked.connect(self._show_history)
            self._column.addWidget(self.history)
        self.stay = WrappingCheckBox(say(T("Keep watching after closing, while it does not work")))
        self.stay.setFixedWidth(self._width)
        self.stay.box.setChecked(session.closing_answer.given == STAY)
        self.stay.toggled.connect(session.closing_answer.choose_to_stay)
        self._column.addSpacing(8)
        self._column.addWidget(self.stay)
        self._column.addSpacing(8)
        self._column.addLayout(self._actions(session))
        self._close.setFocus()  # and not the link, which comes first

    def _add(self, words: str, kind: str) -> None:
        made = label(words, kind, select=kind == "quiet")
        made.setFixedWidth(self._width)  # so that the height of wrapped words is known
        self._column.addWidget(made)

    def _actions(self, session: Session) -> QHBoxLayout:
        line = QHBoxLayout()
        if folder := licences():
            shown = button(session.say(T("Licences")))
            shown.clicked.connect(lambda: self._open(QUrl.fromLocalFile(str(folder))))
            line.addWidget(shown)
        line.addStretch(1)
        self._close = button(session.say(T("Close")), "primary")
        self._close.clicked.connect(self.accept)
        line.addWidget(self._close)
        return line

    def _show_history(self) -> None:
        from wizard.ui.history_dialog import HistoryDialog

        window = self.parentWidget()  # not kept: what a window owns must not own the window
        self.accept()
        HistoryDialog(self._session, window).open()

    def _open(self, url: QUrl) -> None:
        QDesktopServices.openUrl(url)
