"""What a command needs to draw into a file: Qt's application, without a display."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.core.text import Translator


@contextlib.contextmanager
def drawing(translator: Translator) -> Iterator[None]:
    """An application to draw with, where there is none yet. Fonts need it, not a display."""
    from PySide6.QtWidgets import QApplication

    from wizard.ui.app import make_application

    if sys.platform not in ("win32", "darwin"):  # there Qt finds no fonts offscreen
        os.environ["QT_QPA_PLATFORM"] = "offscreen"  # a display may be gone
    application = None if QApplication.instance() is not None else make_application(translator)
    try:
        yield
    finally:
        del application
