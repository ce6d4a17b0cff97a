"""The fix sheet as it will be printed, then printed or saved."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from wizard.core.text import T
from wizard.diagnosis.message import cause_from_afar
from wizard.store import files
from wizard.ui.dialog import Dialog
from wizard.ui.handoff_dialog import handoff_code
from wizard.ui.mended_here import is_mended_here
from wizard.ui.notice import notice
from wizard.ui.paper.fix_sheet import fix_sheet
from wizard.ui.paper.fix_sheet_page import FixSheetPage
from wizard.ui.paper.paper_document import CSS_DPI, letter
from wizard.ui.paper.pdf import drawn_pdf
from wizard.ui.paper.printing import print_pages
from wizard.ui.saving import ask_place, saved
from wizard.ui.widgets import button, keep_place, label, set_marked

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from wizard.core.text import Text
    from wizard.pointer.pointer_view import PointerView
    from wizard.ui.paper.fix_sheet import FixSheet
    from wizard.ui.session import Session
    from wizard.ui.shown_result import ShownResult

SIZE = (820, 720)


class PageView(QWidget):
    """The whole page as wide as there is room, up to its real size.

    Args:
        page: What is drawn.
        name: For who does not see it.
        told: The page's words.
    """

    def __init__(self, page: FixSheetPage, name: str, told: str) -> None:
        super().__init__()
        self._page = page
        self._drawn: QImage | None = None
        self.setAccessibleName(name)
        self.setAccessibleDescription(told)
        self._layout = letter()
        self._layout.setUnits(self._layout.Unit.Point)
        shape = self.sizePolicy()
        shape.setHeightForWidth(True)  # else the scroll area would cut the page off at its own height
        self.setSizePolicy(shape)
        self.setMaximumWidth(self.sizeHint().width())

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        """A page keeps its shape."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        """As high as the paper is for that width."""
        whole = self._layout.fullRect()
        return round(width * whole.height() / whole.width())

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """The paper's real size."""
        width = round(self._layout.fullRect().width() / 72 * CSS_DPI)
        return QSize(width, self.heightForWidth(width))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the page, anew where its size is another."""
        size = self.size() * self.devicePixelRatioF()
        if self._drawn is None or self._drawn.size() != size:
            self._drawn = self._draw(size)
        painter = QPainter(self)
        painter.drawImage(self.rect(), self._drawn)
        painter.setPen(self.palette().mid().color())
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def _draw(self, size: QSize) -> QImage:
        made = QImage(size, QImage.Format.Format_RGB32)
        made.fill(Qt.GlobalColor.white)
        whole, inside = self._layout.fullRect(), self._layout.paintRect()
        painter = QPainter(made)
        painter.scale(size.width() / whole.width(), size.width() / whole.width())
        painter.translate(inside.topLeft())
        pixels = 72 / CSS_DPI
        painter.scale(pixels, pixels)
        self._page.draw(painter, inside.width() / pixels, inside.height() / pixels)
        painter.end()
        return made


class FixSheetDialog(Dialog):
    """Shows the page, prints it, and saves it as a PDF.

    Args:
        session: The window's state.
        sheet: What stands on the page.
        name: What its file is called, without the suffix.
        parent: The wizard's window.
    """

    def __init__(self, session: Session, sheet: FixSheet, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        say = self._say = session.say
        self._name, self._title = name, sheet.title
        self._page = FixSheetPage(sheet, session.launch.profile.accent)
        self.setObjectName("window")
        self.setWindowTitle(say(T("Fix sheet")))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(label(say(T("Fix sheet")), "title"))
        lead = T("One page to take along. No key, no patient's data and no PC's name is on it.")
        column.addWidget(label(say(lead), "lead"))
        self.view = PageView(self._page, say(T("The page as it is printed")), "\n".join(sheet.lines))
        self.scrolled = scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        scroll.setAccessibleName(say(T("The page as it is printed")))
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(self.view)
        column.addWidget(scroll, 1)
        self.note = label("", "quiet")
        keep_place(self.note)
        self.note.hide()
        column.addWidget(self.note)
        column.addLayout(self._actions())
        space = self.screen().availableGeometry()
        self.setMinimumHeight(240)  # the width is what the buttons need
        self.resize(min(SIZE[0], space.width() - 40), min(SIZE[1], space.height() - 60))
        self.print.setFocus()

    def _actions(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addStretch(1)
        close = button(self._say(T("C&lose")))
        close.clicked.connect(self.reject)
        self.save = button(self._say(T("&Save as PDF")))
        self.save.clicked.connect(self._save)
        self.print = button(self._say(T("&Print")), "primary")
        self.print.setDefault(True)
        self.print.clicked.connect(self._print)
        for one in (close, self.save, self.print):
            line.addWidget(one)
        return line

    def _print(self) -> None:
        if print_pages(self._page.paged, self._title, letter(), self._say, self):
            self._tell(T("Sent to the printer."))

    def _save(self) -> None:
        title = self._say(T("Save the fix sheet"))
        kind = self._say(T("Pages (*.pdf)"))
        file = ask_place(self, title, f"{self._name}.pdf", {".pdf": kind})
        if file is None:
            return
        try:
            files.write(file, drawn_pdf(self._page.paged, self._title))
        except OSError as problem:
            words = T("The file could not be saved: {reason}", reason=problem.strerror or str(problem))
            notice(title, self._say(words), parent=self).exec()
            return
        self._tell(saved(file))

    def _tell(self, words: Text) -> None:
        set_marked(self.note, self._say(words))
        self.note.show()


def _of_the_office(picture: PointerView) -> PointerView:
    """The same picture where it is not seen on the PC that it is of."""
    return replace(picture, office=picture.office or picture.installed, unnamed=None)


def fix_sheet_dialog(session: Session, result: ShownResult, parent: QWidget) -> FixSheetDialog:
    """The sheet of a result's likely cause."""
    cause = result.written_causes[0]  # its words do not name the server
    launch = session.launch
    code = None if is_mended_here(result) else handoff_code(result, cause, 0)
    pictures = (result.pictures[pointer] for pointer in cause.pointers if pointer in result.pictures)
    picture = next(pictures, None)
    if code is None:  # nobody's "this PC": the sheet may be read at another one
        cause = cause_from_afar(cause, launch.profile)
        picture = None if picture is None else _of_the_office(picture)
    shown = picture.shown(session.choice, named=False) if picture is not None else None
    sheet = fix_sheet(cause, code, shown, launch.profile, launch.translator, result.reference)
    return FixSheetDialog(session, sheet, f"{session.say(T('Fix sheet'))} {cause.ref}", parent)
