"""The fix sheet: one page, whatever the cause and the language, and nothing on it tells of the office."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import zxingcpp
from pypdf import PdfReader
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter
from PySide6.QtWidgets import QApplication, QMessageBox

from tests.support.cases import run_of
from tests.support.chosen_file import file_chosen
from tests.support.folders import ROOT
from tests.support.office import CANARY_CUSTOMER, CANARY_DEVELOPER, remote_launch
from tests.support.printed import holds, nobody_prints, printer_into, words
from tests.support.pseudo import pseudo_translator
from tests.support.results import ECONNECTOR_DOWN, WELL
from tests.window.test_window import opened, to_result
from wizard.casefile.case_file import read_case
from wizard.core.cause import Confidence, Finding, Who
from wizard.core.codes import Code
from wizard.core.handoff_code import HandoffCode, read_handoff_code
from wizard.core.profile import GENERIC
from wizard.core.text import Translator
from wizard.core.version import Version
from wizard.diagnosis.explained import catalogue_values, explain
from wizard.diagnosis.report_model import WHO
from wizard.pointer.scene_files import Scenes
from wizard.runs.replay import replay
from wizard.simulator.pretend_office import PretendOffice
from wizard.simulator.scenarios import SCENARIOS
from wizard.store.catalogue import Catalogue
from wizard.store.profile_file import read_profile
from wizard.ui.hand_over import hand_overs
from wizard.ui.paper.fix_sheet import fix_sheet
from wizard.ui.paper.fix_sheet_dialog import FixSheetDialog, fix_sheet_dialog
from wizard.ui.paper.fix_sheet_page import _ROW_GAP, FixSheetPage, LaidSheet
from wizard.ui.paper.pdf import drawn_pdf
from wizard.ui.pointer.surround import POINTER
from wizard.ui.shown_result import Illustrator

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from tests.window.test_window import Open
    from wizard.ui.paper.fix_sheet import FixSheet

__all__ = ["opened"]

VENDOR = read_profile(ROOT / "tests/data/vendor.toml")
ENTRIES, SCENES = Catalogue(), Scenes()
FIXABLE = [code for code in ENTRIES.codes() if ENTRIES.entry(code).steps]
LETTER, A4 = (702, 943), (680, 1009)  # what is within the margins, in CSS pixels

pytestmark = pytest.mark.usefixtures("qapp")


def sheet_of(code: str, translator: Translator | None = None) -> FixSheet:
    cause = explain(
        Finding(ENTRIES.entry(code).code, Confidence.LIKELY, ()), ENTRIES, catalogue_values(VENDOR)
    )
    shown = SCENES.picture(cause.pointer).shown(named=False) if cause.pointer else None
    return fix_sheet(cause, HandoffCode(cause.code), shown, VENDOR, translator or Translator(), "7F3A9XYZ")


def painted(sheet: FixSheet, size: tuple[int, int] = LETTER, scale: float = 1) -> QImage:
    made = QImage(round(size[0] * scale), round(size[1] * scale), QImage.Format.Format_RGB32)
    made.fill(QColor("white"))
    painter = QPainter(made)
    painter.scale(scale, scale)
    FixSheetPage(sheet).draw(painter, *size)
    painter.end()
    return made


@pytest.mark.parametrize("code", FIXABLE)
def test_a_page_has_title_who_steps_code_and_reference(code: str) -> None:
    sheet, entry = sheet_of(code), ENTRIES.entry(code)
    made = drawn_pdf(FixSheetPage(sheet).paged, sheet.title)
    assert len(PdfReader(io.BytesIO(made)).pages) == 1
    assert len(made) <= 128 * 1024
    found = words(made)
    for line in sheet.lines:
        assert holds(found, line.removeprefix("1. ").removeprefix("2. ").removeprefix("3. ")), line
    who = Translator().translate(WHO[next(who for who in entry.who if who is not Who.WAIT)])
    assert f"Who can fix it: {who}" in sheet.lines
    assert f"Reference {entry.ref}-7F3A9XYZ" in sheet.lines
    assert [line for line in sheet.lines if line[:3] in ("1. ", "2. ", "3. ")] == [
        f"{at}. {step.text.replace('**', '')}" for at, step in enumerate(sheet.steps, start=1)
    ]
    assert len(sheet.steps) == len(entry.steps)
    assert {"Northwind Sync support", "555-0100", "help@northwind.example"} <= set(sheet.lines)
    assert read_handoff_code(sheet.handoff[1]).cause == code


def used(laid: LaidSheet) -> float:
    """What its parts take of the page's height."""
    head = sum(high + after for _, high, after in laid._head)
    return head + sum(laid._high(row) + _ROW_GAP for row in laid._rows) + laid._foot.high


@pytest.mark.parametrize("size", [LETTER, A4])
def test_texts_that_are_much_longer_fit_with_their_pictures(size: tuple[int, int]) -> None:
    translator = pseudo_translator()
    for code in FIXABLE:
        laid = FixSheetPage(sheet_of(code, translator)).laid(*size)
        assert laid.fits, code
        assert used(laid) <= size[1] + 0.01, code


