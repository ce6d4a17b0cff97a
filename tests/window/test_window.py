"""The real window against the real pretend office, over HTTP."""

from __future__ import annotations

import re
import sys
import threading
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QWidget,
)

from tests.support.office import (
    CANARY_CUSTOMER,
    CANARY_DEVELOPER,
    MemoryBackend,
    changed,
    launch_at,
    remote_launch,
    vendor,
)
from tests.support.shown_windows import shown_windows
from tests.support.widget_words import words
from wizard.core.codes import Code
from wizard.core.endpoint import Endpoint
from wizard.core.keys import KeyPair, tidy_customer
from wizard.core.mode import Mode
from wizard.core.profile import GENERIC
from wizard.core.secret import Secret
from wizard.core.text import T, Translator, unmarked
from wizard.simulator.patients import CANARY_PATIENT
from wizard.simulator.pretend_office import PretendOffice
from wizard.simulator.scenario import Scenario
from wizard.simulator.scenarios import SCENARIOS
from wizard.simulator.wire_answer import sentence
from wizard.store.keychain import Keychain
from wizard.ui import crash
from wizard.ui.cause_card import CauseCard
from wizard.ui.flow import StepId
from wizard.ui.lifetime import bind_session
from wizard.ui.pages.key import KeyPage
from wizard.ui.pages.live import LINGER_MS, LivePage
from wizard.ui.pages.office import OfficePage
from wizard.ui.pages.result import ResultPage
from wizard.ui.pointer.canvas import Canvas
from wizard.ui.report_dialog import ReportDialog
from wizard.ui.session import Session
from wizard.ui.status import StatusKind
from wizard.ui.window import Window
from wizard.ui.worker import Crash

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytestqt.qtbot import QtBot

    from wizard.ui.launch import Launch

    Open = Callable[[Launch], Window]

WAIT_MS = 60_000


@pytest.fixture
def opened(qtbot: QtBot) -> Iterator[Open]:
    """Opens windows as the program does, and closes them again."""
    with shown_windows(qtbot) as shown:

        def make(launch: Launch) -> Window:
            window = shown(launch)
            # polled: pytest-qt must not wait on a signal that another thread sends again while it disconnects
            qtbot.waitUntil(lambda: window.session.engine is not None, timeout=WAIT_MS)
            return window

        yield make


def press(qtbot: QtBot, window: Window) -> None:
    """Press the primary action as a mouse would."""
    qtbot.waitUntil(lambda: not window.settling, timeout=WAIT_MS)
    assert window.main_action.isEnabled()
    qtbot.mouseClick(window.main_action, Qt.MouseButton.LeftButton)


def until(qtbot: QtBot, window: Window, step: StepId) -> None:
    """Wait for a step to come up."""
    if window.history.here is not step:
        with qtbot.waitSignal(window.page_shown, timeout=WAIT_MS, check_params_cb=lambda name: name == step):
            pass


def to_key(qtbot: QtBot, window: Window) -> KeyPage:
    """From the first page to the key."""
    press(qtbot, window)
    press(qtbot, window)
    until(qtbot, window, StepId.KEY)
    assert isinstance(window.page, KeyPage)
    return window.page


def to_result(qtbot: QtBot, window: Window, key: str = CANARY_CUSTOMER) -> ResultPage:
    """From the first page to the result, with a typed key."""
    page = to_key(qtbot, window)
    qtbot.keyClicks(page.customer.edit, key)
    press(qtbot, window)
    until(qtbot, window, StepId.RESULT)
    assert isinstance(window.page, ResultPage)
    return window.page


# flows


FAULTS = {
    "econnector-not-running": ("E1", "The eConnector is not running", "econnector/start", "eConnector"),
    "key-rejected": (
        "K1",
        "Open Dental does not accept this key",
        "api-setup/compare-key",
        "401 Not Authorized",
    ),
    "key-not-assigned": (
        "K2",
        "Open Dental does not know this key yet",
        "api-setup/add-key",
        "not been assigned",
    ),
    "key-disabled-by-customer": (
        "K3",
        "This key was disabled in this office",
        "api-setup/enable-key",
        "disabled",
    ),
    "permission-403": ("R1", None, "api-setup/permissions", "403"),
    "econnector-503": ("E1", "The eConnector is not running", "econnector/start", "503"),
    "throttled": ("H2", None, None, "429"),
    "blocked-403": ("P3", "A web filter answered in place of Open Dental", None, "403"),
}


