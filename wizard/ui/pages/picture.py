"""The picture's side of a card: the pointer with its player, and another one where there is another way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from wizard.core.scene import steps_text
from wizard.core.text import T
from wizard.core.tie import tie
from wizard.ui.parts import label
from wizard.ui.pointer.player import PointerPlayer
from wizard.ui.rows import link, set_link

if TYPE_CHECKING:
    from wizard.ui.engine import Picture
    from wizard.ui.session import Session


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

    def __init__(self, session: Session, pictures: list[Picture], steps: list[str]) -> None:
        super().__init__()
        self._session = session
        self._pictures = pictures
        self._steps = steps
        self._at = 0
        self.player = PointerPlayer(session.say, session.theme.look())
        self.player.frame_changed.connect(self.shown)
        session.theme.changed.connect(self._restyle)
        self.twin = QWidget()
        QVBoxLayout(self.twin).setContentsMargins(16, 0, 0, 8)
        self.other = link()
        self.other.setVisible(len(pictures) > 1)
        self.other.linkActivated.connect(self._turn)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.player, 1)
        column.addWidget(self.other)
        self._play()

    @property
    def pointer(self) -> str:
        """Id of the pointer that is played."""
        return self._pictures[self._at].id

    def step(self, frame: int) -> int:
        """Which step (from 0 on) a frame belongs to; -1 where there are no steps."""
        return self._ties()[frame] if self._steps else -1

    def _ties(self) -> list[int]:
        frames = self._pictures[self._at].frames
        return tie(self._steps, [f.label for f in frames], [f.front.id for f in frames])

    def _turn(self, _target: str = "") -> None:
        self._at = (self._at + 1) % len(self._pictures)
        self._play()

    def _play(self) -> None:
        say, picture = self._session.say, self._pictures[self._at]
        following = self._pictures[(self._at + 1) % len(self._pictures)]
        set_link(self.other, say(T("See also: {title}", title=following.title)), self._session.theme)
        column = self.twin.layout()
        while column is not None and (item := column.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        for number, text in enumerate(steps_text(picture.frames), start=1):
            if column is not None:
                column.addWidget(label(f"{number}. {say(text)}", "quiet", select=True))
        numbers = [place + 1 for place in self._ties()]
        self.player.show_pointer(picture.frames, picture.breadcrumb, picture.version, numbers)

    def _restyle(self) -> None:
        self.player.set_look(self._session.theme.look())
