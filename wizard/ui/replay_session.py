"""The session of a replay: there is a result and nothing else. Nothing is called, kept or watched."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from wizard.runs.local_time import on_this_pc
from wizard.runs.setup import Setup
from wizard.ui.flow import StepId
from wizard.ui.launch import Launch
from wizard.ui.session import Session

if TYPE_CHECKING:
    from wizard.core.text import Translator
    from wizard.ui.case_opening import ShownReplay
    from wizard.ui.worker import Worker


class ReplaySession(Session):
    """What a window shows of a case: under the words of its own vendor, in its own language.

    Args:
        shown: The case.
        reader: Says what is not the case's own.

    Attributes:
        replay: What was read, and what this version makes of it.
        reader: As given.

    Signals:
        wizard_wanted: The person wants to check this PC.
    """

    wizard_wanted = Signal()
    is_replay = True
    first_step = StepId.RESULT

    def __init__(self, shown: ShownReplay, reader: Translator) -> None:
        was = replace(shown.was, at=on_this_pc(shown.was.at))
        profile = shown.replay.case.seen.profile._replace(keep_history=False)
        super().__init__(Launch(Setup(was.translator, profile)))
        self.replay, self.reader = shown.replay, reader
        self.result = was

    @cached_property
    def worker(self) -> Worker:
        """There is none, and so nothing that could call anybody or open a keychain."""
        raise RuntimeError("a replay runs nothing")

    def start(self) -> None:
        """Nothing begins with the window."""

    def end(self) -> bool:
        """Nothing runs, so nothing ends."""
        return True
