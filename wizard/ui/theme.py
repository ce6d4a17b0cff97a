"""Colours, type and spacing as roles; light, dark and high contrast follow the system at any time."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from wizard.ui.pointer.surround import Surround

GRID = 8
"""Pixels of the grid that distances are multiples of."""
MARGIN = 32


class Roles(NamedTuple):
    """One scheme; every text colour has 4.5:1 on ground and surface."""

    ground: str
    surface: str
    line: str
    text: str
    quiet: str
    accent: str
    on_accent: str
    good: str
    someone: str
    waiting: str
    soft_accent: str
    soft_someone: str


LIGHT = Roles(
    "#F5F7FA", "#FFFFFF", "#DFE5EC", "#1B2430", "#46515E", "#0B6E6E", "#FFFFFF", "#1F7A4D", "#9A4B00",
    "#6B7785", "#E2F0EF", "#FBE9DA",
)  # fmt: skip
DARK = Roles(
    "#141A20", "#1D252D", "#33404C", "#E8EDF2", "#A9B6C3", "#4FC1C1", "#0E1419", "#5CC98F", "#F2A65A",
    "#8796A5", "#1B3A3C", "#40301F",
)  # fmt: skip
CONTRAST = Roles(
    "#000000", "#000000", "#FFFFFF", "#FFFFFF", "#FFFFFF", "#FFE100", "#000000", "#66FF9A", "#FFC07A",
    "#FFFFFF", "#000000", "#000000",
)  # fmt: skip
CONTRAST_LIGHT = Roles(
    "#FFFFFF", "#FFFFFF", "#000000", "#000000", "#000000", "#00207A", "#FFFFFF", "#00471B", "#5C2600",
    "#000000", "#FFFFFF", "#FFFFFF",
)  # fmt: skip


class Theme(QObject):
    """The scheme in force.

    Args:
        parent: What it belongs to.
        accent: A vendor's accent, already checked against white; replaces the accent of the light scheme.
    """

    changed = Signal()

    def __init__(self, parent: QObject, accent: str | None = None) -> None:
        super().__init__(parent)
        self._accent = accent
        self._contrast = False
        self._chosen = False
        # the palette tells it sooner than the style hints, whose answer is of the ``Qt`` namespace
        self._dark = QGuiApplication.palette().window().color().lightness() < 128
        self.roles = self._read()
        self.scale = _type_scale()

    def px(self, size: float) -> int:
        """A size of type in pixels, at the system's text size."""
        return round(size * self.scale)

    def colour(self, role: str) -> QColor:
        """The colour of a role."""
        return QColor(str(getattr(self.roles, role)))

    def use(self, roles: Roles) -> None:
        """Put another scheme in force, whatever the system says."""
        self._chosen = True
        self.roles = roles
        self.changed.emit()

    def palette(self) -> QPalette:
        """The scheme for what the style itself draws: boxes, lists, scroll bars."""
        r, made = self.roles, QPalette()
        for role, colour in (
            (QPalette.ColorRole.Window, r.ground),
            (QPalette.ColorRole.Base, r.surface),
            (QPalette.ColorRole.AlternateBase, r.ground),
            (QPalette.ColorRole.Button, r.surface),
            (QPalette.ColorRole.WindowText, r.text),
            (QPalette.ColorRole.Text, r.text),
            (QPalette.ColorRole.ButtonText, r.text),
            (QPalette.ColorRole.PlaceholderText, r.quiet),
            (QPalette.ColorRole.Highlight, r.accent),
            (QPalette.ColorRole.HighlightedText, r.on_accent),
            (QPalette.ColorRole.Link, r.accent),
            (QPalette.ColorRole.Mid, r.line),
        ):
            made.setColor(role, QColor(colour))
        return made

    def look(self) -> Surround:
        """The same scheme for the pointer's surround."""
        from dataclasses import replace

        from wizard.ui.pointer.surround import DARK as DARK_PICTURES
        from wizard.ui.pointer.surround import HIGH_CONTRAST, LIGHT_CONTRAST
        from wizard.ui.pointer.surround import LIGHT as LIGHT_PICTURES

        if self.roles is CONTRAST:
            return replace(HIGH_CONTRAST, scale=self.scale)
        if self.roles is CONTRAST_LIGHT:
            return replace(LIGHT_CONTRAST, scale=self.scale)
        r = self.roles
        return replace(
            DARK_PICTURES if QColor(r.ground).lightness() < 128 else LIGHT_PICTURES,
            scale=self.scale,
            ground=r.ground,
            line=r.line,
            text=r.text,
            quiet=r.quiet,
            accent=r.accent,
        )

    def follow(self) -> None:
        """Follow the system from now on; to be called after the first paint, since its answers are slow."""
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._changed)
        if hasattr(hints, "accessibility"):  # Qt 6.10 on
            hints.accessibility().contrastPreferenceChanged.connect(self._changed)
        self._changed()

    def _changed(self) -> None:
        from PySide6.QtCore import Qt

        hints = QGuiApplication.styleHints()
        wanted = hints.accessibility().contrastPreference() if hasattr(hints, "accessibility") else None
        self._contrast = wanted is Qt.ContrastPreference.HighContrast
        if (scheme := hints.colorScheme()) is not Qt.ColorScheme.Unknown:
            self._dark = scheme is Qt.ColorScheme.Dark
        elif self._contrast:
            self._dark = _dark_window()
        roles = self._read()
        if roles != self.roles and not self._chosen:
            self.roles = roles
            self.changed.emit()

    def _read(self) -> Roles:
        if self._contrast:
            return CONTRAST if self._dark else CONTRAST_LIGHT
        dark = self._dark
        if self._accent is None:
            return DARK if dark else LIGHT
        if dark:
            # lighter, so that the same hue keeps 4.5:1 on the dark ground
            return DARK._replace(accent=_lightened(self._accent), soft_accent=DARK.line)
        return LIGHT._replace(accent=self._accent, soft_accent=_mixed(self._accent, LIGHT.surface, 0.12))


