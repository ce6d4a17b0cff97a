"""The step that closes the window on a failed card, and is told from beside the clock that it works."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from proof import Proof

WATCHED = """
import ctypes
from ctypes import wintypes
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QSystemTrayIcon
from wizard.checks.context import World
from wizard.core.endpoint import Endpoint
from wizard.core.mode import Mode
from wizard.core.profile import Profile
from wizard.core.secret import Secret
from wizard.core.text import Translator
from wizard.runs.setup import Setup
from wizard.simulator.pretend_office import DEMO_CUSTOMER_KEY, DEMO_DEVELOPER_KEY, PretendOffice
from wizard.simulator.pretend_pc import pretend_pc
from wizard.simulator.scenarios import SCENARIOS
from wizard.store.keychain import Keychain
from wizard.ui.app import make_application
from wizard.ui.lifetime import begin, go_on_without_window
from wizard.ui.collector import Collector
from wizard.ui.flow import StepId
from wizard.ui.launch import Launch
from wizard.ui.session import Session
from wizard.ui.window import Window
from wizard.windows.machine_reader import MachineReader

user = ctypes.WinDLL("user32")
profile = Profile(vendor_name="Northwind Sync", developer_key=Secret(DEMO_DEVELOPER_KEY), keep_history=False)

def balloons():
    found = []
    @ctypes.WINFUNCTYPE(wintypes.BOOL, wintypes.HWND, wintypes.LPARAM)
    def each(handle, _):
        kind = ctypes.create_unicode_buffer(200)
        user.GetClassNameW(handle, kind, 200)
        if kind.value == "tooltips_class32" and user.IsWindowVisible(handle):
            found.append(handle)  # its words are another process's
        return True
    user.EnumWindows(each, 0)
    return found

class Walk:
    def __init__(self, window, closing, office):
        self.window, self.closing, self.office = window, closing, office
        self.steps = [self.walked, self.asked, self.stays, self.told]
        self.timer = QTimer(window)
        self.timer.timeout.connect(self.look)
        self.timer.start(200)
    def look(self):
        if self.steps[0]():
            print(self.steps.pop(0).__name__, flush=True)
        if not self.steps:
            self.timer.stop()
            self.closing.end()
    def walked(self):
        here = self.window.history.here
        if here is StepId.RESULT:
            return self.window.session.is_watching
        if self.window.session.engine is not None and not self.window.page.busy:
            self.window.main_action.click()
        return False
    def asked(self):
        if self.closing.staying:
            return True
        if self.closing.question is None:
            self.window.close()
            return False
        self.closing.question.stay_button.click()
        return True
    def stays(self):
        if self.window.isVisible() or not self.closing.staying:
            return False
        assert not balloons()
        self.office.scenario = SCENARIOS["healthy"]
        self.window.session.watching.check_now()
        return True
    def told(self):
        return bool(balloons())

with PretendOffice(SCENARIOS["dropped-reset"], pace_s=0) as office:
    setup = Setup(
        Translator(),
        profile,
        lambda: Endpoint(Mode.REMOTE, "http", "127.0.0.1", office.port),
        lambda: World(machine=lambda: MachineReader(pretend_pc("healthy"))),
        lambda: Keychain(profile, nowhere=True),
    )
    application = make_application(Translator())
    assert QSystemTrayIcon.isSystemTrayAvailable()
    window = Window(Session(Launch(setup, customer_key=DEMO_CUSTOMER_KEY)))
    begin(window, Collector(application))
    walks = []
    def walk():
        walks.append(Walk(window, go_on_without_window(window, application), office))
    window.painted.connect(walk)
    QTimer.singleShot(80_000, application, lambda: (print("late", flush=True), application.exit(3)))
    application.exec()
"""


def told_from_the_tray(proof: Proof) -> str:
    """The window is closed on a failed card, the office heals, and Windows shows the notification."""
    proof.lines(proof.python(WATCHED), ["walked", "asked", "stays", "told"])
    return "the closed window's program told that it works"
