"""What is wrong with a certificate that was refused, and whether it is the certificate's fault at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from wizard.core.codes import Code
from wizard.core.evidence import CLOCK_LIMIT_S, Failure, Status, Weakness
from wizard.core.facts import reported
from wizard.core.outcome import Outcome
from wizard.core.text import N, T, Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from wizard.core.evidence import Certificate
    from wizard.core.facts import ReportFacts
    from wizard.core.facts.channel_facts import ChannelFacts

_STALE_S = 30 * 86400
"""Seconds past a certificate's end at which this PC's clock is doubted rather than the certificate.

An address that every office calls would not stay without a valid one for a month. Used only where nobody
tells the time.
"""

_MARGIN_S = 60  # for a time that was told in whole seconds and travelled

_WEAK = {
    Weakness.SIGNATURE: T(
        "The certificate that came is not good enough: its signature is too weak (SHA-1 or older)."
    ),
    Weakness.KEY: T("The certificate that came is not good enough: its key is too short."),
    Weakness.PURPOSE: T("The certificate that came is not good enough: it was not made for a server."),
}


def not_trusted(facts: ChannelFacts) -> Outcome:
    """An issuer that this PC does not trust: somebody stands between, or the PC's own list lacks it."""
    shown, setting = facts.shown, facts.no_authorities
    if setting and facts.product is None:
        words = T(
            "{setting}, an environment variable of this PC, names no list of authorities.", setting=setting
        )
        told = reported(facts, facts.REFUSED, facts.LIST)
        return Outcome(Status.FAILED, words, Code.TLS_ROOTS_OUTDATED, told)
    evidence = reported(facts, facts.REFUSED)
    if shown is None or not shown.issuer:
        words = T("The certificate that came has an issuer that this PC does not trust.")
        return Outcome(Status.FAILED, words, Code.TLS_INTERCEPTED, evidence)
    if facts.product is None and facts.known:
        words = T(
            "The certificate comes from “{issuer}”, a public authority that this PC does not know.",
            issuer=shown.issuer,
        )
        told = reported(facts, facts.REFUSED, facts.PUBLIC)
        return Outcome(Status.FAILED, words, Code.TLS_ROOTS_OUTDATED, told)
    return Outcome(Status.FAILED, _untrusted(shown, facts.product), Code.TLS_INTERCEPTED, evidence)


def impossible(setting: str | None, evidence: ReportFacts) -> Outcome:
    """This PC's own settings let no secure channel be made, to whomever."""
    words = T("This PC can make no secure connection at all. The reason is its own OpenSSL configuration.")
    if setting:
        words = T(
            "This PC can make no secure connection at all. The reason is {setting}, an environment variable "
            "of this PC.",
            setting=setting,
        )
    return Outcome(Status.FAILED, words, Code.TLS_HANDSHAKE, evidence)


def _untrusted(shown: Certificate, product: str | None) -> Text:
    if product:
        return T(
            "{product} stands in between: the certificate comes from “{issuer}”, which this PC does not "
            "trust.",
            product=product,
            issuer=shown.issuer,
        )
    if shown.self_signed:
        return T(
            "The certificate of “{issuer}” vouches for itself; a device or a program made it.",
            issuer=shown.issuer,
        )
    return T("The certificate comes from “{issuer}”, which this PC does not trust.", issuer=shown.issuer)


def too_weak(shown: Certificate | None, weakness: Weakness) -> Text:
    """A certificate that is not good enough, in words."""
    if shown is None or not shown.issuer:
        return _WEAK[weakness]
    if weakness is Weakness.KEY:  # OpenSSL looks at it first, and does not tell of the trust behind it
        return T("The certificate comes from “{issuer}”, and its key is too short.", issuer=shown.issuer)
    if weakness is Weakness.SIGNATURE:
        return T(
            "The certificate comes from “{issuer}”, which this PC trusts, but its signature is too weak "
            "(SHA-1 or older).",
            issuer=shown.issuer,
        )
    return T(
        "The certificate comes from “{issuer}”, which this PC trusts, but it was not made for a server.",
        issuer=shown.issuer,
    )


