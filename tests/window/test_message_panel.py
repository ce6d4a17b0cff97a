"""The message on a card and in its dialog: what is shown is what goes, and it goes only where it is sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
from PySide6.QtCore import QLocale, QPoint, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget

from tests.support.chosen_file import file_chosen
from tests.support.office import launch_at, remote_launch, vendor
from tests.support.printed import printer_into, words
from tests.support.pseudo import pseudo_translator
from tests.support.results import answered
from tests.window.test_window import opened, to_result
from wizard.core.cause import Confidence, Finding, Who
from wizard.core.codes import Code
from wizard.core.mode import Mode
from wizard.core.profile import Support
from wizard.core.text import T
from wizard.diagnosis.explained import catalogue_values, explain
from wizard.simulator.pretend_office import PretendOffice
from wizard.simulator.scenarios import SCENARIOS
from wizard.store.catalogue import Catalogue
from wizard.store.locations import data_folder
from wizard.ui.browse import open_mail
from wizard.ui.cause_card import CauseCard, picture_side
from wizard.ui.cause_dialog import CauseDialog
from wizard.ui.hand_over import hand_overs
from wizard.ui.message_dialog import MessageDialog
from wizard.ui.message_panel import MessagePanel, message_about
from wizard.ui.session import Session
from wizard.ui.shown_result import Illustrator, ShownResult

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from tests.window.test_window import Open
    from wizard.diagnosis.explained import Cause

__all__ = ["opened"]

SERVER = "CANARYSRV7"
TYPED = "CANARYTYPEDWORDS by the front desk"
FAULTS = [code for code in Code if not code.startswith("connected")]
AT = datetime(2026, 11, 27, 9, 41, tzinfo=UTC)
BASE = answered(401)


def cause_of(code: Code) -> Cause:
    because = (T("Open Dental answered “{text}” ({status}).", text="Not Authorized", status=401),)
    names = catalogue_values(vendor(), Mode.REMOTE, f"**{SERVER}**")
    return explain(Finding(code, Confidence.LIKELY, because), Catalogue(), names)


def shown_with(cause: Cause) -> ShownResult:
    run = replace(BASE, at=AT, written_causes=(cause,), shown_causes=(cause,))
    return Illustrator().shown(run)


@pytest.fixture
def session() -> Iterator[Session]:
    made = Session(launch_at(1))
    yield made
    made.deleteLater()


@pytest.fixture
def panel(qtbot: QtBot, session: Session) -> MessagePanel:
    return panel_of(qtbot, session, Code.PROXY_SIGN_IN_REQUIRED)


def panel_of(qtbot: QtBot, session: Session, code: Code) -> MessagePanel:
    cause = cause_of(code)
    message = message_about(session, shown_with(cause), cause)
    assert message is not None
    made = MessagePanel(session, message)
    qtbot.addWidget(made)
    made.resize(480, 480)
    made.show()
    return made


@pytest.mark.parametrize("code", FAULTS)
def test_every_card_has_its_message_on_it_or_in_a_dialog(qtbot: QtBot, session: Session, code: Code) -> None:
    cause = cause_of(code)
    result = shown_with(cause)
    card = CauseCard(session, result, (cause,), picture_side(session, result, cause))
    qtbot.addWidget(card)
    assert (card.panel is None) == (card.side is not None)
    if card.panel is None:
        dialog = MessageDialog(session, result, cause, card)
        qtbot.addWidget(dialog)
        panel = dialog.panel
    else:
        panel = card.panel
    assert f"Reference: {cause.ref}-{result.reference}" in panel.text.splitlines()[-1]
    assert panel.field.accessibleName() == panel.title.text()
    assert SERVER not in panel.text
    assert "**" not in panel.text
    whose = {Who.IT: "your IT", Who.OFFICE: "your office manager", Who.OPEN_DENTAL: "Open Dental support"}
    to = next(who for who in cause.who if who is not Who.WAIT)
    assert panel.title.text() == f"Message for {whose.get(to, vendor().vendor_name)}"
    card.close()


@pytest.mark.parametrize("code", FAULTS)
def test_the_card_of_a_row_has_its_message_on_it_or_behind_a_button(
    qtbot: QtBot, session: Session, code: Code
) -> None:
    cause = cause_of(code)
    result = shown_with(cause)
    owner = QWidget()
    qtbot.addWidget(owner)
    owner.show()
    row = CauseDialog(session, result, cause, owner)
    row.open()
    message = message_about(session, result, cause)
    assert message is not None
    assert row.message.isVisible() == (row.card.panel is None)
    if row.card.panel is None:
        assert row.message.text() == session.say(message.title)
        qtbot.mouseClick(row.message, Qt.MouseButton.LeftButton)
        assert row.writing is not None
        assert row.writing.panel.title.text() == session.say(message.title)
        assert row.show_again(result, None)  # what is written there does not go with a row that healed
        row.writing.reject()
        assert not row.isVisible()  # its cause is gone
        assert row.writing is None
    assert not row.show_again(result, None)
    row.reject()


def test_whom_a_button_names_is_read_in_full(qtbot: QtBot) -> None:
    profile = vendor()._replace(vendor_name="Smith & Sons")
    session = Session(launch_at(1, profile=profile))
    cause = cause_of(Code.PERMISSION_MISSING)
    result = shown_with(cause)
    owner = QWidget()
    qtbot.addWidget(owner)
    row = CauseDialog(session, result, cause, owner)
    assert row.message.text() == "Message for Smith && Sons"
    (offer,) = [one for one in hand_overs(replace(result, profile=profile)) if one.name == "message"]
    assert session.say(offer.caption(replace(result, profile=profile))) == "Message for Smith && Sons"
    session.deleteLater()


def test_a_long_name_cuts_no_action_off(qtbot: QtBot) -> None:
    launch = launch_at(1, profile=vendor()._replace(vendor_name="Northwind Dental Software Company"))
    session = Session(launch._replace(setup=launch.setup._replace(translator=pseudo_translator())))
    cause = cause_of(Code.PERMISSION_MISSING)
    owner = QWidget()
    qtbot.addWidget(owner)
    row = CauseDialog(session, shown_with(cause), cause, owner)
    row.resize(100, 100)
    row.open()
    qtbot.wait(1)
    for made in (row.message, row.rerun):
        assert made.width() >= made.sizeHint().width()
        assert row.rect().contains(made.rect().translated(made.mapTo(row, QPoint())))
    row.reject()
    session.deleteLater()


@pytest.mark.parametrize("scenario", ["permission-403", "resource-unknown"])
def test_the_vendor_is_named_in_the_menu_of_the_result_and_on_the_message(
    qtbot: QtBot, opened: Open, scenario: str
) -> None:
    with PretendOffice(SCENARIOS[scenario]) as office:
        window = opened(remote_launch(office, profile=vendor()))
        page = to_result(qtbot, window)
        assert page.card is not None
        named = f"Message for {vendor().vendor_name}"
        if page.card.panel is not None:
            assert page.card.panel.title.text() == named
        else:
            (menu,) = [action for action in page.secondary() if action.choices]
            assert named in [choice.text for choice in menu.choices]
            page.hand_over("message")
            assert page.dialog is not None
            assert page.dialog.windowTitle() == named
            page.dialog.close()
        window.close()


def test_the_day_and_time_are_the_readers(qtbot: QtBot, session: Session) -> None:
    default = QLocale()
    QLocale.setDefault(QLocale("en_US"))
    try:
        text = panel_of(qtbot, session, Code.PROXY_SIGN_IN_REQUIRED).text
    finally:
        QLocale.setDefault(default)
    assert "Seen on Friday, November 27, 2026, 9:41" in text


def test_what_is_shown_is_copied_with_what_was_changed(qtbot: QtBot, panel: MessagePanel) -> None:
    panel.field.appendPlainText(TYPED)
    qtbot.mouseClick(panel.copy, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == panel.text
    assert panel.text.endswith(TYPED)
    assert "Copied" in panel.note.text()


def mailed(monkeypatch: pytest.MonkeyPatch, *, opens: bool = True) -> list[str]:
    asked: list[str] = []

    def open_url(url: QUrl) -> bool:
        asked.append(bytes(url.toEncoded().data()).decode())
        return opens

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    return asked


def test_an_email_holds_the_whole_message(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = mailed(monkeypatch)
    profile = vendor()._replace(support=Support(email="help@northwind.example"))
    launch = launch_at(1, profile=profile)
    session = Session(launch)
    panel = panel_of(qtbot, session, Code.PERMISSION_MISSING)
    panel.field.appendPlainText("50 % off? a&b=c #1 ñ")
    qtbot.mouseClick(panel.mail, Qt.MouseButton.LeftButton)
    (link,) = asked
    parts = urlsplit(link)
    assert parts.scheme == "mailto"
    assert parts.path == "help@northwind.example"
    assert len(link) <= 2000
    assert parse_qs(parts.query)["body"] == [panel.text.replace("\n", "\r\n")]
    assert "This key is not allowed" in parse_qs(parts.query)["subject"][0]
    session.deleteLater()


def test_a_message_that_is_too_long_is_copied_and_never_cut(
    qtbot: QtBot, panel: MessagePanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = mailed(monkeypatch)
    panel.field.appendPlainText(TYPED * 100)
    qtbot.mouseClick(panel.mail, Qt.MouseButton.LeftButton)
    assert "CANARYTYPED" not in asked[0]
    assert QGuiApplication.clipboard().text() == panel.text
    assert "Paste it into the e-mail" in panel.note.text()


def test_without_a_mail_program_it_is_copied(
    qtbot: QtBot, panel: MessagePanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    mailed(monkeypatch, opens=False)
    QGuiApplication.clipboard().setText("before")
    qtbot.mouseClick(panel.mail, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == panel.text
    assert "No mail program opened" in panel.note.text()


def test_the_file_holds_exactly_what_is_shown(
    qtbot: QtBot, panel: MessagePanel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel.field.appendPlainText("ñ “quoted”")
    file_chosen(monkeypatch, tmp_path / "for IT")
    qtbot.mouseClick(panel.save, Qt.MouseButton.LeftButton)
    assert (tmp_path / "for IT.txt").read_bytes().decode() == panel.text
    assert "Saved" in panel.note.text()


def test_a_disk_that_says_no_is_told(
    qtbot: QtBot, panel: MessagePanel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(QMessageBox, "exec", lambda box: told.append(box.text()))
    file_chosen(monkeypatch, tmp_path / "no" / "a.txt")
    qtbot.mouseClick(panel.save, Qt.MouseButton.LeftButton)
    assert "could not be saved" in told[0]
    assert not panel.note.isVisible()
    file_chosen(monkeypatch, None)
    qtbot.mouseClick(panel.save, Qt.MouseButton.LeftButton)
    assert len(told) == 1


def test_it_is_printed_as_it_reads(
    qtbot: QtBot, panel: MessagePanel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel.field.appendPlainText("And one more line.")
    printer_into(tmp_path / "printed.pdf", monkeypatch)
    qtbot.mouseClick(panel.print, Qt.MouseButton.LeftButton)
    printed = words((tmp_path / "printed.pdf").read_bytes())
    assert "Message for your IT" in printed
    assert "And one more line." in printed
    assert "TCP port 443" in printed


def test_a_later_look_changes_only_what_nobody_changed(qtbot: QtBot, session: Session) -> None:
    cause = cause_of(Code.PROXY_SIGN_IN_REQUIRED)
    first = shown_with(cause)
    card = CauseCard(session, first, (cause,), None)
    qtbot.addWidget(card)
    panel = card.panel
    assert panel is not None
    later = shown_with(cause)
    later = replace(
        later, document={**later.document, "run": {**later.document["run"], "reference": "22222222"}}
    )
    assert card.show_again(later, (cause,))
    assert card.panel is panel
    assert panel.text.endswith("P2-22222222")
    panel.field.textCursor().insertText(TYPED)
    assert card.show_again(first, (cause,))
    assert panel.text.startswith(TYPED)
    assert panel.text.endswith("P2-22222222")
    card.close()


@pytest.mark.parametrize("width", [900, 480, 330, 200])
def test_the_buttons_stand_in_as_many_lines_as_they_need(qtbot: QtBot, width: int) -> None:
    launch = launch_at(1)
    session = Session(launch._replace(setup=launch.setup._replace(translator=pseudo_translator())))
    panel = panel_of(qtbot, session, Code.PROXY_SIGN_IN_REQUIRED)
    panel.resize(max(width, panel.minimumSizeHint().width()), 600)
    buttons = panel.findChildren(QPushButton)
    assert len(buttons) == 4
    for made in buttons:
        assert made.width() >= made.sizeHint().width()
        assert panel.rect().contains(made.geometry())
    session.deleteLater()


def test_enter_in_the_message_is_a_new_line_and_nothing_more(qtbot: QtBot, opened: Open) -> None:
    with PretendOffice(SCENARIOS["proxy-sign-in"]) as office:
        window = opened(remote_launch(office))
        page = to_result(qtbot, window)
        assert page.card is not None
        panel = page.card.panel
        assert panel is not None
        lines = panel.field.blockCount()
        qtbot.waitUntil(lambda: not window.settling)
        window.activateWindow()
        panel.field.setFocus()
        qtbot.keyClick(panel.field, Qt.Key.Key_Return)
        qtbot.keyClicks(panel.field, TYPED)
        assert panel.field.blockCount() == lines + 1
        assert window.page is page
        qtbot.keyClick(panel.field, Qt.Key.Key_Tab)
        assert window.focusWidget() is panel.copy
        result = window.session.result
        assert result is not None
        assert "CANARYTYPED" not in str(result.document) + result.report
        window.close()
        assert window.session.end()
    kept = [path.read_bytes() for path in data_folder().rglob("*") if path.is_file()]
    assert not any(b"CANARYTYPED" in one for one in kept)


@pytest.mark.parametrize(
    ("code", "first"), [(Code.PROXY_SIGN_IN_REQUIRED, True), (Code.NETWORK_OFFLINE, False)]
)
def test_what_is_to_be_sent_goes_before_the_steps_where_somebody_else_acts(
    qtbot: QtBot, session: Session, code: Code, first: bool
) -> None:
    cause = cause_of(code)
    card = CauseCard(session, shown_with(cause), (cause, cause_of(Code.UNKNOWN)), None)
    qtbot.addWidget(card)
    card.resize(800, 640)
    card.fit(800, 640)
    card.show()
    panel = card.panel
    assert panel is not None
    steps_at = card.steps[0].mapTo(card, card.steps[0].rect().topLeft())
    assert (panel.x() < steps_at.x()) == first
    assert card.others is not None
    assert card.others.mapTo(card, card.others.rect().topLeft()).y() > panel.geometry().bottom()
    card.fit(500, 640)
    card.resize(500, 900)
    qtbot.waitUntil(lambda: card.steps[0].mapTo(card, card.steps[0].rect().topLeft()).x() == panel.x())
    card.close()


@pytest.mark.parametrize("link", ["https://example.com", "file:///C:/a.exe", "tel:5550100", ""])
def test_nothing_but_an_e_mail_is_begun(monkeypatch: pytest.MonkeyPatch, link: str) -> None:
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: pytest.fail("it was opened"))
    assert not open_mail(link)
