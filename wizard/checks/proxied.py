"""The proxy in force: which one it is, and what it says to a request for the way to Open Dental."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from wizard.checks.channel import impossible
from wizard.checks.first_page import PORTAL
from wizard.core.codes import Code
from wizard.core.evidence import TLS_FAILURES, Content, Failure, Page, Status
from wizard.core.outcome import Facts, Outcome
from wizard.core.proxy import Flaw, Source
from wizard.core.text import T, Text, paragraph
from wizard.probe.failures import WEB_SERVERS

if TYPE_CHECKING:
    from wizard.checks.context import Context
    from wizard.core.evidence import Answer
    from wizard.core.proxy import Proxy
    from wizard.core.route import Route

_TUNNEL_S = 10.0

_SET = {
    Source.ENVIRONMENT: T("A proxy is set, by an environment variable of this PC."),
    Source.SYSTEM: T("A proxy is set, by the system's proxy setting."),
    Source.SCRIPT: T("A proxy is set, by the system's automatic configuration (PAC)."),
}
_FROM = {
    Source.ENVIRONMENT: T("The setting comes from an environment variable of this PC."),
    Source.SYSTEM: T("The setting comes from the system's proxy setting."),
    Source.SCRIPT: T("The setting comes from the system's automatic configuration (PAC)."),
}
_FLAWS = {
    Flaw.SCHEME: T("The proxy setting names another kind of proxy than http."),
    Flaw.ADDRESS: T("The proxy setting is not the address of a proxy."),
    Flaw.PORT: T("The port in the proxy setting is missing, or no number from 1 to 65535."),
    Flaw.VARIABLE: T("The proxy setting holds the name of a variable in place of its value."),
    Flaw.SIGN: T("A sign in the proxy's user name or password has to be written as a code."),
    Flaw.QUOTED: T("The proxy setting stands in quotation marks."),
    Flaw.SCRIPT: T("The proxy setting is the address of a proxy script (PAC), which belongs in another one."),
}
_UNUSABLE = T("The proxy setting of this PC cannot be used.")
"""All of it that a row tells the front desk; why, and where it comes from, stand on IT's card."""


async def proxy_in_force(context: Context) -> Outcome:
    """Find out whether a proxy is to be used, and who says so."""
    if context.endpoint.private:
        return Outcome(Status.SKIPPED, T("Inside the office no proxy is used."))
    route = (await context.proxied()).route
    return replace(_told(route), route=route)


def _told(route: Route) -> Outcome:
    if route.way > 0:
        return _not_the_first(route)
    if route.proxy is None:
        trouble = route.script_failed
        words = T("No proxy is set.")
        if trouble:
            words = T("The automatic proxy configuration could not be read; calls go the direct way.")
        return Outcome(Status.PASSED, words, None, (("proxy", False), ("script_failed", trouble)))
    evidence: Facts = (("proxy", True), ("source", str(route.proxy.source)))
    if route.proxy.flaw is not None:
        words = paragraph(_FLAWS[route.proxy.flaw], _from(route.proxy))
        flaw = ("flaw", str(route.proxy.flaw))
        return Outcome(Status.FAILED, words, Code.PROXY_BAD_SETTING, (*evidence, flaw), _UNUSABLE)
    return Outcome(Status.PASSED, _set(route.proxy), None, evidence)


def _not_the_first(route: Route) -> Outcome:
    """A way that a script lists behind others, on which nobody answers."""
    evidence: Facts = (
        ("proxy", route.proxy is not None),
        ("source", str(Source.SCRIPT)),
        ("listed", len(route.ways)),
        ("taken", route.way + 1),
    )
    if route.proxy is None:
        words = T("No proxy of the system's automatic configuration (PAC) answers; calls go the direct way.")
        return Outcome(Status.PASSED, words, None, evidence)
    words = T(
        "A proxy is set, by the system's automatic configuration (PAC): number {taken} of {listed}. Those "
        "before it do not answer, or cannot be used.",
        taken=route.way + 1,
        listed=len(route.ways),
    )
    return Outcome(Status.PASSED, words, None, evidence)


def _set(proxy: Proxy) -> Text:
    if proxy.variable:
        return T(
            "A proxy is set, by {variable}, an environment variable of this PC.", variable=proxy.variable
        )
    return _SET[proxy.source]


def _from(proxy: Proxy) -> Text:
    if proxy.variable:
        return T(
            "The setting comes from {variable}, an environment variable of this PC.", variable=proxy.variable
        )
    return _FROM[proxy.source]


async def through_proxy(context: Context, fates: Facts) -> Outcome:
    """Have the proxy open the way to Open Dental, and close it again."""
    answer = await context.caller.tunnel(context.route, _TUNNEL_S, context.redactor)
    status: Facts = () if answer.status is None else (("proxy_status", answer.status),)
    evidence: Facts = (("port", context.route.first_hop[1]), ("proxy", True), *fates, *status)
    if answer.status is not None:
        return _proxys_word(context, answer, answer.status, evidence)
    if answer.failure is Failure.TLS_IMPOSSIBLE:
        return impossible(context)
    code, words = _broken_way(answer.failure)
    return Outcome(Status.FAILED, words, code, evidence)


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


def _proxys_word(context: Context, answer: Answer, status: int, evidence: Facts) -> Outcome:
    """What an answer to the request for the way means."""
    if 200 <= status < 300 and answer.content is Content.NONE:
        return Outcome(Status.PASSED, T("The office's proxy opens the way to Open Dental."), None, evidence)
    if status == 511:
        return Outcome(Status.FAILED, PORTAL, Code.NETWORK_CAPTIVE_PORTAL, evidence)
    if _wants_sign_in(answer, status):
        offered = ", ".join(answer.challenges)
        words = T("The proxy asks for a sign-in ({status}).", status=status)
        if offered:
            words = T("The proxy asks for a sign-in ({status}): {kinds}.", status=status, kinds=offered)
        facts = (*evidence, ("sign_in", offered or "unknown"))
        return Outcome(Status.FAILED, words, Code.PROXY_SIGN_IN_REQUIRED, facts)
    if _is_web_server(answer, status):
        words = T("A web server answers where the proxy should be ({status}).", status=status)
        if context.route.proxy is not None:
            words = paragraph(words, _from(context.route.proxy))
        return Outcome(Status.FAILED, words, Code.PROXY_BAD_SETTING, evidence, _UNUSABLE)
    return Outcome(Status.FAILED, _refused_way(status, answer.product), Code.PROXY_BLOCKED, evidence)


def _wants_sign_in(answer: Answer, status: int) -> bool:
    return status in (401, 407) or answer.page is Page.SIGN_IN


def _is_web_server(answer: Answer, status: int) -> bool:
    """Whether a web server answered: one that does not know the request for the way, or shows its page.

    With 405 and 501 whoever it is says that it is no proxy; the others are believed without a proxy's mark.
    """
    if status in (405, 501) or 200 <= status < 300:
        return True
    marked = answer.by_proxy or answer.product is not None
    moved = 300 <= status < 400 and answer.page is Page.OTHER
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
