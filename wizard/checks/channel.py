"""The secure channel and the time, both looked at by one call without any key."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, NamedTuple

from wizard.checks.context import CONTROL_HOST, Context
from wizard.checks.engine import Facts, Outcome
from wizard.checks.issuer import discreet
from wizard.core.authorities import well_known
from wizard.core.evidence import CLOCK_LIMIT_S, Content, Failure, Page, Status, Weakness
from wizard.core.filters import by_certificate
from wizard.core.products import interceptor, is_public
from wizard.core.text import T, Text
from wizard.probe import trust

if TYPE_CHECKING:
    from collections.abc import Callable

    from wizard.core.evidence import Answer, Certificate

_STALE_S = 30 * 86400
"""Seconds past a certificate's end at which this PC's clock is doubted rather than the certificate.

An address that every office calls would not stay without a valid one for a month. Used only where nobody
tells the time.
"""

_FORBIDDEN = 403
_MARGIN_S = 60  # for a time that was told in whole seconds and travelled

PORTAL = T("A sign-in page of this network answers in place of web sites, and in place of Open Dental.")
_TLS_CODES = {
    Failure.TLS_UNTRUSTED: "tls.intercepted",
    Failure.TLS_WRONG_HOST: "tls.wrong-host",
    Failure.TLS_NOT_YET_VALID: "tls.clock",
    Failure.TLS_EXPIRED: "tls.expired",
    Failure.TLS_TOO_WEAK: "tls.too-weak",
    Failure.TLS_HANDSHAKE: "tls.handshake",
}
_WEAK = {
    Weakness.SIGNATURE: T("its signature is too weak (SHA-1 or older)"),
    Weakness.KEY: T("its key is too short"),
    Weakness.PURPOSE: T("it was not made for a server"),
}
_SETTINGS = ("OPENSSL_CONF", "OPENSSL_MODULES")
"""Environment variables that change which secure channels OpenSSL makes."""


async def secure_channel(context: Context) -> Outcome:
    """Make the control call without a key over the secure channel."""
    if context.endpoint.scheme != "https":
        return Outcome(Status.SKIPPED, T("Inside the office no secure channel is needed."))
    answer = await context.keyless()
    if answer.failure is Failure.TLS_IMPOSSIBLE:
        return impossible(context)
    shown = answer.certificate
    issuer: Facts = (("issuer", shown.issuer),) if shown and shown.issuer else ()
    if answer.failure in _TLS_CODES:
        return _told(await _refused(context, answer, issuer), shown)
    if answer.status is None or (
        context.proxy and answer.content is Content.NONE
    ):  # a proxy may refuse the way
        return await _unanswered(context)
    return _told(_trusted(shown, issuer), shown)


def _told(outcome: Outcome, shown: Certificate | None) -> Outcome:
    if shown is None or not shown.issuer:
        return outcome
    known = bool(interceptor(shown.chain)) or is_public(shown.chain) or well_known(*shown.top)
    return discreet(outcome, shown.issuer, known=known)


async def _unanswered(context: Context) -> Outcome:
    own = None if context.proxy else (await web_pages(context))[0]
    if own is not None and blocks(own):
        return name_blocked(context, own.product, ())
    return Outcome(Status.UNKNOWN, T("The secure channel could not be looked at: no answer came."))


def _trusted(shown: Certificate | None, issuer: Facts) -> Outcome:
    if product := interceptor(shown.chain if shown else ""):
        words = T("{product} looks into the secure channel, and this PC trusts it.", product=product)
        return Outcome(Status.PASSED, words, None, (*issuer, ("inspected_by", product)))
    if shown and shown.issuer and not is_public(shown.chain):
        words = T(
            "The secure channel is trusted by this PC; its certificate comes from “{issuer}”, which is not "
            "one of the usual public authorities.",
            issuer=shown.issuer,
        )
        return Outcome(Status.PASSED, words, None, (*issuer, ("public", False)))
    return Outcome(Status.PASSED, T("The secure channel is trusted by this PC."), None, issuer)


async def _refused(context: Context, answer: Answer, issuer: Facts) -> Outcome:
    assert answer.failure is not None  # noqa: S101 - the caller looked
    shown, code = answer.certificate, _TLS_CODES[answer.failure]
    evidence: Facts = (("failure", str(answer.failure)), *issuer)
    plain = await web_pages(context)
    if code != "tls.handshake" and plain[1].page is Page.SIGN_IN:  # the second host has no sign-in of its own
        words = T(
            "A sign-in page of this network answers in place of web sites, and in place of Open Dental."
        )
        return Outcome(Status.FAILED, words, "network.captive-portal", evidence)
    named = by_certificate(f"{shown.chain} {shown.subject}") if shown is not None else None
    if named is not None or blocks(plain[0]):
        return name_blocked(context, plain[0].product or named, evidence)
    if code == "tls.intercepted":
        return _not_trusted(shown, evidence)
    if code == "tls.too-weak" and answer.weakness is not None:
        facts = (*evidence, ("weakness", str(answer.weakness)))
        return Outcome(Status.FAILED, _too_weak(shown, answer.weakness), code, facts)
    if code in ("tls.clock", "tls.expired"):
        ahead = next((one.clock_ahead_s for one in plain if one.clock_ahead_s is not None), None)
        code = _clock_or_certificate(answer.failure, ahead, shown, context.world.now())
        if ahead is not None:
            evidence = (*evidence, ("ahead_s", round(ahead)))
        return Outcome(Status.FAILED, _dated(code, answer.failure, ahead), code, evidence)
    if code == "tls.wrong-host":
        words = T("The certificate that came is for another name.")
    else:
        words = _no_agreement(_setting(context))
    return Outcome(Status.FAILED, words, code, evidence)


def _setting(context: Context) -> str:
    """The environment variable that changes secure channels on this PC; empty where there is none."""
    return next((name for name in _SETTINGS if context.world.environ.get(name)), "")


def impossible(context: Context) -> Outcome:
    """This PC's own settings let no secure channel be made, to whomever."""
    evidence: Facts = (("failure", str(Failure.TLS_IMPOSSIBLE)),)
    if setting := _setting(context):
        words = T(
            "This PC can make no secure connection at all. The reason is {setting}, an environment variable "
            "of this PC.",
            setting=setting,
        )
        return Outcome(Status.FAILED, words, "tls.handshake", (*evidence, ("setting", setting)))
    words = T("This PC can make no secure connection at all. The reason is its own OpenSSL configuration.")
    return Outcome(Status.FAILED, words, "tls.handshake", evidence)


