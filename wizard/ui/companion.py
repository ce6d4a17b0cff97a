"""The card in small, on top of other windows, to follow while clicking in Open Dental."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from wizard.core.text import T
from wizard.ui import window_geometry
from wizard.ui.cause_card import pictures_of
from wizard.ui.cause_words import clock_time
from wizard.ui.list_widgets import Lines
from wizard.ui.picture_side import PictureSide
from wizard.ui.theme import style_sheet
from wizard.ui.watch_display import Countdown
from wizard.ui.watch_words import watch_note
from wizard.ui.widgets import button, label, set_marked

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent

    from wizard.core.codes import Code
    from wizard.ui.session import Session
    from wizard.ui.shown_result import ShownResult

_NAME = "beside"
_WIDTH, _HEIGHT = 400, 560
_WIDEST, _HIGHEST = 0.4, 0.75  # of the screen: the rest is Open Dental's
_EDGE = 12


class Companion(QWidget):
    """A small window that stays on top until the fault is gone or the person goes back.

    Signals:
        back: The full window is wanted.

    Args:
        session: What the windows share; its results are followed.
        result: What is to be mended; its first cause has a picture.
        owner: The full window, hidden meanwhile.

    Attributes:
        came_to_nothing: The latest check brought no result, and no look of the watch has brought one since.
    """

    back = Signal()

    def __init__(self, session: Session, result: ShownResult, owner: QWidget) -> None:
        super().__init__()
        self._session = session
        self._owner = owner
        self._done = False
        self.came_to_nothing = False
        self._height = _HEIGHT
        self._code: Code | None = None  # of the cause that is shown
        self._focus: QWidget | None = None  # where the keyboard was put when the button was switched off
        self.side: PictureSide | None = None
        self.setObjectName("window")
        self.setWindowFlag(Qt.WindowType.WindowStaysOnTopHint)
        self.setWindowTitle(owner.windowTitle())
        self.setWindowIcon(owner.windowIcon())
        self._build()
        self._restyle()
        self.show_result(result)
        run = session.live_run
        run.began.connect(self._checking)
        for ended in (run.refused, run.crashed, run.cancelled):
            ended.connect(self._came_to_nothing)
        session.changed.connect(self._result_changed)
        session.theme.changed.connect(self._restyle)
        Countdown(session.watching, self, self._say_watch)
        session.watching.changed.connect(self._say_watch)
        self._say_watch()
        owner.installEventFilter(self)
        QShortcut(QKeySequence("Esc"), self, self.go_back)
        if not window_geometry.recall(self, _NAME):
            self._place()

    @staticmethod
    def is_wanted(result: ShownResult) -> bool:
        """Whether a result has something to follow."""
        first = result.causes[:1]
        return not result.connected and any(p in result.pictures for c in first for p in c.pointers)

    def show_result(self, result: ShownResult) -> None:
        """Show a result's first cause."""
        say, cause, bottom = self._session.say, result.causes[0], self._bottom()
        set_marked(self.title, say(cause.title))
        self._steps = [say(step) for step in cause.steps]
        pictures = pictures_of(result, cause)
        if self.side is None:
            self.side = PictureSide(self._session, pictures, self._steps)
            self.side.shown.connect(self._follow)
            self._column.insertWidget(3, self.side, 1)
            self.side.setHidden(self.fold.isChecked())
            self.side.player.setFocus()  # the arrow keys turn the picture
        else:
            self.side.show_pictures(pictures, self._steps)
            if cause.code != self._code:
                self.side.player.go(0)
        self._code = cause.code
        self._list()
        self._follow(self.side.player.index)
        self._fit_later(bottom)

    def go_back(self) -> None:
        """Close, and have the full window come back."""
        if not self._done:
            self._done = True
            if self._session.launch.keeps:
                window_geometry.remember(self, _NAME)
            self.back.emit()
            self.close()
            self.deleteLater()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Closing it is going back, never the end of the program."""
        self.go_back()
        event.accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """End with the full window."""
        if watched is self._owner and event.type() == QEvent.Type.Close and not self._done:
            self._done = True
            self.close()
            self.deleteLater()
        return False

    def _build(self) -> None:
        say = self._session.say
        self.title = label("", "strong")
        self.step = label("", "spaced")
        self.every = Lines(6)
        self.every.hide()
        self.note = label("", "quiet")
        self.note.hide()
        self.watch = label("", "quiet")
        self.watch.hide()
        self.fold = button(say(T("&Words only")), "link")
        self.fold.setCheckable(True)
        self.fold.toggled.connect(self._fold)
        full = button(say(T("&Full window")))
        full.clicked.connect(self.go_back)
        self.check_now = button(say(T("&Check now")), "primary")
        self.check_now.clicked.connect(self._session.test)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.fold)
        foot.addStretch(1)
        foot.addWidget(full)
        foot.addWidget(self.check_now)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(14, 12, 14, 12)
        self._column.setSpacing(8)
        self._column.addWidget(self.title)
        self._column.addWidget(self.step)
        self._column.addWidget(self.every)
        self._column.addWidget(self.note)
        self._column.addWidget(self.watch)
        self._column.addLayout(foot)

    def _place(self) -> None:
        """At the lower right of the screen, where Open Dental's menus and most of its buttons are not."""
        space = self._owner.screen().availableGeometry()
        width = min(self._session.theme.px(_WIDTH), round(space.width() * _WIDEST))
        height = min(self._session.theme.px(_HEIGHT), round(space.height() * _HIGHEST))
        self.resize(max(width, self.minimumSizeHint().width()), height)
        self.move(space.right() - self.width() - _EDGE, space.bottom() - self.height() - _EDGE)

    def _restyle(self) -> None:
        self.setStyleSheet(style_sheet(self._session.theme))

    def _follow(self, frame: int) -> None:
        """Say the step that the picture belongs to, and those beside it that have none."""
        told = self.side.told_with(frame) if self.side is not None else range(0)
        words = "\n".join(f"{place + 1}. {self._steps[place]}" for place in told)
        set_marked(self.step, words)
        self.step.setVisible(bool(words) and not self.fold.isChecked())

    def _list(self) -> None:
        """All steps in words, for the time without the picture."""
        lines = [f"{number}. {step}" for number, step in enumerate(self._steps, start=1)]
        self.every.show_lines(lines, lambda _place, text: label(text, "spaced"))

    def _fold(self, folded: bool) -> None:
        """Take less of the screen: all steps in words instead of the picture."""
        if self.side is None:
            return
        bottom = self._bottom()
        if folded:
            self._height = self.height()
        self.side.setHidden(folded)
        self.every.setVisible(folded)
        self._follow(self.side.player.index)
        if folded:
            self._fit_words(bottom)
        else:
            self._column.activate()
            self._resize(self._height, bottom)

    def _checking(self) -> None:
        had = self.focusWidget() is self.check_now
        self.check_now.setEnabled(False)
        self._focus = self.focusWidget() if had else None  # Qt moves it on
        self._say(self._session.say(T("Checking …")))

    def _say(self, words: str) -> None:
        bottom = self._bottom()
        set_marked(self.note, words)
        self.note.setVisible(bool(words))
        self._fit_later(bottom)

    def _say_watch(self) -> None:
        """Say when it is looked at again."""
        words = watch_note(self._session)
        if words != self.watch.text():
            bottom = self._bottom()
            set_marked(self.watch, words)
            self.watch.setVisible(bool(words))
            self._fit_later(bottom)

    def _fit_later(self, bottom: int) -> None:
        """Fit the words once they have their type."""
        if self.fold.isChecked():
            QTimer.singleShot(0, self, lambda: self._fit_words(bottom))

    def _bottom(self) -> int:
        """Where the frame ends; to be asked before its content changes, which can make it grow downwards."""
        return self.frameGeometry().bottom()

    def _fit_words(self, bottom: int) -> None:
        """As high as the words are, where there is no picture; the lower edge stays where it is."""
        if self.fold.isChecked():
            self._column.activate()
            self._resize(self._column.totalHeightForWidth(self.width()), bottom)

    def _resize(self, height: int, bottom: int) -> None:
        """Take another height above the same lower edge, and stay on the screen with all of the frame."""
        frame, space = self.frameGeometry(), self.screen().availableGeometry()
        edges = frame.height() - self.height()
        self.resize(self.width(), min(height, space.height() - edges))
        high = self.height() + edges
        self.move(frame.x(), max(space.top(), min(bottom, space.bottom()) - high + 1))

    def _let_check(self) -> None:
        """Have the button back, with the keyboard, which it lost when it was switched off."""
        self.check_now.setEnabled(True)
        if self._focus is not None and self.focusWidget() in (None, self, self._focus):
            self.check_now.setFocus()
        self._focus = None

    def _came_to_nothing(self) -> None:
        """A check that brought no result, for example because it was cancelled."""
        if not self._done:
            self.came_to_nothing = True
            self._let_check()
            self._say(self._session.say(T("The check did not come to an end.")))
            self._session.watching.watch_result()

    def _result_changed(self) -> None:
        """Follow a new result; go back by itself when there is nothing left to follow."""
        result = self._session.result
        if result is None or self._done:
            return
        self.came_to_nothing = False
        self._let_check()
        if not self.is_wanted(result):
            self.go_back()
            return
        same = T("Checked at {time}, still the same.", time=clock_time(result.at))
        is_same = result.causes[0].code == self._code
        self._say(self._session.say(same if is_same else T("Checked: it is not mended yet.")))
        self.show_result(result)
