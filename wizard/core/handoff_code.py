"""The code that a person carries to another PC, and the one that they bring back.

Eight characters of Crockford's base 32 (https://www.crockford.com/base32.html): six hold what is said, two
are check symbols of a Reed-Solomon code over GF(32). One wrong character, two wrong ones, and two that have
changed places are found in every code, and the check symbols tell which character it was.

A code holds nothing of the office: which cause, which step, which way to Open Dental, about which version,
and on the way back what was found.
"""

from __future__ import annotations

from dataclasses import replace
from enum import IntEnum
from typing import TYPE_CHECKING, Final

from wizard.core.codes import Code
from wizard.core.mode import Mode
from wizard.core.record import record
from wizard.core.reference import LETTERS
from wizard.core.text import N, T, Text
from wizard.core.version import Version

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

CODE_LENGTH: Final = 8
"""Characters of a code, without the hyphen in its middle."""

NUMBERED_CAUSES: Final = (
    Code.ANSWER_NOT_OPEN_DENTAL, Code.ANSWER_RESOURCE_UNKNOWN, Code.ANSWER_GONE, Code.ANSWER_REDIRECTED,
    Code.ANSWER_OVERSIZED, Code.API_SERVICE_NOT_RUNNING, Code.API_SERVICE_FIREWALLED,
    Code.API_SERVICE_OTHER_NAME, Code.API_NOT_ENABLED, Code.API_SETUP_WINDOW_BLOCKED, Code.CHECK_CRASHED,
    Code.CLOCK_SKEWED, Code.CLOCK_ZONE, Code.CLOUD_API_SERVICE_DOWN, Code.CONNECTED,
    Code.CONNECTED_WITH_WARNINGS, Code.ECONNECTOR_NOT_RUNNING, Code.ECONNECTOR_DUPLICATE,
    Code.ECONNECTOR_VERSION_MISMATCH, Code.ECONNECTOR_NOT_AUTOMATIC, Code.HQ_UNAVAILABLE, Code.HQ_THROTTLED,
    Code.KEY_REJECTED, Code.KEY_NOT_ASSIGNED, Code.KEY_DISABLED_BY_CUSTOMER, Code.KEY_DISABLED_BY_DEVELOPER,
    Code.KEY_DISABLED_BY_OPEN_DENTAL, Code.KEY_MALFORMED, Code.KEY_IS_DEVELOPER_KEY,
    Code.KEY_DEVELOPER_REJECTED, Code.KEY_MISSING, Code.KEY_OTHER_OFFICE, Code.LOCAL_API_CLOSED,
    Code.LOCAL_API_STUCK, Code.NETWORK_OFFLINE, Code.NETWORK_NAME_BLOCKED, Code.NETWORK_REFUSED,
    Code.NETWORK_UNREACHABLE, Code.NETWORK_CAPTIVE_PORTAL, Code.NETWORK_DROPPED, Code.NETWORK_NO_ANSWER,
    Code.NETWORK_SLOW_NAMES, Code.OFFICE_TIMEOUT, Code.OFFICE_VERSION_TOO_OLD,
    Code.OFFICE_VERSION_NEAR_FLOOR, Code.OFFICE_UNREACHABLE, Code.OFFICE_SLEEPS,
    Code.OFFICE_RESTART_PENDING, Code.OFFICE_DISK_FULL, Code.OFFICE_DATABASE_STOPPED,
    Code.PERMISSION_MISSING, Code.PROXY_UNREACHABLE, Code.PROXY_SIGN_IN_REQUIRED, Code.PROXY_BLOCKED,
    Code.PROXY_BAD_SETTING, Code.REQUEST_REFUSED, Code.TLS_INTERCEPTED, Code.TLS_CLOCK, Code.TLS_WRONG_HOST,
    Code.TLS_EXPIRED, Code.TLS_HANDSHAKE, Code.TLS_TOO_WEAK, Code.TLS_ROOTS_OUTDATED, Code.UNKNOWN,
)  # fmt: skip
"""A cause's number is its place here. A new cause goes to the end; none is moved or taken away: codes of an
older copy are read by a newer one."""


