"""Knocking at a port of this PC: real sockets on loopback, no key, nobody's data."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from wizard.core.machine import PortAnswer
from wizard.windows.knock import knock

if TYPE_CHECKING:
    from collections.abc import Iterator

HEAD = b"HTTP/1.1 401 Unauthorized\r\nContent-Type: application/json\r\nContent-Length: 3\r\n\r\n"
HTTP_SYS = (
    b"HTTP/1.1 503 x\r\nServer: Microsoft-HTTPAPI/2.0\r\nContent-Type: text/html; charset=us-ascii\r\n\r\n"
)
NAMELESS = b"HTTP/1.1 400 x\r\nContent-Type: text/html; charset=us-ascii\r\n\r\n"


@contextmanager
def saying(answer: bytes | None, heard: list[bytes] | None = None) -> Iterator[int]:
    """A port that says something to one caller; with None it takes the call and is mute."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        over = threading.Event()

        def serve() -> None:
            connection, _ = server.accept()
            with connection:
                connection.settimeout(3)
                if answer is None:
                    over.wait(60)
                    return
                said = connection.recv(4096)
                if heard is not None:
                    heard.append(said)
                connection.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        yield server.getsockname()[1]
        over.set()
        thread.join(5)


@pytest.mark.parametrize(
    ("answer", "result"),
    [
        (HEAD + b'"x"', PortAnswer.ANSWERS),
        (b"HTTP/1.1 200 OK\r\n\r\n[]", PortAnswer.ANSWERS),
        (HTTP_SYS + b"<h1>x</h1>", PortAnswer.WINDOWS),
        (HTTP_SYS + b"<h2>Bad Request - Invalid Hostname</h2>", PortAnswer.OTHER_NAME),
        (NAMELESS + b"<h2>Bad Request - Invalid Hostname</h2>", PortAnswer.OTHER_NAME),
        (NAMELESS + b"<h1>x</h1>", PortAnswer.ANSWERS),
        (NAMELESS.replace(b"400", b"200") + b"<h2>Invalid Hostname</h2>", PortAnswer.ANSWERS),
        (HTTP_SYS + b"x" * 4096 + b"Invalid Hostname", PortAnswer.WINDOWS),  # the driver's page is short
        (
            HTTP_SYS.replace(b"text/html", b"application/json"),
            PortAnswer.ANSWERS,
        ),  # a program behind the driver
        (b"220 smtp\r\n", PortAnswer.MUTE),
        (b"", PortAnswer.MUTE),
    ],
)
def test_who_answers(answer: bytes, result: PortAnswer) -> None:
    with saying(answer) as port:
        assert knock("127.0.0.1", port, http=True) is result


def test_no_key_and_no_patient_is_asked_for() -> None:
    heard: list[bytes] = []
    with saying(HEAD + b'"x"', heard) as port:
        knock("127.0.0.1", port, http=True)
    assert heard[0].startswith(b"GET /api/v1/ HTTP/1.1\r\n")
    assert b"authorization" not in heard[0].lower()
    assert b"patients" not in heard[0]


def test_silence_after_the_connection() -> None:
    with saying(None) as port:
        assert knock("127.0.0.1", port, http=True, answer_s=0.2) is PortAnswer.MUTE


def test_a_connection_alone() -> None:
    with saying(b"") as port:
        assert knock("127.0.0.1", port, http=False) is PortAnswer.OPEN


def test_a_closed_port(closed_port: int) -> None:
    assert knock("127.0.0.1", closed_port, http=True) is PortAnswer.REFUSED


def test_a_name_that_is_not_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    monkeypatch.setattr(socket, "getaddrinfo", fails)
    assert knock("dental-srv", 1, http=True) is PortAnswer.NO_NAME


def test_a_port_that_drops_every_packet() -> None:
    """A full backlog of a port that nobody accepts on: Linux drops further connections in silence."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen(0)
        port = server.getsockname()[1]
        held = [socket.socket() for _ in range(8)]
        try:
            for one in held:
                one.settimeout(0)
                one.connect_ex(("127.0.0.1", port))
            start = time.monotonic()
            assert knock("127.0.0.1", port, http=True, connect_s=0.3) is PortAnswer.SILENT
            assert time.monotonic() - start < 60  # the system itself tries for two minutes
        finally:
            for one in held:
                one.close()
