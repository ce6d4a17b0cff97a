"""A small icon beside the clock while the window is closed and the program keeps watching."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRectF, Qt, Signal
from PySide6.QtGui import QAction, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from wizard.core.text import T
from wizard.ui.icon import SIZES
from wizard.ui.status_icon import draw_status
from wizard.ui.widgets import set_tip

if TYPE_CHECKING:
    from wizard.ui.session import Session
    from wizard.ui.status import StatusKind

_LARGEST = 64  # pixels; no system's tray asks for more
_MARK = 0.56  # of the icon's size, at its lower right
_SHOWN_MS = 10_000


class Tray(QObject):
    """What the program wants of a system's tray; a test has one of its own.

    Its methods are abstract, which a QObject's class cannot say: its metaclass is Qt's.

    Signals:
        opened: The window is wanted.
        check_wanted: A look is wanted now.
        stop_wanted: Nothing is to be watched any more.
        stay_chosen: Whether the program keeps watching when its window is closed, as the person chose it.
    """

    opened = Signal()
    check_wanted = Signal()
    stop_wanted = Signal()
    stay_chosen = Signal(bool)

    def is_there(self) -> bool:
        """Whether this PC has a place for the icon now."""
        raise NotImplementedError

    def show_state(self, mark: StatusKind, words: str, *, watching: bool) -> None:
        """Show the icon.

        Args:
            mark: The state by shape.
            words: The state in words.
            watching: Whether there is something to check now, and to stop.
        """
        raise NotImplementedError

    def notify(self, title: str, words: str, mark: StatusKind) -> None:
        """Tell the person of a change, wherever they are; everything in it may be read on a locked screen."""
        raise NotImplementedError

    def hide(self) -> None:
        """Take the icon away."""
        raise NotImplementedError


class SystemTray(Tray):
    """The system's own tray.

    Args:
        session: What it speaks and looks like.
        icon: The window's.
    """

    def __init__(self, session: Session, icon: QIcon) -> None:
        super().__init__(session)
        say = session.say
        self._session = session
        self._base = icon
        self._tray = QSystemTrayIcon(self)
        self._menu = QMenu()
        self.open = self._action(say(T("&Open")), self.opened)
        self.check = self._action(say(T("&Check now")), self.check_wanted)
        self.stop = self._action(say(T("&Stop watching")), self.stop_wanted)
        self._menu.addSeparator()
        self.stay = QAction(say(T("&Keep watching after closing")), self._menu)
        self.stay.setCheckable(True)
        self.stay.setChecked(True)  # it is here because of that
        self.stay.triggered.connect(lambda stay=True: self.stay_chosen.emit(stay))
        self._menu.addAction(self.stay)
        self._menu.setDefaultAction(self.open)
        self._tray.setContextMenu(self._menu)
        self._tray.activated.connect(self._activated)
        self._tray.messageClicked.connect(self.opened)

    def is_there(self) -> bool:
        """Whether this PC has a place for the icon now."""
        return QSystemTrayIcon.isSystemTrayAvailable()

    def show_state(self, mark: StatusKind, words: str, *, watching: bool) -> None:
        """Show the icon."""
        self._tray.setIcon(self._icon(mark))
        set_tip(self._tray, words)
        self.check.setEnabled(watching)
        say = self._session.say
        self.stop.setText(say(T("&Stop watching")) if watching else say(T("&End the program")))
        self._tray.show()

    def notify(self, title: str, words: str, mark: StatusKind) -> None:
        """Tell the person of a change."""
        self._tray.showMessage(title, words, self._icon(mark), _SHOWN_MS)

    def hide(self) -> None:
        """Take the icon away."""
        self._tray.hide()
        self.stay.setChecked(True)  # whenever it comes back

    def _action(self, text: str, signal: object) -> QAction:
        made = QAction(text, self._menu)
        made.triggered.connect(lambda _=False: signal.emit())  # type: ignore[attr-defined]  # a bound signal
        self._menu.addAction(made)
        return made

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason in (QSystemTrayIcon.ActivationReason.Trigger, QSystemTrayIcon.ActivationReason.DoubleClick):
            self.opened.emit()

    def _icon(self, mark: StatusKind) -> QIcon:
        made = QIcon()
        for size in (size for size in (*SIZES, 20, 40) if size <= _LARGEST):
            made.addPixmap(self._pixmap(mark, size))
        return made

    def _pixmap(self, mark: StatusKind, size: int) -> QPixmap:
        """The window's icon with the state at its lower right, on a disc that sets it off from the icon."""
        made = QPixmap(size, size)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self._base.paint(painter, made.rect())
        side = size * _MARK
        place = QRectF(size - side, size - side, side, side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._session.theme.colour("surface"))
        painter.drawEllipse(place)
        edge = side * 0.08
        draw_status(painter, place.adjusted(edge, edge, -edge, -edge), mark, self._session.theme)
        painter.end()
        return made
