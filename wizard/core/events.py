"""What a run tells while it goes on; the window and the command show the same events."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wizard.core.codes import CheckId
    from wizard.core.evidence import Answer, CheckResult, Opinion


@dataclass(frozen=True, slots=True)
class CheckStarted:
    """A check began; ``id`` is its id."""

    id: CheckId


@dataclass(frozen=True, slots=True)
class CheckDone:
    """A check has its outcome.

    Attributes:
        result: The outcome.
        server: Name of the server PC as far as the run knows it by then, for the window; never in a document.
        server_here: This PC is the server.
    """

    result: CheckResult
    server: str = ""
    server_here: bool = False


@dataclass(frozen=True, slots=True)
class Pacing:
    """The next call waits ``seconds``, because Open Dental limits how often one key may call.

    At least that long: another run's call with the key may have to end first, and then this is told again.
    """

    seconds: float


@dataclass(frozen=True, slots=True)
class CallStarted:
    """A call left: the live one (``opinion`` is None) or a second opinion."""

    opinion: Opinion | None = None


@dataclass(frozen=True, slots=True)
class CallDone:
    """A call ended."""

    answer: Answer
    opinion: Opinion | None = None


Event = CheckStarted | CheckDone | Pacing | CallStarted | CallDone
