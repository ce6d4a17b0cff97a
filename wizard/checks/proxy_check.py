"""The proxy in force: which one it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.core.facts.way_facts import ProxyFacts

if TYPE_CHECKING:
    from wizard.checks.context import Context


async def proxy_in_force(context: Context) -> ProxyFacts:
    """Find out whether a proxy is to be used, and who says so; inside the office none is."""
    if context.endpoint.private:
        return ProxyFacts(context.route)
    return ProxyFacts((await context.proxied()).route)
