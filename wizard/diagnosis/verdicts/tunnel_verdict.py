"""What it means what a proxy said to the request for the way to Open Dental."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.core.codes import Code
from wizard.core.evidence import TLS_FAILURES, Content, Failure, PageKind, Status
from wizard.core.facts import reported
from wizard.core.outcome import Outcome
from wizard.core.proxy_setting import WEB_SERVERS
from wizard.core.text import T, Text, paragraph
from wizard.diagnosis.verdicts.certificates_verdicts import impossible
from wizard.diagnosis.verdicts.foreign_page_verdicts import captive
from wizard.diagnosis.verdicts.proxy_in_force_verdicts import UNUSABLE, comes_from

if TYPE_CHECKING:
    from wizard.core.evidence import Answer
    from wizard.core.facts.way_facts import PortFacts
    from wizard.core.proxy_setting import Proxy


def tunnel(facts: PortFacts, proxy: Proxy, answer: Answer) -> Outcome:
    """Whether the proxy opens the way."""
    if answer.status is not None:
        return _proxys_word(facts, proxy, answer, answer.status)
    if answer.failure is Failure.TLS_IMPOSSIBLE:
        return impossible(facts.setting, reported(facts, facts.IMPOSSIBLE))
    code, words = _broken_way(answer.failure)
    return Outcome(Status.FAILED, words, code, reported(facts, facts.PROXIED, facts.fates))


def _broken_way(failure: Failure | None) -> tuple[Code, Text]:
    """What it means that a proxy gave no answer to the request for the way."""
    if failure in TLS_FAILURES:
        words = T("The proxy does not speak the secure protocol that its setting names.")
        return Code.PROXY_BAD_SETTING, words
    if failure is Failure.PROXY_BAD_SETTING:
        return Code.PROXY_BAD_SETTING, T("What answers at the proxy's address is no proxy.")
    if failure is Failure.UNREADABLE:
        words = T("The proxy's answer cannot be read: a device on the way changes answers.")
        return Code.ANSWER_NOT_OPEN_DENTAL, words
    if failure in (Failure.NO_ANSWER, Failure.TLS_NO_ANSWER):
        words = T("The proxy took the connection, but did not open the way to Open Dental in time.")
    else:
        words = T("The proxy took the connection, and broke it off.")
    return Code.PROXY_UNREACHABLE, words


def _proxys_word(facts: PortFacts, proxy: Proxy, answer: Answer, status: int) -> Outcome:
    """What an answer to the request for the way means."""
    evidence = reported(facts, facts.PROXIED, facts.fates, facts.STATUS)
    if 200 <= status < 300 and answer.content is Content.NONE:
        return Outcome(Status.PASSED, T("The office's proxy opens the way to Open Dental."), None, evidence)
    if status == 511:
        return captive(evidence)
    if _wants_sign_in(answer, status):
        words = T("The proxy asks for a sign-in ({status}).", status=status)
        if answer.challenges:
            words = T("The proxy asks for a sign-in ({status}): {kinds}.", status=status, kinds=facts.sign_in)
        told = reported(facts, facts.PROXIED, facts.fates, facts.STATUS, facts.SIGN_IN)
        return Outcome(Status.FAILED, words, Code.PROXY_SIGN_IN_REQUIRED, told)
    if _is_web_server(answer, status):
        words = T("A web server answers where the proxy should be ({status}).", status=status)
        words = paragraph(words, comes_from(proxy))
        return Outcome(Status.FAILED, words, Code.PROXY_BAD_SETTING, evidence, UNUSABLE)
    return Outcome(Status.FAILED, _refused_way(status, answer.product), Code.PROXY_BLOCKED, evidence)


def _wants_sign_in(answer: Answer, status: int) -> bool:
    return status in (401, 407) or answer.page is PageKind.SIGN_IN


def _is_web_server(answer: Answer, status: int) -> bool:
    """Whether a web server answered: one that does not know the request for the way, or shows its page.

    With 405 and 501 whoever it is says that it is no proxy; the others are believed without a proxy's mark.
    """
    if status in (405, 501) or 200 <= status < 300:
        return True
    marked = answer.by_proxy or answer.product is not None
    moved = 300 <= status < 400 and answer.page is PageKind.OTHER
    return not marked and (moved or status in WEB_SERVERS)


def _refused_way(status: int, product: str | None) -> Text:
    if status in (502, 503, 504):
        if product:
            return T(
                "The office's proxy ({product}) could not reach Open Dental ({status}).",
                product=product,
                status=status,
            )
        return T("The office's proxy could not reach Open Dental ({status}).", status=status)
    if product:
        return T(
            "The office's proxy ({product}) does not open the way to Open Dental ({status}).",
            product=product,
            status=status,
        )
    return T("The office's proxy does not open the way to Open Dental ({status}).", status=status)
