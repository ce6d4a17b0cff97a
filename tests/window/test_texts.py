"""Every text of the window takes the translation route, and texts 1.6 times longer still fit."""

from __future__ import annotations

import re
from gettext import NullTranslations
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from tests.support.office import CANARY_CUSTOMER, changed, remote_launch
from wizard.core.text import Translator
from wizard.simulator.office import PretendOffice
from wizard.simulator.scenarios import SCENARIOS
from wizard.ui.app import bind_session
from wizard.ui.flow import StepId
from wizard.ui.pages.key import KeyPage
from wizard.ui.session import Session
from wizard.ui.window import Window

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

WAIT_MS = 60_000
DATA = re.compile(r"Northwind Sync|555-0100|[A-Z]{1,2}\d-[0-9A-Z]{8}|customer-key|&nbsp;|24\.3|nbsp")
PADDING = "lorem ipsum dolor sit amet "
SIZES = {"usual": (1040, 720), "small": (683, 427)}


class Pseudo(NullTranslations):
    """A language that marks what went through it, and is longer than any real one."""

    def gettext(self, message: str) -> str:
        more = max(0, round(len(message) * 0.6) - 3)
        return f"⟦{message} {(PADDING * 9)[:more]}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


def beyond(text: str) -> str:
    """What of a text stands outside every mark."""
    outside, depth = [], 0
    for character in re.sub(r"<[^>]*>", "", text):
        depth += (character == "⟦") - (character == "⟧")
        if depth == 0 and character != "⟧":
            outside.append(character)
    return DATA.sub("", "".join(outside))


def texts(window: Window) -> Iterator[tuple[QWidget, str]]:
    """Every visible text, and what a screen reader is told."""
    for child in window.findChildren(QWidget):
        if isinstance(child, (QLabel, QAbstractButton)) and child.isVisible():
            yield child, child.text()
            yield child, child.accessibleName()
    yield window, window.windowTitle()


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
        launch = changed(remote_launch(office), translator=Translator("x-pseudo", Pseudo()))
        window = Window(Session(launch))
        qtbot.addWidget(window)
        bind_session(window)
        window.resize(*SIZES[size])
        window.show()
        qtbot.waitUntil(lambda: window.session.engine is not None, timeout=WAIT_MS)
        seen: set[StepId] = set()

        def look() -> None:
            seen.add(window.history.here)
            qtbot.wait(20)  # the layout follows in the next turn of the loop
            assert [t for _, t in texts(window) if re.search(r"[A-Za-z]{2}", beyond(t))] == []
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
