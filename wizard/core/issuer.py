"""Who issued a certificate, for the window and for what leaves it.

An office's own authority is called after its server, its domain or the practice; none of these may be in
a document. The window's words keep the whole name: it tells IT which device to look for.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wizard.core.authorities import well_known
from wizard.core.network_products import PRODUCTS

if TYPE_CHECKING:
    from wizard.core.evidence import Certificate

BLOT = "…"
_NAME = r"[^\s,;()/]+"
_BLOTS = rf"{BLOT}(?:[\s,;/]+{BLOT})+"
_KINDS = frozenset(
    (
        "active", "agent", "antivirus", "anti-virus", "appliance", "authority", "ca", "cert", "certificate",
        "certificates", "certification", "client", "cloud", "content", "control", "decryption", "default",
        "directory", "filter", "filtering", "firewall", "gateway", "generated", "inspection", "intermediate",
        "internal", "internet", "issuing", "local", "mail", "network", "networks", "office", "personal",
        "protection", "proxy", "public", "root", "scanner", "secure", "security", "self-signed", "server",
        "service", "services", "shield", "signing", "ssl", "subordinate", "tls", "traffic", "trusted",
        "untrusted", "virus", "web",
    )
)  # fmt: skip
"""Words that tell what kind of device or program issues certificates, and no one's name."""


def issuer_told(shown: Certificate, product: str | None) -> str:
    """Who issued a certificate, as it leaves the window.

    Only what is a public authority's whole name, or ends at one, is told whole: an office's own authority may
    have a public one's name in it.

    Args:
        shown: The certificate.
        product: The recognised product that issued it, or None.
    """
    public = well_known(*shown.top) or well_known(shown.issuer, "")
    return shown.issuer if public else without_office(shown.issuer, product)


def without_office(issuer: str, product: str | None = None) -> str:
    """An issuer's name without what may name a computer, a domain, a practice or a person.

    Only words stay that tell what kind of device or program it is, and the product's own.
    """
    kept = _KINDS | _words_of(product)
    told = re.sub(_NAME, lambda word: word[0] if _bare(word[0]) in kept else BLOT, issuer)
    return re.sub(_BLOTS, BLOT, " ".join(told.split()))


def _words_of(product: str | None) -> frozenset[str]:
    marks = (mark for one in PRODUCTS if one.name == product for mark in (one.name, *one.issuer))
    return frozenset(_bare(word) for mark in marks for word in mark.split())


def _bare(word: str) -> str:
    return word.casefold().strip("!.")
