"""The history in the window: noted by each live test, opened from the About box, cleared."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QLocale, Qt
from PySide6.QtWidgets import QApplication

from tests.support.office import (
    CANARY_CUSTOMER,
    CANARY_DEVELOPER,
    MemoryBackend,
    launch_at,
    remote_launch,
    vendor,
)
from tests.support.shown_windows import shown_windows
from tests.support.time_zone import los_angeles
from wizard.runs.history import kept_here
from wizard.runs.history_words import worst_hours
from wizard.simulator.pretend_office import PretendOffice
from wizard.simulator.scenarios import SCENARIOS
from wizard.store.history_file import KeptIncident, KeptRun
from wizard.ui.about import About
from wizard.ui.flow import StepId
from wizard.ui.history_dialog import MOST_DAYS, HistoryDialog
from wizard.ui.launch import Pretend

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from wizard.ui.launch import Launch
    from wizard.ui.window import Window

WAIT_MS = 60_000
NIGHT = datetime(2026, 11, 26, 10, 15, tzinfo=UTC)  # 2:15 AM in Los Angeles
RUN_REST = (9, "ABCD1234", "remote", "failed", "econnector.not-running", "E1")
RUN = KeptRun(NIGHT, NIGHT + timedelta(minutes=50), *RUN_REST)


@pytest.fixture(autouse=True)
def _in_los_angeles() -> Iterator[None]:
    before = QLocale()
    with los_angeles():
        QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
        yield
        QLocale.setDefault(before)


@pytest.fixture
def started(qtbot: QtBot) -> Iterator[Callable[[Launch], Window]]:
    with shown_windows(qtbot) as shown:

        def start(launch: Launch) -> Window:
            window = shown(launch)
            qtbot.waitUntil(lambda: window.session.stored is not None, timeout=WAIT_MS)
            return window

        yield start


def keep(*lines: KeptRun | KeptIncident) -> None:
    file = kept_here()
    assert file is not None
    file.change(lambda before: (*before, *lines))


def opened(qtbot: QtBot, window: Window) -> HistoryDialog:
    """The dialog, from the About box's one link."""
    window.show_about()
    (about,) = (found for found in window.findChildren(About) if found.isVisible())
    qtbot.mouseClick(about.history, Qt.MouseButton.LeftButton)
    assert not about.isVisible()
    (dialog,) = (found for found in window.findChildren(HistoryDialog) if found.isVisible())
    qtbot.waitUntil(lambda: dialog.lead.text() != "Reading …", timeout=WAIT_MS)
    return dialog


def lines(dialog: HistoryDialog) -> list[str]:
    return [dialog.lines.item(row).text() for row in range(dialog.lines.count())]


def spaced(text: str) -> str:
    """Whatever space the system's locale puts before AM."""
    return text.replace("\N{NARROW NO-BREAK SPACE}", " ")


def test_it_says_what_was_found_and_at_what_hour(qtbot: QtBot, started: Callable[[Launch], Window]) -> None:
    day = timedelta(days=1)
    keep(
        *(KeptRun(RUN.at + n * day, RUN.until + n * day, *RUN_REST) for n in range(3)),
        KeptIncident(NIGHT + timedelta(hours=40), 90, "econnector.not-running", None),
        KeptRun(NIGHT + 3 * day, NIGHT + 3 * day, 1, "WXYZ5678", "remote", "connected", "connected", "OK1"),
    )
    dialog = opened(qtbot, started(launch_at(1)))
    assert spaced(dialog.lead.text()).startswith(
        "It was broken most often between 2:00 AM and 4:00 AM. A bar is"
    )
    found = [spaced(line) for line in lines(dialog)]
    assert found[0].startswith("11/29/26 2:15 AM  Connected")
    assert "WXYZ5678" not in found[0]
    assert found[1].startswith(
        "11/27/26 4:45 PM - 6:15 PM  Fixed after 1 h 30 min. What it was is not proven."
    )
    assert found[-1] == (
        "11/26/26 2:15 AM - 3:05 AM  The eConnector is not running. Seen 9 times. (E1-ABCD1234)"
    )
    assert dialog.timeline.days == 4
    assert dialog.lines.accessibleName()
    assert dialog.timeline.accessibleName() == dialog.lead.text()
    dialog.close()


