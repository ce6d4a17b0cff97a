"""What closing the window means: the end of the program, or that it watches on from beside the clock."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from wizard.core.evidence import Status
from wizard.core.text import N, T
from wizard.runs.watch import is_well
from wizard.ui.cause_words import CHIP, clock_time
from wizard.ui.dialog import Dialog
from wizard.ui.single_instance import bring_forward
from wizard.ui.states import state
from wizard.ui.status import StatusKind
from wizard.ui.widgets import button, label
from wizard.ui.window_geometry import recall_choice, remember_choice

if TYPE_CHECKING:
    from wizard.core.text import Text
    from wizard.ui.session import Session
    from wizard.ui.shown_result import ShownResult
    from wizard.ui.tray import Tray
    from wizard.ui.window import Window

CHOICE = "after-closing"
STAY, END, END_TOLD = "stay", "end", "end-told"
"""The answers: keep watching; end; end, said when it was told that the key goes with the program."""
_WIDTH = 440
_LEAVING_MS = 60_000  # longer than any end of a session takes
_BESIDE_CLOCK = T("You find it as a small icon beside the clock.")
_NO_TRAY = T("This PC has no place for it beside the clock. A small window can stay instead.")
_KEY_GOES = T("The key is in memory only. When the program ends, you have to enter it again.")


class ClosingAnswer:
    """What the person answered, or chose without being asked.

    Args:
        keeps: Whether it outlives the program, in the file of the window's settings.
    """

    def __init__(self, *, keeps: bool) -> None:
        self._keeps = keeps
        self._here = ""

    @property
    def given(self) -> str:
        """The answer; empty where there was none yet."""
        return recall_choice(CHOICE) if self._keeps else self._here

    def give(self, answer: str) -> None:
        """Take an answer."""
        self._here = answer
        if self._keeps:
            remember_choice(CHOICE, answer)

    def choose_to_stay(self, stay: bool) -> None:
        """Take a choice."""
        self.give(STAY if stay else END)


class ClosingQuestion(Dialog):
    """Asks whether to keep watching; closed without an answer it changes nothing.

    Args:
        session: What the windows share.
        window: The window that was to be closed.
        title: What is asked.
        has_tray: This PC has a place for an icon beside the clock.
        kept: The answer is for the next time, too.

    Signals:
        stay: Keep watching.
        end: End the program.
    """

    stay = Signal()
    end = Signal()

    def __init__(
        self, session: Session, window: Window, title: Text, *, has_tray: bool, kept: bool = True
    ) -> None:
        super().__init__(window)
        say, minutes = session.say, session.launch.profile.watch_minutes
        self._session = session
        self.setObjectName("closing")
        self.setWindowTitle(window.windowTitle())
        self._width = session.theme.px(_WIDTH)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(28, 24, 28, 20)
        column.setSpacing(10)
        column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetFixedSize)
        self._add(say(title), "title")
        self._add(say(T("It does not work yet. The program can go on checking, and tell you when it does.")))
        self._add(say(_BESIDE_CLOCK if has_tray else _NO_TRAY))
        self._add(say(N("It stops after {n} minute.", "It stops after {n} minutes.", minutes)))
        if session.key_goes_with_it:
            self._add(say(_KEY_GOES), "strong")
        if has_tray and kept:
            self._add(say(T("Your answer is kept. You can change it under **About**.")), "quiet")
        column.addSpacing(8)
        column.addLayout(self._answers(say(T("&Keep watching") if has_tray else T("&Small window")), session))

    def _add(self, words: str, kind: str = "text") -> None:
        made = label(words, kind)
        made.setFixedWidth(self._width)  # so that the height of wrapped words is known
        self._column.addWidget(made)

    def _answers(self, stays: str, session: Session) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addStretch(1)
        self.end_button = button(session.say(T("&End the program")))
        self.end_button.clicked.connect(self.accept)
        self.end_button.clicked.connect(self.end)
        self.stay_button = button(stays, "primary")
        self.stay_button.setDefault(True)
        self.stay_button.clicked.connect(self.accept)
        self.stay_button.clicked.connect(self.stay)
        line.addWidget(self.end_button)
        line.addWidget(self.stay_button)
        self.stay_button.setFocus()
        return line

    def follow(self) -> None:
        """Ask no more once nothing is watched: it works meanwhile, or the time is over."""
        if not self._session.is_watching:
            self.reject()


class Closing(QObject):
    """Decides what becomes of the program when its window is closed.

    Args:
        window: The window, which asks before it closes.
        tray: Where the program stays.

    Attributes:
        staying: The window is hidden, and the program beside the clock.
        question: While it is asked.

    Signals:
        ended: The window is closed, and the program ends.
    """

    ended = Signal()

    def __init__(self, window: Window, tray: Tray) -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session
        self._tray = tray
        self._leaving = False
        self._called_off = QTimer(self)
        self._called_off.setSingleShot(True)
        self._called_off.setInterval(_LEAVING_MS)
        self._called_off.timeout.connect(self._stays_on)
        self._known: object = None  # the state that the person has seen or was told of
        self.staying = False
        self.question: ClosingQuestion | None = None
        window.before_closing = self.may_close
        window.closed.connect(self._closed)
        tray.opened.connect(self.open)
        tray.check_wanted.connect(self._check)
        tray.stop_wanted.connect(self._stop)
        tray.stay_chosen.connect(self._session.closing_answer.choose_to_stay)

    def leave(self) -> None:
        """The person's session on this PC ends: nothing is asked any more, and nothing stands in its way.

        Another program can call that off, which nobody is told of: whoever is still here later stays on.
        """
        self._leaving = True
        self._called_off.start()

    def _stays_on(self) -> None:
        self._leaving = False

    def end(self) -> None:
        """End the program at once, whatever is watched."""
        self.leave()
        self._window.close()

    def may_close(self) -> bool:
        """Whether the window closes, and the program with it; else it is hidden, or a question comes."""
        if self._leaving or not self._session.is_watching:
            return True
        chosen, has_tray = self._session.closing_answer.given, self._tray.is_there()
        if chosen == END_TOLD or (chosen == END and not self._session.key_goes_with_it):
            return True
        if chosen == STAY and has_tray:
            self._stay()
        else:
            self._ask(T("Keep watching after closing?"))
        return False

    def open(self) -> None:
        """Show the window again, in front; or the small one, which has its place."""
        self.staying = False
        self._tray.hide()
        bring_forward(self._window.beside or self._window)

    def _check(self) -> None:
        self._session.watching.check_now()

    def _stop(self) -> None:
        """Watch no more; without a window nothing is left to do then."""
        if self._session.is_watching and self._session.key_goes_with_it:
            self.open()
            self._ask(T("Stop watching and end the program?"), kept=False)
        else:
            self.end()

    def _ask(self, title: Text, *, kept: bool = True) -> None:
        if self.question is not None:
            self.question.activateWindow()
            return
        has_tray = self._tray.is_there()
        self.question = asked = ClosingQuestion(
            self._session, self._window, title, has_tray=has_tray, kept=kept
        )
        asked.stay.connect(self._keep_watching)
        asked.end.connect(self._end if kept else self.end)
        asked.finished.connect(self._answered)
        self._session.watching.changed.connect(asked.follow)
        asked.open()

    def _answered(self) -> None:
        if self.question is not None:
            self.question.deleteLater()
            self.question = None

    def _keep_watching(self) -> None:
        if self._tray.is_there():
            self._session.closing_answer.give(STAY)
            self._stay()
        elif not self._window.show_beside():
            self._window.showMinimized()

    def _end(self) -> None:
        self._session.closing_answer.give(END_TOLD if self._session.key_goes_with_it else END)
        self.end()

    def _closed(self) -> None:
        self._tray.hide()
        self.ended.emit()

    # beside the clock

    def _stay(self) -> None:
        """Hide the window, and go on beside the clock."""
        if not self.staying:
            self.staying = True
            watching = self._session.watching
            for signal in (watching.changed, self._session.changed):
                signal.connect(self._follow, Qt.ConnectionType.UniqueConnection)
        self._window.hide()
        self._known = None
        self._follow()

    def _follow(self) -> None:
        """Show the state; tell of it, where it is another one than the person knows of."""
        if not self.staying:
            return
        if not self._tray.is_there():  # it was taken away meanwhile: nothing would lead back to the program
            self.staying = False
            self._tray.hide()
            self._window.showMinimized()
            return
        now = watched_state(self._session, self._session.watching.result)
        say = self._session.say
        self._tray.show_state(now.mark, say(now.title), watching=self._session.is_watching)
        if self._known not in (None, now.identity):
            self._tray.notify(say(now.title), say(now.words), now.mark)
        self._known = now.identity


class WatchedState(NamedTuple):
    """What a person beside the clock is told; on a screen that may be locked, so without a PC's name.

    Attributes:
        identity: Another one is a change.
        mark: By shape.
        title: In a sentence.
        words: What follows from it.
    """

    identity: str
    mark: StatusKind
    title: Text
    words: Text


def watched_state(session: Session, result: ShownResult | None) -> WatchedState:
    """What is known of what is watched; None where its first look goes on."""
    if result is not None and is_well(result):
        works = T("{product} can now read from Open Dental.", product=session.product)
        title = works if result.connected else T("This office is ready.")
        seen = T("Seen at {time}.", time=clock_time(result.at))
        return WatchedState("well", StatusKind.GOOD, title, seen)
    if not session.is_watching:  # its time is over, or the program failed
        over = T("The program no longer checks.")
        return WatchedState("over", StatusKind.UNKNOWN, over, T("It still does not work. Open it to go on."))
    if result is None:
        return WatchedState("", StatusKind.UNKNOWN, T("Checking …"), T("Checking …"))
    cause, at = result.written_causes[0], clock_time(result.at)
    mark = state(Status.FAILED, cause.who)[0]
    words = T("{whose}. Seen at {time}.", whose=CHIP[cause.who[0]], time=at)
    return WatchedState(str(cause.code), mark, cause.title, words)
