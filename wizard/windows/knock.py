"""Knocks at a port of this office: does something listen, and does it answer? No key, nobody's data."""

from __future__ import annotations

import contextlib
import socket
import time

from wizard.core.machine import PortAnswer

CONNECT_S = 2.0
ANSWER_S = 2.0
BASE = "/api/v1/"
_WINDOWS = "Microsoft-HTTPAPI"
_OTHER_NAME = b"invalid hostname"
_BAD_REQUEST = 400
_PAGE = 1024  # bytes of the driver's own page that are read; it has a few hundred


def knock(
    host: str, port: int, *, http: bool, connect_s: float = CONNECT_S, answer_s: float = ANSWER_S
) -> PortAnswer:
    """Connect to a port and, with ``http``, ask for the API's base without any key.

    Args:
        host: Name or address.
        port: TCP port.
        http: Whether something is asked, and not only connected to.
        connect_s: Seconds that a connection may take.
        answer_s: Seconds that the answer's first line may take.
    """
    try:
        addresses = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return PortAnswer.NO_NAME
    deadline = time.monotonic() + connect_s
    result = PortAnswer.SILENT
    for family, kind, proto, _, address in addresses[:4]:
        left = deadline - time.monotonic()
        if left <= 0:
            break
        connection = socket.socket(family, kind, proto)
        with contextlib.closing(connection):
            connection.settimeout(left)
            try:
                connection.connect(address)
            except ConnectionRefusedError:
                result = PortAnswer.REFUSED
                continue
            except OSError:
                continue
            return _ask(connection, host, port, answer_s) if http else PortAnswer.OPEN
    return result


def _ask(connection: socket.socket, host: str, port: int, answer_s: float) -> PortAnswer:
    """Ask over an open connection.

    Of the answer its first line and two headers are looked at, and Windows' own page where it is one.
    """
    from http.client import HTTPConnection, HTTPException

    connection.settimeout(answer_s)
    call = HTTPConnection(host, port)
    call.sock = connection
    try:
        call.request("GET", BASE, headers={"Content-Type": "application/json", "Connection": "close"})
        answer = call.getresponse()
        driver = answer.headers.get("Server", "").startswith(_WINDOWS)
        if "html" not in answer.headers.get("Content-Type", "").lower():
            return PortAnswer.ANSWERS
        # the driver can be told to leave its header out; its page says as much
        looked_at = driver or answer.status == _BAD_REQUEST
        page = answer.read(_PAGE).lower() if looked_at else b""
    except (OSError, HTTPException):
        return PortAnswer.MUTE
    finally:
        call.close()
    if _OTHER_NAME in page:
        return PortAnswer.OTHER_NAME
    return PortAnswer.WINDOWS if driver else PortAnswer.ANSWERS
