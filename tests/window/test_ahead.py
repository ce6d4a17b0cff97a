"""What comes next is made while nothing else happens, so that no turn of the window's loop is long."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtCore import QObject, QRect, QTimer
from PySide6.QtWidgets import QLabel
from shiboken6 import Shiboken

from tests.support.office import CANARY_CUSTOMER, remote_launch, vendor
from tests.window.test_window import opened, press, to_key, until
from wizard.core.text import Translator
from wizard.runs.setup import Setup
from wizard.simulator.pretend_office import PretendOffice
from wizard.simulator.scenarios import SCENARIOS
from wizard.ui.ahead import TURN_S, Ahead, laid_out
from wizard.ui.cause_card import CauseCard
from wizard.ui.flow import StepId
from wizard.ui.launch import Launch
from wizard.ui.pages.base import Page
from wizard.ui.pages.office import OfficePage
from wizard.ui.pages.result import ResultPage
from wizard.ui.pointer.canvas import Canvas
from wizard.ui.session import Session

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QPixmap
    from pytestqt.qtbot import QtBot

    from tests.window.test_window import Open
    from wizard.pointer.scene import ResolvedFrame

__all__ = ["opened"]  # the fixture
WAIT_MS = 60_000


def test_between_two_long_pieces_the_window_goes_on(qtbot: QtBot) -> None:
    order: list[str] = []

    def pieces() -> Iterator[None]:
        for _ in range(3):
            time.sleep(2 * TURN_S)
            order.append("piece")
            yield

    parent = QObject()
    other = QTimer(parent)
    other.timeout.connect(lambda: order.append("other"))
    other.start()
    ahead = Ahead(parent)
    ahead.begin(pieces())
    qtbot.waitUntil(lambda: not ahead.busy, timeout=WAIT_MS)
    other.stop()
    assert "piece piece" not in " ".join(order)
    assert order.count("piece") == 3


def test_what_is_made_last_takes_the_place_of_what_was_being_made(qtbot: QtBot) -> None:
    made: list[str] = []

    def pieces(name: str) -> Iterator[None]:
        made.append(name)
        yield

    parent = QObject()
    ahead = Ahead(parent)
    ahead.begin(pieces("first"))
    ahead.begin(pieces("second"))
    qtbot.waitUntil(lambda: not ahead.busy, timeout=WAIT_MS)
    assert made == ["second"]
    ahead.begin(pieces("third"))
    ahead.stop()
    qtbot.wait(20)
    assert made == ["second"]


@pytest.mark.usefixtures("qapp")
def test_a_part_that_is_replaced_meanwhile_is_passed_over() -> None:
    page = Page(Session(Launch(Setup(Translator(), vendor()))))
    parts = [QLabel("one"), QLabel("two")]
    for part in parts:
        page.column.addWidget(part)
    left = laid_out(page, QRect(0, 0, 500, 300))
    next(left)
    Shiboken.delete(parts[1])  # type: ignore[no-untyped-call]
    for _ in left:
        pass
    assert parts[0].width() > 400


def test_the_offices_rows_are_there_before_the_person_goes_on(qtbot: QtBot, opened: Open) -> None:
    with PretendOffice(SCENARIOS["healthy"]) as office:
        window = opened(remote_launch(office))
        assert window._ahead is not None
        qtbot.waitUntil(lambda: not cast("Ahead", window._ahead).busy, timeout=WAIT_MS)
        assert window.history.here is StepId.WELCOME
        page = window._pages[StepId.OFFICE]
        assert isinstance(page, OfficePage)
        assert window.session.engine is not None
        rows = list(page.checks.values())
        assert [row.spec for row in rows] == list(window.session.engine.rows)
        assert not window.session.office_run.busy
        press(qtbot, window)
        assert list(page.checks.values()) == rows


def test_who_is_faster_finds_every_row_all_the_same(
    qtbot: QtBot, opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Ahead, "begin", lambda *_: None)
    with PretendOffice(SCENARIOS["healthy"]) as office:
        window = opened(remote_launch(office))
        press(qtbot, window)
        page = window.page
        assert isinstance(page, OfficePage)
        assert window.session.engine is not None
        assert list(page.checks) == [spec.id for spec in window.session.engine.rows]


def test_the_result_is_made_and_drawn_while_the_finished_rows_stay(
    qtbot: QtBot, opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[StepId] = []
    drawn: list[StepId] = []
    card, draw = CauseCard.__init__, Canvas._draw

    def make(*arguments: object, **named: object) -> None:
        made.append(window.history.here)
        card(*arguments, **named)  # type: ignore[arg-type]

    def picture(canvas: Canvas, frame: ResolvedFrame, number: int, ratio: float) -> QPixmap:
        drawn.append(window.history.here)
        return draw(canvas, frame, number, ratio)

    monkeypatch.setattr(CauseCard, "__init__", make)
    monkeypatch.setattr(Canvas, "_draw", picture)
    monkeypatch.setattr("wizard.ui.pages.live.LINGER_MS", 5_000)  # however slow the machine is
    with PretendOffice(SCENARIOS["key-not-assigned"]) as office:
        window = opened(remote_launch(office))
        with qtbot.waitActive(window):
            window.activateWindow()
        key = to_key(qtbot, window)
        # a page that has settled makes what comes next, which is the result if it is there by then
        window._settling.timeout.disconnect(window._get_ahead)
        qtbot.keyClicks(key.customer.edit, CANARY_CUSTOMER)
        press(qtbot, window)
        qtbot.waitUntil(lambda: bool(drawn), timeout=WAIT_MS)
        page = window._pages[StepId.RESULT]
        page.verticalScrollBar().setValue(50)  # as the focus does that passes through what is below
        assert page.verticalScrollBar().value() > 0
        until(qtbot, window, StepId.RESULT)
        assert window.page is page
        qtbot.wait(50)  # it is painted
        assert isinstance(page, ResultPage)
        assert made == [StepId.LIVE]
        assert drawn == [StepId.LIVE]  # in the size that it has
        assert page.verticalScrollBar().value() == 0
        assert page.verticalScrollBar().maximum() > 0
