"""Windows as the program opens them, closed at the end of the test."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from wizard.ui.lifetime import bind_session
from wizard.ui.session import Session
from wizard.ui.window import Window

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytestqt.qtbot import QtBot

    from wizard.ui.launch import Launch


@contextmanager
def shown_windows(qtbot: QtBot) -> Iterator[Callable[[Launch], Window]]:
    """Opens windows, each with a session of its own, and closes them again."""
    windows: list[Window] = []

    def show(launch: Launch) -> Window:
        window = Window(Session(launch))
        qtbot.addWidget(window)
        windows.append(window)
        bind_session(window)
        window.show()
        return window

    yield show
    for window in windows:
        window.close()
