"""A case file opened: in a window of its own, marked as a replay, of which nothing is called or kept."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox

from tests.support.cases import run_of
from tests.support.folders import ROOT
from tests.support.office import (
    CANARY_CUSTOMER,
    CANARY_DEVELOPER,
    MemoryBackend,
    changed,
    launch_at,
    remote_launch,
)
from tests.support.widget_words import words
from wizard import main
from wizard.casefile.case_file import SUFFIX, sealed
from wizard.checks.context import World
from wizard.commands import open_window as command
from wizard.core.text import Translator
from wizard.runs.diagnoser import Diagnoser
from wizard.runs.replay import NO_SIGNATURE
from wizard.runs.setup import Setup
from wizard.simulator.pretend_office import PretendOffice
from wizard.simulator.pretend_pc import pretend_pc
from wizard.simulator.scenarios import SCENARIOS
from wizard.ui import case_opening
from wizard.ui import desk as desk_module
from wizard.ui.desk import Desk
from wizard.ui.flow import StepId
from wizard.ui.hand_over import hand_overs
from wizard.ui.pages.replay_page import ReplayPage
from wizard.windows.machine_reader import MachineReader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from wizard.core.text import Text
    from wizard.ui.case_opening import ShownReplay
    from wizard.ui.launch import Launch
    from wizard.ui.window import Window

WAIT_MS = 60_000
FAULT = "key-not-assigned"

pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support raise", extend=True)  # offscreen


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Case files of pretend offices, each made once."""
    folder = tmp_path_factory.mktemp("cases")

    def case(scenario: str) -> Path:
        file = folder / f"{scenario}{SUFFIX}"
        if not file.exists():
            file.write_bytes(run_of(scenario).as_case())
        return file

    return case


class OpenDesk(Desk):
    """A desk that the program does not end with; ``ended`` counts how often it would have."""

    def __init__(self, launch: Launch, application: QApplication) -> None:
        super().__init__(launch, application)
        self._collector.stop()
        self.ended = 0

    def _end_with_last(self) -> None:
        self.ended += self.wizard is None and not self.replays and not self._openings


