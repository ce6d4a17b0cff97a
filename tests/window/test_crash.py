"""A failure of the program in the window: one reference, shown and logged; what was entered stays."""

from __future__ import annotations

import re
import sys
import threading
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication, QMessageBox

from tests.support.office import CANARY_CUSTOMER, changed, launch_at
from wizard.commands.compose import program_log
from wizard.core.profile import GENERIC
from wizard.core.text import Translator
from wizard.ui import app, crash
from wizard.ui.flow import StepId
from wizard.ui.lifetime import bind_session
from wizard.ui.pages.key import KeyPage
from wizard.ui.pages.office import OfficePage
from wizard.ui.session import Session
from wizard.ui.window import Window

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from wizard.core.endpoint import Endpoint

WAIT_MS = 60_000


def logged(notes: Path) -> list[str]:
    lines = (notes / "log" / "connect-wizard.log").read_text("utf-8").splitlines()
    return [line.partition(" ")[2] for line in lines]


@pytest.mark.usefixtures("qtbot")
def test_what_is_shown_of_a_failure_is_logged(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], notes: Path
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    crash.install(Translator().translate, program_log(GENERIC))
    try:
        int(CANARY_CUSTOMER)
    except ValueError as problem:
        sys.excepthook(type(problem), problem, problem.__traceback__)
    box = next(w for w in QApplication.topLevelWidgets() if w.objectName() == "crash")
    assert isinstance(box, QMessageBox)
    (line,) = logged(notes)
    assert re.fullmatch(r"X1-[0-9A-Z]{8} \(ValueError, test_crash.py:\d+\)", line)
    assert line in box.informativeText()
    assert line in capsys.readouterr().err
    box.close()
    box.deleteLater()


def test_a_thread_that_fails_is_logged(monkeypatch: pytest.MonkeyPatch, notes: Path) -> None:
    told: list[type[BaseException]] = []
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", lambda about: told.append(about.exc_type))
    crash.install(Translator().translate, program_log(GENERIC))
    failing = threading.Thread(target=lambda: int(CANARY_CUSTOMER))
    failing.start()
    failing.join()
    (line,) = logged(notes)
    assert re.fullmatch(r"X1-[0-9A-Z]{8} \(ValueError, [\w.]+:\d+\)", line)
    assert told == [ValueError]


def test_a_thread_that_fails_prints_no_words_of_the_exception(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.__excepthook__)
    crash.install(Translator().translate)
    failing = threading.Thread(target=lambda: int(CANARY_CUSTOMER))
    failing.start()
    failing.join()
    assert re.fullmatch(
        r"connect-wizard: X1-[0-9A-Z]{8} \(ValueError, [\w.]+:\d+\)\n", capsys.readouterr().err
    )


def test_a_failure_on_the_workers_side_shows_its_reference_and_is_logged(qtbot: QtBot, notes: Path) -> None:
    def broken() -> Endpoint:
        raise LookupError(CANARY_CUSTOMER)

    window = Window(Session(changed(launch_at(1), endpoint=broken, log=program_log(GENERIC))))
    qtbot.addWidget(window)
    bind_session(window)
    window.show()
    page = window.go_to(StepId.OFFICE)
    assert isinstance(page, OfficePage)
    qtbot.waitUntil(page.trouble.isVisible, timeout=WAIT_MS)
    found = re.search(r"quote (X1-[0-9A-Z]{8} \(LookupError, [\w.]+:\d+\)) to support", page.trouble.text())
    assert found is not None
    assert found[1] in logged(notes)
    assert CANARY_CUSTOMER not in "".join(logged(notes)) + page.trouble.text()
    window.close()


def test_what_was_typed_outlives_a_failure(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    crash.install(Translator().translate)
    window = Window(Session(launch_at(1)))
    qtbot.addWidget(window)
    window.show()
    page = window.go_to(StepId.KEY)
    assert isinstance(page, KeyPage)
    page.customer.edit.setText(CANARY_CUSTOMER)
    sys.excepthook(ValueError, ValueError(), None)
    (box,) = (w for w in QApplication.topLevelWidgets() if w.objectName() == "crash")
    box.close()
    box.deleteLater()
    assert page.keys().pair is not None
    assert "X1-" in capsys.readouterr().err
    window.close()


def test_the_programs_window_logs_its_failures(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[object] = []

    def install(_say: object, log: object = None) -> None:
        given.append(log)
        raise KeyboardInterrupt  # no window is needed for more

    log = program_log(GENERIC)
    monkeypatch.setattr(app, "make_application", lambda _: None)
    monkeypatch.setattr(crash, "install", install)
    with pytest.raises(KeyboardInterrupt):
        app.open_window(changed(launch_at(1), log=log))
    assert given == [log]
    assert qtbot is not None
