"""Closed or killed in the middle: the next start offers to go on where the person was.

What is kept is the step, the way and what they said about their Open Dental; never a key, which is only there
again where the keychain has it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from wizard.core.mode import Mode
from wizard.core.text import T, paragraph
from wizard.runs.kept_progress import ReachedStep
from wizard.ui.flow import STEPS, StepId
from wizard.ui.pages.key import KeyPage
from wizard.ui.pages.welcome import WelcomePage

if TYPE_CHECKING:
    from wizard.core.text import Text
    from wizard.ui.engine import Engine
    from wizard.ui.window import Window
    from wizard.ui.worker import Crash, Tell

_NAMES = {step.id: step.name for step in STEPS}
_TESTED = (StepId.LIVE, StepId.RESULT)


class ComingBack(QObject):
    """Keeps how far the person is, and offers the first page of the next start to go on there.

    Args:
        window: Whose steps these are.
    """

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window, self._session = window, window.session
        self._place: ReachedStep | None = None  # what is kept, as far as this window knows
        window.page_shown.connect(self._keep)
        self._session.changed.connect(self._keep)
        self._session.chose.connect(self._keep)
        self._keep()  # the person may have been quicker than the engine
        if self._session.result is None:
            self._session.worker.submit(_read, self._offer)

    def _offer(self, found: ReachedStep | Crash | None) -> None:
        """Offer it, unless the person has begun already."""
        page = self._window.page
        if not isinstance(found, ReachedStep) or not isinstance(page, WelcomePage) or self._place is not None:
            return
        try:
            step = StepId(found.step)
        except ValueError:  # of another version of this program
            return
        if step is not StepId.WELCOME:
            page.offer(lambda: self._words(step), lambda: self._go_on(step, found))

    def _words(self, step: StepId) -> Text:
        came = T("Last time you came as far as: {step}.", step=_NAMES[step])
        stored = self._session.stored
        if step in _TESTED and stored is not None and stored.customer is None:
            return paragraph(came, T("The key was not kept on this PC, so paste it once more."))
        return came

    def _go_on(self, step: StepId, place: ReachedStep) -> None:
        """Go there; a test needs its key, and a server its name: without them to the page that asks."""
        self._session.way, self._session.choice = place.way, place.choice
        page = self._window.go_to(StepId.KEY if step in _TESTED else step)
        if not isinstance(page, KeyPage):
            return
        page.choose_way(place.way)
        names_server = page.way is not None and place.way is Mode.API_SERVICE
        if step in _TESTED and page.primary().enabled and not names_server:
            self._window.go_to(StepId.LIVE)

    def _keep(self) -> None:
        """Keep where the person is; nothing once it works."""
        here, result = self._window.history.here, self._session.result
        if here is StepId.WELCOME:
            return
        if result is not None and result.connected:
            if self._place is not None:
                self._place = None
                self._session.worker.submit(_forget, _unheard)
            return
        place = ReachedStep(str(here), self._session.way, self._session.choice)
        if place != self._place:
            self._place = place
            self._session.worker.submit(lambda engine, _tell: _kept(engine, place), _unheard)
            welcome = self._window.made_page(StepId.WELCOME)
            if isinstance(welcome, WelcomePage):
                welcome.take_back()


async def _read(engine: Engine, _tell: Tell) -> ReachedStep | None:
    return engine.progress.read()


async def _kept(engine: Engine, place: ReachedStep) -> None:
    engine.progress.keep(place)


async def _forget(engine: Engine, _tell: Tell) -> None:
    engine.progress.forget()


def _unheard(_outcome: object) -> None:
    """Nothing is said of it."""
