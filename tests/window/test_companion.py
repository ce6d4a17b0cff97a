"""The small window beside Open Dental, against the real pretend office."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from tests.support.office import CANARY_CUSTOMER, remote_launch
from wizard.pointer.scene_files import Scenes
from wizard.simulator.pretend_office import PretendOffice
from wizard.simulator.scenarios import SCENARIOS
from wizard.store import locations
from wizard.ui.flow import StepId
from wizard.ui.lifetime import bind_session
from wizard.ui.pages.key import KeyPage
from wizard.ui.pages.result import ResultPage
from wizard.ui.session import Session
from wizard.ui.window import Window

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from wizard.ui.companion import Companion

WAIT_MS = 60_000


@pytest.fixture(autouse=True)
def _own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Places are remembered in this test's folder."""
    monkeypatch.setattr(locations, "window_settings", lambda: tmp_path / "connect-wizard" / "windows.ini")


@pytest.fixture
def office() -> Iterator[PretendOffice]:
    with PretendOffice(SCENARIOS["key-not-assigned"]) as made:
        yield made


@pytest.fixture
def window(qtbot: QtBot, office: PretendOffice) -> Iterator[Window]:
    """A window that has found that the key is not assigned."""
    made = Window(Session(remote_launch(office)))
    qtbot.addWidget(made)
    bind_session(made)
    made.show()
    qtbot.waitUntil(lambda: made.session.engine is not None, timeout=WAIT_MS)
    for _ in range(2):
        qtbot.waitUntil(lambda: not made.settling, timeout=WAIT_MS)
        made.main_action.click()
    qtbot.waitUntil(lambda: made.history.here is StepId.KEY, timeout=WAIT_MS)
    page = made.page
    assert isinstance(page, KeyPage)
    page.customer.edit.setText(CANARY_CUSTOMER)
    qtbot.waitUntil(lambda: not made.settling, timeout=WAIT_MS)
    made.main_action.click()
    qtbot.waitUntil(lambda: made.history.here is StepId.RESULT, timeout=WAIT_MS)
    yield made
    made.close()


def shrink(qtbot: QtBot, window: Window) -> Companion:
    """Press the button that keeps the card beside Open Dental."""
    page = window.page
    assert isinstance(page, ResultPage)
    (wanted,) = [b for b in window.findChildren(QLabel) if "beside" in b.accessibleName() and b.isVisible()]
    wanted.setFocus()
    qtbot.waitUntil(lambda: not window.settling, timeout=WAIT_MS)
    window._enter()
    assert page.companion is not None
    return page.companion


def test_it_takes_the_windows_place_on_top_of_others(qtbot: QtBot, window: Window) -> None:
    beside = shrink(qtbot, window)
    assert beside.isVisible()
    assert not window.isVisible()
    assert beside.windowFlags() & Qt.WindowType.WindowStaysOnTopHint
    screen = window.screen().availableGeometry()
    assert screen.contains(beside.frameGeometry())
    assert beside.width() <= screen.width() / 2
    assert beside.title.text() == "Open Dental does not know this key yet"
    assert beside.side is not None
    assert beside.side.pointer == "api-setup/add-key"


def test_it_says_the_step_of_the_picture(qtbot: QtBot, window: Window) -> None:
    beside = shrink(qtbot, window)
    assert beside.side is not None
    assert beside.step.accessibleName().startswith("1. ")
    beside.side.player.go(beside.side.player.count - 1)
    assert beside.step.accessibleName().startswith("3. ")
    assert "Save" in beside.step.accessibleName()


def test_a_step_without_a_picture_is_said_beside_the_last_one(qtbot: QtBot, window: Window) -> None:
    beside = shrink(qtbot, window)
    assert beside.side is not None
    side = beside.side
    side.show_pictures([Scenes().picture("api-setup/open-menu")], ["Click **API**.", "Ask your vendor."])
    beside._steps = ["Click **API**.", "Ask your vendor."]
    beside._follow(0)
    assert beside.step.accessibleName() == "1. Click API.\n2. Ask your vendor."
    assert beside.step.text().count("<br>") == 1


def test_the_arrow_keys_turn_the_picture_from_the_beginning(qtbot: QtBot, window: Window) -> None:
    beside = shrink(qtbot, window)
    assert beside.side is not None
    focus = beside.focusWidget()
    assert focus is not None
    qtbot.keyClick(focus, Qt.Key.Key_Right)
    assert beside.side.player.index == 1


