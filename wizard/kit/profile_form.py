"""A new vendor profile: the values that can be given for it, and the file that they make."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from wizard.core.profile import PERMISSIONS, Profile
from wizard.core.text import T
from wizard.core.toml.parsing import parse_text
from wizard.store.profile_file import NAME, ProfileError
from wizard.store.profile_rules import validate

if TYPE_CHECKING:
    from wizard.core.text import Text
    from wizard.core.toml.tables import Problem

GivenValue = str | list[str] | bool | None
Given = dict[str, GivenValue]
"""What was given, by place in the profile."""


class ProfileField(NamedTuple):
    """One value of the profile that can be given or asked for.

    Attributes:
        path: Its place in the profile.
        option: Its name among the arguments.
        question: What is asked; None asks for it never.
        is_list: Whether commas part its items.
        is_switch: Whether it is yes or no.
    """

    path: str
    option: str
    question: Text | None
    is_list: bool = False
    is_switch: bool = False


FIELDS = (
    ProfileField("vendor.name", "name", T("Name of your company")),
    ProfileField(
        "vendor.product", "product", T("Name of the product that offices connect (empty: the company's name)")
    ),
    ProfileField("vendor.support.phone", "phone", T("Phone of your support")),
    ProfileField("vendor.support.email", "email", T("E-mail address of your support")),
    ProfileField("vendor.support.url", "url", T("Address of your help page (https)")),
    ProfileField("vendor.support.hours", "hours", T("Hours of your support")),
    ProfileField("vendor.logo", "logo", T("PNG file of your logo, beside the profile")),
    ProfileField("vendor.accent", "accent", T("Colour of buttons and marks, such as #0B6E6E")),
    ProfileField(
        "api.modes", "modes", T("Ways to Open Dental, of remote,service,local (empty: remote)"), is_list=True
    ),
    ProfileField(
        "api.permissions",
        "permissions",
        T("Rights that your key needs, such as ApiReadAll,ApiComm"),
        is_list=True,
    ),
    ProfileField(
        "api.minimum_version", "minimum_version", T("Oldest Open Dental that you work with, such as 22.2")
    ),
    ProfileField("keychain.service", "keychain_service", None),
    ProfileField("wizard.keep_history", "keep_history", None, is_switch=True),
    ProfileField("wizard.download_url", "download_url", T("Address of your download page (https)")),
)
KEY = "api.developer_key"
"""The place of the key, which no option may give."""


def value_of(field: ProfileField, text: str | None) -> GivenValue:
    """A field's value, from the text that was given for it."""
    if text is not None and field.is_switch:
        return {"yes": True, "no": False}.get(text, text)  # what is neither is told as any wrong value
    if text is None or not field.is_list:
        return text
    return [item.strip() for item in text.split(",") if item.strip()]


def problems(given: Given, path: str = "") -> list[Problem]:
    """What is wrong, with the whole or with one value."""
    result = validate(parse_text(toml(given), NAME, ProfileError))
    found = () if isinstance(result, Profile) else result
    return [problem for problem in found if problem.path.startswith(path)]


def toml(given: Given) -> str:
    """The profile as a file, with a word on each of its parts."""
    tables = {
        "vendor": "who you are; the window, the setup and the page for IT show it",
        "api": f"how you reach Open Dental; rights: {', '.join(PERMISSIONS[:4])} ...",
        "keychain": "where your program finds the key that the office pasted",
        "wizard": "what the wizard shows",
    }
    lines = ["# A vendor profile of Connect Wizard for Open Dental.", "schema = 1"]
    for table, about in tables.items():
        inside = {
            path.removeprefix(f"{table}."): value
            for path, value in given.items()
            if path.startswith(f"{table}.") and value not in (None, "", [])
        }
        if inside:
            lines += ["", f"# {about}", f"[{table}]"]
            lines += [f"{name} = {_written(value)}" for name, value in inside.items()]
    return "\n".join(lines) + "\n"


def _written(value: GivenValue) -> str:
    """In TOML, where JSON's way holds too, but for one sign that must not stand bare."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
