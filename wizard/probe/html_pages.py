"""Recognises answers that somebody else gave where Open Dental should: who made them, and what they are.

An error of the API engine is a bare JSON string, so any HTML is somebody else's page, or the stock page of a
load balancer or web server. The marks of products are in ``core/network_products.py``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from wizard.core.evidence import PageKind
from wizard.core.network_products import by_page
from wizard.probe import page_words as words
from wizard.probe.page_words import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

_STOCK_STATUSES = (408, 429, 500, 502, 503, 504, *range(520, 531), 561)
"""With which load balancers and web servers answer themselves; from 520 on, those of delivery networks."""
_NEVER_DOWN = (401, 407, 429, 451)
"""At which a page is not about the server that sends it."""
_WORDS = 16 * 1024  # characters of a page's words in which marks are looked for
# Compiled when a page comes, and kept by ``re``: answers of Open Dental's need none of them.
_STOCK = (
    # HAProxy: its 504 page was seen in front of Open Dental [M], the others follow from that [I]
    r"no server is available to handle this request|the server didn't respond in time|"
    r"the server returned an invalid or incomplete response|an internal server error occurred|"
    r"your browser didn't send a complete request in time|"
    r"you have sent too many requests in a given amount of time|"
    # what any server says of the one behind it; which of them Open Dental uses is not known
    r"\b(http )?(error )?\d{3}\b( error)?|internal server error|bad gateway|the service is unavailable|"
    r"service( temporarily)? unavailable|(gateway|request) time-?out|too many requests|"
    r"please try again later|\badditionally, an?\b|"
    r"error was encountered while trying to use an errordocument to handle the request|"
    r"\b(nginx|openresty|awselb|awsalb|cloudflare|microsoft-(httpapi|iis|azure-application-gateway))(/[\w.]+)?|"
    r"apache(/[\w.]+)?( \(\w+\))?( [\w./-]+)* server at \S+ port \d+"
)
_SERVERS_OWN = (
    r"the server is temporarily unable to service your request|server error in '/\S*' application|"
    r"the proxy server received an invalid response from an upstream server|guru meditation|"
    r"the gateway did not receive a timely response from the upstream server|"
    r"encountered an internal error or misconfiguration and was unable to complete|"
    r"received an invalid response while acting as a gateway or proxy server|"
    r"there is a problem with the resource you are looking for, and it cannot be displayed|"
    r"upstream connect error or disconnect/reset before headers|no healthy upstream|upstream request timeout|"
    r"^error code: (5\d\d|10\d\d)$"
)
_STOCK_WORDS = 1024  # characters of a stock page at most
_REFUSAL = (
    rf"\b{words.REFUSED}\b[^.!?]{{0,80}}\b{words.WHO_REFUSES}|"
    rf"{words.WHO_REFUSES}\b[^.!?]{{0,40}}\b((has|have|ha|a|hat) )?({words.REFUSED}|{words.DOES_NOT_LET})"
)
_SENT_ON = (
    r"http-equiv=[\"']?refresh[^>]{0,100}?url=[\"']?([^\"'>\s]{1,500})|"
    r"\blocation(?:\.href)?\s{0,3}=\s{0,3}[\"']([^\"']{1,500})|\blocation\.replace\([\"']([^\"']{1,500})"
)
_REFRESH = r"(?i)url\s*=\s*[\"']?([^\"'\s]{1,500})"
_OWN_PATHS = r"^/portal/gwt/|/api/v\d"  # Open Dental's own pages for people (facts, section 7)
# not "via": an answer of Open Dental's that came through a proxy carries it too
_HEADERS = ("server", "x-squid-error", "proxy-authenticate", "proxy-agent")


def product(headers: Mapping[str, str], text: str) -> str | None:
    """Name of the recognised proxy, filter or antivirus, or None.

    Args:
        headers: Response headers with lower-case names.
        text: The page's text; an empty string judges the headers alone.
    """
    marks = "\n".join(f"{name}: {headers[name]}" for name in _HEADERS if name in headers)
    return by_page(f"{marks}\n{text}".casefold())


def page_kind(status: int, text: str, maker: str | None) -> PageKind:
    """What kind of page an HTML answer is.

    Args:
        status: HTTP status.
        text: The page's source.
        maker: What :func:`product` recognised.
    """
    if status == 511:
        return PageKind.SIGN_IN
    source = text.casefold()
    seen = visible(source)[:_WORDS]
    if maker is None and (own := _servers_own(status, seen)) is not None:
        return own
    plain = fold(seen)
    refused = re.search(words.REFUSED_PLAINLY, plain)
    if (200 <= status < 300 or status == 401) and not refused and _asks_to_sign_in(source, plain):
        return PageKind.SIGN_IN
    if maker is None and fails(status, seen):
        return PageKind.FAILURE
    if status >= 500:
        plain = re.sub(words.NOBODYS, "", plain)
    return PageKind.BLOCK if maker is not None or re.search(words.BLOCK, plain) else PageKind.OTHER


def _servers_own(status: int, seen: str) -> PageKind | None:
    """What a server says of itself with a status of failure; None where it says nothing of the kind."""
    if is_stock(status, seen):
        return PageKind.BALANCER
    return PageKind.FAILURE if status >= 500 and fails(status, seen) else None


def is_down(status: int, text: str) -> bool:
    """Whether Open Dental says in its own form that it is down itself, and not something of an office's."""
    plain = fold(text[:_WORDS])
    return _says(words.DOWN, status, plain) and not re.search(words.OFFICES_TO_OPEN_DENTAL, plain)


