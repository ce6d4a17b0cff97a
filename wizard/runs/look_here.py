"""The look on the PC to which a code was carried: only what matters for its cause, without any key."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from wizard.core.cause import Confidence, Finding
from wizard.core.handoff_code import FoundThere
from wizard.core.record import record
from wizard.core.text import T
from wizard.diagnosis.explained import catalogue_values, explain
from wizard.diagnosis.there import ALWAYS, checks_there, deciding, found_there
from wizard.runs.destination import CannotBeginError, Destination
from wizard.runs.run_events import unheard

if TYPE_CHECKING:
    from wizard.core.codes import Code
    from wizard.core.evidence import CheckResult, Evidence
    from wizard.core.handoff_code import HandoffCode
    from wizard.diagnosis.explained import Cause, Entries
    from wizard.runs.diagnoser import Diagnoser
    from wizard.runs.run_events import OnEvent
    from wizard.runs.run_result import RunResult
    from wizard.runs.setup import Setup


@record
class SeenThere:
    """What was found on the PC to which a code was carried.

    Attributes:
        code: The code that was carried.
        first: What this PC looked like at first.
        result: What it looks like now.
        cause: The code's cause, as this PC sees it; what has to be fixed first, where that is something else.
        found: What that comes to; None where no check can tell.
    """

    code: HandoffCode
    first: Evidence
    result: RunResult
    cause: Cause
    found: FoundThere | None


async def look_here(
    diagnoser: Diagnoser,
    setup: Setup,
    entries: Entries,
    code: HandoffCode,
    first: Evidence | None = None,
    on_event: OnEvent = unheard,
) -> SeenThere:
    """Look at what matters on this PC for a cause that another PC has found.

    Args:
        diagnoser: Runs the checks.
        setup: Whose program it is.
        entries: Where the words of a cause come from.
        code: What was carried here.
        first: What this PC looked like at first; None for the first look.
        on_event: Hears what the run tells.

    Raises:
        CannotBeginError: This PC does not know whom to ask.
        CancelledError: The run was cancelled.
    """
    only = tuple(dict.fromkeys((*ALWAYS, *checks_there(code.cause))))
    try:
        result = await diagnoser.prerequisites(on_event, only=only, to=Destination(code.mode))
    except CannotBeginError:  # not a way of this copy's profile, or one that this PC cannot tell
        result = await diagnoser.prerequisites(on_event, only=only)
    seen = result.evidence
    first = first or seen
    found = found_there(code.cause, first, seen)
    return SeenThere(code, first, result, _cause(setup, entries, code, seen, found), found)


def _cause(
    setup: Setup, entries: Entries, code: HandoffCode, seen: Evidence, found: FoundThere | None
) -> Cause:
    """The code's cause; where something else has to be fixed first, that."""
    here = T("this PC") if seen.server_here else ""
    names = catalogue_values(
        setup.profile,
        code.mode,
        f"**{seen.server}**" if seen.server else here,
        version=seen.installed or code.version,
    )
    check = deciding(code.cause, seen)
    cause = explain(_finding(code.cause, check, found), entries, names, here=seen.server_here)
    return replace(cause, seen_here=check.shown) if check else cause


def _finding(wanted: Code, check: CheckResult | None, found: FoundThere | None) -> Finding:
    if check is None:
        summary = T("The other PC found this. Nothing on this PC has to be looked at for it.")
        return Finding(wanted, Confidence.POSSIBLE, (summary,))
    about = check.code if found is FoundThere.OTHER_CAUSE and check.code else wanted
    sure = Confidence.CERTAIN if check.code is about else Confidence.POSSIBLE
    return Finding(about, sure, (check.summary,))
