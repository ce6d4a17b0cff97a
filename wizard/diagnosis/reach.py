"""Which flip explains which: the layers from this PC to the office, and what a change of each can heal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.core.codes import CheckId, Code, Family
from wizard.core.mode import Mode

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_PC = (CheckId.PREREQ_OPEN_DENTAL_INSTALLED, CheckId.PREREQ_ROLE)
_INSIDE = (CheckId.PREREQ_API_SERVICE, CheckId.PREREQ_OPEN_DENTAL_RUNNING)
_WAY = (
    CheckId.PREREQ_PROXY,
    CheckId.PREREQ_NAME,
    CheckId.PREREQ_PORT,
    CheckId.PREREQ_SECURE_CHANNEL,
    CheckId.PREREQ_CLOCK,
)

_BELOW: Mapping[CheckId, tuple[CheckId, ...]] = {
    CheckId.PREREQ_ROLE: _PC[:1],
    CheckId.PREREQ_OPEN_DENTAL_RUNNING: _PC,
    CheckId.PREREQ_ECONNECTOR_SERVICE: _PC,
    CheckId.PREREQ_API_SERVICE: _PC,
    CheckId.PREREQ_OTHER_SERVICES: _PC,
    CheckId.PREREQ_SLEEP: _PC,
    CheckId.PREREQ_NAME: _WAY[:1],
    CheckId.PREREQ_PORT: (*_WAY[:2], *_INSIDE),
    CheckId.PREREQ_SECURE_CHANNEL: (*_WAY[:3], *_INSIDE),
    CheckId.PREREQ_CLOCK: (*_WAY[:4], *_INSIDE),
    CheckId.PREREQ_SETUP_WINDOW_PORT: _WAY[:3],
}
"""The layers under each check: where one of them changed in the same look, it explains what this one sees."""

_ORDER = (*_PC, *_INSIDE, *_WAY)
"""From the lowest layer up; what is not named here stands on its own."""

_NETWORK = frozenset({Family.NETWORK, Family.PROXY, Family.TLS, Family.CLOCK, Family.ANSWER})
_OFFICE = frozenset({Family.ECONNECTOR, Family.OFFICE, Family.CLOUD, Family.UNKNOWN})
_TIME = frozenset({Family.TLS, Family.CLOCK})

_REACHES: Mapping[CheckId, frozenset[Family]] = {
    CheckId.PREREQ_PROXY: _NETWORK,
    CheckId.PREREQ_NAME: _NETWORK,
    CheckId.PREREQ_PORT: _NETWORK,
    CheckId.PREREQ_SECURE_CHANNEL: _NETWORK,
    CheckId.PREREQ_CLOCK: _TIME,
    CheckId.PREREQ_TIME_ZONE: _TIME,
    CheckId.PREREQ_OPEN_DENTAL_INSTALLED: _OFFICE,
    CheckId.PREREQ_RESTART_PENDING: _OFFICE,
    CheckId.PREREQ_DISK: _OFFICE,
    CheckId.PREREQ_ECONNECTOR_SERVICE: _OFFICE,
    CheckId.PREREQ_OTHER_SERVICES: _OFFICE,
    CheckId.PREREQ_SLEEP: _OFFICE,
}
"""What kind of answer a change of each check can heal, whichever way is taken.

What is said about a key shows that the way was open, so only the answer itself tells of its cure. A role and
the port of a window heal no answer.
"""

_WAYS_INSIDE: Mapping[Mode, CheckId] = {
    Mode.API_SERVICE: CheckId.PREREQ_API_SERVICE,
    Mode.LOCAL: CheckId.PREREQ_OPEN_DENTAL_RUNNING,
}
_INSIDE_CODES = (Family.API_SERVICE, Family.LOCAL_API)
_BY_VERSION = (None, Code.ECONNECTOR_VERSION_MISMATCH)
_OFFICE_TOO = Code.NETWORK_NO_ANSWER  # silence may be the office's as well
_LATER = Code.ECONNECTOR_NOT_AUTOMATIC  # beside another cause it is what is left to do


def roots(changed: Mapping[CheckId, Code | None]) -> dict[CheckId, tuple[CheckId, ...]]:
    """Of the checks that changed in one look the lowest ones, each with those that it explains.

    Args:
        changed: Those that see something else than before, and what they had found.

    Returns:
        Each lowest one to itself and what it explains, from the lowest layer up.
    """
    found = sorted(changed, key=_height)
    above = {
        check: [lower for lower in _BELOW.get(check, ()) if lower in changed and _felt(lower, changed[check])]
        for check in found
    }
    lowest = [check for check in found if not above[check]]
    return {check: (check, *(one for one in found if check in above[one])) for check in lowest}


def _felt(lower: CheckId, code: Code | None) -> bool:
    """Whether what a check had found can come from a layer below it."""
    if lower in _PC:  # another Open Dental has another version, and nothing else
        return code in _BY_VERSION
    if lower in _INSIDE:
        return code is not None and code.family in _INSIDE_CODES
    return True


def _height(check: CheckId) -> tuple[int, str]:
    return (_ORDER.index(check) if check in _ORDER else len(_ORDER), check)


def what_broke(codes: Iterable[Code]) -> Code | None:
    """Of all that one check had found the one that was broken; None where there were several."""
    found = set(codes)
    if len(found) > 1:
        found.discard(_LATER)
    return found.pop() if len(found) == 1 else None


def of_office(check: CheckId) -> bool:
    """Whether a check looks at what answers for this office alone."""
    return _REACHES.get(check) is _OFFICE


def explains(check: CheckId, named: Code, mode: Mode) -> bool:
    """Whether a change of what a check sees can heal what was named for an answer on this way."""
    if check is _WAYS_INSIDE.get(mode):
        return named.family in (*_NETWORK, *_OFFICE, *_INSIDE_CODES)
    reached = _REACHES.get(check, frozenset())
    return named.family in reached or (named is _OFFICE_TOO and of_office(check))
