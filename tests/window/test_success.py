"""What a success shows: whose practice, what comes next, what could stop it tomorrow."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

import pytest
from PySide6.QtCore import QEvent, QSettings, Qt
from PySide6.QtWidgets import QApplication

from tests.support.machines import machine
from tests.support.office import (
    CANARY_CUSTOMER,
    CANARY_DEVELOPER,
    MemoryBackend,
    changed,
    quick_world,
    remote_launch,
    vendor,
)
from tests.support.widget_words import words
from wizard.core.codes import CheckId, Code
from wizard.core.keys import KeyPair, Keys
from wizard.core.profile import GENERIC
from wizard.core.secret import Secret
from wizard.core.text import T
from wizard.core.version import Version
from wizard.diagnosis.clock_words import Moment
from wizard.diagnosis.cure import Cure, Flip
from wizard.simulator.pretend_office import PretendOffice
from wizard.simulator.scenarios import SCENARIOS
from wizard.store.keychain import Keychain
from wizard.store.locations import data_folder, window_settings
from wizard.ui.dismissed import DAYS, Dismissed
from wizard.ui.flow import StepId
from wizard.ui.lifetime import bind_session
from wizard.ui.pages.result import ResultPage
from wizard.ui.session import Session
from wizard.ui.status import StatusKind
from wizard.ui.success import SuccessPanel
from wizard.ui.window import Window
from wizard.windows.machine_reader import MachineReader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytestqt.qtbot import QtBot

    from wizard.core.profile import Profile
    from wizard.ui.launch import Launch

WAIT_MS = 60_000
WIDTHS = range(1040, 1260, 20)  # of a window; at some the words take one line, at others two
PAIR = KeyPair(Secret(CANARY_DEVELOPER), Secret(CANARY_CUSTOMER))
TITLE = "Planted <b>Practice</b> **of** \u202eZanzibar"
SHOWN_TITLE = "Planted <b>Practice</b> **of** Zanzibar"


class Shown(NamedTuple):
    """A window at the result."""

    window: Window
    session: Session
    page: ResultPage

    @property
    def panel(self) -> SuccessPanel:
        """The success."""
        assert self.page.success is not None
        return self.page.success


@pytest.fixture
def connect(qtbot: QtBot) -> Iterator[Callable[..., Shown]]:
    """Tests a key and shows the result, as the program does."""
    windows: list[Window] = []

    def make(launch: Launch, *, remember: bool = True) -> Shown:
        session = Session(launch)
        session.keys, session.remember = Keys(PAIR), remember
        window = Window(session)
        qtbot.addWidget(window)
        windows.append(window)
        bind_session(window)
        window.resize(1040, 720)
        window.show()
        qtbot.waitUntil(lambda: session.engine is not None, timeout=WAIT_MS)
        for _ in range(3):
            window._go(window.history.forward())
        qtbot.waitUntil(lambda: window.history.here is StepId.RESULT, timeout=WAIT_MS)
        assert isinstance(window.page, ResultPage)
        return Shown(window, session, window.page)

    yield make
    for window in windows:
        window.close()


def told(qtbot: QtBot, shown: Shown) -> None:
    """Wait until Open Dental has told the practice, or has not."""
    qtbot.waitUntil(lambda: not shown.session.practice.busy, timeout=WAIT_MS)


def height_at(shown: Shown, width: int) -> int:
    """How high the practice's box is in a window of that width."""
    shown.window.resize(width, 720)
    QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
    return shown.panel.practice.height()


def asked_for(office: PretendOffice) -> int:
    """How often a preference was asked for."""
    return sum(call.path.endswith("/preferences") for call in office.calls)


# --- Is that your practice? ---


def test_the_practice_is_asked_once_after_the_success_is_shown(
    qtbot: QtBot, connect: Callable[..., Shown]
) -> None:
    with PretendOffice(SCENARIOS["healthy"]) as office:
        shown = connect(remote_launch(office))
        assert shown.panel.isVisible()  # whatever Open Dental tells, and when
        told(qtbot, shown)
        box = shown.panel.practice
        assert "Is that your practice?" in box.words.text()
        assert asked_for(office) == 1
        heights = [height_at(shown, width) for width in WIDTHS]
        qtbot.mouseClick(box.yes, Qt.MouseButton.LeftButton)
        assert "your practice" in box.words.text()
        assert [height_at(shown, width) for width in WIDTHS] == heights  # nothing below moves
        assert not box.yes.isVisible()
        assert not box.no.isVisible()
        before = shown.panel
        shown.session.test()  # the answer is remembered
        qtbot.waitUntil(lambda: shown.page.success is not before, timeout=WAIT_MS)
        qtbot.waitUntil(shown.panel.practice.isVisible, timeout=WAIT_MS)
        told(qtbot, shown)
        assert "your practice" in shown.panel.practice.words.text()
        assert not shown.panel.practice.yes.isVisible()
        assert asked_for(office) == 1


