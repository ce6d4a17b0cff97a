"""Keeps keyed calls apart, so that a check never exceeds what Open Dental allows one customer key."""

from __future__ import annotations

import asyncio
import os
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from wizard.core.evidence import READ_ALL
from wizard.core.mode import Mode

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterable

    from wizard.core.secret import Secret

LEAST_S = 1.0
"""Seconds between keyed Remote calls at the very least, whatever a tier allows."""

UNKNOWN_TIER_S = 5.0
"""Seconds between keyed Remote calls while the key's tier is unknown or Read All only (facts, section 4)."""


class Pacer:
    """Knows the pace of every key that was used, each by its fingerprint and never by the key itself.

    Args:
        now: Monotonic clock, seconds.
        sleep: Waits some seconds.
        apart_s: Seconds between two Remote calls with one key.
    """

    def __init__(
        self,
        now: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]],
        apart_s: float = UNKNOWN_TIER_S,
    ) -> None:
        self._now = now
        self._sleep = sleep
        self._apart_s = apart_s
        self._salt = os.urandom(16)
        self._paces: dict[bytes, Pace] = {}

    def of(self, key: Secret) -> Pace:
        """The pace of one customer key: the limit is per key, and so is what is known of its tier."""
        mark = key.fingerprint(self._salt)
        if mark not in self._paces:
            self._paces[mark] = Pace(self._now, self._sleep, self._apart_s)
        return self._paces[mark]


class Pace:
    """Tells how long the next call with one key has to wait, and waits.

    Args:
        now: Monotonic clock, seconds.
        sleep: Waits some seconds.
        apart_s: Seconds between two Remote calls while nothing is known of the key's tier.
    """

    def __init__(
        self, now: Callable[[], float], sleep: Callable[[float], Awaitable[None]], apart_s: float
    ) -> None:
        self._now = now
        self._sleep = sleep
        self._unknown_s = self._apart_s = apart_s
        self._ended = float("-inf")
        self._asked_s = 0.0
        self._way = asyncio.Lock()
        self._on_way = 0  # calls that hold the way or wait for it

    @asynccontextmanager
    async def alone(self, mode: Mode) -> AsyncIterator[None]:
        """Hold the way for one keyed call: two of one key in flight together get 429 [M] (facts, 3.3).

        The Service and Local API do not limit, so nobody waits for them.
        """
        if mode is not Mode.REMOTE:
            yield
            return
        self._on_way += 1
        try:
            async with self._way:
                yield
        finally:
            self._on_way -= 1

    def taken(self, mode: Mode) -> bool:
        """Whether the next call of this key has to wait for one in flight, or for one that waits itself.

        The lock alone would not tell: it is free for a moment while it passes from one call to the next.
        """
        return mode is Mode.REMOTE and self._on_way > 0

    @property
    def apart_s(self) -> float:
        """Seconds between two keyed Remote calls, as far as the key's tier is known."""
        return self._apart_s

    @property
    def between_s(self) -> float:
        """The same, and no less than the last answer asked for."""
        return max(self._apart_s, self._asked_s)

    def tier(self, rights: Iterable[tuple[str, bool]]) -> None:
        """Note a key's rights: with any but Read All it may call once a second (facts, section 4)."""
        rights = tuple(rights)
        if not rights:
            return  # the question was not answered
        paid = any(held and name.startswith("Api") and name != READ_ALL for name, held in rights)
        self._apart_s = min(LEAST_S, self._unknown_s) if paid else self._unknown_s

    def wait_s(self, mode: Mode) -> float:
        """Seconds until a keyed call may leave; 0 on the Service and Local API, which do not limit."""
        if mode is not Mode.REMOTE:
            return 0.0
        return max(0.0, self._ended + self.between_s - self._now())

    async def turn(self, mode: Mode) -> None:
        """Wait until a keyed call may leave."""
        while (seconds := self.wait_s(mode)) > 0:
            await self._sleep(seconds)

    def called(self, retry_after_s: int | None = None) -> None:
        """Note that a keyed Remote call has just ended, and what its answer asked for."""
        self._ended = self._now()
        self._asked_s = float(retry_after_s or 0)
