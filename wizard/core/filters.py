"""Filters by name lookup (DNS): where they lead a name that they block, and in which names their pages speak.

The name has to be allowed there. A certificate of theirs is that of a page, so trusting it would help nobody.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

_ADDRESSES = (
    # the page "Block Page IP Addresses" of docs.umbrella.com
    ("Cisco Umbrella", ("146.112.61.104/30", "146.112.61.108/31", "146.112.61.110/32")),
    # the page "Gateway block page" of developers.cloudflare.com
    ("Cloudflare Gateway", ("162.159.36.12/32", "162.159.46.12/32")),
    # the page "Various Block option under DNS filter" of community.fortinet.com
    ("FortiGuard", ("208.91.112.55/32", "2001:cdba::3257:9652/128")),
    # the page "DNS Sinkholing" of docs.paloaltonetworks.com; the older address is in many configurations
    ("Palo Alto Networks", ("198.135.184.22/32", "72.5.65.111/32", "2600:5200::1/128")),
    # products in OONI's list of blocking fingerprints
    ("SafeDNS", ("195.46.39.11/32",)),
    ("CleanBrowsing", ("185.228.168.254/32",)),
    ("FlashStart", ("185.236.104.104/32",)),
    ("Securly", ("204.110.220.2/32",)),
    # seen by public tests of such services
    ("DNSFilter", ("198.251.90.70/31", "198.251.90.72/32", "45.54.28.11/32", "45.54.28.15/32")),
    ("AdGuard DNS", ("94.140.14.33/32", "94.140.14.35/32")),
)
"""Block pages and sinkholes, with the public source of each.

Quad9 and most settings of CleanBrowsing say that there is no such name, NextDNS and Cloudflare's resolver for
families lead to 0.0.0.0; those need no table. Addresses at a cloud's hosting are left out: they change hands.
"""

_NETWORKS = tuple((name, ip_network(network)) for name, networks in _ADDRESSES for network in networks)

_IN_CERTIFICATES = (
    ("FortiGuard", ("fortiguard sdns", "sdns blocked page")),
    ("Cisco Umbrella", ("opendns", "cisco umbrella", "umbrella.com")),
    ("DNSFilter", ("dnsfilter",)),
    ("CleanBrowsing", ("cleanbrowsing",)),
    ("NextDNS", ("nextdns",)),
    ("SafeDNS", ("safedns",)),
    ("WebTitan", ("webtitan", "titanhq")),
    ("ScoutDNS", ("scoutdns",)),
    ("FlashStart", ("flashstart",)),
    ("AdGuard DNS", ("adguard dns", "adguard-dns")),
)
"""Words in the names of their pages' certificates, in lower case [I]."""

FILTERS = frozenset(name for name, _ in (*_ADDRESSES, *_IN_CERTIFICATES))
"""The names of all filters that are known."""


def certificate_words(name: str | None) -> tuple[str, ...]:
    """The words by which a filter's certificate is known; an empty one where there are none."""
    return dict(_IN_CERTIFICATES).get(name or "", ("",))


def by_address(address: str) -> str | None:
    """The filter to whose block page or sinkhole an address belongs; None where none is known.

    Args:
        address: An IP address; a zone is passed over.
    """
    found: IPv4Address | IPv6Address = ip_address(address.partition("%")[0])
    found = getattr(found, "ipv4_mapped", None) or found
    return next((name for name, network in _NETWORKS if found in network), None)


def by_certificate(names: str) -> str | None:
    """The filter whose page shows a certificate with these names; None where none is known.

    Args:
        names: Of its issuers, and its own.
    """
    plain = names.casefold()
    return next((name for name, words in _IN_CERTIFICATES if any(word in plain for word in words)), None)
