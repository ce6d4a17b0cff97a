"""Keeps keyed calls apart, so that a check never exceeds what Open Dental allows one customer key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.core.endpoint import Mode

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

UNKNOWN_TIER_S = 5.0
"""Seconds between keyed Remote calls while the key's tier is unknown or Read All only (facts, section 4)."""


class Pacer:
    """Tells how long the next keyed call has to wait, and waits.

    Args:
        now: Monotonic clock, seconds.
        sleep: Waits some seconds.
        apart_s: Seconds between two keyed Remote calls.
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
        self._free_at = 0.0

    def wait_s(self, mode: Mode) -> float:
        """Seconds until a keyed call may leave; 0 on the Service and Local API, which do not limit."""
        return max(0.0, self._free_at - self._now()) if mode is Mode.REMOTE else 0.0

    async def turn(self, mode: Mode) -> None:
        """Wait until a keyed call may leave."""
        while (seconds := self.wait_s(mode)) > 0:
            await self._sleep(seconds)

    def called(self, retry_after_s: int | None = None) -> None:
        """Note that a keyed call has just ended, and what its answer asked for; its duration counts too."""
        self._free_at = self._now() + max(self._apart_s, float(retry_after_s or 0))
