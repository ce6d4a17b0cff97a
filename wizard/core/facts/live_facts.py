"""What the calls of the live test told beside their answers: who is there, the key's rights, the version."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar

from wizard.core.facts import AllowList, CheckFacts
from wizard.core.facts.way_facts import WayFacts
from wizard.core.record import record
from wizard.core.version import Version

if TYPE_CHECKING:
    from wizard.core.evidence import Answer


class PortIdentity(StrEnum):
    """Who is there, as far as it was seen."""

    OPEN_DENTAL = "open-dental"
    LIKE_OPEN_DENTAL = "like-open-dental"  # it answers in Open Dental's own form
    SOMEBODY_ELSE = "somebody-else"
    NOT_KNOWN = "not-known"
    BY_BROADCAST = "by-broadcast"  # its address is known only from whoever answered a call into the network
    NOBODY = "nobody"


@record
class IdentityFacts(WayFacts):
    """Who answers on a port of this office; a key goes there only over a route that says so.

    Attributes:
        who: As far as it was seen.
        answer: To the call without a key; None where it was not made.
    """

    REPORT: ClassVar[AllowList] = {"who": "who", "sure": "sure"}

    who: PortIdentity
    answer: Answer | None = None

    @property
    def sure(self) -> bool:
        """Somebody else was seen there, and not merely nobody known."""
        return self.who is PortIdentity.SOMEBODY_ELSE

    @property
    def takes_key(self) -> bool:
        """Whether a key may go there."""
        return self.route.identified


@record
class RightsFacts(CheckFacts):
    """Which rights the key has.

    Attributes:
        answer: Of ``/securityperms``.
        wanted: Names from the vendor's profile.
        pace_s: Seconds between two calls that this key's tier asks for; 0 where nothing is limited.
    """

    REPORT: ClassVar[AllowList] = {"held": "held", "lacking": "missing", "pace_s": "pace_s"}

    answer: Answer
    wanted: tuple[str, ...] = ()
    pace_s: float = 0.0

    @property
    def held(self) -> str:
        """Names of those that it has."""
        return ", ".join(name for name, has in self.answer.rights if has)

    @property
    def missing(self) -> tuple[str, ...]:
        """Names of those that it lacks and needs."""
        held = dict(self.answer.rights)
        return tuple(name for name in self.wanted if not held.get(name, False))

    @property
    def lacking(self) -> str:
        """The same as one text."""
        return ", ".join(self.missing)


@record
class VersionFacts(CheckFacts):
    """Which Open Dental runs in the office.

    Attributes:
        answer: To the question for ``ProgramVersion``.
        floor: Oldest version that the vendor's program works with.
    """

    REPORT: ClassVar[AllowList] = {"version": "version"}

    answer: Answer
    floor: Version | None = None

    @property
    def version(self) -> str | None:
        """As it was told; None where it was not."""
        return self.answer.version or None

    @property
    def too_old(self) -> bool:
        """It is older than the program needs."""
        return bool(self.version and self.floor and Version.parse(self.version) < self.floor)
