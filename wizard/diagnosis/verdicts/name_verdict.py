"""What it means where the first hop's name leads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.core.codes import Code
from wizard.core.endpoint import is_address
from wizard.core.evidence import Status
from wizard.core.facts import reported
from wizard.core.outcome import Outcome
from wizard.core.text import N, T
from wizard.diagnosis.verdicts.foreign_page_verdicts import name_blocked

if TYPE_CHECKING:
    from wizard.core.facts.way_facts import NameFacts


def name(facts: NameFacts) -> Outcome:
    """Whether the name leads to where calls can go."""
    route = facts.route
    host, _ = route.first_hop
    if route.proxy and not route.proxy.usable:
        return Outcome(Status.SKIPPED, T("The proxy setting comes first."))
    if is_address(host):
        return Outcome(Status.SKIPPED, T("This address needs no name lookup."))
    if not facts.addresses:
        return _missing(facts)
    if facts.sinkhole:
        return _sunk(facts)
    if route.slow_names:
        return _slowly_found(facts)
    words = T("The proxy's name was found.") if route.proxy else T("The name {host} was found.", host=host)
    return Outcome(Status.PASSED, words, None, reported(facts))


def _slowly_found(facts: NameFacts) -> Outcome:
    """The run goes on; programs that wait for the system's own lookup of both kinds lose that time."""
    evidence = reported(facts)
    if facts.seconds is None:
        words = T("The name was found, but other programs can wait seconds for it.")
        return Outcome(Status.WARNED, words, Code.NETWORK_SLOW_NAMES, evidence)
    words = N(
        "The name was found, but only after {n} second.",
        "The name was found, but only after {n} seconds.",
        facts.seconds,
    )
    return Outcome(Status.WARNED, words, Code.NETWORK_SLOW_NAMES, evidence)


def _missing(facts: NameFacts) -> Outcome:
    evidence = reported(facts, facts.MISSING)
    host = facts.route.endpoint.host
    if facts.proxied:
        return Outcome(Status.FAILED, T("The proxy's name was not found."), Code.PROXY_UNREACHABLE, evidence)
    if not facts.control:
        words = T("Neither {host} nor another name on the internet was found.", host=host)
        return Outcome(Status.FAILED, words, Code.NETWORK_OFFLINE, evidence)
    words = T("Other names are found, but {host} is not.", host=host)
    return Outcome(Status.FAILED, words, Code.NETWORK_NAME_BLOCKED, evidence)


def _sunk(facts: NameFacts) -> Outcome:
    """A name that leads nowhere on the internet: a filter's doing, or a guest network that catches all."""
    evidence = reported(facts, facts.SUNK)
    if facts.blocker is not None:
        return name_blocked(facts.route, facts.blocker, evidence)
    if facts.catches_all:
        words = T("This network leads every name to an address of its own.")
        return Outcome(Status.FAILED, words, Code.NETWORK_CAPTIVE_PORTAL, evidence)
    words = T("The name {host} leads to an address that blocks it.", host=facts.route.endpoint.host)
    return Outcome(Status.FAILED, words, Code.NETWORK_NAME_BLOCKED, evidence)
