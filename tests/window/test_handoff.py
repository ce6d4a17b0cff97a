"""From the workstation to the server and back: two windows, a code there, a code back, by keyboard."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from tests.support.office import CANARY_CUSTOMER, CANARY_DEVELOPER, vendor
from tests.support.watched_window import PACE_S, WAIT_MS, WatchedWindow
from wizard.core.codes import CheckId, Code
from wizard.core.evidence import CheckResult, Evidence, Status
from wizard.core.handoff_code import FoundThere, HandoffCode, read_handoff_code
from wizard.core.keys import KeyPair, Keys
from wizard.core.machine import ServiceState
from wizard.core.mode import Mode
from wizard.core.secret import Secret
from wizard.core.text import T
from wizard.core.version import Version
from wizard.runs import look_here
from wizard.runs.look_here import SeenThere
from wizard.simulator.pretend_office import PretendOffice
from wizard.simulator.pretend_pc import SERVER, pretend_pc
from wizard.simulator.scenarios import SCENARIOS
from wizard.store.catalogue import Catalogue
from wizard.ui.cause_card import CauseCard
from wizard.ui.flow import StepId
from wizard.ui.handoff_dialog import HandoffDialog
from wizard.ui.pages.result import ResultPage
from wizard.ui.pages.welcome import WelcomePage
from wizard.ui.runner import Refused
from wizard.ui.status import StatusKind
from wizard.ui.there_dialog import ThereDialog
from wizard.ui.told import ThereShown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytestqt.qtbot import QtBot

    from wizard.ui.code_entry import CodeEntry

    Open = Callable[..., WatchedWindow]

# the offscreen platform says so of every menu that opens
pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support grabbing the keyboard", extend=True)

DOWN = "econnector-not-running"
WHY = "The eConnector reports its state every 5 minutes only, so its status lags."
LAG = f"It can take 6 minutes to show. {WHY}"


@pytest.fixture
def opened(qtbot: QtBot, qapp: QApplication) -> Iterator[Open]:
    """Opens the program on the server or on a workstation of one office, which a scenario has."""
    made: list[WatchedWindow] = []
    offices: list[PretendOffice] = []

    def begin(scenario: str = DOWN, *, server: bool) -> WatchedWindow:
        if not offices:
            offices.append(PretendOffice(SCENARIOS[scenario], pace_s=0))
            offices[0].start()
        profile = vendor()._replace(modes=(Mode.REMOTE,))
        made.append(WatchedWindow(qtbot, qapp, offices[0], profile))
        made[-1].pc = pretend_pc(DOWN if server else "healthy")
        return made[-1]

    yield begin
    for one in made:
        one.end()
    for office in offices:
        office.stop()
    qapp.setQuitOnLastWindowClosed(True)


def tab_to(qtbot: QtBot, window: QWidget, wanted: QWidget) -> None:
    """Come to a widget by the keyboard alone."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=WAIT_MS)
    for _ in range(60):
        focus: QWidget | None = window.focusWidget()
        if focus is wanted:
            return
        qtbot.keyClick(window if focus is None else focus, Qt.Key.Key_Tab)
    raise AssertionError(f"Tab never came to {wanted}")


def press(qtbot: QtBot, window: QWidget, wanted: QPushButton) -> None:
    tab_to(qtbot, window, wanted)
    qtbot.keyClick(wanted, Qt.Key.Key_Space)


def button_of(one: WatchedWindow, name: str) -> QPushButton:
    """The button of the action bar with such a name."""
    names = [action.name for action in one.window.page.secondary()]
    return one.window._extra[names.index(name)]


def entry_of(qtbot: QtBot, one: WatchedWindow) -> CodeEntry:
    """The field on the first page, opened."""
    page = one.window.page
    assert isinstance(page, WelcomePage)
    if page.entry is None:
        press(qtbot, one.window, page.have_code)
    assert page.entry is not None
    return page.entry


def carried(qtbot: QtBot, one: WatchedWindow, code: str) -> ThereDialog:
    """The card that a code opens on another PC."""
    entry = entry_of(qtbot, one)
    assert one.window.focusWidget() is entry.field.edit
    qtbot.keyClicks(entry.field.edit, code.lower())
    qtbot.waitUntil(lambda: not one.window.settling, timeout=WAIT_MS)
    qtbot.keyClick(entry.field.edit, Qt.Key.Key_Return)
    one.until(lambda: entry.dialog is not None)
    assert entry.dialog is not None
    return entry.dialog


