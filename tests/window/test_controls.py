"""The window's own controls: seen in every scheme, and pressed once by a held key."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QImage, QKeyEvent, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QRadioButton,
    QStyle,
    QStyleOptionButton,
    QWidget,
)

from tests.support.contrast import contrast
from tests.support.office import vendor
from tests.support.results import UNKNOWN_KEY
from wizard.core.text import Translator
from wizard.runs.setup import Setup
from wizard.ui.launch import Launch
from wizard.ui.list_widgets import Box
from wizard.ui.report_dialog import ReportDialog
from wizard.ui.session import Session
from wizard.ui.shown_result import with_pictures
from wizard.ui.theme import CONTRAST, CONTRAST_LIGHT, DARK, LIGHT, Roles, style_sheet
from wizard.ui.widgets import button
from wizard.ui.window import Window

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

SCHEMES = {"light": LIGHT, "dark": DARK, "contrast": CONTRAST, "light-contrast": CONTRAST_LIGHT}
PARTS = {Box: QStyle.SubElement.SE_CheckBoxIndicator, QRadioButton: QStyle.SubElement.SE_RadioButtonIndicator}


def indicator(control: QAbstractButton) -> QImage:
    """What is drawn of its box or ring."""
    option = QStyleOptionButton()
    control.initStyleOption(option)  # type: ignore[attr-defined]  # both kinds have it
    place = control.style().subElementRect(PARTS[type(control)], option, control)
    return control.window().grab().toImage().copy(place.translated(control.pos()))


@pytest.fixture
def window(qtbot: QtBot) -> Window:
    """A window that was never shown to an engine."""
    made = Window(Session(Launch(Setup(Translator(), vendor()))))
    qtbot.addWidget(made)
    return made


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("kind", PARTS)
@pytest.mark.parametrize(("checked", "enabled"), [(False, True), (True, True), (False, False), (True, False)])
def test_a_box_and_a_ring_are_seen_in_every_scheme(
    qtbot: QtBot, window: Window, scheme: str, kind: type[QAbstractButton], checked: bool, enabled: bool
) -> None:
    roles: Roles = SCHEMES[scheme]
    window.theme.use(roles)
    holder = QWidget()
    holder.setObjectName("page")
    holder.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    holder.setStyleSheet(style_sheet(window.theme))
    control = kind(holder)
    control.move(10, 10)
    qtbot.addWidget(holder)
    control.setChecked(checked)
    control.setEnabled(enabled)
    holder.resize(60, 40)
    holder.show()
    drawn, ground = indicator(control), QColor(roles.ground)
    middle = [QColor(drawn.pixel(x, drawn.height() // 2)) for x in range(drawn.width())]
    column = [QColor(drawn.pixel(drawn.width() // 2, y)) for y in range(drawn.height())]
    for line in (middle, column):
        half = len(line) // 2
        assert max(contrast(pixel, ground) for pixel in line[:half]) >= 3
        assert max(contrast(pixel, ground) for pixel in line[half:]) >= 3
    # inside, a mark is there where it is checked and nothing where it is not
    inner = drawn.copy(5, 5, drawn.width() - 10, drawn.height() - 10)
    colours = {inner.pixel(x, y) for x in range(inner.width()) for y in range(inner.height())}
    assert (len(colours) > 1) is checked


def pressed(target: QWidget, key: Qt.Key, text: str, *, repeated: bool) -> None:
    """Press a key, or go on holding it."""
    event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, text, repeated)
    QApplication.sendEvent(target, event)


def test_a_held_enter_is_one_press_of_the_windows_action(window: Window) -> None:
    window._complete()
    by_enter = [s for s in window.findChildren(QShortcut) if s.key().toString() in ("Return", "Enter")]
    assert len(by_enter) == 2
    assert not any(shortcut.autoRepeat() for shortcut in by_enter)


def test_an_enter_that_is_repeated_without_a_pause_is_held_whatever_its_mark_says(window: Window) -> None:
    for kind, at, repeated, is_held in (
        (QEvent.Type.ShortcutOverride, 1000, False, False),
        (QEvent.Type.KeyRelease, 1500, False, False),
        (QEvent.Type.ShortcutOverride, 1501, False, True),
        (QEvent.Type.KeyRelease, 1540, False, True),
        (QEvent.Type.ShortcutOverride, 1900, False, False),
        (QEvent.Type.ShortcutOverride, 2400, True, True),
    ):
        event = QKeyEvent(kind, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", repeated)
        event.setTimestamp(at)
        QApplication.sendEvent(window, event)
        assert window._held is is_held
    before = window.history.here
    window._settling.stop()
    window._enter()
    assert window.history.here is before


def test_a_held_enter_presses_nothing_in_a_dialog_that_it_opened(qtbot: QtBot, window: Window) -> None:
    dialog = ReportDialog(window.session, "For IT", with_pictures(UNKNOWN_KEY, {}), window)
    qtbot.addWidget(dialog)
    dialog.show()
    for target in (dialog.copy, dialog):
        pressed(target, Qt.Key.Key_Return, "\r", repeated=True)
        assert dialog.note.text() == ""
    dialog.copy.setFocus()
    pressed(dialog.copy, Qt.Key.Key_Return, "\r", repeated=False)
    assert "Copied" in dialog.note.text()
    dialog.close()


def test_a_held_enter_does_not_press_a_default_button_again(qtbot: QtBot) -> None:
    made, seen = button("Go"), []
    qtbot.addWidget(made)
    made.setAutoDefault(True)
    made.clicked.connect(lambda: seen.append(1))
    for repeated in (False, True, True):
        pressed(made, Qt.Key.Key_Enter, "\r", repeated=repeated)
    assert seen == [1]


def test_the_first_page_promises_what_holds_for_every_way(window: Window) -> None:
    shown = " ".join(made.text() for made in window.page.findChildren(QLabel))
    assert "The keys go to Open Dental only. Over the internet, the connection is always secure." in shown
    assert "secure channel" not in shown  # inside the office there is none
