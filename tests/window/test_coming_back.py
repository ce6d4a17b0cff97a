"""Closed or killed in the middle: the next start goes on where the person was, or begins anew."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication

from tests.support.office import CANARY_CUSTOMER, CANARY_DEVELOPER, MemoryBackend, remote_launch, vendor
from tests.support.shown_windows import shown_windows
from wizard.core.mode import Mode
from wizard.core.profile import GENERIC
from wizard.core.version import ApiMenuEntry
from wizard.pointer.edition import EditionChoice
from wizard.runs.kept_progress import KeptProgress, ReachedStep
from wizard.simulator.pretend_office import PretendOffice
from wizard.simulator.scenarios import SCENARIOS
from wizard.ui.flow import StepId
from wizard.ui.launch import Pretend
from wizard.ui.pages.key import KeyPage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from wizard.ui.launch import Launch
    from wizard.ui.window import Window

WAIT_MS = 60_000
CHOICE = EditionChoice(ApiMenuEntry.FHIR, clinics=True)


@pytest.fixture
def office() -> Iterator[PretendOffice]:
    with PretendOffice(SCENARIOS["key-not-assigned"]) as made:
        yield made


@pytest.fixture
def started(qtbot: QtBot) -> Iterator[Callable[[Launch], Window]]:
    """Starts the program: a window whose engine and keychain are there."""
    with shown_windows(qtbot) as shown:

        def start(launch: Launch) -> Window:
            window = shown(launch)
            qtbot.waitUntil(lambda: window.session.stored is not None, timeout=WAIT_MS)
            settle(qtbot, window)
            return window

        yield start


def settle(qtbot: QtBot, window: Window) -> None:
    """Wait until the worker has done what was asked of it."""
    done: list[object] = []

    async def nothing(*_: object) -> None: ...

    window.session.worker.submit(nothing, done.append)
    qtbot.waitUntil(lambda: bool(done), timeout=WAIT_MS)


def press(qtbot: QtBot, window: Window) -> None:
    qtbot.waitUntil(lambda: not window.settling, timeout=WAIT_MS)
    window.main_action.click()


def keep(step: str, way: Mode = Mode.REMOTE, choice: EditionChoice | None = None) -> None:
    KeptProgress(vendor(), on=True).keep(ReachedStep(step, way, choice))


def kept() -> ReachedStep | None:
    return KeptProgress(vendor(), on=True).read()


def offers(window: Window) -> list[str]:
    return [button.text() for button in window._extra if button.isVisible()]


def go_on(window: Window) -> None:
    (button,) = (button for button in window._extra if button.isVisible())
    button.click()


def stored_key() -> MemoryBackend:
    backend = MemoryBackend()
    backend.set_password(vendor().keychain_service, "customer-key", CANARY_CUSTOMER)
    return backend


def test_a_first_start_offers_nothing(started: Callable[[Launch], Window], office: PretendOffice) -> None:
    window = started(remote_launch(office))
    assert offers(window) == []
    assert window.page.note() == ""


def test_each_step_is_kept_until_it_works(
    qtbot: QtBot, started: Callable[[Launch], Window], office: PretendOffice, notes: Path
) -> None:
    window = started(remote_launch(office))
    assert kept() is None
    for step in (StepId.OFFICE, StepId.KEY):
        press(qtbot, window)
        settle(qtbot, window)
        assert kept() == ReachedStep(step, Mode.REMOTE, None)
    page = window.page
    assert isinstance(page, KeyPage)
    page.customer.edit.setText(CANARY_CUSTOMER)
    press(qtbot, window)
    qtbot.waitUntil(lambda: window.history.here is StepId.RESULT, timeout=WAIT_MS)
    window.session.choice = CHOICE
    window.session.chose.emit()
    settle(qtbot, window)
    assert kept() == ReachedStep("result", Mode.REMOTE, CHOICE)
    content = (notes / "progress.json").read_text("utf-8")
    assert set(json.loads(content)) == {"v", "owner", "step", "mode", "menu", "clinics", "release"}
    for secret in (CANARY_CUSTOMER, CANARY_DEVELOPER, "Northwind"):
        assert secret not in content
    office.scenario = SCENARIOS["healthy"]
    window.session.test()
    qtbot.waitUntil(
        lambda: window.session.result is not None and window.session.result.connected, timeout=WAIT_MS
    )
    settle(qtbot, window)
    assert kept() is None
    assert not (notes / "progress.json").exists()
    qtbot.waitUntil(lambda: window.history.here is StepId.RESULT, timeout=WAIT_MS)
    window.go_back()  # to look at it once more is no way that was not ended
    settle(qtbot, window)
    assert kept() is None


@pytest.mark.parametrize("step", ["office", "key"])
def test_it_goes_on_at_the_step(
    qtbot: QtBot, started: Callable[[Launch], Window], office: PretendOffice, step: str
) -> None:
    keep(step, choice=CHOICE)
    window = started(remote_launch(office))
    assert offers(window) == ["&Go on where you were"]
    name = {"office": "This office", "key": "Customer key"}[step]
    assert window.note.text() == f"Last time you came as far as: {name}."
    go_on(window)
    assert window.history.here == step
    assert window.session.choice == CHOICE
    while window.history.can_go_back:
        window.go_back()
    assert window.history.here is StepId.WELCOME
    assert offers(window) == []
    settle(qtbot, window)


@pytest.mark.parametrize("step", ["live", "result"])
def test_a_test_is_gone_on_with_where_the_key_is_stored(
    qtbot: QtBot, started: Callable[[Launch], Window], office: PretendOffice, step: str
) -> None:
    keep(step)
    window = started(remote_launch(office, stored_key()))
    assert "paste" not in window.note.text()
    go_on(window)
    assert window.history.here is StepId.LIVE
    qtbot.waitUntil(lambda: window.history.here is StepId.RESULT, timeout=WAIT_MS)
    assert window.session.result is not None
    assert window.session.result.causes[0].code == "key.not-assigned"
    window.go_back()
    assert str(window.history.here) == "key"


def test_without_a_stored_key_it_goes_to_the_keys_page_and_says_so(
    started: Callable[[Launch], Window], office: PretendOffice
) -> None:
    keep("result")
    window = started(remote_launch(office))
    assert window.note.text() == (
        "Last time you came as far as: Result. The key was not kept on this PC, so paste it once more."
    )
    go_on(window)
    assert window.history.here is StepId.KEY
    assert window.focusWidget() is window.page.initial_focus()


def test_a_way_that_was_chosen_is_chosen_again_and_a_server_asked_for(
    started: Callable[[Launch], Window], office: PretendOffice
) -> None:
    backend = MemoryBackend()
    backend.set_password(GENERIC.keychain_service, "customer-key", CANARY_CUSTOMER)
    backend.set_password(GENERIC.keychain_service, "developer-key", CANARY_DEVELOPER)
    KeptProgress(GENERIC, on=True).keep(ReachedStep("live", Mode.API_SERVICE, None))
    window = started(remote_launch(office, backend, GENERIC))
    go_on(window)
    page = window.page
    assert isinstance(page, KeyPage)
    assert page.way is not None
    assert page.way.way is Mode.API_SERVICE
    assert page.way.about_server.isVisible()


def test_a_normal_start_begins_anew(
    qtbot: QtBot, started: Callable[[Launch], Window], office: PretendOffice
) -> None:
    keep("result")
    window = started(remote_launch(office))
    press(qtbot, window)
    settle(qtbot, window)
    found = kept()
    assert found is not None
    assert found.step == "office"
    window.go_back()
    assert offers(window) == []


def test_another_vendors_program_offers_nothing(
    started: Callable[[Launch], Window], office: PretendOffice
) -> None:
    other = vendor()._replace(keychain_service="Contoso")
    KeptProgress(other, on=True).keep(ReachedStep("key", Mode.REMOTE, None))
    assert offers(started(remote_launch(office))) == []


@pytest.mark.parametrize("step", ["welcome", "future"])
def test_a_step_that_is_none_to_go_on_with_is_not_offered(
    started: Callable[[Launch], Window], office: PretendOffice, step: str
) -> None:
    keep(step)
    assert offers(started(remote_launch(office))) == []


@pytest.mark.parametrize("off", ["profile", "pretend"])
def test_it_is_off(
    qtbot: QtBot, started: Callable[[Launch], Window], office: PretendOffice, notes: Path, off: str
) -> None:
    launch = remote_launch(office, profile=vendor()._replace(keep_history=off != "profile"))
    if off == "pretend":
        launch = launch._replace(pretend=Pretend([], "healthy", lambda _: None))
    keep("key")
    before = (notes / "progress.json").read_bytes()
    window = started(launch)
    assert offers(window) == []
    press(qtbot, window)
    settle(qtbot, window)
    assert (notes / "progress.json").read_bytes() == before


def test_a_folder_that_cannot_be_written_costs_nothing_else(
    qtbot: QtBot, started: Callable[[Launch], Window], office: PretendOffice, notes: Path
) -> None:
    notes.write_bytes(b"")
    window = started(remote_launch(office))
    press(qtbot, window)
    settle(qtbot, window)
    assert window.history.here is StepId.OFFICE
    assert not [w for w in QApplication.topLevelWidgets() if w.objectName() == "crash"]