def fails(status: int, text: str) -> bool:
    """Whether words are a server's own about its failure, its start or its maintenance, and no filter's.

    Args:
        status: HTTP status.
        text: Words of a page, or plain ones.
    """
    plain = fold(text[:_WORDS])
    return _says(words.FAILS if status >= 500 else words.DOWN, status, plain)


def is_the_offices(text: str) -> bool:
    """Whether words name what stands in an office and not in front of Open Dental."""
    return re.search(words.OFFICES, fold(text[:_WORDS])) is not None


def _says(pattern: str, status: int, plain: str) -> bool:
    if status in _NEVER_DOWN or re.search(words.FILTERS_OWN, plain):
        return False
    return re.search(pattern, plain) is not None


def is_stock(status: int, text: str, *, whole: bool = True) -> bool:
    """Whether words are what a load balancer or web server says of itself at a failure.

    Args:
        status: HTTP status.
        text: Words of a page, or plain ones.
        whole: A page with no other words than those of its status is one too.
    """
    said = " ".join(text.casefold().replace("’", "'").split())
    if status not in _STOCK_STATUSES or len(said) > _STOCK_WORDS:
        return False
    if re.search(_SERVERS_OWN, said):
        return True
    rest = re.sub(_STOCK, "", said) if whole else said
    return rest != said and not any(c.isalnum() for c in rest)


def refuses(text: str) -> bool:
    """Whether plain words say that a filter, a firewall or the like said no; one such word is not enough."""
    return bool(re.search(_REFUSAL, fold(text[:_WORDS])))


def _asks_to_sign_in(source: str, plain: str) -> bool:
    from html import unescape  # its table of names is large, and few answers are pages

    if re.search(words.SIGN_IN, fold(unescape(source))) or re.search(words.SIGN_IN, plain):
        return True
    return any(is_way_to_sign_in("".join(target)) for target in re.findall(_SENT_ON, source))


def names_another(text: str) -> bool:
    """Whether Windows' own HTTP driver says that it knows the port, but not by the name that was called."""
    return re.search(r"invalid hostname|request hostname is invalid", text.casefold()) is not None


def leads_to(location: str, maker: str | None) -> PageKind:
    """What kind of page a redirect leads to, by its address.

    Args:
        location: The whole address.
        maker: What :func:`product` recognised in it.
    """
    # behind a question mark stands the page that was asked for
    place = location.partition("?")[0]
    if re.search(words.WAY_TO_BLOCK, fold(unquote(place))):
        return PageKind.BLOCK
    if is_way_to_sign_in(location if maker is None else place):
        return PageKind.SIGN_IN
    return PageKind.NONE if maker is None else PageKind.BLOCK


def leads_on(path: str) -> PageKind:
    """What kind of page a redirect leads to that stays on Open Dental's own host, by its path."""
    if re.search(_OWN_PATHS, path.casefold()):
        return PageKind.NONE
    if re.search(words.WAY_DOWN, fold(unquote(path))):
        return PageKind.FAILURE
    return leads_to(path, None)


def refreshes_to(headers: Mapping[str, str]) -> PageKind:
    """What kind of page a ``Refresh`` header leads to; none where it tells of no sign-in and no filter."""
    target = re.search(_REFRESH, headers.get("refresh", ""))
    return leads_to(target[1], by_page(target[1].casefold())) if target else PageKind.NONE


def is_way_to_sign_in(location: str) -> bool:
    """Whether a redirect's target looks like a network's sign-in page."""
    return re.search(words.WAY_TO_SIGN_IN, fold(unquote(location))) is not None


def visible(source: str) -> str:
    """The words of a page, without its markup, comments, styles and scripts."""
    from html import unescape

    source = re.sub(r"(?is)<!--.*?(-->|$)|<(script|style)\b.*?(</\2\s*>|$)", " ", source)
    return " ".join(unescape(re.sub(r"<[^>]*>?", " ", source)).split())
