"""What it means how the first hop took a connection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.core.codes import Code
from wizard.core.evidence import PageKind, Status
from wizard.core.facts import reported
from wizard.core.filter_page import blocks
from wizard.core.mode import Mode
from wizard.core.outcome import Outcome
from wizard.core.text import T
from wizard.diagnosis.verdicts.foreign_page_verdicts import captive, name_blocked
from wizard.diagnosis.verdicts.tunnel_verdict import tunnel

if TYPE_CHECKING:
    from wizard.core.facts.way_facts import PortFacts

_REFUSED = {
    Mode.REMOTE: Code.NETWORK_REFUSED,
    Mode.API_SERVICE: Code.API_SERVICE_NOT_RUNNING,
    Mode.LOCAL: Code.LOCAL_API_CLOSED,
}
_SERVER_NOT_KNOWN = T(
    "Only this PC was asked, because the server PC is not known or was not found. Run this program there, "
    "or name that PC with --host."
)
_SILENT = {
    Mode.REMOTE: Code.NETWORK_UNREACHABLE,
    Mode.API_SERVICE: Code.API_SERVICE_FIREWALLED,
    Mode.LOCAL: Code.LOCAL_API_STUCK,
}


def port(facts: PortFacts) -> Outcome:
    """Whether Open Dental's port can be reached; through a proxy, whether it opens the whole way."""
    proxy = facts.route.proxy
    if proxy and not proxy.usable:
        return Outcome(Status.UNKNOWN, T("The proxy setting comes first."))
    if not facts.families:
        return Outcome(Status.UNKNOWN, T("There was no address to connect to."))
    if not facts.reached:
        return _not_reached(facts)
    if proxy and facts.tunnel is not None:
        return tunnel(facts, proxy, facts.tunnel)
    evidence = reported(facts, facts.PORT, facts.fates)
    return Outcome(Status.PASSED, T("Port {port} is open.", port=facts.port), None, evidence)


def _not_reached(facts: PortFacts) -> Outcome:
    evidence = reported(facts, facts.PORT, facts.fates)
    if facts.proxied:
        words = T("The proxy's port {port} cannot be reached.", port=facts.port)
        return Outcome(Status.FAILED, words, Code.PROXY_UNREACHABLE, evidence)
    if facts.pages is not None:
        own, other = facts.pages
        if other.page is PageKind.SIGN_IN:
            return captive(evidence)
        if blocks(facts.route, own):
            told = reported(facts, facts.PORT, facts.fates, facts.BLOCKED)
            return name_blocked(facts.route, own.product, told)
    if facts.refused or not facts.sure:
        return _refused(facts)
    if facts.outside is False:
        words = T("Neither Open Dental nor another address on the internet could be reached.")
        told = reported(facts, facts.PORT, facts.fates, facts.OFFLINE)
        return Outcome(Status.FAILED, words, Code.NETWORK_OFFLINE, told)
    words = T("Port {port} cannot be reached.", port=facts.port)
    return Outcome(Status.FAILED, words, _SILENT[facts.route.endpoint.mode], evidence)


def _refused(facts: PortFacts) -> Outcome:
    code = _REFUSED[facts.route.endpoint.mode]
    if not facts.sure:
        told = reported(facts, facts.PORT, facts.fates, facts.GUESS)
        return Outcome(Status.FAILED, _SERVER_NOT_KNOWN, code, told)
    words = T("Port {port} refuses connections.", port=facts.port)
    return Outcome(Status.FAILED, words, code, reported(facts, facts.PORT, facts.fates))