def handed(qtbot: QtBot, one: WatchedWindow) -> HandoffDialog:
    """What a result's card hands over to another PC."""
    page = one.window.page
    assert isinstance(page, ResultPage)
    more = button_of(one, "hand-over")
    menu = more.menu()

    def choose() -> None:
        names = [line.objectName() for line in menu.actions()]
        for _ in range(names.index("hand-off") + 1):
            qtbot.keyClick(menu, Qt.Key.Key_Down)
        qtbot.keyClick(menu, Qt.Key.Key_Return)

    menu.aboutToShow.connect(lambda: QTimer.singleShot(0, choose), Qt.ConnectionType.SingleShotConnection)
    press(qtbot, one.window, more)
    qtbot.waitUntil(lambda: page.dialog is not None, timeout=WAIT_MS)
    assert isinstance(page.dialog, HandoffDialog)
    return page.dialog


def found_by(there: ThereDialog) -> FoundThere | None:
    """What the code to take back says."""
    return None if there.answer is None else there.answer.found


def test_from_the_workstation_to_the_server_and_back(opened: Open, qtbot: QtBot) -> None:
    first = opened(server=False)
    page = first.to_result()
    assert first.code == Code.ECONNECTOR_NOT_RUNNING
    assert page.card is not None
    assert page.card.side is not None
    page.card.side.player.go(page.card.side.player.count - 1)
    step = page.card.at
    dialog = handed(qtbot, first)
    code = dialog.shown.text()
    assert dialog.shown.accessibleName() == "Code: " + ", ".join(code.replace("-", ""))
    sent = HandoffCode(Code.ECONNECTOR_NOT_RUNNING, step, Mode.REMOTE, Version((24, 3)))
    assert read_handoff_code(code) == sent

    lead = next(made for made in dialog.findChildren(QLabel) if "I have a code" in made.text())
    assert SERVER in lead.text()  # on this screen, for whoever has to find it
    assert SERVER.lower() not in dialog.qr._drawing.text.lower()  # and in nothing that is taken away

    # on the server, before any key was seen there: only what matters is looked at
    second = opened(server=True)
    calls = len(second.office.calls)
    there = carried(qtbot, second, code)
    assert second.window.history.here is StepId.WELCOME
    assert there.card.cause.code == Code.ECONNECTOR_NOT_RUNNING
    assert there.card.at == step
    assert len(second.office.calls) == calls  # nothing was called
    assert "stopped" in there.card.evidence.text()
    assert found_by(there) is FoundThere.STILL_WRONG

    # somebody starts the service there
    runs = tuple(service._replace(state=ServiceState.RUNNING) for service in second.pc.raw_services)
    second.pc = replace(second.pc, raw_services=runs)
    press(qtbot, there, there.rerun)
    second.until(lambda: found_by(there) is FoundThere.CURED)
    assert there.found.text() == "It is fixed on this PC. Take this code back to the first PC."
    assert there.windowTitle() == there.card.title.text() == "It is fixed on this PC"
    assert there.card._mark.kind is StatusKind.GOOD
    assert not any(step.property("current") for step in there.card.steps)
    assert not there.card.chip.isVisible()
    assert not there.card._reasons.isVisible()
    assert there.close_button.isDefault()
    assert there.focusWidget() is there.close_button
    assert (there.close_button.property("type"), there.rerun.property("type")) == ("primary", "plain")
    back = there.shown.text()
    qtbot.keyClick(there, Qt.Key.Key_Escape)
    assert not there.isVisible()

    # back at the workstation: it is evidence, and a look is begun
    calls = first.calls
    tab_to(qtbot, dialog, dialog.field.edit)
    qtbot.keyClicks(dialog.field.edit, back)
    qtbot.keyClick(dialog.field.edit, Qt.Key.Key_Return)
    said = "The server PC says: the eConnector was stopped, and now it runs."
    first.until(lambda: said in first.result.document["causes"][0]["because"])
    assert dialog.field.note.text() == f"Taken. {said} This PC checks again now."
    assert not dialog.use.isVisible()
    assert dialog.focusWidget() is dialog.close_button
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert not dialog.isVisible()
    card = first.card()
    assert card is not None
    first.until(lambda: card.evidence.text() == f"{said} {LAG}")  # where one looks first
    assert not any("now it runs" in line or LAG in line for line in reasons_of(first))  # and no reason for it
    first.hurries()
    first.move(PACE_S)
    assert first.calls > calls
    assert said in first.result.document["causes"][0]["because"]  # the look after it knows it too
    first.heal()
    first.session.watching.check_now()
    first.hurries()
    first.move(PACE_S)
    assert first.result.connected
    assert said not in str(first.result.document)
    first.scenario(DOWN)
    first.session.test()  # another time, and nobody was at the server since
    first.until(lambda: not first.session.live_run.busy and not first.result.connected)
    assert said not in str(first.result.document)