def test_a_title_is_shown_as_it_is_and_nowhere_else(qtbot: QtBot, connect: Callable[..., Shown]) -> None:
    scenario = replace(SCENARIOS["healthy"], title=TITLE)
    with PretendOffice(scenario) as office:
        shown = connect(remote_launch(office))
        told(qtbot, shown)
        box = shown.panel.practice
        assert f"“{SHOWN_TITLE}”" in box.words.text()
        assert box.words.textFormat() is Qt.TextFormat.PlainText
        assert not box.words.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse
        shown.page.hand_over("report")
        assert shown.page.dialog is not None
        assert "Zanzibar" not in words(shown.page.dialog)
        shown.page.dialog.close()
        result = shown.session.result
        assert result is not None
        assert "Zanzibar" not in str(result.document) + result.report + repr(result)
        qtbot.mouseClick(box.no, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: shown.page.card is not None, timeout=WAIT_MS)
        result = shown.session.result
        assert result is not None
        assert "Zanzibar" not in words(shown.window) + str(result.document) + result.report + repr(result)
        shown.window.close()
        assert shown.session.end()
    kept = [path.read_bytes() for path in data_folder().rglob("*") if path.is_file()]
    assert kept  # a history and a log there are
    assert not any(b"Zanzibar" in one for one in kept)


@pytest.mark.parametrize("earlier", [None, "CANARYEARL1ERKEY"])
def test_no_leads_to_the_cause_and_the_key_is_not_kept(
    qtbot: QtBot, connect: Callable[..., Shown], earlier: str | None
) -> None:
    with PretendOffice(SCENARIOS["other-office"]) as office:
        backend = MemoryBackend()
        launch = remote_launch(office, backend)
        place = (launch.profile.keychain_service, launch.profile.customer_key_name)
        if earlier:
            backend.set_password(*place, earlier)
        shown = connect(launch)
        qtbot.waitUntil(lambda: bool(shown.session.home), timeout=WAIT_MS)
        assert backend.get_password(*place) == CANARY_CUSTOMER
        told(qtbot, shown)
        assert "Harbor Dental" in shown.panel.practice.words.text()
        shown.panel.practice.no.setFocus()
        qtbot.keyClick(shown.panel.practice.no, Qt.Key.Key_Space)
        qtbot.waitUntil(lambda: shown.page.card is not None, timeout=WAIT_MS)
        assert shown.window.focusWidget() is shown.window.main_action
        assert shown.page.card is not None
        assert shown.page.card.cause.code is Code.KEY_OTHER_OFFICE
        said = words(shown.page)
        assert ("stores the key again" if earlier else "no longer stores it") in said
        assert backend.get_password(*place) == earlier
        assert shown.session.home == ""
        assert "K10" in words(shown.window.sidebar)
        assert not shown.session.is_watching  # no further call reads another practice's database
        assert shown.window._outcomes[StepId.LIVE] is StatusKind.NEEDS_YOU
        # checked again: it is asked again, and kept only with a Yes
        office.scenario = SCENARIOS["healthy"]
        shown.session.test()
        qtbot.waitUntil(lambda: shown.page.success is not None, timeout=WAIT_MS)
        told(qtbot, shown)
        assert backend.get_password(*place) == earlier
        with qtbot.waitSignal(shown.session.key_kept, timeout=WAIT_MS):
            qtbot.mouseClick(shown.panel.practice.yes, Qt.MouseButton.LeftButton)
        assert backend.get_password(*place) == CANARY_CUSTOMER


def test_a_no_that_comes_late_takes_nothing_from_a_later_key(
    qtbot: QtBot, connect: Callable[..., Shown]
) -> None:
    later = KeyPair(Secret(CANARY_DEVELOPER), Secret("CANARYLATERKEY01"))
    with PretendOffice(SCENARIOS["other-office"]) as office:
        backend = MemoryBackend()
        launch = remote_launch(office, backend)
        shown = connect(launch)
        qtbot.waitUntil(lambda: bool(shown.session.home), timeout=WAIT_MS)
        told(qtbot, shown)
        first, question = shown.session.result, shown.session.practice
        assert first is not None
        question.deny()
        shown.session.keys = Keys(later)
        shown.session.test()
        qtbot.waitUntil(
            lambda: shown.session.result not in (None, first) and bool(shown.session.home), timeout=WAIT_MS
        )
        told(qtbot, shown)
        kept = backend.get_password(launch.profile.keychain_service, launch.profile.customer_key_name)
        assert kept == later.customer.reveal()
        assert shown.session.result is not None
        question._disowned(shown.session.result, first)  # as if it had come only now
        assert shown.session.result.connected