@pytest.mark.parametrize("scenario", FAULTS)
def test_a_fault_shows_its_card(qtbot: QtBot, opened: Open, scenario: str) -> None:
    ref, title, pointer, seen = FAULTS[scenario]
    with PretendOffice(SCENARIOS[scenario]) as office:
        window = opened(remote_launch(office))
        page = to_result(qtbot, window)
        card, result = page.card, window.session.result
        assert card is not None
        assert result is not None
        assert result.causes[0].code == SCENARIOS[scenario].expected
        assert result.causes[0].ref == ref
        assert card.title.text() == (title or unmarked(window.session.say(result.causes[0].title)))
        assert seen in card.evidence.text()
        assert (card.side.pointer if card.side else None) == pointer
        shown = [unmarked(step.text.accessibleName()) for step in card.steps]
        assert shown == [unmarked(window.session.say(step)) for step in result.causes[0].steps]
        assert f"{ref}-{result.reference}" in window.sidebar.reference.text()
        if card.side is not None:
            player = card.side.player
            before = player.accessibleDescription()
            qtbot.keyClick(player, Qt.Key.Key_Right)
            assert player.index == 1
            assert player.accessibleDescription() != before


def test_the_whole_answer_is_behind_a_fold_and_cannot_be_copied(qtbot: QtBot, opened: Open) -> None:
    said = "Patient Jane Example & <b>another</b> **could** not be read"
    scenario = Scenario(
        "named", T("An office that names a patient"), Code.UNKNOWN, everyone=sentence(418, said)
    )
    with PretendOffice(scenario) as office:
        window = opened(remote_launch(office))
        page = to_result(qtbot, window)
        assert page.card is not None
        assert page.card.said is not None
        # right under the headline, of which some words are blotted out; not below the picture and the steps
        card, fold, step = page.card, page.card.said, page.card.steps[0]
        qtbot.waitUntil(lambda: 0 < fold.y() < step.mapTo(card, QPoint()).y(), timeout=WAIT_MS)
        whole = page.card.said.inside
        assert isinstance(whole, QLabel)
        assert whole.isHidden()
        page.card.said.handle.click()
        assert not whole.isHidden()
        assert (whole.text(), whole.textFormat()) == (said, Qt.TextFormat.PlainText)
        assert not whole.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse
        whole.setText("")
        assert "Example" not in words(window)


def test_a_known_sentence_has_no_fold(qtbot: QtBot, opened: Open) -> None:
    with PretendOffice(SCENARIOS["key-not-assigned"]) as office:
        page = to_result(qtbot, opened(remote_launch(office)))
        assert page.card is not None
        assert page.card.said is None


def test_a_healthy_office_in_four_presses(qtbot: QtBot, opened: Open) -> None:
    with PretendOffice(SCENARIOS["healthy"]) as office:
        backend = MemoryBackend()
        launch = remote_launch(office, backend)
        window = opened(launch)
        page = to_result(qtbot, window)
        qtbot.waitUntil(lambda: bool(window.session.home), timeout=WAIT_MS)
        shown = words(page)
        assert "Connected" in shown
        assert "What was proved" in shown
        assert "What was not" in shown
        assert window.session.home in shown
        assert page.card is None
        profile = launch.profile
        stored = backend.get_password(profile.keychain_service, profile.customer_key_name)
        assert stored == CANARY_CUSTOMER


def test_check_again_turns_well_when_the_office_is_repaired(qtbot: QtBot, opened: Open) -> None:
    with PretendOffice(SCENARIOS["econnector-not-running"]) as office:
        window = opened(remote_launch(office))
        assert to_result(qtbot, window).card is not None
        office.scenario = SCENARIOS["healthy"]
        window.session.stop_watching()  # while it is watched, it is looked at in its place: test_watching.py
        press(qtbot, window)
        assert window.history.here is StepId.LIVE
        until(qtbot, window, StepId.RESULT)
        assert "Connected" in words(window.page)
        assert not any(card.isVisible() for card in window.findChildren(CauseCard))


