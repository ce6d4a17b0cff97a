"""What the call without a key says of the secure channel and of this PC's clock."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from wizard.core.codes import Code
from wizard.core.evidence import CLOCK_LIMIT_S, Content, Failure, PageKind, Status
from wizard.core.facts import NO_FACTS, reported
from wizard.core.filter_page import blocks
from wizard.core.outcome import Outcome
from wizard.core.text import T, Text
from wizard.diagnosis.verdicts.certificates_verdicts import (
    clock_or_certificate,
    dated,
    impossible,
    not_trusted,
    off_by,
    too_weak,
)
from wizard.diagnosis.verdicts.foreign_page_verdicts import captive, name_blocked

if TYPE_CHECKING:
    from wizard.core.evidence import Answer
    from wizard.core.facts.channel_facts import ChannelFacts, ClockFacts

_TLS_CODES = {
    Failure.TLS_UNTRUSTED: Code.TLS_INTERCEPTED,
    Failure.TLS_WRONG_HOST: Code.TLS_WRONG_HOST,
    Failure.TLS_NOT_YET_VALID: Code.TLS_CLOCK,
    Failure.TLS_EXPIRED: Code.TLS_EXPIRED,
    Failure.TLS_TOO_WEAK: Code.TLS_TOO_WEAK,
    Failure.TLS_HANDSHAKE: Code.TLS_HANDSHAKE,
}


def channel(facts: ChannelFacts) -> Outcome:
    """Whether the secure channel stands, and whom it shows."""
    answer = facts.answer
    if answer is None:
        return Outcome(Status.SKIPPED, T("Inside the office no secure channel is needed."))
    if answer.failure is Failure.TLS_IMPOSSIBLE:
        return impossible(facts.setting, reported(facts, facts.IMPOSSIBLE))
    if answer.failure in _TLS_CODES:
        return discreet(_refused(facts, answer, answer.failure), facts)
    if answer.failure is Failure.UNREADABLE and facts.shown is not None:
        return discreet(_trusted(facts), facts)  # what came over it is for the live call to tell
    if answer.status is None or (
        facts.proxied and answer.content is Content.NONE
    ):  # a proxy may refuse the way
        return _unanswered(facts)
    return discreet(_trusted(facts), facts)


def discreet(outcome: Outcome, facts: ChannelFacts) -> Outcome:
    """The outcome whose words hold an issuer's name, with the whole name for the window only."""
    if facts.issuer is None or facts.issuer == facts.whole_issuer:
        return outcome
    words = outcome.summary
    if words.args.get("issuer") == facts.whole_issuer:
        words = Text(words.msgid, {**words.args, "issuer": facts.issuer}, words.plural)
    return replace(outcome, summary=words, shown=outcome.shown or outcome.summary)


def _unanswered(facts: ChannelFacts) -> Outcome:
    if facts.pages is not None and blocks(facts.route, facts.pages[0]):
        return name_blocked(facts.route, facts.page_product, reported(facts, facts.PAGE))
    words = T("The secure channel could not be looked at: no answer came.")
    return Outcome(Status.UNKNOWN, words, None, NO_FACTS)


def _trusted(facts: ChannelFacts) -> Outcome:
    if facts.product:
        words = T("{product} looks into the secure channel, and this PC trusts it.", product=facts.product)
        return Outcome(Status.PASSED, words, None, reported(facts, facts.REPORT, facts.INSPECTED))
    if facts.whole_issuer and not facts.usual:
        words = T(
            "The secure channel is trusted by this PC; its certificate comes from “{issuer}”, which is not "
            "one of the usual public authorities.",
            issuer=facts.whole_issuer,
        )
        return Outcome(Status.PASSED, words, None, reported(facts, facts.REPORT, facts.UNUSUAL))
    words = T("The secure channel is trusted by this PC.")
    return Outcome(Status.PASSED, words, None, reported(facts))


def _refused(facts: ChannelFacts, answer: Answer, failure: Failure) -> Outcome:
    shown, code = facts.shown, _TLS_CODES[failure]
    evidence = reported(facts, facts.REFUSED)
    own, other = facts.pages or (None, None)
    if code is not Code.TLS_HANDSHAKE and other is not None and other.page is PageKind.SIGN_IN:
        return captive(evidence)  # the second host has no sign-in of its own
    if facts.certificate_of is not None or (own is not None and blocks(facts.route, own)):
        return name_blocked(facts.route, facts.blocker, reported(facts, facts.REFUSED, facts.BLOCKED))
    if code is Code.TLS_INTERCEPTED:
        return not_trusted(facts)
    if code is Code.TLS_TOO_WEAK and answer.weakness is not None:
        told = reported(facts, facts.REFUSED, facts.WEAK)
        return Outcome(Status.FAILED, too_weak(shown, answer.weakness), code, told)
    if code in (Code.TLS_CLOCK, Code.TLS_EXPIRED):
        code = clock_or_certificate(failure, facts.ahead, shown, facts.now)
        told = reported(facts, facts.REFUSED, facts.TIME)
        return Outcome(Status.FAILED, dated(code, failure, facts.ahead), code, told)
    if code is Code.TLS_WRONG_HOST:
        words = T("The certificate that came is for another name.")
    else:
        words = _no_agreement(facts.setting)
    return Outcome(Status.FAILED, words, code, evidence)


def _no_agreement(setting: str | None) -> Text:
    if setting:
        return T(
            "A secure connection could not be made. {setting}, an environment variable of this PC, changes "
            "how they are made.",
            setting=setting,
        )
    return T("A secure connection could not be made.")


def clock_verdict(facts: ClockFacts) -> Outcome:
    """Whether this PC's clock agrees with the server's ``Date``."""
    if not facts.answered:
        return Outcome(Status.UNKNOWN, T("No answer came that could tell the time."))
    if facts.ahead is None:
        return Outcome(Status.UNKNOWN, T("The answer did not tell the time."))
    if abs(facts.ahead) > CLOCK_LIMIT_S:
        return Outcome(Status.WARNED, off_by(facts.ahead), Code.CLOCK_SKEWED, reported(facts))
    words = T("This PC's clock agrees with the server's.")
    return Outcome(Status.PASSED, words, None, reported(facts))
