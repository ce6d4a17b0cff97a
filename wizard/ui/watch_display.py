"""Shows a watch in the window: the countdown, what is healed, and the window itself once it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

from wizard.runs.watch_events import WatchEnd
from wizard.ui.flow import StepId
from wizard.ui.single_instance import bring_forward
from wizard.ui.watch_words import step_s
from wizard.ui.watching import Watched, Watching, WatchState

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from wizard.ui.window import Window

_SHOWS = (QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.WindowStateChange)


class Countdown(QObject):
    """Has a window say the time to the next look, by the steps in which it is told; out of sight never.

    Args:
        watching: What is counted down to.
        window: Where it is said.
        say: Says it anew.
    """

    def __init__(self, watching: Watching, window: QWidget, say: Callable[[], None]) -> None:
        super().__init__(window)
        self._watching = watching
        self._window = window
        self._say = say
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._tick)
        window.installEventFilter(self)
        watching.changed.connect(self._arm)
        self._arm()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Count only where somebody can see it."""
        if watched is self._window and event.type() in _SHOWS:
            self._arm()
            if self._timer.isActive():
                self._say()  # what stands there is from before
        return False

    @property
    def counts(self) -> bool:
        """Whether it counts now."""
        return self._timer.isActive()

    def _tick(self) -> None:
        self._say()
        self._arm()

    def _arm(self) -> None:
        seen = self._window.isVisible() and not self._window.isMinimized()
        if seen and self._watching.state is WatchState.WAITING:
            left = self._watching.left_s
            self._timer.start(round((left % step_s(left) or step_s(left)) * 1000) + 1)
        else:
            self._timer.stop()


class WatchDisplay(QObject):
    """Follows the session's watch in the full window."""

    def __init__(self, window: Window, watching: Watching) -> None:
        super().__init__(window)
        self._window = window
        self._watching = watching
        self.countdown = Countdown(watching, window, window.show_note)
        watching.changed.connect(window.watch_changed)
        watching.ended.connect(self._ended)  # type: ignore[call-overload]  # signals carry plain objects

    def _ended(self, how: WatchEnd) -> None:
        """Come forward, once: a watch that was connected is over."""
        if how is not WatchEnd.CONNECTED or not self._window.isVisible():
            return
        if self._watching.watched is Watched.OFFICE:
            self._window.say_of(StepId.OFFICE)
        if self._window.isMinimized() or not self._window.isActiveWindow():
            bring_forward(self._window)
            QApplication.alert(self._window)
