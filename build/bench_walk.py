"""The window from its first paint to a result, with a heartbeat in its loop; prints what was seen as JSON.

    bench_walk.py PORT IDLE_S

A timer of 5 ms asks how long the window's thread was away: the gaps of each part. Then the timers stop, and
the processor's time of the window at rest is taken. Started by bench.py.
"""

import json
import os
import sys
import time

from PySide6.QtCore import QObject, Qt, QTimer

from wizard.core.endpoint import Endpoint
from wizard.core.mode import Mode
from wizard.core.profile import Profile, Support
from wizard.core.secret import Secret
from wizard.core.text import Translator
from wizard.runs.setup import Setup
from wizard.ui.app import make_application
from wizard.ui.collector import Collector
from wizard.ui.flow import StepId
from wizard.ui.launch import Launch
from wizard.ui.lifetime import begin
from wizard.ui.session import Session
from wizard.ui.window import Window

BEAT_MS = 5
LOOK_MS = 50
PATIENCE_MS = 60_000
SETTLE_S = 1.0  # after the result came up: its pictures are painted and the key is put away
START, IDLE = "start", "idle"
KEYS = ("BENCHDEVELOPER01", "BENCHCUSTOMER001")


class Heartbeat(QObject):
    """Walks as a person would and notes the longest time between two beats of each part."""

    def __init__(self, window: Window, idle_s: float) -> None:
        super().__init__()
        self._window = window
        self._idle_s = idle_s
        self._part = START
        self._last = self._since = time.perf_counter()
        self._seen: StepId | None = None
        self.gaps: dict[str, float] = {}
        self._beat = QTimer(self)
        self._beat.setTimerType(Qt.TimerType.PreciseTimer)
        self._beat.setInterval(BEAT_MS)
        self._beat.timeout.connect(self._tick)
        self._look = QTimer(self)
        self._look.setInterval(LOOK_MS)
        self._look.timeout.connect(self._walk)

    def start(self) -> None:
        """Begin with the first paint, before the engine starts."""
        self._last = time.perf_counter()
        self._beat.start()
        self._look.start()

    def _tick(self) -> None:
        now = time.perf_counter()
        gap, self._last = (now - self._last) * 1000, now
        if gap > self.gaps.get(self._part, 0.0):
            self.gaps[self._part] = gap

    def _turn(self, part: str) -> None:
        self._part, self._since = part, time.perf_counter()

    def _walk(self) -> None:
        page, here = self._window.page, self._window.history.here
        if self._window.session.engine is None or page.busy or self._window.settling:
            return
        if here is not self._seen:  # a page is laid out and painted before it is left
            self._seen = here
            self._since = time.perf_counter()
        elif here is StepId.RESULT:
            self._rest()
        elif here is not StepId.LIVE:  # it goes on by itself
            # what the click causes counts for the page that comes up
            self._turn("office" if here is StepId.WELCOME else "key" if here is StepId.OFFICE else "live")
            self._window.main_action.click()

    def _rest(self) -> None:
        """After the result: rest, then measure the same window while nothing happens, then end."""
        waited = time.perf_counter() - self._since
        if self._part != IDLE and waited > SETTLE_S:
            self._look.setInterval(1000)  # so that looking is no part of idling
            self._turn(IDLE)
            self.gaps.pop(IDLE, None)
        elif self._part == IDLE and waited > self._idle_s:
            self._beat.stop()
            self._look.stop()
            self._cpu = time.process_time()
            QTimer.singleShot(round(self._idle_s * 1000), self._end)

    def _end(self) -> None:
        cpu = (time.process_time() - self._cpu) * 1000 / self._idle_s
        peak = 0
        if sys.platform != "win32":
            import resource

            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        print(json.dumps({"gaps": self.gaps, "peak_kb": peak, "cpu_ms": cpu}), flush=True)
        os._exit(0)

    def settled(self, step: str) -> None:
        """The result comes up by itself."""
        if step == StepId.RESULT:
            self._turn("result")


def main(port: int, idle_s: float) -> None:
    """Walk the window in front of an office."""
    developer, customer = KEYS
    profile = Profile(
        vendor_name="Northwind Sync",
        product="Northwind Sync",
        support=Support(phone="555-0100"),
        developer_key=Secret(developer),
    )
    setup = Setup(
        Translator(),
        profile=profile,
        endpoint=lambda: Endpoint(Mode.REMOTE, "http", "127.0.0.1", port),
    )
    launch = Launch(setup, customer_key=customer)
    application = make_application(Translator())
    window = Window(Session(launch))
    heart = Heartbeat(window, idle_s)
    window.painted.connect(heart.start)
    window.page_shown.connect(heart.settled)
    begin(window, Collector(application))
    QTimer.singleShot(PATIENCE_MS, application, application.quit)
    application.exec()
    raise SystemExit("the result did not come up")


main(int(sys.argv[1]), float(sys.argv[2]))
