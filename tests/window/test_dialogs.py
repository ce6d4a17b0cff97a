"""Every window of its own: Enter is for the button that has the ring."""

from __future__ import annotations

import importlib
import pkgutil
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QPushButton, QToolButton, QWidget

from tests.support.office import vendor
from tests.support.results import ECONNECTOR_DOWN, UNKNOWN_KEY
from wizard import ui
from wizard.core.handoff_code import FoundThere, HandoffCode
from wizard.core.text import T, Translator
from wizard.runs.look_here import SeenThere
from wizard.runs.setup import Setup
from wizard.ui.about import About
from wizard.ui.cause_dialog import CauseDialog
from wizard.ui.closing import ClosingQuestion
from wizard.ui.handoff_dialog import HandoffDialog
from wizard.ui.history_dialog import HistoryDialog
from wizard.ui.launch import Launch
from wizard.ui.message_dialog import MessageDialog
from wizard.ui.paper.fix_sheet_dialog import FixSheetDialog, fix_sheet_dialog
from wizard.ui.pointer.enlarged import EnlargedPlayer
from wizard.ui.pointer.version_dialog import VersionDialog
from wizard.ui.report_dialog import ReportDialog
from wizard.ui.session import Session
from wizard.ui.shown_result import Illustrator
from wizard.ui.there_dialog import ThereDialog
from wizard.ui.told import ThereShown
from wizard.ui.window import Window

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from wizard.ui.dialog import Dialog
    from wizard.ui.shown_result import ShownResult

    Make = Callable[[Session, ShownResult, Window], Dialog]


def _there(session: Session, result: ShownResult, window: Window) -> Dialog:
    cause = result.causes[0]
    code = HandoffCode(cause.code)
    look = SeenThere(code, result.evidence, ECONNECTOR_DOWN, cause, FoundThere.STILL_WRONG)
    return ThereDialog(session, ThereShown(look, result), window)


def _enlarged(session: Session, result: ShownResult, window: Window) -> Dialog:
    picture = next(iter(result.pictures.values()))
    made = EnlargedPlayer(session.say, session.theme.look(), picture.title, window)
    made.show_pointer(picture.shown(), (0, 0, 0, 0, 0, 0), 0)
    return made


def _version(session: Session, _result: ShownResult, window: Window) -> Dialog:
    menu = next(iter(Illustrator().shown(UNKNOWN_KEY).pictures.values())).pointer
    return VersionDialog(session.say, menu, None, window)


MADE: dict[type[Dialog], Make] = {
    About: lambda session, _, window: About(session, window),
    CauseDialog: lambda session, result, window: CauseDialog(session, result, result.causes[0], window),
    ClosingQuestion: lambda session, _, window: ClosingQuestion(session, window, T("Why?"), has_tray=True),
    EnlargedPlayer: _enlarged,
    FixSheetDialog: fix_sheet_dialog,
    HandoffDialog: HandoffDialog,
    HistoryDialog: lambda session, _, window: HistoryDialog(session, window),
    MessageDialog: lambda session, result, window: MessageDialog(session, result, result.causes[0], window),
    ReportDialog: lambda session, result, window: ReportDialog(session, "Report", result, window),
    ThereDialog: _there,
    VersionDialog: _version,
}


def below(kind: type[QDialog]) -> set[type[QDialog]]:
    """The program's kinds of it that are not made more special."""
    own = [one for one in kind.__subclasses__() if one.__module__.startswith("wizard.")]
    return {kind} if not own else {leaf for one in own for leaf in below(one)}


def test_there_is_no_window_of_its_own_besides() -> None:
    for found in pkgutil.walk_packages(ui.__path__, "wizard.ui."):
        importlib.import_module(found.name)
    assert below(QDialog) == set(MADE)


@pytest.mark.parametrize("kind", MADE, ids=lambda kind: kind.__name__)
def test_enter_presses_the_button_that_has_the_ring(qtbot: QtBot, kind: type[Dialog]) -> None:
    window = Window(Session(Launch(Setup(Translator(), vendor()))))
    qtbot.addWidget(window)
    dialog = MADE[kind](window.session, Illustrator().shown(ECONNECTOR_DOWN), window)
    assert isinstance(dialog, kind)
    dialog.show()
    buttons: list[QPushButton | QToolButton] = [
        *dialog.findChildren(QPushButton),
        *dialog.findChildren(QToolButton),
    ]
    pressed: list[QWidget] = []
    for one in buttons:
        if one.receivers("2clicked()") + one.receivers("2clicked(bool)"):
            one.clicked.disconnect()
        one.clicked.connect(lambda _on=False, one=one: pressed.append(one))
    ringed = [
        one
        for one in buttons
        if one.isVisible() and one.isEnabled() and one.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    assert len(ringed) >= 2 or kind is EnlargedPlayer
    for one in ringed:
        if not one.isVisible() or one.menu() is not None:
            continue
        one.setFocus()
        pressed.clear()
        qtbot.keyClick(one, Qt.Key.Key_Return)
        assert pressed == [one], one.text()
    dialog.close()
