"""How often a customer key may call: one token bucket per key."""

from __future__ import annotations

from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class Throttle:
    """Token buckets by customer key.

    The real pace is one call in 5 s for a key with Read All only and one a second for others [D]. Whether a
    burst is allowed is not known; a small one keeps the demo lively.

    Args:
        pace_s: Seconds until one more call is allowed; 0 allows every call.
        burst: Calls that are allowed at once.
        clock: Seconds that only grow.
    """

    def __init__(self, pace_s: float, burst: int, clock: Callable[[], float] = monotonic) -> None:
        self._pace_s = pace_s
        self._burst = burst
        self._clock = clock
        self._lock = Lock()
        self._buckets: dict[int, tuple[float, float]] = {}  # tokens and when they were counted

    def wait_s(self, key: str) -> float:
        """Take one call of this key; returns 0, or the seconds to wait when there is none left."""
        if not self._pace_s:
            return 0.0
        name, now = hash(key), self._clock()  # the key itself is not kept
        with self._lock:
            tokens, counted = self._buckets.get(name, (float(self._burst), now))
            tokens = min(float(self._burst), tokens + (now - counted) / self._pace_s)
            short = tokens < 1
            self._buckets[name] = (tokens if short else tokens - 1, now)
        return (1 - tokens) * self._pace_s if short else 0.0
