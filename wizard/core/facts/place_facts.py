"""What the checks share that have to know what this PC is for Open Dental."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from wizard.core.facts import AllowList, CheckFacts
from wizard.core.record import record

if TYPE_CHECKING:
    from wizard.core.machine import Place, Role


@record
class PlaceFacts(CheckFacts):
    """Something is here or on the server.

    Attributes:
        place: This PC's role, with the server's name, which no list has.
        ELSEWHERE: What is told where it is not here.
    """

    ELSEWHERE: ClassVar[AllowList] = {"role": "role"}

    place: Place

    @property
    def role(self) -> Role:
        """What this PC is."""
        return self.place.role
