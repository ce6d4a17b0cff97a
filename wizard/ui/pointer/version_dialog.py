"""Asks which Open Dental the person has, with two pictures to compare their screen with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from wizard.core.text import T, Text
from wizard.core.version import LAST_FHIR, NEWEST_KNOWN, ApiMenuEntry
from wizard.pointer.edition import Edition, EditionChoice, VersionSource
from wizard.pointer.layout import layout
from wizard.pointer.scene import Pointer, Rect
from wizard.ui.dialog import Dialog
from wizard.ui.list_widgets import Box
from wizard.ui.pointer.window_painter import draw_stage
from wizard.ui.widgets import button, label

if TYPE_CHECKING:
    from collections.abc import Callable

PICTURE = QSize(336, 190)
_VERSIONS = {ApiMenuEntry.API: NEWEST_KNOWN, ApiMenuEntry.FHIR: LAST_FHIR}


def menu_picture(pointer: Pointer, entry: ApiMenuEntry, ratio: float) -> QImage:
    """The open menus around the entry, bright, as the person sees them in Open Dental.

    Args:
        pointer: The path whose first picture opens Setup > Advanced Setup.
        entry: What the menu says.
        ratio: Device pixels per pixel.
    """
    frame = layout(pointer, Edition(_VERSIONS[entry], VersionSource.CHOSEN))[0]
    menu = frame.menus[-1].rect
    made = QImage(PICTURE * ratio, QImage.Format.Format_RGB32)
    made.setDevicePixelRatio(ratio)
    painter = QPainter(made)
    seen = Rect(menu.x - 172, menu.y - 24, PICTURE.width(), PICTURE.height())
    painter.translate(-seen.x, -seen.y)
    draw_stage(painter, frame, seen)
    painter.end()
    return made


class VersionDialog(Dialog):
    """Two pictures, one click; and whether the menu bar shows Clinics.

    Signals:
        chosen: The person's :class:`~wizard.pointer.edition.EditionChoice`.

    Args:
        say: Turns a text into the person's language.
        pointer: The path that opens the menu.
        before: What the person said before.
        bar_only: Only Clinics is asked: the version was read, or changes no picture of the path.
    """

    chosen = Signal(object)

    def __init__(
        self,
        say: Callable[[Text], str],
        pointer: Pointer,
        before: EditionChoice | None,
        parent: QWidget,
        *,
        bar_only: bool = False,
    ) -> None:
        super().__init__(parent)
        before = before or EditionChoice()
        self._entry = before.entry
        self.setObjectName("window")
        title = T("Which menus do you see?") if bar_only else T("Which Open Dental is it?")
        self.setWindowTitle(say(title))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        self.choices: dict[ApiMenuEntry, QToolButton] = {}
        if not bar_only:
            column.addWidget(label(say(T("Does your menu say **API** or **FHIR**?")), "title"))
            column.addWidget(
                label(say(T("In Open Dental, open **Setup**, **Advanced Setup** and compare.")), "lead")
            )
            line = QHBoxLayout()
            line.setSpacing(16)
            for entry in ApiMenuEntry:
                line.addWidget(self._choice(say, pointer, entry))
            column.addLayout(line)
        else:
            column.addWidget(label(say(T("Does your menu bar show **Clinics**?")), "title"))
        self.clinics = Box(say(T("The menu bar at the top shows “Clinics”")))
        self.clinics.setChecked(before.clinics)
        column.addWidget(self.clinics)
        foot = QHBoxLayout()
        foot.addStretch(1)
        cancel = button(say(T("Ca&ncel")))
        cancel.clicked.connect(self.reject)
        done = button(say(T("&Done")), "primary")
        done.clicked.connect(lambda: self._choose(self._entry))
        foot.addWidget(cancel)
        foot.addWidget(done)
        column.addLayout(foot)

    def _choice(self, say: Callable[[Text], str], pointer: Pointer, entry: ApiMenuEntry) -> QToolButton:
        made = QToolButton()
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        made.setIcon(QIcon(QPixmap.fromImage(menu_picture(pointer, entry, self.devicePixelRatioF()))))
        made.setIconSize(PICTURE)
        words = say(T("It says {entry}", entry=str(entry)))
        made.setText(words)
        made.setAccessibleName(words)
        made.setCheckable(True)
        made.setChecked(entry is self._entry)
        made.setAutoRaise(False)
        made.clicked.connect(lambda: self._choose(entry))
        self.choices[entry] = made
        return made

    def _choose(self, entry: ApiMenuEntry | None) -> None:
        self.chosen.emit(EditionChoice(entry, self.clinics.isChecked()))
        self.accept()