class FoundThere(IntEnum):
    """What the other PC has found; the numbers are part of the code and never change."""

    CURED = 1  # it was wrong there when it was first looked at, and is not any more
    STILL_WRONG = 2
    RIGHT_ALL_ALONG = 3
    OTHER_CAUSE = 4  # something else that matters for it is wrong there
    COULD_NOT_LOOK = 5
    NOT_THERE = 6  # what it is about is not on that PC
    STEPS_DONE = 7  # no check can tell; a person said that they did the steps


class HandoffCodeError(ValueError):
    """What was typed is no code.

    Attributes:
        reason: What is wrong with it and what to do, for the person who typed it.
    """

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.msgid)
        self.reason = reason


@record
class HandoffCode:
    """What is carried from one PC to another.

    Attributes:
        cause: What the card is about.
        step: Index of the step at which the person was; 0 to 2.
        mode: How Open Dental is reached.
        version: Open Dental's version; a code holds its first two parts, from 20.1 to 35.3, or the nearest of
            these. None where it is not known.
        found: What was found there; None on the way out.
    """

    cause: Code
    step: int = 0
    mode: Mode = Mode.REMOTE
    version: Version | None = None
    found: FoundThere | None = None

    @property
    def is_answer(self) -> bool:
        """Whether it is on the way back."""
        return self.found is not None

    def answered(self, found: FoundThere) -> HandoffCode:
        """The code that is carried back."""
        return replace(self, found=found)

    def __str__(self) -> str:
        """The code as it is shown: two groups of four characters.

        Raises:
            ValueError: The cause has no number, or there is no such step.
        """
        digits = _digits(_packed(self))
        marks = "".join(LETTERS[digit] for digit in (*digits, *_check_symbols(digits)))
        return f"{marks[:4]}-{marks[4:]}"


def read_handoff_code(typed: str) -> HandoffCode:
    """Read what a person typed; case, spaces and hyphens do not count, O is 0, I and L are 1.

    Raises:
        HandoffCodeError: It is no code; with what is wrong.
    """
    marks = "".join(typed.split()).translate(_ALIKE).upper()
    if not marks:
        raise HandoffCodeError(T("Type the 8 characters of the code."))
    if (strange := next((mark for mark in marks if mark not in LETTERS), None)) is not None:
        raise HandoffCodeError(T("“{mark}” is not in any code. Look at it again.", mark=strange))
    if len(marks) != CODE_LENGTH:
        told = N(
            "A code has 8 characters, and this has {n}. Check it and type it again.",
            "A code has 8 characters, and this has {n}. Check it and type it again.",
            len(marks),
        )
        raise HandoffCodeError(told)
    digits = [LETTERS.index(mark) for mark in marks]
    if not _is_whole(digits):
        raise HandoffCodeError(_what_is_wrong(digits))
    found = _read(digits)
    if found is None:
        raise HandoffCodeError(
            T("This code comes from a newer version. Update this program, then try again.")
        )
    return found


# what is packed: kind 4 bits, cause 8, step 2, mode 2, version 6, what was found 4, and 4 that are 0 until
# there is more to say
_OUT, _BACK = 1, 2  # no code is all zeros
_MODES = (Mode.REMOTE, Mode.API_SERVICE, Mode.LOCAL)
_FIELDS = (4, 8, 2, 2, 6, 4, 4)
_STEPS = 3
_FIRST_YEAR, _A_YEAR, _LAST = 20, 4, 63
_ALIKE = str.maketrans("OoIiLl", "001111", "-\u2010\u2011\u2012\u2013\u2014\u2212")  # hyphens of all kinds


