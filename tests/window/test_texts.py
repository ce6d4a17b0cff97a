"""Every text of the window takes the translation route, and texts 1.6 times longer still fit."""

from __future__ import annotations

import contextlib
import re
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel, QPlainTextEdit, QWidget

from tests.support.office import CANARY_CUSTOMER, changed, remote_launch
from tests.support.pseudo import pseudo_translator
from wizard.core.text import T
from wizard.simulator.pretend_office import PretendOffice
from wizard.simulator.scenarios import SCENARIOS
from wizard.ui.about import About
from wizard.ui.cause_dialog import CauseDialog
from wizard.ui.closing import ClosingQuestion
from wizard.ui.companion import Companion
from wizard.ui.flow import StepId
from wizard.ui.lifetime import bind_session
from wizard.ui.list_widgets import Fold
from wizard.ui.pages.key import KeyPage
from wizard.ui.pointer.version_dialog import VersionDialog
from wizard.ui.report_dialog import ReportDialog
from wizard.ui.session import Session
from wizard.ui.window import Window

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

WAIT_MS = 60_000
DATA = re.compile(r"Northwind Sync|555-0100|[A-Z]{1,2}\d-[0-9A-Z]{8}|customer-key|&nbsp;|24\.3|nbsp")
SIZES = {"usual": (1040, 720), "small": (683, 427)}


def beyond(text: str) -> str:
    """What of a text stands outside every mark."""
    outside, depth = [], 0
    for character in re.sub(r"<[^>]*>", "", text):
        depth += (character == "⟦") - (character == "⟧")
        if depth == 0 and character != "⟧":
            outside.append(character)
    return DATA.sub("", "".join(outside))


def texts(window: QWidget) -> Iterator[tuple[QWidget, str]]:
    """Every visible text, and what a screen reader or a tip tells."""
    for child in window.findChildren(QWidget):
        if child.isVisible():
            if isinstance(child, (QLabel, QAbstractButton)):
                yield child, child.text()
            yield from ((child, told) for told in (child.accessibleName(), child.accessibleDescription()))
            yield child, child.toolTip()
    yield window, window.windowTitle()


def untranslated(window: QWidget) -> list[str]:
    """Texts that did not go through the translator, or are not in what translators are given."""
    return [text for _, text in texts(window) if re.search(r"[A-Za-z]{2}", beyond(text))]


def clipped(window: Window) -> list[str]:
    """Texts that have less room than they need."""
    found = []
    for child in window.findChildren(QWidget):
        if not child.isVisible() or not isinstance(child, (QLabel, QAbstractButton)) or not child.text():
            continue
        needed = child.sizeHint()
        if isinstance(child, QLabel) and child.wordWrap():
            if child.heightForWidth(child.width()) > child.height() + 1:
                found.append(
                    f"{child.text()[:60]}: {child.height()} of {child.heightForWidth(child.width())} high"
                )
        elif needed.width() > child.width() + 1:
            found.append(f"{child.text()[:60]}: {child.width()} of {needed.width()} wide")
        if child.mapTo(window, child.rect().topRight()).x() > window.width():
            found.append(f"{child.text()[:60]}: beyond the right edge")
    return found


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    "scenario", ["healthy", "clock-off", "key-not-assigned", "econnector-not-running", "throttled"]
)
def test_long_texts_fit_on_every_page(qtbot: QtBot, scenario: str, size: str) -> None:
    with PretendOffice(SCENARIOS[scenario]) as office:
        launch = changed(remote_launch(office), translator=pseudo_translator())
        window = Window(Session(launch))
        qtbot.addWidget(window)
        bind_session(window)
        window.resize(*SIZES[size])
        window.show()
        qtbot.waitUntil(lambda: window.session.engine is not None, timeout=WAIT_MS)
        seen: set[StepId] = set()

        def look() -> None:
            seen.add(window.history.here)
            with contextlib.suppress(qtbot.TimeoutError):  # the layout follows in later turns of the loop
                qtbot.waitUntil(lambda: not clipped(window), timeout=2000)
            assert untranslated(window) == []
            assert clipped(window) == []

        def press() -> None:
            qtbot.waitUntil(lambda: not window.settling, timeout=WAIT_MS)
            window.main_action.click()

        look()
        press()
        qtbot.waitUntil(lambda: not window.page.busy, timeout=WAIT_MS)
        look()
        press()
        page = window.page
        assert isinstance(page, KeyPage)
        page.customer.edit.setText(f'"{CANARY_CUSTOMER}"')
        look()
        press()
        qtbot.waitUntil(lambda: window.history.here is StepId.RESULT, timeout=WAIT_MS)
        look()
        assert len(seen) == 4
        window.close()


def test_every_other_window_speaks_the_language(qtbot: QtBot) -> None:
    """The result with all that is folded, the dialogs, and the small window beside Open Dental."""
    with PretendOffice(SCENARIOS["key-not-assigned"]) as office:
        launch = changed(remote_launch(office), translator=pseudo_translator())
        window = Window(Session(launch))
        qtbot.addWidget(window)
        bind_session(window)
        window.show()
        session = window.session
        qtbot.waitUntil(lambda: session.engine is not None, timeout=WAIT_MS)
        for step in (StepId.WELCOME, StepId.OFFICE):
            assert window.history.here is step
            qtbot.waitUntil(lambda: not (window.page.busy or window.settling), timeout=WAIT_MS)
            window.main_action.click()
        assert isinstance(window.page, KeyPage)
        window.page.customer.edit.setText(CANARY_CUSTOMER)
        qtbot.waitUntil(lambda: not window.settling, timeout=WAIT_MS)
        window.main_action.click()
        qtbot.waitUntil(lambda: window.history.here is StepId.RESULT, timeout=WAIT_MS)
        result = session.result
        assert result is not None
        for fold in window.page.findChildren(Fold):
            if not fold.findChildren(QPlainTextEdit):  # the report, which is for others
                fold.handle.setChecked(True)
        pointer = next(iter(result.pictures.values())).pointer
        opened: list[QWidget] = [
            About(session, window),
            CauseDialog(session, result, result.causes[0], window),
            VersionDialog(session.say, pointer, None, window),
            ReportDialog(session, session.say(T("Report")), result, window),
            Companion(session, result, window),
            ClosingQuestion(session, window, T("Stop watching and end the program?"), has_tray=True),
            ClosingQuestion(session, window, T("Keep watching after closing?"), has_tray=False),
        ]
        for other in opened:
            qtbot.addWidget(other)
            other.show()
        qtbot.wait(50)
        for shown in (window, *opened):
            assert sum(bool(text) for _, text in texts(shown)) >= 4, type(shown).__name__
            assert untranslated(shown) == [], type(shown).__name__
        for other in opened:
            other.close()
        window.close()
