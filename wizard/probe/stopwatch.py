"""Times the layers of one call from the transport's own events, and notes the connections that it opened."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from wizard.core.evidence import Timings
from wizard.probe.transport import MendedStream

if TYPE_CHECKING:
    from wizard.core.evidence import Certificate


class CallStopwatch:
    """Started with the call.

    Args:
        deadline_s: Seconds that the whole call may take.
    """

    def __init__(self, deadline_s: float) -> None:
        self._start = time.perf_counter()
        self._deadline_s = deadline_s
        self._marks: dict[str, float] = {}
        self._opened: list[MendedStream] = []

    async def trace(self, name: str, info: dict[str, Any]) -> None:
        """Note an event; the transport calls this."""
        self._marks[name] = time.perf_counter()
        if isinstance(stream := info.get("return_value"), MendedStream):
            self._opened.append(stream)

    @property
    def certificate(self) -> Certificate | None:
        """What the last secure channel that was begun in this call showed; None without one."""
        shown = [one.handshake for one in self._opened if one.handshake is not None]
        return shown[-1].certificate if shown else None

    @property
    def left_s(self) -> float:
        """Seconds that are left of the call."""
        return self._deadline_s - (time.perf_counter() - self._start)

    @property
    def connected(self) -> bool:
        """Whether a connection stood."""
        return "connection.connect_tcp.complete" in self._marks

    @property
    def shook_hands(self) -> bool:
        """Whether a secure channel was begun in this call."""
        return any(name.endswith("start_tls.started") for name in self._marks)

    @property
    def shaking_hands(self) -> bool:
        """Whether a secure channel was begun and did not stand in the end."""
        begun = [name for name in self._marks if name.endswith("start_tls.started")]
        return any(name.replace(".started", ".complete") not in self._marks for name in begun)

    def took_ms(self) -> int:
        """Milliseconds since the start."""
        return round((time.perf_counter() - self._start) * 1000)

    def timings(self) -> Timings:
        """Milliseconds per layer."""
        return Timings(
            connect=self._between("connection.connect_tcp.started", "connection.connect_tcp.complete"),
            tls=self._between("connection.start_tls.started", "connection.start_tls.complete"),
            first_byte=self._between(
                "http11.send_request_headers.started", "http11.receive_response_headers.complete"
            ),
        )

    def _between(self, start: str, end: str) -> int:
        if start not in self._marks or end not in self._marks:
            return 0
        return max(0, round((self._marks[end] - self._marks[start]) * 1000))
