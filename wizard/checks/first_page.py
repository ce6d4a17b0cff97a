"""First pages, unencrypted and without any key: in their place, a network's sign-in page, or a filter's."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from wizard.checks.context import CONTROL_HOST
from wizard.core.codes import Code
from wizard.core.evidence import Page, Status
from wizard.core.outcome import Facts, Outcome
from wizard.core.text import T

if TYPE_CHECKING:
    from wizard.checks.context import Context
    from wizard.core.evidence import Answer

PORTAL = T("A sign-in page of this network answers in place of web sites, and in place of Open Dental.")
_FORBIDDEN, _FAILED = 403, 500


async def web_pages(context: Context) -> tuple[Answer, Answer]:
    """Unencrypted calls without a key: to Open Dental's host, and to a second one."""
    first, second = await asyncio.gather(*map(context.plain, (context.endpoint.host, CONTROL_HOST)))
    return first, second


def blocks(context: Context, page: Answer) -> bool:
    """Whether a first page is a filter's: it names itself or says so; a web server's bare 403 does not.

    Through a proxy, its own pages would look like that, and so do those with which one says that it failed.
    """
    if context.route.proxy or page.page is not Page.BLOCK:
        return False
    if page.refuses:
        return True
    status = page.status or 0
    return status < _FAILED and (page.product is not None or status != _FORBIDDEN)


def name_blocked(context: Context, product: str | None, evidence: Facts) -> Outcome:
    """A filter's page answers where the name leads: the name has to be allowed there."""
    host = context.endpoint.host
    if product is None:
        words = T("A filter's page answers in place of {host}.", host=host)
        return Outcome(Status.FAILED, words, _blocked_code(context), evidence)
    words = T("{product} answers in place of {host} and blocks it.", product=product, host=host)
    return Outcome(Status.FAILED, words, _blocked_code(context), (*evidence, ("filter", product)))


def _blocked_code(context: Context) -> Code:
    return Code.PROXY_BLOCKED if context.route.proxy else Code.NETWORK_NAME_BLOCKED
