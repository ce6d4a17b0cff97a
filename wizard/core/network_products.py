"""Proxies, web filters, antivirus shields and networks with a sign-in page: by what they are recognised.

Two marks of each: words and headers that it puts into its own pages, and words of the name in which it
issues certificates when it looks into secure channels. A name that is an ordinary word, a family's or a
town's, counts only together with another word of the product's. Where vendors publish the marks, they are
theirs; others are inferred [I]. To add one, look at its page, and at the issuer in a browser's certificate
view, on a PC that has it.
"""

from __future__ import annotations

import re
from typing import NamedTuple


class NetworkProduct(NamedTuple):
    """One row.

    Attributes:
        name: As people know it.
        page: Pattern over lower-case "header: value" lines and a page's source; empty where none is known.
        issuer: Words of which one stands in the issuer's name, as a word of its own, in lower case.
    """

    name: str
    page: str
    issuer: tuple[str, ...] = ()


PRODUCTS: tuple[NetworkProduct, ...] = (
    # the first row that fits wins, so a product comes before the parts that it is built of
    # filters and gateways of networks
    NetworkProduct("Zscaler", r"zscaler|zsgov", ("zscaler",)),
    NetworkProduct("FortiGuard", r"fortiguard|fortinet|fortigate|fgtauth|fgd_icon"),
    # the device itself signs; its filter has a name of its own
    NetworkProduct("Fortinet FortiGate", "", ("fortinet", "fortigate")),
    NetworkProduct("Sophos", r"sophos|\bastaro\b|cyberoam", ("sophos", "astaro")),
    NetworkProduct("Cisco Meraki", r"\bmeraki\b", ("meraki",)),
    NetworkProduct("Cisco Umbrella", r"cisco umbrella|umbrella\.com|opendns", ("cisco umbrella", "opendns")),
    NetworkProduct(
        "Cisco Secure",
        r"cisco ironport|cisco-wsa|\bwsa_|cisco (secure )?web (security|appliance)",
        ("ironport", "firepower", "cisco secure"),
    ),
    NetworkProduct("Barracuda", r"\bbarracuda", ("barracuda",)),
    NetworkProduct("WatchGuard", r"watchguard|firebox", ("watchguard", "fireware")),
    NetworkProduct("SonicWall", r"sonicwall|\bnsa_banner\b", ("sonicwall", "sonic wall")),
    NetworkProduct(
        "Palo Alto Networks",
        r"palo ?alto ?networks|pan-os|globalprotect|blocked in accordance with company policy",
        ("palo alto", "paloalto", "pan-os"),
    ),
    NetworkProduct(
        "Check Point",
        r"check ?point (software|usercheck|security|infinity|harmony)|usercheck",
        ("check point", "checkpoint"),
    ),
    NetworkProduct("Forcepoint", r"forcepoint|websense", ("forcepoint", "websense")),
    NetworkProduct(
        "Symantec Web Security",
        r"blue ?coat|symantec (web|endpoint)|threatpulse",
        ("blue coat", "bluecoat", "symantec web"),
    ),
    NetworkProduct("Netskope", r"netskope|goskope", ("netskope", "goskope")),
    NetworkProduct(
        "Cloudflare Gateway",
        r"cloudflare gateway|cloudflare zero trust|cloudflare-gateway|blocked\.teams\.cloudflare",
        ("cloudflare gateway", "cloudflare for teams", "gateway ca - cloudflare"),
    ),
    NetworkProduct("Skyhigh Security", r"skyhigh ?security|mcafee web gateway|mwg-internal", ("skyhigh",)),
    NetworkProduct("iboss", r"\biboss"),
    NetworkProduct("Cato Networks", r"\bcato ?networks"),
    NetworkProduct(
        "Untangle",
        r"untangle (ng|firewall|web|networks)|\buntangle\b.{0,40}\b(block|filter)|arista edge threat",
        ("untangle", "edge threat management"),
    ),
    NetworkProduct("Smoothwall", r"smoothwall", ("smoothwall",)),
    NetworkProduct("ContentKeeper", r"contentkeeper", ("contentkeeper",)),
    NetworkProduct("Kerio Control", r"kerio (control|connect|winroute)"),
    NetworkProduct("Netsweeper", r"netsweeper|/webadmin/deny/"),
    NetworkProduct("Securly", r"\bsecurly\b"),
    NetworkProduct("Lightspeed", r"lightspeed ?systems|lsfilter", ("lightspeed",)),
    NetworkProduct("Ubiquiti UniFi", r"\bunifi\b|\bubiquiti\b|/guest/s/", ("ubiquiti", "unifi")),
    NetworkProduct("TP-Link Omada", r"\bomada\b|tp-?link"),
    NetworkProduct("DrayTek", r"draytek"),
    NetworkProduct("Stormshield", r"stormshield"),
    NetworkProduct("Zyxel", r"zyxel"),
    NetworkProduct("MikroTik", r"mikrotik"),
    NetworkProduct("Aruba", r"aruba ?networks|securelogin\.arubanetworks|clearpass"),
    NetworkProduct("Ruckus", r"ruckus ?(wireless|networks)"),
    NetworkProduct("Nomadix", r"nomadix"),
    NetworkProduct("e2guardian", r"e2guardian|dansguardian"),
    NetworkProduct("OPNsense or pfSense", r"pfsense|squidguard|opnsense", ("opnsense", "pfsense")),
    NetworkProduct(
        "Squid",
        r"x-squid-error|\(squid(/|\))|server: squid|squid error pages|generated [^<>]{0,80}\bsquid",
        ("squid",),
    ),
    NetworkProduct("Privoxy", r"privoxy"),
    NetworkProduct("mitmproxy", r"\bmitmproxy\b", ("mitmproxy",)),
    NetworkProduct("Fiddler", r"server: fiddler|\[fiddler\]", ("fiddler",)),
    NetworkProduct("Charles", r"\bcharles proxy\b|charlesproxy\.com", ("charles proxy",)),
    # filters by name lookup
    NetworkProduct("DNSFilter", r"dnsfilter", ("dnsfilter",)),
    NetworkProduct("WebTitan", r"webtitan|titanhq"),
    NetworkProduct("CleanBrowsing", r"cleanbrowsing"),
    NetworkProduct("NextDNS", r"\bnextdns\b"),
    NetworkProduct("SafeDNS", r"\bsafedns\b"),
    NetworkProduct("ScoutDNS", r"\bscoutdns\b"),
    NetworkProduct("Zorus", r"\bzorus\b"),
    NetworkProduct("DefensX", r"\bdefensx\b"),
    NetworkProduct("AdGuard", r"\badguard\b", ("adguard",)),
    NetworkProduct("Pi-hole", r"\bpi-hole\b"),
    NetworkProduct("Comcast SecurityEdge", r"comcast business securityedge|\bsecurityedge\b"),
    NetworkProduct("Xfinity Advanced Security", r"xfi advanced security|xfinity.{0,40}advanced security"),
    # shields on this PC
    NetworkProduct("McAfee", r"\bmcafee\b|siteadvisor", ("mcafee",)),
    NetworkProduct("Kaspersky", r"kaspersky", ("kaspersky",)),
    NetworkProduct("ESET", r"\beset\b", ("eset ssl filter", "eset, spol")),
    NetworkProduct("Bitdefender", r"bitdefender", ("bitdefender",)),
    NetworkProduct("Avast", r"\bavast\b", ("avast",)),
    NetworkProduct(
        "AVG", r"\bavg (antivirus|technologies|web|internet)", ("avg web", "avg technologies", "avg root")
    ),
    NetworkProduct(
        "Norton",
        r"\bnorton (safe|security|360|family|antivirus|internet|lifelock|connectsafe)|\bnorton\.com",
        ("norton web", "norton root", "nortonlifelock"),
    ),
    NetworkProduct(
        "Webroot",
        r"(?<![\w/\\.])webroot(?![\w/\\])|webroot\.com|brightcloud",
        ("webroot inc", "webroot secureanywhere"),
    ),
    NetworkProduct("Trend Micro", r"trend ?micro", ("trend micro", "trendmicro")),
    NetworkProduct("Malwarebytes", r"malwarebytes"),
    NetworkProduct("F-Secure", r"\b(f-secure|withsecure)\b"),
    NetworkProduct("Panda", r"panda (security|dome|adaptive|endpoint)"),
    NetworkProduct("Comodo", r"\bcomodo (secure|dns|internet|dome|antivirus)|xcitium"),
    NetworkProduct("ThreatLocker", r"threatlocker"),
    NetworkProduct("Dr.Web", r"\bdr\.web\b|\bdrweb\b", ("dr.web", "drweb")),
    NetworkProduct("BullGuard", r"bullguard", ("bullguard",)),
)

