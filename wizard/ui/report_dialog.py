"""The report, shown in full before it is copied or saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from wizard.casefile.case_file import CaseError, read_case
from wizard.casefile.omission_words import omission_words
from wizard.core.text import T, Text, paragraph
from wizard.diagnosis.report_form import ReportError, ReportForm
from wizard.store import files
from wizard.ui.dialog import Dialog
from wizard.ui.notice import notice
from wizard.ui.paper.paper_document import PaperDocument, letter
from wizard.ui.paper.report_file import ReportFile, report_file, save_with_case
from wizard.ui.report_view import report_view
from wizard.ui.saving import ask_place, saved
from wizard.ui.widgets import button, label, set_marked

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtWidgets import QLabel, QPlainTextEdit

    from wizard.ui.session import Session
    from wizard.ui.shown_result import ShownResult

_PAPER = (
    "QTextBrowser { background: #FFFFFF; color: #1B2430; border: 1px solid #DFE5EC; border-radius: 7px; }"
)


FORMS: dict[ReportForm, Text] = {
    ReportForm.PAGE: T("Page for a browser (HTML)"),
    ReportForm.PDF: T("Pages to print (PDF)"),
    ReportForm.TEXT: T("Plain text"),
    ReportForm.DATA: T("Data for programs (JSON)"),
    ReportForm.CASE: T("Case file for support"),
}
"""What a person chooses from."""
_LINES = 6
"""Of a case file, seen at once where there is little room."""


class ReportDialog(Dialog):
    """Shows a result's report in the form that the person chooses, and saves the very bytes that are shown.

    Args:
        session: The window's state.
        title: Whom it is for.
        result: What was found.
        parent: The window that owns it.
    """

    def __init__(self, session: Session, title: str, result: ShownResult, parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self._say, self._result = session, session.say, result
        say = self._say
        self.setObjectName("window")
        self.setWindowTitle(title)
        space = self.screen().availableGeometry()
        self.setMinimumSize(320, 240)
        self.resize(min(820, space.width() - 40), min(680, space.height() - 60))
        self.view = report_view(result.report, say(T("The report as text")))
        self.page = QTextBrowser()
        self.page.setAccessibleName(say(T("The report as a page")))
        self.page.setOpenLinks(False)
        self.page.setTabChangesFocus(True)
        self.page.setStyleSheet(_PAPER)  # it is paper, whatever the window's colors are
        self._shown = QStackedWidget()
        self._shown.addWidget(self.page)
        self._shown.addWidget(self.view)
        self.case_view = report_view("", say(T("The case file as text")))
        self.left_out = label("", select=True)
        self._case = _case_page(self.left_out, self.case_view, say)
        self._shown.addWidget(self._case)
        self.form = QComboBox()
        self.form.setAccessibleName(say(T("Form of the report")))
        for form, words in FORMS.items():
            self.form.addItem(say(words), form)
        self.form.currentIndexChanged.connect(self._show_form)
        self.note = label("", "quiet")
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(label(title, "title"))
        lead = T(
            "This is all of it: no key and no patient's data is in it. "
            "What you see is what is saved. "
            "The case file for support, the last in the list, is saved with it."
        )
        column.addWidget(label(say(lead), "lead"))
        column.addLayout(self._choice())
        column.addWidget(self._shown, 1)
        column.addWidget(self.note)
        column.addLayout(self._buttons())
        self._made: dict[ReportForm, ReportFile] = {}
        self._show_form()
        self.save.setFocus()

    @property
    def made(self) -> ReportFile:
        """What is shown; made once.

        Raises:
            ReportError: It would be too large.
            CaseError: The case would be.
        """
        form = ReportForm(self.form.currentData())
        if form not in self._made:
            first = self._result.written_causes[:1]
            picture = self._result.pictures.get(first[0].pointer or "") if first else None
            self._made[form] = report_file(self._result, form, picture, self._session.choice)
        return self._made[form]

    def _choice(self) -> QHBoxLayout:
        """The form, with its name beside it."""
        name = label(self._say(T("Show and save as")), wrap=False)
        name.setBuddy(self.form)
        line = QHBoxLayout()
        line.setSpacing(10)
        line.addWidget(name)
        line.addWidget(self.form)
        line.addStretch(1)
        return line

    def _buttons(self) -> QHBoxLayout:
        say = self._say
        line = QHBoxLayout()
        line.addStretch(1)
        close = button(say(T("C&lose")))
        close.clicked.connect(self.reject)
        line.addWidget(close)
        self.copy = button(say(T("&Copy")))
        self.copy.clicked.connect(self._copy)
        line.addWidget(self.copy)
        self.print = button(say(T("&Print")))
        self.print.clicked.connect(self._print)
        line.addWidget(self.print)
        self.save = button(say(T("&Save")), "primary")
        self.save.setDefault(True)
        self.save.clicked.connect(self._save)
        line.addWidget(self.save)
        return line

    def _show_form(self) -> None:
        set_marked(self.note, "")
        made = self._made_or_told()
        if made is not None:
            self._show_made(made)
        for pressed in (self.copy, self.save):
            pressed.setEnabled(made is not None)
        self.print.setEnabled(made is not None and made.form.is_for_people)

    def _made_or_told(self) -> ReportFile | None:
        """What is shown; None after it was told why it cannot be made."""
        try:
            return self.made
        except (ReportError, CaseError) as problem:
            self.view.setPlainText(self._say(problem.text))
            self._shown.setCurrentWidget(self.view)
            return None

    def _show_made(self, made: ReportFile) -> None:
        old = self.page.document()
        if made.form.is_drawn:
            document = PaperDocument(made.shown, self.windowTitle())
            document.setParent(self.page)
            document.setDocumentMargin(16)
            self.page.setDocument(document)
            if isinstance(old, PaperDocument):
                old.deleteLater()
            self._shown.setCurrentWidget(self.page)
        elif made.form is ReportForm.CASE:
            omitted = omission_words(read_case(made.content).omitted)
            lines = [line for why, what in omitted.items() for line in (why, *what)]
            say = self._say
            told = [say(line) if line in omitted else f"    \u2022 {say(line)}" for line in lines]
            set_marked(self.left_out, "\n".join(told))
            self.case_view.setPlainText(made.shown)
            self._shown.setCurrentWidget(self._case)
        else:
            self.view.setPlainText(made.shown)
            self._shown.setCurrentWidget(self.view)

    def _copy(self) -> None:
        """Copy the words: those of a page as plain text, which every program takes."""
        text = self._result.report if self.made.form.is_drawn else self.made.shown
        QGuiApplication.clipboard().setText(text)
        set_marked(self.note, self._say(T("Copied. Paste it into an e-mail or a chat.")))

    def _print(self) -> None:
        """Print what is shown."""
        from wizard.ui.paper.printing import print_pages, print_text  # a module of its own, for this only

        title, made = self._result.as_told().title, self.made
        if made.form.is_drawn:
            print_pages(PaperDocument(made.shown, title).paged, title, letter(), self._say, self)
        else:
            print_text(made.shown, title, self._say, self)

    def _save(self) -> None:
        say, made = self._say, self.made
        title, wish = say(T("Save the report")), f"report-{self._quoted}{made.form}"
        kind = f"{say(FORMS[made.form])} (*{made.form})"
        file = ask_place(self, title, wish, {str(made.form): kind})
        if file is None:
            return
        try:
            words = self._saved(file, made)
        except CaseError as problem:
            notice(title, say(problem.text), parent=self).exec()
            return
        except OSError as problem:
            refusal = T("The file could not be saved: {reason}", reason=problem.strerror or str(problem))
            notice(title, say(refusal), parent=self).exec()
            return
        set_marked(self.note, say(words))

    @property
    def _quoted(self) -> str:
        """The reference as a person quotes it."""
        ref = [cause.ref for cause in self._result.written_causes[:1]]
        return "-".join((*ref, self._result.reference))

    def _saved(self, file: Path, made: ReportFile) -> Text:
        """Save what is shown, and what is said then."""
        if made.form is ReportForm.CASE:
            files.write(file, made.content)
            return paragraph(saved(file), T("With it support can see the same window."))
        beside = save_with_case(file, made.content, self._result)
        also = T("Beside it is {case}, with which support can see the same window.", case=beside.name)
        return paragraph(saved(file), also)


def _case_page(left_out: QLabel, view: QPlainTextEdit, say: Callable[[Text], str]) -> QScrollArea:
    """What is not in a case file, and below it the file; all of it scrolls where there is little room."""
    view.setMinimumHeight(_LINES * view.fontMetrics().lineSpacing())
    inside = QWidget()
    column = QVBoxLayout(inside)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(label(say(T("What is not in the case file, and why")), "strong"))
    column.addWidget(left_out)
    column.addSpacing(4)
    column.addWidget(label(say(T("The case file itself, for programs")), "strong"))
    column.addWidget(view, 1)
    made = QScrollArea()
    made.setFrameShape(QScrollArea.Shape.NoFrame)
    made.setWidgetResizable(True)
    made.setWidget(inside)
    return made