def _dark_window() -> bool:
    """Whether Windows' own theme is dark: Qt names no scheme while a contrast theme is in force."""
    if sys.platform == "win32":
        import ctypes

        from wizard.core.system32 import SYSTEM32

        color_window = 5
        told = ctypes.WinDLL("user32", winmode=SYSTEM32).GetSysColor(color_window)
        return QColor(told & 0xFF, told >> 8 & 0xFF, told >> 16 & 0xFF).lightness() < 128
    return True


def _type_scale() -> float:
    """How much larger than usual the system's interface font is; 1.0 to 1.6."""
    usual = 9.0 if sys.platform == "win32" else 10.0
    # asked of a widget: the class of fonts has enums that no first paint needs
    return min(1.6, max(1.0, QWidget().fontInfo().pointSizeF() / usual))


def _mixed(first: str, second: str, part: float) -> str:
    a, b = QColor(first), QColor(second)
    channels = zip(a.getRgb()[:3], b.getRgb()[:3], strict=True)
    return QColor(*(round(x * part + y * (1 - part)) for x, y in channels)).name()


def _lightened(colour: str) -> str:
    for part in (1.0, 0.8, 0.65, 0.5, 0.4):
        mixed = _mixed(colour, "#FFFFFF", part)
        if QColor(mixed).lightnessF() > 0.62:
            return mixed
    return mixed


