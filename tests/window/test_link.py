"""A link is one stop of the Tab key in either direction, follows Enter, and shows its focus."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget

from wizard.ui.link import Link

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


class Held(QWidget):
    """A link between two buttons."""

    def __init__(self) -> None:
        super().__init__()
        self.before, self.link, self.after = QPushButton("before"), Link(), QPushButton("after")
        self.link.setText('<a href="#">See</a> and <a href="#">more</a>')
        column = QVBoxLayout(self)
        for widget in (self.before, self.link, self.after):
            column.addWidget(widget)


@pytest.fixture
def held(qtbot: QtBot) -> Held:
    made = Held()
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    made.before.setFocus()
    return made


def test_tab_stops_at_it_once_and_shift_tab_leaves_it(held: Held) -> None:
    for key, order in (
        (Qt.Key.Key_Tab, [held.link, held.after]),
        (Qt.Key.Key_Backtab, [held.link, held.before]),
    ):
        for expected in order:
            QTest.keyClick(held.focusWidget(), key)
            assert held.focusWidget() is expected


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_the_keyboard_follows_its_target(held: Held, key: Qt.Key) -> None:
    followed: list[str] = []
    held.link.linkActivated.connect(followed.append)
    held.link.target = "2"
    held.link.setFocus()
    QTest.keyClick(held.link, key)
    assert followed == ["2"]


def test_a_key_that_is_held_or_belongs_to_a_shortcut_is_not_followed(held: Held) -> None:
    followed: list[str] = []
    held.link.linkActivated.connect(followed.append)
    QTest.keyClick(held.link, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
    repeated = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier, autorep=True)
    QApplication.sendEvent(held.link, repeated)
    assert followed == []


def test_it_shows_that_it_has_the_keyboard(held: Held, qtbot: QtBot) -> None:
    held.after.setFocus()
    before = held.link.grab().toImage()
    held.link.setFocus()
    qtbot.waitUntil(held.link.hasFocus)
    assert held.link.grab().toImage() != before
