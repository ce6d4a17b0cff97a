"""Marks by which proxies, web filters, antivirus shields and networks with a sign-in page are recognised.

They are words and headers that such products put into their own pages. A name that is an ordinary word, a
family's or a town's, counts only together with another word of the product's.
"""

from __future__ import annotations

PRODUCTS: tuple[tuple[str, str], ...] = (
    # name for people, pattern over lower-case "header: value" lines and the page's source; the first row
    # that fits wins, so a product comes before the parts that it is built of
    # filters and gateways of networks
    ("Zscaler", r"zscaler|zsgov"),
    ("FortiGuard", r"fortiguard|fortinet|fortigate|fgtauth|fgd_icon"),
    ("Sophos", r"sophos|\bastaro\b|cyberoam"),
    ("Cisco Meraki", r"\bmeraki\b"),
    ("Cisco Umbrella", r"cisco umbrella|umbrella\.com|opendns"),
    (
        "Cisco Secure Web Appliance",
        r"cisco ironport|cisco-wsa|\bwsa_|cisco (secure )?web (security|appliance)",
    ),
    ("Barracuda", r"\bbarracuda"),
    ("WatchGuard", r"watchguard|firebox"),
    ("SonicWall", r"sonicwall|\bnsa_banner\b"),
    (
        "Palo Alto Networks",
        r"palo ?alto ?networks|pan-os|globalprotect|blocked in accordance with company policy",
    ),
    ("Check Point", r"check ?point (software|usercheck|security|infinity|harmony)|usercheck"),
    ("Forcepoint", r"forcepoint|websense"),
    ("Symantec Web Security", r"blue ?coat|symantec (web|endpoint)|threatpulse"),
    ("Netskope", r"netskope|goskope"),
    (
        "Cloudflare Gateway",
        r"cloudflare gateway|cloudflare zero trust|cloudflare-gateway|blocked\.teams\.cloudflare",
    ),
    ("Skyhigh Security", r"skyhigh ?security|mcafee web gateway|mwg-internal"),
    ("iboss", r"\biboss"),
    ("Cato Networks", r"\bcato ?networks"),
    (
        "Untangle",
        r"untangle (ng|firewall|web|networks)|\buntangle\b.{0,40}\b(block|filter)|arista edge threat",
    ),
    ("Smoothwall", r"smoothwall"),
    ("ContentKeeper", r"contentkeeper"),
    ("Kerio Control", r"kerio (control|connect|winroute)"),
    ("Netsweeper", r"netsweeper|/webadmin/deny/"),
    ("Securly", r"\bsecurly\b"),
    ("Lightspeed", r"lightspeed ?systems|lsfilter"),
    ("UniFi", r"\bunifi\b|\bubiquiti\b|/guest/s/"),
    ("TP-Link Omada", r"\bomada\b|tp-?link"),
    ("DrayTek", r"draytek"),
    ("Stormshield", r"stormshield"),
    ("Zyxel", r"zyxel"),
    ("MikroTik", r"mikrotik"),
    ("Aruba", r"aruba ?networks|securelogin\.arubanetworks|clearpass"),
    ("Ruckus", r"ruckus ?(wireless|networks)"),
    ("Nomadix", r"nomadix"),
    ("e2guardian", r"e2guardian|dansguardian"),
    ("pfSense", r"pfsense|squidguard|opnsense"),
    ("Squid", r"x-squid-error|\(squid(/|\))|server: squid|squid error pages|generated [^<>]{0,80}\bsquid"),
    ("Privoxy", r"privoxy"),
    ("mitmproxy", r"\bmitmproxy\b"),
    ("Fiddler", r"server: fiddler|\[fiddler\]"),
    # filters by name lookup
    ("DNSFilter", r"dnsfilter"),
    ("WebTitan", r"webtitan|titanhq"),
    ("CleanBrowsing", r"cleanbrowsing"),
    ("NextDNS", r"\bnextdns\b"),
    ("SafeDNS", r"\bsafedns\b"),
    ("ScoutDNS", r"\bscoutdns\b"),
    ("Zorus", r"\bzorus\b"),
    ("DefensX", r"\bdefensx\b"),
    ("AdGuard", r"\badguard\b"),
    ("Pi-hole", r"\bpi-hole\b"),
    ("Comcast SecurityEdge", r"comcast business securityedge|\bsecurityedge\b"),
    ("Xfinity Advanced Security", r"xfi advanced security|xfinity.{0,40}advanced security"),
    # shields on this PC
    ("McAfee", r"\bmcafee\b|siteadvisor"),
    ("Kaspersky", r"kaspersky"),
    ("ESET", r"\beset\b"),
    ("Bitdefender", r"bitdefender"),
    ("Avast", r"\bavast\b"),
    ("AVG", r"\bavg (antivirus|technologies|web|internet)"),
    ("Norton", r"\bnorton (safe|security|360|family|antivirus|internet|lifelock|connectsafe)|\bnorton\.com"),
    ("Webroot", r"(?<![\w/\\.])webroot(?![\w/\\])|webroot\.com|brightcloud"),
    ("Trend Micro", r"trend ?micro"),
    ("Malwarebytes", r"malwarebytes"),
    ("F-Secure", r"\b(f-secure|withsecure)\b"),
    ("Panda", r"panda (security|dome|adaptive|endpoint)"),
    ("Comodo", r"\bcomodo (secure|dns|internet|dome|antivirus)|xcitium"),
    ("ThreatLocker", r"threatlocker"),
)
