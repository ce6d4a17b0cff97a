"""Who issued a certificate, for the window and for what leaves it.

An office's own authority is called after its server, its domain or the practice; none of these may be in
a document. The window's words keep the whole name: it tells IT which device to look for.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wizard.core.authorities import PUBLIC_ORGANISATIONS, well_known
from wizard.core.network_products import PRODUCTS, PUBLIC_NAMES, is_public

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

    Only what ends at a public authority, by its whole name, is told whole. Where a name merely has a public
    one in it, an office's own authority may have it too: nothing but the public name itself is told.

    Args:
        shown: The certificate.
        product: The recognised product that issued it, or None.
    """
    if well_known(*shown.top):
        return shown.issuer
    return without_office(shown.issuer, product, public=is_public(shown.chain))


def without_office(issuer: str, product: str | None = None, *, public: bool = False) -> str:
    """An issuer's name without what may name a computer, a domain, a practice or a person.

    Only words stay that tell what kind of device or program it is, and the product's own; with ``public``
    the names of public authorities as well.
    """
    kept = _KINDS | _words_of(product)

    def told(found: re.Match[str]) -> str:
        return found[0] if found.lastindex or _bare(found[0]) in kept else BLOT

    words = re.sub(rf"{_public()}|{_NAME}" if public else _NAME, told, issuer, flags=re.IGNORECASE)
    return re.sub(_BLOTS, BLOT, " ".join(words.split()))


def _public() -> str:
    names = sorted((*PUBLIC_NAMES, *PUBLIC_ORGANISATIONS), key=len, reverse=True)
    return rf"({'|'.join(map(re.escape, names))})(?![^\s,;()/])"


def _words_of(product: str | None) -> frozenset[str]:
    marks = (mark for one in PRODUCTS if one.name == product for mark in (one.name, *one.issuer))
    return frozenset(_bare(word) for mark in marks for word in mark.split())


def _bare(word: str) -> str:
    return word.casefold().strip("!.")
