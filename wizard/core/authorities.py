"""Well-known public authorities, by the names of their root certificates and of their intermediates.

A certificate of theirs that this PC does not trust was not made by somebody in between: the PC's own list
lacks the root. Names can be copied, so this is never more than likely. Source: Mozilla's list of root
certificates as Debian's ``ca-certificates`` has it, as far as web servers in the United States use them.
"""

from __future__ import annotations

_ROOTS = {
    "actalis s.p.a./03358520967": ("actalis authentication root ca",),
    "amazon": ("amazon root ca 1", "amazon root ca 2", "amazon root ca 3", "amazon root ca 4"),
    "baltimore": ("baltimore cybertrust root",),
    "buypass as-983163327": ("buypass class 2 root ca", "buypass class 3 root ca"),
    "certainly": ("certainly root e1", "certainly root r1"),
    "comodo ca limited": (
        "aaa certificate services", "comodo certification authority", "comodo ecc certification authority",
        "comodo rsa certification authority",
    ),
    "asseco data systems s.a.": ("certum ec-384 ca", "certum trusted root ca"),
    "unizeto technologies s.a.": ("certum trusted network ca", "certum trusted network ca 2"),
    "digicert inc": (
        "digicert assured id root ca", "digicert assured id root g2", "digicert assured id root g3",
        "digicert global root ca", "digicert global root g2", "digicert global root g3",
        "digicert high assurance ev root ca", "digicert trusted root g4",
    ),
    "digicert, inc.": ("digicert tls ecc p384 root g5", "digicert tls rsa4096 root g5"),
    "digital signature trust co.": ("dst root ca x3",),
    "entrust, inc.": (
        "entrust root certification authority", "entrust root certification authority - ec1",
        "entrust root certification authority - g2", "entrust root certification authority - g4",
    ),
    "entrust.net": ("entrust.net certification authority (2048)",),
    "globalsign": ("globalsign",),
    "globalsign nv-sa": ("globalsign root ca", "globalsign root e46", "globalsign root r46"),
    "godaddy.com, inc.": ("go daddy root certificate authority - g2",),
    "the go daddy group, inc.": ("go daddy class 2 certification authority",),
    "google trust services llc": ("gts root r1", "gts root r2", "gts root r3", "gts root r4"),
    "hellenic academic and research institutions ca": (
        "harica tls ecc root ca 2021", "harica tls rsa root ca 2021",
    ),
    "identrust": ("identrust commercial root ca 1", "identrust public sector root ca 1"),
    "internet security research group": ("isrg root x1", "isrg root x2"),
    "microsoft corporation": (
        "microsoft ecc root certificate authority 2017", "microsoft rsa root certificate authority 2017",
    ),
    "quovadis limited": ("quovadis root ca 1 g3", "quovadis root ca 2 g3", "quovadis root ca 3 g3"),
    "sectigo limited": (
        "sectigo public server authentication root e46", "sectigo public server authentication root r46",
    ),
    "securetrust corporation": ("secure global ca", "securetrust ca"),
    "ssl corporation": (
        "ssl.com ev root certification authority ecc", "ssl.com ev root certification authority rsa r2",
        "ssl.com root certification authority ecc", "ssl.com root certification authority rsa",
        "ssl.com tls ecc root ca 2022", "ssl.com tls rsa root ca 2022",
    ),
    "starfield technologies, inc.": (
        "starfield class 2 certification authority", "starfield root certificate authority - g2",
        "starfield services root certificate authority - g2",
    ),
    "swisssign ag": ("swisssign gold ca - g2", "swisssign silver ca - g2"),
    "the usertrust network": (
        "usertrust ecc certification authority", "usertrust rsa certification authority",
    ),
    "trustwave holdings, inc.": (
        "trustwave global certification authority", "trustwave global ecc p256 certification authority",
        "trustwave global ecc p384 certification authority",
    ),
}  # fmt: skip
"""Organisation, and the common names of its roots; in lower case."""

_ISSUERS = frozenset(
    (
        "actalis s.p.a.", "amazon", "buypass as-983163327", "certainly", "digicert inc", "digicert, inc.",
        "entrust, inc.", "globalsign nv-sa", "godaddy.com, inc.", "google trust services",
        "google trust services llc", "identrust", "let's encrypt", "microsoft corporation",
        "sectigo limited", "ssl corp", "ssl corporation", "starfield technologies, inc.", "swisssign ag",
        "thawte, inc.", "geotrust inc.", "trustwave holdings, inc.", "zerossl",
    )
)  # fmt: skip
"""Organisations in the names of intermediates, where a server sends no more than those."""


def well_known(organisation: str, common_name: str) -> bool:
    """Whether the last issuer of a chain is a well-known public authority.

    Args:
        organisation: Its organisation's name; empty without one.
        common_name: Its common name.
    """
    organisation, common_name = organisation.casefold(), common_name.casefold()
    return common_name in _ROOTS.get(organisation, ()) or organisation in _ISSUERS
