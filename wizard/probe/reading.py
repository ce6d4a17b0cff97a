"""Turns a status line, headers and a body into a typed answer; nothing here opens a connection."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from wizard.core.evidence import Answer, AnsweredBy, Content, Failure, Page
from wizard.core.sentences import recognise
from wizard.probe import body as bodies
from wizard.probe import pages

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wizard.core.redact import Redactor
    from wizard.probe.rows import RowCounter

TEXT_CAP = 64 * 1024
"""Bytes that are kept of an error's body; its sentence is at the start."""


class Reader:
    """Reads answers.

    Args:
        redactor: Cleans what the server says.
    """

    def __init__(self, redactor: Redactor) -> None:
        self._redactor = redactor

    def heading(self, base: Answer, status: int, headers: Mapping[str, str], now: float) -> Answer:
        """What the status line and the headers say; ``now`` in seconds since 1970."""
        date = http_date(headers.get("date", ""))
        return replace(
            base,
            status=status,
            clock_ahead_s=None if date is None else now - date,
            # by the server's own clock: this PC's may be off
            retry_after_s=retry_after(headers.get("retry-after", ""), now if date is None else date),
            http_sys="microsoft-httpapi" in headers.get("server", "").lower(),
            answered_by=AnsweredBy.UNKNOWN,
        )

    def body(self, base: Answer, raw: bytes, headers: Mapping[str, str]) -> Answer:
        """Judge a body that is no list of patients."""
        encoding = headers.get("content-encoding", "identity")
        raw = raw if encoding == "identity" else bodies.inflate(raw, encoding, TEXT_CAP)
        found = bodies.read(raw)
        html = found.content is Content.HTML
        spoken = found.content is Content.JSON_STRING
        maker = None if spoken else pages.product(headers, found.text)
        page = pages.classify(base.status or 0, found.text, maker) if html else Page.NONE
        words = pages.visible(found.text) if html else found.text
        said = recognise(words)
        if not spoken:
            words = _before_data(words)
        shown = (base.status or 0) >= 400  # a success could hold a patient
        return replace(
            base,
            content=found.content,
            server_text=(self._redactor.excerpt(words) or None) if shown else None,
            said=said,
            page=page,
            product=maker,
            answered_by=_who(base, found.content, page, maker, headers),
        )


def permissions(base: Answer, raw: bytes) -> Answer | None:
    """The rights in an answer of ``/securityperms``; None for any other body."""
    held = bodies.rights(raw)
    if not held:
        return None
    return replace(base, content=Content.JSON_LIST, rights=held, answered_by=AnsweredBy.OPEN_DENTAL)


def redirect(base: Answer, url: str, location: str) -> Answer:
    """A redirect, which is never followed: where it leads decides what it is."""
    try:
        target = urljoin(url, location)
        elsewhere = urlsplit(target).hostname != urlsplit(url).hostname
    except ValueError:  # no address at all
        target, elsewhere = "", True
    maker = pages.product({}, target)
    page = Page.BLOCK if maker else Page.SIGN_IN if pages.is_way_to_sign_in(target) else Page.NONE
    return replace(
        base,
        content=Content.EMPTY,
        page=page,
        product=maker,
        redirect_elsewhere=elsewhere,
        answered_by=AnsweredBy.MIDDLEBOX if elsewhere else AnsweredBy.UNKNOWN,
    )


def listed(base: Answer, counter: RowCounter) -> Answer:
    """A JSON list, as far as its bytes were counted."""
    if counter.broken:
        return replace(base, content=Content.JSON_OTHER)
    if not counter.ended:
        return replace(base, failure=Failure.DROPPED)
    return replace(base, content=Content.JSON_LIST, rows=counter.rows, answered_by=AnsweredBy.OPEN_DENTAL)


def _before_data(words: str) -> str:
    """What stands before the first brace or bracket: behind it could be a patient's record."""
    return re.split(r"[\[{]", words, maxsplit=1)[0]


def _who(
    base: Answer, content: Content, page: Page, maker: str | None, headers: Mapping[str, str]
) -> AnsweredBy:
    if content is Content.JSON_STRING and base.status not in (407, 511):
        return AnsweredBy.OPEN_DENTAL
    challenge = headers.get("www-authenticate", "").split(" ")[0].lower()
    if base.status in (407, 511) or challenge in ("basic", "digest", "ntlm", "negotiate"):
        return AnsweredBy.MIDDLEBOX
    if content is Content.HTML:
        return AnsweredBy.UNKNOWN if page is Page.BALANCER else AnsweredBy.MIDDLEBOX
    return AnsweredBy.MIDDLEBOX if maker else AnsweredBy.UNKNOWN


def http_date(text: str) -> float | None:
    """Seconds since 1970 of an HTTP date; None where it is none."""
    try:
        moment = parsedate_to_datetime(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    except (ValueError, TypeError, IndexError, OverflowError, OSError):
        return None


def retry_after(text: str, now: float) -> int | None:
    """Seconds of a ``Retry-After`` header in either of its forms (RFC 9110, 10.2.3); at most a day."""
    text = text.strip()
    if text.isascii() and text.isdigit():
        return min(int(text[:9]), 86400)
    moment = http_date(text)
    return None if moment is None else max(0, min(round(moment - now), 86400))
