"""Which windows of the program are open: the wizard's, and one for each case file that is replayed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from wizard.ui.collector import Collector
from wizard.ui.lifetime import begin, end_on_signals, go_on_without_window
from wizard.ui.session import Session
from wizard.ui.window import Window

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QMessageBox

    from wizard.core.text import Text
    from wizard.ui.case_opening import CaseOpening, ShownReplay
    from wizard.ui.closing import Closing
    from wizard.ui.launch import Launch
    from wizard.ui.single_instance import SingleInstance


class Desk(QObject):
    """Opens windows; the program ends with the last one.

    A replay has a window and a session of its own, so that nothing of a wizard that runs beside it changes.

    Args:
        launch: What the wizard is opened with.
        application: Ends with the last window.
        single: This process's claim to be the only one; other starts ask for windows.

    Attributes:
        wizard: The wizard's window, while there is one.
        replays: The windows of replays, by the name of their file.
        refusal: What was said of the latest file that could not be replayed.
    """

    def __init__(
        self, launch: Launch, application: QApplication, single: SingleInstance | None = None
    ) -> None:
        super().__init__(application)
        self._launch, self._application = launch, application
        self._collector = Collector(application)
        self._closing: Closing | None = None
        self._openings: dict[str, CaseOpening] = {}
        self._follows = False
        self.wizard: Window | None = None
        self.replays: dict[str, Window] = {}
        self.refusal: QMessageBox | None = None
        if single is not None:
            single.listen(self._asked)

    def open_wizard(self) -> None:
        """Open the wizard's window, or bring it forward."""
        if self._closing is not None:
            self._closing.open()
            return
        if self.wizard is not None:  # minimized so early that it was never painted
            self._forward(self.wizard)
            return
        self.wizard = window = Window(Session(self._launch))
        window.painted.connect(self._wizard_painted)
        window.closed.connect(self._wizard_closed)
        begin(window, self._collector)

    def _wizard_painted(self) -> None:
        if self.wizard is not None:
            self._closing = go_on_without_window(self.wizard, self._application, self._wizard_ended)
            self._take_cases(self.wizard)
            self._follow()

    def _wizard_closed(self) -> None:
        if self._closing is None:  # it was never painted; else that tells of the end
            self._wizard_ended()

    def _follow(self) -> None:
        """From the first window on: end where the system asks for it."""
        if not self._follows:
            self._follows = True
            end_on_signals(self, self.end)

    def _asked(self, case: str) -> None:
        if case:
            self.open_case(case)
        elif self.wizard is None and self.replays:
            self._forward([*self.replays.values()][-1])
        else:
            self.open_wizard()

    # replays

    def open_case(self, name: str) -> None:
        """Replay a case file in a window of its own; one that is open already comes forward."""
        from wizard.ui.case_opening import CaseOpening

        self._application.setQuitOnLastWindowClosed(False)
        self._follow()
        if name in self.replays:
            self._forward(self.replays[name])
        elif name not in self._openings:
            self._openings[name] = opening = CaseOpening(name, self._launch.setup, self)
            opening.replayed.connect(lambda shown: self._replayed(name, shown))
            opening.refused.connect(lambda why: self._refused(name, why))
            opening.start()

    def _replayed(self, name: str, shown: ShownReplay) -> None:
        from wizard.ui.replay_session import ReplaySession

        self._openings.pop(name).deleteLater()
        session = ReplaySession(shown, self._launch.translator)
        session.wizard_wanted.connect(self.open_wizard)
        self.replays[name] = window = Window(session)
        window.closed.connect(lambda: self._replay_closed(name))
        self._take_cases(window)
        self._forward(window)
        self._collector.settle()

    def _refused(self, name: str, why: Text) -> None:
        """Say what was expected; the wizard goes on, or comes up where nothing else is open."""
        from wizard.core.text import T
        from wizard.ui.notice import notice

        self._openings.pop(name).deleteLater()
        if self.wizard is None and not self.replays:
            self.open_wizard()
        say, window = self._launch.translator.translate, self.wizard or [*self.replays.values()][-1]
        told = say(T("This file cannot be shown as a case."))
        self.refusal = box = notice(say(T("Connect Wizard for Open Dental")), told, say(why), window)
        box.setObjectName("refused-case")
        box.open()

    def _replay_closed(self, name: str) -> None:
        self.replays.pop(name).deleteLater()
        self._end_with_last()

    def _take_cases(self, window: Window) -> None:
        window.setAcceptDrops(True)
        window.dropped.connect(self.open_case)

    def _forward(self, window: Window) -> None:
        from wizard.ui.single_instance import bring_forward

        bring_forward(window)

    # the end

    def end(self) -> None:
        """Close every window at once, whatever is watched, and open none for a case that is being read."""
        for opening in self._openings.values():
            opening.forget()
        self._openings.clear()
        for window in [*self.replays.values()]:
            window.close()
        if self._closing is not None:
            self._closing.end()
        elif self.wizard is not None:
            self.wizard.close()
        self._end_with_last()

    def _wizard_ended(self) -> None:
        if self.wizard is not None:
            self.wizard.deleteLater()
        self.wizard = self._closing = None
        self._end_with_last()

    def _end_with_last(self) -> None:
        if self.wizard is None and not self.replays and not self._openings:
            self._application.quit()
