"""Remembers where a window stood and how large it was, and what was chosen, for the next time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSettings

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


def _settings() -> QSettings:
    from wizard.store.locations import window_settings

    return QSettings(str(window_settings()), QSettings.Format.IniFormat)


def remember(window: QWidget, name: str) -> None:
    """Keep a window's place and size."""
    _settings().setValue(f"{name}/geometry", window.saveGeometry())


def recall(window: QWidget, name: str) -> bool:
    """Put a window where it was; False where that is not known or no screen is there any more."""
    kept = _settings().value(f"{name}/geometry")
    return isinstance(kept, QByteArray) and window.restoreGeometry(kept)


def recall_choice(name: str) -> str:
    """What was chosen; empty where nothing was."""
    kept = _settings().value(f"choices/{name}")
    return kept if isinstance(kept, str) else ""


def remember_choice(name: str, chosen: str) -> None:
    """Keep what was chosen."""
    _settings().setValue(f"choices/{name}", chosen)