def reasons_of(one: WatchedWindow) -> list[str]:
    card = one.card()
    assert card is not None
    return [line.text() for line in card._reasons.lines]  # type: ignore[attr-defined]


def typed_back(qtbot: QtBot, one: WatchedWindow, found: FoundThere) -> HandoffDialog:
    """The dialog of a result, into which what another PC has found was typed."""
    dialog = handed(qtbot, one)
    dialog.field.edit.setText(str(dialog.code.answered(found)))
    dialog.use.click()
    if not dialog.use.isVisible():
        dialog.close_button.click()
    return dialog


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (
            FoundThere.NOT_THERE,
            "The other PC says: it is not the server PC. Take the code to the PC that is named above.",
        ),
        (
            FoundThere.OTHER_CAUSE,
            (
                "The server PC says: something else is wrong there. Fix that there first. "
                "Then type the code that it shows after that."
            ),
        ),
        (
            FoundThere.COULD_NOT_LOOK,
            "The server PC says: it could not look. Do the steps there all the same. Then check again here.",
        ),
    ],
)
def test_what_tells_nothing_of_the_cause_is_no_reason_for_it(
    opened: Open, qtbot: QtBot, found: FoundThere, told: str
) -> None:
    one = opened(server=False)
    one.to_result()
    before = one.result
    dialog = typed_back(qtbot, one, found)
    assert dialog.field.note.text() == told
    assert dialog.isVisible()
    assert one.result is before
    dialog.reject()


SAID = "The server PC says: the eConnector is stopped."


def says(one: WatchedWindow) -> bool:
    return SAID in one.result.document["causes"][0]["because"]


def looked_again(one: WatchedWindow) -> None:
    looks = one.calls
    one.session.watching.check_now()
    one.hurries()
    one.move(PACE_S)
    one.until(lambda: one.calls > looks and not one.session.live_run.busy)


@pytest.mark.parametrize("minutes", [29, 31])
def test_what_another_pc_found_counts_for_half_an_hour(opened: Open, qtbot: QtBot, minutes: int) -> None:
    one = opened(server=False)
    one.to_result()
    typed_back(qtbot, one, FoundThere.STILL_WRONG)
    one.until(lambda: says(one))
    one.clock.move(minutes * 60.0)
    looked_again(one)
    one.until(lambda: says(one) == (minutes < 30))


def test_what_another_pc_found_is_of_the_key_that_was_tried_then(opened: Open, qtbot: QtBot) -> None:
    one = opened(server=False)
    one.to_result()
    typed_back(qtbot, one, FoundThere.STILL_WRONG)
    one.until(lambda: says(one))
    one.session.stop_watching()
    one.session.keys = Keys(KeyPair(Secret(CANARY_DEVELOPER), Secret(f"{CANARY_CUSTOMER[:-1]}x")))
    one.session.test()
    one.until(lambda: not one.session.live_run.busy and not says(one))
    assert one.code == Code.ECONNECTOR_NOT_RUNNING


def test_another_cause_ends_what_another_pc_found(opened: Open, qtbot: QtBot) -> None:
    one = opened(server=False)
    one.to_result()
    typed_back(qtbot, one, FoundThere.STILL_WRONG)
    one.until(lambda: says(one))
    for scenario in ("key-not-assigned", DOWN):
        one.scenario(scenario)
        looked_again(one)
    one.until(lambda: one.code == Code.ECONNECTOR_NOT_RUNNING)
    assert not says(one)


AUTHORITY = "SMITHDENTAL-DC01-CA"


