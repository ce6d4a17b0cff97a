"""Whether a first page is a filter's, which answers in place of Open Dental."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.core.evidence import PageKind

if TYPE_CHECKING:
    from wizard.core.evidence import Answer
    from wizard.core.route import Route

_FORBIDDEN, _FAILED = 403, 500


def blocks(route: Route, page: Answer) -> bool:
    """Whether a first page is a filter's: it names itself or says so; a web server's bare 403 does not.

    Through a proxy, its own pages would look like that, and so do those with which one says that it failed.
    """
    if route.proxy or page.page is not PageKind.BLOCK:
        return False
    if page.refuses:
        return True
    status = page.status or 0
    return status < _FAILED and (page.product is not None or status != _FORBIDDEN)
