"""The server on loopback that can also misbehave.

Why the standard library's ``http.server``: misbehaviour needs the raw socket (a reset, half an answer, no
answer at all), and no further dependency should be shipped to offices for the sake of a demo.
"""

from __future__ import annotations

import os
import socket
import sys
import time
from contextlib import suppress
from http.server import ThreadingHTTPServer
from socketserver import TCPServer
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING

from wizard.simulator.connection import Connection

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable

    from wizard.simulator.call import Call
    from wizard.simulator.wire_answer import WireAnswer

    Request = socket.socket | tuple[bytes, socket.socket]  # as socketserver has it; here always the first

_IDLE_S = 60.0  # a connection on which nothing moves is closed


class Server(ThreadingHTTPServer):
    """Accepts calls on 127.0.0.1, a thread for each connection.

    Args:
        port: TCP port; 0 lets the system choose.
        answer: Decides on the answer to a call.
        silence_s: Seconds that a silent answer lasts.
        tls: Serve HTTPS with this context.

    Raises:
        OSError: The port is taken.
    """

    daemon_threads = True  # a forgotten stop() must not keep the program alive
    allow_reuse_address = os.name != "nt"  # on Windows this would let two servers share a port
    request_queue_size = 32

    def __init__(
        self, port: int, answer: Callable[[Call], WireAnswer], silence_s: float, tls: ssl.SSLContext | None
    ) -> None:
        self.answer = answer
        self.silence_s = silence_s
        self.stopping = Event()
        self.faults: list[str] = []
        self._tls = tls
        self._lock = Lock()
        self._connections: dict[Thread, Request] = {}
        super().__init__(("127.0.0.1", port), Connection)

    def server_bind(self) -> None:
        """Bind without looking the host's name up, as HTTPServer does: that can take seconds."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = "127.0.0.1", self.server_address[1]

    def get_request(self) -> tuple[socket.socket, tuple[str, int]]:
        """Take the next connection."""
        connection, address = super().get_request()
        try:
            connection.settimeout(_IDLE_S)
            if self._tls is not None:  # the handshake belongs to the connection's own thread
                connection = self._tls.wrap_socket(
                    connection, server_side=True, do_handshake_on_connect=False
                )
        except BaseException:
            connection.close()
            raise
        return connection, address

    def process_request(self, request: Request, client_address: object) -> None:
        """Give the connection a thread that :meth:`hang_up` knows."""
        thread = Thread(
            target=self.process_request_thread,
            args=(request, client_address),
            name="pretend-office-connection",
            daemon=self.daemon_threads,
        )
        with self._lock:
            self._connections = {t: s for t, s in self._connections.items() if t.is_alive()}
            thread.start()
            self._connections[thread] = request

    def shutdown_request(self, request: Request) -> None:
        """Close without an orderly end before it: a reset must stay a reset."""
        self.close_request(request)

    def handle_error(self, request: Request, client_address: object) -> None:  # noqa: ARG002
        """Print nothing. A client that goes away is no fault; of others the type alone is kept."""
        error = sys.exception()
        if error is not None and not isinstance(error, OSError):
            self.faults.append(type(error).__name__)  # a message could hold a key

    def hang_up(self) -> None:
        """End every connection and wait for its thread; call it when nothing is accepted any more."""
        self.stopping.set()
        with self._lock:
            connections = dict(self._connections)
        for connection in connections.values():
            if not isinstance(connection, socket.socket):
                continue
            with suppress(OSError):  # around the TLS layer, which would wait for the other side
                socket.socket.shutdown(connection, socket.SHUT_RDWR)
        deadline = time.monotonic() + 0.3
        for thread in connections:
            thread.join(max(0.0, deadline - time.monotonic()))
