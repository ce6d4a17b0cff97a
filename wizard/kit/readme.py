"""The page for a practice's IT in every kit: what is called, what is kept where, how it is removed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.checks.access_table import WRITTEN, address, called
from wizard.core.endpoint import REMOTE_HOST
from wizard.core.mode import Mode
from wizard.core.text import T
from wizard.kit.product import NAME

if TYPE_CHECKING:
    from collections.abc import Callable

    from wizard.checks.access_table import WrittenPlace
    from wizard.core.profile import Profile
    from wizard.core.text import Text
    from wizard.kit.product import ProductNames

READ_ME = "README for IT.txt"


def read_me(profile: Profile, product: ProductNames, say: Callable[[Text], str]) -> str:
    """The page as plain text."""
    parts = [
        (
            product.name,
            [T("Version {version}, from {vendor}.", version=product.version, vendor=_vendor(profile))],
        ),
        (say(T("What it does")), _about()),
        (say(T("What it calls")), _calls(profile)),
        (say(T("Where things are kept")), _kept(profile, product)),
        (say(T("What the key must be allowed")), _rights(profile)),
        (say(T("Installing on many PCs")), _rollout(product)),
        (say(T("Help")), _help(profile)),
    ]
    blocks = []
    for title, texts in parts:
        if texts:
            lines = "\n".join(f"- {say(text)}" for text in texts)
            blocks.append(f"{title}\n{'=' * len(title)}\n{lines}\n")
    return "\n".join(blocks)


def _vendor(profile: Profile) -> str:
    return profile.vendor_name or NAME


def _about() -> list[Text]:
    return [
        T("It checks the way from this PC to Open Dental, takes the customer key and makes one call."),
        T("It changes nothing in Open Dental, reads no patient's data and sends none."),
        T("It calls nobody but those below: no statistics, no update check."),
        T("Open Dental is a trademark of its owner; this program is independent of it."),
    ]


def _calls(profile: Profile) -> list[Text]:
    texts = [
        T("{place}: {why}. Key: {key}.", place=address(call), why=call.why, key=call.key)
        for call in called(profile.modes)
    ]
    if Mode.REMOTE in profile.modes:
        texts += [
            T("A proxy is used as Windows or the variable HTTPS_PROXY sets it."),
            T(
                "A filter that opens HTTPS must leave {host} alone, or Windows must trust its certificate.",
                host=REMOTE_HOST,
            ),
        ]
    return texts


def _kept(profile: Profile, product: ProductNames) -> list[Text]:
    texts = [
        T("{what}: {where}. {goes}", what=row.what, where=_place(row, profile), goes=row.goes)
        for row in WRITTEN
        if not row.vendors and (profile.keep_history or not row.own)
    ]
    users = [name for name in (profile.customer_key_name, profile.developer_key_name) if name]
    texts += [
        T(
            "A key's entry is generic credential “{service}” or “{user}@{service}”, user “{user}”.",
            service=profile.keychain_service,
            user=user,
        )
        for user in users
    ]
    texts += [
        T(
            "The program: %LOCALAPPDATA%\\Programs\\{folder}, or %ProgramFiles%\\{folder} for everyone.",
            folder=product.folder,
        ),
        T("Shortcuts: Start menu and desktop, “{name}”.", name=product.link),
        T("Windows' list of programs: the registry key Uninstall\\{key}.", key=product.key),
        T("Nothing else is written, and nothing beside the program."),
        T(
            "{file} beside the program holds these settings; a changed one is refused with its line.",
            file="vendor.toml",
        ),
    ]
    return texts


def _place(row: WrittenPlace, profile: Profile) -> Text:
    return T(row.location.msgid, service=profile.keychain_service)


def _rights(profile: Profile) -> list[Text]:
    texts = []
    if profile.permissions:
        texts.append(T("In Open Dental: {rights}.", rights=", ".join(profile.permissions)))
    if profile.minimum_version:
        texts.append(T("Open Dental {version} or later.", version=str(profile.minimum_version)))
    return texts


def _rollout(product: ProductNames) -> list[Text]:
    return [
        T(
            "Without a window: {file} /S, with /ALLUSERS for every user of the PC (needs an administrator).",
            file=f"{product.file_stem}-setup.exe",
        ),
        T(
            "Its exit codes: 0 done, 1 cancelled, 2 not written, 32 still open, 87 an unknown switch, "
            "145 the folder holds something else, 161 a folder that cannot be, 183 the folder of another "
            "vendor or product, 740 needs an administrator, 1150 this Windows is too old for the window."
        ),
        T("Removing: uninstall.exe /S in the program's folder; with /FORGETKEY the stored key goes too."),
        T("For scripts: connect-wizard.exe check --json ends with 0, 3 or 4 and names the cause."),
    ]


def _help(profile: Profile) -> list[Text]:
    support = profile.support
    lines = [line for line in (support.phone, support.email, support.url, support.hours) if line]
    texts = [T("{line}", line=line) for line in lines]
    if profile.download_url:
        texts.append(T("Newer versions: {url}", url=profile.download_url))
    return texts