@pytest.fixture
def desk(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[OpenDesk]:
    """What opens windows, before anything is open; a wizard of it would find a pretend office."""
    monkeypatch.setattr(desk_module, "end_on_signals", lambda *_: None)
    with PretendOffice(SCENARIOS["healthy"]) as office:
        made = OpenDesk(remote_launch(office, MemoryBackend()), qapp)
        yield made
        if made.refusal is not None:
            made.refusal.close()
        made.end()
        made.deleteLater()
    qapp.setQuitOnLastWindowClosed(True)


@pytest.fixture
def opened(qtbot: QtBot, desk: OpenDesk) -> Callable[[Path], Window]:
    """Opens a case file and gives its window."""

    def opened(file: Path) -> Window:
        desk.open_case(str(file))
        qtbot.waitUntil(lambda: str(file) in desk.replays, timeout=WAIT_MS)
        window = desk.replays[str(file)]
        window.resize(1040, 720)
        qtbot.waitUntil(lambda: window._is_complete, timeout=WAIT_MS)
        return window

    return opened


def page_of(window: Window) -> ReplayPage:
    assert isinstance(window.page, ReplayPage)
    return window.page


def old_rules(file: Path, to: Path, **was: str) -> Path:
    """The same case as an older version would have judged it."""
    whole = json.loads(file.read_bytes())
    del whole["sha256"]
    whole["document"]["causes"][0].update(was)
    to.write_bytes(sealed(whole))
    return to


@pytest.mark.parametrize(
    ("arguments", "case"),
    [
        ([], ""),
        (["C:\\a b\\Office.cwcase"], "C:\\a b\\Office.cwcase"),
        (["office.CWCASE"], "office.CWCASE"),
    ],
)
def test_a_case_file_alone_opens_the_window(
    monkeypatch: pytest.MonkeyPatch, arguments: list[str], case: str
) -> None:
    given: list[str] = []

    def opened(_translator: Translator, name: str) -> int:
        given.append(name)
        return 7

    monkeypatch.setattr(command, "open_wizard", opened)
    assert main.main(arguments) == 7
    assert given == [case]


@pytest.mark.parametrize("arguments", [["--x.cwcase"], ["office.json"], ["a.cwcase", "b.cwcase"]])
def test_anything_else_is_a_command(monkeypatch: pytest.MonkeyPatch, arguments: list[str]) -> None:
    monkeypatch.setattr(command, "open_wizard", lambda *_: pytest.fail("it opened"))
    with pytest.raises(SystemExit) as ended:
        main.main(arguments)
    assert ended.value.code == 2


def test_the_ending_is_that_of_the_case_files() -> None:
    assert main.CASE == SUFFIX


def test_the_file_is_named_in_full_for_another_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    given: list[str] = []
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(command, "claim", given.append)
    assert command.open_wizard(Translator(), "office.cwcase") == 0
    assert given == [str(tmp_path / "office.cwcase")]


def test_it_shows_what_the_office_saw(opened: Callable[[Path], Window], cases: Callable[[str], Path]) -> None:
    window = opened(cases(FAULT))
    page, document = page_of(window), json.loads(cases(FAULT).read_bytes())["document"]
    cause = document["causes"][0]
    assert window.history.here is StepId.RESULT
    assert page.card is not None
    assert page.card.title.text() == cause["title"]
    assert [step.text.accessibleName() or step.text.text() for step in page.card.steps] == cause["steps"]
    assert page.card.side is not None, "with its picture"
    title = page.band.title.text()
    assert title.startswith("Replay of a case from ")
    assert title.endswith(f"{cause['ref']}-{document['run']['reference']}")
    assert page.band.differences == []
    assert "This version says the same." in words(page.band)
    said = [made for made in window.findChildren(QLabel) if made.text() == str(NO_SIGNATURE.msgid)]
    assert [made.isVisible() for made in said] == [True]
    assert "Replay of a case" in words(window.sidebar)
    assert window.windowTitle().startswith("Replay of a case")
    assert page.announcement().startswith(title)


def test_the_band_is_one_line_and_tells_more_when_asked(
    opened: Callable[[Path], Window], cases: Callable[[str], Path]
) -> None:
    """A card with pictures has the page's height nearly to itself."""
    band = page_of(opened(cases(FAULT))).band
    assert band.height() < 2 * band.title.fontMetrics().height() + 8
    assert band.about.isHidden()
    band.about.handle.click()
    assert band.about.inside.isVisible()
    band.about.handle.click()
    assert band.about.isHidden()


def test_nothing_of_it_is_called_kept_or_watched(
    opened: Callable[[Path], Window], cases: Callable[[str], Path], desk: OpenDesk
) -> None:
    window = opened(cases("captive-portal-page"))
    session, page = window.session, page_of(window)
    assert not session.has_watched
    assert session.engine is None
    assert session.stored is None
    assert not session.launch.keeps
    with pytest.raises(RuntimeError):
        _ = session.worker
    actions = [page.primary(), *page.secondary()]
    names = [each.name for action in actions for each in (action, *action.choices)]
    assert names[:2] == ["close", "new-check"]
    assert "again" not in names
    assert session.result is not None
    offered = {offer.name for offer in hand_overs(session.result)}
    assert offered - {*names} == {"hand-off"}, "that goes on from a result, and not from its replay"
    assert page.card is not None
    assert page.card.opener.isHidden(), "the way out of this PC is not the office's"
    assert not window.back.isVisible()
    assert desk.wizard is None


def test_a_success_asks_nobody_whose_practice_it_is(
    opened: Callable[[Path], Window], cases: Callable[[str], Path]
) -> None:
    page = page_of(opened(cases("healthy")))
    assert page.success is not None
    assert page.success.next.isHidden(), "a case knows nothing of this PC's key"
    assert "Asking Open Dental" not in words(page)
    assert "Connected" in words(page)


def test_a_run_without_a_cause_shows_what_was_seen(opened: Callable[[Path], Window], tmp_path: Path) -> None:
    file = tmp_path / "prerequisites.cwcase"
    world = World(machine=lambda: MachineReader(pretend_pc("healthy")))
    diagnoser = Diagnoser(changed(launch_at(1), world=lambda: world).setup)
    file.write_bytes(asyncio.run(diagnoser.prerequisites(only=("prereq.time-zone",))).as_case())
    assert not json.loads(file.read_bytes())["document"]["causes"]
    page = page_of(opened(file))
    assert page.card is None
    assert page.success is None
    assert "No cause was found." in words(page)
    assert "No cause was found." in page.announcement()


def test_what_a_success_may_lose_tomorrow_is_told_and_not_acted_on(
    opened: Callable[[Path], Window], cases: Callable[[str], Path]
) -> None:
    page = page_of(opened(cases("clock-off")))
    assert page.success is not None
    outlook = page.success.outlook
    assert [row.isVisible() for row in outlook.rows] == [True]
    assert outlook.check_again.isHidden()
    assert outlook.rows[0].away.isHidden()
    outlook.rows[0].details.click()
    assert outlook.dialog is not None
    assert outlook.dialog.rerun.isHidden()
    outlook.dialog.reject()


def test_where_todays_rules_say_otherwise_it_is_told(
    opened: Callable[[Path], Window], cases: Callable[[str], Path], tmp_path: Path
) -> None:
    file = old_rules(
        cases(FAULT), tmp_path / "old.cwcase", title="An older title of the card", confidence="possible"
    )
    page = page_of(opened(file))
    assert page.card is not None
    assert page.card.title.text() == "An older title of the card"
    assert page.band.first.text() == page.band.differences[0]
    assert page.band.first.text().startswith("Today ")
    assert page.band.today is not None
    assert "says the same" not in words(page.band)


def flipped(raw: bytes) -> bytes:
    return raw.replace(b'"remote"', b'"remotf"', 1)


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"PK\x03\x04", "expected"), (b"", "expected"), (None, "could not be opened"), (flipped, "damaged")],
)
def test_what_is_no_case_is_refused_and_the_wizard_goes_on(
    qtbot: QtBot,
    desk: OpenDesk,
    cases: Callable[[str], Path],
    tmp_path: Path,
    content: bytes | Callable[[bytes], bytes] | None,
    said: str,
) -> None:
    file = tmp_path / "PLANTED-NAME.cwcase"
    if content is not None:
        file.write_bytes(content(cases(FAULT).read_bytes()) if callable(content) else content)
    desk.open_case(str(file))
    qtbot.waitUntil(lambda: desk.refusal is not None, timeout=WAIT_MS)
    assert isinstance(desk.refusal, QMessageBox)
    assert said in desk.refusal.informativeText()
    assert "PLANTED" not in desk.refusal.text() + desk.refusal.informativeText()
    assert desk.wizard is not None
    qtbot.waitUntil(lambda: desk.wizard is not None and desk._closing is not None, timeout=WAIT_MS)
    assert not desk.replays