def _no_agreement(setting: str) -> Text:
    if setting:
        return T(
            "A secure connection could not be made. {setting}, an environment variable of this PC, changes "
            "how they are made.",
            setting=setting,
        )
    return T("A secure connection could not be made.")


def _not_trusted(shown: Certificate | None, evidence: Facts) -> Outcome:
    """An issuer that this PC does not trust: somebody stands between, or the PC's own list lacks it."""
    product = interceptor(shown.chain) if shown is not None else None
    setting = "" if product else trust.unusable_store()
    if setting:
        words = T(
            "{setting}, an environment variable of this PC, names no list of authorities.", setting=setting
        )
        return Outcome(Status.FAILED, words, "tls.roots-outdated", (*evidence, ("setting", setting)))
    if shown is None or not shown.issuer:
        words = T("The certificate that came has an issuer that this PC does not trust.")
        return Outcome(Status.FAILED, words, "tls.intercepted", evidence)
    if product is None and well_known(*shown.top):
        words = T(
            "The certificate comes from “{issuer}”, a public authority that this PC does not know.",
            issuer=shown.issuer,
        )
        return Outcome(Status.FAILED, words, "tls.roots-outdated", (*evidence, ("public", True)))
    return Outcome(Status.FAILED, _untrusted(shown, product), "tls.intercepted", evidence)


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


