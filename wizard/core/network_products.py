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


class Product(NamedTuple):
    """One row.

    Attributes:
        name: As people know it.
        page: Pattern over lower-case "header: value" lines and a page's source; empty where none is known.
        issuer: Words of which one stands in the issuer's name, as a word of its own, in lower case.
    """

    name: str
    page: str
    issuer: tuple[str, ...] = ()


PRODUCTS: tuple[Product, ...] = (
    # the first row that fits wins, so a product comes before the parts that it is built of
    # filters and gateways of networks
    Product("Zscaler", r"zscaler|zsgov", ("zscaler",)),
    Product("FortiGuard", r"fortiguard|fortinet|fortigate|fgtauth|fgd_icon"),
    # the device itself signs; its filter has a name of its own
    Product("Fortinet FortiGate", "", ("fortinet", "fortigate")),
    Product("Sophos", r"sophos|\bastaro\b|cyberoam", ("sophos", "astaro")),
    Product("Cisco Meraki", r"\bmeraki\b", ("meraki",)),
    Product("Cisco Umbrella", r"cisco umbrella|umbrella\.com|opendns", ("cisco umbrella", "opendns")),
    Product(
        "Cisco Secure",
        r"cisco ironport|cisco-wsa|\bwsa_|cisco (secure )?web (security|appliance)",
        ("ironport", "firepower", "cisco secure"),
    ),
    Product("Barracuda", r"\bbarracuda", ("barracuda",)),
    Product("WatchGuard", r"watchguard|firebox", ("watchguard", "fireware")),
    Product("SonicWall", r"sonicwall|\bnsa_banner\b", ("sonicwall", "sonic wall")),
    Product(
        "Palo Alto Networks",
        r"palo ?alto ?networks|pan-os|globalprotect|blocked in accordance with company policy",
        ("palo alto", "paloalto", "pan-os"),
    ),
    Product(
        "Check Point",
        r"check ?point (software|usercheck|security|infinity|harmony)|usercheck",
        ("check point", "checkpoint"),
    ),
    Product("Forcepoint", r"forcepoint|websense", ("forcepoint", "websense")),
    Product(
        "Symantec Web Security",
        r"blue ?coat|symantec (web|endpoint)|threatpulse",
        ("blue coat", "bluecoat", "symantec web"),
    ),
    Product("Netskope", r"netskope|goskope", ("netskope", "goskope")),
    Product(
        "Cloudflare Gateway",
        r"cloudflare gateway|cloudflare zero trust|cloudflare-gateway|blocked\.teams\.cloudflare",
        ("cloudflare gateway", "cloudflare for teams", "gateway ca - cloudflare"),
    ),
    Product("Skyhigh Security", r"skyhigh ?security|mcafee web gateway|mwg-internal", ("skyhigh",)),
    Product("iboss", r"\biboss"),
    Product("Cato Networks", r"\bcato ?networks"),
    Product(
        "Untangle",
        r"untangle (ng|firewall|web|networks)|\buntangle\b.{0,40}\b(block|filter)|arista edge threat",
        ("untangle", "edge threat management"),
    ),
    Product("Smoothwall", r"smoothwall", ("smoothwall",)),
    Product("ContentKeeper", r"contentkeeper", ("contentkeeper",)),
    Product("Kerio Control", r"kerio (control|connect|winroute)"),
    Product("Netsweeper", r"netsweeper|/webadmin/deny/"),
    Product("Securly", r"\bsecurly\b"),
    Product("Lightspeed", r"lightspeed ?systems|lsfilter", ("lightspeed",)),
    Product("Ubiquiti UniFi", r"\bunifi\b|\bubiquiti\b|/guest/s/", ("ubiquiti", "unifi")),
    Product("TP-Link Omada", r"\bomada\b|tp-?link"),
    Product("DrayTek", r"draytek"),
    Product("Stormshield", r"stormshield"),
    Product("Zyxel", r"zyxel"),
    Product("MikroTik", r"mikrotik"),
    Product("Aruba", r"aruba ?networks|securelogin\.arubanetworks|clearpass"),
    Product("Ruckus", r"ruckus ?(wireless|networks)"),
    Product("Nomadix", r"nomadix"),
    Product("e2guardian", r"e2guardian|dansguardian"),
    Product("OPNsense or pfSense", r"pfsense|squidguard|opnsense", ("opnsense", "pfsense")),
    Product(
        "Squid",
        r"x-squid-error|\(squid(/|\))|server: squid|squid error pages|generated [^<>]{0,80}\bsquid",
        ("squid",),
    ),
    Product("Privoxy", r"privoxy"),
    Product("mitmproxy", r"\bmitmproxy\b", ("mitmproxy",)),
    Product("Fiddler", r"server: fiddler|\[fiddler\]", ("fiddler",)),
    Product("Charles", r"\bcharles proxy\b|charlesproxy\.com", ("charles proxy",)),
    # filters by name lookup
    Product("DNSFilter", r"dnsfilter", ("dnsfilter",)),
    Product("WebTitan", r"webtitan|titanhq"),
    Product("CleanBrowsing", r"cleanbrowsing"),
    Product("NextDNS", r"\bnextdns\b"),
    Product("SafeDNS", r"\bsafedns\b"),
    Product("ScoutDNS", r"\bscoutdns\b"),
    Product("Zorus", r"\bzorus\b"),
    Product("DefensX", r"\bdefensx\b"),
    Product("AdGuard", r"\badguard\b", ("adguard",)),
    Product("Pi-hole", r"\bpi-hole\b"),
    Product("Comcast SecurityEdge", r"comcast business securityedge|\bsecurityedge\b"),
    Product("Xfinity Advanced Security", r"xfi advanced security|xfinity.{0,40}advanced security"),
    # shields on this PC
    Product("McAfee", r"\bmcafee\b|siteadvisor", ("mcafee",)),
    Product("Kaspersky", r"kaspersky", ("kaspersky",)),
    Product("ESET", r"\beset\b", ("eset ssl filter", "eset, spol")),
    Product("Bitdefender", r"bitdefender", ("bitdefender",)),
    Product("Avast", r"\bavast\b", ("avast",)),
    Product(
        "AVG", r"\bavg (antivirus|technologies|web|internet)", ("avg web", "avg technologies", "avg root")
    ),
    Product(
        "Norton",
        r"\bnorton (safe|security|360|family|antivirus|internet|lifelock|connectsafe)|\bnorton\.com",
        ("norton web", "norton root", "nortonlifelock"),
    ),
    Product(
        "Webroot",
        r"(?<![\w/\\.])webroot(?![\w/\\])|webroot\.com|brightcloud",
        ("webroot inc", "webroot secureanywhere"),
    ),
    Product("Trend Micro", r"trend ?micro", ("trend micro", "trendmicro")),
    Product("Malwarebytes", r"malwarebytes"),
    Product("F-Secure", r"\b(f-secure|withsecure)\b"),
    Product("Panda", r"panda (security|dome|adaptive|endpoint)"),
    Product("Comodo", r"\bcomodo (secure|dns|internet|dome|antivirus)|xcitium"),
    Product("ThreatLocker", r"threatlocker"),
    Product("Dr.Web", r"\bdr\.web\b|\bdrweb\b", ("dr.web", "drweb")),
    Product("BullGuard", r"bullguard", ("bullguard",)),
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
    """Whether a well-known public authority is among the issuers; its intermediates carry its name too."""
    plain = names.casefold()
    return any(name in plain for name in _PUBLIC)
