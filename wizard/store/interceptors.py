"""Reads the table of products that look into secure channels (``resources/interceptors.toml``)."""

from __future__ import annotations

import re
import tomllib

from wizard.store import resources

FILE = "interceptors.toml"

_PUBLIC = (
    "actalis", "amazon", "buypass", "certum", "comodo", "digicert", "entrust", "geotrust", "globalsign",
    "go daddy", "godaddy", "google trust services", "harica", "identrust", "isrg", "let's encrypt",
    "microsoft", "quovadis", "rapidssl", "sectigo", "ssl.com", "starfield", "thawte", "trustwave",
    "usertrust", "zerossl",
)  # fmt: skip


def interceptor(names: str) -> str | None:
    """The product that issued a certificate, or None where none is known.

    Args:
        names: The issuers' names in the chain that came.

    Raises:
        ResourceError: The program was installed without its data files.
    """
    plain = names.casefold()
    if not plain or is_public(plain):
        return None
    table = tomllib.loads(resources.path(FILE).read_text("utf-8"))
    rows = ((row["name"], "|".join(map(re.escape, row["words"]))) for row in table["product"])
    return next((name for name, words in rows if re.search(rf"\b({words})\b", plain)), None)


def is_public(names: str) -> bool:
    """Whether a well-known public authority is among the issuers; its intermediates carry its name too."""
    plain = names.casefold()
    return any(name in plain for name in _PUBLIC)