def _packed(code: HandoffCode) -> int:
    if not 0 <= code.step < _STEPS:
        raise ValueError(f"expected a step from 0 to {_STEPS - 1}, got {code.step}")
    kind = _OUT if code.found is None else _BACK
    parts = (
        kind,
        NUMBERED_CAUSES.index(code.cause),
        code.step,
        _MODES.index(code.mode),
        0 if code.version is None else _version_number(code.version),
        0 if code.found is None else int(code.found),
        0,
    )
    whole = 0
    for part, bits in zip(parts, _FIELDS, strict=True):
        whole = whole << bits | part
    return whole


def _read(digits: Sequence[int]) -> HandoffCode | None:
    """What six digits hold; None where this version knows no such thing."""
    whole = 0
    for digit in digits[:-2]:
        whole = whole << 5 | digit
    parts = []
    for bits in reversed(_FIELDS):
        parts.append(whole & (1 << bits) - 1)
        whole >>= bits
    later, found, version, mode, step, cause, kind = parts
    known = found in FoundThere.__members__.values() if kind == _BACK else kind == _OUT and not found
    if not known or later or cause >= len(NUMBERED_CAUSES) or step >= _STEPS or mode >= len(_MODES):
        return None
    return HandoffCode(
        NUMBERED_CAUSES[cause],
        step,
        _MODES[mode],
        _version(version),
        FoundThere(found) if kind == _BACK else None,
    )


def _digits(whole: int) -> list[int]:
    return [whole >> shift & 31 for shift in range(25, -1, -5)]


def _version_number(version: Version) -> int:
    """Open Dental has had at most four versions a year: 20.1 is 1, 20.4 is 4, 21.1 is 5."""
    year, part = version.parts[:2]
    if year < _FIRST_YEAR:
        return 1
    return max(1, min((year - _FIRST_YEAR) * _A_YEAR + max(1, min(part, _A_YEAR)), _LAST))


def _version(number: int) -> Version | None:
    if not number:
        return None
    year, part = divmod(number - 1, _A_YEAR)
    return Version((_FIRST_YEAR + year, part + 1))


# the check symbols: those that make the code, as a polynomial over GF(32), a multiple of (x - 2)(x - 4)


def _times(a: int, b: int) -> int:
    """The product in GF(32), modulo x^5 + x^2 + 1."""
    made = 0
    while b:
        if b & 1:
            made ^= a
        a, b = a << 1, b >> 1
        if a & 32:
            a ^= 0b100101
    return made


_LINEAR, _CONSTANT = 2 ^ 4, _times(2, 4)


def _check_symbols(digits: Sequence[int]) -> tuple[int, int]:
    first = second = 0
    for digit in digits:
        factor = digit ^ first
        first, second = second ^ _times(factor, _LINEAR), _times(factor, _CONSTANT)
    return first, second


def _is_whole(digits: Sequence[int]) -> bool:
    return _check_symbols(digits[:-2]) == tuple(digits[-2:])


def _what_is_wrong(digits: Sequence[int]) -> Text:
    """Which character it is, where one slip alone explains it."""
    slips = list(_slips(digits))
    if len(slips) != 1:
        return T("The code is not right. Check every character and type it again.")
    place, swapped = slips[0]
    if swapped:
        return T(
            "Characters {first} and {second} of the code may have changed places. Check them.",
            first=place + 1,
            second=place + 2,
        )
    return T("One character is wrong. Look at character {place} of the code first.", place=place + 1)


def _slips(digits: Sequence[int]) -> Iterator[tuple[int, bool]]:
    """Slips that make what was typed of a code: the place, and whether it is a swap with the one after it."""
    for place in range(CODE_LENGTH):
        for other in range(32):
            tried = [*digits[:place], other, *digits[place + 1 :]]
            if _is_whole(tried) and _read(tried) is not None:
                yield place, False
    for place in range(CODE_LENGTH - 1):
        tried = [*digits[:place], digits[place + 1], digits[place], *digits[place + 2 :]]
        if _is_whole(tried) and _read(tried) is not None:
            yield place, True
