"""What begins with a window, and what ends with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QApplication

    from wizard.ui.closing import Closing
    from wizard.ui.collector import Collector
    from wizard.ui.window import Window


def end_on_signals(parent: QObject, end: Callable[[], None]) -> None:
    """End on Ctrl+C in the console that it was started from, and where the system asks for it."""
    import signal

    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), lambda *_: QTimer.singleShot(0, end))  # not in a paint
    wake = QTimer(parent)  # lets Python see the signal while Qt waits
    wake.timeout.connect(lambda: None)
    wake.start(500)


def bind_session(window: Window) -> None:
    """Have what is behind the window start once it has been painted, and end when it is closed."""
    window.painted.connect(window.session.start)
    window.closed.connect(window.session.end)


def begin(window: Window, collector: Collector) -> None:
    """Show the window, which the program ends with."""
    bind_session(window)
    window.session.ready.connect(collector.settle)
    window.show()


def go_on_without_window(
    window: Window, application: QApplication, ended: Callable[[], None] | None = None
) -> Closing:
    """From the first paint on: closing the window and ending the program are two things.

    Args:
        window: The window, which asks before it closes while something is watched.
        application: Ends with the person's session on this PC.
        ended: Called once the window has closed; None ends the application then.
    """
    from wizard.ui.closing import Closing
    from wizard.ui.tray import SystemTray

    make_tray = window.launch.tray
    tray = make_tray() if make_tray is not None else SystemTray(window.session, window.windowIcon())
    closing = Closing(window, tray)
    application.setQuitOnLastWindowClosed(False)
    application.commitDataRequest.connect(closing.leave)
    application.aboutToQuit.connect(window.session.end)
    closing.ended.connect(ended or application.quit)
    return closing
