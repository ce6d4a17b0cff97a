"""Closing while something is watched: asked once, the answer is kept, and the end is an end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from tests.support.folders import ROOT
from tests.support.office import vendor
from tests.support.watched_window import WAIT_MS, WatchedWindow
from tests.window.test_companion import _own_settings
from wizard.core.text import T
from wizard.simulator.pretend_office import PretendOffice
from wizard.simulator.scenarios import SCENARIOS
from wizard.ui.about import About
from wizard.ui.closing import CHOICE, END, END_TOLD, STAY, ClosingAnswer, ClosingQuestion, watched_state
from wizard.ui.status import StatusKind
from wizard.ui.window_geometry import recall_choice, remember_choice
from wizard.ui.worker import Crash

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from wizard.core.profile import Profile

    Watch = Callable[..., WatchedWindow]

own_settings = _own_settings


@pytest.fixture
def quits(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Notes the end of the program instead of ending the tests."""
    ended: list[str] = []
    monkeypatch.setattr(QApplication, "quit", lambda *_: ended.append("quit"))
    return ended


@pytest.fixture
def watch(qtbot: QtBot, qapp: QApplication, quits: list[str]) -> Iterator[Watch]:
    """Opens the program in front of an office, at a result."""
    made: list[WatchedWindow] = []
    offices: list[PretendOffice] = []

    def begin(
        scenario: str = "key-not-assigned", minutes: int = 60, *, keeps: bool = True, at_result: bool = True
    ) -> WatchedWindow:
        office = PretendOffice(SCENARIOS[scenario], pace_s=0)
        office.start()
        offices.append(office)
        made.append(WatchedWindow(qtbot, qapp, office, profile(minutes, keeps=keeps)))
        if at_result:
            made[-1].to_result()
        return made[-1]

    yield begin
    for one in made:
        one.end()
    assert quits  # each window's end is the program's
    for office in offices:
        office.stop()
    qapp.setQuitOnLastWindowClosed(True)


def profile(minutes: int, *, keeps: bool) -> Profile:
    return vendor()._replace(watch_minutes=minutes, keep_history=keeps)


def asked(it: WatchedWindow) -> ClosingQuestion:
    """The question that closing brings."""
    it.window.close()
    assert it.visible()
    assert it.closing.question is not None
    return it.closing.question


def words(question: ClosingQuestion) -> str:
    return "\n".join(label.accessibleName() or label.text() for label in question.findChildren(QLabel))


def test_closing_a_failed_card_asks_once_and_stays_beside_the_clock(
    qtbot: QtBot, watch: Watch, quits: list[str]
) -> None:
    it = watch()
    question = asked(it)
    assert "Keep watching after closing?" in words(question)
    assert "It stops after 60 minutes." in words(question)
    assert "The key is in memory only." in words(question)  # Open Dental does not know it yet
    qtbot.mouseClick(question.stay_button, Qt.MouseButton.LeftButton)
    assert not it.visible()
    assert it.watches()
    assert it.tray.shown is not None
    assert it.tray.shown[1] == "Open Dental does not know this key yet"
    assert (quits, it.tray.told) == ([], [])
    it.tray.opened.emit()
    assert it.visible()
    assert it.tray.hidden()
    it.window.close()  # now it is known
    assert not it.visible()
    assert it.closing.question is None
    assert recall_choice(CHOICE) == STAY


def test_no_answer_closes_nothing(qtbot: QtBot, watch: Watch, quits: list[str]) -> None:
    it = watch()
    question = asked(it)
    assert asked(it) is question  # one is enough
    qtbot.keyClick(question, Qt.Key.Key_Escape)
    assert it.visible()
    assert not question.isVisible()
    assert (recall_choice(CHOICE), quits) == ("", [])
    asked(it)


def test_the_end_is_kept_too_and_ends_all(qtbot: QtBot, watch: Watch, quits: list[str]) -> None:
    it = watch()
    qtbot.mouseClick(asked(it).end_button, Qt.MouseButton.LeftButton)
    assert not it.visible()
    assert quits == ["quit"]
    assert recall_choice(CHOICE) == END_TOLD
    again = watch()
    again.window.close()
    assert again.closing.question is None
    assert quits == ["quit", "quit"]


def test_that_the_key_goes_is_told_before_it_does(watch: Watch) -> None:
    remember_choice(CHOICE, END)  # said when no key was at stake
    it = watch()
    assert it.session.key_goes_with_it
    assert "memory only" in words(asked(it))
    assert it.closing.question is not None
    it.closing.question.reject()
    other = watch("econnector-not-running")
    other.until(lambda: bool(other.session.home))
    assert not other.session.key_goes_with_it
    remember_choice(CHOICE, "")
    assert "memory only" not in words(asked(other))


