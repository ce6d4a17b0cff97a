"""Looks a name up as browsers do (RFC 8305): both kinds of address side by side, and the first one is used.

The system's own lookup of both waits for both: a name server that is silent about one kind costs it ten
seconds and more, though the other's answer was there at once.
"""

from __future__ import annotations

import asyncio
import socket
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Sequence

    Ask = Callable[[], list[str]]

SLOW_S = 2.0
"""Seconds from which a lookup is called slow: a name server usually answers within a tenth of one."""

_GRACE_S = 0.05  # for the other kind, once one has come (RFC 8305, section 3)
_KINDS = (socket.AF_INET6, socket.AF_INET)  # the newer one is tried first, as there


class FoundAddresses(list[str]):
    """The addresses that came first.

    Args:
        addresses: In the order in which they are to be tried.
        rest: Settles to those of the other kind, and never raises; None where both kinds were told.
    """

    def __init__(self, addresses: Iterable[str], rest: asyncio.Future[list[str]] | None = None) -> None:
        super().__init__(addresses)
        self.rest = rest


async def first_addresses(host: str, on_thread: Callable[[Ask], Awaitable[list[str]]]) -> FoundAddresses:
    """The addresses of a name; of one kind where the other is slow.

    Args:
        host: The name.
        on_thread: Runs a blocking call.

    Raises:
        OSError: The name was not found.
    """
    problems: list[OSError | UnicodeError] = []

    async def ask(kind: int) -> list[str]:
        try:
            return await on_thread(partial(_addresses, host, kind))
        except (OSError, UnicodeError) as problem:
            problems.append(problem)
            return []

    asked = [asyncio.ensure_future(ask(kind)) for kind in _KINDS]
    try:
        await _first(asked)
    except BaseException:
        for one in asked:
            one.cancel()
        raise
    found = [address for one in asked if one.done() for address in one.result()]
    if not found:
        raise _worst(problems)
    return FoundAddresses(found, next((one for one in asked if not one.done()), None))


async def _first(asked: Sequence[asyncio.Future[list[str]]]) -> None:
    """Wait until one kind has an address, and a moment for the other; or until both have none."""
    while waiting := [one for one in asked if not one.done()]:
        if len(waiting) < len(asked) and any(one.result() for one in asked if one.done()):
            await asyncio.wait(waiting, timeout=_GRACE_S)
            return
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)


def _addresses(host: str, kind: int) -> list[str]:
    told = socket.getaddrinfo(host, None, kind, socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in told))


def _worst(problems: Sequence[OSError | UnicodeError]) -> OSError | UnicodeError:
    """What the last one to answer said; that there is no such name where one kind was told so."""
    nothing = (p for p in problems if getattr(p, "errno", None) == socket.EAI_NONAME)
    return next(nothing, None) or (problems[-1] if problems else socket.gaierror(socket.EAI_NONAME, "none"))


async def late(found: Sequence[str] | None, limit_s: float) -> list[str] | None:
    """The addresses of the other kind; none where both had come, and None where it stays silent.

    Args:
        found: What a lookup found.
        limit_s: Seconds that it may take.
    """
    if not isinstance(found, FoundAddresses) or found.rest is None:
        return []
    done, _ = await asyncio.wait([found.rest], timeout=max(0.0, limit_s))
    return found.rest.result() if done else None
