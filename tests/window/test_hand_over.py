"""What the result page offers to hand over: one thing by its name, several in a menu."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog

from tests.support.office import remote_launch
from tests.window.test_window import opened, to_result
from wizard.core.text import T
from wizard.simulator.pretend_office import PretendOffice
from wizard.simulator.scenarios import SCENARIOS
from wizard.ui import hand_over
from wizard.ui.action_menu import ActionMenu
from wizard.ui.hand_over import HandOver

if TYPE_CHECKING:
    import pytest
    from pytestqt.qtbot import QtBot

    from tests.window.test_window import Open

__all__ = ["opened"]

ONE = HandOver("one", lambda *_: T("&One"), lambda *_: QDialog())
TWO = HandOver("two", lambda *_: T("&Two"), lambda *_: QDialog())
NONE = HandOver("none", lambda *_: T("N&one"), lambda *_: QDialog(), lambda _: False)


def test_several_things_stand_in_one_menu(
    qtbot: QtBot, opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hand_over, "HAND_OVERS", (ONE, NONE, TWO))
    with PretendOffice(SCENARIOS["key-not-assigned"]) as office:
        window = opened(remote_launch(office))
        page = to_result(qtbot, window)
        (more,) = (made for made in window._extra if made.isVisible())
        menu = more.menu()
        assert isinstance(menu, ActionMenu)
        menu.fill()
        assert [line.text() for line in menu.actions()] == ["&One", "&Two"]
        menu.actions()[1].trigger()
        assert page.dialog is not None
        assert page.dialog.isVisible()
        page.dialog.close()
        monkeypatch.setattr(hand_over, "HAND_OVERS", (NONE, TWO))
        page.hand_over("one")  # chosen in a menu that was open while a look took it away
        assert not page.dialog.isVisible()
        page.changed.emit()
        assert more.menu() is None
        assert more.text() == "&Two"
        more.click()
        assert page.dialog.isVisible()
        page.dialog.close()