def test_an_authority_is_named_on_the_screen_and_in_no_message(opened: Open, qtbot: QtBot) -> None:
    one = opened(server=False)
    code = HandoffCode(Code.TLS_INTERCEPTED)
    named = T("The certificate comes from “{issuer}”.", issuer=AUTHORITY)
    plain = T("The certificate comes from “{issuer}”.", issuer="…")
    found = CheckResult(
        CheckId.PREREQ_SECURE_CHANNEL, Status.FAILED, plain, Code.TLS_INTERCEPTED, shown=named
    )
    seen = Evidence(Mode.REMOTE, (found,))
    cause = look_here._cause(one.session.launch.setup, Catalogue(), code, seen, FoundThere.STILL_WRONG)
    one.to_result()
    shown = one.session.result
    assert shown is not None
    there = ThereDialog(
        one.session,
        ThereShown(SeenThere(code, seen, shown, cause, FoundThere.STILL_WRONG), shown),
        one.window,
    )
    qtbot.addWidget(there)
    there.show()
    assert AUTHORITY in there.card.evidence.text()
    message = message_of(qtbot, there)
    assert "The certificate comes from “…”." in message
    assert AUTHORITY not in message


def message_of(qtbot: QtBot, there: ThereDialog) -> str:
    """The message on the card, or behind its button."""
    if there.card.panel is not None:
        assert there.card.panel.isVisible()
        return there.card.panel.text
    press(qtbot, there, there.message)
    assert there.writing is not None
    text = there.writing.panel.text
    there.writing.reject()
    return text


@pytest.mark.parametrize("code", [Code.ECONNECTOR_NOT_RUNNING, Code.OFFICE_DATABASE_STOPPED])
def test_a_message_says_only_what_is_so(opened: Open, qtbot: QtBot, code: Code) -> None:
    """With a picture on the card, and without one."""
    one = opened(server=True)
    there = carried(qtbot, one, str(HandoffCode(code)))
    offer = there.message if there.card.panel is None else there.card.panel
    for found in FoundThere:
        there.offer_message()
        there._show_found(found)
        assert offer.isVisible() == (found in (FoundThere.STILL_WRONG, FoundThere.OTHER_CAUSE))
    there.offer_message()
    there._show_found(FoundThere.STILL_WRONG)
    assert "Reference: " in message_of(qtbot, there)
    there.reject()


def test_what_was_typed_wrong_is_said_and_nothing_else_happens(opened: Open, qtbot: QtBot) -> None:
    one = opened(server=True)
    entry = entry_of(qtbot, one)
    code = str(HandoffCode(Code.ECONNECTOR_NOT_RUNNING, 1))
    wrong = ("Z" if code[0] != "Z" else "Y") + code[1:]
    for typed, told in (
        (wrong, "One character is wrong. Look at character 1 of the code first."),
        (
            str(HandoffCode(Code.ECONNECTOR_NOT_RUNNING, found=FoundThere.CURED)),
            "This code goes back. Type it on the PC where you began.",
        ),
    ):
        entry.field.edit.setText(typed)
        assert one.window.main_action.text() == "Show the &steps"
        qtbot.waitUntil(lambda: not one.window.settling, timeout=WAIT_MS)
        one.window.main_action.click()
        assert entry.field.note.text() == told
        assert entry.dialog is None
    entry.field.edit.clear()
    assert entry.field.note.text() == ""
    assert one.window.main_action.text() == "&Start"


def test_a_code_is_grouped_while_it_is_typed(opened: Open, qtbot: QtBot) -> None:
    one = opened(server=True)
    edit = entry_of(qtbot, one).field.edit
    qtbot.keyClicks(edit, "2404r0")
    assert edit.text() == "2404-R0"
    one.window.main_action.click()
    qtbot.waitUntil(lambda: not one.window.settling, timeout=WAIT_MS)
    entry = entry_of(qtbot, one)
    entry.open()
    assert entry.field.note.text() == "A code has 8 characters, and this has 6. Check it and type it again."
    qtbot.keyClicks(edit, "2g")  # nothing of it has to be typed again
    assert edit.text() == "2404-R02G"
    for _ in range(5):
        qtbot.keyClick(edit, Qt.Key.Key_Backspace)
    assert edit.text() == "2404"
    edit.setCursorPosition(1)
    qtbot.keyClicks(edit, "x")
    assert edit.text() == "2x404"  # what is mended in its middle is left alone
    edit.setText("")
    qtbot.keyClicks(edit, "2404 R0#2")
    assert edit.text() == "2404-R0#2"  # what is in no code stays to be seen


