"""One call as the pretend office received it, and what it remembers of it."""

from __future__ import annotations

import re
from dataclasses import field
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qsl, urlsplit

from wizard.core.record import record

if TYPE_CHECKING:
    from email.message import Message

BASE = "/api/v1/"
_AUTHORIZATION = re.compile(r"ODFHIR ([^\s/]+)/([^\s/]+)")  # [D]


@record
class RecordedCall:
    """What is remembered of a call; never a key, never a value of the query.

    Attributes:
        method: HTTP method.
        path: Path as it was sent, without its query.
        had_key: There was an ``Authorization`` header, well formed or not.
        query_keys: Names in the query, in their order.
    """

    method: str
    path: str
    had_key: bool
    query_keys: tuple[str, ...]


class TimedCall(NamedTuple):
    """A call that is remembered, and when it came.

    Attributes:
        at_s: Seconds of the office's own clock.
        call: What is remembered of it.
    """

    at_s: float
    call: RecordedCall


@record
class Call:
    """One call.

    Attributes:
        method: HTTP method.
        path: Path without its query.
        query: Names and values of the query, in their order.
        authorized: There was an ``Authorization`` header, well formed or not.
        keys: Developer key and customer key of a well-formed header; never printed.
        says_json: ``Content-Type`` is ``application/json``, which even a GET must say [D].
    """

    method: str
    path: str
    query: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    authorized: bool = False
    keys: tuple[str, str] | None = field(default=None, repr=False)
    says_json: bool = False

    @classmethod
    def read(cls, method: str, target: str, headers: Message) -> Call:
        """Make a call of a request line and its headers.

        Args:
            method: HTTP method.
            target: Request target; the absolute form, which a proxy receives, is read as well.
            headers: Headers of the request.
        """
        try:
            url = urlsplit(target)
            path, query = url.path, parse_qsl(url.query, keep_blank_values=True)
        except ValueError:  # for example an unfinished IPv6 address
            path, query = target.partition("?")[0], []
        authorization = headers.get("Authorization")
        match = _AUTHORIZATION.fullmatch(authorization or "")
        return cls(
            method=method,
            path=path,
            query=tuple(query),
            authorized=authorization is not None,
            keys=(match[1], match[2]) if match else None,
            says_json=headers.get_content_type() == "application/json" and "Content-Type" in headers,
        )

    @property
    def parts(self) -> tuple[str, ...]:
        """Parts of the path below the API's base, for example ``("patients", "12")``."""
        return tuple(part for part in self.path.removeprefix(BASE).split("/") if part)

    @property
    def resource(self) -> str:
        """First part of the path below the API's base; empty without one."""
        return self.parts[0] if self.parts else ""

    def value(self, name: str) -> str | None:
        """Value of the first query parameter with exactly this name."""
        return next((value for key, value in self.query if key == name), None)

    @property
    def recorded(self) -> RecordedCall:
        """What may be remembered of this call."""
        return RecordedCall(self.method, self.path, self.authorized, tuple(key for key, _ in self.query))
