"""The sidebar has room for any vendor's words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from wizard.core.profile import Profile, Support
from wizard.core.text import Translator
from wizard.runs.setup import Setup
from wizard.ui.launch import Launch
from wizard.ui.session import Session
from wizard.ui.sidebar import Sidebar
from wizard.ui.window import Window

if TYPE_CHECKING:
    import pytest
    from pytestqt.qtbot import QtBot

ADDRESS = "unterstuetzung@zahnarztpraxisverwaltungsgesellschaft.example"
LONG = Profile(
    vendor_name="Zahnarztpraxisverwaltungsgesellschaft & Co",
    product="Patientenkommunikationsplattform WWWWWWWWWWWWWWWW",
    support=Support(phone="555-0100", email=ADDRESS),
)


def test_no_long_word_is_cut_and_what_is_copied_is_what_was_written(qtbot: QtBot) -> None:
    window = Window(Session(Launch(Setup(Translator(), LONG))))
    qtbot.addWidget(window)
    window.resize(1000, 700)
    window.show()
    qtbot.waitExposed(window)
    shown = [found for found in window.sidebar.findChildren(QLabel) if found.isVisible()]
    assert window.sidebar.name in shown
    for one in shown:
        parts = one.text().replace("\u200b", " ").split(" ")
        widest = max(one.fontMetrics().horizontalAdvance(part) for part in parts)
        assert widest <= one.contentsRect().width(), one.text()
    assert [one.accessibleName() for one in shown if "@" in one.text()] == [ADDRESS]
    (line,) = (one for one in shown if "@" in one.text())
    line.setSelection(0, len(line.text()))
    line.setFocus()
    QTest.keySequence(line, QKeySequence(QKeySequence.StandardKey.Copy))
    assert QApplication.clipboard().text() == ADDRESS


def test_what_was_shown_before_is_shown_again_as_it_was(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    tidied: list[object] = []
    plain = Sidebar._tidy_clipboard

    # by this name Qt's binding knows it for the sidebar's own, and ends the connection with the sidebar
    def _tidy_clipboard(sidebar: Sidebar) -> None:
        tidied.append(sidebar)
        plain(sidebar)

    monkeypatch.setattr(Sidebar, "_tidy_clipboard", _tidy_clipboard)
    window = Window(Session(Launch(Setup(Translator(), LONG))))
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    labels = window.sidebar.findChildren(QLabel)
    first = [(one.text(), one.accessibleName()) for one in labels]
    for _ in range(12):
        window.hide()
        window.show()
    assert [(one.text(), one.accessibleName()) for one in labels] == first
    assert ADDRESS in {spoken for _, spoken in first}
    before = len(tidied)
    QApplication.clipboard().setText("anything")
    assert len(tidied) == before + 1
    QApplication.clipboard().clear()


def test_words_that_have_room_stay_as_they_are(qtbot: QtBot) -> None:
    window = Window(
        Session(
            Launch(
                Setup(Translator(), LONG._replace(product="Recall", support=Support(email="help@a.example")))
            )
        )
    )
    qtbot.addWidget(window)
    window.show()
    texts = [found.text() for found in window.sidebar.findChildren(QLabel)]
    assert "Recall" in texts
    assert "help@a.example" in texts
