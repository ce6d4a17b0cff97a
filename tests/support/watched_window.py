"""A window in front of a pretend office that is watched, by a clock that only the test moves."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.support.fake_tray import FakeTray
from tests.support.hand_clock import HandClock
from tests.support.office import CANARY_CUSTOMER, CANARY_DEVELOPER, MemoryBackend, changed, remote_launch
from wizard.checks.context import World
from wizard.core.keys import KeyPair, Keys
from wizard.core.machine import ServiceState
from wizard.core.secret import Secret
from wizard.probe.pace import Pacer
from wizard.simulator.pretend_pc import pretend_pc
from wizard.simulator.scenarios import SCENARIOS
from wizard.ui.flow import StepId
from wizard.ui.lifetime import go_on_without_window
from wizard.ui.pages.office import OfficePage
from wizard.ui.pages.result import ResultPage
from wizard.ui.runner import RunState
from wizard.ui.session import Session
from wizard.ui.watching import WatchState
from wizard.ui.window import Window
from wizard.windows.machine_reader import MachineReader

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from wizard.core.profile import Profile
    from wizard.runs.run_result import RunResult
    from wizard.simulator.pretend_office import PretendOffice
    from wizard.ui.cause_card import CauseCard

WAIT_MS = 60_000
PATIENTS = "/patients"
PACE_S = 5.0
_LEAST = 1e-3


class WatchedWindow:
    """The program as it is opened, at a result or at the office's page.

    Attributes:
        clock: Of the watch and of the key's pace.
        pc: The PC that the checks ask.
        tray: The place beside the clock.
    """

    def __init__(
        self, qtbot: QtBot, qapp: QApplication, office: PretendOffice, profile: Profile | None = None
    ) -> None:
        self._qtbot = qtbot
        self.office = office
        self.clock = HandClock()
        self.pc = pretend_pc(office.scenario.id)
        self.backend = MemoryBackend()
        self.tray = FakeTray()
        launch = changed(remote_launch(office, self.backend, profile), world=self._world)
        launch = launch._replace(watch_clock=lambda: self.clock, tray=lambda: self.tray)
        self.session = session = Session(launch)
        session.keys = Keys(KeyPair(Secret(CANARY_DEVELOPER), Secret(CANARY_CUSTOMER)))
        session.start()
        qtbot.waitUntil(lambda: session.stored is not None, timeout=WAIT_MS)
        self._looks = 0
        session.changed.connect(self._looked)
        self._follows = False
        session.watch_began.connect(self._follow)
        self.window = Window(session)
        qtbot.addWidget(self.window)
        self.announced: list[str] = []
        self.window.announced.connect(self.announced.append)
        self.closing = go_on_without_window(self.window, qapp)
        self.window.resize(1040, 720)
        self.window.show()
        qtbot.waitUntil(lambda: self.window._is_complete, timeout=WAIT_MS)

    def _follow(self) -> None:
        if not self._follows:
            self._follows = True
            self.session.watching.office_looked.connect(self._looked)

    def _looked(self) -> None:
        self._looks += 1

    def _world(self) -> World:
        pacer = Pacer(self.clock.now, self.clock.sleep, apart_s=PACE_S)
        return World(pacer=pacer, machine=lambda: MachineReader(self.pc), environ={})

    @property
    def calls(self) -> int:
        """Keyed live calls so far."""
        return sum(call.had_key and call.path.endswith(PATIENTS) for call in self.office.calls)

    @property
    def result(self) -> RunResult:
        """The session's latest."""
        assert self.session.result is not None
        return self.session.result

    @property
    def code(self) -> str:
        """Its first cause."""
        return str(self.result.causes[0].code) if not self.result.connected else "connected"  # type: ignore[attr-defined]

    @property
    def note(self) -> str:
        """What stands at the left of the action bar."""
        return self.window.note.text()

    def watches(self) -> bool:
        """Whether something is watched."""
        return self.session.is_watching

    def visible(self) -> bool:
        """Whether the window is shown."""
        return self.window.isVisible()

    def card(self) -> CauseCard | None:
        """The result's card; None for a success."""
        page = self.window.page
        assert isinstance(page, ResultPage)
        return page.card

    def hurries(self) -> None:
        """Let the watch hear that a look is wanted now."""
        self.until(lambda: self.session.watching.left_s <= PACE_S)

    def until(self, done: Callable[[], bool]) -> None:
        """Wait; what waits for a key's turn gets it."""

        def nudged() -> bool:
            if done():
                return True
            watching = self.session.watching
            looks = watching.on and (watching.state is WatchState.LOOKING or watching.left_s <= _LEAST)
            if looks or self.session.live_run.state is RunState.WAITING:
                self.clock.move(0.05)
            return False

        self._qtbot.waitUntil(nudged, timeout=WAIT_MS)

    def to_office(self) -> OfficePage:
        """Go to the office's checks, and let them end."""
        self.window._forward()
        page = self.window.page
        assert isinstance(page, OfficePage)
        self.until(lambda: not page.busy and bool(page.checks))
        return page

    def to_result(self) -> ResultPage:
        """Go on to the result, and let the watch come to its pause."""
        if self.window.history.here is StepId.WELCOME:
            self.to_office()
        self.window._forward()
        self.window._go(self.window.history.forward())
        self.until(lambda: self.window.history.here is StepId.RESULT)
        page = self.window.page
        assert isinstance(page, ResultPage)
        self.waits()
        return page

    def waits(self) -> None:
        """Let the watch come to its pause."""
        watching = self.session.watching
        self.until(
            lambda: watching.state is not WatchState.LOOKING and (not watching.on or watching.left_s > _LEAST)
        )

    def move(self, seconds: float) -> None:
        """Let time pass, in steps; each look that is due ends."""
        end, watching = self.clock.time + seconds, self.session.watching
        while self.clock.time < end:
            self.waits()
            left = watching.left_s if watching.on else seconds
            before = self._looks
            self.clock.move(max(_LEAST, min(5.0, end - self.clock.time, left)))
            if watching.on and watching.left_s <= _LEAST:
                self.clock.move(2 * _LEAST)
                self.until(lambda: self._looks != before or not watching.on)  # noqa: B023
        self.waits()

    def use_up(self, minutes: int) -> None:
        """Let the time of the watch pass; a clock that is moved by steps loses some of it."""
        for _ in range(3 * minutes):
            if self.watches():
                self.move(60)

    def heal(self) -> None:
        """From now on everything works, and every service of this PC runs."""
        self.office.scenario = SCENARIOS["healthy"]
        runs = tuple(service._replace(state=ServiceState.RUNNING) for service in self.pc.raw_services)
        self.pc = replace(self.pc, raw_services=runs)

    def scenario(self, name: str, **changes: object) -> None:
        """From now on this is the matter."""
        self.office.scenario = replace(SCENARIOS[name], **changes)  # type: ignore[arg-type]

    def end(self) -> None:
        """End the program."""
        self.closing.end()
        assert self.session.end()
