"""A later result with the same cause is shown in place: picture, folds, scroll place and keyboard stay."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit

from tests.support.office import CANARY_CUSTOMER, CANARY_DEVELOPER, changed, quick_world, remote_launch
from tests.window.test_companion import _own_settings, shrink
from tests.window.test_window import until
from wizard.core.keys import KeyPair, Keys
from wizard.core.secret import Secret
from wizard.simulator.pretend_office import PretendOffice
from wizard.simulator.pretend_pc import pretend_pc
from wizard.simulator.scenarios import SCENARIOS
from wizard.ui.flow import StepId
from wizard.ui.pages.result import ResultPage
from wizard.ui.session import Session
from wizard.ui.status import StatusKind
from wizard.ui.window import Window
from wizard.windows.machine_reader import MachineReader

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from wizard.checks.context import World

WAIT_MS = 60_000
own_settings = _own_settings


@pytest.fixture
def office() -> Iterator[PretendOffice]:
    with PretendOffice(SCENARIOS["key-not-assigned"]) as made:
        yield made


@pytest.fixture
def window(qtbot: QtBot, office: PretendOffice) -> Iterator[Window]:
    """A window at the result; its PC is as the office's scenario has it."""

    def world() -> World:
        return replace(quick_world(), machine=lambda: MachineReader(pretend_pc(office.scenario.id)))

    session = Session(changed(remote_launch(office), world=world))
    session.keys = Keys(KeyPair(Secret(CANARY_DEVELOPER), Secret(CANARY_CUSTOMER)))
    session.start()
    qtbot.waitUntil(lambda: session.stored is not None, timeout=WAIT_MS)
    made = Window(session)
    qtbot.addWidget(made)
    made.show()
    yield made
    made.close()
    assert session.end()


def at_result(qtbot: QtBot, window: Window) -> ResultPage:
    """Walk to the result, past the office's checks."""
    window._forward()
    qtbot.waitUntil(lambda: not window.page.busy, timeout=WAIT_MS)
    window._forward()
    window._go(window.history.forward())
    until(qtbot, window, StepId.RESULT)
    assert isinstance(window.page, ResultPage)
    return window.page


def look(qtbot: QtBot, window: Window) -> None:
    """Another look, begun from elsewhere than the page."""
    before = window.session.result
    window.session.test()
    qtbot.waitUntil(lambda: window.session.result is not before, timeout=WAIT_MS)


def test_picture_folds_scroll_place_and_keyboard_stay_with_the_same_cause(
    qtbot: QtBot, window: Window
) -> None:
    page = at_result(qtbot, window)
    card = page.card
    assert card is not None
    assert card.side is not None
    window.resize(760, 420)
    card.details.handle.click()
    card.twin.handle.click()
    card.side.player.go(1)
    card.details.handle.setFocus()
    report = card.details.inside
    assert isinstance(report, QPlainTextEdit)
    qtbot.waitUntil(lambda: page.verticalScrollBar().maximum() > 100, timeout=WAIT_MS)
    page.verticalScrollBar().setValue(90)
    shown, told, steps = window.session.result, report.toPlainText(), list(card.steps)
    look(qtbot, window)
    qtbot.wait(20)  # the layout follows in the next turn of the loop
    assert window.session.result is not shown
    assert page.card is card
    assert card.steps == steps
    assert card.side.player.index == 1
    assert not card.details.inside.isHidden()
    assert not card.twin.inside.isHidden()
    assert page.verticalScrollBar().value() == 90
    assert window.focusWidget() is card.details.handle
    assert report.toPlainText() != told  # its time and reference are the later look's
    assert window.session.result is not None
    assert window.session.result.reference in report.toPlainText()


def test_another_cause_has_a_card_of_its_own_and_the_keyboard_a_place(
    qtbot: QtBot, window: Window, office: PretendOffice
) -> None:
    page = at_result(qtbot, window)
    card = page.card
    assert card is not None
    card.details.handle.setFocus()
    office.scenario = SCENARIOS["key-disabled-by-customer"]
    look(qtbot, window)
    assert page.card is not None
    assert page.card is not card
    assert page.card.title.text() == "This key was disabled in this office"
    assert window.focusWidget() is window.main_action


def test_the_offices_mark_heals_with_the_live_result(
    qtbot: QtBot, window: Window, office: PretendOffice
) -> None:
    office.scenario = SCENARIOS["econnector-not-running"]
    at_result(qtbot, window)
    marks = window.sidebar._marks
    assert marks[StepId.OFFICE]._mark is StatusKind.NEEDS_YOU
    office.scenario = SCENARIOS["healthy"]
    look(qtbot, window)
    assert window.session.result is not None
    assert window.session.result.connected
    assert marks[StepId.OFFICE]._mark is StatusKind.GOOD
    assert marks[StepId.LIVE]._mark is StatusKind.GOOD
    window.history.to(StepId.OFFICE)
    office_page = window._pages[StepId.OFFICE]
    assert office_page.is_ok
    office.scenario = SCENARIOS["econnector-not-running"]
    look(qtbot, window)
    assert not office_page.is_ok


def test_the_small_window_keeps_its_picture_and_the_keyboard(qtbot: QtBot, window: Window) -> None:
    at_result(qtbot, window)
    beside = shrink(qtbot, window)
    side = beside.side
    assert side is not None
    last = side.player.count - 1
    side.player.go(last)
    beside.check_now.setFocus()
    qtbot.mouseClick(beside.check_now, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(beside.check_now.isEnabled, timeout=WAIT_MS)
    assert beside.side is side
    assert side.player.index == last
    assert beside.step.accessibleName().startswith("3. ")
    assert beside.focusWidget() is beside.check_now
    side.player.setFocus()
    look(qtbot, window)
    assert beside.focusWidget() is side.player
    beside.close()


def test_words_only_leaves_the_small_window_where_it_is(qtbot: QtBot, window: Window) -> None:
    at_result(qtbot, window)
    beside = shrink(qtbot, window)
    before = beside.frameGeometry()
    screen = beside.screen().availableGeometry()
    for _ in range(10):
        beside.fold.click()
        qtbot.wait(1)
        assert screen.contains(beside.frameGeometry())
    assert beside.frameGeometry() == before
    beside.move(beside.x(), screen.top() - 400)
    beside.fold.click()
    assert screen.contains(beside.frameGeometry())
    beside.close()
