"""Where files of this program live on each system, as platformdirs has it.

Loaded by the worker's thread or when it is first needed, not before the first paint: that library takes some
milliseconds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from platformdirs import user_config_path, user_data_path

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = "connect-wizard"


def window_settings() -> Path:
    """The file with the places of windows.

    It roams with its person on Windows (``%APPDATA%``) and goes with the uninstaller
    (``resources/setup/setup.nsi``). Versions before this one left it to Qt, which has the same place.
    """
    return user_config_path(FOLDER, appauthor=False, roaming=True) / "windows.ini"


def data_folder() -> Path:
    """The folder of the program's own notes; it stays on its PC (``%LOCALAPPDATA%`` on Windows)."""
    return user_data_path(FOLDER, appauthor=False)


def history_file() -> Path:
    """The last runs and incidents (``wizard.store.history_file``)."""
    return data_folder() / "history.jsonl"


def progress_file() -> Path:
    """How far the person came (``wizard.store.progress_file``)."""
    return data_folder() / "progress.json"


def log_file() -> Path:
    """The program's log (``wizard.store.log_file``)."""
    return data_folder() / "log" / "connect-wizard.log"
