"""Whether a page of the system's own is where a cause can be mended, on this PC. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.core.cause import Opens
from wizard.core.facts.server_facts import OtherServicesFacts, ServiceFacts
from wizard.core.facts.way_facts import ProxyFacts
from wizard.core.proxy_setting import ProxySource

if TYPE_CHECKING:
    from wizard.core.codes import Code
    from wizard.core.evidence import Evidence

ON_WINDOWS_ONLY = (Opens.DATE_TIME, Opens.PROXY, Opens.SERVICES)
"""Windows' own pages; a browser is everywhere."""


def can_mend_here(code: Code, opens: Opens, evidence: Evidence) -> bool:
    """Whether the page leads to what is wrong: not where the setting or the service is in another place.

    Args:
        code: The cause.
        opens: The page that its steps speak of.
        evidence: What the run saw.
    """
    match opens:
        case Opens.PROXY:  # a proxy of the environment's is in no page of Windows'
            proxy = evidence.found(ProxyFacts)
            return proxy is not None and proxy.source in (ProxySource.SYSTEM, ProxySource.SCRIPT)
        case Opens.SERVICES:
            return any(
                bool(check.facts.services)
                if isinstance(check.facts, ServiceFacts)
                else isinstance(check.facts, OtherServicesFacts) and bool(check.facts.databases)
                for check in evidence.checks
                if check.code == code
            )
        case Opens.DATE_TIME | Opens.GUEST_SIGN_IN:
            return True
