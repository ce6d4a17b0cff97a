"""The About box: which program and version this is, whose, where newer ones are, and under which licences."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl, qVersion
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout

from wizard import __version__
from wizard.core.text import T
from wizard.ui.parts import button, label

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from wizard.ui.session import Session


def licences() -> Path | None:
    """The folder of the licences beside the frozen program; None in a source tree."""
    folder = Path(sys.executable).parent / "licences"
    return folder if getattr(sys, "frozen", False) and folder.is_dir() else None


class About(QDialog):
    """Says who made this; calls nobody."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        say, profile = session.say, session.launch.profile
        self.setObjectName("about")
        self.setWindowTitle(say(T("About this program")))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 24, 28, 20)
        column.setSpacing(10)
        column.addWidget(label(say(T("Connect Wizard for Open Dental")), "title"))
        version = T("Version {version}, with Qt {qt}", version=__version__, qt=qVersion())
        column.addWidget(label(say(version), "quiet", select=True))
        if profile.vendor_name:
            column.addWidget(label(say(T("From {vendor}.", vendor=profile.vendor_name)), "text"))
        if profile.download_url:
            self.download = button(say(T("Newer versions: {url}", url=profile.download_url)), "link")
            self.download.clicked.connect(lambda: self._open(QUrl(str(profile.download_url))))
            column.addWidget(self.download)
        column.addWidget(label(say(T("It looks for no updates by itself and sends no statistics.")), "text"))
        words = T("Open Dental is a trademark of its owner. This program is independent of it.")
        column.addWidget(label(say(words), "text"))
        words = T("Apache License 2.0. Qt is used under the GNU Lesser General Public License 3.")
        column.addWidget(label(say(words), "quiet"))
        line = QHBoxLayout()
        if folder := licences():
            shown = button(say(T("Licences")))
            shown.clicked.connect(lambda: self._open(QUrl.fromLocalFile(str(folder))))
            line.addWidget(shown)
        line.addStretch(1)
        done = button(say(T("Close")), "primary")
        done.clicked.connect(self.accept)
        line.addWidget(done)
        column.addSpacing(8)
        column.addLayout(line)
        self.setFixedWidth(session.theme.px(460))
        done.setFocus()

    def _open(self, url: QUrl) -> None:
        QDesktopServices.openUrl(url)
