"""The vendor profile: whose program this is and what it needs. Nothing in it can change where a key goes.

The model alone, since the first paint needs it; ``wizard.store.profile_rules`` says what a profile may hold.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from wizard.core.mode import Mode

if TYPE_CHECKING:
    from wizard.core.secret import Secret
    from wizard.core.version import Version

PERMISSIONS = (
    "ApiReadAll", "ApiAllOthers", "ApiComm", "ApiDocuments", "ApiQueries", "ApiAppointments",
    "ApiInsuranceSimple", "ApiInsurance", "ApiPatients", "ApiPayments", "ApiPayPlans", "ApiProcedureLogs",
    "ApiSetup", "ApiTextingASAP", "ApiEnterprise",
)  # fmt: skip
"""Rights by the names that Open Dental shows (facts, section 4)."""

SERVICE = "Connect Wizard for Open Dental"
"""Name of the keychain entry of a program without a vendor; a vendor's own stands behind it in brackets."""


class Support(NamedTuple):
    """How to reach the vendor; empty where the profile does not say."""

    phone: str = ""
    email: str = ""
    url: str = ""
    hours: str = ""


_UNSAID = Support()


class Profile(NamedTuple):
    """What a vendor set; the defaults are those of a program without a vendor (IT mode).

    Attributes:
        vendor_name: Who ships this; empty without a vendor.
        product: What the office connects to Open Dental; empty where not said.
        support: How to reach the vendor.
        logo: PNG file, relative to the profile, with forward slashes.
        accent: ``#RRGGBB`` with at least 4.5:1 against white.
        developer_key: The vendor's half of the credentials; None asks for it.
        modes: How the vendor's program reaches Open Dental, the preferred one first.
        permissions: Rights that the key should have, by their names in Open Dental.
        minimum_version: Oldest Open Dental that the vendor's program works with.
        keychain_service: Name under which keys are kept.
        customer_key_name: User name of the customer key there.
        developer_key_name: User name of the developer key there; None keeps it out of the keychain.
        languages: Languages offered, the preferred one first; empty offers all.
        baa_url: Where the Business Associate Agreement can be read.
        show_business_associate_notice: Whether the first page speaks of that agreement.
        watch_minutes: How long a watch goes on, in minutes.
        keep_history: Whether the program may keep notes of its own on this PC: history, log, how far the
            person came, where windows stood.
        show_me: Whether the small window may follow the person through Open Dental's windows.
        download_url: Where the vendor offers newer versions; shown to the person, never called.
    """

    vendor_name: str = ""
    product: str = ""
    support: Support = _UNSAID
    logo: str | None = None
    accent: str | None = None
    developer_key: Secret | None = None
    modes: tuple[Mode, ...] = (Mode.REMOTE, Mode.API_SERVICE, Mode.LOCAL)
    permissions: tuple[str, ...] = ()
    minimum_version: Version | None = None
    keychain_service: str = SERVICE
    customer_key_name: str = "customer-key"
    developer_key_name: str | None = "developer-key"
    languages: tuple[str, ...] = ()
    baa_url: str | None = None
    show_business_associate_notice: bool = True
    watch_minutes: int = 60
    keep_history: bool = True
    show_me: bool = True
    download_url: str | None = None


GENERIC = Profile()
"""IT mode: no vendor, and the developer key is asked for."""