def test_a_failure_of_the_program_is_told_without_its_words(
    qtbot: QtBot, qapp: QApplication, monkeypatch: pytest.MonkeyPatch, cases: Callable[[str], Path]
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError(f"PLANTED {CANARY_CUSTOMER}")

    log: list[str] = []
    monkeypatch.setattr("wizard.runs.opened_case.replay", fail)
    opening = case_opening.CaseOpening(str(cases(FAULT)), Setup(Translator(), log=log.append), qapp)
    with qtbot.waitSignal(opening.refused, timeout=WAIT_MS) as told:
        opening.start()
    assert told.args is not None
    said = Translator().translate(told.args[0])
    assert "ZeroDivisionError" in said
    assert len(log) == 1
    for text in (said, *log):
        assert "PLANTED" not in text
        assert CANARY_CUSTOMER not in text
    opening.deleteLater()


def drag(file: Path | str) -> QMimeData:
    held = QMimeData()
    held.setUrls([QUrl.fromLocalFile(str(file)) if not isinstance(file, str) else QUrl(file)])
    return held


def drop(window: Window, held: QMimeData) -> tuple[bool, bool]:
    """Drag onto a page of the window and let go; whether each was taken."""
    at, action = QPoint(5, 5), Qt.DropAction.CopyAction
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter, let_go = (
        QDragEnterEvent(at, action, held, buttons, keys),
        QDropEvent(at, action, held, buttons, keys),
    )
    for event in (enter, let_go):
        event.ignore()
        QApplication.sendEvent(window, event)
    return enter.isAccepted(), let_go.isAccepted()


def test_a_file_that_is_dropped_on_a_window_is_opened(
    qtbot: QtBot, opened: Callable[[Path], Window], cases: Callable[[str], Path], desk: OpenDesk
) -> None:
    first = opened(cases(FAULT))
    other = cases("healthy")
    assert drop(first, drag("https://example.com/a.cwcase")) == (False, False)
    assert drop(first, drag(other)) == (True, True)
    qtbot.waitUntil(lambda: str(other) in desk.replays, timeout=WAIT_MS)
    assert len(desk.replays) == 2
    desk.open_wizard()
    qtbot.waitUntil(lambda: desk._closing is not None, timeout=WAIT_MS)
    assert desk.wizard is not None
    third = cases("clock-off")
    assert drop(desk.wizard, drag(third)) == (True, True)
    qtbot.waitUntil(lambda: str(third) in desk.replays, timeout=WAIT_MS)


def test_another_start_hands_over_its_file_or_asks_for_a_window(
    qtbot: QtBot, opened: Callable[[Path], Window], cases: Callable[[str], Path], desk: OpenDesk
) -> None:
    window = opened(cases(FAULT))
    window.showMinimized()
    desk._asked("")
    assert not window.isMinimized(), "nothing else is open"
    window.showMinimized()
    desk._asked(str(cases(FAULT)))
    assert not window.isMinimized(), "the same file has its window"
    assert len(desk.replays) == 1
    desk._asked(str(cases("healthy")))
    qtbot.waitUntil(lambda: len(desk.replays) == 2, timeout=WAIT_MS)


def test_a_new_check_opens_the_wizard_and_the_program_ends_with_the_last_window(
    qtbot: QtBot, opened: Callable[[Path], Window], cases: Callable[[str], Path], desk: OpenDesk
) -> None:
    window = opened(cases(FAULT))
    (fresh,) = (action for action in page_of(window).secondary() if action.name == "new-check")
    fresh.do()
    qtbot.waitUntil(lambda: desk._closing is not None, timeout=WAIT_MS)
    assert desk.wizard is not None
    assert desk.wizard.history.here is StepId.WELCOME
    assert desk.wizard.session is not window.session
    page_of(window).primary().do()
    assert not desk.replays
    assert desk.ended == 0
    with qtbot.waitSignal(desk.wizard.closed):
        desk.wizard.close()
    assert desk.ended == 1


PROGRAM = """
import os, sys
from PySide6.QtCore import QTimer
from wizard.main import main
from wizard.ui.desk import Desk

replayed = Desk._replayed

def told(desk, name, shown):
    replayed(desk, name, shown)
    desk.replays[name].page_shown.connect(print)
    desk.replays[name].painted.connect(lambda: QTimer.singleShot(0, lambda: print(*sys.modules, flush=True)))

Desk._replayed = told
print("ended", main(sys.argv[1:]), flush=True)
"""
WORLDS = ("httpx", "socket", "ssl", "keyring", "asyncio")
ROOMS = ("wizard.checks", "wizard.probe", "wizard.windows", "wizard.simulator", "wizard.store.keychain")


@pytest.mark.skipif(sys.platform == "win32", reason="no signal is sent to a process there")
def test_a_case_alone_loads_nothing_that_could_call_and_ends_when_asked_to(
    cases: Callable[[str], Path], tmp_path: Path
) -> None:
    going = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(cases(FAULT))],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        text=True,
        env={**os.environ, "HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)},
    )
    assert going.stdout is not None
    assert going.stderr is not None
    with going, going.stdout as out, going.stderr as err:
        loaded = out.readline().split()
        going.send_signal(signal.SIGTERM)
        assert out.read() == "ended 0\n"
        assert err.read().replace("This plugin does not support raise()\n", "") == ""
    assert "wizard.runs.replay" in loaded
    assert not {*WORLDS} & {*loaded}
    assert not [name for name in loaded if name.startswith(ROOMS)]
    written = [file for file in tmp_path.rglob("*") if file.is_file() and "fontconfig" not in file.parts]
    assert not written, "nothing is written but what the system notes of its fonts"


