"""The office's page: three groups, each row with who acts, where, and a check alone; also by keyboard."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QWidget

from tests.support.machines import CANARY, machine
from tests.support.office import changed, remote_launch
from tests.support.pseudo import pseudo_translator
from tests.support.widget_words import words
from tests.window.test_texts import clipped
from tests.window.test_window import press
from wizard.checks.context import World, connect
from wizard.core.events import CheckDone
from wizard.core.text import Translator
from wizard.diagnosis.judge import judge
from wizard.runs.registry import CHECKS
from wizard.simulator.pretend_office import PretendOffice
from wizard.simulator.scenarios import SCENARIOS
from wizard.ui.check_row import CheckRow
from wizard.ui.flow import StepId
from wizard.ui.lifetime import bind_session
from wizard.ui.pages.office import OfficePage
from wizard.ui.session import Session
from wizard.ui.status import StatusKind
from wizard.ui.watching import Watching
from wizard.ui.window import Window
from wizard.windows.machine_reader import MachineReader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytestqt.qtbot import QtBot

    from wizard.core.events import Event
    from wizard.core.evidence import Evidence
    from wizard.diagnosis.judge import Judgement
    from wizard.ui.engine import Engine

    Open = Callable[..., OfficePage]

WAIT_MS = 60_000
ECONNECTOR = "prereq.econnector-service"


class Pc:
    """The PC behind the window; another state can be put in force."""

    def __init__(self) -> None:
        self.state = "server"
        self.hangs = False

    def world(self) -> World:
        plain = World(machine=lambda: MachineReader(machine(self.state).system), environ={})
        return replace(plain, connect=self._connect)

    async def _connect(self, host: str, port: int) -> None:
        while self.hangs:  # noqa: ASYNC110 - set on the thread of the test
            await asyncio.sleep(0.01)
        await connect(host, port)


@pytest.fixture
def pc() -> Pc:
    return Pc()


@pytest.fixture
def opened(qtbot: QtBot, pc: Pc) -> Iterator[Open]:
    """Opens the window at the office's page and waits until it has settled."""
    windows: list[Window] = []
    with PretendOffice(SCENARIOS["healthy"]) as office:

        def make(
            state: str, translator: Translator | None = None, size: tuple[int, int] = (1040, 720)
        ) -> OfficePage:
            pc.state = state
            launch = changed(remote_launch(office), world=pc.world, translator=translator or Translator())
            window = Window(Session(launch))
            qtbot.addWidget(window)
            windows.append(window)
            bind_session(window)
            window.resize(*size)
            window.show()
            qtbot.waitUntil(lambda: window.session.engine is not None, timeout=WAIT_MS)
            qtbot.waitUntil(lambda: not window.settling, timeout=WAIT_MS)
            window.main_action.click()
            page = window.page
            assert isinstance(page, OfficePage)
            if not pc.hangs:
                settle(qtbot, page)
            qtbot.waitUntil(lambda: not window.settling, timeout=WAIT_MS)
            return page

        yield make
        for window in windows:
            window.close()


def settle(qtbot: QtBot, page: OfficePage) -> None:
    qtbot.waitUntil(lambda: not page.busy, timeout=WAIT_MS)
    qtbot.wait(20)  # the layout follows in the next turn of the loop


def group_of(page: OfficePage, identity: str) -> str:
    """The heading above a row; "fold" for one that is folded away."""
    row = page.checks[identity]
    if page.more.isAncestorOf(row):
        return "fold"
    top = row.mapTo(page.inside, row.rect().topLeft()).y()
    above = [h for h in page.headings.values() if h.mapTo(page.inside, h.rect().topLeft()).y() < top]
    return above[-1].text()


