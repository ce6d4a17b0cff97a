"""What a product is called where Windows, its setup and file names speak of it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NamedTuple

from wizard import __version__
from wizard.kit.windows_names import shortcut_of, slug_of

if TYPE_CHECKING:
    from wizard.core.profile import Profile

NAME = "Connect Wizard for Open Dental"
"""A name, the same in every language: folders and the registry are called so."""


class ProductNames(NamedTuple):
    """The names of one vendor's program.

    Attributes:
        name: As the window's title and Windows' list of programs show it.
        publisher: Whose it is.
        slug: For file names and the registry, of vendor and product; empty without a vendor.
        folder: Of the installed and of the unpacked program.
        link: Of its shortcuts in the Start menu and on the desktop.
        version: Of the release.
        help_url: Where help is; None where the vendor does not say.
        update_url: Where newer versions are.
        for_tests: Whether it is made of a build for tests; its files' names say so.
    """

    name: str
    publisher: str
    slug: str
    folder: str
    link: str
    version: str = __version__
    help_url: str | None = None
    update_url: str | None = None
    for_tests: bool = False

    @property
    def file_stem(self) -> str:
        """How the names of its files begin."""
        start = f"{self.slug}-" if self.slug else ""
        return f"{start}connect-wizard-{self.version}-windows{'-for-tests' if self.for_tests else ''}"

    @property
    def key(self) -> str:
        """Its name in the registry."""
        return f"ConnectWizard-{self.slug}" if self.slug else "ConnectWizard"

    @property
    def case_kind(self) -> str:
        """What Windows calls its kind of case files, a programmatic identifier.

        At most 39 letters, digits and periods, as Microsoft asks for in "<ProgID> Key"; a slug has more.
        """
        own = f".{hashlib.sha256(self.slug.encode()).hexdigest()[:10]}" if self.slug else ""
        return f"ConnectWizard{own}.Case"


def product_of(profile: Profile) -> ProductNames:
    """The product of a vendor's profile; that of IT mode is the plain program."""
    vendor, product = profile.vendor_name, profile.product
    if not (vendor or product):
        return ProductNames(NAME, "Connect Wizard", "", NAME, NAME)
    slug = slug_of(vendor, product)
    return ProductNames(
        f"{product or vendor}: {NAME}",
        vendor,
        slug,
        f"connect-wizard-{slug}",
        shortcut_of(vendor, product, NAME),
        help_url=profile.support.url or None,
        update_url=profile.download_url,
    )