def test_what_is_longer_still_is_set_smaller_and_takes_from_the_pictures() -> None:
    sheet = sheet_of("key.not-assigned", pseudo_translator())
    for longer in ((2, 2, 2), (1, 5, 1)):
        steps = [replace(step, text=step.text * by) for step, by in zip(sheet.steps, longer, strict=True)]
        laid = FixSheetPage(replace(sheet, steps=tuple(steps))).laid(*LETTER)
        assert laid.fits
        assert used(laid) <= LETTER[1] + 0.01


def test_the_steps_have_their_own_pictures_and_at_most_two() -> None:
    steps = sheet_of("key.not-assigned").steps
    assert [[frame.label for frame in step.frames] for step in steps] == [
        ["API"], ["Add Key", "Accept"], ["Enabled", "Save"],
    ]  # fmt: skip
    assert all(not step.frames for step in sheet_of("proxy.unreachable").steps)


def test_each_picture_is_drawn_beside_its_step() -> None:
    drawn = painted(sheet_of("key.not-assigned"))
    amber = QColor(POINTER)
    rows = {y for y in range(drawn.height()) for x in range(drawn.width()) if drawn.pixelColor(x, y) == amber}
    gaps = sorted(rows)
    starts = [y for y, before in zip(gaps, [-99, *gaps], strict=False) if y - before > 20]
    assert len(starts) >= 3
    assert all(drawn.pixelColor(x, y) != amber for y in rows for x in range(280))  # the words are at the left


@pytest.mark.parametrize("dpi", [203, 300])
def test_the_qr_code_is_read_back_from_the_page(dpi: int) -> None:
    for code in ("key.not-assigned", "key.rejected", "network.refused"):
        sheet = sheet_of(code)
        drawn = painted(sheet, scale=dpi / 96).convertToFormat(QImage.Format.Format_Grayscale8)
        view = memoryview(drawn.constBits()).cast("B", (drawn.height(), drawn.bytesPerLine()))
        (read,) = zxingcpp.read_barcodes(view)
        assert read.text == sheet.qr.text


def test_a_page_without_a_vendor_has_no_support_and_no_empty_lines() -> None:
    cause = explain(
        Finding(ENTRIES.entry("network.refused").code, Confidence.LIKELY, ()), ENTRIES, catalogue_values()
    )
    sheet = fix_sheet(cause, HandoffCode(cause.code), None, GENERIC, Translator())
    assert sheet.support == ()
    assert sheet.reference == ""
    assert all(sheet.lines)


