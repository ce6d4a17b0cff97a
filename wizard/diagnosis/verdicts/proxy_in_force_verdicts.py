"""What the proxy setting in force means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.core.codes import Code
from wizard.core.evidence import Status
from wizard.core.facts import reported
from wizard.core.outcome import Outcome
from wizard.core.proxy_setting import ProxyFlaw, ProxySource
from wizard.core.text import T, Text, paragraph

if TYPE_CHECKING:
    from wizard.core.facts.way_facts import ProxyFacts
    from wizard.core.proxy_setting import Proxy

_SET = {
    ProxySource.ENVIRONMENT: T("A proxy is set, by an environment variable of this PC."),
    ProxySource.SYSTEM: T("A proxy is set, by the system's proxy setting."),
    ProxySource.SCRIPT: T("A proxy is set, by the system's automatic configuration (PAC)."),
}
_FROM = {
    ProxySource.ENVIRONMENT: T("The setting comes from an environment variable of this PC."),
    ProxySource.SYSTEM: T("The setting comes from the system's proxy setting."),
    ProxySource.SCRIPT: T("The setting comes from the system's automatic configuration (PAC)."),
}
_FLAWS = {
    ProxyFlaw.SCHEME: T("The proxy setting names another kind of proxy than http."),
    ProxyFlaw.ADDRESS: T("The proxy setting is not the address of a proxy."),
    ProxyFlaw.PORT: T("The port in the proxy setting is missing, or no number from 1 to 65535."),
    ProxyFlaw.VARIABLE: T("The proxy setting holds the name of a variable in place of its value."),
    ProxyFlaw.SIGN: T("A sign in the proxy's user name or password has to be written as a code."),
    ProxyFlaw.QUOTED: T("The proxy setting stands in quotation marks."),
    ProxyFlaw.SCRIPT: T(
        "The proxy setting is the address of a proxy script (PAC), which belongs in another one."
    ),
}
UNUSABLE = T("The proxy setting of this PC cannot be used.")
"""All of it that a row tells the front desk; why, and where it comes from, stand on IT's card."""


def proxy_in_force_verdict(facts: ProxyFacts) -> Outcome:
    """Whether a proxy is to be used, and who says so."""
    route = facts.route
    if route.endpoint.private:
        return Outcome(Status.SKIPPED, T("Inside the office no proxy is used."))
    if route.way > 0:
        return _not_the_first(facts)
    if route.proxy is None:
        words = T("No proxy is set.")
        if route.script_failed:
            words = T("The automatic proxy configuration could not be read; calls go the direct way.")
        return Outcome(Status.PASSED, words, None, reported(facts, facts.DIRECT))
    if route.proxy.flaw is not None:
        words = paragraph(_FLAWS[route.proxy.flaw], comes_from(route.proxy))
        return Outcome(Status.FAILED, words, Code.PROXY_BAD_SETTING, reported(facts), UNUSABLE)
    return Outcome(Status.PASSED, _set(route.proxy), None, reported(facts))


def _not_the_first(facts: ProxyFacts) -> Outcome:
    """A way that a script lists behind others, on which nobody answers."""
    evidence = reported(facts, facts.LISTED)
    if not facts.proxied:
        words = T("No proxy of the system's automatic configuration (PAC) answers; calls go the direct way.")
        return Outcome(Status.PASSED, words, None, evidence)
    words = T(
        "A proxy is set, by the system's automatic configuration (PAC): number {taken} of {listed}. Those "
        "before it do not answer, or cannot be used.",
        taken=facts.taken,
        listed=facts.listed,
    )
    return Outcome(Status.PASSED, words, None, evidence)


def _set(proxy: Proxy) -> Text:
    if proxy.variable:
        return T(
            "A proxy is set, by {variable}, an environment variable of this PC.", variable=proxy.variable
        )
    return _SET[proxy.source]


def comes_from(proxy: Proxy) -> Text:
    """Who names the proxy, as a sentence."""
    if proxy.variable:
        return T(
            "The setting comes from {variable}, an environment variable of this PC.", variable=proxy.variable
        )
    return _FROM[proxy.source]