def test_what_is_fixed_where_one_sits_is_not_carried_to_another_pc(opened: Open) -> None:
    one = opened(server=True)
    one.to_result()
    assert one.code == Code.ECONNECTOR_NOT_RUNNING
    menu = button_of(one, "hand-over").menu()
    assert "hand-off" not in [line.objectName() for line in menu.actions()]


def test_the_code_to_take_back_is_copied(opened: Open, qtbot: QtBot) -> None:
    one = opened(server=True)
    there = carried(qtbot, one, str(HandoffCode(Code.ECONNECTOR_NOT_RUNNING)))
    press(qtbot, there, there.copy)
    assert QApplication.clipboard().text() == there.shown.text() == str(there.answer)
    QApplication.clipboard().clear()
    there.reject()


def test_the_first_pc_takes_no_code_that_is_not_for_it(opened: Open, qtbot: QtBot) -> None:
    one = opened(server=False)
    one.to_result()
    dialog = handed(qtbot, one)
    assert not dialog.use.isEnabled()
    heard: list[object] = []
    dialog.answered.connect(heard.append)
    for typed, told in (
        (str(dialog.code), "This is the code for the other PC. Type the one that the other PC shows."),
        (
            str(HandoffCode(Code.OFFICE_SLEEPS, found=FoundThere.CURED)),
            "This code is about something else. It belongs to another card.",
        ),
    ):
        dialog.field.edit.setText(typed)
        dialog.use.click()
        assert dialog.field.note.text() == told
    assert (heard, dialog.isVisible()) == ([], True)
    dialog.reject()


@pytest.mark.parametrize(
    ("code", "server", "found"),
    [
        (Code.ECONNECTOR_NOT_RUNNING, False, FoundThere.NOT_THERE),
        (Code.OFFICE_TIMEOUT, True, FoundThere.OTHER_CAUSE),
        (Code.OFFICE_SLEEPS, True, FoundThere.RIGHT_ALL_ALONG),
        (Code.OFFICE_DATABASE_STOPPED, True, FoundThere.RIGHT_ALL_ALONG),
    ],
)
def test_what_is_found_there(opened: Open, qtbot: QtBot, code: Code, server: bool, found: FoundThere) -> None:
    one = opened(server=server)
    there = carried(qtbot, one, str(HandoffCode(code)))
    assert found_by(there) is found
    there.reject()


def shown_cause(there: ThereDialog) -> str:
    return there.card.cause.code


def test_what_has_to_be_fixed_first_has_its_own_card(opened: Open, qtbot: QtBot) -> None:
    one = opened(server=True)
    there = carried(qtbot, one, str(HandoffCode(Code.OFFICE_TIMEOUT, 1)))
    assert found_by(there) is FoundThere.OTHER_CAUSE
    assert shown_cause(there) == Code.ECONNECTOR_NOT_RUNNING
    assert there.card.at == 0
    assert there.found.text() == "Something else is wrong on this PC. Fix what is written above first."
    assert one.session.say(there.card.cause.title) in message_of(qtbot, there)
    runs = tuple(service._replace(state=ServiceState.RUNNING) for service in one.pc.raw_services)
    one.pc = replace(one.pc, raw_services=runs)
    press(qtbot, there, there.rerun)
    one.until(lambda: found_by(there) is FoundThere.CURED)
    assert shown_cause(there) == Code.OFFICE_TIMEOUT
    assert there.windowTitle() == there.card.title.text() == "It is fixed on this PC"
    assert there.card.isVisible()
    there.reject()


def test_a_card_is_never_replaced_by_an_empty_window(opened: Open, qtbot: QtBot) -> None:
    one = opened(server=True)
    there = carried(qtbot, one, str(HandoffCode(Code.ECONNECTOR_NOT_RUNNING)))
    other = CauseCard(one.session, there.card.result, (there.card.cause,), None)
    there.take_card(other)
    assert other.isVisible()
    there.reject()


@pytest.mark.parametrize("scenario", ["hq-503", "throttled"])
def test_nobody_is_sent_anywhere_for_what_only_takes_time(opened: Open, scenario: str) -> None:
    one = opened(scenario, server=False)
    one.to_result()
    page = one.window.page
    assert isinstance(page, ResultPage)
    offers = [choice.name for action in page.secondary() for choice in (action, *action.choices)]
    assert "report" in offers
    assert {"hand-off", "fix-sheet"}.isdisjoint(offers)


