"""Pictures of pointers against a plain scene of 150 shapes, at 200 %; prints JSON.

    bench_frames.py ROUNDS

Each picture is drawn once before it is timed, as in the window, and each time all of it is drawn anew. Then a
player turns its pictures while a timer of 5 ms asks how long the thread was away. Started by bench.py.
"""

import json
import statistics
import sys
import time

from PySide6.QtCore import QEventLoop, QObject, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QFont, QImage, QLinearGradient, QPainter, QPen

from wizard.core.text import Translator
from wizard.pointer.edition import Edition
from wizard.pointer.layout import layout
from wizard.pointer.scene_files import Scenes
from wizard.ui.app import make_application
from wizard.ui.pointer.player import PointerPlayer
from wizard.ui.pointer.render import image
from wizard.ui.pointer.surround import LIGHT

SIZE, RATIO = QSize(484, 424), 2
SHAPES = 150
TURN_MS = 350
TURNINGS = 5  # of the whole path; the median of their longest gaps counts


def plain() -> None:
    """Fifty shaded areas, fifty round outlines, fifty words."""
    made = QImage(SIZE * RATIO, QImage.Format.Format_ARGB32_Premultiplied)
    made.setDevicePixelRatio(RATIO)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(0, 0, SIZE.width(), SIZE.height(), QColor("#FCFDFE"))
    font = QFont()
    font.setPixelSize(11)
    painter.setFont(font)
    for at in range(SHAPES // 3):
        box = QRectF(8 + (at % 5) * 94, 8 + (at // 5) * 41, 88, 34)
        shade = QLinearGradient(0, box.y(), 0, box.bottom())
        shade.setColorAt(0, QColor("#FFFFFF"))
        shade.setColorAt(1, QColor("#E1E8EB"))
        painter.fillRect(box, shade)
        painter.setPen(QPen(QColor("#1C5180"), 1))
        painter.drawRoundedRect(box, 3, 3)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, f"Caption {at}")
    painter.end()


def timed_ms(draw: object) -> float:
    """Milliseconds of one call."""
    begin = time.perf_counter()
    draw()  # type: ignore[operator]  # a function
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
    times: dict[int, list[float]] = {at: [] for at in range(len(frames))}
    ratios: list[float] = []
    floors: list[float] = []
    for round_ in range(rounds + 1):
        drawn = []
        for at, frame in enumerate(frames):
            floor = timed_ms(plain)
            took = timed_ms(lambda f=frame: image(f, 1, LIGHT, say=say, size=SIZE, ratio=RATIO))
            if round_:  # the first round fills caches
                times[at].append(took)
                floors.append(floor)
                drawn.append(took / floor)
        ratios += drawn
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
        "cached_ms": statistics.median(timed_ms(player.grab) for _ in range(9)),
        "gap_ms": statistics.median(Turning(player, player.count).run() for _ in range(TURNINGS)),
    }
    print(json.dumps(told), flush=True)


main(int(sys.argv[1]))