def test_three_groups_and_the_rest_in_a_fold(opened: Open) -> None:
    page = opened("server")
    assert [heading.text() for heading in page.headings.values()] == [
        "This PC",
        "The server",
        "The way to Open Dental",
    ]
    assert group_of(page, "prereq.role") == "This PC"
    assert group_of(page, ECONNECTOR) == "The server"
    assert group_of(page, "prereq.name") == "The way to Open Dental"
    assert group_of(page, "prereq.sleep") == "fold"
    assert set(page.checks) == {check.id for check in CHECKS}
    assert page.more.handle.text() == "▸ 7 more checks, nothing to do"
    assert page.note() == f"{len(CHECKS)} of {len(CHECKS)} checked"
    assert page.verticalScrollBar().maximum() == 0  # a healthy office fits without scrolling


def test_the_fold_opens_by_keyboard(qtbot: QtBot, opened: Open) -> None:
    page = opened("server")
    assert not page.checks["prereq.sleep"].isVisible()
    page.more.handle.setFocus()
    qtbot.keyClick(page.more.handle, Qt.Key.Key_Space)
    assert page.checks["prereq.sleep"].isVisible()
    assert page.checks["prereq.sleep"].title.text() == "This PC does not go to sleep by itself."


def test_a_workstation_names_the_pc_to_walk_to(opened: Open) -> None:
    page = opened("workstation")
    assert page.headings["server"].text() == "The server: DENTAL-SRV"
    assert "DENTAL-SRV" in page.checks["prereq.role"].title.text()
    row = page.checks[ECONNECTOR]
    assert row.icon.kind is StatusKind.NOT_NEEDED
    assert "DENTAL-SRV" in row.detail.text()
    assert page._last is not None
    assert "DENTAL-SRV" not in page._last.report


def test_a_failed_row_says_who_acts_and_leads_to_the_picture(qtbot: QtBot, opened: Open) -> None:
    page = opened("econnector-stopped")
    row = page.checks[ECONNECTOR]
    assert (row.icon.kind, row.state.text()) == (StatusKind.NEEDS_YOU, "Needs you")
    assert row.title.text() == "The eConnector is stopped on this PC."
    assert row.details.accessibleName() == "Somebody in this office can fix this. Show me where"
    attention = [
        r for r in page.checks.values() if r.icon.kind in (StatusKind.NEEDS_YOU, StatusKind.NEEDS_OTHER)
    ]
    assert attention == [row]
    row.details.linkActivated.emit("#")
    dialog = page.dialog
    assert dialog is not None
    assert dialog.isVisible()
    assert dialog.card.side is not None
    assert dialog.card.side.pointer == "econnector/start"
    assert "On this PC, click" in dialog.card.steps[0].text.accessibleName()
    focus = dialog.focusWidget()
    assert focus is not None
    qtbot.keyClick(focus, Qt.Key.Key_Right)
    assert dialog.card.side.player.index == 1
    qtbot.mouseClick(dialog.rerun, Qt.MouseButton.LeftButton)
    settle(qtbot, page)
    assert page.dialog is None