def test_a_row_that_needs_somebody_is_watched_on_beside_the_clock(qtbot: QtBot, watch: Watch) -> None:
    it = watch("econnector-not-running", at_result=False)
    it.to_office()
    it.waits()
    question = asked(it)
    assert "memory only" not in words(question)  # no key was tested
    qtbot.mouseClick(question.stay_button, Qt.MouseButton.LeftButton)
    assert not it.visible()
    assert it.tray.shown is not None
    it.heal()
    it.move(80)
    assert it.tray.told == ["This office is ready."]


def test_a_message_names_no_pc_since_it_may_be_read_on_a_locked_screen(watch: Watch) -> None:
    it = watch("econnector-not-running")
    result = it.session.result
    assert result is not None
    named = replace(result.written_causes[0], title=T("**{name}** is off", name="DENTAL-SRV"))
    shown = watched_state(it.session, replace(result, shown_causes=(named,)))
    assert "DENTAL-SRV" not in f"{it.session.say(shown.title)} {it.session.say(shown.words)}"


def test_a_success_closes_without_a_word(watch: Watch, quits: list[str]) -> None:
    it = watch("healthy")
    it.window.close()
    assert it.closing.question is None
    assert quits == ["quit"]


def test_one_notification_per_change_of_state_and_not_per_check(watch: Watch) -> None:
    remember_choice(CHOICE, STAY)
    it = watch()
    it.window.close()
    it.move(300)
    assert it.calls > 3
    assert it.tray.told == []
    it.scenario("key-disabled-by-customer")
    it.move(80)
    assert it.tray.told == ["This key was disabled in this office"]
    it.move(80)
    assert len(it.tray.told) == 1
    it.heal()
    it.move(80)
    assert it.tray.told[1:] == ["Northwind Sync can now read from Open Dental."]
    assert it.tray.shown is not None
    assert it.tray.shown[0] is StatusKind.GOOD
    assert not it.tray.watching
    assert not it.visible()  # the message brings it, where it is clicked
    it.tray.opened.emit()
    assert it.visible()
    assert it.window.main_action.text() == "&Done"


def test_its_end_is_told_and_it_can_go_on(watch: Watch) -> None:
    remember_choice(CHOICE, STAY)
    it = watch(minutes=5)
    it.window.close()
    it.use_up(5)
    assert it.tray.told == ["The program no longer checks."]
    it.tray.opened.emit()
    assert it.note == "Stopped watching after 5 min. It still does not work."


def test_the_tray_checks_now_and_stops(watch: Watch, quits: list[str]) -> None:
    remember_choice(CHOICE, STAY)
    it = watch("econnector-not-running")
    it.until(lambda: bool(it.session.home))
    it.window.close()
    calls = it.calls
    it.tray.check_wanted.emit()
    it.hurries()
    it.move(6)
    assert it.calls == calls + 1
    it.tray.stop_wanted.emit()
    assert quits == ["quit"]
    assert not it.visible()
    assert it.tray.shown is None


def test_the_tray_stops_no_watch_whose_key_would_go_without_a_word(
    qtbot: QtBot, watch: Watch, quits: list[str]
) -> None:
    remember_choice(CHOICE, STAY)
    it = watch()
    it.window.close()
    it.tray.stop_wanted.emit()
    assert it.visible()
    assert it.closing.question is not None
    assert "Stop watching and end the program?" in words(it.closing.question)
    assert "memory only" in words(it.closing.question)
    assert "Your answer is kept" not in words(it.closing.question)
    assert quits == []
    qtbot.mouseClick(it.closing.question.end_button, Qt.MouseButton.LeftButton)
    assert quits == ["quit"]
    assert recall_choice(CHOICE) == STAY  # it was for this time


def test_without_a_tray_it_says_so_and_offers_the_small_window(
    qtbot: QtBot, watch: Watch, quits: list[str]
) -> None:
    it = watch()
    it.tray.there = False
    remember_choice(CHOICE, STAY)  # of another day, with a tray
    question = asked(it)
    assert "no place for it beside the clock" in words(question)
    assert question.stay_button.text() == "&Small window"
    qtbot.mouseClick(question.stay_button, Qt.MouseButton.LeftButton)
    beside = it.window.beside
    assert beside is not None
    assert beside.isVisible()
    assert not it.visible()
    assert it.watches()
    beside.close()
    assert it.visible()
    assert it.window.beside is None
    assert quits == []


def test_the_answer_is_changed_under_about_and_in_the_tray(qtbot: QtBot, watch: Watch) -> None:
    it = watch()
    about = About(it.session, it.window)
    qtbot.addWidget(about)
    assert not about.stay.box.isChecked()
    assert recall_choice(CHOICE) == ""  # looking at it answers nothing
    about.stay.box.click()
    assert recall_choice(CHOICE) == STAY
    it.tray.stay_chosen.emit(not STAY)
    assert recall_choice(CHOICE) == END
    again = About(it.session, it.window)
    qtbot.addWidget(again)
    assert not again.stay.box.isChecked()


