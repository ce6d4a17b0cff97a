"""What a look need not ask again: what passed in the look before it and does not change while one watches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.core.evidence import Status
from wizard.core.facts.pc_facts import RoleFacts
from wizard.core.record import record
from wizard.runs.registry import CHECKS

if TYPE_CHECKING:
    from wizard.core.codes import CheckId
    from wizard.core.evidence import CheckResult, Evidence
    from wizard.core.machine import Place
    from wizard.core.version import Version
    from wizard.runs.request import Request

_STANDS = (Status.PASSED, Status.SKIPPED)
_STEADY = frozenset(check.id for check in CHECKS if check.steady)


@record
class CarriedOver:
    """What an earlier look of the same office has seen and still holds.

    Attributes:
        checks: Results that are taken as they are.
        place: What this PC was for Open Dental, for the server's name until it is asked again.
        od_version: Open Dental's version as the office told it; None where it did not.
    """

    checks: tuple[CheckResult, ...] = ()
    place: Place | None = None
    od_version: Version | None = None

    def has(self, identity: CheckId) -> bool:
        """Whether a check's result is among them."""
        return any(result.id is identity for result in self.checks)


NOTHING_CARRIED = CarriedOver()


def carried_over(evidence: Evidence, request: Request) -> CarriedOver:
    """What of an earlier look a new one may rest on.

    Everything that failed, warned or could not be told is asked again, and so is the way, whatever it was.
    Nothing is taken from a look on another way to Open Dental: what a check means depends on the way.

    Args:
        evidence: What the earlier look has seen.
        request: What is wanted of the new one.
    """
    if evidence.mode is not request.endpoint.mode:
        return NOTHING_CARRIED
    kept = tuple(
        result
        for result in evidence.checks
        if result.id in _STEADY and result.status in _STANDS and request.chooses(result.id)
    )
    places = (result.facts.place for result in evidence.checks if isinstance(result.facts, RoleFacts))
    place = next(places, None)
    return CarriedOver(kept, place, evidence.od_version)
