"""The About box: whose program, which version, where newer ones are; nothing is called."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from tests.support.office import vendor
from tests.support.opened_pages import opened_pages
from wizard import __version__
from wizard.core.profile import GENERIC, Profile
from wizard.core.text import Translator
from wizard.runs.setup import Setup
from wizard.store.keychain import Keychain
from wizard.ui import about
from wizard.ui.launch import Launch
from wizard.ui.session import Session
from wizard.ui.window import Window

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

PAGE = "https://northwind.example/wizard"


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Addresses that the system was asked to open."""
    return opened_pages(monkeypatch)


def window(qtbot: QtBot, profile: Profile) -> Window:
    made = Window(
        Session(Launch(Setup(Translator(), profile, keychain=lambda: Keychain(profile, nowhere=True))))
    )
    qtbot.addWidget(made)
    made.show()
    return made


def box_of(made: Window) -> about.About:
    (box,) = made.findChildren(about.About)
    return box


def words(box: about.About) -> str:
    labels = [part.text() for part in box.findChildren(QLabel)]
    return "\n".join([*labels, *(part.text() for part in box.findChildren(QPushButton))])


def test_it_opens_from_the_rail_and_by_f1(qtbot: QtBot) -> None:
    made = window(qtbot, GENERIC)
    qtbot.waitUntil(made.isActiveWindow)
    QTest.keyClick(made.windowHandle(), Qt.Key.Key_F1)
    box = box_of(made)
    assert box.isVisible()
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not made.findChildren(about.About))
    qtbot.mouseClick(made.sidebar.about, Qt.MouseButton.LeftButton)
    box_of(made).close()
    made.close()


def test_it_names_the_version_and_the_licences(qtbot: QtBot) -> None:
    made = window(qtbot, GENERIC)
    made.show_about()
    told = words(box_of(made))
    for part in (
        f"Version {__version__}",
        "trademark",
        "Lesser General Public License",
        "no updates by itself",
    ):
        assert part in told
    assert "Newer versions" not in told
    assert "Licences" not in told  # in a source tree there is no folder of them
    box_of(made).close()
    made.close()


def test_the_vendors_download_page_is_shown_and_opened_on_a_click_only(
    qtbot: QtBot, opened: list[str]
) -> None:

    made = window(qtbot, vendor()._replace(download_url=PAGE))
    made.show_about()
    box = box_of(made)
    assert "From Northwind Sync." in words(box)
    assert "Newer versions are at northwind.example" in words(box)
    assert box.download.toolTip() == PAGE
    assert opened == []
    qtbot.mouseClick(box.download, Qt.MouseButton.LeftButton)
    assert opened == [PAGE]
    box.close()
    made.close()


def test_the_frozen_program_opens_its_licences(
    qtbot: QtBot, opened: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "licences").mkdir()
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "ConnectWizard.exe"))
    made = window(qtbot, GENERIC)
    made.show_about()
    (button,) = [b for b in box_of(made).findChildren(QPushButton) if b.text() == "Licences"]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert opened == [QUrl.fromLocalFile(str(tmp_path / "licences")).toString()]
    box_of(made).close()
    made.close()
