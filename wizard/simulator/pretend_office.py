"""The pretend office: start it, call it, repair it, stop it."""

from __future__ import annotations

import time
from threading import Condition, Thread
from typing import TYPE_CHECKING, Self

from wizard.simulator import api
from wizard.simulator.call import TimedCall
from wizard.simulator.server import Server
from wizard.simulator.throttle import Throttle

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable
    from types import TracebackType

    from wizard.simulator.call import Call, RecordedCall
    from wizard.simulator.scenario import Scenario
    from wizard.simulator.wire_answer import WireAnswer

DEMO_DEVELOPER_KEY = "DEMODEVELOPERKEY"
DEMO_CUSTOMER_KEY = "DEMOCUSTOMERKEY1"


class PretendOffice:
    """An office that can be called on ``http://127.0.0.1:{port}/api/v1``.

    May be stopped and started again, then on the same port.

    Args:
        scenario: What is the matter with this office.
        port: TCP port; 0 lets the system choose.
        keys: Developer key and customer key that this office knows; None takes every well-formed pair.
        pace_s: Seconds until a customer key may call again; 0 for no throttle.
        burst: Calls that a customer key may make at once.
        silence_s: Seconds that a silent scenario lasts before the connection is closed.
        tls: Serve HTTPS with this context.
        now: Seconds that only grow, for the throttle and the times of calls.
    """

    def __init__(
        self,
        scenario: Scenario,
        *,
        port: int = 0,
        keys: tuple[str, str] | None = None,
        pace_s: float = 1.0,
        burst: int = 5,
        silence_s: float = 120.0,
        tls: ssl.SSLContext | None = None,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._changed = Condition()
        self._scenario = scenario
        self._seen: list[TimedCall] = []
        self._now = now
        self._port = port
        self._keys = keys
        self._throttle = Throttle(pace_s, burst, now)
        self._silence_s = silence_s
        self._tls = tls
        self._faults: tuple[str, ...] = ()
        self._running: tuple[Server, Thread] | None = None

    def start(self) -> None:
        """Begin to answer.

        Raises:
            OSError: The port is taken.
            RuntimeError: It was started already.
        """
        if self._running is not None:
            raise RuntimeError("this office was started already")
        server = Server(self._port, self._answer, self._silence_s, self._tls)
        self._port = server.server_port
        thread = Thread(
            target=server.serve_forever, kwargs={"poll_interval": 0.02}, name="pretend-office", daemon=True
        )
        self._running = server, thread
        thread.start()

    def stop(self) -> None:
        """End all connections, hung ones too, within half a second; does nothing when it is not running."""
        if self._running is None:
            return
        (server, thread), self._running = self._running, None
        server.stopping.set()
        server.shutdown()
        thread.join()
        server.server_close()
        server.hang_up()
        self._faults += tuple(server.faults)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def port(self) -> int:
        """TCP port; the one that the system chose, once started."""
        return self._port

    @property
    def scenario(self) -> Scenario:
        """What is the matter; may be set while running, from any thread, and holds from the next call on."""
        with self._changed:
            return self._scenario

    @scenario.setter
    def scenario(self, scenario: Scenario) -> None:
        with self._changed:
            self._scenario = scenario

    @property
    def calls(self) -> list[RecordedCall]:
        """Calls so far, in their order, without keys and without values of queries."""
        with self._changed:
            return [timed.call for timed in self._seen]

    @property
    def timed_calls(self) -> list[TimedCall]:
        """The same, each with its time."""
        with self._changed:
            return list(self._seen)

    @property
    def faults(self) -> tuple[str, ...]:
        """Types of the simulator's own exceptions until it was stopped; empty unless it has a bug."""
        return self._faults

    def wait_for_calls(self, count: int, timeout_s: float = 5.0) -> bool:
        """Wait until so many calls came in; False when they did not within ``timeout_s`` seconds."""
        with self._changed:
            return self._changed.wait_for(lambda: len(self._seen) >= count, timeout_s)

    def _answer(self, call: Call) -> WireAnswer:
        with self._changed:
            scenario = self._scenario
            self._seen.append(TimedCall(self._now(), call.recorded))
            self._changed.notify_all()
        return scenario.timed(scenario.everyone or self._by_open_dental(call, scenario))

    def _by_open_dental(self, call: Call, scenario: Scenario) -> WireAnswer:
        if call.keys is None:
            return api.HEADER_MISSING
        if not call.says_json:
            return api.CONTENT_TYPE_WRONG
        answer = self._unknown_key(call.keys) or scenario.answer(call)
        wait_s = self._throttle.wait_s(call.keys[1])
        return api.too_many(wait_s) if wait_s and answer.status != 429 else answer

    def _unknown_key(self, given: tuple[str, str]) -> WireAnswer | None:
        if self._keys is None or given == self._keys:
            return None
        return api.NOT_ASSIGNED if given[0] == self._keys[0] else api.DEVELOPER_UNKNOWN