def test_where_the_right_is_missing_nothing_is_asked_of_anybody(
    qtbot: QtBot, connect: Callable[..., Shown]
) -> None:
    with PretendOffice(SCENARIOS["title-refused"]) as office:
        shown = connect(remote_launch(office))
        told(qtbot, shown)
        assert shown.panel.practice.isHidden()
        assert asked_for(office) == 1
        result = shown.session.result
        assert result is not None
        assert result.connected
        shown.session.practice.ask(result)  # the same success asks no second time
        told(qtbot, shown)
        assert asked_for(office) == 1


# --- What comes next ---


@pytest.mark.parametrize(
    ("profile", "nowhere", "remember", "said"),
    [
        (vendor(), False, True, "Northwind Sync finds the key on this PC"),
        (vendor(), True, True, "This PC could not store the key. Northwind Sync will ask for it once."),
        (vendor(), True, False, "This PC does not store the key. Northwind Sync will ask for it once."),
        (GENERIC, False, True, "enter the same key in your program"),
    ],
)  # fmt: skip
def test_where_the_key_is_stands_only_where_it_matters(
    qtbot: QtBot, connect: Callable[..., Shown], profile: Profile, *, nowhere: bool, remember: bool, said: str
) -> None:
    with PretendOffice(SCENARIOS["healthy"]) as office:
        launch = remote_launch(office, profile=profile)
        if nowhere:
            launch = changed(launch, keychain=lambda: Keychain(profile, nowhere=True))
        shown = connect(launch, remember=remember)
        qtbot.waitUntil(lambda: not shown.session.keeping, timeout=WAIT_MS)
        assert said in shown.panel.next.text()
        assert "Where the key is" not in words(shown.page)
        assert "can now read from Open Dental. You are done." in shown.page.announcement()


def test_what_healed_is_said_in_the_readers_own_time(qtbot: QtBot, connect: Callable[..., Shown]) -> None:
    at = datetime(2026, 11, 27, 13, 21)  # noqa: DTZ001 - a local time
    text = T("The service of the eConnector went to Running at {time}.", time=Moment(at))
    flip = Flip(CheckId.PREREQ_ECONNECTOR_SERVICE, Code.ECONNECTOR_NOT_RUNNING, None, text, at)
    cure = Cure(Code.ECONNECTOR_NOT_RUNNING, Code.ECONNECTOR_NOT_RUNNING, (flip,), at, at, (text,), 4)
    with PretendOffice(SCENARIOS["healthy"]) as office:
        shown = connect(remote_launch(office))
        assert shown.session.result is not None
        assert "went to Running" not in words(shown.page)
        shown.session.looked(replace(shown.session.result, cure=cure))  # as the look that turned green
        assert "went to Running" in words(shown.page)
        for when, expected in ((at, "13:21"), (at + timedelta(days=1), "2026")):
            panel = SuccessPanel(shown.session, replace(shown.session.result, at=when), cure)
            qtbot.addWidget(panel)
            said = next(line for line in words(panel).splitlines() if "went to Running" in line)
            assert expected in said.replace("1:21 PM", "13:21").replace("1:21\u202fPM", "13:21")


# --- What could stop it tomorrow ---


def neglected(office: PretendOffice, floor: Version | None = None) -> Launch:
    """In front of a server that has more than three things wrong."""
    launch = remote_launch(office, profile=vendor()._replace(minimum_version=floor))
    world = replace(quick_world(), machine=lambda: MachineReader(machine("neglected-server").system))
    return changed(launch, world=lambda: world)


def test_three_things_at_most_each_with_what_to_do(qtbot: QtBot, connect: Callable[..., Shown]) -> None:
    with PretendOffice(SCENARIOS["healthy"]) as office:
        shown = connect(neglected(office))
        told(qtbot, shown)
        rows = shown.panel.outlook.rows
        codes = [row.cause.code for row in rows]
        assert codes == [Code.OFFICE_SLEEPS, Code.OFFICE_DISK_FULL, Code.OFFICE_RESTART_PENDING]
        said = words(shown.page)
        assert said.count("goes to sleep after 30 minutes") == 3  # the row, and the names of its buttons
        assert "For your IT" in said
        assert "Ask IT to make room" not in said  # steps stand in the card alone
        assert "You are done." in said
        rows[1].details.click()
        dialog = shown.panel.outlook.dialog
        assert dialog is not None
        assert "Ask IT to make room" in words(dialog)
        assert not shown.page.verticalScrollBar().maximum()
        first = shown.session.result
        dialog.accept()
        qtbot.waitUntil(lambda: shown.session.result is not first, timeout=WAIT_MS)
        qtbot.waitUntil(lambda: shown.window.history.here is StepId.RESULT, timeout=WAIT_MS)


