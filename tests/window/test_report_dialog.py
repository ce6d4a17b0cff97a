"""The report in the window: shown whole before it leaves, and saved as the very bytes that were shown."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QLabel, QWidget

from tests.support.chosen_file import file_chosen
from tests.support.office import vendor
from tests.support.results import UNKNOWN_KEY
from wizard.casefile.case_file import read_case
from wizard.core.text import Translator
from wizard.diagnosis.report_form import MOST, ReportError, ReportForm
from wizard.diagnosis.report_page import page
from wizard.runs.setup import Setup
from wizard.runs.written_case import written_case
from wizard.store import files
from wizard.ui.case_opening import ShownReplay, shown_case
from wizard.ui.launch import Launch
from wizard.ui.paper.paper_document import PaperDocument
from wizard.ui.paper.pdf import drawn_pdf
from wizard.ui.paper.report_file import report_file, save_with_case
from wizard.ui.report_dialog import FORMS, ReportDialog
from wizard.ui.session import Session
from wizard.ui.shown_result import Illustrator

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtGui import QPagedPaintDevice
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
    file_chosen(monkeypatch, file)
    dialog.save.click()


@pytest.mark.parametrize("form", [form for form in FORMS if form is not ReportForm.CASE])
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
        assert shown.count("\ufffc") == (7 if form is ReportForm.PAGE else 3)  # what has room of its pictures
    else:
        assert dialog.view.isVisible()
        assert dialog.view.toPlainText() == content.decode()
    assert dialog.note.text() == (
        f"Saved in {tmp_path.name} as report{form}. "
        "Beside it is report.cwcase, with which support can see the same window."
    )


def test_the_case_is_saved_with_it(
    dialog: ReportDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved(dialog, tmp_path / "for support", monkeypatch)  # a name without a suffix gets the form's
    assert sorted(file.name for file in tmp_path.iterdir()) == ["for support.cwcase", "for support.html"]
    case = read_case((tmp_path / "for support.cwcase").read_bytes())
    assert case.document == UNKNOWN_KEY.document


def test_the_form_has_its_name_and_the_file_what_is_quoted(
    dialog: ReportDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    wished: list[str] = []
    monkeypatch.setattr(QFileDialog, "selectFile", lambda _, name: wished.append(name))
    file_chosen(monkeypatch, None)
    dialog.save.click()
    assert wished == [f"report-K2-{UNKNOWN_KEY.reference}.html"]
    (name,) = [made for made in dialog.findChildren(QLabel) if made.buddy() is dialog.form]
    assert name.text() == "Show and save as"


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
    file_chosen(monkeypatch, None)
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


def test_the_case_is_shown_whole_with_what_it_leaves_out(
    dialog: ReportDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not dialog.left_out.isVisible()
    choose(dialog, ReportForm.CASE)
    file = tmp_path / "office.cwcase"
    saved(dialog, file, monkeypatch)
    content = file.read_bytes()
    assert dialog.case_view.isVisible()
    assert dialog.case_view.toPlainText().encode() == content == UNKNOWN_KEY.as_case()
    assert [one.name for one in tmp_path.iterdir()] == [file.name]
    told = dialog.left_out.text().splitlines()
    assert dialog.left_out.isVisible()
    assert told[:2] == ["Because it is secret:", "    \u2022 The customer key and the developer key"]
    assert sum("key" in line for line in told) == 1
    assert len(told) == len(set(told))
    assert dialog.note.text() == (
        f"Saved in {tmp_path.name} as office.cwcase. With it support can see the same window."
    )
    choose(dialog, ReportForm.TEXT)
    assert not dialog.left_out.isVisible()


def test_a_replay_hands_on_the_very_case(qtbot: QtBot, tmp_path: Path) -> None:
    """What was left out at the office is left out of it, and is said; written anew it would not be."""
    run = replace(UNKNOWN_KEY, evidence=replace(UNKNOWN_KEY.evidence, server="DENTAL-SRV"))
    file = tmp_path / "office.cwcase"
    file.write_bytes(run.as_case())
    shown = shown_case(file, Translator())
    assert isinstance(shown, ShownReplay)
    assert written_case(shown.was) != file.read_bytes()
    owner = QWidget()
    qtbot.addWidget(owner)
    dialog = ReportDialog(Session(Launch(Setup(Translator(), vendor()))), "Report", shown.was, owner)
    choose(dialog, ReportForm.CASE)
    assert dialog.made.content == file.read_bytes()
    assert "The name of the server PC" in dialog.left_out.text()
    assert save_with_case(tmp_path / "office.html", b"words", shown.was) == file
    assert save_with_case(tmp_path / "other.html", b"words", shown.was).read_bytes() == file.read_bytes()


@pytest.mark.parametrize("form", FORMS)
def test_a_form_for_people_is_printed_as_it_is_shown(
    dialog: ReportDialog, form: ReportForm, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed: list[str] = []

    def pages(draw: Callable[[QPagedPaintDevice], object], title: str, *_: object) -> bool:
        printed.append(drawn_pdf(draw, title).hex())
        return True

    monkeypatch.setattr("wizard.ui.paper.printing.print_pages", pages)
    choose(dialog, form)
    dialog.print.click()
    assert dialog.print.isEnabled() is bool(printed) is form.is_for_people
    if form is ReportForm.PDF:
        assert bytes.fromhex(printed[0]) == dialog.made.content


def test_where_writing_fails_the_case_that_was_there_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report, case = tmp_path / "report.txt", tmp_path / "report.cwcase"
    report.write_bytes(b"earlier words")
    case.write_bytes(b"an earlier case")
    write, written = files.write, list[Path]()

    def full(file: Path, content: bytes) -> None:
        if written:  # there was room for one
            raise OSError(28, "No space left on device")
        written.append(file)
        write(file, content)

    monkeypatch.setattr(files, "write", full)
    with pytest.raises(OSError, match="No space"):
        save_with_case(report, b"words", UNKNOWN_KEY)
    assert case.read_bytes() == b"an earlier case"
    assert report.read_bytes() == b"earlier words"
    assert written
    assert sorted(tmp_path.iterdir()) == [case, report]


@pytest.mark.parametrize("form", [ReportForm.PAGE, ReportForm.PDF, ReportForm.TEXT, ReportForm.DATA])
def test_a_report_that_would_be_too_large_is_none(
    dialog: ReportDialog, form: ReportForm, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wizard.ui.paper.report_file.MOST", 1000)
    with pytest.raises(ReportError):
        report_file(UNKNOWN_KEY, form)
    dialog._made.clear()
    choose(dialog, ReportForm.CASE)
    choose(dialog, form)
    assert "A report has at most 1000 bytes; this one would have " in dialog.view.toPlainText()
    assert not any(pressed.isEnabled() for pressed in (dialog.save, dialog.copy, dialog.print))
    monkeypatch.undo()
    choose(dialog, ReportForm.CASE)
    assert dialog.save.isEnabled()


def test_a_pdf_gives_up_pictures_then_bold_type_and_no_word(
    dialog: ReportDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where a PC's fonts are large: each step is really measured."""
    choose(dialog, ReportForm.PDF)
    whole, sizes, made = dialog.made, list[int](), list[bytes]()
    while True:
        dialog._made.clear()
        try:
            found = dialog.made
        except ReportError:
            break
        sizes.append(len(found.content))
        made.append(found.content)
        monkeypatch.setattr("wizard.ui.paper.report_file.MOST", len(found.content) - 1)
    assert sizes == sorted(sizes, reverse=True)
    assert len(sizes) >= 3
    assert made[-1].count(b"/FontFile2") < made[-2].count(b"/FontFile2")  # bold type is the last that goes
    assert words_of_pdf(made[-1]) == words_of_pdf(whole.content)


def words_of_pdf(raw: bytes) -> set[str]:
    """Each word once: a step that goes over two pages stands on both, and is seen on one."""
    pages = (one.extract_text() for one in PdfReader(io.BytesIO(raw)).pages)
    return {word for word in " ".join(pages).split() if not word.isdigit()}
