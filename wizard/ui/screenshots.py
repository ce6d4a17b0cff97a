"""Walks the window offscreen from start to result and leaves a picture of each step."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QCoreApplication, QEvent, QEventLoop, QObject, QTimer

from wizard.store import files
from wizard.ui.app import make_application
from wizard.ui.collector import Collector
from wizard.ui.flow import StepId
from wizard.ui.lifetime import begin
from wizard.ui.session import Session
from wizard.ui.window import Window

if TYPE_CHECKING:
    from pathlib import Path

    from wizard.ui.launch import Launch

_PATIENCE_MS = 120_000
SIZE = (1040, 720)


class ScreenshotWalk(QObject):
    """Presses the primary action of each page as a person would, once the page has settled."""

    def __init__(self, window: Window, folder: Path) -> None:
        super().__init__()
        self._window = window
        self._folder = folder
        self._loop = QEventLoop()
        self._timer = QTimer(self)
        self._timer.setInterval(100)
        self._timer.timeout.connect(self._look)
        self._shot: set[StepId] = set()
        self._seen: StepId | None = None
        self.pictures: list[Path] = []

    def run(self) -> bool:
        """Walk; False where the result did not come up in time."""
        # the test's page goes on by itself half a second later, which a look now and then may miss
        self._window.session.live_run.finished.connect(self._tested)
        QTimer.singleShot(_PATIENCE_MS, self._loop, self._loop.quit)
        self._timer.start()
        self._loop.exec()
        self._timer.stop()
        return StepId.RESULT in self._shot

    def _look(self) -> None:
        page, here = self._window.page, self._window.history.here
        session = self._window.session
        waits = here is StepId.RESULT and session.practice.busy  # the pretend practice's name is told soon
        settled = session.engine is not None and not page.busy and not waits
        if not settled or here != self._seen:
            # what a page shows anew, when it comes or when its run ends, is laid out by the next look
            self._seen = here if settled else None
            return
        self._take(here)
        if here is StepId.RESULT:
            self._loop.quit()
        elif here is not StepId.LIVE:  # it goes on by itself
            self._window.main_action.click()

    def _tested(self) -> None:
        QTimer.singleShot(0, self, self._take_live)  # once the page and its buttons have heard of it, too

    def _take_live(self) -> None:
        if self._window.history.here is StepId.LIVE:
            QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
            self._take(StepId.LIVE)

    def _take(self, here: StepId) -> None:
        if here not in self._shot:
            self._shot.add(here)
            self._picture(f"{len(self._shot)}-{here}")

    def _picture(self, name: str) -> None:
        path = self._folder / f"{name}.png"
        made = QBuffer()
        made.open(QBuffer.OpenModeFlag.WriteOnly)
        if not self._window.grab().save(made, "PNG"):
            raise OSError("the picture could not be made")
        files.write(path, bytes(made.data().data()))
        self.pictures.append(path)


def walk_for_screenshots(launch: Launch, folder: Path) -> int:
    """Walk the window and tell what was found; 0 when the result came up."""
    folder.mkdir(parents=True, exist_ok=True)
    collector = Collector(make_application(launch.translator))
    window = Window(Session(launch))
    window.resize(*SIZE)
    begin(window, collector)
    steps = ScreenshotWalk(window, folder)
    arrived = steps.run()
    result = window.session.result
    for path in steps.pictures:
        sys.stdout.write(f"{path}\n")
    if arrived and result is not None and result.causes:
        cause = result.causes[0]
        sys.stdout.write(f"{cause.ref} {cause.code}: {launch.translator.translate(cause.title)}\n")
    window.close()
    collector.stop()
    return 0 if arrived else 1
