"""A run belongs to the session: no page drives it, windows come and go, the end of the program ends it."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtCore import Qt

from tests.support.office import CANARY_CUSTOMER, CANARY_DEVELOPER, MemoryBackend, remote_launch
from tests.window.test_companion import _own_settings, shrink
from tests.window.test_window import until
from wizard.core.events import CallStarted, Pacing
from wizard.core.keys import KeyPair, Keys
from wizard.core.secret import Secret
from wizard.core.text import T
from wizard.simulator.pretend_office import PretendOffice
from wizard.simulator.scenarios import SCENARIOS
from wizard.ui.check_row import CheckRow
from wizard.ui.flow import StepId
from wizard.ui.pages.live import LivePage
from wizard.ui.pages.office import OfficePage
from wizard.ui.runner import Refused, Runner, RunState
from wizard.ui.session import Session
from wizard.ui.status import StatusKind
from wizard.ui.window import Window
from wizard.ui.worker import Work, Worker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytestqt.qtbot import QtBot

    from wizard.ui.engine import Engine
    from wizard.ui.pages.result import ResultPage
    from wizard.ui.worker import Job, Tell

WAIT_MS = 60_000
own_settings = _own_settings


@pytest.fixture
def office() -> Iterator[PretendOffice]:
    with PretendOffice(SCENARIOS["key-not-assigned"]) as made:
        yield made


@pytest.fixture
def session(qtbot: QtBot, office: PretendOffice) -> Iterator[Session]:
    """A program with its keys, and no window yet."""
    made = Session(remote_launch(office))
    made.keys = Keys(KeyPair(Secret(CANARY_DEVELOPER), Secret(CANARY_CUSTOMER)))
    made.start()
    qtbot.waitUntil(lambda: made.stored is not None, timeout=WAIT_MS)
    yield made
    assert made.end()


@pytest.fixture
def window(qtbot: QtBot, session: Session) -> Iterator[Window]:
    """Its window, at the result of a test that found that the key is not assigned."""
    made = Window(session)
    qtbot.addWidget(made)
    made.show()
    for _ in range(3):
        made._go(made.history.forward())
    until(qtbot, made, StepId.RESULT)
    yield made
    made.close()


def test_a_run_needs_no_window_and_its_key_is_kept(
    qtbot: QtBot, office: PretendOffice, session: Session
) -> None:
    session.test()
    assert session.live_run.busy
    qtbot.waitUntil(lambda: session.result is not None, timeout=WAIT_MS)
    assert session.live_run.result is session.result
    assert session.result is not None
    assert session.result.causes[0].code == SCENARIOS["key-not-assigned"].expected
    assert (session.keeping, session.home) == (False, "")
    office.scenario = SCENARIOS["healthy"]
    session.test()
    qtbot.waitUntil(lambda: bool(session.home), timeout=WAIT_MS)
    assert session.result.connected


OTHER_CUSTOMER = "CANARY0THERKEY01"
OTHER = KeyPair(Secret("CANARY0THERDEV01"), Secret(OTHER_CUSTOMER))


@pytest.mark.parametrize(("wished", "wishes"), [(True, True), (True, False), (False, True)])
def test_the_key_that_was_tested_is_kept_whatever_is_entered_meanwhile_unless_the_wish_is_taken_back(
    qtbot: QtBot, office: PretendOffice, *, wished: bool, wishes: bool
) -> None:
    office.scenario = SCENARIOS["healthy"]
    backend = MemoryBackend()
    session = Session(remote_launch(office, backend))
    tested = KeyPair(Secret(CANARY_DEVELOPER), Secret(CANARY_CUSTOMER))
    session.keys, session.remember = Keys(tested), wished
    session.start()
    session.test()
    session.keys, session.remember = Keys(OTHER), wishes
    said = session.say(T("{tested} {entered}", tested=CANARY_CUSTOMER, entered=OTHER_CUSTOMER))
    assert CANARY_CUSTOMER not in said
    assert OTHER_CUSTOMER not in said
    with qtbot.waitSignal(session.key_kept if wished and wishes else session.changed, timeout=WAIT_MS):
        pass
    assert session.keeping is False
    names = session.launch.profile
    kept = backend.get_password(names.keychain_service, names.customer_key_name)
    assert kept == (CANARY_CUSTOMER if wished and wishes else None)
    assert session.end()


def test_only_the_keys_entered_tested_and_shown_stay(
    qtbot: QtBot, office: PretendOffice, session: Session
) -> None:
    values = [f"{letter}0" * 8 for letter in "STUV"]
    pairs = [KeyPair(Secret(f"{value[0]}1" * 8), Secret(value)) for value in values]

    def said() -> list[str]:
        """The customer keys that would be said; the Redactor is one and the same for all of them."""
        redactor = session._redactor
        heard = [value for value in values if session.say(T("Seen: {it}.", it=value)) == f"Seen: {value}."]
        assert session._redactor is redactor
        return heard

    session.keys = Keys(pairs[0])
    assert said() == values[1:]
    session.test()
    qtbot.waitUntil(lambda: session.result is not None, timeout=WAIT_MS)
    shown = session.result
    office.scenario = SCENARIOS["silent"]
    for tested, entered in ((1, 2), (2, 3)):
        session.keys = Keys(pairs[tested])
        session.test()
        session.keys = Keys(pairs[entered])
    assert said() == [values[1]]  # shown is the first one's result, and the second one's test was cancelled
    office.stop()
    qtbot.waitUntil(lambda: session.result is not shown, timeout=WAIT_MS)
    assert said() == values[:2]
    session.keys = None
    assert said() == [*values[:2], values[3]]


def test_the_first_paint_waits_for_no_worker(qtbot: QtBot, office: PretendOffice) -> None:
    window = Window(Session(remote_launch(office)))
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: window._is_complete, timeout=WAIT_MS)
    assert not {"worker", "office_run", "live_run"} & set(vars(window.session))
    window.close()


def test_closing_the_window_is_not_the_end_of_the_program(
    qtbot: QtBot, office: PretendOffice, session: Session, window: Window
) -> None:
    first = session.result
    office.scenario = SCENARIOS["silent"]
    session.stop_watching()  # while it is watched, it is looked at in its place
    qtbot.waitUntil(lambda: not window.settling, timeout=WAIT_MS)
    window.main_action.click()
    live = window.page
    assert isinstance(live, LivePage)
    qtbot.waitUntil(lambda: live.rows["open-dental"].icon.kind is StatusKind.BUSY, timeout=WAIT_MS)
    window.close()
    assert not window.isVisible()
    assert session.live_run.state is RunState.RUNNING
    office.stop()
    qtbot.waitUntil(lambda: session.result is not first, timeout=WAIT_MS)
    assert session.result is not None
    assert session.result.causes[0].code == "network.dropped"
    until(qtbot, window, StepId.RESULT)  # so that it is there for whoever opens the window again


def test_the_end_of_the_program_cancels_what_runs_and_leaves_no_thread(
    qtbot: QtBot, office: PretendOffice, session: Session
) -> None:
    office.scenario = SCENARIOS["silent"]
    told: list[object] = []
    session.live_run.told.connect(told.append)
    session.test()
    session.check_office(("prereq.*",))
    qtbot.waitUntil(lambda: CallStarted() in told, timeout=WAIT_MS)
    assert session.end()  # within its two seconds
    assert not [thread for thread in threading.enumerate() if thread.name == "engine"]
    assert session.result is None


def test_a_test_after_the_end_of_the_program_is_cancelled_at_once(qtbot: QtBot, session: Session) -> None:
    heard: list[str] = []
    session.live_run.cancelled.connect(lambda: heard.append("cancelled"))
    assert session.end()
    session.test()
    qtbot.waitUntil(lambda: not session.live_run.busy, timeout=WAIT_MS)
    assert heard == ["cancelled"]


def test_a_second_window_starts_nothing_again_and_is_got_ready_as_the_first(
    qtbot: QtBot, session: Session
) -> None:
    engine = session.engine
    assert engine is not None
    read: list[int] = []
    session.keychain_read.connect(lambda: read.append(1))
    made: list[int] = []
    session.ready.connect(lambda: made.append(1))
    second = Window(session)
    qtbot.addWidget(second)
    second.painted.connect(session.start)
    second.show()
    qtbot.waitUntil(lambda: StepId.OFFICE in second._pages, timeout=WAIT_MS)  # ahead of the person
    session.check_office(("prereq.role",))
    qtbot.waitUntil(lambda: not session.office_run.busy, timeout=WAIT_MS)  # behind what was begun before it
    assert [thread.name for thread in threading.enumerate()].count("engine") == 1
    assert (session.engine, made, read) == (engine, [], [])
    second.close()


def test_an_engine_that_comes_before_the_first_paint_is_taken_once(qtbot: QtBot, session: Session) -> None:
    window = Window(session)
    qtbot.addWidget(window)
    session.ready.emit()
    ahead = window._ahead
    assert ahead is not None
    window.show()
    qtbot.waitUntil(lambda: window._is_complete, timeout=WAIT_MS)
    assert window._ahead is ahead
    window.close()


def test_a_check_beside_open_dental_turns_no_page(
    qtbot: QtBot, office: PretendOffice, session: Session, window: Window
) -> None:
    pages: list[str] = []
    first = session.result
    beside = shrink(qtbot, window)
    window.page_shown.connect(pages.append)
    qtbot.mouseClick(beside.check_now, Qt.MouseButton.LeftButton)
    assert not beside.check_now.isEnabled()
    qtbot.waitUntil(beside.check_now.isEnabled, timeout=WAIT_MS)
    assert set(pages) == {"result"}  # which shows what was found now
    assert session.result is not first
    assert cast("ResultPage", window.page)._shown is session.result
    office.scenario = SCENARIOS["healthy"]
    assert window.sidebar._marks[StepId.LIVE]._mark is StatusKind.NEEDS_YOU
    qtbot.mouseClick(beside.check_now, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(window.isVisible, timeout=WAIT_MS)
    assert window.history.here is StepId.RESULT
    assert window.sidebar._marks[StepId.LIVE]._mark is StatusKind.GOOD
    assert set(pages) == {"result"}


def test_who_goes_back_to_the_full_window_meanwhile_sees_the_test_go_on(
    qtbot: QtBot, office: PretendOffice, session: Session, window: Window
) -> None:
    beside = shrink(qtbot, window)
    first = session.result
    begun: list[int] = []
    session.live_run.began.connect(lambda: begun.append(1))
    office.scenario = SCENARIOS["silent"]
    qtbot.mouseClick(beside.check_now, Qt.MouseButton.LeftButton)
    beside.close()
    live = window.page
    assert isinstance(live, LivePage)
    qtbot.waitUntil(lambda: live.rows["open-dental"].icon.kind is StatusKind.BUSY, timeout=WAIT_MS)
    office.stop()
    until(qtbot, window, StepId.RESULT)
    assert session.result is not first
    assert begun == [1]
    session.stop_watching()  # while it is watched, it is looked at in its place
    qtbot.waitUntil(lambda: not window.settling, timeout=WAIT_MS)
    window.main_action.click()  # a test of its own, since this one was seen
    assert begun == [1, 1]


def test_who_goes_back_after_a_check_that_came_to_nothing_sees_why(
    qtbot: QtBot, session: Session, window: Window
) -> None:
    beside = shrink(qtbot, window)
    begun: list[int] = []
    session.live_run.began.connect(lambda: begun.append(1))

    async def refuses(_engine: Engine, _tell: Tell) -> object:
        return Refused(T("Enter the server's name."))

    session.live_run.start(refuses)
    qtbot.waitUntil(beside.check_now.isEnabled, timeout=WAIT_MS)
    assert "did not come to an end" in beside.note.text()
    beside.close()
    live = window.page
    assert isinstance(live, LivePage)
    assert live.trouble.text() == "Enter the server's name."
    assert begun == [1]


def test_no_row_is_drawn_again_at_the_end(
    qtbot: QtBot, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []
    plain = CheckRow.show_found

    def show_found(row: CheckRow, mark: StatusKind, state: str, sentence: str, *more: str) -> None:
        drawn.append(row.spec.id)
        plain(row, mark, state, sentence, *more)

    monkeypatch.setattr(CheckRow, "show_found", show_found)
    window = Window(session)
    qtbot.addWidget(window)
    window._go(window.history.forward())
    page = window.page
    assert isinstance(page, OfficePage)
    qtbot.waitUntil(lambda: not page.busy, timeout=WAIT_MS)
    assert sorted(drawn) == sorted(page.checks)


def test_a_run_that_waits_for_its_turn_says_so(qtbot: QtBot) -> None:
    worker = Worker(lambda: cast("Engine", object()))
    run = Runner(worker)
    states: list[RunState] = []
    run.told.connect(lambda _: states.append(run.state))
    ended: list[str] = []
    for name, signal in (("crashed", run.crashed), ("cancelled", run.cancelled), ("finished", run.finished)):
        signal.connect(lambda *_, name=name: ended.append(name))
    assert run.state is RunState.IDLE

    async def waits(_engine: Engine, tell: Tell) -> object:
        tell(Pacing(1.0))
        tell(CallStarted())
        await asyncio.sleep(60)
        return None

    async def breaks(_engine: Engine, _tell: Tell) -> object:
        raise LookupError(CANARY_CUSTOMER)

    worker.start()
    run.start(waits)
    qtbot.waitUntil(lambda: states == [RunState.WAITING, RunState.RUNNING], timeout=WAIT_MS)
    run.start(breaks)  # one at a time: the first is cancelled
    assert ended == ["cancelled"]
    qtbot.waitUntil(lambda: not run.busy, timeout=WAIT_MS)
    assert ended == ["cancelled", "crashed"]
    run.cancel()
    assert ended == ["cancelled", "crashed"]
    assert worker.close()


def test_a_run_is_handed_over_once_what_shows_it_was_painted(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    handed: list[str] = []
    worker = Worker(lambda: cast("Engine", object()))

    def submit(job: Job, ended: Callable[[object], None], *_: object) -> Work:
        handed.append(job.__name__)
        return Work(worker, job, ended, None)

    monkeypatch.setattr(worker, "submit", submit)

    async def first(_engine: Engine, _tell: Tell) -> object:
        raise NotImplementedError

    async def second(_engine: Engine, _tell: Tell) -> object:
        raise NotImplementedError

    run = Runner(worker)
    run.start(first)
    assert run.busy
    run.start(second)
    assert handed == []
    qtbot.waitUntil(lambda: bool(handed), timeout=WAIT_MS)
    assert handed == ["second"]
    run.start(first)
    run.cancel()
    qtbot.wait(20)
    assert handed == ["second"]