def clock_or_certificate(
    failure: Failure, ahead: float | None, shown: Certificate | None, now: float
) -> Code:
    """Whether a certificate out of its time is the certificate's fault or this PC's clock's.

    A clock that is behind makes no certificate look expired, and one that is ahead makes none look not yet
    valid. Where the certificate is known, the clock is the cause only if the right time would find it valid.

    Args:
        failure: What the handshake said: expired, or not yet valid.
        ahead: Seconds by which this PC's clock is ahead, negative when behind; None where nobody told the
            time.
        shown: The certificate.
        now: This PC's time, seconds since 1970.
    """
    early = failure is Failure.TLS_NOT_YET_VALID
    own_fault = Code.TLS_HANDSHAKE if early else Code.TLS_EXPIRED
    if ahead is None:  # hardly anybody issues certificates for tomorrow
        stale = shown is not None and now - shown.valid_to > _STALE_S
        return Code.TLS_CLOCK if early or stale else own_fault
    explains = ahead < -CLOCK_LIMIT_S if early else ahead > CLOCK_LIMIT_S
    if explains and shown is not None:
        explains = shown.valid_from - _MARGIN_S <= now - ahead <= shown.valid_to + _MARGIN_S
    return Code.TLS_CLOCK if explains else own_fault


def dated(code: str, failure: Failure, ahead: float | None) -> Text:
    """A certificate out of its time, in words; the arguments are those of :func:`clock_or_certificate`."""
    words = _EARLY if failure is Failure.TLS_NOT_YET_VALID else _LATE
    if code is Code.TLS_CLOCK:
        return words.by_this_pc if ahead is None else off_by(ahead)
    if ahead is None:
        return T("The certificate has expired, by this PC's clock.")
    return words.by_the_right_time if abs(ahead) > CLOCK_LIMIT_S else words.by_a_right_clock


class _OutOfTime(NamedTuple):
    """A certificate that is out of its time, in words."""

    by_this_pc: Text
    by_the_right_time: Text
    by_a_right_clock: Text


_EARLY = _OutOfTime(
    T("By this PC's clock, the certificate is not valid yet."),
    T("The certificate is not valid yet, by the right time too."),
    T("The certificate is not valid yet, and this PC's clock is right."),
)
_LATE = _OutOfTime(
    T("By this PC's clock, the certificate expired long ago."),
    T("The certificate has expired, by the right time too."),
    T("The certificate has expired, and this PC's clock is right."),
)


def off_by(ahead_s: float) -> Text:
    """How far this PC's clock is off, in the unit that a person would use."""
    seconds = abs(ahead_s)
    unit, size = next(((u, n) for u, n, least in _UNITS if seconds >= least), ("minutes", 60))
    return (_AHEAD if ahead_s > 0 else _BEHIND)[unit](round(seconds / size))


_UNITS = (("days", 86400, 2 * 86400), ("hours", 3600, 2 * 3600))
_AHEAD: dict[str, Callable[[int], Text]] = {
    "minutes": lambda n: N(
        "This PC's clock is {n} minute ahead.", "This PC's clock is {n} minutes ahead.", n
    ),
    "hours": lambda n: N("This PC's clock is {n} hour ahead.", "This PC's clock is {n} hours ahead.", n),
    "days": lambda n: N("This PC's clock is {n} day ahead.", "This PC's clock is {n} days ahead.", n),
}
_BEHIND: dict[str, Callable[[int], Text]] = {
    "minutes": lambda n: N(
        "This PC's clock is {n} minute behind.", "This PC's clock is {n} minutes behind.", n
    ),
    "hours": lambda n: N("This PC's clock is {n} hour behind.", "This PC's clock is {n} hours behind.", n),
    "days": lambda n: N("This PC's clock is {n} day behind.", "This PC's clock is {n} days behind.", n),
}
