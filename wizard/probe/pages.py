"""Recognises answers that somebody else gave where Open Dental should: who made them, and what they are.

An error of the API engine is a bare JSON string, so any HTML is somebody else's page, or the stock page of a
load balancer or web server. The marks of products are in ``core/products.py``.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from wizard.core.evidence import Page
from wizard.core.products import by_page

if TYPE_CHECKING:
    from collections.abc import Mapping

_STOCK_STATUSES = (408, 429, 500, 502, 503, 504)
_STOCK = re.compile(
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
_SERVERS_OWN = re.compile(
    r"the server is temporarily unable to service your request|server error in '/\S*' application|"
    r"the proxy server received an invalid response from an upstream server|guru meditation|"
    r"the gateway did not receive a timely response from the upstream server|"
    r"encountered an internal error or misconfiguration and was unable to complete|"
    r"received an invalid response while acting as a gateway or proxy server|"
    r"there is a problem with the resource you are looking for, and it cannot be displayed|"
    r"upstream connect error or disconnect/reset before headers|no healthy upstream|upstream request timeout|"
    r"^error code: 5\d\d$"
)
_STOCK_WORDS = 1024  # characters of a stock page at most
_SIGN_IN = re.compile(
    r"type=[\"']?password|\bsign[ -]?in\b|\blog[ -]?(in|on)\b|captive|hotspot|"
    r"guest (wi-?fi|network|access)|accept ((the|our)( \w{1,20})? )?terms|network authentication required|"
    r"connect to (the )?(internet|wi-?fi)|wispaccessgatewayparam|splash page"
)
_BLOCK = re.compile(
    r"\bblock(ed|ing|s)?\b|denied|forbidden|not (allowed|permitted)|filter|polic(y|ies)|restricted|"
    r"malicious|threat|quarantin|categor(y|ies)|unavailable for legal|prohibited|administrator|proxy|firewall"
)
_WHO_REFUSES = (
    r"(firewall|(web|content|url|internet) ?(filter|gateway)|proxy( server)?|anti-?virus|web shield|"
    r"(network|system|it|your) administrator|(security|internet|network|web|access|usage) policy|by policy)"
)
_REFUSAL = re.compile(
    rf"\b(blocked|denied|refused|forbidden|restricted|prohibited|rejected|not (allowed|permitted))\b"
    rf"[^.!?]{{0,80}}\b{_WHO_REFUSES}|{_WHO_REFUSES}\b[^.!?]{{0,40}}\b(has |have )?"
    rf"(blocked|denied|refused|restricted|rejected|does not (allow|permit))"
)
_WAY_TO_SIGN_IN = re.compile(
    r"log-?[io]n|sign-?in|portal|captive|hotspot|guest|splash|wi-?fi|welcome|authenticat|auth\b|accept"
)
_SENT_ON = re.compile(
    r"http-equiv=[\"']?refresh[^>]{0,100}?url=[\"']?([^\"'>\s]{1,500})|"
    r"\blocation(?:\.href)?\s{0,3}=\s{0,3}[\"']([^\"']{1,500})|\blocation\.replace\([\"']([^\"']{1,500})"
)
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


def classify(status: int, text: str, maker: str | None) -> Page:
    """What kind of page an HTML answer is.

    Args:
        status: HTTP status.
        text: The page's source.
        maker: What :func:`product` recognised.
    """
    if status == 511:
        return Page.SIGN_IN
    source = text.casefold()
    words = visible(source)
    if maker is None and is_stock(status, words):
        return Page.BALANCER
    refused = re.search(r"\bblocked\b|\bdenied\b", words)
    if (200 <= status < 300 or status == 401) and not refused and _asks_to_sign_in(source):
        return Page.SIGN_IN
    if maker is not None:
        return Page.BLOCK
    return Page.BLOCK if _BLOCK.search(words) else Page.OTHER


def is_stock(status: int, words: str, *, whole: bool = True) -> bool:
    """Whether words are what a load balancer or web server says of itself at a failure.

    Args:
        status: HTTP status.
        words: Words of a page, or plain ones.
        whole: A page with no other words than those of its status is one too.
    """
    words = " ".join(words.casefold().replace("’", "'").split())
    if status not in _STOCK_STATUSES or len(words) > _STOCK_WORDS:
        return False
    if _SERVERS_OWN.search(words):
        return True
    rest = _STOCK.sub("", words) if whole else words
    return rest != words and not any(c.isalnum() for c in rest)


def refuses(words: str) -> bool:
    """Whether plain words say that a filter, a firewall or the like said no; one such word is not enough."""
    return bool(_REFUSAL.search(words.casefold()))


def _asks_to_sign_in(source: str) -> bool:
    if _SIGN_IN.search(source):
        return True
    return any(is_way_to_sign_in("".join(target)) for target in _SENT_ON.findall(source))


def leads_to(location: str, maker: str | None) -> Page:
    """What kind of page a redirect leads to, by its address.

    Args:
        location: The whole address.
        maker: What :func:`product` recognised in it.
    """
    # behind a question mark stands the page that was asked for
    place = location.partition("?")[0]
    if re.search(r"block|den(y|ied)\b|forbidden|restricted", place.casefold()):
        return Page.BLOCK
    if is_way_to_sign_in(location if maker is None else place):
        return Page.SIGN_IN
    return Page.NONE if maker is None else Page.BLOCK


def is_way_to_sign_in(location: str) -> bool:
    """Whether a redirect's target looks like a network's sign-in page."""
    return bool(_WAY_TO_SIGN_IN.search(location.casefold()))


def visible(source: str) -> str:
    """The words of a page, without its markup, comments, styles and scripts."""
    source = re.sub(r"(?is)<!--.*?(-->|$)|<(script|style)\b.*?(</\2\s*>|$)", " ", source)
    return " ".join(unescape(re.sub(r"<[^>]*>?", " ", source)).split())