def test_the_window_shows_saves_and_prints_the_same_page(
    qtbot: QtBot, opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with PretendOffice(SCENARIOS["econnector-not-running"]) as office:
        window = opened(remote_launch(office))
        page = to_result(qtbot, window)
        page.hand_over("fix-sheet")
        dialog = page.dialog
        assert isinstance(dialog, FixSheetDialog)
        result = window.session.result
        assert result is not None
        told = dialog.view.accessibleDescription()
        for step in result.written_causes[0].steps:
            assert window.session.say(step).replace("**", "") in told
        assert f"{result.causes[0].ref}-{result.reference}" in told
        assert dialog.view.grab().toImage().pixelColor(3, 3) == QColor(
            "white"
        )  # a page is paper in any scheme

        view = dialog.view  # all of the page can be come to, by keyboard alone
        assert (
            view.height()
            == view.heightForWidth(view.width())
            == pytest.approx(view.width() * 11 / 8.5, abs=1)
        )
        bar = dialog.scrolled.verticalScrollBar()
        assert bar.maximum() == view.height() - dialog.scrolled.viewport().height() > 0
        assert dialog.scrolled.focusPolicy() & Qt.FocusPolicy.TabFocus
        while bar.value() < bar.maximum():
            here = bar.value()
            qtbot.keyClick(dialog.scrolled, Qt.Key.Key_PageDown)
            assert bar.value() > here

        file_chosen(monkeypatch, tmp_path / "sheet")
        qtbot.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
        saved = (tmp_path / "sheet.pdf").read_bytes()
        assert dialog.note.text() == f"Saved in {tmp_path.name} as sheet.pdf."
        printer_into(tmp_path / "printed.pdf", monkeypatch)
        qtbot.keyClick(dialog.print, Qt.Key.Key_Return)
        assert dialog.note.text() == "Sent to the printer."
        assert set(words((tmp_path / "printed.pdf").read_bytes()).split()) == set(words(saved).split())
        for line in result.written_causes[0].steps:
            assert holds(words(saved), window.session.say(line).replace("**", ""))
        for canary in (CANARY_CUSTOMER, CANARY_DEVELOPER):
            assert canary not in words(saved)
        dialog.close()


def test_a_page_that_cannot_be_saved_says_why_and_a_change_of_mind_says_nothing(
    qtbot: QtBot, opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(QMessageBox, "exec", lambda box: told.append(box.text()))
    with PretendOffice(SCENARIOS["key-not-assigned"]) as office:
        page = to_result(qtbot, opened(remote_launch(office)))
        page.hand_over("fix-sheet")
        dialog = page.dialog
        assert isinstance(dialog, FixSheetDialog)
        file_chosen(monkeypatch, None)
        dialog.save.click()
        assert told == []
        file_chosen(monkeypatch, tmp_path / "no" / "x.pdf")
        dialog.save.click()
        assert told == ["The file could not be saved: No such file or directory"]
        printer_into(tmp_path / "printed.pdf", monkeypatch)
        pressed = QKeyEvent(
            QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", autorep=True
        )
        QApplication.sendEvent(dialog, pressed)  # held since it opened the dialog
        assert list(tmp_path.iterdir()) == []
        nobody_prints(monkeypatch)
        dialog.print.click()
        assert dialog.note.text() == ""
        assert list(tmp_path.iterdir()) == []
        dialog.close()


def test_the_server_is_not_named_and_what_works_has_no_sheet(opened: Open) -> None:
    named = Illustrator().shown(
        ECONNECTOR_DOWN.judged_anew(replace(ECONNECTOR_DOWN.evidence, server="CANARY-SRV"))
    )
    assert any("CANARY-SRV" in Translator().translate(step) for step in named.causes[0].steps)
    other = explain(
        Finding(Code.ECONNECTOR_VERSION_MISMATCH, Confidence.LIKELY, ()), ENTRIES, catalogue_values(VENDOR)
    )  # its pictures name the server in the window
    pictures = Illustrator().pictures((other,), named.evidence)
    with PretendOffice(SCENARIOS["healthy"]) as office:
        window = opened(remote_launch(office))
        for result in (named, replace(named, written_causes=(other,), pictures=pictures)):
            dialog = fix_sheet_dialog(window.session, result, window)
            made = words(drawn_pdf(dialog._page.paged, ""))
            for step in result.written_causes[0].steps:
                assert holds(made, Translator().translate(step).replace("**", ""))
            assert "CANARY" not in dialog.view.accessibleDescription()
            assert "CANARY" not in "".join(made.split())
            dialog.deleteLater()
    assert "fix-sheet" in [offer.name for offer in hand_overs(named)]
    assert "fix-sheet" not in [offer.name for offer in hand_overs(Illustrator().shown(WELL))]


@pytest.mark.parametrize(
    "scenario", ["econnector-not-running", "key-rejected", "captive-portal-page", "throttled"]
)
def test_a_replay_has_the_sheet_that_the_office_saw(opened: Open, scenario: str) -> None:
    run = run_of(scenario)
    again = replay(read_case(run.as_case()), Translator()).was
    with PretendOffice(SCENARIOS["healthy"]) as office:
        window = opened(remote_launch(office))
        told, made = [], []
        for result in (run, again):
            dialog = fix_sheet_dialog(window.session, Illustrator().shown(result), window)
            told.append(dialog.view.accessibleDescription())
            made.append(drawn_pdf(dialog._page.paged, ""))
            dialog.deleteLater()
    cause = run.document["causes"][0]
    assert f"{cause['ref']}-{run.reference}" in told[0]
    steps = [step.replace("**", "") for step in cause["steps"]]
    if run.evidence.server_here:
        steps = [step.replace("On this PC", "On the server PC") for step in steps]
    assert all(step in told[0] for step in steps)
    assert told[0] == told[1]
    assert made[0] == made[1]


@pytest.mark.parametrize("is_server", [True, False])
def test_where_this_pc_is_the_server_the_sheet_names_it_so_and_sends_nobody_elsewhere(
    opened: Open, is_server: bool
) -> None:
    seen = replace(ECONNECTOR_DOWN.evidence, server_here=is_server)
    result = Illustrator().shown(ECONNECTOR_DOWN.judged_anew(seen))
    drawn = {
        name: replace(one, office=None, installed=Version((24, 3))) for name, one in result.pictures.items()
    }
    result = replace(result, pictures=drawn)
    with PretendOffice(SCENARIOS["healthy"]) as office:
        window = opened(remote_launch(office))
        dialog = fix_sheet_dialog(window.session, result, window)
    sheet = dialog._page._sheet
    told = " ".join((*sheet.lines, sheet.qr.text, *map(str, drawn_words(sheet))))
    assert "n the server PC, click" in told
    assert ("this PC" in told) is not is_server
    assert ("other PC" in sheet.qr.text) is ("other PC" in " ".join(sheet.lines)) is not is_server
    assert ("hand-off" in [offer.name for offer in hand_overs(result)]) is not is_server
    assert "can the steps with a phone" in sheet.handoff[-1]
    assert words(drawn_pdf(dialog._page.paged, ""))
    dialog.deleteLater()


def drawn_words(sheet: FixSheet) -> list[str]:
    """What the corners of its pictures say."""
    say = sheet.translator.translate
    return [say(frame.version) for step in sheet.steps for frame in step.frames]