def test_a_window_that_was_never_painted_ends_the_program_too(desk: OpenDesk) -> None:
    desk.open_wizard()
    desk.end()
    assert desk.wizard is None
    assert desk.ended


def test_an_end_opens_no_window_for_a_case_that_is_still_read(
    qtbot: QtBot, desk: OpenDesk, cases: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    reading, go_on, read = threading.Event(), threading.Event(), case_opening.shown_case

    def slowly(file: Path, reader: Translator) -> ShownReplay | Text:
        reading.set()
        assert go_on.wait(WAIT_MS / 1000)
        return read(file, reader)

    monkeypatch.setattr(case_opening, "shown_case", slowly)
    desk.open_case(str(cases(FAULT)))
    [thread] = [one for one in threading.enumerate() if one.name == "case"]
    assert reading.wait(WAIT_MS / 1000)
    desk.end()
    assert desk.ended
    go_on.set()
    thread.join()
    qtbot.wait(50)
    assert not desk.replays
    assert desk.refusal is None


def test_no_key_and_nothing_of_this_pc_is_on_the_page(
    opened: Callable[[Path], Window], cases: Callable[[str], Path]
) -> None:
    window = opened(cases("econnector-not-running"))
    shown = words(window)
    for canary in (CANARY_CUSTOMER, CANARY_DEVELOPER):
        assert canary not in shown


@pytest.mark.parametrize("size", [(1040, 720), (640, 400)])
def test_the_band_is_whole_in_every_size(
    qtbot: QtBot, opened: Callable[[Path], Window], cases: Callable[[str], Path], size: tuple[int, int]
) -> None:
    window = opened(cases(FAULT))
    window.resize(*size)
    band = page_of(window).band
    aside = page_of(window).horizontalScrollBar()
    qtbot.waitUntil(
        lambda: band.height() >= band.heightForWidth(band.width()) and not aside.maximum(), timeout=WAIT_MS
    )
