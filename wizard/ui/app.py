"""Opens the window, or walks it offscreen where there is no display."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from wizard.core.text import T
from wizard.ui import crash

if TYPE_CHECKING:
    from wizard.core.text import Translator
    from wizard.ui.launch import Launch
    from wizard.ui.single_instance import SingleInstance


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
    from wizard.ui.desk import Desk  # a refusal opens none

    desk = Desk(launch, application, single)
    if case:
        desk.open_case(case)
    else:
        desk.open_wizard()
    code: int = application.exec()
    return code
