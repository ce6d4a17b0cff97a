"""What is asked once a key works: the run makes the call, so that a row has a verdict and no question."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

from wizard.core.codes import CheckId
from wizard.core.record import record
from wizard.core.text import T
from wizard.diagnosis.check_groups import TITLES
from wizard.diagnosis.verdicts import live_verdicts

if TYPE_CHECKING:
    from collections.abc import Callable

    from wizard.core.facts import CheckFacts
    from wizard.core.facts.live_facts import RightsFacts, VersionFacts
    from wizard.core.outcome import Outcome
    from wizard.core.text import Text

F = TypeVar("F", bound="CheckFacts")


@record
class LiveCheck(Generic[F]):
    """A further call with the keys, and what its answer means.

    Attributes:
        id: Stable id.
        title: What it looks at, as a short name.
        reads: What it calls, for ``list checks``.
        verdict: Judges the facts that the answer brings. Pure.
        needs: Ids of what has to be in order first.
    """

    id: CheckId
    title: Text
    reads: Text
    verdict: Callable[[F], Outcome]
    needs: tuple[CheckId, ...] = (CheckId.LIVE_PATIENTS,)


RIGHTS: LiveCheck[RightsFacts] = LiveCheck(
    CheckId.LIVE_RIGHTS,
    TITLES[CheckId.LIVE_RIGHTS],
    T("Calls GET /securityperms."),
    live_verdicts.rights_verdict,
)
VERSION: LiveCheck[VersionFacts] = LiveCheck(
    CheckId.LIVE_VERSION,
    TITLES[CheckId.LIVE_VERSION],
    T("Calls GET /preferences for ProgramVersion, and for nothing else."),
    live_verdicts.version_verdict,
)
LIVE_CHECKS: tuple[LiveCheck[Any], ...] = (RIGHTS, VERSION)
"""In the order in which they are asked."""
