"""One connection: reads its calls and sends their answers, the bad ones included."""

from __future__ import annotations

import socket
import ssl
import struct
import sys
import time
from email.utils import formatdate
from http.client import responses
from http.server import BaseHTTPRequestHandler
from math import ceil
from typing import TYPE_CHECKING

from wizard.simulator.call import Call
from wizard.simulator.wire_answer import Behaviour, WireAnswer

if TYPE_CHECKING:
    from collections.abc import Callable

    from wizard.simulator.server import Server

_LINE_LIMIT = 8192
_BODY_LIMIT = 1 << 20  # a longer request body is not read; no call of this program has one
_UNSENT = 512  # bytes that a truncated answer promises and never sends
_LINGER = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)


class Connection(BaseHTTPRequestHandler):
    """Reads calls from one connection and sends their answers."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Server

    def setup(self) -> None:
        """Shake hands, where TLS is served."""
        if isinstance(self.request, ssl.SSLSocket):
            self.request.do_handshake()
        super().setup()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Write no log line: it would hold the query."""

    def handle_one_request(self) -> None:
        """Read one call of any method and answer it."""
        self.close_connection = True
        self.raw_requestline = self.rfile.readline(_LINE_LIMIT + 1)
        if len(self.raw_requestline) > _LINE_LIMIT or not self.raw_requestline or not self.parse_request():
            return
        whole = self._skip_body()
        answer = self.server.answer(Call.read(self.command, self.path, self.headers))
        if self.server.stopping.wait(answer.delay_s):
            return
        self.close_connection = self.close_connection or not whole
        _SEND[answer.behaviour](self, answer)

    def _skip_body(self) -> bool:
        """Read a request's body away; False when the connection is of no use afterwards."""
        length = self.headers.get("Content-Length", "0")
        known = length.isascii() and length.isdigit() and "Transfer-Encoding" not in self.headers
        if not known or len(length) > len(str(_BODY_LIMIT)) or int(length) > _BODY_LIMIT:
            return False
        return len(self.rfile.read(int(length))) == int(length)

    def _head(self, answer: WireAnswer, *framing: tuple[str, str]) -> bytes:
        # No Server header: what the real one says is not known publicly.
        headers = [("Date", formatdate(time.time() + answer.clock_s, usegmt=True)), *answer.headers, *framing]
        if answer.content_type is not None:
            headers.append(("Content-Type", answer.content_type))
        if answer.retry_at_s is not None:
            when = ceil(time.time() + answer.clock_s + answer.retry_at_s)  # a date is cut to whole seconds
            headers.append(("Retry-After", formatdate(when, usegmt=True)))
        if self.close_connection:
            headers.append(("Connection", "close"))
        lines = [f"HTTP/1.1 {answer.status} {responses.get(answer.status, 'Unknown')}"]
        lines += [f"{name}: {value}" for name, value in headers]
        return "\r\n".join([*lines, "", ""]).encode("latin-1")

    def _send_whole(self, answer: WireAnswer) -> None:
        head = self._head(answer, ("Content-Length", str(len(answer.body))))
        self.wfile.write(head if self.command == "HEAD" else head + answer.body)

    def _send_truncated(self, answer: WireAnswer) -> None:
        self.close_connection = True
        self.wfile.write(
            self._head(answer, ("Content-Length", str(len(answer.body) + _UNSENT))) + answer.body
        )

    def _send_raw(self, answer: WireAnswer) -> None:
        self.close_connection = True
        self.wfile.write(answer.body)

    def _send_reset(self, _answer: WireAnswer) -> None:
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER)  # the close is then a reset

    def _send_nothing(self, _answer: WireAnswer) -> None:
        self.close_connection = True
        self.connection.settimeout(self.server.silence_s)
        while self.connection.recv(4096):  # ends when the client goes away or hang_up() is called
            pass

    def _send_endless(self, answer: WireAnswer) -> None:
        self.close_connection = True
        self.wfile.write(self._head(answer, ("Transfer-Encoding", "chunked")))
        piece = answer.opening + answer.body
        while not self.server.stopping.is_set():
            self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
            self.server.stopping.wait(answer.pause_s)
            piece = answer.body


_SEND: dict[Behaviour, Callable[[Connection, WireAnswer], None]] = {
    Behaviour.ANSWER: Connection._send_whole,  # noqa: SLF001 - same module
    Behaviour.TRUNCATED: Connection._send_truncated,  # noqa: SLF001
    Behaviour.NOT_HTTP: Connection._send_raw,  # noqa: SLF001
    Behaviour.RESET: Connection._send_reset,  # noqa: SLF001
    Behaviour.SILENT: Connection._send_nothing,  # noqa: SLF001
    Behaviour.ENDLESS: Connection._send_endless,  # noqa: SLF001
}
