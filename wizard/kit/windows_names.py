"""Names that Windows keeps apart: of files, folders and registry keys, from a vendor and its product.

Windows takes capitals for small letters, and much that a name may hold cannot stand in a file's name. So a
name is used as it is only where it can be read back from what became of it; any other one carries a digest of
vendor and product, and no two of them ever share a folder, a file, a shortcut or a key.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata

LONGEST_SLUG = 26
"""So that an unpacked kit's longest file stays under 260 characters in a synchronised desktop folder."""

_LONGEST_SHOWN = 72
_DIGITS = 6


def slug_of(vendor: str, product: str) -> str:
    """Vendor and product in small letters, digits, hyphens and a dot; empty without a vendor.

    Where the names are longer, or hold anything else, it is the product's alone with a digest behind ``_``.
    """
    names = [name for name in (vendor, product) if name]
    whole = ".".join(_words(name) for name in names)
    if all(_is_plain(name) for name in names) and len(whole) <= LONGEST_SLUG:
        return whole
    start = _words(names[-1])[: LONGEST_SLUG - _DIGITS - 1].strip("-")
    return f"{start or 'vendor'}_{_digest(vendor, product)}"


def shortcut_of(vendor: str, product: str, rest: str) -> str:
    """The name of a shortcut, as a person reads it; with a digest where Windows could take it for another's.

    Args:
        vendor: Whose it is.
        product: What it is for; may be empty.
        rest: What follows the names.
    """
    shown = f"{product} ({vendor})" if product else vendor
    if len(shown) <= _LONGEST_SHOWN and all(_is_plain(name) for name in (vendor, product) if name):
        return f"{shown} - {rest}"
    cut = file_name(shown)[:_LONGEST_SHOWN].strip(" .")
    return f"{cut} - {rest} ({_digest(vendor, product)})".removeprefix(" - ")


def file_name(name: str) -> str:
    """A name without what Windows takes in no file's name, and without signs that nobody sees."""
    seen = "".join(" " if unicodedata.category(sign)[0] in "CZ" else sign for sign in name)
    return re.sub(r"\s+", " ", re.sub(r'[<>:"/\\|?*]', " ", seen)).strip(" .")


def _words(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name)
    return "-".join(re.findall(r"[a-z0-9]+", re.sub(r"[\u0300-\u036f'’]", "", plain.lower())))


def _is_plain(name: str) -> bool:
    """Whether the name can be read back from its words: capital letters where each begins, nothing else."""
    return bool(name) and name == " ".join(word.capitalize() for word in _words(name).split("-"))


def _digest(vendor: str, product: str) -> str:
    return hashlib.sha256(f"{len(vendor)} {vendor}{product}".encode("utf-8", "surrogatepass")).hexdigest()[
        :_DIGITS
    ]
