"""What a run tells while it goes on; the window and the command show the same events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.core.record import record

if TYPE_CHECKING:
    from wizard.core.codes import CheckId
    from wizard.core.evidence import Answer, CheckResult, Opinion


@record
class CheckStarted:
    """A check began; ``id`` is its id."""

    id: CheckId


@record
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


@record
class Pacing:
    """The next call waits ``seconds``, because Open Dental limits how often one key may call.

    At least that long: another run's call with the key may have to end first, and then this is told again.
    """

    seconds: float


@record
class CallStarted:
    """A call left: the live one (``opinion`` is None) or a second opinion."""

    opinion: Opinion | None = None


@record
class CallDone:
    """A call ended."""

    answer: Answer
    opinion: Opinion | None = None


Event = CheckStarted | CheckDone | Pacing | CallStarted | CallDone