def style_sheet(theme: Theme) -> str:
    """The window's style sheet."""
    r, px = theme.roles, theme.px
    return f"""
QWidget {{ color: {r.text}; font-size: {px(15)}px; }}
#window, #page, #scrolled {{ background: {r.ground}; }}
#sidebar {{ background: {r.surface}; border: 0; border-right: 1px solid {r.line}; }}
#actions {{ background: {r.surface}; border: 0; border-top: 1px solid {r.line}; }}
QScrollArea {{ border: 0; background: {r.ground}; }}
QLabel[type="title"] {{ font-size: {px(22)}px; font-weight: 600; }}
QLabel[type="code"] {{ font-size: {px(34)}px; font-weight: 600; color: {r.text}; }}
QLabel[type="strong"] {{ font-weight: 600; }}
QLabel[type="quiet"] {{ font-size: {px(13)}px; color: {r.quiet}; }}
QLabel[type="mark"] {{ qproperty-alignment: "AlignTop | AlignLeft"; color: {r.accent}; font-weight: 600; }}
QLabel[type="ring"] {{ border: 1px solid {r.waiting}; border-radius: 11px; color: {r.quiet};
  font-size: 12px; qproperty-alignment: AlignCenter; }}
QLabel[type="ring-here"] {{ border: 2px solid {r.accent}; border-radius: 11px; color: {r.accent};
  font-size: 12px; font-weight: 600; qproperty-alignment: AlignCenter; }}
QLabel[type="step"] {{ color: {r.quiet}; }}
QLabel[type="step-here"] {{ font-weight: 600; }}
QLabel[type="badge"] {{ font-size: {px(12)}px; font-weight: 600; color: {r.text}; background: {r.soft_accent};
  border-radius: 13px; }}
QLabel[type="badge-here"] {{ font-size: {px(12)}px; font-weight: 600; color: {r.on_accent};
  background: {r.accent}; border-radius: 13px; }}
QLabel[type="link"] {{ font-size: {px(13)}px; padding: 2px; }}
QLabel[type="lead"] {{ color: {r.quiet}; }}
QLabel[type="group"] {{ font-size: {px(13)}px; font-weight: 600; color: {r.quiet}; }}
QLabel[type="chip"] {{ font-size: {px(12)}px; font-weight: 600; color: {r.accent};
  background: {r.soft_accent};
  border-radius: {px(9)}px; padding: 3px {px(10)}px; }}
QLabel[type="chip-someone"] {{ font-size: {px(12)}px; font-weight: 600; color: {r.someone};
  background: {r.soft_someone}; border-radius: {px(9)}px; padding: 3px {px(10)}px; }}
QLabel[type="good"] {{ font-size: {px(13)}px; font-weight: 600; color: {r.good}; }}
QLabel[type="state"] {{ font-size: {px(13)}px; font-weight: 600; color: {r.quiet}; }}
QLabel[type="someone"] {{ font-size: {px(13)}px; font-weight: 600; color: {r.someone}; }}
#row, #card {{ background: {r.surface}; border: 1px solid {r.line}; border-radius: 10px; }}
#replay {{ background: {r.soft_accent}; border: 1px solid {r.accent}; border-radius: 10px; }}
#row[attention="true"] {{ border-color: {r.someone}; }}
#step {{ background: transparent; border: 2px solid transparent; border-radius: 10px; }}
#step[current="true"] {{ background: {r.surface}; border-color: {r.accent}; }}
QPushButton {{ background: {r.surface}; border: 1px solid {r.waiting}; border-radius: 7px;
  font-size: {px(14)}px; font-weight: 600; padding: {px(8)}px {px(16)}px; }}
QPushButton:hover {{ border-color: {r.accent}; }}
QPushButton:focus {{ border: 2px solid {r.accent}; padding: {px(8) - 1}px {px(16) - 1}px; }}
QPushButton:disabled {{ color: {r.waiting}; border-color: {r.line}; }}
QPushButton[type="primary"] {{ background: {r.accent}; border-color: {r.accent}; color: {r.on_accent}; }}
QPushButton[type="primary"]:focus {{ border: 2px solid {r.text}; }}
QPushButton[type="primary"]:disabled {{ background: {r.line}; border-color: {r.line}; color: {r.quiet}; }}
QPushButton[type="link"] {{ background: transparent; border: 1px solid transparent; color: {r.accent};
  font-size: {px(13)}px; padding: 3px 4px; text-align: left; }}
QPushButton[type="link"]:hover {{ text-decoration: underline; }}
QPushButton[type="link"]:focus {{ border: 1px solid {r.accent}; }}
QLineEdit {{ background: {r.surface}; border: 1px solid {r.waiting}; border-radius: 7px;
  padding: {px(9)}px 12px; selection-background-color: {r.accent}; selection-color: {r.on_accent}; }}
QLineEdit:focus {{ border: 2px solid {r.accent}; padding: {px(9) - 1}px 11px; }}
QPlainTextEdit {{ background: {r.surface}; border: 1px solid {r.line}; border-radius: 7px; padding: 8px;
  font-size: {px(13)}px; selection-background-color: {r.accent}; selection-color: {r.on_accent}; }}
QPlainTextEdit:focus {{ border: 2px solid {r.accent}; padding: 7px; }}
QListWidget {{ background: {r.surface}; border: 1px solid {r.line}; border-radius: 7px; padding: 4px;
  font-size: {px(14)}px; }}
QListWidget:focus {{ border: 2px solid {r.accent}; padding: 3px; }}
QCheckBox, QRadioButton {{ spacing: 10px; }}
QCheckBox:disabled, QRadioButton:disabled {{ color: {r.waiting}; }}
QCheckBox::indicator, QRadioButton::indicator {{ width: {px(14)}px; height: {px(14)}px;
  background: {r.surface}; border: 2px solid {r.quiet}; }}
QCheckBox::indicator {{ border-radius: 4px; }}
QRadioButton::indicator {{ border-radius: {px(14) // 2 + 2}px; }}
QCheckBox::indicator:checked {{ background: {r.accent}; border-color: {r.accent}; }}
QRadioButton::indicator:checked {{ width: {px(8)}px; height: {px(8)}px;
  border: {(px(14) - px(8)) // 2 + 2}px solid {r.accent}; }}
QCheckBox::indicator:focus, QRadioButton::indicator:focus {{ border-color: {r.accent}; }}
QCheckBox::indicator:checked:focus, QRadioButton::indicator:checked:focus {{ border-color: {r.text}; }}
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled {{ border-color: {r.waiting}; }}
QCheckBox::indicator:checked:disabled {{ background: {r.waiting}; }}
QComboBox {{ font-size: {px(13)}px; }}
QToolTip {{ color: {r.text}; background: {r.surface}; border: 1px solid {r.line}; }}
"""
