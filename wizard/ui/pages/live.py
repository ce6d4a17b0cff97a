"""Live test: the call to ``patients`` with its layers, cancellable at any time."""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from wizard.core.codes import CheckId
from wizard.core.events import CallDone, CallStarted, CheckDone, CheckStarted, Pacing
from wizard.core.text import N, T
from wizard.ui.list_widgets import StatusRow
from wizard.ui.pages.base import Action
from wizard.ui.pages.run_page import RunPage
from wizard.ui.runner import RunState
from wizard.ui.states import WAITING, state
from wizard.ui.told import CheckShown
from wizard.ui.widgets import label

if TYPE_CHECKING:
    from wizard.core.events import Event
    from wizard.ui.session import Session
    from wizard.ui.shown_result import ShownResult

ROWS = {
    "name": T("Name of Open Dental"),
    "connection": T("Connection"),
    "secure": T("Secure channel"),
    "open-dental": T("Open Dental"),
    "key": T("Customer key"),
    "right": T("Right to read patients"),
    "office": T("This office's eConnector and database"),
}
"""The layers in their order, by the ids of ``wizard.diagnosis.layers``."""

_CHECKS = {
    CheckId.PREREQ_NAME: "name",
    CheckId.PREREQ_PORT: "connection",
    CheckId.PREREQ_SECURE_CHANNEL: "secure",
}
_ASKING = {
    "securityperms": T("Asking which rights the key has"),
    "version": T("Asking for the version of Open Dental"),
}
LINGER_MS = 500
"""How long the finished rows stay before the result comes up."""


class LivePage(RunPage):
    """Runs the live test when it comes up, then goes on by itself."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, session.live_run)
        say = self.say
        self.column.addWidget(label(say(T("Testing the connection")), "title"))
        self.column.addWidget(
            label(
                say(T("One call asks Open Dental for a patient that does not exist. No patient is read.")),
                "lead",
            )
        )
        self.column.addWidget(self.trouble)
        self.column.addSpacing(16)
        for identity, title in ROWS.items():
            row = StatusRow(session.theme, say(title))
            row.tighten()
            self.rows[identity] = row
            self.column.addWidget(row)
        self.column.addStretch(1)
        self._words = ""
        self._is_here = self._is_unseen = False
        self._linger = QTimer(self)
        self._linger.setSingleShot(True)
        self._linger.setInterval(LINGER_MS)
        self._linger.timeout.connect(self.forward.emit)

    def enter(self) -> None:
        """Run the test, unless this comes up for one that was begun elsewhere."""
        self._is_here = True
        if not self._is_unseen:
            self.rerun()
        self._is_unseen = False

    def leave(self) -> None:
        """Stay here no longer than the person does."""
        self._is_here = False
        self._linger.stop()
        self.cancel()

    def rerun(self) -> None:
        """Run the test afresh."""
        self.session.test()

    def begun(self) -> None:
        """Show every layer as waiting."""
        self._words = ""
        self._is_unseen = not self._is_here
        self._linger.stop()
        for row in self.rows.values():
            row.show_state(WAITING[0], self.say(WAITING[1]), "")

    def on_event(self, event: Event) -> None:
        """Show the layer that the run has come to."""
        match event:
            case CheckStarted(id=identity) if identity in _CHECKS:
                self.waiting(_CHECKS[identity], T("Waiting for an answer"))
            case CheckDone(result=result) if result.id in _CHECKS:
                row = _CHECKS[result.id]
                self.row_finished(row)
                who = event.cause.who if isinstance(event, CheckShown) else ()
                mark, words = state(result.status, who)
                self.rows[row].show_state(mark, self.say(words), self.say(result.summary))
            case Pacing():
                self._count_down()
            case CallStarted(opinion=None):
                self._words = ""
                self.waiting("open-dental", T("Waiting for Open Dental's answer"))
            case CallStarted(opinion=opinion):
                self._words = self.say(_ASKING.get(str(opinion), T("Asking for a second opinion")))
            case CallDone(opinion=None):
                self.row_finished("open-dental")
            case _:
                pass

    def tick(self) -> None:
        """Count down to the next call, and say what slow rows wait for."""
        if self.run.state is RunState.WAITING:
            self._count_down()
            self.changed.emit()
        super().tick()

    def _count_down(self) -> None:
        """Open Dental limits how often one key may call; a test begun too soon waits for its turn."""
        words = N(
            "Next call in {n} second: one key may call only so often.",
            "Next call in {n} seconds: one key may call only so often.",
            max(1, math.ceil(self.run.free_at - time.monotonic())),
        )
        self._words = self.say(words)

    def finished(self, result: ShownResult) -> None:
        """Show every layer, and go on to the result from here."""
        who = result.causes[0].who if result.causes else ()
        for layer in result.layers:
            mark, words = state(layer.status, who)
            self.rows[str(layer.layer)].show_state(mark, self.say(words), self.say(layer.text))
        self._words, self._is_unseen = "", False
        if self._is_here:
            self._linger.start()

    def primary(self) -> Action:
        """Go on to the result, or test after a cancel; nothing while it runs."""
        if self.busy:
            return Action(self.say(T("Testing")), self.rerun, enabled=False)
        if self._linger.isActive():
            return Action(self.say(T("&Continue")), self.forward.emit)
        return Action(self.say(T("&Test again")), self.rerun, name="again")

    def secondary(self) -> list[Action]:
        """Cancel while it runs; never the primary action, which a hasty second click would hit."""
        return [Action(self.say(T("Ca&ncel")), self.cancel, name="cancel")] if self.busy else []

    def cancelled(self) -> None:
        """The test was cancelled; what it was waiting for is of no interest any more."""
        self._words = ""
        super().cancelled()

    def note(self) -> str:
        """What goes on."""
        return self._words
