"""The icon beside the clock: its menu, its look by state, its messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QSystemTrayIcon

from tests.support.office import vendor
from wizard.core.text import Translator
from wizard.runs.setup import Setup
from wizard.ui.icon import program_icon
from wizard.ui.launch import Launch
from wizard.ui.session import Session
from wizard.ui.status import StatusKind
from wizard.ui.tray import SystemTray

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

MARKS = (StatusKind.NEEDS_YOU, StatusKind.NEEDS_OTHER, StatusKind.GOOD, StatusKind.UNKNOWN)


@pytest.fixture
def tray(qapp: QApplication) -> SystemTray:
    assert qapp is not None
    made = SystemTray(Session(Launch(Setup(Translator(), vendor()))), program_icon())
    assert made.parent() is not None
    return made


@pytest.mark.parametrize(
    ("act", "signal"),
    [
        (lambda tray: tray.open.trigger(), "opened"),
        (lambda tray: tray.check.trigger(), "check_wanted"),
        (lambda tray: tray.stop.trigger(), "stop_wanted"),
        (lambda tray: tray._tray.messageClicked.emit(), "opened"),
        (lambda tray: tray._tray.activated.emit(QSystemTrayIcon.ActivationReason.Trigger), "opened"),
        (lambda tray: tray._tray.activated.emit(QSystemTrayIcon.ActivationReason.DoubleClick), "opened"),
    ],
)
def test_what_is_done_with_it_is_heard(
    qtbot: QtBot, tray: SystemTray, act: Callable[[SystemTray], None], signal: str
) -> None:
    with qtbot.waitSignal(getattr(tray, signal), timeout=1000):
        act(tray)


def test_the_menu_is_no_way_in(tray: SystemTray) -> None:
    heard: list[str] = []
    tray.opened.connect(lambda: heard.append("opened"))
    tray._tray.activated.emit(QSystemTrayIcon.ActivationReason.Context)  # the menu comes by itself
    assert heard == []
    assert [action.text() for action in tray._menu.actions()] == [
        "&Open",
        "&Check now",
        "&Stop watching",
        "",
        "&Keep watching after closing",
    ]


def test_the_answer_can_be_taken_back_there(qtbot: QtBot, tray: SystemTray) -> None:
    assert tray.stay.isChecked()
    with qtbot.waitSignal(tray.stay_chosen, timeout=1000) as heard:
        tray.stay.trigger()
    assert heard.args == [False]
    with qtbot.assertNotEmitted(tray.stay_chosen):
        tray.hide()
    assert tray.stay.isChecked()  # it comes back only where it is to stay


def test_once_nothing_is_watched_it_offers_the_end(tray: SystemTray, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []  # offscreen there is no place for it
    monkeypatch.setattr(QSystemTrayIcon, "show", lambda _: shown.append("shown"))
    tray.show_state(StatusKind.NEEDS_YOU, "<b>It</b> is not running", watching=True)
    assert tray.check.isEnabled()
    assert tray._tray.toolTip() == "<qt>&lt;b&gt;It&lt;/b&gt; is not running</qt>"
    tray.show_state(StatusKind.GOOD, "Connected", watching=False)
    assert not tray.check.isEnabled()
    assert tray.stop.text() == "&End the program"
    assert shown == ["shown", "shown"]


def test_each_state_has_a_shape_of_its_own(tray: SystemTray) -> None:
    for size in (16, 24, 32, 64):
        drawn = {mark: tray._pixmap(mark, size).toImage() for mark in MARKS}
        assert all(image.width() == size for image in drawn.values())
        images = list(drawn.values())
        assert all(one != other for at, one in enumerate(images) for other in images[at + 1 :])
    sizes = tray._icon(StatusKind.GOOD).availableSizes()
    assert {size.width() for size in sizes} >= {16, 20, 24, 32, 40, 64}
