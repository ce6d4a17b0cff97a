"""The picture's side of a card: the pointer with its player, and another one where there is another way."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from wizard.core.text import T
from wizard.pointer.layout import steps_text, traps_text
from wizard.pointer.step_pictures import tie, told_with
from wizard.ui.list_widgets import link, set_link
from wizard.ui.pointer.player import PointerPlayer
from wizard.ui.widgets import label

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from wizard.pointer.edition import EditionChoice
    from wizard.pointer.pointer_view import PointerView, ShownPointer
    from wizard.ui.link import Link
    from wizard.ui.pointer.enlarged import EnlargedPlayer
    from wizard.ui.pointer.version_dialog import VersionDialog
    from wizard.ui.session import Session

_COPIED = QSize(640, 560)
LEAST = QSize(340, 298)
"""Of a picture in a page that scrolls: in a lower one a callout can hide what it points at."""


class PictureSide(QFrame):
    """Plays one of a cause's pointers.

    Signals:
        shown: Another frame is shown; its index.

    Args:
        session: The window's state.
        pictures: The cause's pointers, the best first; at least one.
        steps: The cause's steps, spoken, which the pictures are tied to.
    """

    shown = Signal(int)

    def __init__(self, session: Session, pictures: list[PointerView], steps: list[str]) -> None:
        super().__init__()
        self._session = session
        self._pictures = pictures
        self._steps = steps
        self._at = 0
        self._shown = self._laid_out()
        self.dialog: EnlargedPlayer | VersionDialog | None = None
        self.player = PointerPlayer(session.say, session.theme.look())
        self.player.frame_changed.connect(self.shown)
        self.player.requested.connect(self._asked)
        session.theme.changed.connect(self._restyle)
        self.twin = QWidget()
        QVBoxLayout(self.twin).setContentsMargins(16, 0, 0, 8)
        self.other = link()
        self.other.linkActivated.connect(self._turn)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.player, 1)
        column.addWidget(self.other)
        self.other.setVisible(len(pictures) > 1)  # in its place: before, it would be a window of its own
        self._beside: Link | None = None
        self._wished = self._needed = 0
        self._play()

    def fit(self, height: int) -> None:
        """Be as high as the room there is, and never so low that a callout hides what it points at."""
        self._wished = height
        self.player.canvas.setMinimumHeight(LEAST.height())
        self._settle()

    def event(self, event: QEvent) -> bool:
        """Other words around the picture take other room, and so does another width."""
        done = super().event(event)
        if (
            event.type() == QEvent.Type.Resize
            and cast("QResizeEvent", event).oldSize().width() != self.width()
        ):
            self._needed = 0
        if event.type() in {QEvent.Type.Resize, QEvent.Type.LayoutRequest}:
            self._settle()
        return done

    def _settle(self) -> None:
        column = self.layout()
        if column is not None and self._wished:
            # it only grows, so that turning the pictures moves nothing
            self._needed = max(self._needed, column.totalMinimumHeightForWidth(self.width()))
            self.setFixedHeight(max(self._wished, self._needed))

    @property
    def pointer(self) -> str:
        """Id of the pointer that is played."""
        return self._pictures[self._at].id

    def step(self, frame: int) -> int:
        """Which step (from 0 on) a frame belongs to; -1 where there are no steps."""
        return self._ties()[frame] if self._steps else -1

    def told_with(self, frame: int) -> range:
        """Which steps (from 0 on) are said while a frame is shown: its own, and those without any."""
        return told_with(self._ties(), frame, len(self._steps)) if self._steps else range(0)

    def show_pictures(self, pictures: list[PointerView], steps: list[str]) -> None:
        """Show what a later look found, where the person is; nothing is drawn again that is the same."""
        if (pictures, steps) == (self._pictures, self._steps):
            return
        here, ids = self.pointer, [picture.id for picture in pictures]
        frame = self.player.index if here in ids else 0
        self._at = ids.index(here) if here in ids else 0
        self._pictures, self._steps = pictures, steps
        self._shown = self._laid_out()
        self.other.setVisible(len(pictures) > 1)
        self._play(frame)

    def offer_beside(self) -> Link:
        """A link to the small window beside Open Dental, above the one to another picture."""
        self._beside = made = link()
        column = self.layout()
        if isinstance(column, QVBoxLayout):
            column.insertWidget(column.indexOf(self.other), made)
        self._say_beside()
        return made

    def _say_beside(self) -> None:
        if self._beside is not None:
            words = self._session.say(T("Keep this beside Open Dental"))
            set_link(self._beside, words, self._session.theme)

    def _say_other(self) -> None:
        following = self._pictures[(self._at + 1) % len(self._pictures)]
        words = self._session.say(T("See also: {title}", title=following.title))
        set_link(self.other, words, self._session.theme)

    def choose(self, choice: object) -> None:
        """Draw what the person says they have, here and in every picture from now on."""
        self._session.choice = cast("EditionChoice", choice)  # signals carry plain objects
        self._session.chose.emit()
        self._shown = self._laid_out()
        self._play(self.player.index)

    def _laid_out(self) -> ShownPointer:
        return self._pictures[self._at].shown(self._session.choice)

    def _ties(self) -> list[int]:
        frames = self._shown.frames
        return tie(self._steps, [f.label for f in frames], [f.front.id for f in frames])

    def _turn(self, _target: str = "") -> None:
        self._at = (self._at + 1) % len(self._pictures)
        self._shown = self._laid_out()
        self._play()

    def _numbers(self) -> list[int]:
        return [place + 1 for place in self._ties()]

    def _play(self, at: int = 0) -> None:
        say = self._session.say
        self._say_other()
        column = self.twin.layout()
        while column is not None and (item := column.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        for number, text in enumerate(steps_text(self._shown.frames), start=1):
            if column is not None:
                lines = [f"{number}. {say(text)}", *map(say, traps_text(self._shown.frames[number - 1]))]
                for line in lines:
                    column.addWidget(label(line, "quiet", select=True))
        self.player.show_pointer(self._shown, self._numbers(), at)

    def _asked(self, what: str) -> None:
        """Do what the player cannot do by itself."""
        match what:
            case "enlarge":
                self._enlarge()
            case "version":
                self._ask_version()
            case _:
                self._keep(what)

    def _keep(self, what: str) -> None:
        from wizard.ui.pointer import export
        from wizard.ui.pointer.sheet import Sheet

        # what is kept or handed on does not name the server PC
        shown = self._pictures[self._at].shown(self._session.choice, named=False)
        if what == "copy":
            if (picture := self.player.picture(_COPIED, shown=shown)) is not None:
                export.copy(picture)
            return
        sheet = Sheet(self._pictures[self._at].title, shown, self._session.say)
        if what == "save":
            export.save(sheet, self._session.say, self.window())
        else:
            export.print_out(sheet, self.window())

    def _enlarge(self) -> None:
        from wizard.ui.pointer.enlarged import EnlargedPlayer

        session = self._session
        dialog = EnlargedPlayer(
            session.say, session.theme.look(), self._pictures[self._at].title, self.window()
        )
        dialog.player.requested.connect(self._asked)
        dialog.show_pointer(self._shown, self._numbers(), self.player.index)
        dialog.finished.connect(lambda: self.player.go(dialog.player.index))
        self._open(dialog)

    def _ask_version(self) -> None:
        from wizard.ui.pointer.version_dialog import VersionDialog

        session = self._session
        menu = self._pictures[self._at].question
        bar_only = not self._shown.asks_version
        question = VersionDialog(session.say, menu, session.choice, self.window(), bar_only=bar_only)
        question.chosen.connect(self.choose)
        self._open(question)

    def _open(self, dialog: EnlargedPlayer | VersionDialog) -> None:
        if self.dialog is not None:
            self.dialog.close()
        self.dialog = dialog
        dialog.open()

    def _restyle(self) -> None:
        self.player.set_look(self._session.theme.look())
        self._say_other()
        self._say_beside()