def test_where_no_check_can_tell_a_person_says_that_the_steps_are_done(opened: Open, qtbot: QtBot) -> None:
    one = opened(server=False)
    there = carried(qtbot, one, str(HandoffCode(Code.KEY_NOT_ASSIGNED, 1, version=Version((24, 3)))))
    assert found_by(there) is None
    assert not there.shown.isVisible()
    assert there.rerun.text() == "&I did these steps"
    press(qtbot, there, there.rerun)
    assert found_by(there) is FoundThere.STEPS_DONE
    assert there.shown.text() == str(there.answer)
    there.reject()


def test_a_success_is_not_handed_on(opened: Open) -> None:
    one = opened("healthy", server=False)
    one.to_result()
    assert one.result.connected
    page = one.window.page
    assert isinstance(page, ResultPage)
    offers = [choice for action in page.secondary() for choice in (action, *action.choices)]
    assert "hand-off" not in [offer.name for offer in offers]


def test_the_code_is_copied(opened: Open, qtbot: QtBot) -> None:
    one = opened(server=False)
    one.to_result()
    dialog = handed(qtbot, one)
    copy = next(made for made in dialog.findChildren(QPushButton) if made.text() == "&Copy the code")
    press(qtbot, dialog, copy)
    assert QApplication.clipboard().text() == str(dialog.code)
    QApplication.clipboard().clear()
    dialog.reject()


def test_the_qr_code_is_whole_in_a_narrow_window(opened: Open, qtbot: QtBot) -> None:
    one = opened(server=False)
    one.to_result()
    dialog = handed(qtbot, one)
    wide = dialog.width()
    for width in (wide, 480):
        dialog.resize(width, dialog.height())
        qtbot.waitUntil(lambda wanted=width: dialog.width() == wanted, timeout=WAIT_MS)  # type: ignore[misc]
        QApplication.processEvents()
        seen = dialog._scroll.viewport()
        place = dialog.qr.mapTo(seen, dialog.qr.rect().topRight())
        assert place.x() < seen.width()
        code = dialog.shown.mapTo(seen, dialog.shown.rect().bottomLeft())
        top = dialog.qr.mapTo(seen, dialog.qr.rect().topLeft())
        assert (code.y() < top.y()) == (width == 480)
    dialog.reject()


def test_without_a_watch_the_test_is_begun_again(opened: Open, qtbot: QtBot) -> None:
    one = opened(server=False)
    one.to_result()
    one.session.stop_watching()
    dialog = handed(qtbot, one)
    back = HandoffCode(Code.ECONNECTOR_NOT_RUNNING, found=FoundThere.STILL_WRONG)
    qtbot.keyClicks(dialog.field.edit, str(back))
    calls = one.calls
    dialog.use.click()
    assert one.window.history.here is StepId.LIVE
    one.until(lambda: one.window.history.here is StepId.RESULT)
    assert one.calls > calls
    assert "The server PC says: the eConnector is stopped." in one.result.document["causes"][0]["because"]
    one.waits()


def test_a_look_is_ended_by_hand_and_one_that_cannot_begin_is_told(opened: Open, qtbot: QtBot) -> None:
    one = opened(server=True)
    entry = entry_of(qtbot, one)
    entry.field.edit.setText(str(HandoffCode(Code.ECONNECTOR_NOT_RUNNING)))
    entry.open()
    assert (entry.busy, one.window.main_action.isEnabled()) == (True, False)
    entry.open()  # a second press
    qtbot.keyClick(entry.field.edit, Qt.Key.Key_Escape)
    assert (entry.busy, one.window.main_action.isEnabled()) == (False, True)
    assert entry.field.note.text() == "Stopped."
    entry._looked(Refused(T("Enter the server's name.")))
    assert entry.field.note.text() == "This PC could not be checked. Try again."
    assert entry.dialog is None


def test_a_look_that_cannot_be_made_again_says_so(opened: Open, qtbot: QtBot) -> None:
    one = opened(server=True)
    there = carried(qtbot, one, str(HandoffCode(Code.ECONNECTOR_NOT_RUNNING)))
    there._looked(Refused(T("Enter the server's name.")))
    assert found_by(there) is FoundThere.COULD_NOT_LOOK
    assert there.rerun.isEnabled()
    there.reject()
