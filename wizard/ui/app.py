"""Opens the window, or walks it offscreen where there is no display."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from wizard.core.text import T
from wizard.ui import crash

if TYPE_CHECKING:
    from collections.abc import Callable

    from wizard.core.text import Translator
    from wizard.ui.closing import Closing
    from wizard.ui.collector import Collector
    from wizard.ui.launch import Launch
    from wizard.ui.single_instance import SingleInstance
    from wizard.ui.window import Window


def has_display() -> bool:
    """Whether a window can be shown: always on Windows and macOS, elsewhere with a display server."""
    if sys.platform in ("win32", "darwin"):
        return True
    named = os.environ.get("QT_QPA_PLATFORM", "")
    return bool(named or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def make_application(translator: Translator) -> QApplication:
    """The application object; the same look on every system, and the only place that makes one."""
    for name in ("QT_PLUGIN_PATH", "QT_QPA_PLATFORM_PLUGIN_PATH"):
        os.environ.pop(name, None)  # another program's plugins, which Qt would take before its own
    # the style by Qt's own argument: setting it returns it, and its class with all its enums costs 5 ms
    application = QApplication([*sys.argv[:1], "-style", "fusion"])
    application.setApplicationName("connect-wizard")
    application.setApplicationDisplayName(translator.translate(T("Connect Wizard for Open Dental")))
    return application


def end_on_signals(parent: QObject, end: Callable[[], None]) -> None:
    """End on Ctrl+C in the console that it was started from, and where the system asks for it."""
    import signal

    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), lambda *_: end())
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


def show_refusal(words: str, translator: Translator) -> int:
    """Say why the vendor profile is refused, and return 2; nothing else is opened."""
    sys.stderr.write(f"{words}\n")
    if has_display():
        from wizard.ui.notice import notice

        _application = make_application(translator)
        say = translator.translate
        told = say(T("The vendor's settings file cannot be used. Send these lines to the vendor."))
        notice(say(T("Connect Wizard for Open Dental")), told, words).exec()
    return 2


def open_window(launch: Launch, single: SingleInstance | None = None, case: str = "") -> int:
    """Open the window and return when it is closed; 1 where there is no display.

    Args:
        launch: What it is opened with.
        single: This process's claim to be the only one; another start brings the window forward.
        case: Name of a case file, whose replay is opened in place of the wizard; empty for the wizard.
    """
    if not has_display():
        words = T(
            "There is no display here. Use '{command}' for the same verdict without a window.",
            command="connect-wizard replay" if case else "connect-wizard check",
        )
        sys.stderr.write(f"{launch.translator.translate(words)}\n")
        return 1
    application = make_application(launch.translator)
    crash.install(launch.translator.translate, launch.setup.log)
    from wizard.ui.desk import Desk  # it needs what is above

    desk = Desk(launch, application, single)
    if case:
        desk.open_case(case)
    else:
        desk.open_wizard()
    code: int = application.exec()
    return code


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
