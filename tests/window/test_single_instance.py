"""One window of a program: the claim itself is Windows', and build/windows/prove.py shows it."""

from __future__ import annotations

import sys
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from tests.support.office import launch_at
from wizard.commands import open_window as command
from wizard.core.text import Translator
from wizard.ui import app, crash, desk, single_instance

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from wizard.ui.window import Window


def test_the_name_tells_programs_apart_and_nothing_of_their_path(tmp_path: Path) -> None:
    one, two = tmp_path / "Zoë" / "ConnectWizard.exe", tmp_path / "b" / "ConnectWizard.exe"
    names = [single_instance.event_name(str(path)) for path in (one, two)]
    assert names[0] != names[1]
    assert names[0] == single_instance.event_name(str(one.parent / ".." / "Zoë" / "ConnectWizard.exe"))
    for name in names:
        assert name.startswith("Local\\ConnectWizard-")
        assert len(name) < 60
        assert "Zo" not in name


@pytest.mark.skipif(sys.platform == "win32", reason="there the claim is a real one")
def test_elsewhere_every_start_opens_a_window() -> None:
    first, second = single_instance.claim(), single_instance.claim()
    assert first is not None
    assert second is not None
    first.listen(lambda _case: pytest.fail("nobody asks"))


def test_a_second_start_opens_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "claim", lambda _case: None)
    monkeypatch.setattr(command, "open_window", lambda *_: pytest.fail("it opened"))
    monkeypatch.setattr(command, "beside_program", lambda: pytest.fail("it read a profile"))
    assert command.open_wizard(Translator()) == 0


def test_the_first_start_hands_its_claim_to_the_window(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[object] = []

    def opened(_launch: object, claim: object, _case: str) -> int:
        given.append(claim)
        return 0

    monkeypatch.setattr(command, "beside_program", lambda: None)
    monkeypatch.setattr(command, "open_window", opened)
    assert command.open_wizard(Translator()) == 0
    assert isinstance(given[0], single_instance.SingleInstance)


@pytest.mark.qt_log_ignore("^This plugin does not support raise", extend=True)  # offscreen
@pytest.mark.parametrize("state", ["minimized", "hidden", "shown"])
def test_a_window_comes_forward_from_any_state(qtbot: QtBot, state: str) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    if state == "minimized":
        widget.showMinimized()
    elif state == "hidden":
        widget.hide()
    single_instance.bring_forward(widget)
    assert widget.isVisible()
    assert not widget.windowState() & Qt.WindowState.WindowMinimized
    widget.close()


@pytest.mark.qt_log_ignore("^This plugin does not support raise", extend=True)  # offscreen
def test_another_start_is_heard_before_the_first_paint_and_after_it(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Window] = []
    asked: list[Callable[[str], None]] = []
    from_the_tray: list[bool] = []

    class Claim(single_instance.SingleInstance):
        def listen(self, asked_for: Callable[[str], None]) -> None:
            asked.append(asked_for)

    def without_events(_: object) -> int:
        (window,) = opened
        assert not window.isVisible()
        asked[0]("")
        assert window.isVisible()
        assert not from_the_tray
        window.painted.emit()
        asked[0]("")
        assert from_the_tray
        return 0

    closing = SimpleNamespace(open=lambda: from_the_tray.append(True))
    monkeypatch.setattr(app, "make_application", lambda _: qapp)
    monkeypatch.setattr(crash, "install", lambda *_: None)
    monkeypatch.setattr(desk, "begin", lambda window, _collector: opened.append(window))
    monkeypatch.setattr(desk, "go_on_without_window", lambda *_: closing)
    monkeypatch.setattr(desk, "end_on_signals", lambda *_: None)
    monkeypatch.setattr(type(qapp), "exec", without_events)
    assert app.open_window(launch_at(1), Claim(0)) == 0
    (window,) = opened
    window.close()
    assert window.session.end()