_PUBLIC = (
    "actalis", "amazon", "buypass", "certum", "comodo", "digicert", "entrust", "geotrust", "globalsign",
    "go daddy", "godaddy", "google trust services", "harica", "identrust", "isrg", "let's encrypt",
    "microsoft", "quovadis", "rapidssl", "sectigo", "ssl.com", "starfield", "thawte", "trustwave",
    "usertrust", "zerossl",
)  # fmt: skip


def by_page(page: str) -> str | None:
    """The product whose mark stands in a page, or None.

    Args:
        page: Lower-case "header: value" lines, and the page's source in lower case.
    """
    # compiled when the first page comes, and kept by ``re``: most runs never see one
    return next((row.name for row in PRODUCTS if row.page and re.search(row.page, page)), None)


def interceptor(names: str) -> str | None:
    """The product that issued a certificate, or None where none is known.

    Args:
        names: The issuers' names in the chain that came.
    """
    plain = names.casefold()
    if not plain or is_public(plain):
        return None
    return next((row.name for row in PRODUCTS if row.issuer and _issued(row.issuer, plain)), None)


def _issued(words: tuple[str, ...], names: str) -> bool:
    return re.search(rf"\b({'|'.join(map(re.escape, words))})\b", names) is not None


def is_public(names: str) -> bool:
    """Whether a well-known public authority is among the issuers; its intermediates carry its name too.

    The name stands there as words of their own: a practice may be called Amazonia.
    """
    return _issued(_PUBLIC, names.casefold())