@pytest.mark.parametrize("state", ["neglected-server", "econnector-stopped", "database-stopped"])
def test_a_row_is_right_from_the_moment_it_shows(
    opened: Open, state: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: dict[str, list[tuple[StatusKind, str, str]]] = {}
    plain = OfficePage.on_event

    def now(page: OfficePage, identity: str) -> tuple[StatusKind, str, str]:
        row = page.checks[identity]
        return row.icon.kind, row.state.text(), row.details.accessibleName()

    def heard(page: OfficePage, event: Event) -> None:
        plain(page, event)
        if isinstance(event, CheckDone):
            shown.setdefault(event.result.id, []).append(now(page, event.result.id))

    monkeypatch.setattr(OfficePage, "on_event", heard)
    page = opened(state)
    assert set(shown) == set(page.checks)
    assert shown == {identity: [now(page, identity)] for identity in page.checks}
    turns = {marks[0][0] for marks in shown.values()}
    assert turns & {StatusKind.NEEDS_YOU, StatusKind.NEEDS_OTHER}


def test_a_row_leads_to_what_to_do_while_others_are_still_looked_at(
    qtbot: QtBot, opened: Open, pc: Pc
) -> None:
    pc.hangs = True
    page = opened("econnector-stopped")
    row = page.checks[ECONNECTOR]
    qtbot.waitUntil(lambda: row.icon.kind is StatusKind.NEEDS_YOU, timeout=WAIT_MS)
    assert page.busy
    assert not row.button.isEnabled()
    row.details.linkActivated.emit("#")
    dialog = page.dialog
    assert dialog is not None
    assert dialog.card.side is not None
    assert dialog.card.side.pointer == "econnector/start"
    pc.hangs, pc.state = False, "server"
    qtbot.mouseClick(dialog.rerun, Qt.MouseButton.LeftButton)
    settle(qtbot, page)
    assert {one.icon.kind for one in page.checks.values()} <= {StatusKind.GOOD, StatusKind.NOT_NEEDED}


def test_while_others_are_looked_at_the_server_is_named_and_nothing_but_that_row_is_put_together(
    qtbot: QtBot, opened: Open, pc: Pc, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[int] = []

    def count(evidence: Evidence) -> Judgement:
        made.append(len(evidence.checks))
        return judge(evidence)

    monkeypatch.setattr("wizard.runs.run_words.judge", count)
    pc.hangs = True
    page = opened("workstation-service-firewalled")
    engine = page.session.worker._engine
    assert engine is not None
    diagnoser = engine._diagnoser
    diagnoser._setup = diagnoser._setup._replace(endpoint=lambda: machine(pc.state).endpoint)
    page.rerun()
    row = page.checks["prereq.api-service"]
    qtbot.waitUntil(lambda: row.icon.kind in (StatusKind.NEEDS_YOU, StatusKind.NEEDS_OTHER), timeout=WAIT_MS)
    assert page.busy
    assert made == []
    row.details.linkActivated.emit("#")
    dialog = page.dialog
    assert dialog is not None
    assert "on DENTAL-SRV" in dialog.card.steps[0].text.accessibleName()
    assert len(made) == 1
    details = " ".join(one.toPlainText() for one in dialog.card.details.findChildren(QPlainTextEdit))
    assert "API Service" in details
    assert "DENTAL-SRV" not in details
    dialog.reject()
    pc.hangs = False
    settle(qtbot, page)
    assert made[1:] == [len(CHECKS)]


def test_a_page_that_was_gone_past_before_the_engine_was_there_misses_nothing(
    qtbot: QtBot, pc: Pc, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain, slow = Session._make_engine, threading.Event()

    def make_engine(session: Session) -> Engine:
        assert slow.wait(WAIT_MS / 1000)
        return plain(session)

    monkeypatch.setattr(Session, "_make_engine", make_engine)
    pc.hangs = True
    done: set[str] = set()
    with PretendOffice(SCENARIOS["healthy"]) as office:
        window = Window(Session(changed(remote_launch(office), world=pc.world)))
        qtbot.addWidget(window)
        bind_session(window)
        window.session.office_run.told.connect(
            lambda event: done.add(event.result.id) if isinstance(event, CheckDone) else None
        )
        window.show()
        for step in (StepId.OFFICE, StepId.KEY):
            press(qtbot, window)
            assert window.history.here is step
        slow.set()
        qtbot.waitUntil(lambda: ECONNECTOR in done, timeout=WAIT_MS)
        window.go_back()
        page = window.page
        assert isinstance(page, OfficePage)
        assert page.busy
        assert page.checks[ECONNECTOR].icon.kind is StatusKind.GOOD
        pc.hangs = False
        settle(qtbot, page)
        assert {row.icon.kind for row in page.checks.values()} <= {StatusKind.GOOD, StatusKind.NOT_NEEDED}
        window.close()


def test_the_dialog_checks_that_row_again(qtbot: QtBot, opened: Open, pc: Pc) -> None:
    page = opened("econnector-stopped")
    others = {i: row.title.text() for i, row in page.checks.items() if i != ECONNECTOR}
    page.show_where(ECONNECTOR)
    assert page.dialog is not None
    pc.state = "server"
    qtbot.mouseClick(page.dialog.rerun, Qt.MouseButton.LeftButton)
    settle(qtbot, page)
    row = page.checks[ECONNECTOR]
    assert row.icon.kind is StatusKind.GOOD
    assert not row.details.isVisible()
    assert {i: r.title.text() for i, r in page.checks.items() if i != ECONNECTOR} == others
    assert "anyway" not in page.primary().text


def test_a_row_is_checked_alone_by_its_button_and_nothing_else_runs(
    qtbot: QtBot, opened: Open, pc: Pc, monkeypatch: pytest.MonkeyPatch
) -> None:
    # which looks at every row by itself, as soon as one is found to need somebody
    monkeypatch.setattr(Watching, "watch_office", lambda *_: None)
    page = opened("server")
    pc.state = "neglected-server"  # everything else has changed too
    button = page.checks["prereq.disk"].button
    assert button.accessibleName() == "Check again: Room on the drive"
    page.more.handle.click()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    settle(qtbot, page)
    changed = [
        i for i, row in page.checks.items() if row.icon.kind in (StatusKind.NEEDS_YOU, StatusKind.NEEDS_OTHER)
    ]
    assert changed == ["prereq.disk"]
    assert group_of(page, "prereq.disk") == "This PC"
    disk, role = page.checks["prereq.disk"], page.checks["prereq.role"]
    assert disk.y() > role.y()


def in_group(page: OfficePage, name: str) -> list[str]:
    items = [page._groups[name].itemAt(index) for index in range(page._groups[name].count())]
    rows = [item.widget() for item in items if item is not None]
    return [row.spec.id for row in rows if isinstance(row, CheckRow)]


def test_a_row_leaves_the_fold_for_its_own_place(opened: Open) -> None:
    page = opened("server")
    page._bring_up(page.checks["prereq.proxy"])
    page._bring_up(page.checks["prereq.disk"])
    page._bring_up(page.checks["prereq.restart-pending"])
    assert in_group(page, "way")[0] == "prereq.proxy"
    assert in_group(page, "this-pc")[-2:] == ["prereq.restart-pending", "prereq.disk"]


def test_rows_that_are_not_right_leave_the_fold_and_go_back(qtbot: QtBot, opened: Open, pc: Pc) -> None:
    page = opened("neglected-server")
    assert group_of(page, "prereq.sleep") == "The server"
    assert group_of(page, "prereq.restart-pending") == "This PC"
    assert page.checks["prereq.disk"].details.accessibleName() == "This is for your IT. What to do"
    page.show_where("prereq.disk")
    assert page.dialog is not None
    assert page.dialog.card.side is None
    page.dialog.reject()
    pc.state = "server"
    page.rerun()
    settle(qtbot, page)
    assert group_of(page, "prereq.sleep") == "fold"


def test_a_blocked_row_says_what_it_waits_for_and_comes_back_with_it(qtbot: QtBot, opened: Open) -> None:
    page = opened("server")
    engine = page.session.worker._engine
    assert engine is not None
    diagnoser = engine._diagnoser
    good = diagnoser._world

    async def refuses(_host: str, _port: int) -> None:
        raise ConnectionRefusedError

    diagnoser._world = World(machine=good.machine, environ={}, connect=refuses)
    page.rerun()
    settle(qtbot, page)
    clock = page.checks["prereq.clock"]
    assert clock.state.text() == "Not checked"
    assert clock.detail.text() == "Waits for “Connection”."
    diagnoser._world = good
    qtbot.mouseClick(page.checks["prereq.port"].button, Qt.MouseButton.LeftButton)
    settle(qtbot, page)
    assert clock.icon.kind is StatusKind.GOOD


def test_enter_on_a_rows_arrow_checks_that_row_and_stays(qtbot: QtBot, opened: Open, pc: Pc) -> None:
    page = opened("econnector-stopped")
    window = page.window()
    assert isinstance(window, Window)
    window.activateWindow()
    page.checks[ECONNECTOR].button.setFocus()
    pc.state = "server"
    window._enter()
    settle(qtbot, page)
    assert window.page is page
    assert page.checks[ECONNECTOR].icon.kind is StatusKind.GOOD


def test_enter_on_the_link_shows_where(opened: Open) -> None:
    page = opened("econnector-stopped")
    window = page.window()
    assert isinstance(window, Window)
    window.activateWindow()
    page.checks[ECONNECTOR].details.setFocus()
    window._enter()
    assert page.dialog is not None
    page.dialog.reject()


def test_a_slow_row_says_what_it_waits_for(opened: Open) -> None:
    page = opened("server")
    page.waiting("prereq.api-service", page.checks["prereq.api-service"].spec.waits)
    page._since["prereq.api-service"] -= 3.5
    page.tick()
    row = page.checks["prereq.api-service"]
    assert row.title.text() == "API Service"
    assert row.detail.text() == "Waiting for the API Service of the server, 3 seconds"


def test_what_could_not_be_checked_is_a_state_of_its_own(opened: Open) -> None:
    page = opened("services-denied")
    row = page.checks[ECONNECTOR]
    assert (row.icon.kind, row.state.text()) == (StatusKind.UNKNOWN, "Could not check")
    assert row.title.text() == "eConnector"
    assert row.detail.text() == "Windows does not let this user look."
    assert row.button.drawn


def test_the_keyboard_goes_through_the_rows_as_they_are_seen(opened: Open) -> None:
    page = opened("neglected-server")
    stops: list[QWidget] = []
    at = page.checks["prereq.open-dental-installed"].button
    first: QWidget | None = at
    while first is not None and first not in stops:
        stops.append(first)
        first = first.nextInFocusChain()
    seen = [
        w
        for w in stops
        if w.isVisible() and w.focusPolicy() & Qt.FocusPolicy.TabFocus and page.isAncestorOf(w)
    ]
    tops = [w.mapTo(page.inside, w.rect().topLeft()).y() for w in seen]
    rows = [top // 4 for top in tops]
    assert len(seen) >= 15
    assert sum(b < a - 8 for a, b in pairwise(rows)) == 0, tops


def test_a_passed_rows_arrow_shows_to_the_keyboard_only(opened: Open) -> None:
    page = opened("server")
    button = page.checks["prereq.role"].button
    assert not button.drawn
    page.window().activateWindow()
    button.setFocus()
    assert button.drawn


@pytest.mark.parametrize("state", ["server", "middle-tier", "connection-string", "config-broken"])
def test_the_window_shows_nothing_else_of_a_settings_file(opened: Open, state: str) -> None:
    page = opened(state)
    assert CANARY not in words(page.window())
    assert page._last is not None
    assert CANARY not in page._last.report


@pytest.mark.parametrize("size", [(1040, 720), (683, 427)])
@pytest.mark.parametrize("state", ["neglected-server", "workstation-silence", "config-unreadable"])
def test_long_texts_fit(qtbot: QtBot, opened: Open, state: str, size: tuple[int, int]) -> None:
    page = opened(state, pseudo_translator(), size)
    page.more.handle.click()
    qtbot.wait(100)  # the layout follows
    window = page.window()
    assert isinstance(window, Window)
    qtbot.waitUntil(lambda: clipped(window) == [], timeout=WAIT_MS)
    for label in page.findChildren(QLabel):
        if label.isVisible() and label.text():
            assert "⟦" in label.text() or label.text().isdigit(), label.text()
