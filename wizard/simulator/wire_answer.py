"""One answer as it goes over the wire, the bad ones included."""

from __future__ import annotations

import json
from dataclasses import field
from enum import StrEnum

from wizard.core.record import record

JSON = "application/json"  # what OpenDental.exe itself sends, without a charset [S]
HTML = "text/html"


class Behaviour(StrEnum):
    """What the server does with the connection."""

    ANSWER = "answer"  # a whole HTTP answer; the connection stays open
    RESET = "reset"  # the connection is reset before a byte was sent
    TRUNCATED = "truncated"  # Content-Length promises more than is sent
    NOT_HTTP = "not-http"  # the body alone, without status line and headers
    SILENT = "silent"  # nothing at all until somebody gives up
    ENDLESS = "endless"  # the body again and again, as one answer without an end


@record
class WireAnswer:
    """One answer.

    Attributes:
        status: HTTP status.
        body: Bytes of the body; of one piece of it when endless.
        opening: Bytes once before the pieces of an endless body.
        content_type: ``Content-Type`` header, or None for no such header.
        headers: Further headers, name and value.
        behaviour: What happens to the connection.
        retry_at_s: Seconds from now, sent as a ``Retry-After`` header in its form of an HTTP date.
        pause_s: Seconds between two pieces of an endless answer.
        delay_s: Seconds before the first byte.
        clock_s: Seconds by which the ``Date`` header is ahead of this PC's clock.
    """

    status: int = 200
    body: bytes = field(default=b"", repr=False)
    opening: bytes = b""
    content_type: str | None = JSON
    headers: tuple[tuple[str, str], ...] = ()
    behaviour: Behaviour = Behaviour.ANSWER
    retry_at_s: int | None = None
    pause_s: float = 0.0
    delay_s: float = 0.0
    clock_s: float = 0.0


def json_answer(value: object, status: int = 200) -> WireAnswer:
    """Any JSON value."""
    return WireAnswer(status, json.dumps(value).encode())


def sentence(status: int, text: str) -> WireAnswer:
    """An error in Open Dental's form: a bare JSON string, no object around it [M]."""
    return json_answer(text, status)


def html_answer(status: int, html: str, *headers: tuple[str, str]) -> WireAnswer:
    """An HTML page, which Open Dental's API engine never sends [I]."""
    return WireAnswer(status, html.encode(), content_type=HTML, headers=headers)


def nothing(status: int, *headers: tuple[str, str]) -> WireAnswer:
    """A status without a body."""
    return WireAnswer(status, content_type=None, headers=headers)
