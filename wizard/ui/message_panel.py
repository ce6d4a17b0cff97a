"""The message for whoever can act, ready to send: to be changed, copied, mailed, saved and printed.

What was typed into it goes only where the person sends it: nothing here keeps it or writes it to a log.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QLocale
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QGridLayout, QPlainTextEdit, QPushButton, QVBoxLayout

from wizard.core.text import T, Text, paragraph, unmarked
from wizard.diagnosis.message import message
from wizard.ui.browse import open_mail
from wizard.ui.cause_words import clock_time
from wizard.ui.mail_link import fitting_link, mail_link
from wizard.ui.notice import notice
from wizard.ui.saving import ask_place, saved
from wizard.ui.widgets import button, keep_place, label, set_marked

if TYPE_CHECKING:
    from datetime import datetime

    from PySide6.QtGui import QResizeEvent

    from wizard.diagnosis.explained import Cause
    from wizard.diagnosis.message import Message
    from wizard.ui.session import Session
    from wizard.ui.shown_result import ShownResult

_SPACE = 8
_MARGIN = 20


def _when(at: datetime) -> Text:
    day = QLocale().toString(QDate(at.year, at.month, at.day), QLocale.FormatType.LongFormat)
    return T("{day}, {time}", day=day, time=clock_time(at))


def message_about(session: Session, result: ShownResult, cause: Cause) -> Message | None:
    """The message about a cause that a run found; None where nobody has to act."""
    reference = f"{cause.ref}-{result.reference}"
    return message(cause, session.launch.profile, _when(result.at), reference)


class MessagePanel(QFrame):
    """Shows a message and hands it over as it then reads.

    Args:
        session: The window's state.
        shown: The message.
    """

    def __init__(self, session: Session, shown: Message) -> None:
        super().__init__()
        self._session = session
        self._message = shown
        say = session.say
        self.setObjectName("card")
        self.title = label("", "strong")
        self.field = QPlainTextEdit()
        self.field.setTabChangesFocus(True)
        self.copy = button(say(T("&Copy message")), "primary")
        self.mail = button(say(T("E-&mail")))
        self.save = button(say(T("Sa&ve")))
        self.print = button(say(T("&Print")))
        self.note = label("", "quiet")
        keep_place(self.note)  # what it says moves no button from under the pointer
        for made, do in (
            (self.copy, self._copy),
            (self.mail, self._mail),
            (self.save, self._save),
            (self.print, self._print),
        ):
            made.clicked.connect(do)
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, 14, _MARGIN, 14)
        column.setSpacing(_SPACE)
        column.addWidget(self.title)
        column.addWidget(label(say(T("Ready to send. Change it if you like.")), "quiet"))
        column.addWidget(self.field, 1)
        self._buttons = QGridLayout()
        self._buttons.setSpacing(_SPACE)
        column.addLayout(self._buttons)
        column.addWidget(self.note)
        self.note.hide()
        self._place(4)
        self.show_message(shown)

    def show_message(self, shown: Message) -> None:
        """Show a later message, unless the person changed the one before."""
        say = self._session.say
        if self.field.document().isModified():
            return
        self._message = shown
        title, body = say(shown.title), self._spoken(shown, whole=True)
        set_marked(self.title, title)
        if body != self.field.toPlainText():
            self.field.setPlainText(body)
        self.field.setAccessibleName(unmarked(title))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Put the buttons into two lines, or one below the other, where one line has no room for them."""
        super().resizeEvent(event)
        room = event.size().width() - 2 * _MARGIN
        widest = max(made.sizeHint().width() for made in self._every())
        whole = sum(made.sizeHint().width() + _SPACE for made in self._every()) - _SPACE
        self._place(4 if whole <= room else 2 if 2 * widest + _SPACE <= room else 1)

    def _every(self) -> tuple[QPushButton, ...]:
        return (self.copy, self.mail, self.save, self.print)

    def _place(self, columns: int) -> None:
        if self._buttons.columnCount() == columns + 1 and self._buttons.count():
            return
        for at, made in enumerate(self._every()):
            self._buttons.addWidget(made, at // columns, at % columns)
        for column in range(5):
            self._buttons.setColumnStretch(column, column == columns)

    def _spoken(self, shown: Message, *, whole: bool) -> str:
        return unmarked(shown.body(self._session.say, whole=whole))

    # handing it over

    @property
    def text(self) -> str:
        """The message as it reads now."""
        return self.field.toPlainText()

    def _say(self, words: Text) -> None:
        set_marked(self.note, self._session.say(words))
        self.note.show()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text)
        self._say(T("Copied. Paste it into an e-mail or a chat."))

    def _mail(self) -> None:
        """Open the mail program with the message in it; where that cannot be, with the message to paste."""
        shown, bodies = self._message, [self.text]
        if not self.field.document().isModified():
            bodies.append(self._spoken(shown, whole=False))
        subject = unmarked(self._session.say(shown.subject))
        link = fitting_link(shown.address, subject, tuple(bodies))
        opened = open_mail(link or mail_link(shown.address, "", ""))
        if not opened or link is None:
            QGuiApplication.clipboard().setText(self.text)
        if not opened:
            self._say(T("No mail program opened. The message is copied: paste it into an e-mail."))
        elif link is None:
            self._say(T("The message is long, so it is copied. Paste it into the e-mail."))
        else:
            self._say(T("Your mail program has the message. Send it from there."))

    def _save(self) -> None:
        say = self._session.say
        title, wish = say(T("Save the message")), f"{self.field.accessibleName()}.txt"
        file = ask_place(self.window(), title, wish, {".txt": say(T("Text (*.txt)"))})
        if file is None:
            return
        try:
            file.write_bytes(self.text.encode("utf-8", "replace"))
        except OSError as problem:
            words = T("The file could not be saved: {reason}", reason=problem.strerror or str(problem))
            notice(title, say(words), parent=self.window()).exec()
            return
        self._say(paragraph(saved(file), T("Send the file to whoever can act.")))

    def _print(self) -> None:
        from wizard.ui.paper.printing import print_text  # a module of its own, for this only

        print_text(self.text, unmarked(self.title.text()), self._session.say, self.window())
