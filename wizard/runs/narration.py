"""A run in lines, as ``--verbose`` prints them and the log keeps them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.core.codes import CheckId
from wizard.core.events import CallDone, CallStarted, CheckDone, Pacing
from wizard.core.redact import Redactor
from wizard.core.text import T, unmarked

if TYPE_CHECKING:
    from wizard.core.events import Event
    from wizard.core.keys import Keys
    from wizard.core.text import Translator


class Narration:
    """Puts a run's events into lines without its keys.

    Args:
        translator: Says the texts.
        keys: Those of the run.
    """

    def __init__(self, translator: Translator, keys: Keys) -> None:
        self._translator = translator
        self._redactor = Redactor(keys.secrets)

    def line(self, event: Event) -> str | None:
        """An event as a line; None for one that says nothing."""
        match event:
            case CheckDone(result=result):
                line = f"{result.id}: {result.status}: {unmarked(self._translator.translate(result.summary))}"
            case Pacing(seconds=seconds):
                line = self._translator.translate(
                    T("Waiting {seconds} s: one key may not call more often.", seconds=round(seconds))
                )
            case CallStarted(opinion=opinion):
                line = f"{opinion or CheckId.LIVE_PATIENTS}: ..."
            case CallDone(answer=answer, opinion=opinion):
                status = answer.status or answer.failure
                line = f"{opinion or CheckId.LIVE_PATIENTS}: {status} ({answer.took_ms} ms)"
            case _:
                return None
        return self._redactor.known(line)