def test_what_is_hidden_stays_away_for_ninety_days_and_makes_room(
    qtbot: QtBot, connect: Callable[..., Shown]
) -> None:
    with PretendOffice(SCENARIOS["healthy"]) as office:
        shown = connect(neglected(office))
        told(qtbot, shown)
        listed = shown.panel.outlook
        listed.rows[0].away.click()
        assert shown.window.focusWidget() is listed.rows[0].away
        left = [row.cause.code for row in listed.rows]
        assert left == [Code.OFFICE_DISK_FULL, Code.OFFICE_RESTART_PENDING, Code.CLOCK_ZONE]
        while listed.rows:
            listed.rows[0].away.click()
        assert listed.isHidden()
    kept = QSettings(str(window_settings()), QSettings.Format.IniFormat)
    kept.beginGroup("choices")
    assert {kept.value(name) for name in kept.childKeys()} == {date.today().isoformat()}  # noqa: DTZ011
    assert all(name.startswith("seen-") and Code(name[5:]) for name in kept.childKeys())


def test_nothing_stays_hidden_for_ever() -> None:
    first = date(2026, 11, 27)
    days = [first]
    hidden = Dismissed(keeps=True, day=lambda: days[0])
    later = Dismissed(keeps=True, day=lambda: days[0])  # of the next start
    hidden.add(Code.OFFICE_SLEEPS)
    for passed, stays in (
        (0, True),
        (DAYS - 1, True),
        (DAYS, False),
        (400, False),
        (-1, False),
        (-400, False),
    ):
        days[0] = first + timedelta(days=passed)
        assert (Code.OFFICE_SLEEPS in hidden, Code.OFFICE_SLEEPS in later) == (stays, stays), passed
    days[0] = first
    assert Code.OFFICE_DISK_FULL not in later
    kept = QSettings(str(window_settings()), QSettings.Format.IniFormat)
    kept.setValue(f"choices/seen-{Code.OFFICE_SLEEPS}", "no day")
    kept.sync()
    assert Code.OFFICE_SLEEPS not in Dismissed(keeps=True, day=lambda: days[0])


def test_a_program_that_keeps_nothing_hides_for_the_session_only() -> None:
    hidden = Dismissed(keeps=False)
    hidden.add(Code.OFFICE_SLEEPS)
    assert Code.OFFICE_SLEEPS in hidden
    assert Code.OFFICE_SLEEPS not in Dismissed(keeps=False)
    assert not window_settings().exists()


def test_what_is_in_the_programs_way_today_is_no_success_without_a_word(
    connect: Callable[..., Shown],
) -> None:
    with PretendOffice(SCENARIOS["healthy"]) as office:
        shown = connect(neglected(office, Version((99, 1))))
        assert shown.panel.outlook.rows[0].cause.code is Code.OFFICE_VERSION_TOO_OLD
        assert "You are done." not in words(shown.page)
        assert shown.page.success is not None


def test_an_answer_that_took_long_is_told_beside_the_success(
    connect: Callable[..., Shown], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wizard.diagnosis.judge.SLOW_MS", 0)
    with PretendOffice(SCENARIOS["healthy"]) as office:
        said = words(connect(remote_launch(office)).page)
    assert "That is long" in said
    assert "You are done." not in said


def test_all_of_it_fits_without_scrolling(qtbot: QtBot, connect: Callable[..., Shown]) -> None:
    at = datetime(2026, 11, 27, 13, 21)  # noqa: DTZ001 - a local time
    texts = (T("It was the eConnector: its service went to Running at 1:21 PM."), T("Nothing else changed."))
    cure = Cure(Code.ECONNECTOR_NOT_RUNNING, Code.ECONNECTOR_NOT_RUNNING, (), at, at, texts, 4)
    with PretendOffice(SCENARIOS["healthy"]) as office:
        shown = connect(neglected(office))
        told(qtbot, shown)
        assert shown.session.result is not None
        panel = SuccessPanel(shown.session, shown.session.result, cure)
        shown.panel.hide()
        shown.page.column.insertWidget(0, panel)
        qtbot.waitUntil(panel.practice.yes.isVisible, timeout=WAIT_MS)
        assert len(panel.outlook.rows) == 3
        assert shown.page.verticalScrollBar().maximum() == 0
