"""The report in the window: shown whole before it leaves, and saved as the very bytes that were shown."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from tests.support.office import vendor
from tests.support.results import UNKNOWN_KEY
from wizard.casefile.case_file import read_case
from wizard.core.text import Translator
from wizard.diagnosis.report_form import MOST, ReportForm
from wizard.diagnosis.report_page import page
from wizard.runs.setup import Setup
from wizard.ui.launch import Launch
from wizard.ui.paper.paper_document import PaperDocument
from wizard.ui.paper.report_file import save_with_case
from wizard.ui.report_dialog import FORMS, ReportDialog
from wizard.ui.session import Session
from wizard.ui.shown_result import Illustrator

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot


@pytest.fixture
def dialog(qtbot: QtBot) -> Iterator[ReportDialog]:
    owner = QWidget()
    qtbot.addWidget(owner)
    session = Session(Launch(Setup(Translator(), vendor())))
    made = ReportDialog(session, "Report", Illustrator().shown(UNKNOWN_KEY), owner)
    made.show()
    yield made
    made.close()


def choose(dialog: ReportDialog, form: ReportForm) -> None:
    dialog.form.setCurrentIndex(dialog.form.findData(form))


def saved(dialog: ReportDialog, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    dialog.save.click()


@pytest.mark.parametrize("form", FORMS)
def test_what_is_shown_is_what_is_saved(
    dialog: ReportDialog, form: ReportForm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(dialog, form)
    before = dialog.made
    file = tmp_path / f"report{form}"
    saved(dialog, file, monkeypatch)
    content = file.read_bytes()
    assert content == before.content == dialog.made.content
    assert len(content) <= MOST
    if form.is_drawn:
        assert dialog.page.isVisible()
        shown = dialog.page.toPlainText()
        if form is ReportForm.PAGE:
            assert shown == PaperDocument(content.decode(), "").toPlainText()
        assert "Open Dental does not know this key yet" in shown
        assert shown.count("\ufffc") == 3  # its pictures
    else:
        assert dialog.view.isVisible()
        assert dialog.view.toPlainText() == content.decode()
    assert dialog.note.text() == (
        f"Saved: report{form}, and beside it report.cwcase, with which support can see the same window."
    )


def test_the_case_is_saved_with_it(
    dialog: ReportDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved(dialog, tmp_path / "for support", monkeypatch)  # a name without a suffix gets the form's
    assert sorted(file.name for file in tmp_path.iterdir()) == ["for support.cwcase", "for support.html"]
    case = read_case((tmp_path / "for support.cwcase").read_bytes())
    assert case.document == UNKNOWN_KEY.document


def test_a_case_of_another_run_keeps_its_place(tmp_path: Path) -> None:
    other = tmp_path / "report.cwcase"
    other.write_bytes(b"another")
    case = save_with_case(tmp_path / "report.txt", b"words", UNKNOWN_KEY)
    assert other.read_bytes() == b"another"
    assert case.name == f"report-{UNKNOWN_KEY.reference}.cwcase"
    assert (
        save_with_case(tmp_path / "report.txt", b"anew", UNKNOWN_KEY) == other
    )  # the report too was replaced


def test_where_one_cannot_be_written_there_is_neither(
    dialog: ReportDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []

    class Box:
        def exec(self) -> None:
            told.append(self.words)

        def __init__(self, _title: str, words: str, parent: object) -> None:
            assert parent is dialog
            self.words = words

    monkeypatch.setattr("wizard.ui.report_dialog.notice", Box)
    place = tmp_path / "report.html"
    place.mkdir()
    (place / "inside").touch()
    saved(dialog, place, monkeypatch)
    assert len(told) == 1
    assert told[0].startswith("The file could not be saved: ")
    assert not (tmp_path / "report.cwcase").exists()
    assert dialog.note.text() == ""


def test_nothing_is_saved_where_the_person_changed_their_mind(
    dialog: ReportDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    dialog.save.click()
    assert dialog.note.text() == ""


def test_the_words_of_a_page_are_copied_as_text(dialog: ReportDialog) -> None:
    dialog.copy.click()
    assert QGuiApplication.clipboard().text() == UNKNOWN_KEY.as_report()
    choose(dialog, ReportForm.DATA)
    assert dialog.note.text() == ""
    dialog.copy.click()
    assert QGuiApplication.clipboard().text() == dialog.made.content.decode()


def test_words_that_look_like_markup_stay_words(dialog: ReportDialog) -> None:
    """A vendor's name or a server's sentence is no markup, and nothing is fetched for it."""
    hostile = '<img src="//stranger/share/x.png"><script>x</script> & "so"'
    told = UNKNOWN_KEY.as_told()
    cause = replace(told.causes[0], title=hostile, steps=(f"Click **{hostile}**.",), seen=(hostile,))
    made = page(replace(told, causes=(cause,), verdict=hostile, following=hostile, call=(hostile,)), {})
    assert "<script" not in made
    assert "<img" not in made
    document = PaperDocument(made, "")
    assert document.toPlainText().count(hostile) == 6
    dialog.page.setDocument(document)
    document.setParent(dialog.page)
