"""The window's colors follow the system's, in its contrast themes too."""

from __future__ import annotations

import sys
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QObject, Qt

from wizard.ui import theme

pytestmark = pytest.mark.usefixtures("qapp")


def told(
    monkeypatch: pytest.MonkeyPatch, scheme: Qt.ColorScheme, contrast: Qt.ContrastPreference
) -> theme.Roles:
    """What is chosen when Qt says this of the system."""
    access = SimpleNamespace(contrastPreference=lambda: contrast)
    hints = SimpleNamespace(colorScheme=lambda: scheme, accessibility=lambda: access)
    parent = QObject()
    made = theme.Theme(parent)
    monkeypatch.setattr(theme, "QGuiApplication", SimpleNamespace(styleHints=lambda: hints))
    made._changed()
    return made.roles


@pytest.mark.parametrize(("window", "wanted"), [(0xFFFFFF, theme.CONTRAST_LIGHT), (0x000000, theme.CONTRAST)])
def test_a_contrast_theme_is_told_by_windows_own_ground(
    monkeypatch: pytest.MonkeyPatch, window: int, wanted: theme.Roles
) -> None:
    """Qt names no scheme while one is in force."""
    asked: list[int] = []

    def color(which: int) -> int:
        asked.append(which)
        return window

    library = SimpleNamespace(GetSysColor=color)
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr("ctypes.WinDLL", lambda _name, **_: library, raising=False)
    assert told(monkeypatch, Qt.ColorScheme.Unknown, Qt.ContrastPreference.HighContrast) is wanted
    assert asked == [5]  # COLOR_WINDOW


@pytest.mark.parametrize(
    ("scheme", "wanted"),
    [(Qt.ColorScheme.Light, theme.CONTRAST_LIGHT), (Qt.ColorScheme.Dark, theme.CONTRAST)],
)
def test_a_contrast_theme_is_as_dark_as_the_system_says(
    monkeypatch: pytest.MonkeyPatch, scheme: Qt.ColorScheme, wanted: theme.Roles
) -> None:
    assert told(monkeypatch, scheme, Qt.ContrastPreference.HighContrast) is wanted
