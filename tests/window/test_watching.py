"""The window follows an office that breaks and heals, without a click and never faster than allowed."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtWidgets import QApplication, QBoxLayout

from tests.support.office import CANARY_CUSTOMER, vendor
from tests.support.watched_window import PACE_S, WAIT_MS, WatchedWindow
from tests.window.test_companion import _own_settings, shrink
from wizard.core.mode import Mode
from wizard.core.text import Translator
from wizard.simulator.pretend_office import PretendOffice
from wizard.simulator.scenarios import SCENARIOS
from wizard.ui.cause_dialog import CauseDialog
from wizard.ui.flow import StepId
from wizard.ui.status import StatusKind
from wizard.ui.watch_words import duration
from wizard.ui.watching import Watched, WatchState
from wizard.ui.worker import Crash

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    Watch = Callable[..., WatchedWindow]

own_settings = _own_settings


@pytest.fixture
def watch(qtbot: QtBot, qapp: QApplication) -> Iterator[Watch]:
    """Opens the program in front of an office."""
    made: list[WatchedWindow] = []
    offices: list[PretendOffice] = []

    def begin(scenario: str, minutes: int = 60) -> WatchedWindow:
        office = PretendOffice(SCENARIOS[scenario], pace_s=0)
        office.start()
        offices.append(office)
        profile = vendor()._replace(watch_minutes=minutes, modes=(Mode.REMOTE,))
        made.append(WatchedWindow(qtbot, qapp, office, profile))
        return made[-1]

    yield begin
    for one in made:
        one.end()
    for office in offices:
        office.stop()
    qapp.setQuitOnLastWindowClosed(True)


def test_a_failed_card_is_watched_by_itself_and_turns_green_by_itself(watch: Watch) -> None:
    it = watch("econnector-not-running")
    page = it.to_result()
    it.waits()
    card = page.card
    assert card is not None
    assert card.side is not None
    assert it.session.watching.state is WatchState.WAITING
    assert it.window.main_action.text() == "Check &now"
    assert it.note == "Checks again in 30 s. Can take 6 minutes to show."
    assert it.calls == 1
    assert it.window.sidebar._marks[StepId.OFFICE]._mark is StatusKind.NEEDS_YOU
    card.side.player.go(1)
    card.details.handle.click()
    it.move(31)
    assert it.calls == 2
    assert it.card() is card
    assert card.side.player.index == 1
    assert not card.details.inside.isHidden()
    assert "still the same" in card.evidence.text()
    assert "Seen since" in card.evidence.text()
    assert not [said for said in it.announced if "same" in said]  # nobody asked
    it.move(10)
    it.heal()
    it.move(10)
    assert it.calls == 2
    it.move(11)
    assert it.calls == 3
    assert it.result.connected
    assert it.card() is None
    assert not it.watches()
    assert it.window.history.here is StepId.RESULT
    assert it.window.main_action.text() == "&Done"
    assert it.window._settling.interval() == 2000  # nobody meant to press that
    assert it.note == ""
    assert any("Connected" in said or "can now" in said for said in it.announced)
    assert it.window.sidebar._marks[StepId.OFFICE]._mark is StatusKind.GOOD
    it.move(100)
    assert it.calls == 3


def test_what_a_look_adds_to_the_words_moves_nothing_below(watch: Watch) -> None:
    it = watch("key-not-assigned")
    card = it.to_result().card
    assert card is not None
    assert card.side is not None
    below = (card.steps[0], card.side)

    def places() -> list[tuple[int, list[int]]]:
        """How high the words are and where the rest begins, at widths of which some add a line."""
        found = []
        for width in range(880, 1240, 40):
            it.window.resize(width, 720)
            QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
            high = card.evidence.heightForWidth(card.evidence.width())
            found.append((high, [part.mapTo(card, QPoint()).y() for part in below]))
        return found

    first = places()
    it.move(80)
    assert "still the same" in card.evidence.text()
    later = places()
    assert [high for high, _ in first] != [high for high, _ in later]
    assert [tops for _, tops in first] == [tops for _, tops in later]


def test_a_note_is_never_squeezed_into_a_column_beside_the_actions(watch: Watch) -> None:
    it = watch("key-not-assigned", minutes=5)
    it.to_result()
    it.use_up(5)
    window = it.window
    assert window._bar.direction() is QBoxLayout.Direction.LeftToRight
    for button in window._extra:
        button.setText(f"{button.text()} and many more words")
    window._place_note()
    QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
    assert window._bar.direction() is QBoxLayout.Direction.TopToBottom
    assert window.note.height() <= 2 * window.note.fontMetrics().lineSpacing()
    assert window.note.geometry().bottom() < window.main_action.geometry().top()


def test_a_key_that_is_assigned_late_is_kept_once_it_works(qtbot: QtBot, watch: Watch) -> None:
    it = watch("key-not-assigned")
    it.to_result()
    it.waits()
    assert it.note == "Checks again in 1 min 20 s. Can take 15 minutes to show."
    assert it.session.key_goes_with_it
    it.move(74)
    assert it.calls == 1
    it.move(2)
    assert it.calls == 2
    assert it.code == "key.not-assigned"
    it.heal()
    it.move(76)
    assert it.calls == 3
    assert it.result.connected
    names = it.session.launch.profile
    qtbot.waitUntil(lambda: bool(it.session.home), timeout=WAIT_MS)
    assert it.backend.get_password(names.keychain_service, names.customer_key_name) == CANARY_CUSTOMER
    assert not it.session.key_goes_with_it


def test_check_now_never_breaks_the_pace_and_says_what_it_waits_for(qtbot: QtBot, watch: Watch) -> None:
    it = watch("key-not-assigned")
    page = it.to_result()
    it.waits()
    began = it.clock.time
    it.window.main_action.setFocus()
    for _ in range(3):
        it.window._enter()  # too soon after the page came up: it still means the page before
    qtbot.waitUntil(lambda: not it.window.settling, timeout=WAIT_MS)
    for _ in range(5):
        qtbot.mouseClick(it.window.main_action, Qt.MouseButton.LeftButton)
    assert it.note.startswith("Checks in ")
    assert "one key may call only so often" in it.note
    it.hurries()
    assert it.calls == 1
    it.move(PACE_S + 0.1)
    assert it.calls == 2
    assert it.clock.time - began < PACE_S + 1
    assert it.window.history.here is StepId.RESULT
    assert page.card is not None
    assert "still the same" in it.announced[-1]  # this one was asked for
    assert it.window.focusWidget() is it.window.main_action
    it.move(60)
    assert it.calls == 2  # the next pause is a whole one again


def test_a_throttle_is_waited_for_as_long_as_it_asks(watch: Watch) -> None:
    it = watch("throttled")
    it.to_result()
    it.waits()
    asked = it.result.evidence.probe
    assert asked is not None
    assert asked.retry_after_s
    assert "Open Dental asked for this pause." in it.note
    calls = it.calls
    it.move(asked.retry_after_s - 1)
    assert it.calls == calls
    it.heal()
    it.move(2)
    assert it.calls == calls + 1
    assert it.result.connected


@pytest.mark.parametrize("scenario", ["captive-portal-page", "unreachable"])
def test_a_network_that_comes_and_goes(watch: Watch, scenario: str) -> None:
    it = watch("healthy" if scenario == "unreachable" else scenario)
    if scenario == "unreachable":
        it.office.stop()
    it.to_result()
    it.waits()
    first = it.code
    assert first != "connected"
    assert it.note.startswith("Checks again in 15 s.")
    it.move(40)
    assert it.code == first
    if scenario == "unreachable":
        it.office.start()
    it.heal()
    it.move(16)
    assert it.result.connected


def test_a_watch_that_breaks_says_what_to_quote_and_goes_on_when_asked(qtbot: QtBot, watch: Watch) -> None:
    it = watch("key-not-assigned")
    it.to_result()
    it.waits()
    crash = Crash("ValueError", "X1-ABCDEFGH (ValueError, runs.watch:1)")
    it.session.worker._ended.emit(it.session.watching._work, crash)
    qtbot.waitUntil(lambda: not it.watches(), timeout=WAIT_MS)
    assert it.note == f"The program itself failed, and no longer checks. Quote {crash.facts} to support."
    it.session.watching.go_on()
    it.waits()
    assert it.note.startswith("Checks again in ")


def test_a_server_that_slept_is_followed_and_noted(watch: Watch, notes: Path) -> None:
    it = watch("office-timeout")
    it.to_result()
    it.waits()
    first, calls = it.result.reference, it.calls
    assert (it.code, calls) == ("office.timeout", 1)
    it.move(31)
    assert it.calls == calls + 1
    assert it.result.reference == first  # somebody reads it out on the phone
    it.heal()
    it.move(31)
    assert it.calls == calls + 2
    assert it.result.connected
    kept = notes / "history.jsonl"
    it.until(lambda: "incident" in kept.read_text("utf-8"))
    assert '"proven":"office.timeout"' in kept.read_text("utf-8")


def test_a_cure_that_sets_the_clock_takes_no_longer_for_it(
    watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    it = watch("captive-portal-page")
    it.to_result()
    it.waits()
    before = it.clock.wall
    monkeypatch.setattr(it.clock, "wall", lambda: before() + timedelta(hours=2))
    it.heal()
    it.move(61)
    result = it.session.result
    assert result is not None
    assert result.cure is not None
    assert result.cure.minutes <= 1


def test_another_cause_is_shown_and_announced_once(watch: Watch) -> None:
    it = watch("key-not-assigned")
    page = it.to_result()
    card = page.card
    it.scenario("key-disabled-by-customer")
    it.move(80)
    assert it.card() is not card
    assert [said for said in it.announced if "disabled" in said]
    told = len(it.announced)
    it.move(80)
    assert len(it.announced) == told


def test_rows_that_need_somebody_are_watched_without_a_key(watch: Watch, qapp: QApplication) -> None:
    it = watch("econnector-not-running")
    page = it.to_office()
    it.waits()
    row = page.checks["prereq.econnector-service"]
    assert row.state.text() == "Needs you"
    assert it.session.watching.watched is Watched.OFFICE
    assert it.note.startswith("Checks again in ")
    page.show_where("prereq.econnector-service")
    dialog = page.dialog
    assert dialog is not None
    assert dialog.card.side is not None
    dialog.card.side.player.go(1)
    it.move(31)
    assert page.dialog is dialog
    assert dialog.card.side.player.index == 1
    it.heal()
    it.move(31)
    assert row.icon.kind in {StatusKind.GOOD, StatusKind.NOT_NEEDED}
    assert not [one for one in qapp.topLevelWidgets() if isinstance(one, CauseDialog) and one.isVisible()]
    assert page.is_ok
    assert not it.watches()
    assert it.announced[-1] == "This office is ready."
    assert it.calls == 0


def test_it_ends_after_the_profiles_time_and_goes_on_when_it_is_wanted(watch: Watch) -> None:
    it = watch("key-not-assigned", minutes=5)
    it.to_result()
    it.use_up(5)
    assert not it.watches()
    assert it.note == "Stopped watching after 5 min. It still does not work."
    assert it.window.main_action.text() == "Check &again"
    calls = it.calls
    it.move(200)
    assert it.calls == calls
    (go_on,) = [made for made in it.window._extra if made.text() == "&Keep watching"]
    go_on.click()
    assert it.watches()
    assert it.window.main_action.text() == "Check &now"
    it.heal()
    it.move(80)
    assert it.result.connected


def test_a_run_that_the_person_begins_ends_the_watch(qtbot: QtBot, watch: Watch) -> None:
    it = watch("key-not-assigned")
    it.to_result()
    it.waits()
    it.window.go_back()  # to the key
    assert not it.watches()
    calls = it.calls
    it.move(200)
    assert it.calls == calls
    it.session.watching.watch_result()
    assert it.watches()
    it.session.check_office(("prereq.*",))
    assert not it.watches()
    qtbot.waitUntil(lambda: not it.session.office_run.busy, timeout=WAIT_MS)
    it.session.watching.watch_result()
    assert it.session.watching.on
    it.session.test()
    assert it.session.watching.state is WatchState.OFF
    it.until(lambda: not it.session.live_run.busy)


def test_the_small_window_counts_down_and_goes_back_by_itself(qtbot: QtBot, watch: Watch) -> None:
    it = watch("key-not-assigned")
    it.to_result()
    beside = shrink(qtbot, it.window)
    it.waits()
    assert beside.watch.text().startswith("Checks again in ")
    it.move(80)
    assert "still the same" in beside.note.text()
    it.heal()
    it.move(80)
    assert it.window.isVisible()
    assert it.window.main_action.text() == "&Done"


def test_a_success_is_kept_though_a_check_came_to_nothing_before(qtbot: QtBot, watch: Watch) -> None:
    it = watch("key-not-assigned")
    it.to_result()
    beside = shrink(qtbot, it.window)
    qtbot.mouseClick(beside.check_now, Qt.MouseButton.LeftButton)
    it.session.live_run.cancel()
    assert "did not come to an end" in beside.note.text()
    assert it.watches()
    it.heal()
    it.move(80)
    assert it.window.isVisible()
    assert it.window.history.here is StepId.RESULT
    assert it.window.main_action.text() == "&Done"


def test_a_card_is_watched_though_the_office_is_still_looked_at(watch: Watch) -> None:
    it = watch("key-not-assigned")
    page = it.to_office()
    it.session.office_run.start(lambda _engine, _tell: asyncio.sleep(WAIT_MS))
    assert page.busy
    it.to_result()
    assert it.session.office_run.busy
    assert it.watches()
    it.session.office_run.cancel()


def test_a_minimised_window_comes_back_once(qtbot: QtBot, watch: Watch) -> None:
    it = watch("key-not-assigned")
    it.to_result()
    it.window.showMinimized()
    it.waits()
    it.move(80)
    assert it.window.windowState() & Qt.WindowState.WindowMinimized  # the same is nobody's business
    it.heal()
    it.move(80)
    qtbot.waitUntil(lambda: not it.window.isMinimized(), timeout=WAIT_MS)


def test_nothing_counts_where_nobody_sees_it(watch: Watch) -> None:
    from wizard.ui.watch_display import Countdown

    it = watch("key-not-assigned")
    it.to_result()
    it.waits()
    (countdown,) = it.window.findChildren(Countdown)
    assert countdown.counts
    seen = []
    for shown in (False, True):
        it.window.setVisible(shown)
        seen.append(countdown.counts)
    assert seen == [False, True]


@pytest.mark.parametrize(("seconds", "most"), [(15, 7), (30, 10), (60, 16), (360, 46)])
def test_the_time_that_is_left_is_told_in_few_steps(seconds: int, most: int) -> None:
    """Each of them is a new layout of the window: a second has a third of one on average, and never two."""
    say = Translator().translate
    told = [say(duration(seconds - tenths / 10)) for tenths in range(seconds * 10)]
    changes = sum(one != other for one, other in pairwise(told))
    assert changes < most
    lasts = [told.count(words) for words in set(told)]
    assert min(lasts) >= 9


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.2, "1 s"),
        (5, "5 s"),
        (5.1, "10 s"),
        (59, "1 min"),
        (75, "1 min 20 s"),
        (600, "10 min"),
        (1799, "30 min"),
        (7300, "2 h 2 min"),
        (21600, "6 h"),
    ],
)
def test_how_the_time_that_is_left_is_said(seconds: float, words: str) -> None:
    assert Translator().translate(duration(seconds)) == words


def test_where_no_key_was_given_nothing_is_watched(watch: Watch) -> None:
    it = watch("healthy")
    it.session.keys = None
    it.to_result()
    assert it.code == "key.missing"
    assert not it.watches()
    assert it.window.main_action.text() == "Check &again"
