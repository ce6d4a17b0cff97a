"""What a run is asked to do."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from wizard.core.codes import CheckId
from wizard.core.evidence import READ_ALL
from wizard.core.mode import Mode
from wizard.core.record import record
from wizard.runs.carried import NOTHING_CARRIED, CarriedOver

if TYPE_CHECKING:
    from wizard.core.endpoint import Endpoint
    from wizard.core.evidence import KeyProblem
    from wizard.core.keys import KeyPair
    from wizard.core.text import Text
    from wizard.core.version import Version

DEADLINES = {Mode.REMOTE: 65.0, Mode.API_SERVICE: 20.0, Mode.LOCAL: 20.0}
"""Seconds that the live call may wait; Open Dental itself gives up after 60 on Remote (facts, section 3)."""

_LATER = (CheckId.LIVE_RIGHTS, CheckId.LIVE_VERSION)  # asked once the key works


@record
class Request:
    """What a run is asked to do.

    Attributes:
        endpoint: What is called.
        keys: Both keys; None where there is a problem with one.
        key_problem: Why there are none.
        key_detail: The problem in words.
        only: Patterns of ids to run; empty for all.
        skip: Patterns of ids to leave out.
        deadline_s: Seconds that the live call may wait; None for the mode's own.
        permissions: Rights that the vendor's program needs.
        minimum_version: Oldest Open Dental that the vendor's program works with.
        modes: The ways that were chosen; on no other one does a key go.
        known: What an earlier look has seen and need not be asked again.
    """

    endpoint: Endpoint
    keys: KeyPair | None = None
    key_problem: KeyProblem | None = None
    key_detail: Text | None = None
    only: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    deadline_s: float | None = None
    permissions: tuple[str, ...] = ()
    minimum_version: Version | None = None
    modes: tuple[Mode, ...] = (Mode.REMOTE,)
    known: CarriedOver = NOTHING_CARRIED

    @property
    def waits_s(self) -> float:
        """Seconds that the live call may wait."""
        return self.deadline_s or DEADLINES[self.endpoint.mode]

    def chooses(self, identity: str) -> bool:
        """Whether a check or the live call is to be run."""
        if any(fnmatchcase(identity, pattern) for pattern in self.skip):
            return False
        if identity == CheckId.LIVE_PATIENTS and any(map(self._names, _LATER)):
            return True
        return not self.only or self._names(identity)

    def _names(self, identity: str) -> bool:
        return any(fnmatchcase(identity, pattern) for pattern in self.only)

    def asks(self, identity: str) -> bool:
        """Whether a question after a live call that succeeded is to be asked.

        On Remote each costs the person a pause of some seconds, so the vendor's program has to need it.
        """
        if not self.chooses(identity):
            return False
        if self.only or self.endpoint.mode is not Mode.REMOTE:
            return True
        if identity == CheckId.LIVE_RIGHTS:
            return any(name != READ_ALL for name in self.permissions)
        return self.minimum_version is not None
