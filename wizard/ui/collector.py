"""Python's cyclic garbage collection, on the window's thread only.

A collection runs in whichever thread happens to allocate next. On the engine's thread it could free a widget
that only a reference cycle kept, and a widget that dies outside its own thread takes the program with it.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 2000


class Collector(QObject):
    """Switches automatic collection off and collects from a timer of the window's thread.

    Args:
        parent: The application; the collector lives as long.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._thresholds = gc.get_threshold()
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    def settle(self, _engine: object = None) -> None:
        """What is loaded by now stays: later collections need not look at it, and so hold nothing up."""
        gc.freeze()

    def collect(self) -> None:
        """Collect the youngest generations that have grown past Python's own thresholds."""
        for generation in (2, 1, 0):
            if gc.get_count()[generation] > self._thresholds[generation]:
                gc.collect(generation)
                return

    def stop(self) -> None:
        """Hand collection back to Python."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()
