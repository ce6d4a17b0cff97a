"""One start of a window, up to its first paint; started by bench.py, prints its marks as JSON and ends.

    bench_start.py bare     a plain QWizard of five pages: the floor
    bench_start.py real     the program as ``connect-wizard`` starts it without arguments
    bench_start.py ready    the same, until its engine is there: the first call can leave

``T0_NS`` is the monotonic clock when the process was asked for. Nothing of the program is replaced: the
first paint is heard from the window's own signal, once Qt's loop begins.
"""

import os
import sys
import time

T0 = int(os.environ.get("T0_NS") or time.monotonic_ns())
WHAT = sys.argv[1]
MARKS: dict[str, float] = {}


def mark(name: str) -> None:
    """Note the milliseconds since the process was asked for."""
    MARKS[name] = (time.monotonic_ns() - T0) / 1e6


def peak_kb() -> int:
    """The most memory that this process has had, in KiB; 0 where the system does not tell."""
    if sys.platform == "win32":
        return 0
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def finish(name: str = "painted") -> None:
    """Print the marks and the modules, and end without cleaning up."""
    mark(name)
    peak = peak_kb()
    modules = sorted(sys.modules)
    # PySide6 makes a class when its name is first asked for
    kinds = sorted(
        f"{short}.{name}"
        for short in ("QtCore", "QtGui", "QtWidgets")
        for name in vars(sys.modules[f"PySide6.{short}"])
        if name.startswith("Q")
    )
    import json

    print(json.dumps({"marks": MARKS, "peak_kb": peak, "modules": modules, "kinds": kinds}), flush=True)
    os._exit(0)


def bare() -> None:
    """The floor: what any wizard of PySide6 needs."""
    from PySide6.QtCore import QTimer
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWizard, QWizardPage

    mark("imported")

    class Bare(QWizard):
        seen = False

        def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
            super().paintEvent(event)
            if not Bare.seen:
                Bare.seen = True
                QTimer.singleShot(0, finish)

    application = QApplication(sys.argv[:1])
    window = Bare()
    window.setWizardStyle(QWizard.WizardStyle.ModernStyle)
    for number in range(1, 6):
        page = QWizardPage()
        page.setTitle(f"Page {number}")
        page.setSubTitle("A plain page of the wizard.")
        QVBoxLayout(page).addWidget(QLabel("Hello world, this is a plain page with a label."))
        window.addPage(page)
    window.show()
    mark("shown")
    application.exec()


class Watch:
    """Hears of the program's imports, to wrap Qt's ``exec`` as soon as the program itself has loaded Qt."""

    def find_spec(self, name: str, *_: object) -> None:
        """Find nothing."""
        if name.startswith("wizard.") and "PySide6.QtWidgets" in sys.modules:
            sys.meta_path.remove(self)
            wrap_exec()


def wrap_exec() -> None:
    """Listen to the window that is about to be painted."""
    from PySide6.QtWidgets import QApplication

    loop = QApplication.exec

    def hooked(*_: object) -> int:
        mark("shown")
        (window,) = [
            widget
            for widget in QApplication.topLevelWidgets()
            if hasattr(widget, "painted") and hasattr(widget, "session")
        ]
        if WHAT == "ready":
            window.session.ready.connect(lambda: finish("ready"))
        else:
            window.painted.disconnect()  # the engine's start comes after the paint and is not measured here
            window.painted.connect(finish)
        return loop()

    QApplication.exec = hooked  # type: ignore[method-assign]


def real() -> None:
    """The program itself."""
    sys.meta_path.insert(0, Watch())
    sys.argv[1:] = []
    from wizard.main import program

    program()  # ends the process; without a paint nothing was printed, and bench.py tells of that


mark("python")
{"bare": bare, "real": real, "ready": real}[WHAT]()
