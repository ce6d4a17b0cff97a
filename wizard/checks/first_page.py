"""First pages, unencrypted and without any key: in their place, a network's sign-in page, or a filter's."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from wizard.checks.context import CONTROL_HOST

if TYPE_CHECKING:
    from wizard.checks.context import Context
    from wizard.core.evidence import Answer


async def web_pages(context: Context) -> tuple[Answer, Answer]:
    """Unencrypted calls without a key: to Open Dental's host, and to a second one."""
    first, second = await asyncio.gather(*map(context.first_page, (context.endpoint.host, CONTROL_HOST)))
    return first, second