def test_words_alone_are_never_cut_off(qtbot: QtBot, window: Window) -> None:
    beside = shrink(qtbot, window)
    beside.fold.click()
    result = window.session.result
    assert result is not None
    beside.show_result(result)
    beside._say("Checked: it is not mended yet.")
    qtbot.wait(50)  # the layout follows in the next turn of the loop
    assert beside.height() == beside._column.totalHeightForWidth(beside.width())


def test_words_only_takes_less_room_and_has_every_step(qtbot: QtBot, window: Window) -> None:
    beside = shrink(qtbot, window)
    assert beside.side is not None
    before = beside.geometry()
    beside.fold.click()
    assert not beside.side.isVisible()
    assert beside.height() < before.height() / 1.5
    lines = [line.accessibleName() for line in beside.every.findChildren(QLabel) if line.isVisible()]
    assert [line[:3] for line in lines] == ["1. ", "2. ", "3. "]
    assert all(
        line.heightForWidth(line.width()) <= line.height() for line in beside.every.findChildren(QLabel)
    )
    beside.fold.click()
    assert beside.side.isVisible()
    assert beside.height() == before.height()


def test_it_gives_way_by_itself_when_the_fault_is_gone(
    qtbot: QtBot, window: Window, office: PretendOffice
) -> None:
    beside = shrink(qtbot, window)
    office.scenario = SCENARIOS["healthy"]
    qtbot.mouseClick(beside.check_now, Qt.MouseButton.LeftButton)
    assert not beside.check_now.isEnabled()
    qtbot.waitUntil(window.isVisible, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: window.history.here is StepId.RESULT, timeout=WAIT_MS)
    assert window.session.result is not None
    assert window.session.result.connected


def test_it_shows_the_next_fault_when_there_is_one(
    qtbot: QtBot, window: Window, office: PretendOffice
) -> None:
    beside = shrink(qtbot, window)
    office.scenario = SCENARIOS["econnector-not-running"]
    qtbot.mouseClick(beside.check_now, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(beside.check_now.isEnabled, timeout=WAIT_MS)
    assert beside.title.text() == "The eConnector is not running"
    assert beside.side is not None
    assert beside.side.pointer == "econnector/start"
    assert "not mended" in beside.note.text()
    assert not window.isVisible()


def test_a_check_that_brings_nothing_is_told(qtbot: QtBot, window: Window, office: PretendOffice) -> None:
    beside = shrink(qtbot, window)
    office.scenario = SCENARIOS["silent"]
    qtbot.mouseClick(beside.check_now, Qt.MouseButton.LeftButton)
    assert window.session.live_run.busy
    qtbot.wait(150)
    assert not beside.check_now.isEnabled()
    window.session.live_run.cancel()
    assert beside.check_now.isEnabled()
    assert "did not come to an end" in beside.note.text()


def test_closing_it_brings_the_window_back(qtbot: QtBot, window: Window) -> None:
    beside = shrink(qtbot, window)
    with qtbot.waitActive(beside):
        beside.activateWindow()
    qtbot.keyClick(beside, Qt.Key.Key_Escape)
    assert window.isVisible()
    assert not beside.isVisible()


def test_it_remembers_its_place_and_size(qtbot: QtBot, window: Window) -> None:
    beside = shrink(qtbot, window)
    beside.setGeometry(40, 50, 420, 520)
    beside.close()
    again = shrink(qtbot, window)
    assert again is not beside
    # a platform without window frames still reckons with two pixels of them
    assert abs(again.x() - 40) <= 4
    assert abs(again.y() - 50) <= 4
    assert (again.width(), again.height()) == (420, 520)
    again.close()


def test_it_ends_with_the_window(qtbot: QtBot, window: Window) -> None:
    beside = shrink(qtbot, window)
    window.close()
    assert not beside.isVisible()


def test_its_place_is_not_kept_where_the_profile_wants_nothing_kept(
    qtbot: QtBot, window: Window, tmp_path: Path
) -> None:
    beside = shrink(qtbot, window)
    beside.close()
    kept = tmp_path / "connect-wizard" / "windows.ini"
    assert kept.exists()
    kept.unlink()
    launch = window.session.launch
    quiet = launch.setup._replace(profile=launch.profile._replace(keep_history=False))
    window.session.launch = launch._replace(setup=quiet)
    shrink(qtbot, window).close()
    assert not kept.exists()
