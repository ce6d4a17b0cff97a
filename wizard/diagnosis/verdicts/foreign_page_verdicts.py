"""What it means that somebody else's page answers in place of Open Dental."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.core.codes import Code
from wizard.core.evidence import Status
from wizard.core.outcome import Outcome
from wizard.core.text import T

if TYPE_CHECKING:
    from wizard.core.facts import ReportFacts
    from wizard.core.route import Route

PORTAL = T("A sign-in page of this network answers in place of web sites, and in place of Open Dental.")


def captive(evidence: ReportFacts) -> Outcome:
    """A guest network's sign-in page."""
    return Outcome(Status.FAILED, PORTAL, Code.NETWORK_CAPTIVE_PORTAL, evidence)


def name_blocked(route: Route, product: str | None, evidence: ReportFacts) -> Outcome:
    """A filter's page answers where the name leads: the name has to be allowed there."""
    host = route.endpoint.host
    code = Code.PROXY_BLOCKED if route.proxy else Code.NETWORK_NAME_BLOCKED
    if product is None:
        words = T("A filter's page answers in place of {host}.", host=host)
        return Outcome(Status.FAILED, words, code, evidence)
    words = T("{product} answers in place of {host} and blocks it.", product=product, host=host)
    return Outcome(Status.FAILED, words, code, evidence)