def test_where_no_notes_are_kept_the_answer_holds_for_this_start(
    qtbot: QtBot, watch: Watch, tmp_path: Path
) -> None:
    it = watch(keeps=False)
    qtbot.mouseClick(asked(it).stay_button, Qt.MouseButton.LeftButton)
    it.tray.opened.emit()
    it.window.close()
    assert it.closing.question is None
    assert not it.visible()
    assert recall_choice(CHOICE) == ""
    assert not list(tmp_path.rglob("windows.ini"))


def test_the_end_of_the_persons_session_asks_nothing(watch: Watch, quits: list[str]) -> None:
    it = watch()
    it.closing.leave()
    it.window.close()
    assert it.closing.question is None
    assert quits == ["quit"]


def test_a_logoff_that_is_called_off_changes_nothing(watch: Watch, quits: list[str]) -> None:
    it = watch()
    it.closing.leave()
    assert it.closing._called_off.isActive()
    it.closing._called_off.timeout.emit()
    assert asked(it).isVisible()
    assert quits == []


def test_a_question_goes_once_it_works_meanwhile(watch: Watch, quits: list[str]) -> None:
    it = watch()
    question = asked(it)
    it.move(80)
    assert question.isVisible()
    it.heal()
    it.move(80)
    assert it.result.connected
    assert it.closing.question is None
    assert (it.visible(), recall_choice(CHOICE), quits) == (True, "", [])


def test_a_watch_that_breaks_beside_the_clock_is_told_as_over(qtbot: QtBot, watch: Watch) -> None:
    remember_choice(CHOICE, STAY)
    it = watch()
    it.window.close()
    it.session.worker._ended.emit(it.session.watching._work, Crash("ValueError"))
    qtbot.waitUntil(lambda: not it.watches(), timeout=WAIT_MS)
    assert it.tray.told == ["The program no longer checks."]
    assert not it.tray.watching


def test_there_is_an_icon_before_the_first_look_has_ended(watch: Watch) -> None:
    remember_choice(CHOICE, STAY)
    it = watch()
    it.window.go_back()
    it.session.watching.watch_office(None)
    it.window.close()
    assert not it.visible()
    assert it.tray.shown == (StatusKind.UNKNOWN, "Checking …")
    assert it.tray.watching


def test_a_tray_that_goes_away_leaves_the_window(watch: Watch) -> None:
    remember_choice(CHOICE, STAY)
    it = watch()
    it.window.close()
    it.tray.there = False
    it.move(80)
    assert it.window.isMinimized()
    assert it.visible()
    assert it.tray.hidden()
    assert it.watches()


def test_another_start_brings_the_hidden_window_forward(watch: Watch) -> None:
    remember_choice(CHOICE, STAY)
    it = watch()
    it.window.close()
    assert not it.visible()
    it.closing.open()
    assert it.visible()


PROGRAM = """
import sys
from PySide6.QtCore import QTimer
from tests.support.office import remote_launch, CANARY_CUSTOMER, CANARY_DEVELOPER
from wizard.core.keys import KeyPair, Keys
from wizard.core.secret import Secret
from wizard.simulator.pretend_office import PretendOffice
from wizard.simulator.scenarios import SCENARIOS
from wizard.ui import app
from wizard.ui.window import Window

plain = Window.__init__

def at_a_result(window, session):
    plain(window, session)
    session.keys = Keys(KeyPair(Secret(CANARY_DEVELOPER), Secret(CANARY_CUSTOMER)))
    session.ready.connect(lambda: window._go(window.history.to(app_flow.StepId.LIVE)))
    session.watch_began.connect(lambda: QTimer.singleShot(200, lambda: print("watching", flush=True)))

from wizard.ui import flow as app_flow
Window.__init__ = at_a_result
with PretendOffice(SCENARIOS["key-not-assigned"]) as office:
    code = app.open_window(remote_launch(office))
print("ended", code, flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no signal is sent to a process there")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_it_without_a_question(tmp_path: Path, number: signal.Signals) -> None:
    going = subprocess.Popen(
        [sys.executable, "-c", PROGRAM],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        env={**os.environ, "HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)},
    )
    assert going.stdout is not None
    assert going.stderr is not None
    with going, going.stdout as out, going.stderr as err:
        line = out.readline()
        assert line == b"watching\n", err.read()
        going.send_signal(number)
        assert out.read() == b"ended 0\n"
        assert going.wait(WAIT_MS / 1000) == 0


@pytest.mark.parametrize("keeps", [True, False])
def test_an_answer_is_kept_in_no_file_where_nothing_is_to_be_kept(tmp_path: Path, *, keeps: bool) -> None:
    answer = ClosingAnswer(keeps=keeps)
    assert answer.given == ""
    answer.choose_to_stay(stay=True)
    assert answer.given == STAY
    assert ClosingAnswer(keeps=keeps).given == (STAY if keeps else "")
    assert recall_choice(CHOICE) == (STAY if keeps else "")
    assert (tmp_path / "connect-wizard" / "windows.ini").exists() == keeps
