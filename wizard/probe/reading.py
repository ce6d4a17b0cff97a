"""Turns a status line, headers and a body into a typed answer; nothing here opens a connection."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from wizard.core.evidence import Answer, AnsweredBy, Content, Failure, PageKind
from wizard.core.sentences import KnownSentence, parameter, recognise
from wizard.probe import body as bodies
from wizard.probe import html_pages

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wizard.core.redact import Redactor
    from wizard.probe.row_counter import RowCounter

TEXT_CAP = 64 * 1024
"""Bytes that are kept of an error's body; its sentence is at the start."""


class AnswerReader:
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
        """Judge a body that is no list of patients; compressions are undone before (``Arriving``)."""
        status = base.status or 0
        found = bodies.read_body(raw, success=200 <= status < 300)
        marked_up = found.content is Content.HTML or found.text.startswith("<")
        words = html_pages.visible(found.text) if marked_up else found.text
        page, maker = _foreign(status, found, words, headers)
        who = _who(status, found.content, page, maker, headers)
        led = PageKind.NONE if found.content is Content.JSON_STRING else html_pages.refreshes_to(headers)
        sent_on = led is not PageKind.NONE and page in (PageKind.NONE, PageKind.OTHER, PageKind.FAILURE)
        if sent_on:
            page, who = led, AnsweredBy.MIDDLEBOX
        # a success could hold a patient, and a page names the user and the PC that it was made for
        shown = status >= 400 and not marked_up and who is not AnsweredBy.MIDDLEBOX
        said = _before_data(words) if shown else ""
        # told by its words alone too: that header can be switched off (DisableServerHeader)
        another = found.content is Content.HTML and html_pages.names_another(words)
        return replace(
            base,
            content=found.content,
            server_text=self._redactor.sentence(said) or None,
            whole_text=self._redactor.whole(said) or None,
            said=KnownSentence.NOTHING if who is AnsweredBy.MIDDLEBOX else _said(status, words),
            page=page,
            product=maker,
            sent_on=sent_on,
            refuses=html_pages.refuses(words),
            http_sys=base.http_sys or another,
            other_name=another,
            answered_by=who,
        )


def _said(status: int, words: str) -> KnownSentence:
    """The known sentence; with status 400, one about a parameter is one too (facts, 3.3)."""
    said = recognise(words)
    return parameter(words) if said is KnownSentence.NOTHING and status == 400 else said


def permissions(base: Answer, raw: bytes) -> Answer | None:
    """The rights in an answer of ``/securityperms``; None for any other body."""
    held = bodies.read_rights(raw)
    if not held:
        return None
    return replace(base, content=Content.JSON_LIST, rights=held, answered_by=AnsweredBy.OPEN_DENTAL)


def redirect(base: Answer, url: str, location: str) -> Answer:
    """A redirect, which is never followed: where it leads decides what it is."""
    try:
        target = urljoin(url, location)
        host, own = ((urlsplit(place).hostname or "").rstrip(".") for place in (target, url))
    except ValueError:  # no address at all
        target, host, own = "", "", "."
    elsewhere = host != own
    # Open Dental's own pages for people are nobody's sign-in or block page
    stranger = elsewhere and not f".{host}".endswith(".opendental.com")
    maker = html_pages.product({}, target) if stranger else None
    page = html_pages.leads_to(target, maker) if stranger else PageKind.NONE
    if host and not elsewhere:
        page = html_pages.leads_on(urlsplit(target).path)
    somebody = elsewhere or page in (PageKind.SIGN_IN, PageKind.BLOCK)
    return replace(
        base,
        content=Content.EMPTY,
        page=page,
        product=maker,
        redirect_elsewhere=elsewhere,
        sent_on=not elsewhere,
        answered_by=AnsweredBy.MIDDLEBOX if somebody else AnsweredBy.UNKNOWN,
    )


def way_moved(base: Answer, url: str, location: str) -> Answer:
    """A proxy's redirect in answer to a request for the way: to its sign-in page, as a rule.

    One for good that stays on the host is a web server's way to https.
    """
    moved = redirect(base, url, location)
    if moved.page is not PageKind.NONE:
        return moved
    stays = base.status in (301, 308) and not moved.redirect_elsewhere
    web_server = stays and not html_pages.is_way_to_sign_in(location)
    return replace(moved, page=PageKind.OTHER if web_server else PageKind.SIGN_IN)


def patient_list(base: Answer, counter: RowCounter) -> Answer:
    """A JSON list, as far as its bytes were counted; one of anything but objects holds no patients."""
    if counter.broken or not counter.objects:
        return replace(base, content=Content.JSON_OTHER)
    if not counter.ended:
        return replace(base, failure=Failure.DROPPED)
    return replace(base, content=Content.JSON_LIST, rows=counter.rows, answered_by=AnsweredBy.OPEN_DENTAL)


def _foreign(
    status: int, found: bodies.Body, words: str, headers: Mapping[str, str]
) -> tuple[PageKind, str | None]:
    """The kind of page and its maker where somebody else answered; a bare JSON string is Open Dental's."""
    if found.content is Content.JSON_STRING:
        return PageKind.FAILURE if status >= 500 and html_pages.is_down(
            status, words
        ) else PageKind.NONE, None
    if found.content is Content.HTML:
        maker = html_pages.product(headers, found.text)
        page = html_pages.page_kind(status, found.text, maker)
        # a page at a failure without a filter's mark or words is the server's own, whatever it says
        return PageKind.FAILURE if page is PageKind.OTHER and status >= 500 else page, maker
    # a product's name alone could be a person's or a town's
    refused = html_pages.refuses(words)
    maker = html_pages.product(headers, words if refused else "")
    if refused or maker is not None:
        return PageKind.BLOCK, maker
    if html_pages.is_stock(status, words, whole=False):
        return PageKind.BALANCER, None
    fails = status >= 500 and html_pages.fails(status, words) and not html_pages.is_the_offices(words)
    return PageKind.FAILURE if fails else PageKind.NONE, None


def _before_data(words: str) -> str:
    """What stands before the first brace or bracket: behind it could be a patient's record."""
    return re.split(r"[\[{]", words, maxsplit=1)[0]


def _who(
    status: int, content: Content, page: PageKind, maker: str | None, headers: Mapping[str, str]
) -> AnsweredBy:
    if content is Content.JSON_STRING and status not in (407, 511):
        return AnsweredBy.OPEN_DENTAL
    schemes = {
        part.split()[0].lower() for part in headers.get("www-authenticate", "").split(",") if part.strip()
    }
    if status in (407, 511) or schemes & {"basic", "digest", "ntlm", "negotiate", "kerberos"}:
        return AnsweredBy.MIDDLEBOX
    if page in (PageKind.BALANCER, PageKind.FAILURE):
        return AnsweredBy.UNKNOWN
    foreign = content is Content.HTML or page is PageKind.BLOCK or maker is not None
    return AnsweredBy.MIDDLEBOX if foreign else AnsweredBy.UNKNOWN


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