class TopLevels(QObject):
    """Notes every window that comes up."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(type(watched).__name__)
        return False


def test_no_part_of_a_page_is_ever_a_window_of_its_own(
    qtbot: QtBot, opened: Open, qapp: QApplication
) -> None:
    spy = TopLevels()
    qapp.installEventFilter(spy)
    with PretendOffice(SCENARIOS["econnector-not-running"]) as office:  # a cause with two pictures
        to_result(qtbot, opened(remote_launch(office)))
    qapp.removeEventFilter(spy)
    assert spy.shown == ["Window"]


def test_a_part_out_of_sight_comes_into_sight_with_the_keyboard(qtbot: QtBot, opened: Open) -> None:
    with PretendOffice(SCENARIOS["key-not-assigned"]) as office:
        window = opened(remote_launch(office))
        page = to_result(qtbot, window)
    window.resize(700, 420)
    assert page.card is not None
    head = page.card.details.handle
    qtbot.waitUntil(lambda: head.visibleRegion().isEmpty(), timeout=WAIT_MS)
    qtbot.waitUntil(lambda: page.verticalScrollBar().maximum() > 0, timeout=WAIT_MS)
    window.activateWindow()
    head.setFocus()
    qtbot.waitUntil(head.hasFocus, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: not head.visibleRegion().isEmpty(), timeout=WAIT_MS)


def test_warnings_are_shown_beside_the_success(qtbot: QtBot, opened: Open) -> None:
    with PretendOffice(SCENARIOS["clock-off"]) as office:
        page = to_result(qtbot, opened(remote_launch(office)))
        assert "clock" in words(page)
        assert "Have a look at this" in words(page)


def test_a_success_with_warnings_can_be_checked_again(qtbot: QtBot, opened: Open) -> None:
    with PretendOffice(SCENARIOS["clock-off"]) as office:
        window = opened(remote_launch(office))
        page = to_result(qtbot, window)
        first = window.session.result
        (again,) = [b for b in page.findChildren(QPushButton) if b.text() == "Check &again"]
        qtbot.waitUntil(lambda: not window.settling, timeout=WAIT_MS)
        qtbot.mouseClick(again, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: window.session.result is not first, timeout=WAIT_MS)
        qtbot.waitUntil(lambda: window.page is page, timeout=WAIT_MS)


# cancelling and closing


def hung(qtbot: QtBot, window: Window) -> LivePage:
    """Go to the live test of a silent office, up to the moment when the call has left."""
    page = to_key(qtbot, window)
    qtbot.keyClicks(page.customer.edit, CANARY_CUSTOMER)
    press(qtbot, window)
    live = window.page
    assert isinstance(live, LivePage)
    qtbot.waitUntil(lambda: live.rows["open-dental"].icon.kind is StatusKind.BUSY, timeout=WAIT_MS)
    assert live.busy
    return live


def test_cancelling_a_hung_call_gives_the_window_back_at_once(qtbot: QtBot, opened: Open) -> None:
    with PretendOffice(SCENARIOS["silent"]) as office:
        window = opened(remote_launch(office))
        page = hung(qtbot, window)
        with qtbot.waitSignal(page.changed, timeout=WAIT_MS):
            qtbot.mouseClick(window._extra[0], Qt.MouseButton.LeftButton)
        assert not page.busy
        assert "again" in window.main_action.text()
        assert {row.icon.kind for row in page.rows.values()} <= {
            StatusKind.UNKNOWN,
            StatusKind.GOOD,
            StatusKind.NOT_NEEDED,
        }
        window.go_back()
        assert isinstance(window.page, KeyPage)
        assert window.page.customer.edit.text() == ""  # the page was left; the key itself is not lost
        assert window.page.keys().pair is not None


def test_a_hasty_second_click_does_not_skip_a_page(qtbot: QtBot, opened: Open) -> None:
    with PretendOffice(SCENARIOS["healthy"]) as office:
        window = opened(remote_launch(office))
        press(qtbot, window)
        for _ in range(3):
            qtbot.mouseClick(window.main_action, Qt.MouseButton.LeftButton)
            window._enter()
        assert window.history.here is StepId.OFFICE


def test_every_dot_shows_its_own_picture(qtbot: QtBot, opened: Open) -> None:
    with PretendOffice(SCENARIOS["key-not-assigned"]) as office:
        window = opened(remote_launch(office))
        card = to_result(qtbot, window).card
        assert card is not None
        assert card.side is not None
        player = card.side.player
        canvas = player.findChild(Canvas)
        shown = set()
        for index in range(player.count):
            player.go(index)
            picture = canvas.grab().toImage()
            shown.add(bytes(picture.constBits()))
        assert len(shown) == index + 1 >= 6


def test_escape_cancels_too(qtbot: QtBot, opened: Open) -> None:
    with PretendOffice(SCENARIOS["silent"]) as office:
        window = opened(remote_launch(office))
        page = hung(qtbot, window)
        with qtbot.waitSignal(page.changed, timeout=WAIT_MS):
            window._escape()
        assert not page.busy


def test_closing_while_a_call_hangs_ends_everything(qtbot: QtBot, opened: Open) -> None:
    with PretendOffice(SCENARIOS["silent"]) as office:
        window = opened(remote_launch(office))
        hung(qtbot, window)
        window.close()
        assert window.session.end()  # True: the thread has ended within its two seconds


def test_the_server_goes_away_in_the_middle(qtbot: QtBot, opened: Open) -> None:
    office = PretendOffice(SCENARIOS["silent"])
    office.start()
    window = opened(remote_launch(office))
    hung(qtbot, window)
    office.stop()
    until(qtbot, window, StepId.RESULT)
    assert window.session.result is not None
    assert window.session.result.causes[0].code == "network.dropped"


# bad input


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("ключ-ключ-ключ-1", "Character 1"),
        ("abc", "this has 3 characters"),
        ("CANARYDEVEL0PER1", "vendor's developer key"),
    ],
)
def test_rubbish_gets_a_sentence_and_no_way_on(qtbot: QtBot, opened: Open, typed: str, said: str) -> None:
    with PretendOffice(SCENARIOS["healthy"]) as office:
        window = opened(remote_launch(office))
        page = to_key(qtbot, window)
        page.customer.edit.setText(typed)
        assert said in page.customer.notes.text()
        assert not window.main_action.isEnabled()
        window.go_back()
        press(qtbot, window)
        assert page.customer.edit.text() == ""  # not even rubbish stays, which may be half a key
        assert not any(call.had_key for call in office.calls)


def test_a_paste_is_tidied_and_says_so(qtbot: QtBot, opened: Open) -> None:
    with PretendOffice(SCENARIOS["healthy"]) as office:
        window = opened(remote_launch(office))
        page = to_key(qtbot, window)
        page.customer.edit.setText(f'  "{CANARY_CUSTOMER}"\u00a0')
        assert "quotation marks" in page.customer.notes.text()
        assert window.main_action.isEnabled()
        keys = page.keys()
        assert keys.pair is not None
        assert keys.pair.customer == tidy_customer(CANARY_CUSTOMER).customer


def test_the_key_is_hidden_until_it_is_asked_for(qtbot: QtBot, opened: Open) -> None:
    with PretendOffice(SCENARIOS["healthy"]) as office:
        window = opened(remote_launch(office))
        page = to_key(qtbot, window)
        assert page.customer.edit.echoMode() is QLineEdit.EchoMode.Password
        qtbot.mouseClick(page.customer.eye, Qt.MouseButton.LeftButton)
        assert page.customer.edit.echoMode() is QLineEdit.EchoMode.Normal


def test_without_a_profile_both_keys_are_asked_for(qtbot: QtBot, opened: Open) -> None:
    with PretendOffice(SCENARIOS["healthy"]) as office:
        window = opened(remote_launch(office, profile=vendor(developer=None)))
        page = to_key(qtbot, window)
        assert page.developer is not None
        page.customer.edit.setText(CANARY_CUSTOMER)
        assert not window.main_action.isEnabled()
        page.customer.edit.setText(f"ODFHIR ITDEVEL0PERKEY11/{CANARY_CUSTOMER}")
        assert window.main_action.isEnabled()
        press(qtbot, window)
        until(qtbot, window, StepId.RESULT)
        assert window.session.result is not None
        assert window.session.result.connected


def test_what_is_around_a_key_is_tidied_and_told(qtbot: QtBot, opened: Open) -> None:
    with PretendOffice(SCENARIOS["healthy"]) as office:
        page = to_key(qtbot, opened(remote_launch(office)))
        page.customer.edit.setText(f"Bright Smiles:\n**{CANARY_CUSTOMER}**")
        assert page.keys().pair is not None
        assert "Removed the words in front of the key" in page.customer.notes.text()
        assert page.customer.choices == []


def test_of_two_keys_the_person_chooses_by_their_ends(qtbot: QtBot, opened: Open) -> None:
    with PretendOffice(SCENARIOS["healthy"]) as office:
        window = opened(remote_launch(office))
        page = to_key(qtbot, window)
        page.customer.edit.setText(f"North: ANOTHEROFFICE123, South: {CANARY_CUSTOMER}")
        assert not window.main_action.isEnabled()
        first, second = page.customer.choices
        assert (first.text(), second.text()) == ("AN…23", "CA…22")
        assert "Choose the right one" in page.customer.notes.text()
        second.click()
        assert window.main_action.isEnabled()
        found = page.keys().pair
        assert found is not None
        assert found.customer == Secret(CANARY_CUSTOMER)
        page.customer.edit.setText("OTHERKEY00000001 or OTHERKEY00000011")
        assert [made.text() for made in page.customer.choices] == ["OT…01", "OT…11"]
        assert page.keys().pair is None  # what was chosen belonged to the text before
        page.customer.edit.setText(CANARY_CUSTOMER)
        assert page.customer.choices == []


def test_keys_with_the_same_ends_are_told_apart_by_their_place(qtbot: QtBot, opened: Open) -> None:
    with PretendOffice(SCENARIOS["healthy"]) as office:
        page = to_key(qtbot, opened(remote_launch(office)))
        page.customer.edit.setText("a: OTHERKEY00000001, b: OTHERKEY99000001")
        assert [made.text() for made in page.customer.choices] == ["OT…01 (1)", "OT…01 (2)"]


def test_leaving_the_key_page_empties_its_fields_and_keeps_the_keys(qtbot: QtBot, opened: Open) -> None:
    with PretendOffice(SCENARIOS["healthy"]) as office:
        window = opened(remote_launch(office, profile=vendor(developer=None)))
        page = to_key(qtbot, window)
        assert page.developer is not None
        qtbot.keyClicks(page.developer.edit, CANARY_DEVELOPER)
        qtbot.keyClicks(page.customer.edit, CANARY_CUSTOMER)
        qtbot.mouseClick(page.customer.eye, Qt.MouseButton.LeftButton)
        window.go_back()
        entered = {page.customer: Secret(CANARY_CUSTOMER), page.developer: Secret(CANARY_DEVELOPER)}
        for field, key in entered.items():
            assert field.edit.text() == ""
            field.edit.undo()
            assert (field.edit.text(), field.edit.isUndoAvailable()) == ("", False)
            assert field.edit.echoMode() is QLineEdit.EchoMode.Password
            assert f"The key {key.ends} is used" in field.notes.text()
        press(qtbot, window)
        until(qtbot, window, StepId.KEY)
        assert page.keys().pair == KeyPair(Secret(CANARY_DEVELOPER), Secret(CANARY_CUSTOMER))
        page.customer.edit.setText("OTHERKEY00000001")
        assert page.keys().pair == KeyPair(Secret(CANARY_DEVELOPER), Secret("OTHERKEY00000001"))


def test_without_a_keychain_keeping_is_not_offered_as_done(qtbot: QtBot, opened: Open) -> None:
    with PretendOffice(SCENARIOS["healthy"]) as office:
        launch = remote_launch(office)
        window = opened(changed(launch, keychain=lambda: Keychain(launch.profile, nowhere=True)))
        page = to_key(qtbot, window)
        qtbot.waitUntil(lambda: window.session.stored is not None, timeout=WAIT_MS)
        assert not page.remember.box.isChecked()
        assert not page.remember.isEnabled()


def test_without_a_profile_the_person_is_asked_once_for_the_way(
    qtbot: QtBot, opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []

    async def target(_world: object, mode: Mode | None, _host: str | None, *_order: object) -> Endpoint:
        asked.append(mode)
        return Endpoint(Mode.LOCAL, "http", "127.0.0.1", office.port)

    monkeypatch.setattr("wizard.runs.destination.target", target)
    with PretendOffice(SCENARIOS["healthy"]) as office:
        launch = changed(remote_launch(office), profile=GENERIC, endpoint=None)
        window = opened(launch)
        page = to_key(qtbot, window)
        assert page.way is not None
        assert page.way.way is Mode.REMOTE
        page.way.choices[Mode.LOCAL].click()
        page.customer.edit.setText(f"{CANARY_DEVELOPER}/{CANARY_CUSTOMER}")
        press(qtbot, window)
        until(qtbot, window, StepId.RESULT)
        assert asked[0] is Mode.REMOTE  # before anybody was asked
        assert asked[-1] is Mode.LOCAL


def test_with_a_profile_nobody_is_asked_for_the_way(qtbot: QtBot, opened: Open) -> None:
    with PretendOffice(SCENARIOS["healthy"]) as office:
        assert to_key(qtbot, opened(remote_launch(office))).way is None


def test_back_ends_the_live_call(qtbot: QtBot, opened: Open) -> None:
    with PretendOffice(SCENARIOS["silent"]) as office:
        window = opened(remote_launch(office))
        page = hung(qtbot, window)
        window.go_back()
        assert not page.busy
        assert window.history.here is StepId.KEY
        office.stop()  # whatever still waited would hear of it now, and take the person forward
        qtbot.wait(LINGER_MS + 300)
        assert window.history.here is StepId.KEY
        assert window.session.result is None


def test_enter_while_a_page_settles_still_means_the_page_before(qtbot: QtBot, opened: Open) -> None:
    with PretendOffice(SCENARIOS["healthy"]) as office:
        window = opened(remote_launch(office))
        qtbot.waitUntil(lambda: not window.settling, timeout=WAIT_MS)
        window.main_action.setFocus()
        window._enter()
        assert isinstance(window.page, OfficePage)
        window._settling.start(60_000)  # however slow the machine is
        window._enter()
        window.back.setFocus()  # a button of its own would act at once
        window._enter()
        assert isinstance(window.page, OfficePage)
        window.main_action.setFocus()
        window._settling.stop()
        qtbot.waitUntil(window.main_action.isEnabled, timeout=WAIT_MS)
        window._enter()
        assert isinstance(window.page, KeyPage)


class Locked(MemoryBackend):
    """A keychain that cannot be written; its own words would tell the key."""

    def set_password(self, service: str, username: str, password: str) -> None:
        message = f"cannot write {password} for {username} at {service}"
        raise OSError(message)


def test_a_keychain_that_cannot_be_written_says_so(qtbot: QtBot, opened: Open) -> None:
    with PretendOffice(SCENARIOS["healthy"]) as office:
        window = opened(remote_launch(office, Locked()))
        page = to_result(qtbot, window)
        qtbot.waitUntil(lambda: bool(window.session.home_trouble), timeout=WAIT_MS)
        assert "could not be written" in words(page)
        assert CANARY_CUSTOMER not in words(page)


def test_a_refused_key_is_not_kept(qtbot: QtBot, opened: Open) -> None:
    with PretendOffice(SCENARIOS["key-rejected"]) as office:
        backend = MemoryBackend()
        launch = remote_launch(office, backend)
        window = opened(launch)
        to_result(qtbot, window)
        assert backend.get_password(launch.profile.keychain_service, launch.profile.customer_key_name) is None


def test_a_stored_key_is_used_when_the_field_stays_empty(qtbot: QtBot, opened: Open) -> None:
    with PretendOffice(SCENARIOS["healthy"]) as office:
        backend = MemoryBackend()
        launch = remote_launch(office, backend)
        backend.set_password(
            launch.profile.keychain_service, launch.profile.customer_key_name, CANARY_CUSTOMER
        )
        window = opened(launch)
        qtbot.waitUntil(lambda: window.session.stored is not None, timeout=WAIT_MS)
        page = to_key(qtbot, window)
        assert "stored" in page.stored.text()
        press(qtbot, window)
        until(qtbot, window, StepId.RESULT)
        assert window.session.result is not None
        assert window.session.result.connected


def test_no_network_is_not_called_a_key_problem(qtbot: QtBot, opened: Open, closed_port: int) -> None:
    window = opened(launch_at(closed_port))
    page = to_result(qtbot, window)
    assert page.card is not None
    assert page.card.cause.code == "network.refused"
    assert page.card.side is None


# the rest of the window


def test_the_support_dialog_shows_the_whole_report_before_it_copies(qtbot: QtBot, opened: Open) -> None:
    with PretendOffice(SCENARIOS["key-not-assigned"]) as office:
        window = opened(remote_launch(office))
        page = to_result(qtbot, window)
        page.hand_over("report")
        assert isinstance(page.dialog, ReportDialog)
        assert window.session.result is not None
        assert page.dialog.view.toPlainText() == window.session.result.report
        qtbot.mouseClick(page.dialog.copy, Qt.MouseButton.LeftButton)
        assert "Copied" in page.dialog.note.text()
        page.dialog.close()


def test_the_keyboard_alone_walks_to_the_result(qtbot: QtBot, opened: Open) -> None:
    with PretendOffice(SCENARIOS["healthy"]) as office:
        window = opened(remote_launch(office))
        window.activateWindow()
        for _ in range(2):
            qtbot.waitUntil(lambda: not window.settling, timeout=WAIT_MS)
            window._enter()
        until(qtbot, window, StepId.KEY)
        page = window.page
        assert isinstance(page, KeyPage)
        assert page.initial_focus() is page.customer.edit
        qtbot.keyClicks(page.customer.edit, CANARY_CUSTOMER)
        qtbot.waitUntil(lambda: not window.settling, timeout=WAIT_MS)
        window._enter()
        until(qtbot, window, StepId.RESULT)
        assert "Connected" in words(window.page)


def test_a_screen_reader_is_told_the_verdict_and_the_first_step(qtbot: QtBot, opened: Open) -> None:
    with PretendOffice(SCENARIOS["key-not-assigned"]) as office:
        window = opened(remote_launch(office))
        said: list[str] = []
        window.announced.connect(said.append)
        to_result(qtbot, window)
        assert said[0] == "Is this office ready?"
        assert said[-1].startswith(
            "Open Dental does not know this key yet You can fix this In Open Dental, click"
        )


def test_an_engine_that_failed_gave_no_keychain(qtbot: QtBot) -> None:
    window = Window(Session(launch_at(1)))
    qtbot.addWidget(window)
    window.session._keychain_read(Crash("LookupError"))
    assert window.session.stored is None


def test_a_screen_reader_hears_the_first_page_once_it_is_there(qtbot: QtBot) -> None:
    window = Window(Session(launch_at(1)))
    qtbot.addWidget(window)
    said: list[str] = []
    painted: list[bool] = []
    window.announced.connect(said.append)
    window.announced.connect(lambda: painted.append(window._has_painted))
    window.show()
    qtbot.waitUntil(lambda: bool(said), timeout=WAIT_MS)
    assert said == [f"Connect {window.session.product} to Open Dental"]
    assert painted == [True]
    window.close()


def test_an_engine_that_cannot_start_says_so_and_loses_nothing(qtbot: QtBot) -> None:
    def broken() -> Endpoint:
        raise LookupError(CANARY_CUSTOMER)

    window = Window(Session(changed(launch_at(1), endpoint=broken)))
    qtbot.addWidget(window)
    bind_session(window)
    window.show()
    press(qtbot, window)
    page = window.page
    assert isinstance(page, OfficePage)
    qtbot.waitUntil(page.trouble.isVisible, timeout=WAIT_MS)
    assert "LookupError" in page.trouble.text()
    assert CANARY_CUSTOMER not in words(window)
    page.rerun()
    qtbot.waitUntil(lambda: page.trouble.isVisible() and not page.busy, timeout=WAIT_MS)
    window.close()


@pytest.mark.usefixtures("qtbot")
def test_a_failure_of_the_window_shows_a_reference(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    crash.install(Translator().translate)
    try:
        int(CANARY_CUSTOMER)
    except ValueError as problem:
        sys.excepthook(type(problem), problem, problem.__traceback__)
    box = next(w for w in QApplication.topLevelWidgets() if w.objectName() == "crash")
    assert isinstance(box, QMessageBox)
    assert re.search(r"X1-[0-9A-Z]{8} \(ValueError, test_window.py:\d+\)", box.informativeText())
    assert CANARY_CUSTOMER not in box.text() + box.informativeText() + capsys.readouterr().err
    box.close()
    box.deleteLater()


@pytest.mark.parametrize(
    "scenario", ["healthy-with-rows", "key-not-assigned", "blocked-403", "unknown-status"]
)
def test_no_window_text_tells_a_key_or_a_patient(qtbot: QtBot, opened: Open, scenario: str) -> None:
    with PretendOffice(SCENARIOS[scenario]) as office:
        window = opened(remote_launch(office))
        to_result(qtbot, window)
        shown = words(window)
        assert CANARY_CUSTOMER not in shown
        assert "CANARYDEVEL0PER1" not in shown
        assert CANARY_PATIENT not in shown
