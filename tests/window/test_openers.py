"""One click nearer: four pages, written out; each where it can help, and none of Windows' elsewhere."""

from __future__ import annotations

import ast
import sys
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QWidget

from tests.support.folders import ROOT
from tests.support.office import remote_launch
from tests.support.opened_pages import opened_pages
from wizard.core.cause import Confidence, Finding, Opens
from wizard.core.codes import CheckId, Code
from wizard.core.endpoint import remote_endpoint
from wizard.core.evidence import CheckResult, Evidence, Status
from wizard.core.facts.server_facts import EconnectorFacts
from wizard.core.facts.way_facts import ProxyFacts
from wizard.core.machine import Place, Role, Service, ServicePurpose, ServiceState, StartType
from wizard.core.mode import Mode
from wizard.core.proxy_setting import Proxy, ProxySource
from wizard.core.route import Route
from wizard.core.text import T
from wizard.diagnosis.explained import catalogue_values, explain
from wizard.simulator.pretend_office import PretendOffice
from wizard.simulator.scenarios import SCENARIOS
from wizard.store.catalogue import Catalogue
from wizard.ui import openers
from wizard.ui.openers import Opener, open_page_of
from wizard.ui.session import Session

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from wizard.core.facts import CheckFacts

PLACES = {
    Opens.DATE_TIME: "ms-settings:dateandtime",
    Opens.PROXY: "ms-settings:network-proxy",
    Opens.SERVICES: QUrl.fromLocalFile(r"C:\Windows\System32\services.msc").toString(),
    Opens.GUEST_SIGN_IN: "http://example.com",
}
SERVICE = Service("x", ServicePurpose.ECONNECTOR, ServiceState.RUNNING, StartType.MANUAL)
SERVICES = EconnectorFacts(Place(Role.SERVER), Mode.REMOTE, (SERVICE,))
PROXY = ProxyFacts(
    Route(remote_endpoint(), ways=(Proxy("http://proxy.example:8080", ProxySource.SYSTEM, None),))
)
CASES = {
    Opens.DATE_TIME: (Code.CLOCK_SKEWED, None),
    Opens.PROXY: (Code.PROXY_UNREACHABLE, PROXY),
    Opens.SERVICES: (Code.ECONNECTOR_NOT_AUTOMATIC, SERVICES),
    Opens.GUEST_SIGN_IN: (Code.NETWORK_CAPTIVE_PORTAL, None),
}


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the system was asked to open."""
    monkeypatch.setattr(openers, "system_folder", lambda: "C:\\Windows\\System32")
    return opened_pages(monkeypatch)


@pytest.fixture
def session(qapp: QApplication) -> Iterator[Session]:
    assert qapp.instance() is qapp
    with PretendOffice(SCENARIOS["healthy"]) as office:
        made = Session(remote_launch(office))
        yield made
        assert made.end()


def offered(session: Session, parent: QWidget, opens: Opens, *, bare: bool = False) -> Opener:
    """What is offered for a cause of that page."""
    code, facts = CASES[opens]
    seen: CheckFacts | None = None if bare else facts
    check = CheckResult(CheckId.PREREQ_PROXY, Status.WARNED, T("seen"), code, facts=seen)
    cause = explain(Finding(code, Confidence.LIKELY, ()), Catalogue(), catalogue_values())
    made = Opener(session, parent)
    made.show_for(cause, Evidence(Mode.REMOTE, (check,)))
    return made


@pytest.mark.parametrize("opens", Opens)
def test_each_opens_its_own_page_and_nothing_else(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, session: Session, opened: list[str], opens: Opens
) -> None:
    monkeypatch.setattr(openers, "on_windows", lambda: True)
    around = QWidget()
    qtbot.addWidget(around)
    made = offered(session, around, opens)
    assert not made.isHidden()
    assert opened == []
    made.button.click()
    assert opened == [PLACES[opens]]
    # the host is told before; Windows' own pages need no word
    assert ("http://example.com" in made.note.text()) is (opens is Opens.GUEST_SIGN_IN)


@pytest.mark.parametrize("opens", Opens)
def test_on_another_system_only_the_browser_is_offered(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, session: Session, opens: Opens
) -> None:
    monkeypatch.setattr(openers, "on_windows", lambda: False)
    around = QWidget()
    qtbot.addWidget(around)
    assert offered(session, around, opens).isHidden() is (opens is not Opens.GUEST_SIGN_IN)


@pytest.mark.parametrize("opens", [Opens.PROXY, Opens.SERVICES])
def test_nothing_is_offered_for_what_is_not_on_this_pc(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, session: Session, opens: Opens
) -> None:
    monkeypatch.setattr(openers, "on_windows", lambda: True)
    around = QWidget()
    qtbot.addWidget(around)
    assert offered(session, around, opens, bare=True).isHidden()


def test_what_does_not_open_is_said(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, session: Session) -> None:
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: False)
    around = QWidget()
    qtbot.addWidget(around)
    made = offered(session, around, Opens.GUEST_SIGN_IN)
    qtbot.mouseClick(made.button, Qt.MouseButton.LeftButton)
    assert "could not be opened" in made.note.text()


def test_it_is_this_systems_own_that_decides() -> None:
    assert openers.on_windows() is (sys.platform == "win32")
    if sys.platform == "win32":
        assert openers.system_folder().lower().endswith("\\system32")
    else:
        with pytest.raises(OSError, match="only Windows"):
            open_page_of(Opens.SERVICES)


def test_only_three_files_have_anything_opened() -> None:
    """What they may open is held by the tests of each."""
    asks = set()
    for path in (ROOT / "wizard").rglob("*.py"):
        names = {
            node.attr
            for node in ast.walk(ast.parse(path.read_text("utf-8")))
            if isinstance(node, ast.Attribute)
        }
        if names & {"openUrl", "startDetached", "startfile", "ShellExecuteW"}:
            asks.add(path.name)
    assert asks == {"about.py", "browse.py", "openers.py"}
