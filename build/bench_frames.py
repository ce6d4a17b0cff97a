"""Pictures of pointers against the same primitives replayed from a QPicture, at 200 %; prints JSON.

    bench_frames.py ROUNDS

First each picture is planned and drawn for the first time, in processor time, as there is only one of each.
Then it is drawn anew each round, and beside it what it had recorded. Last a player turns its pictures while a
timer of 5 ms asks how long the thread was away. Started by bench.py.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QObject, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QImage, QPainter, QPicture

from wizard.core.text import Translator
from wizard.pointer.edition import Edition
from wizard.pointer.layout import layout
from wizard.pointer.scene_files import Scenes
from wizard.ui.app import make_application
from wizard.ui.pointer.player import PointerPlayer
from wizard.ui.pointer.render import image, plan, render
from wizard.ui.pointer.surround import LIGHT

if TYPE_CHECKING:
    from collections.abc import Callable

    from wizard.core.text import Text
    from wizard.pointer.scene import ResolvedFrame

SIZE, RATIO = QSize(484, 424), 2
TURN_MS = 350
TURNINGS = 5  # of the whole path; the median of their longest gaps counts


def recorded(frame: ResolvedFrame, say: Callable[[Text], str]) -> QPicture:
    """What a picture draws, to be drawn again without asking where anything goes."""
    made = QPicture()
    painter = QPainter(made)
    render(painter, QRectF(0, 0, SIZE.width(), SIZE.height()), frame, 1, LIGHT, say=say)
    painter.end()
    return made


def replayed(picture: QPicture) -> None:
    """The floor: the same primitives on an equal image."""
    made = QImage(SIZE * RATIO, QImage.Format.Format_ARGB32_Premultiplied)
    made.setDevicePixelRatio(RATIO)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    picture.play(painter)
    painter.end()


def processor_ms(draw: Callable[[], object]) -> float:
    """Milliseconds of the processor's time in one call: a busy machine does not lengthen it much."""
    begin = time.process_time()
    draw()
    return (time.process_time() - begin) * 1000


def timed_ms(draw: Callable[[], object]) -> float:
    """Milliseconds of one call."""
    begin = time.perf_counter()
    draw()
    return (time.perf_counter() - begin) * 1000


class Turning(QObject):
    """Turns a player's pictures and notes the longest time between two beats."""

    def __init__(self, player: PointerPlayer, turns: int) -> None:
        super().__init__()
        self.player, self.left, self.longest = player, turns, 0.0
        self._last = time.perf_counter()
        self.loop = QEventLoop()
        self._beat = QTimer(self, interval=5, timerType=Qt.TimerType.PreciseTimer)
        self._beat.timeout.connect(self._tick)
        self._turn = QTimer(self, interval=TURN_MS)
        self._turn.timeout.connect(self._next)

    def run(self) -> float:
        """Turn to the end; returns the longest gap in ms."""
        self._last = time.perf_counter()
        self._beat.start()
        self._turn.start()
        self.loop.exec()
        return self.longest

    def _tick(self) -> None:
        now = time.perf_counter()
        self.longest, self._last = max(self.longest, (now - self._last) * 1000), now

    def _next(self) -> None:
        if not self.left:
            self.loop.quit()
            return
        self.left -= 1
        self.player.go((self.player.index + 1) % self.player.count)


def main(rounds: int) -> None:
    """Measure and print."""
    _application = make_application(Translator())
    scenes, say = Scenes(), Translator().translate
    frames = [f for i in scenes.pointer_ids() for f in layout(scenes.pointer(i), Edition())]
    image(frames[0], 1, LIGHT, say=say, size=QSize(300, 300), ratio=1)  # fonts and glyphs, once per program
    planned, cold = [], []
    draw = partial(image, number=1, look=LIGHT, say=say, size=SIZE, ratio=RATIO)
    for frame in frames:
        planned.append(processor_ms(partial(plan, frame, SIZE.width(), SIZE.height(), LIGHT, say)))
        drawn = processor_ms(partial(draw, frame))
        cold.append(planned[-1] + drawn)
    pictures = [recorded(frame, say) for frame in frames]
    times: dict[int, list[float]] = {at: [] for at in range(len(frames))}
    ratios: list[float] = []
    floors: list[float] = []
    for round_ in range(rounds + 1):
        ratios_now = []
        for at, frame in enumerate(frames):
            floor = timed_ms(partial(replayed, pictures[at]))
            took = timed_ms(partial(draw, frame))
            if round_:  # the first round fills caches
                times[at].append(took)
                floors.append(floor)
                ratios_now.append(took / floor)
        ratios += ratios_now
    each = sorted(statistics.median(found) for found in times.values())
    shown = scenes.picture("api-setup/add-key").shown()
    player = PointerPlayer(say, LIGHT)
    player.resize(SIZE.width(), SIZE.height() + 80)
    player.show_pointer(shown)
    player.show()
    player.grab()
    told = {
        "ratio": statistics.median(ratios),
        "floor_ms": statistics.median(floors),
        "median_ms": statistics.median(each),
        "slowest_ms": each[-1],
        "frames": len(frames),
        "plan_ms": max(planned),
        "cold_ms": max(cold),
        "cached_ms": statistics.median(timed_ms(player.grab) for _ in range(9)),
        "gap_ms": statistics.median(Turning(player, player.count).run() for _ in range(TURNINGS)),
    }
    print(json.dumps(told), flush=True)


main(int(sys.argv[1]))
