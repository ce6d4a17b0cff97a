"""What a product is called where Windows, its setup and file names speak of it."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from wizard import __version__
from wizard.core.text import Speaker, T

if TYPE_CHECKING:
    from wizard.core.profile import Profile

_SAY = Speaker().say
NAME = _SAY(T("Connect Wizard for Open Dental"))


class Product(NamedTuple):
    """The names of one vendor's program.

    Attributes:
        name: As the window's title and Windows' list of programs show it.
        publisher: Whose it is.
        slug: For file names and the registry: small letters, digits and hyphens; empty without a vendor.
        folder: Of the installed and of the unpacked program; also its entry in the Start menu.
        version: Of the release.
        help_url: Where help is; None where the vendor does not say.
        update_url: Where newer versions are.
    """

    name: str
    publisher: str
    slug: str
    folder: str
    version: str = __version__
    help_url: str | None = None
    update_url: str | None = None

    @property
    def file_stem(self) -> str:
        """How the names of its files begin."""
        start = f"{self.slug}-" if self.slug else ""
        return f"{start}connect-wizard-{self.version}-windows"

    @property
    def key(self) -> str:
        """Its name in the registry."""
        return f"ConnectWizard-{self.slug}" if self.slug else "ConnectWizard"


def product_of(profile: Profile) -> Product:
    """The product of a vendor's profile; that of IT mode is the plain program."""
    called = profile.product or profile.vendor_name
    if not called:
        return Product(NAME, "Connect Wizard", "", NAME)
    return Product(
        _SAY(T("{product}: Connect Wizard for Open Dental", product=called)),
        profile.vendor_name,
        slug_of(called),
        file_name(f"{called} - {NAME}"),
        help_url=profile.support.url or None,
        update_url=profile.download_url,
    )


def slug_of(name: str) -> str:
    """A name in small letters, digits and hyphens; two names never share one where letters were lost."""
    plain = unicodedata.normalize("NFKD", name)
    found = "-".join(re.findall(r"[a-z0-9]+", re.sub(r"[\u0300-\u036f'’]", "", plain.lower())))
    if name.isascii() and found:
        return found
    return f"{found}-{hashlib.sha256(name.encode()).hexdigest()[:6]}".lstrip("-")


def file_name(name: str) -> str:
    """A name without what Windows or a setup script could misread in a file's name."""
    return re.sub(r"\s+", " ", re.sub(r'[<>:"/\\|?*$`\x00-\x1f]', " ", name)).strip(" .")
