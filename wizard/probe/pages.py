"""Recognises web pages that stand where an answer of Open Dental should: who made them, and what they are.

An error of the API engine is a bare JSON string, so any HTML is somebody else's page, or the stock page of a
load balancer. The marks are words and headers that such products put into their own pages.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from wizard.core.evidence import Page

if TYPE_CHECKING:
    from collections.abc import Mapping

_PRODUCTS: tuple[tuple[str, str], ...] = (
    # name for people, pattern over "header: value" lines and the page's text
    ("Squid", r"x-squid-error|\(squid(/|\))|server: squid|generated .{0,80} by .{0,60}squid"),
    ("Zscaler", r"zscaler"),
    ("FortiGuard", r"fortiguard|fortinet|fortigate"),
    ("Sophos", r"sophos"),
    ("Cisco Umbrella", r"umbrella|opendns"),
    ("Cisco Secure Web Appliance", r"cisco ironport|wsa_|cisco web security"),
    ("Barracuda", r"barracuda"),
    ("WatchGuard", r"watchguard"),
    ("SonicWall", r"sonicwall"),
    ("Palo Alto Networks", r"palo ?alto|pan-os|globalprotect"),
    ("Check Point", r"check ?point (software|usercheck)|usercheck"),
    ("Forcepoint", r"forcepoint|websense"),
    ("Symantec Web Security", r"blue ?coat|symantec web"),
    ("Netskope", r"netskope"),
    ("Cloudflare Gateway", r"cloudflare gateway|cloudflare zero trust"),
    ("DNSFilter", r"dnsfilter"),
    ("Lightspeed", r"lightspeed systems"),
    ("McAfee", r"mcafee|skyhigh"),
    ("Kaspersky", r"kaspersky"),
    ("ESET", r"\beset\b"),
    ("Bitdefender", r"bitdefender"),
    ("Avast", r"\bavast\b"),
    ("AVG", r"\bavg (antivirus|technologies|web)"),
    ("Norton", r"\bnorton\b"),
    ("Webroot", r"webroot"),
    ("Trend Micro", r"trend ?micro"),
    ("Untangle", r"untangle"),
    ("pfSense", r"pfsense|squidguard"),
)
_COMPILED = tuple((name, re.compile(pattern)) for name, pattern in _PRODUCTS)
_BALANCER = re.compile(  # HAProxy's stock pages; the 504 one was seen in front of Open Dental [M]
    r"no server is available to handle this request|the server didn't respond in time|"
    r"the server returned an invalid or incomplete response|an internal server error occurred"
)
_SIGN_IN = re.compile(
    r"type=[\"']?password|\bsign[ -]?in\b|\blog[ -]?(in|on)\b|captive|hotspot|guest (wi-?fi|network|access)|"
    r"accept ((the|our)( \w+)? )?terms|network authentication required|connect to (the )?(internet|wi-?fi)"
)
_BLOCK = re.compile(
    r"\bblock(ed|ing|s)?\b|denied|forbidden|not (allowed|permitted)|filter|polic(y|ies)|restricted|"
    r"malicious|threat|quarantin|categor(y|ies)|unavailable for legal|prohibited|administrator|proxy|firewall"
)
_WAY_TO_SIGN_IN = re.compile(
    r"log-?[io]n|sign-?in|portal|captive|hotspot|guest|splash|wi-?fi|welcome|authenticat|/auth\b|accept"
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
    haystack = f"{marks}\n{text}".casefold()
    return next((name for name, pattern in _COMPILED if pattern.search(haystack)), None)


def classify(status: int, text: str, maker: str | None) -> Page:
    """What kind of page an HTML answer is.

    Args:
        status: HTTP status.
        text: The page's source.
        maker: What :func:`product` recognised.
    """
    source = text.casefold()
    if _BALANCER.search(source) and len(source) < 1024:
        return Page.BALANCER
    if status == 511:
        return Page.SIGN_IN
    words = visible(source)
    refused = re.search(r"\bblocked\b|\bdenied\b", words)
    if status in (200, 401) and not refused and _SIGN_IN.search(source):
        return Page.SIGN_IN
    if maker is not None:
        return Page.BLOCK
    return Page.BLOCK if _BLOCK.search(words) else Page.OTHER


def is_way_to_sign_in(location: str) -> bool:
    """Whether a redirect's target looks like a network's sign-in page."""
    return bool(_WAY_TO_SIGN_IN.search(location.casefold()))


def visible(source: str) -> str:
    """The words of a page, without its markup, styles and scripts."""
    source = re.sub(r"(?is)<(script|style)\b.*?(</\1\s*>|$)", " ", source)
    return " ".join(unescape(re.sub(r"<[^>]*>?", " ", source)).split())