def test_the_timeline_is_painted_in_the_colors_of_its_states(
    qtbot: QtBot, started: Callable[[Launch], Window]
) -> None:
    keep(RUN)
    window = started(launch_at(1))
    dialog = opened(qtbot, window)
    seen = dialog.timeline.grab().toImage()
    colors = {seen.pixelColor(x, y).name() for x in range(seen.width()) for y in range(seen.height())}
    assert window.session.theme.roles.someone.lower() in colors
    assert window.session.theme.roles.good.lower() not in colors
    dialog.close()


def test_a_night_goes_over_two_days_and_old_days_give_way(
    qtbot: QtBot, started: Callable[[Launch], Window]
) -> None:
    day = timedelta(days=1)
    keep(KeptRun(NIGHT - timedelta(hours=4), NIGHT, *RUN_REST))  # 10:15 PM to 2:15 AM
    window = started(launch_at(1))
    dialog = opened(qtbot, window)
    assert dialog.timeline.days == 2
    dialog.close()
    keep(*(KeptRun(NIGHT + n * day, NIGHT + n * day, *RUN_REST) for n in range(1, 20)))
    again = opened(qtbot, window)
    assert again.timeline.days == MOST_DAYS
    assert len(lines(again)) == 20
    again.close()


def test_clear_removes_it(qtbot: QtBot, started: Callable[[Launch], Window], notes: Path) -> None:
    keep(RUN)
    dialog = opened(qtbot, started(launch_at(1)))
    lead = dialog.lead.geometry().top()
    dialog.clear.click()
    qtbot.waitUntil(lambda: dialog.lead.text() == "Nothing is kept here.", timeout=WAIT_MS)
    QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
    assert dialog.lead.geometry().top() == lead  # though the list is hidden
    assert lines(dialog) == []
    assert not dialog.clear.isEnabled()
    assert dialog.timeline.days == 0
    assert not (notes / "history.jsonl").exists()
    dialog.close()


def test_a_damaged_one_is_told(qtbot: QtBot, started: Callable[[Launch], Window], notes: Path) -> None:
    notes.mkdir()
    (notes / "history.jsonl").write_bytes(b"\xff")
    dialog = opened(qtbot, started(launch_at(1)))
    assert "damaged" in dialog.lead.text()
    assert dialog.clear.isEnabled()
    dialog.close()


@pytest.mark.parametrize("off", ["profile", "pretend"])
def test_where_nothing_is_kept_nothing_is_offered(
    qtbot: QtBot, started: Callable[[Launch], Window], off: str
) -> None:
    launch = launch_at(1, profile=vendor()._replace(keep_history=off != "profile"))
    if off == "pretend":
        launch = launch._replace(pretend=Pretend([], "healthy", lambda _: None))
    window = started(launch)
    window.show_about()
    (about,) = window.findChildren(About)
    assert not hasattr(about, "history")
    about.close()
    assert qtbot is not None


@pytest.mark.parametrize("on", [True, False])
def test_each_live_test_of_the_window_is_noted(
    qtbot: QtBot, started: Callable[[Launch], Window], notes: Path, *, on: bool
) -> None:
    backend = MemoryBackend()
    backend.set_password(vendor().keychain_service, "customer-key", CANARY_CUSTOMER)
    with PretendOffice(SCENARIOS["key-not-assigned"]) as office:
        window = started(remote_launch(office, backend, vendor()._replace(keep_history=on)))
        window.go_to(StepId.KEY)
        window.go_to(StepId.LIVE)
        qtbot.waitUntil(lambda: window.history.here is StepId.RESULT, timeout=WAIT_MS)
        result = window.session.result
        assert result is not None
        if not on:
            window.close()
            assert not notes.exists()
            return
        qtbot.waitUntil((notes / "history.jsonl").exists, timeout=WAIT_MS)
        window.close()
    (line,) = (notes / "history.jsonl").read_text("utf-8").splitlines()
    assert json.loads(line)["reference"] == result.reference
    for file in (path for path in notes.rglob("*") if path.is_file()):
        content = file.read_text("utf-8")
        for secret in (CANARY_CUSTOMER, CANARY_DEVELOPER, "Northwind", "127.0.0.1"):
            assert secret not in content, file.name


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({2: 3}, (2, 3)),
        ({2: 3, 3: 3, 9: 1}, (2, 4)),
        ({23: 2, 0: 2}, (23, 1)),
        ({2: 3, 9: 3}, None),
        ({2: 1}, None),
        ({}, None),
        (dict.fromkeys(range(24), 5), None),
    ],
)
def test_the_part_of_the_day_that_stands_out(
    counts: dict[int, int], expected: tuple[int, int] | None
) -> None:
    assert worst_hours([counts.get(hour, 0) for hour in range(24)]) == expected
