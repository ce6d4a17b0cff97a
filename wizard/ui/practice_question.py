"""Whose practice the key opens: asked of Open Dental once a success is shown, and then of the person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from wizard.ui.worker import Crash

if TYPE_CHECKING:
    from wizard.core.keys import KeyPair
    from wizard.core.practice_title import Practice
    from wizard.ui.session import Session
    from wizard.ui.shown_result import ShownResult
    from wizard.ui.worker import Work


class PracticeQuestion(QObject):
    """One question a key; what Open Dental told, and the answer, are kept for the session only.

    Args:
        session: The window's state.

    Attributes:
        practice: Whose it is, as Open Dental told it; None where it did not, or not yet.
        is_theirs: The person said that it is their practice.
        busy: Open Dental is being asked, or the key is being taken out of the keychain.

    Signals:
        changed: One of them is another.
    """

    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._pair: KeyPair | None = None
        self._asked: ShownResult | None = None
        self._work: Work | None = None
        self.practice: Practice | None = None
        self.is_theirs = False

    @property
    def busy(self) -> bool:
        """Whether something is waited for."""
        return self._work is not None

    def was_asked(self, result: ShownResult) -> bool:
        """Whether Open Dental was asked after this success."""
        return result is self._asked

    def ask(self, result: ShownResult) -> None:
        """Ask Open Dental, once for a result, unless it is known of its key."""
        session, pair = self._session, self._session.shown_pair
        if pair is None or not result.connected or result is self._asked:
            return
        self._asked = result
        if pair == self._pair and self.practice is not None:
            return
        self._forget(pair)
        way, host = session.way, session.host
        self._work = session.worker.submit(
            lambda engine, _tell: engine.practice(pair, result, way, host), self._told
        )
        self.changed.emit()

    def _told(self, practice: Practice | Crash | None) -> None:
        self._work = None
        if not isinstance(practice, Crash):  # what did not come is no cause: nothing is asked then
            self.practice = practice
        self.changed.emit()

    def accept(self) -> None:
        """It is the person's practice; remembered for the session."""
        self.is_theirs = True
        self._session.own()
        self.changed.emit()

    def deny(self) -> None:
        """It is not the person's practice: the key is kept no longer, and the result is another one."""
        result, pair = self._session.result, self._pair
        if result is None or pair is None or not result.connected or self.busy:
            return
        self._session.disown(pair)
        self._work = self._session.worker.submit(
            lambda engine, _tell: engine.disown(pair, result),
            lambda outcome: self._disowned(outcome, result),
        )
        self.changed.emit()

    def _disowned(self, outcome: ShownResult | Crash, denied: ShownResult) -> None:
        self._forget(None)
        if not isinstance(outcome, Crash) and self._session.result is denied:  # else there is a later one
            self._session.show_disowned(outcome)
        self.changed.emit()

    def _forget(self, pair: KeyPair | None) -> None:
        """Know nothing of any practice; ``pair`` is asked for next."""
        if self._work is not None:
            self._work.cancel()
        self._work, self._pair, self.practice, self.is_theirs = None, pair, None, False
