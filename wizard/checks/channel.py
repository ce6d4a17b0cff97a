"""The secure channel and the time, both looked at by one call without any key."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from wizard.checks.certificates import clock_or_certificate, dated, not_trusted, off_by, too_weak
from wizard.checks.filters import by_certificate
from wizard.checks.first_page import PORTAL, blocks, name_blocked, web_pages
from wizard.checks.issuer import discreet
from wizard.core.authorities import well_known
from wizard.core.codes import Code
from wizard.core.evidence import CLOCK_LIMIT_S, Content, Failure, Page, Status
from wizard.core.outcome import Facts, Outcome
from wizard.core.products import interceptor, is_public
from wizard.core.text import T, Text

if TYPE_CHECKING:
    from wizard.checks.context import Context
    from wizard.core.evidence import Answer, Certificate

_TLS_CODES = {
    Failure.TLS_UNTRUSTED: Code.TLS_INTERCEPTED,
    Failure.TLS_WRONG_HOST: Code.TLS_WRONG_HOST,
    Failure.TLS_NOT_YET_VALID: Code.TLS_CLOCK,
    Failure.TLS_EXPIRED: Code.TLS_EXPIRED,
    Failure.TLS_TOO_WEAK: Code.TLS_TOO_WEAK,
    Failure.TLS_HANDSHAKE: Code.TLS_HANDSHAKE,
}
_SETTINGS = ("OPENSSL_CONF", "OPENSSL_MODULES")
"""Environment variables that change which secure channels OpenSSL makes."""


async def secure_channel(context: Context) -> Outcome:
    """Make the control call without a key over the secure channel."""
    if context.endpoint.scheme != "https":
        return Outcome(Status.SKIPPED, T("Inside the office no secure channel is needed."))
    context = await context.proxied()
    answer = await context.keyless()
    outcome = await _looked_at(context, answer)
    return replace(outcome, route=replace(context.route, certificate=answer.certificate))


async def _looked_at(context: Context, answer: Answer) -> Outcome:
    if answer.failure is Failure.TLS_IMPOSSIBLE:
        return impossible(context)
    shown = answer.certificate
    issuer: Facts = (("issuer", shown.issuer),) if shown and shown.issuer else ()
    if answer.failure in _TLS_CODES:
        return _told(await _refused(context, answer, issuer), shown)
    if answer.failure is Failure.UNREADABLE and shown is not None:
        return _told(_trusted(shown, issuer), shown)  # what came over it is for the live call to tell
    if answer.status is None or (
        context.route.proxy and answer.content is Content.NONE
    ):  # a proxy may refuse the way
        return await _unanswered(context)
    return _told(_trusted(shown, issuer), shown)


def _told(outcome: Outcome, shown: Certificate | None) -> Outcome:
    if shown is None or not shown.issuer:
        return outcome
    known = is_public(shown.chain) or well_known(*shown.top)
    return discreet(outcome, shown.issuer, known=known, product=interceptor(shown.chain))


async def _unanswered(context: Context) -> Outcome:
    if not context.route.proxy:
        own, _ = await web_pages(context)
        if blocks(context, own):
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
    if code is not Code.TLS_HANDSHAKE and plain[1].page is Page.SIGN_IN:
        # the second host has no sign-in of its own
        return Outcome(Status.FAILED, PORTAL, Code.NETWORK_CAPTIVE_PORTAL, evidence)
    named = by_certificate(f"{shown.chain} {shown.subject}") if shown is not None else None
    if named is not None or blocks(context, plain[0]):
        return name_blocked(context, plain[0].product or named, evidence)
    if code is Code.TLS_INTERCEPTED:
        return not_trusted(shown, evidence)
    if code is Code.TLS_TOO_WEAK and answer.weakness is not None:
        facts = (*evidence, ("weakness", str(answer.weakness)))
        return Outcome(Status.FAILED, too_weak(shown, answer.weakness), code, facts)
    if code in (Code.TLS_CLOCK, Code.TLS_EXPIRED):
        ahead = next((one.clock_ahead_s for one in plain if one.clock_ahead_s is not None), None)
        code = clock_or_certificate(answer.failure, ahead, shown, context.world.now())
        if ahead is not None:
            evidence = (*evidence, ("ahead_s", round(ahead)))
        return Outcome(Status.FAILED, dated(code, answer.failure, ahead), code, evidence)
    if code is Code.TLS_WRONG_HOST:
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
        return Outcome(Status.FAILED, words, Code.TLS_HANDSHAKE, (*evidence, ("setting", setting)))
    words = T("This PC can make no secure connection at all. The reason is its own OpenSSL configuration.")
    return Outcome(Status.FAILED, words, Code.TLS_HANDSHAKE, evidence)


def _no_agreement(setting: str) -> Text:
    if setting:
        return T(
            "A secure connection could not be made. {setting}, an environment variable of this PC, changes "
            "how they are made.",
            setting=setting,
        )
    return T("A secure connection could not be made.")


async def clock(context: Context) -> Outcome:
    """Compare this PC's clock with the server's ``Date``."""
    answer = await context.keyless()
    if answer.status is None:
        return Outcome(Status.UNKNOWN, T("No answer came that could tell the time."))
    if answer.clock_ahead_s is None:
        return Outcome(Status.UNKNOWN, T("The answer did not tell the time."))
    evidence = (("ahead_s", round(answer.clock_ahead_s)),)
    if abs(answer.clock_ahead_s) > CLOCK_LIMIT_S:
        return Outcome(Status.WARNED, off_by(answer.clock_ahead_s), Code.CLOCK_SKEWED, evidence)
    return Outcome(Status.PASSED, T("This PC's clock agrees with the server's."), None, evidence)
