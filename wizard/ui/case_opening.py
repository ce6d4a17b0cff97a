"""Opens a case file: it is read and replayed on a thread of its own, so that no window waits for a file."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from wizard.casefile.case_file import CaseError, DamagedCaseError
from wizard.core.record import record
from wizard.core.text import T
from wizard.runs.opened_case import UnreadableCaseError, opened_case
from wizard.ui.shown_result import Illustrator

if TYPE_CHECKING:
    from wizard.core.text import Text, Translator
    from wizard.runs.replay import Replay
    from wizard.runs.setup import Setup
    from wizard.ui.shown_result import ShownResult


@record
class ShownReplay:
    """A replay as a window shows it.

    Attributes:
        replay: What was read, and what this version makes of it.
        was: What the office saw, with its pictures.
    """

    replay: Replay
    was: ShownResult


class CaseOpening(QObject):
    """Reads one file once.

    Args:
        name: The file's name.
        setup: Whose language the reader speaks, and where a failure is logged.
        parent: Lives longer.

    Signals:
        replayed: It is a case: a ShownReplay.
        refused: It is none, or none that can be read: what was expected, a Text.
    """

    replayed = Signal(object)
    refused = Signal(object)
    _ended = Signal(object)

    def __init__(self, name: str, setup: Setup, parent: QObject) -> None:
        super().__init__(parent)
        self._name, self._setup = name, setup
        self._is_forgotten = False
        self._ended.connect(self._tell)  # type: ignore[call-overload]  # signals carry plain objects
        self._thread = threading.Thread(target=self._read, name="case", daemon=True)

    def start(self) -> None:
        """Begin; one of the two signals follows."""
        self._thread.start()

    def forget(self) -> None:
        """Neither signal follows any more."""
        self._is_forgotten = True

    def _read(self) -> None:
        try:
            found: ShownReplay | Text = shown_case(Path(self._name), self._setup.translator)
        except Exception as problem:  # noqa: BLE001 - the window tells of it and goes on
            found = self._failed(problem)
        if not self._is_forgotten:
            self._ended.emit(found)

    def _failed(self, problem: Exception) -> Text:
        import secrets

        from wizard.core.crash_place import crash_facts
        from wizard.core.reference import new_reference

        facts = crash_facts(problem, new_reference(secrets.choice))
        if self._setup.log is not None:
            self._setup.log(facts)
        return T("The program failed on this file. Quote {facts} to support.", facts=facts)

    def _tell(self, found: ShownReplay | Text) -> None:
        self._thread.join()
        if self._is_forgotten:
            return
        if isinstance(found, ShownReplay):
            self.replayed.emit(found)
        else:
            self.refused.emit(found)


def shown_case(file: Path, reader: Translator) -> ShownReplay | Text:
    """A case file replayed, with its pictures; where that cannot be, what was expected."""
    try:
        found = opened_case(file, reader)
    except UnreadableCaseError:
        return T("It could not be opened. Check that the file is still there, and that you may read it.")
    except DamagedCaseError:  # what is wrong with it is for whoever looks closer: replay tells it
        return T("It was damaged on its way. Have it sent again.")
    except CaseError as problem:
        return problem.text
    return ShownReplay(found, Illustrator().shown(found.was))