def _too_weak(shown: Certificate | None, weakness: Weakness) -> Text:
    why = _WEAK[weakness]
    if shown is None or not shown.issuer:
        return T("The certificate that came is not good enough: {why}.", why=why)
    if weakness is Weakness.KEY:  # OpenSSL looks at it first, and does not tell of the trust behind it
        return T("The certificate comes from “{issuer}”, and {why}.", issuer=shown.issuer, why=why)
    return T(
        "The certificate comes from “{issuer}”, which this PC trusts, but {why}.",
        issuer=shown.issuer,
        why=why,
    )


def _clock_or_certificate(
    failure: Failure, ahead: float | None, shown: Certificate | None, now: float
) -> str:
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
    own_fault = "tls.handshake" if early else "tls.expired"
    if ahead is None:  # hardly anybody issues certificates for tomorrow
        stale = shown is not None and now - shown.valid_to > _STALE_S
        return "tls.clock" if early or stale else own_fault
    explains = ahead < -CLOCK_LIMIT_S if early else ahead > CLOCK_LIMIT_S
    if explains and shown is not None:
        explains = shown.valid_from - _MARGIN_S <= now - ahead <= shown.valid_to + _MARGIN_S
    return "tls.clock" if explains else own_fault


def _dated(code: str, failure: Failure, ahead: float | None) -> Text:
    words = _EARLY if failure is Failure.TLS_NOT_YET_VALID else _LATE
    if code == "tls.clock":
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


async def web_pages(context: Context) -> tuple[Answer, Answer]:
    """Unencrypted calls without a key: to Open Dental's host, and to a second one."""
    first, second = await asyncio.gather(*map(context.plain, (context.endpoint.host, CONTROL_HOST)))
    return first, second


def blocks(page: Answer) -> bool:
    """Whether a first page is a filter's: it names itself or says so; a web server's bare 403 does not."""
    return page.page is Page.BLOCK and (page.product is not None or page.refuses or page.status != _FORBIDDEN)


def name_blocked(context: Context, product: str | None, evidence: Facts) -> Outcome:
    """A filter's page answers where the name leads: the name has to be allowed there."""
    host = context.endpoint.host
    if product is None:
        words = T("A filter's page answers in place of {host}.", host=host)
        return Outcome(Status.FAILED, words, _blocked_code(context), evidence)
    words = T("{product} answers in place of {host} and blocks it.", product=product, host=host)
    return Outcome(Status.FAILED, words, _blocked_code(context), (*evidence, ("filter", product)))


def _blocked_code(context: Context) -> str:
    return "proxy.blocked" if context.proxy else "network.name-blocked"


async def clock(context: Context) -> Outcome:
    """Compare this PC's clock with the server's ``Date``."""
    answer = await context.keyless()
    if answer.clock_ahead_s is None:
        return Outcome(Status.UNKNOWN, T("The answer did not tell the time."))
    evidence = (("ahead_s", round(answer.clock_ahead_s)),)
    if abs(answer.clock_ahead_s) > CLOCK_LIMIT_S:
        return Outcome(Status.WARNED, off_by(answer.clock_ahead_s), "clock.skewed", evidence)
    return Outcome(Status.PASSED, T("This PC's clock agrees with the server's."), None, evidence)


def off_by(ahead_s: float) -> Text:
    """How far this PC's clock is off, in the unit that a person would use."""
    seconds = abs(ahead_s)
    unit, size = next(((u, n) for u, n, least in _UNITS if seconds >= least), ("minutes", 60))
    return (_AHEAD if ahead_s > 0 else _BEHIND)[unit](round(seconds / size))


_UNITS = (("days", 86400, 2 * 86400), ("hours", 3600, 2 * 3600))
_AHEAD: dict[str, Callable[[int], Text]] = {
    "minutes": lambda n: T("This PC's clock is {minutes} minutes ahead.", minutes=n),
    "hours": lambda n: T("This PC's clock is {hours} hours ahead.", hours=n),
    "days": lambda n: T("This PC's clock is {days} days ahead.", days=n),
}
_BEHIND: dict[str, Callable[[int], Text]] = {
    "minutes": lambda n: T("This PC's clock is {minutes} minutes behind.", minutes=n),
    "hours": lambda n: T("This PC's clock is {hours} hours behind.", hours=n),
    "days": lambda n: T("This PC's clock is {days} days behind.", days=n),
}
